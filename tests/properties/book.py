"""What the chapters of the property book share: how much is tried, and on which laws."""

from __future__ import annotations

import os
from functools import cache
from typing import Any

from hypothesis import settings

from priorcalc import derive_prior
from priorcalc.laws.examples import EXAMPLES
from priorcalc.prior import Prior
from priorcalc.testing import PROPERTIES

TABLE = ("bernoulli", "gaussian", "half_cauchy", "inverse_nakagami", "rayleigh", "uniform")
LAWS = TABLE if os.environ.get("HYPOTHESIS_PROFILE") == "class" else tuple(sorted(EXAMPLES))
"""A lesson takes six laws, a build the whole catalogue."""
TRIED = settings.default.max_examples if settings.default else 100
few = settings(max_examples=max(3, TRIED // 12))
"""For theorems that are tried on each law anew."""
once = settings(max_examples=max(2, TRIED // 50))
"""For those whose every example draws a sample or derives a prior."""
some = settings(max_examples=max(5, TRIED // 4))
"""For theorems whose every example is a new law."""


@cache
def prior_of(name: str) -> Prior:
    """The prior of the catalogue's example of a law."""
    return derive_prior(EXAMPLES[name]())


def holds(name: str, prior: Any, **example: Any) -> None:
    """Assert a property of ``priorcalc.testing`` at one example."""
    one = PROPERTIES[name]
    if one.applies(prior):
        one.check(prior, **example)
