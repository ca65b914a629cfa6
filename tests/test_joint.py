"""What a user holds of n weights that share λ."""

from __future__ import annotations

import numpy as np
import pytest
from sympy import Symbol

from priorcalc import derive_prior, laws
from priorcalc.errors import ParameterError
from priorcalc.joint import joint_of
from priorcalc.symbols import r, w

N = Symbol("n", integer=True, positive=True)
KINDS = {
    "elementary": lambda **k: derive_prior("inverse_nakagami", m=2, **k),
    "named": lambda **k: derive_prior("half_cauchy", **k),
    "meijerg": lambda **k: derive_prior("beta", alpha=2, beta=3, **k),
    "series": lambda **k: derive_prior("gaussian", mu=1, **k),
    "quadrature": lambda **k: derive_prior("lognormal", **k),
    "spike": lambda **k: derive_prior("bernoulli", p=0.8, **k),
    "atoms": lambda **k: derive_prior({0: 0.2, 0.5: 0.3, 2: 0.5}, **k),
}


def joint(prior, n):
    return joint_of(prior._derivation, n)


@pytest.mark.parametrize("kind", KINDS)
def test_one_weight_has_the_prior_itself(kind):
    """joint(1) has the prior's name, formula and, to the last digit, its numbers."""
    prior = KINDS[kind](sigma0=0.7)
    one = joint(prior, 1)
    x = np.array([-3.0, -1e-3, 0.0, 0.4, 50.0])
    assert (one.name, one.params, one.form, one.atom) == (prior.name, prior.params, prior.form, prior.atom)
    assert prior.expr is None or one.expr.subs(r, 2) == prior.expr.subs(w, 2)
    assert np.array_equal(one.logpdf(x[:, None]), prior.logpdf(x))
    assert one.radius_logpdf(0.4) == prior.logpdf(0.4) + np.log(2)


@pytest.mark.parametrize("kind", KINDS)
def test_one_of_two_weights_has_the_prior(kind):
    """∫ J₂(w₁, w₂) dw₂ = p(w₁), by quadrature over all of w₂."""
    prior = KINDS[kind]()
    two = joint(prior, 2)
    nodes, weights = np.polynomial.legendre.leggauss(20)
    edges = np.arange(-45, 45.25, 0.25)
    middle, half = (edges[1:] + edges[:-1]) / 2, 0.125
    u = (middle[:, None] + half * nodes).ravel()
    other = np.exp(u)
    for first in (0.2, 1.3):
        density = two.pdf(np.stack([np.full(u.shape, first), other], axis=-1)) * other
        assert abs(2 * density @ np.tile(half * weights, len(middle)) / prior.pdf(first) - 1) < 1e-10


@pytest.mark.parametrize("kind", KINDS)
def test_sigma0_scales_the_weights(kind):
    """J(x; σ₀) = σ₀^{-n} J(x/σ₀; 1)."""
    x = np.random.default_rng(0).normal(size=(4, 6))
    scaled, unit = joint(KINDS[kind](sigma0=3.0), 6), joint(KINDS[kind](), 6)
    assert np.allclose(scaled.logpdf(x), unit.logpdf(x / 3) - 6 * np.log(3), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_norm_counts(kind):
    """The law is spherical: rotations, reflections and permutations change nothing."""
    law = joint(KINDS[kind](), 5)
    rng = np.random.default_rng(1)
    x = rng.normal(size=(3, 5))
    turned = x @ np.linalg.qr(rng.normal(size=(5, 5)))[0]
    assert np.allclose(law.logpdf(turned), law.logpdf(x), rtol=1e-12, atol=1e-12)
    assert np.allclose(law.log_of_norm(np.linalg.norm(x, axis=-1)), law.logpdf(x), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("kind", ["elementary", "named", "spike", "quadrature"])
def test_draws_have_the_law_of_the_radius(kind):
    """The norms of 20,000 draws lie no farther from the law of r than once in 10⁹ by chance (Dvoretzky, Kiefer)."""
    law, count = joint(KINDS[kind](), 4), 20_000
    x = law.rvs(count, rng=7)
    norms = np.sort(np.linalg.norm(x, axis=-1))
    bound = np.sqrt(np.log(2e9) / (2 * count))
    assert abs(np.mean(norms == 0) - law.atom) < bound
    nodes, weights = np.polynomial.legendre.leggauss(12)
    edges = np.linspace(-25, 25, 501)
    middle, half = (edges[1:] + edges[:-1]) / 2, 0.05
    u = (middle[:, None] + half * nodes).ravel()
    mass = (np.exp(law.radius_logpdf(np.exp(u)) + u).reshape(-1, 12) @ weights * half).cumsum() + law.atom
    below = np.searchsorted(norms, np.exp(edges[1:]), side="right") / count
    assert np.abs(below - mass).max() < bound


def test_shapes():
    """A row gives a float, (..., n) gives (...); draws have the shape size + (n,)."""
    law = joint(KINDS["named"](), 3)
    assert isinstance(law.logpdf([1, 2, 3]), float) and isinstance(law.pdf([1.0, 2.0, 3.0]), float)
    assert law.logpdf(np.ones((4, 0, 3))).shape == (4, 0) and law.logpdf(np.ones((4, 2, 3))).shape == (4, 2)
    assert (
        law.rvs(rng=0).shape == (3,) and law.rvs(5, rng=0).shape == (5, 3) and law.rvs((2, 4), rng=0).shape == (2, 4, 3)
    )
    assert np.array_equal(law.rvs((2, 4), rng=0), law.rvs((2, 4), rng=0))


def test_the_spike_is_of_all_weights_at_once():
    """Bernoulli noise makes all n weights 0 together, with probability 1 - p; the density is that of the rest."""
    law = joint(KINDS["spike"](), 7)
    assert law.name == "Multivariate normal with a spike" and law.atom == pytest.approx(0.2)
    x = law.rvs(2000, rng=3)
    zero = x == 0
    assert np.array_equal(zero.any(axis=-1), zero.all(axis=-1)) and 0.1 < zero[:, 0].mean() < 0.3
    assert law.logpdf(np.zeros(7)) == pytest.approx(np.log(0.8) - 3.5 * np.log(2 * np.pi), rel=1e-14)


def test_what_is_not_known_in_numbers_is_refused():
    """Symbols, wrong shapes and a number of weights that is none are refused with a remedy."""
    symbolic = joint(derive_prior("rayleigh", sigma=Symbol("sigma", positive=True)), 3)
    for ask in (lambda: symbolic.logpdf(np.ones(3)), lambda: symbolic.rvs(), lambda: symbolic.radius_logpdf(1.0)):
        with pytest.raises(ParameterError, match="sigma"):
            ask()
    general = joint(KINDS["named"](), N)
    assert general.n == N and general.expr.has(N) and general.name == "Multivariate horseshoe"
    with pytest.raises(ParameterError, match="n is a symbol"):
        general.logpdf(np.ones(3))
    with pytest.raises(ParameterError, match="last axis"):
        joint(KINDS["named"](), 3).logpdf(np.ones((3, 2)))
    for bad in (0, -1, 2.5, True, "three", None, Symbol("n")):
        with pytest.raises(ParameterError, match="whole number"):
            joint(KINDS["named"](), bad)
    assert joint(KINDS["named"](), np.int64(3)).n == 3


def test_a_law_of_ones_own_is_recognised_and_compared():
    """A formula for Rayleigh noise gives the multivariate Laplace law; one without a name agrees with quadrature."""
    assert joint(derive_prior("lam*exp(-lam**2/2)"), 4).name == "Multivariate Laplace"
    own = joint(derive_prior("exp(-lam**4)", normalize=True), 3)
    assert own.form == "meijerg" and np.isfinite(own.logpdf([0.1, 0.2, 0.3]))
    assert joint(derive_prior(lambda x: np.exp(-x), support=(0, np.inf)), 3).form == "quadrature"


def test_the_repr_is_a_call():
    """``repr`` names the law, its parameters and n."""
    assert repr(joint(derive_prior("rayleigh"), 3)) == "MultivariateLaplace(b=1, n=3)"
    assert repr(joint(derive_prior(laws.uniform()), 3)) == "Joint(noise=uniform(lower=0, upper=1), n=3)"
