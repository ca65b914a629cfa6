"""The façade: shapes, scalars, extremes, spikes, equivariance."""

from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest

from priorcalc import derive_prior, laws
from priorcalc.errors import ParameterError

KINDS = {
    "elementary": lambda **k: derive_prior("rayleigh", **k),
    "special": lambda **k: derive_prior("half_cauchy", **k),
    "meijerg": lambda **k: derive_prior("beta", alpha=2, beta=3, **k),
    "series": lambda **k: derive_prior("gaussian", mu=1, **k),
    "quadrature": lambda **k: derive_prior("lognormal", **k),
    "spike": lambda **k: derive_prior("bernoulli", p=0.8, **k),
    "atoms": lambda **k: derive_prior({0: 0.2, 0.5: 0.3, 2: 0.5}, **k),
}
METHODS = ("pdf", "logpdf", "cdf", "logcdf", "sf", "logsf", "score", "shrinkage")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("method", METHODS)
def test_arrays_of_any_shape_keep_their_shape_and_scalars_stay_scalars(kind, method):
    """A float in is a float out; (3, 0, 2) stays (3, 0, 2)."""
    call = getattr(KINDS[kind](), method)
    assert isinstance(call(0.5), float)
    assert isinstance(call(1), float)
    for shape in ((0,), (3, 0, 2), (2, 3), (1, 1, 1)):
        assert call(np.full(shape, 0.7)).shape == shape
    assert np.array_equal(call([0.5, 1.5]), [call(0.5), call(1.5)]) or np.allclose(
        call([0.5, 1.5]), [call(0.5), call(1.5)], rtol=1e-12
    )


@pytest.mark.parametrize("kind", KINDS)
def test_the_edges_of_the_line(kind):
    """±inf, nan, 0 and subnormals are answered, without a warning."""
    prior = KINDS[kind]()
    assert prior.cdf(np.inf) == 1 and prior.cdf(-np.inf) == 0 and prior.sf(np.inf) == 0
    assert prior.pdf(np.inf) == prior.pdf(-np.inf) == 0
    assert math.isnan(prior.pdf(math.nan)) and math.isnan(prior.cdf(math.nan)) and math.isnan(prior.ppf(math.nan))
    assert math.isnan(prior.ppf(1.5)) and math.isnan(prior.ppf(-0.1))
    assert prior.ppf(0) == -math.inf and prior.ppf(1) == math.inf and prior.ppf(0.5) == 0
    tiny = 5e-324
    assert prior.pdf(tiny) > 0 and prior.logpdf(tiny) == prior.logpdf(-tiny)
    assert abs(prior.cdf(0) - (1 + prior.atom) / 2) < 1e-15
    assert not math.isnan(prior.pdf(0.0))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("sigma0", [1e-8, 0.5, 1e12])
def test_sigma0_scales_the_weight(kind, sigma0):
    """p(w; σ₀) = p(w/σ₀; 1)/σ₀ and F(w; σ₀) = F(w/σ₀; 1)."""
    unit, scaled = KINDS[kind](), KINDS[kind](sigma0=sigma0)
    w = np.array([-3.0, -0.2, 0.01, 0.7, 5.0])
    assert np.allclose(scaled.logpdf(w * sigma0), unit.logpdf(w) - math.log(sigma0), rtol=1e-12, atol=1e-12)
    assert np.allclose(scaled.sf(w * sigma0), unit.sf(w), rtol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("sigma0", [5e-324, 1.7e308])
def test_the_ends_of_the_doubles_are_no_reason_to_warn(kind, sigma0):
    """With the least and the greatest σ₀ every number is one, or a limit, and nothing overflows aloud."""
    scaled = KINDS[kind](sigma0=sigma0)
    w = np.array([-np.inf, -1e300, -1.0, 0.0, 1e-300, 1.0, 1e300, np.inf])
    assert not np.isnan(scaled.logpdf(w)).any() and np.all(scaled.pdf(w) >= 0)
    assert np.all(np.diff(scaled.cdf(w)) > -1e-15)
    quantiles = scaled.ppf([1e-300, 0.1, 0.5, 0.9])
    assert np.array_equal(quantiles, np.sort(quantiles)) and not np.isnan(quantiles).any()
    kappa = scaled.shrinkage(np.array([0.0, 1e-10, 1.0]), 1.0)
    assert np.all(kappa == 1) if sigma0 < 1 else np.all((kappa >= 0) & (kappa <= 1))
    scaled.score(w)


@pytest.mark.parametrize(
    ("sigma0", "y", "noise_std"), [(1.7e308, 1.0, 1.0), (1.0, 1e-310, 1e-305), (1e-300, 2e-305, 1e-305)]
)
def test_shrinkage_is_right_where_a_ratio_is_no_double(sigma0, y, noise_std):
    """Laplace and τ ≪ σ₀: near 0 E[κ | y] = (τ/σ₀) g(y/τ)/E[1/λ] with g = ∫ φ(x/√(1+u²)) u/(1+u²)^{3/2} du / φ(0)."""
    x = mpmath.mpf(y) / mpmath.mpf(noise_std)
    with mpmath.workdps(30):
        grid = [0, 1, 3, 10, 100, mpmath.inf]
        g = mpmath.quad(lambda u: mpmath.exp(-x * x / (2 * (1 + u * u))) * u / (1 + u * u) ** 1.5, grid)
        expected = mpmath.mpf(noise_std) / mpmath.mpf(sigma0) * g / mpmath.sqrt(mpmath.pi / 2)
    found = derive_prior("rayleigh", sigma0=sigma0).shrinkage(y, noise_std)
    # Subnormal numbers have few digits.
    assert found == pytest.approx(float(expected), rel=2e-5, abs=0)


@pytest.mark.parametrize("kind", KINDS)
def test_quantiles_invert_the_distribution_function(kind):
    """F(F⁻¹(q)) = q in the smaller tail, for q outside the spike; inside it the quantile is 0."""
    prior = KINDS[kind]()
    q = np.array([1e-300, 1e-20, 1e-5, 0.1, 0.35])
    assert np.allclose(prior.cdf(prior.ppf(q)), q, rtol=1e-11)
    assert np.allclose(prior.sf(prior.isf(q)), q, rtol=1e-11)
    if prior.atom:
        inside = 0.5 + 0.49 * prior.atom * np.array([-1.0, 0.0, 1.0])
        assert np.array_equal(prior.ppf(inside), [0, 0, 0])


@pytest.mark.parametrize("kind", KINDS)
def test_draws_follow_the_distribution_function(kind):
    """sup |ECDF - F| within the DKW band at a false-alarm probability of 1e-9."""
    prior, count = KINDS[kind](), 20_000
    draws = np.sort(prior.rvs(count, rng=3))
    ecdf = np.arange(1, count + 1) / count
    away = draws != 0
    gap = np.max(np.abs(ecdf - prior.cdf(draws))[away])
    assert gap < math.sqrt(math.log(2 / 1e-9) / (2 * count))
    assert abs(np.mean(draws == 0) - prior.atom) < math.sqrt(math.log(2 / 1e-9) / (2 * count))


def test_draws_depend_on_the_seed_alone():
    """SPEC 7: an int, a SeedSequence and a Generator; None draws anew; size None gives a float."""
    prior = derive_prior("half_cauchy")
    assert np.array_equal(prior.rvs((2, 3), rng=5), prior.rvs((2, 3), rng=np.random.default_rng(5)))
    assert prior.rvs((2, 3), rng=np.random.SeedSequence(5)).shape == (2, 3)
    assert isinstance(prior.rvs(rng=1), float)
    assert prior.rvs((3, 0), rng=1).shape == (3, 0)
    with pytest.raises(ParameterError, match="rng"):
        prior.rvs(3, rng="seed")


def test_the_variance_prior_has_its_own_numbers():
    """λ² ~ Exp(mean 2): its density, distribution function and quantiles."""
    v = derive_prior("rayleigh").variance
    points = np.array([1e-9, 0.1, 1.0, 30.0])
    assert np.allclose(v.pdf(points), np.exp(-points / 2) / 2, rtol=1e-12)
    assert np.allclose(v.sf(points), np.exp(-points / 2), rtol=1e-12)
    assert np.allclose(v.cdf(points), -np.expm1(-points / 2), rtol=1e-12)
    assert np.allclose(v.ppf(v.cdf(points)), points, rtol=1e-9)
    assert v.pdf(-1.0) == 0 and v.cdf(-1.0) == 0 and v.sf(-1.0) == 1
    assert v.rvs((2, 2), rng=1).shape == (2, 2)


def test_a_signed_noise_keeps_its_sign():
    """The law of λ itself is signed; that of λ² and of w see |λ| alone."""
    noise = derive_prior("gaussian", mu=1, sigma=2).noise
    assert abs(noise.cdf(1.0) - 0.5) < 1e-14
    assert abs(noise.pdf(-3.0) / (math.exp(-2) / (2 * math.sqrt(2 * math.pi))) - 1) < 1e-12
    assert abs(noise.ppf(0.5) - 1) < 1e-12


def test_an_atom_is_a_jump_of_the_distribution_function():
    """P(λ² = 0) and P(λ² = 1) of a Bernoulli variable."""
    v = derive_prior("bernoulli", p=0.8).variance
    assert v.atom == pytest.approx(0.2)
    assert np.allclose(v.cdf([-0.1, 0.0, 0.5, 1.0, 2.0]), [0, 0.2, 0.2, 1, 1])
    assert np.allclose(v.ppf([0.1, 0.2, 0.3, 1.0]), [0, 0, 1, 1])


def test_moments_are_infinite_or_undefined_where_they_should_be():
    """The horseshoe has no mean; Student's t with ν = 3 has a variance and no kurtosis."""
    horseshoe, student = derive_prior("half_cauchy"), derive_prior("inverse_nakagami", m=1.5)
    assert horseshoe.var() == math.inf and math.isnan(horseshoe.mean())
    assert student.var() == pytest.approx(3, rel=1e-12) and student.kurtosis() == math.inf
    assert derive_prior("rayleigh").kurtosis() == pytest.approx(6, rel=1e-12)
    assert derive_prior("rayleigh").entropy() == pytest.approx(1 + math.log(2), rel=1e-10)


def test_the_horseshoe_far_out():
    """ln p at 1e-300 and 1e300 against mpmath's e^u E1(u)."""
    prior = derive_prior("half_cauchy")
    with mpmath.workdps(40):
        for point in (1e-300, 1e-12, 1e-3, 1.0, 40.0, 1e6):
            u = mpmath.mpf(point) ** 2 / 2
            truth = mpmath.log(mpmath.exp(u) * mpmath.e1(u) / mpmath.sqrt(2 * mpmath.pi**3))
            assert abs(prior.logpdf(point) - float(truth)) < 2e-13 * max(1, abs(float(truth)))


def test_products_and_powers_have_numbers_of_their_own():
    """A product with no closed form is integrated: log-normal × log-normal is log-normal again."""
    product = derive_prior(laws.lognormal(0, 1) * laws.lognormal(0, 1))
    single = derive_prior("lognormal", mu=0, sigma=math.sqrt(2))
    w = np.array([0.01, 0.5, 3.0, 50.0])
    assert np.allclose(product.logpdf(w), single.logpdf(w), rtol=1e-11)


@pytest.mark.parametrize(
    ("noise", "params", "support", "squared"),
    [
        ("uniform", {"lower": -1, "upper": 2}, (-1, 2), (0, 4)),
        ("uniform", {"lower": -3, "upper": -2}, (-3, -2), (4, 9)),
        ("pareto", {"alpha": 2, "m": 3}, (3, math.inf), (9, math.inf)),
        ("gaussian", {}, (-math.inf, math.inf), (0, math.inf)),
        ("bernoulli", {"p": 0.5}, (0, 1), (0, 1)),
        ("geometric", {"p": 0.5}, (1, math.inf), (1, math.inf)),
    ],
)
def test_the_support_says_where_the_density_holds(noise, params, support, squared):
    """The ends of λ's law and of λ²'s; outside them the density is 0."""
    prior = derive_prior(noise, **params)
    assert prior.noise.support == support
    assert prior.variance.support == squared
    outside = [end + step for end, step in zip(squared, (-1, 1), strict=True) if math.isfinite(end)]
    assert all(prior.variance.pdf(point) == 0 for point in outside)


def test_a_negative_power_exchanges_the_ends():
    """1/λ for λ in (1, 2) lies in (1/2, 1)."""
    assert derive_prior(laws.uniform(1, 2) ** -1).noise.support == (0.5, 1)
