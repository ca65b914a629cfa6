"""``priorcalc.testing`` for laws of one's own: awkward ones pass, wrong ones are told with their counterexample."""

from __future__ import annotations

import re

import numpy as np
import pytest
import sympy

from priorcalc import NoiseLaw, derive_prior, laws
from priorcalc.errors import ParameterError
from priorcalc.testing import PROPERTIES, Altered, Broken, check_prior, explore

AWKWARD = {
    "a callable": lambda: derive_prior(lambda x: 2 * x, support=(0, 1)),
    "a sample": lambda: derive_prior(NoiseLaw.from_samples(np.random.default_rng(0).normal(size=40).round(2))),
    "atoms": lambda: derive_prior({0: 0.2, 0.5: 0.3, 2: 0.5}),
    "nothing but a spike": lambda: derive_prior("point", value=0),
    "a tiny σ₀": lambda: derive_prior("rayleigh", sigma0=1e-120),
    "a huge σ₀": lambda: derive_prior("half_cauchy", sigma0=1e120),
    "a mixture with a spike": lambda: derive_prior(NoiseLaw.mixture([(0.3, laws.point(0)), (0.7, laws.rayleigh())])),
    "a formula without a transform": lambda: derive_prior("exp(-lam)*(1 + sin(lam)**2)", normalize=True),
}


@pytest.mark.parametrize("kind", AWKWARD)
def test_every_property_holds_for_awkward_priors(kind):
    """A few examples of each property that applies, and a report that says how much was tried."""
    report = check_prior(AWKWARD[kind](), profile="class")
    assert all(outcome.broken is None for outcome in report.outcomes)
    assert f"{len(report.outcomes)} properties hold" in str(report)
    assert {"even density", "limits"} <= {outcome.property for outcome in report.outcomes}


def test_every_property_holds_for_a_product_without_a_closed_form():
    """One example each, as every other noise that a property derives from it is a quadrature within a quadrature."""
    prior = derive_prior(laws.half_cauchy() * laws.half_cauchy())
    for one in PROPERTIES.values():
        if one.applies(prior):
            assert explore(one, prior, 1).broken is None


def test_a_symbolic_prior_is_refused():
    """Properties compare numbers."""
    with pytest.raises(ParameterError, match="sigma"):
        check_prior(derive_prior("rayleigh", sigma=sympy.Symbol("sigma", positive=True)))


@pytest.mark.parametrize(
    ("options", "found"), [({"profile": "lazy"}, "lazy"), ({"only": ["mas"]}, "mas"), ({"only": "kurtosi"}, "kurtosi")]
)
def test_unknown_names_are_refused_with_the_close_ones(options, found):
    """No property is left out silently."""
    with pytest.raises(ParameterError, match=found):
        check_prior(derive_prior("rayleigh"), **options)


def test_a_counterexample_is_simple_and_repeatable():
    """Two digits and a power of ten; the same seed, the same example."""
    wrong = Altered(derive_prior("rayleigh"), logpdf=lambda right, w: right.logpdf(w) + 1e-6 * w)
    found = []
    for _ in range(2):
        with pytest.raises(Broken) as told:
            check_prior(wrong, only=["even density"])
        found.append(str(told.value))
    assert found[0] == found[1]
    assert re.search(r"even density fails for Altered\(Laplace\(b=1\), logpdf=…\) at w = -?\d\.\d: found", found[0])
