"""Chapter 10. Training: what dropout's objective is to the posterior, for y = λwx + ε, ε ~ N(0, 1)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorcalc import derive_prior
from priorcalc.numeric.nodes import gauss_legendre
from priorcalc.testing import noise_laws, seeds
from tests.properties.book import few, prior_of, some

numbers = st.integers(-30, 30).map(lambda k: k / 10)
ATOMS = ("bernoulli", "binomial", "point", "dropout")
HEAVY = ("half_cauchy", "levy", "strawderman_berger")
LIGHT = ("rayleigh", "uniform", "beta", "half_normal", "lognormal", "gamma")


def log_likelihood(y, x):
    """ln N(y; x, 1)."""
    return -0.5 * (y - x) ** 2 - 0.5 * math.log(2 * math.pi)


def log_evidence(law, y, w):
    """ln E_λ N(y; λw, 1), by 16 nodes on panels of ½ of u = ln λ."""
    nodes, weights = gauss_legendre(16)
    u = (np.arange(-80, 200)[:, None] * 0.5 + 0.25 * (1 + nodes)).ravel()
    lam = np.exp(u)
    with np.errstate(over="ignore", under="ignore"):
        mean = np.exp(law.logpdf(lam) + u + log_likelihood(y, lam * w))
    return math.log(0.25 * float(np.tile(weights, 280) @ mean))


@some
@given(law=noise_laws(ATOMS), y=numbers, w=numbers)
def test_the_objective_of_dropout_is_a_lower_bound(law, y, w):
    """E_λ ln p(y | λ, w) ≤ ln E_λ p(y | λ, w): the Monte Carlo objective bounds the marginal likelihood.

    Why: Jensen; the logarithm is concave.
    A failure looks like: the average taken inside the logarithm, which is another model.
    Exercise: for which λ, w is it an equality? What does training do to make the gap small?
    """
    at, mass = np.array(derive_prior(law).noise.jumps()).T
    inner = log_likelihood(y, at * w)
    assert float(mass @ inner) <= math.log(float(mass @ np.exp(inner))) + 1e-12


@pytest.mark.parametrize("name", HEAVY)
def test_the_objective_is_worthless_for_heavy_noise(name):
    """E_λ ln N(y; λw, 1) = -∞ at every w ≠ 0 if E λ² = ∞, while ln E_λ N(y; λw, 1) is finite.

    Why: -½E(y - λw)² holds -½w² E λ².
    A failure looks like: a training loss that grows with the number of draws of λ, and no error message.
    Exercise: a horseshoe prior can still be trained, in w itself. What is then sampled?
    """
    prior = prior_of(name)
    assert prior.var() == math.inf
    assert math.isfinite(log_evidence(prior.noise, y=1.0, w=0.7))


@few
@given(name=st.sampled_from(LIGHT), y=numbers, w=numbers)
def test_the_gap_for_light_noise_is_finite(name, y, w):
    """E_λ ln N(y; λw, 1) = -½(y² - 2yw m₁ + w² m₂) - ½ ln 2π, m_k = E λ^k, is finite and below the evidence.

    Why: the logarithm of a normal density is a square.
    A failure looks like: the square of the mean for the mean of the square.
    Exercise: dropout with a squared loss is a ridge penalty. Read its weight off this formula.
    """
    prior = prior_of(name)
    second = prior.var() / float(prior.sigma0) ** 2
    first = prior.abs_moment(1.0) / math.sqrt(2 / math.pi) / float(prior.sigma0)
    bound = -0.5 * (y * y - 2 * y * w * first + w * w * second) - 0.5 * math.log(2 * math.pi)
    assert math.isfinite(bound)
    assert bound <= log_evidence(prior.noise, y, w) + 1e-9


@few
@given(name=st.sampled_from(LIGHT), seed=seeds())
def test_more_draws_of_the_noise_tighten_the_bound(name, seed):
    """E ln (1/K) Σ p(y | λ_k, w) rises with K, towards ln E p: here from K = 1 to K = 2, draw by draw.

    Why: ln of the mean of two is at least the mean of the two logarithms.
    A failure looks like: a sum where the mean was meant, which rises without end.
    Exercise: why is the right-hand side never reached, if λ is not constant?
    """
    draws = prior_of(name).noise.rvs((2, 50), rng=seed)
    inner = log_likelihood(1.0, 0.7 * draws)
    assert np.all(np.logaddexp(*inner) - math.log(2) >= inner.mean(axis=0) - 1e-12)
