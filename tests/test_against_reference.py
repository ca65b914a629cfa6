"""The package's numbers against the independent values of ``tests/reference``: 57 laws, 22 weights each.

The goals are the promised ones: ln p and ln P(W > w) to 1e-12 · max(1, |ln|), P(W > w) to 1e-12 relative, the
variance prior's distribution function and the moments to 1e-10.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from priorcalc import derive_prior, laws
from tests.reference.loader import load
from tests.reference.prior import prior_of

REFERENCE = load()
GOAL = 1e-12


@pytest.mark.parametrize("key", REFERENCE)
def test_the_numbers_are_those_of_the_reference(key):
    """Every promised digit, at every point, of the density and of the tail."""
    entry, prior = REFERENCE[key], prior_of(key, REFERENCE[key])
    w = np.array([float(point["w"]) for point in entry["points"]])
    for name, found in (("logp", prior.logpdf(w)), ("logsf", prior.logsf(w))):
        truth = np.array([float(point[name]) for point in entry["points"]])
        error = np.abs(found - truth) / np.maximum(1, np.abs(truth))
        assert error.max() < GOAL, (name, w[error.argmax()], error.max())
    assert abs(prior.atom - float(entry["atom"])) < 1e-15
    for s, value in entry["abs_moment"].items():
        truth = float(value)
        found = prior.abs_moment(float(s)) / derive_prior("point", value=1).abs_moment(float(s))
        assert found == truth if math.isinf(truth) else abs(found / truth - 1) < 1e-10, s
    for v, value in entry["variance_cdf"].items():
        assert abs(prior.variance.cdf(float(v)) - float(value)) < 1e-12, v


def test_every_law_of_the_catalogue_has_reference_values():
    """No law is left to the word of its own code."""
    assert set(laws.RECORDS) <= {entry["name"] for entry in REFERENCE.values()}
