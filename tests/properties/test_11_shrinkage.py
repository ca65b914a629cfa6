"""Chapter 11. Shrinkage: for y = w + ε the posterior mean is (1 - E[κ | y])·y, κ = 1/(1 + λ²σ₀²/τ²)."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorcalc import derive_prior
from priorcalc.testing import weights
from priorcalc.testing.strategies import ratios
from tests.properties.book import few, holds, once

near_weights = weights(least=-6, most=2)


@few
@given(w=near_weights)
def test_the_shrinkage_factor_is_a_share(prior, w):
    """0 ≤ E[κ | y] ≤ 1.

    Why: κ is between 0 and 1 whatever λ.
    A failure looks like: a share of 1.3 far out, where a small number was divided by a smaller one.
    Exercise: for which noise is it the same for all y?
    """
    holds("shrinkage is a share", prior, w=w)


@few
@given(w=near_weights, ratio=ratios())
def test_large_observations_are_shrunk_less(prior, w, ratio):
    """E[κ | a] ≥ E[κ | b] for 0 < a < b.

    Why: the larger |y|, the larger λ, in the order of likelihood ratios; and κ falls in λ.
    A failure looks like: a posterior that trusts outliers less; that takes bounded noise with two humps, or a bug.
    Exercise: under half-Cauchy noise it falls to 0, under Rayleigh noise too, and under dropout?
    """
    holds("shrinkage falls", prior, w=w, ratio=ratio)


@few
@given(w=near_weights, ratio=ratios())
def test_the_posterior_mean_rises(prior, w, ratio):
    """E[w | a] ≤ E[w | b] for 0 < a < b: the pull is monotone.

    Why: its slope is Var(w | y)/τ² (Tweedie).
    A failure looks like: an estimate that jumps down as the observation grows, as hard thresholds do.
    Exercise: show the slope. Where is it greatest for a spike and slab?
    """
    holds("monotone pull", prior, w=w, ratio=ratio)


@few
@given(y=near_weights, c=st.integers(1, 40).map(lambda k: k / 8))
def test_without_noise_it_is_ridge_regression(y, c):
    """λ = c: E[κ | y] = 1/(1 + c²), whatever y.

    Why: a normal prior of variance c² and an observation of variance 1.
    A failure looks like: c for c².
    Exercise: which weight decay is this?
    """
    assert derive_prior("point", value=c).shrinkage(y) == pytest.approx(1 / (1 + c * c), rel=1e-12)


@few
@given(k=st.integers(1, 99).map(lambda k: k / 100))
def test_the_horseshoe_is_named_for_its_shrinkage(k):
    """λ ~ half-Cauchy: P(κ ≤ k) = (2/π) arcsin √k, a U-shaped law: all or nothing.

    Why: κ = 1/(1 + λ²) ~ Beta(½, ½).
    A failure looks like: Beta(½, ½) for the half-Cauchy of another scale.
    Exercise: which law has κ under Strawderman–Berger noise?
    """
    noise = derive_prior("half_cauchy").noise
    # κ ≤ k if and only if λ ≥ √(1/k - 1).
    assert noise.sf(math.sqrt(1 / k - 1)) == pytest.approx(2 / math.pi * math.asin(math.sqrt(k)), rel=1e-12)


@once
@given(y=near_weights, p=st.integers(1, 9).map(lambda k: k / 10))
def test_a_spike_shrinks_by_bayes_rule(y, p):
    """Bernoulli(p): E[κ | y] = s + (1 - s)/2, with the odds s/(1 - s) = (1-p)/p · N(y; 0, 1)/N(y; 0, 2).

    Why: the weight is 0, or N(0, 1).
    A failure looks like: the prior probability of the spike, where the posterior one was meant.
    Exercise: at which y is the spike as likely as not?
    """
    odds = (1 - p) / p * math.sqrt(2) * math.exp(-(y**2) / 4)
    share = odds / (1 + odds)
    assert derive_prior("bernoulli", p=p).shrinkage(y) == pytest.approx(share + (1 - share) / 2, rel=1e-11)
