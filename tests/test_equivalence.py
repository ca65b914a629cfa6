"""Noise on the units is a prior on the weights: networks under either have one law of outputs; and where it ends.

Every two-sample test states the probability with which it fails by chance: the empirical distribution functions of
n draws each of one law differ by more than ε somewhere with probability 2 e^{-n ε²} at most, for n ≥ 458 (Wei & Dudley
2012).  The same distance, exceeded, is what shows that two laws differ.
"""

from __future__ import annotations

import numpy as np
import pytest

from priorcalc import derive_prior, laws, layer_prior
from tests.textbook import DRAWS, LAWS

NETS = 40_000
NEVER = 1e-9
"""The probability with which a test of this file that finds no difference would fail by chance."""
INPUTS = np.array([[0.5, -1.0, 2.0], [1.5, 0.3, -0.7], [-1.0, 0.8, 0.1]])
WIDTH = 5
SUMMARIES = {  # of the outputs at the three inputs, shape (nets, 3): what they are one by one, and together
    "first": lambda y: y[:, 0],
    "second": lambda y: y[:, 1],
    "third": lambda y: y[:, 2],
    "contrast": lambda y: y[:, 0] - y[:, 1] + 0.5 * y[:, 2],
    "largest": lambda y: np.abs(y).max(axis=1),
    "product": lambda y: y[:, 0] * y[:, 1],
}


def relu(x):
    return np.maximum(x, 0.0)


def farthest(one, other):
    """The greatest distance of the distribution functions of two samples."""
    both = np.sort(np.concatenate([one, other]))
    shares = (np.searchsorted(np.sort(sample), both, side="right") / len(sample) for sample in (one, other))
    return np.abs(np.subtract(*shares)).max()


def distances(one, other):
    """The distance of two laws of outputs in each summary."""
    return np.array([farthest(summary(one), summary(other)) for summary in SUMMARIES.values()])


BOUND = np.sqrt(np.log(2 * len(SUMMARIES) / NEVER) / NETS)
"""What any of the summaries exceeds with probability NEVER at most, if the laws are one."""


def weights_of(rng, *shape):
    return rng.normal(size=(NETS, *shape))


def readout(rng, hidden):
    """The outputs of a linear layer with weights of its own."""
    return np.einsum("nxh,nh->nx", hidden, weights_of(rng, hidden.shape[-1]))


@pytest.mark.parametrize("noise", LAWS)
@pytest.mark.parametrize("activation", [relu, np.tanh], ids=["relu", "tanh"])
def test_noise_on_units_is_a_prior_on_their_weights(noise, activation):
    """f(f(x Λ₁W₁) Λ₂W₂) with noise Λ and fixed-variance W has the law of f(f(x W₁) W₂) with ARD weights, for any f."""
    rng = np.random.default_rng(11)
    first, second = (DRAWS[noise](rng, NETS * k).reshape(NETS, 1, k) for k in (3, WIDTH))
    hidden = activation((INPUTS * first) @ weights_of(rng, 3, WIDTH))
    noisy = activation((hidden * second) @ weights_of(rng, WIDTH, 1))[..., 0]
    one, two = (layer_prior(shape, unit=LAWS[noise]).rvs(NETS, rng) for shape in ((3, WIDTH), (WIDTH, 1)))
    hierarchical = activation(activation(INPUTS @ one) @ two)[..., 0]
    assert distances(noisy, hierarchical).max() < BOUND


def test_another_prior_would_be_noticed():
    """The same test with a λ for each weight, of the same marginal law, is failed: the joint law is what is equal."""
    rng = np.random.default_rng(12)
    noisy = relu((INPUTS * DRAWS["half_cauchy"](rng, NETS * 3).reshape(NETS, 1, 3)) @ weights_of(rng, 3, WIDTH))
    each = layer_prior((3, WIDTH), weight="half_cauchy")
    assert each.marginal.name == layer_prior((3, WIDTH), unit="half_cauchy").marginal.name
    apart = relu(INPUTS @ each.rvs(NETS, rng))
    assert distances(noisy.max(axis=-1), apart.max(axis=-1)).max() > 2 * BOUND


def _residual(rng, activation, tau):
    """x + τ f(x W), read out: noise outside the activation, as in a ResNet's block."""
    return readout(rng, INPUTS + tau * activation(INPUTS @ weights_of(rng, 3, 3)))


def _hierarchical(rng, activation, layer):
    """x + f(x W) with ADD weights, read out."""
    return readout(rng, INPUTS + activation(INPUTS @ layer_prior((3, 3), layer=layer).rvs(NETS, rng)))


@pytest.mark.parametrize("noise", LAWS)
def test_noise_on_a_layer_moves_into_the_weights_of_a_relu(noise):
    """τ relu(xW) + x has the law of relu(xW') + x with ADD weights W', for τ ≥ 0; Bernoulli τ is stochastic depth."""
    rng = np.random.default_rng(13)
    noisy = _residual(rng, relu, DRAWS[noise](rng, NETS)[:, None, None])
    assert distances(noisy, _hierarchical(rng, relu, LAWS[noise])).max() < BOUND


def test_noise_on_a_layer_does_not_move_into_the_weights_of_a_tanh():
    """τ tanh(xW) is not bounded by 1, tanh(xτW) is: tanh is not positively homogeneous, and the laws differ."""
    rng = np.random.default_rng(14)
    noisy = _residual(rng, np.tanh, DRAWS["half_cauchy"](rng, NETS)[:, None, None])
    assert distances(noisy, _hierarchical(rng, np.tanh, "half_cauchy")).max() > 2 * BOUND


def test_signed_noise_on_a_layer_does_not_move_into_the_weights_of_a_relu():
    """τ relu(xW) is negative for τ < 0, relu(xτW) never is: the condition is τ ≥ 0."""
    rng = np.random.default_rng(15)
    one = (INPUTS + rng.normal(size=(NETS, 1, 1)) * relu(INPUTS @ weights_of(rng, 3, 3)))[..., 0]
    other = (INPUTS + relu(INPUTS @ layer_prior((3, 3), layer="gaussian").rvs(NETS, rng)))[..., 0]
    assert (one < INPUTS[:, 0]).mean() > 0.2 and (other >= INPUTS[:, 0]).all()
    assert distances(one, other).max() > 2 * BOUND


def test_the_most_probable_weight_depends_on_the_parametrisation():
    """One weight, seen as y = 3 with noise N(0, 1): the MAP of (λ, z) is not that of w, though the model is the same.

    With Rayleigh noise w is Laplace, whose MAP is y - 1 = 2; over (λ, z) it is e/(1 - e²), where e = y - w.
    """
    y = 3.0
    w = np.linspace(0.0, 4.0, 4001)
    marginal = w[np.argmax(derive_prior("rayleigh").logpdf(w) - 0.5 * (y - w) ** 2)]
    lam, z = np.meshgrid(np.linspace(0.005, 4, 800), np.linspace(-1, 4, 1001), indexing="ij")
    k = np.argmax(derive_prior("rayleigh").noise.logpdf(lam) - 0.5 * z**2 - 0.5 * (y - lam * z) ** 2)
    joint = lam.flat[k] * z.flat[k]
    assert abs(marginal - 2) < 1e-3
    assert abs(joint - 2.2) < 0.02 and abs((y - joint) / (1 - (y - joint) ** 2) - joint) < 0.05


def test_the_evidence_is_the_same_in_both_parametrisations():
    """∫∫ N(y; λz, 1) N(z) p(λ) dz dλ = ∫ N(y; w, 1) p(w) dw: what MAP breaks, integration keeps."""
    y, prior = 3.0, derive_prior("rayleigh")
    w, lam = np.linspace(-12, 18, 30_001), np.linspace(0, 12, 12_001)
    by_weight = np.trapezoid(np.exp(-0.5 * (y - w) ** 2) * prior.pdf(w), w)
    by_noise = np.trapezoid(lam * np.exp(-0.5 * lam**2 - 0.5 * y**2 / (1 + lam**2)) / np.sqrt(1 + lam**2), lam)
    assert by_weight == pytest.approx(by_noise, rel=1e-6)


def test_drop_connect_has_no_rows():
    """A unit's weights vanish together under dropout and one by one under DropConnect, with the same marginal law."""
    keep = laws.bernoulli(p=0.5)
    unit, each = (layer_prior((4, 6), **role).rvs(2000, 3) == 0 for role in ({"unit": keep}, {"weight": keep}))
    assert np.array_equal(unit.any(axis=-1), unit.all(axis=-1))
    # Chance: a row of six is all kept or all dropped with probability 2⁻⁵.
    mixed = each.any(axis=-1) & ~each.all(axis=-1)
    assert abs(mixed.mean() - 31 / 32) < np.sqrt(np.log(2 / NEVER) / (2 * mixed.size))
