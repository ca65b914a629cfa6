"""Chapter 8. Structure: weights that share a λ are exchangeable, uncorrelated and yet dependent."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorcalc import derive_prior, layer_prior
from priorcalc.numeric.nodes import gauss_legendre
from priorcalc.testing import noise_laws, seeds, structures
from tests.properties.book import few, prior_of, some

SMOOTH = ("rayleigh", "half_cauchy", "inverse_nakagami", "lognormal", "gamma", "uniform", "beta", "exponential")
laws_of_units = st.sampled_from(SMOOTH)
sizes = st.integers(2, 6)


def drawn(seed, *shape):
    """Weights of all sizes, from a seed."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=shape) * np.exp(rng.normal())


def layer_of(name, **roles):
    """A 3 × 4 layer in which a law of the catalogue's examples has the roles."""
    law = prior_of(name).noise.derivation.noise
    return layer_prior((3, 4), **{role: law for role in roles if roles[role]})


@few
@given(name=laws_of_units, n=sizes, seed=seeds())
def test_a_row_is_exchangeable(name, n, seed):
    """p(w_π(1), …, w_π(n)) = p(w_1, …, w_n), and the signs are free.

    Why: given λ the weights are independent, of one law, and even.
    A failure looks like: a density that treats its first coordinate, or a minus, otherwise.
    Exercise: by de Finetti's theorem an infinite row must look like this. What is the mixing variable?
    """
    row, x = prior_of(name).joint(n), drawn(seed, n)
    moved = np.random.default_rng(seed + 1).permutation(x) * np.where(np.arange(n) % 2, 1, -1)
    assert float(row.logpdf(moved)) == pytest.approx(float(row.logpdf(x)), rel=1e-11, abs=1e-11)


@some
@given(layer=structures(), seed=seeds())
def test_signs_of_a_layer_are_free(layer, seed):
    """p(s₁w₁, …, s_n w_n) = p(w₁, …, w_n) for all signs, whoever shares a λ.

    Why: z ~ N(0, I) has free signs, and every factor multiplies by a number that the signs don't know.
    A failure looks like: a group whose weights enter by their sum and not by their squares.
    Exercise: which of the permutations of a matrix leave p as it is under ARD, ADD and DropConnect?
    """
    w = drawn(seed, *layer.shape)
    signs = np.random.default_rng(seed + 1).choice([-1.0, 1.0], size=layer.shape)
    assert float(layer.logpdf(signs * w)) == pytest.approx(float(layer.logpdf(w)), rel=1e-12, abs=1e-12)


@few
@given(name=laws_of_units, n=sizes, seed=seeds())
def test_only_the_norm_of_a_row_counts(name, n, seed):
    """p(Ow) = p(w) for every rotation O.

    Why: z ~ N(0, I) has no direction, and λ multiplies all of it.
    A failure looks like: the product of marginals, which only for normal weights is round (Maxwell).
    Exercise: draw the contours of two horseshoe weights that share λ, and of two that do not.
    """
    row, x = prior_of(name).joint(n), drawn(seed, n)
    rotated = np.linalg.qr(np.random.default_rng(seed + 1).normal(size=(n, n)))[0] @ x
    assert float(row.logpdf(rotated)) == pytest.approx(float(row.logpdf(x)), rel=1e-10, abs=1e-10)


@few
@given(name=laws_of_units, k=st.integers(-8, 8))
def test_one_of_two_weights_has_the_prior(name, k):
    """∫ p(w, y) dy = p(w).

    Why: the margin of a mixture is the mixture of the margins.
    A failure looks like: a radial density where the density of the vector was meant: a factor 2πr.
    Exercise: which laws of two weights have Laplace margins and are independent?
    """
    prior, w = prior_of(name), 2.0**k
    nodes, weights = gauss_legendre(16)
    # y = ±e^t, t on panels of ½ from e^-40 to e^90: all that counts of the catalogue's laws.
    t = (np.arange(-80, 180)[:, None] * 0.5 + 0.25 * (1 + nodes)).ravel()
    y = np.exp(t)
    pairs = np.stack([np.full_like(y, w), y], axis=-1)
    shares = np.exp(prior.joint(2).logpdf(pairs) + t - float(prior.logpdf(w)))
    assert 2 * 0.25 * float(np.tile(weights, 260) @ shares) == pytest.approx(1, abs=1e-9)


@few
@given(name=laws_of_units, n=sizes, k=st.integers(-4, 4))
def test_two_more_weights_are_a_derivative(name, n, k):
    """f_{n+2}(r) = -f_n'(r)/(2πr), f_n the density of n weights at ‖w‖ = r.

    Why: differentiate (2πλ²)^{-n/2} e^{-r²/2λ²} in r.
    A failure looks like: a constant of the χ law that is right for n = 1 and 2 alone.
    Exercise: so the score of one weight is a ratio of two densities. Which?
    """
    prior, r = prior_of(name), 2.0**k
    nodes, weights = gauss_legendre(16)
    x = r * (1 + 0.025 * (1 + nodes))
    more = np.exp([prior.joint(n + 2).log_of_norm(each) for each in x])
    fall = math.exp(prior.joint(n).log_of_norm(r)) - math.exp(prior.joint(n).log_of_norm(1.05 * r))
    assert 0.025 * r * float(weights @ (2 * math.pi * x * more)) == pytest.approx(fall, rel=1e-9)


@some
@given(law=noise_laws())
def test_squares_of_a_row_are_correlated(law):
    """corr(w_a², w_b²) = (m₄ - m₂²)/(3m₄ - m₂²), m_k = E λ^k: from 0 to 1/3, and 0 for a constant |λ| alone.

    Why: E w_a² w_b² = m₄, E w⁴ = 3m₄; and m₄ ≥ m₂² (Jensen).
    A failure looks like: the correlation of the weights themselves, which is 0.
    Exercise: where in (0, 1/3) does a noise lie whose weights have the kurtosis k?
    """
    found = layer_prior((2, 2), unit=law).square_correlation()
    second, fourth = (derive_prior(law).abs_moment(float(k)) for k in (2, 4))
    if not (math.isfinite(fourth) and fourth > 0):
        assert math.isnan(found.same_row) or fourth == 0
        return
    # E w² = m₂, E w⁴ = 3 m₄.
    expected = (fourth / 3 - second**2) / (fourth - second**2)
    assert found.same_row == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert -1e-12 <= found.same_row <= 1 / 3 and found.other_row == 0


@few
@given(name=laws_of_units, seed=seeds())
def test_rows_under_ard_are_independent(name, seed):
    """ln p(W) = Σ ln p(row), for ARD; and the order of rows and of columns does not matter.

    Why: each unit has a λ of its own.
    A failure looks like: rows and columns exchanged; a square matrix does not show it.
    Exercise: whose λ is it, the unit's that sends or the one's that receives? What does theory.md say?
    """
    prior, layer, weights = prior_of(name), layer_of(name, unit=True), drawn(seed, 3, 4)
    total = float(np.sum(prior.joint(4).logpdf(weights)))
    assert float(layer.logpdf(weights)) == pytest.approx(total, rel=1e-12)
    assert float(layer.logpdf(weights[::-1, ::-1])) == pytest.approx(total, rel=1e-12)


@few
@given(name=laws_of_units, seed=seeds())
def test_weights_under_dropconnect_are_independent(name, seed):
    """ln p(W) = Σ ln p(w), for DropConnect: the marginal of ARD and none of its structure.

    Why: each weight has a λ of its own.
    A failure looks like: a row law where there are no rows.
    Exercise: for which noise do ARD and DropConnect agree?
    """
    prior, layer, weights = prior_of(name), layer_of(name, weight=True), drawn(seed, 3, 4)
    assert float(layer.logpdf(weights)) == pytest.approx(float(np.sum(prior.logpdf(weights))), rel=1e-12)
    assert layer.square_correlation() in ((0, 0), pytest.approx((math.nan, math.nan), nan_ok=True))


@few
@given(name=laws_of_units, seed=seeds())
def test_a_layer_under_add_is_one_row(name, seed):
    """ln p(W) = ln p(all its weights as one row), for ADD.

    Why: one τ for the whole layer.
    A failure looks like: τ drawn anew for every row.
    Exercise: what does ADD say of a layer with one weight?
    """
    layer, weights = layer_of(name, layer=True), drawn(seed, 3, 4)
    assert float(layer.logpdf(weights)) == pytest.approx(float(prior_of(name).joint(12).logpdf(weights.ravel())))
