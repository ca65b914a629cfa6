"""Chapter 12. What must not hold: statements that are often made, and are false; a test that they fail here too."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorcalc import derive_prior, laws, layer_prior
from priorcalc.testing import seeds
from tests.properties.book import few, once, prior_of

sigmas = st.integers(1, 40).map(lambda k: k / 8)


@few
@given(tau=sigmas)
def test_the_horseshoe_has_no_variance(tau):
    """Half-Cauchy noise: E w² = ∞ and E|w| = ∞, and the kurtosis is no number.

    Why: P(λ > x) ~ (2/π)/x.
    A failure looks like: 1.7e308, or the variance of a truncated sum.
    Exercise: which moments of |w| are finite?
    """
    prior = derive_prior("half_cauchy", beta=tau)
    assert prior.var() == prior.abs_moment(1.0) == math.inf
    assert not math.isfinite(prior.kurtosis())
    assert math.isfinite(prior.abs_moment(0.9))


@few
@given(k=st.integers(1, 300))
def test_the_horseshoe_has_no_maximum(k):
    """p(0) = ∞: p(10^-k) grows with k, without end.

    Why: E[1/λ] = ∞.
    A failure looks like: a finite p(0), from a table that ends.
    Exercise: so the posterior of a regression with this prior has no mode. What is then optimised?
    """
    prior = derive_prior("half_cauchy")
    assert prior.pdf(0.0) == math.inf
    assert prior.logpdf(10.0**-k) < prior.logpdf(10.0 ** -(k + 1))


@few
@given(y=st.integers(12, 40).map(lambda k: k / 10))
def test_the_most_probable_weight_is_not_invariant(y):
    """y = w + N(0, 1) under Rayleigh noise: the mode in w is y - 1; in (λ, z), with w = λz, it is another weight.

    Why: a density changes by a Jacobian, and its maximum moves; the law does not.
    A failure looks like: two papers with one model and two estimates, each called the MAP.
    Exercise: is the posterior mean invariant? The median?
    """
    prior = derive_prior("rayleigh")
    w = np.linspace(0.01, y, 4000)
    by_weight = w[np.argmax(prior.logpdf(w) - 0.5 * (y - w) ** 2)]
    lam = np.linspace(0.01, 6, 700)[:, None]
    z = np.linspace(0.01, 6, 700)[None, :]
    joint = np.log(lam) - 0.5 * lam**2 - 0.5 * z**2 - 0.5 * (y - lam * z) ** 2
    at = np.unravel_index(np.argmax(joint), joint.shape)
    by_factors = float(lam[at[0], 0] * z[0, at[1]])
    assert by_weight == pytest.approx(y - 1, abs=2e-3)
    assert abs(by_factors - by_weight) > 0.05


@few
@given(sigma=sigmas)
def test_uncorrelated_weights_are_not_independent(sigma):
    """Two weights of a row: p(a, b) ≠ p(a) p(b), although E ab = 0.

    Why: they share λ.
    A failure looks like: the likelihood of a row as a product over its weights, in a code that says ARD.
    Exercise: for which noise are they independent?
    """
    prior = derive_prior("rayleigh", sigma=sigma)
    pair, alone = prior.joint(2).logpdf([3 * sigma, 3 * sigma]), prior.logpdf(3 * sigma)
    assert pair > 2 * alone + 0.1


@once
@given(p=st.integers(1, 9).map(lambda k: k / 10))
def test_gaussian_dropout_is_not_bernoulli_dropout(p):
    """Equal mean and variance of λ, other priors: one has a spike, the other a pole.

    Why: a prior is more than two moments of the noise.
    A failure looks like: "the two are equivalent", from the equality of variances.
    Exercise: which moments of w agree?
    """
    keep, gauss = derive_prior(laws.bernoulli(p) * (1 / p)), derive_prior("gaussian_dropout", rate=round(1 - p, 1))
    assert keep.var() == pytest.approx(gauss.var(), rel=1e-9)
    assert keep.atom > 0 and gauss.atom == 0
    assert keep.pole.kind == "finite" and gauss.pole.kind == "logarithmic"


@once
@given(seed=seeds())
def test_dropconnect_has_no_rows(seed):
    """DropConnect and ARD have one marginal, and different layers.

    Why: the marginal says nothing of what is shared.
    A failure looks like: a comparison of two structures by histograms of single weights.
    Exercise: which statistic of a trained layer would tell them apart?
    """
    ard, each = (layer_prior((2, 3), **{role: "half_cauchy"}) for role in ("unit", "weight"))
    weights = np.random.default_rng(seed).standard_cauchy((2, 3))
    assert ard.marginal.name == each.marginal.name == "Horseshoe"
    assert abs(float(ard.logpdf(weights)) - float(each.logpdf(weights))) > 1e-6


@few
@given(sigma=sigmas)
def test_not_every_bell_is_a_scale_mixture(sigma):
    """A density that is flat, or ends, is none: log-convexity in w² refutes the uniform and the triangle.

    Why: Schoenberg; ln p(√y) must be convex.
    A failure looks like: "any symmetric unimodal density": true of mixtures of *uniforms* (Khinchin).
    Exercise: and the logistic density?
    """

    def triangle(y):
        return math.log(1 - math.sqrt(y) / (10 * sigma))

    left, right = sigma**2, 81 * sigma**2
    assert triangle((left + right) / 2) > (triangle(left) + triangle(right)) / 2 + 0.01
    mixture = prior_of("kolmogorov")
    middle, ends = mixture.logpdf(math.sqrt((left + right) / 2)), mixture.logpdf([math.sqrt(left), math.sqrt(right)])
    assert middle <= np.mean(ends) + 1e-12
