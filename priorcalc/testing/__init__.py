"""For tests of one's own laws: strategies that draw them, and ``check_prior``, which runs every property on a prior.

A property is a theorem about all Gaussian scale mixtures (or about what a derivation claims), written once as a
function of a prior and an example.  Hypothesis looks for an example at which it fails and shrinks it to a simple one.
"""

from __future__ import annotations

from priorcalc.errors import MissingExtraError, remedy

try:
    import hypothesis as hypothesis
except ImportError as error:
    raise MissingExtraError(
        remedy("priorcalc.testing", "hypothesis is not installed", "pip install 'priorcalc[test]'")
    ) from error

from priorcalc.testing.altered import Altered
from priorcalc.testing.check import Report, check_prior, explore
from priorcalc.testing.properties import PROPERTIES
from priorcalc.testing.property import Broken, Comparison, Property
from priorcalc.testing.strategies import (
    exponents,
    noise_laws,
    powers,
    quantiles,
    seeds,
    structures,
    transforms,
    user_densities,
    weights,
)

__all__ = [
    "PROPERTIES",
    "Altered",
    "Broken",
    "Comparison",
    "Property",
    "Report",
    "check_prior",
    "explore",
    "exponents",
    "noise_laws",
    "powers",
    "quantiles",
    "seeds",
    "structures",
    "transforms",
    "user_densities",
    "weights",
]
