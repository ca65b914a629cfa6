"""Chapter 6. The two ends: what a prior does to weights near 0, and what it allows far out."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorcalc import derive_prior, laws
from tests.properties.book import few, holds, once


def test_the_density_is_finite_at_zero_if_the_noise_avoids_zero(prior):
    """p(0) < ∞ if and only if E[1/λ] < ∞.

    Why: p(0) = E N(0; 0, λ²σ₀²) = E[1/λ]/(√(2π)σ₀), by monotone convergence.
    A failure looks like: a horseshoe with a large number at 0 where there is none.
    Exercise: λ ~ uniform(0, 1) has a pole, λ ~ beta(2, 3) has none. Where is the border between them?
    """
    holds("finite or infinite at zero", prior)


def test_the_density_follows_its_pole(prior):
    """p(w) ~ C, C ln(1/|w|)ᵏ or C |w|^a as w → 0, with the C, k and a that ``pole`` gives.

    Why: near 0 only small λ counts: p_λ ~ cλ^a makes p ~ C|w|^a for a < 0, and a logarithm for a = 0.
    A failure looks like: a constant read off the density of λ² where that of λ was meant.
    Exercise: what pole has the product of two half-Cauchy noises?
    """
    holds("pole", prior)


def test_the_density_follows_its_tail(prior):
    """p(w) at 1e150, or where ln p = -1e12, is what ``tail`` says.

    Why: a power of λ hands its index on; e^{-kλ^γ} gives e^{-K|w|^β} with β = 2γ/(γ + 2), by Laplace's method.
    A failure looks like: a Poisson tail without its logarithm.
    Exercise: for which γ is β = 1? It is why Rayleigh noise gives a Laplace prior.
    """
    holds("tail", prior)


def test_a_heavy_tail_is_handed_on(prior):
    """P(|w| > x) ~ σ₀^α E|z|^α P(|λ| > x) for a tail of index α (Breiman).

    Why: the normal factor has all moments, so the large values of the product are those of λ.
    A failure looks like: an index of α + 1, that of the density, where the tail's was meant.
    Exercise: which α has half-Cauchy noise, and which has its product with another?
    """
    holds("Breiman", prior)


@few
@given(k=st.integers(1, 40).map(lambda k: k / 8))
def test_the_index_of_the_pole_is_that_of_the_noise(k):
    """λ ~ Weibull(k) has density ~ kλ^{k-1} at 0; for k < 1 the weight has the pole |w|^{k-1}, for k > 1 none.

    Why: substitute λ = |w|t in the mixture integral; what is left converges for k < 1.
    A failure looks like: a pole at k = 1 that is a power: it is a logarithm.
    Exercise: do the substitution. Where does the integral diverge at k = 1, at t = 0 or at ∞?
    """
    found = derive_prior("weibull", alpha=k).pole
    kind = "power" if k < 1 else "logarithmic" if k == 1 else "finite"
    assert found.kind == kind
    assert kind != "power" or found.exponent == pytest.approx(k - 1, abs=1e-12)


@once
@given(gamma=st.integers(2, 32).map(lambda k: k / 8))
def test_the_index_of_the_tail_follows_from_that_of_the_noise(gamma):
    """λ ~ Weibull(γ), P(λ > x) = e^{-x^γ}: ln p(w) ~ -K|w|^β, β = 2γ/(γ + 2), K = ½γ^{2/(γ+2)} + γ^{-γ/(γ+2)}.

    Why: minimise w²/2λ² + λ^γ over λ.
    A failure looks like: β = γ, as if the normal factor did not count.
    Exercise: what is β as γ → ∞, and which noise is that?
    """
    found = derive_prior("weibull", alpha=gamma).tail
    rate = 0.5 * gamma ** (2 / (gamma + 2)) + gamma ** (-gamma / (gamma + 2))
    assert found.index == pytest.approx(2 * gamma / (gamma + 2), rel=1e-9)
    assert found.rate == pytest.approx(rate, rel=1e-9)


@once
@given(c=st.integers(1, 80).map(lambda k: k / 8))
def test_bounded_noise_leaves_a_gaussian_tail(c):
    """|λ| ≤ c: ln p(w) ~ -w²/(2c²σ₀²).

    Why: no normal component is wider than cσ₀.
    A failure looks like: the half width of uniform(-1, 2) taken for its reach.
    Exercise: dropout has bounded noise. What does its prior say of a weight of 10σ₀?
    """
    found = derive_prior(laws.uniform(-c, c / 2)).tail
    assert found.kind == "gaussian"
    assert found.rate == pytest.approx(1 / (2 * c * c), rel=1e-12)
    assert math.isclose(found.index, 2.0)
