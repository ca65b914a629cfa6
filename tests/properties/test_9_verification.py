"""Chapter 9. Verification: what is true is upheld, and what is false is refuted, by more than one kind of evidence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sympy import Rational

from priorcalc.derive import derive
from priorcalc.prior import Prior
from priorcalc.symbols import w
from priorcalc.testing import check_prior, noise_laws, seeds
from priorcalc.testing.property import Broken
from priorcalc.verify.run import verify
from tests.properties.book import TABLE, once, prior_of

names = st.sampled_from(TABLE)
factors = st.sampled_from([Rational(1, 2), Rational(9, 10), Rational(1001, 1000), Rational(11, 10), Rational(2)])


def claimed(name, change):
    """The derivation of a law with another density of the weight, and no name."""
    right = derive(prior_of(name).noise.derivation.noise)
    known = replace(right.weight, expr=change(right.weight.expr), name=None, params=(), record=None, form="special")
    return replace(right, weight=known)


@once
@given(law=noise_laws(TABLE))
def test_a_right_derivation_is_upheld_by_quadrature(law):
    """What ``derive`` claims is what quadrature from the definition finds.

    Why: it is true.
    A failure looks like: a check that starts from the transform, and upholds its own errors.
    Exercise: of the kinds of evidence, which can refute an error in the density of λ itself?
    """
    certificate = verify(derive(law), samples=1, kinds=("proof", "estimate"))
    assert not [str(e) for e in certificate.evidence if e.verdict == "refuted"]


@once
@given(name=names, seed=seeds())
def test_a_right_derivation_is_not_refuted_by_a_sample(name, seed):
    """With probability 1 - 10⁻⁶ at least, whatever the seed.

    Why: each test is exact, and the chance is divided by their number.
    A failure looks like: one in twenty certificates red, since each of a hundred tests had its own 5 %.
    Exercise: why may a test not be repeated with another seed after it failed?
    """
    certificate = verify(prior_of(name).noise.derivation, samples=20_000, rng=seed, kinds=("sample",))
    assert not [str(e) for e in certificate.evidence if e.verdict == "refuted"]


@once
@given(name=names, factor=factors)
def test_a_density_of_another_mass_is_refuted(name, factor):
    """c·p(w) for p(w), c ≠ 1.

    Why: it does not integrate to 1 - P(w = 0), and is not the integral of the definition.
    A failure looks like: a comparison of shapes, by a ratio.
    Exercise: c = 1.001 escapes a sample of 20,000. How many draws would show it?
    """
    certificate = verify(claimed(name, lambda expr: factor * expr), samples=1, kinds=("estimate",))
    assert not certificate.upheld and any(e.verdict == "refuted" for e in certificate.evidence)


@once
@given(name=names, factor=factors)
def test_a_density_of_another_scale_is_refuted(name, factor):
    """p(w/c)/c for p(w), c ≠ 1: σ₀² halved, or σ for 2σ².

    Why: it has the right mass and shape, and the wrong numbers.
    A failure looks like: a check of the mass alone.
    Exercise: why can no check that does not know σ₀ see this?
    """
    wrong = claimed(name, lambda expr: expr.subs(w, w / factor) / factor)
    certificate = verify(wrong, samples=1, kinds=("estimate",))
    assert any(e.verdict == "refuted" for e in certificate.evidence)


@pytest.mark.parametrize("name", TABLE)
def test_a_property_catches_what_verification_catches(name):
    """``check_prior`` refutes a density of the half line that was written on the whole line.

    Why: a factor 2 is in no law's favour.
    A failure looks like: exp(-|w|) for Rayleigh noise.
    Exercise: which of its properties speaks first? Which would if that one were removed?
    """
    wrong = Prior(claimed(name, lambda expr: 2 * expr))
    with pytest.raises(Broken, match="formula of the weight"):
        check_prior(wrong, profile="class", only=["formula of the weight"])
