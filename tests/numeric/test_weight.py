"""The numbers of a weight against closed forms in mpmath, and the theorems that bind them to each other."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest

from priorcalc.numeric.nodes import gauss_legendre
from priorcalc.numeric.weight import WeightNumbers
from tests.numeric.scales import ATOMS, SCALES, SPIKED, continuum

ALL = {**SCALES, "atoms": ATOMS, "spiked": SPIKED}
SIZES = np.array([1e-12, 1e-6, 0.1, 1.0, 3.0, 30.0, 1e3, 1e6])


def worst(found, truth):
    """The greatest error of a log density: relative to its size, where that exceeds 1."""
    return max(abs(mpmath.mpf(float(a)) - b) / max(1, abs(b)) for a, b in zip(found, truth, strict=True))


@pytest.mark.parametrize("sigma0", [1.0, 0.3])
def test_rayleigh_noise_is_laplace(sigma0):
    """p(w) = e^{-|w|/σ₀}/(2σ₀) and F(w) = e^{w/σ₀}/2 on the left, in every function of w."""
    weight = WeightNumbers(SCALES["rayleigh"], sigma0)
    x = SIZES / sigma0
    assert np.allclose(weight.logpdf(SIZES), -x - np.log(2 * sigma0), rtol=1e-13)
    for left, right in ((weight.logcdf(-SIZES), weight.logsf(SIZES)),):
        assert np.array_equal(left, right) and np.allclose(left, -x - np.log(2), rtol=1e-13)
    assert np.allclose(weight.logcdf(SIZES), np.log1p(-0.5 * np.exp(-x)), rtol=1e-12)
    assert np.allclose(weight.cdf(SIZES), 1 - 0.5 * np.exp(-x), rtol=1e-15)
    assert np.allclose(weight.score(SIZES), -1 / sigma0, rtol=1e-11)
    assert np.allclose(weight.score(-SIZES), 1 / sigma0, rtol=1e-11)


def test_half_cauchy_noise_is_the_horseshoe():
    """p = (2π³)^{-1/2} e^{w²/2} E₁(w²/2); its score; E[κ|y] = (2/3) ₁F₁(2; 5/2; -y²/2)/₁F₁(1; 3/2; -y²/2)."""
    weight = WeightNumbers(SCALES["half_cauchy"])
    size = SIZES[:-2]
    with mpmath.workdps(40):
        square = [mpmath.mpf(float(w)) ** 2 / 2 for w in size]
        log_p = [s + mpmath.log(mpmath.e1(s)) - mpmath.log(2 * mpmath.pi**3) / 2 for s in square]
        score = [
            w - 2 / mpmath.mpf(float(w)) * mpmath.exp(-s) / mpmath.e1(s) for w, s in zip(size, square, strict=True)
        ]
        ratio = [2 * mpmath.hyp1f1(2, 2.5, -s) / mpmath.hyp1f1(1, 1.5, -s) / 3 for s in square]
        assert worst(weight.logpdf(size), log_p) < 1e-14
        assert np.allclose(weight.score(size), [float(v) for v in score], rtol=1e-11)
        assert np.allclose(weight.shrinkage(size), [float(v) for v in ratio], rtol=1e-11)


def test_inverse_nakagami_noise_is_cauchy():
    """1/Nakagami(½, 1) noise: p = 1/(π(1 + w²)), P(W > w) = arccot(w)/π, out to w = 1e300."""
    weight = WeightNumbers(SCALES["inverse_nakagami_half"])
    w = np.concatenate([SIZES, [1e-300, 1e100, 1e300]])
    with mpmath.workdps(40):
        exact = [mpmath.mpf(float(x)) for x in w]
        assert worst(weight.logpdf(w), [-mpmath.log(mpmath.pi * (1 + x * x)) for x in exact]) < 1e-13
        assert worst(weight.logsf(w), [mpmath.log(mpmath.atan(1 / x) / mpmath.pi) for x in exact]) < 1e-13


def test_atoms_shrink_by_bayes_rule():
    """With λ in {0, ½, 2}: E[κ|y] = Σ m κ N(y; 0, λ² + τ²) / Σ m N(y; 0, λ² + τ²), the spike with κ = 1."""
    noise, y = 0.7, np.array([0.0, 0.4, 2.0, 9.0])
    masses, variances = np.array([0.2, 0.3, 0.5]), np.array([0.0, 0.25, 4.0]) + noise**2
    likelihood = masses * np.exp(-0.5 * y[:, None] ** 2 / variances) / np.sqrt(variances)
    expected = (likelihood * noise**2 / variances).sum(axis=1) / likelihood.sum(axis=1)
    assert np.allclose(WeightNumbers(SPIKED).shrinkage(y, noise), expected, rtol=1e-13)
    assert np.allclose(WeightNumbers(SPIKED, 3.0).shrinkage(-3 * y, 3 * noise), expected, rtol=1e-13)


def test_shrinkage_broadcasts_over_the_noise():
    """y and noise_std broadcast as in NumPy, and every pair is the pair alone."""
    weight = WeightNumbers(SCALES["rayleigh"])
    y, noise = np.array([[0.5], [2.0]]), np.array([0.1, 1.0, 5.0])
    table = weight.shrinkage(y, noise)
    assert table.shape == (2, 3)
    assert table[1, 2] == pytest.approx(weight.shrinkage(2.0, 5.0), rel=1e-13)


@pytest.mark.parametrize("name", sorted(ALL))
def test_the_density_integrates_to_one_minus_the_spike(name):
    """∫ p over ln|w| by an outer rule, plus the two tails, is 1 - spike."""
    weight = WeightNumbers(ALL[name], 2.0)
    nodes, weights = gauss_legendre(16)
    t = (np.arange(-24, 24)[:, None] + 0.5 * (nodes + 1)).ravel()
    w = np.exp(t)
    inner = np.sum(weight.pdf(w) * w * np.tile(0.5 * weights, 48))
    outer = weight.sf(np.exp(24.0)) + weight.cdf(np.exp(-24.0)) - 0.5 * (1 + ALL[name].spike)
    assert 2 * (inner + outer) == pytest.approx(1 - ALL[name].spike, rel=1e-12)


@pytest.mark.parametrize("name", sorted(ALL))
def test_the_density_is_the_slope_of_the_distribution_function(name):
    """F(b) - F(a) = ∫ p between, on short intervals on either side of 0."""
    weight = WeightNumbers(ALL[name])
    nodes, weights = gauss_legendre(16)
    for a, b in ((0.1, 0.15), (-2.5, -2.0), (4.0, 5.0)):
        between = 0.5 * (b - a) * np.sum(weights * weight.pdf(0.5 * (a + b) + 0.5 * (b - a) * nodes))
        assert weight.cdf(b) - weight.cdf(a) == pytest.approx(between, abs=2e-15)
        assert weight.sf(a) - weight.sf(b) == pytest.approx(between, abs=2e-15)


@pytest.mark.parametrize("name", sorted(ALL))
def test_the_score_is_the_slope_of_the_log_density(name):
    """d ln p/d ln w by a difference of fifth order agrees with w·score(w)."""
    weight, h = WeightNumbers(ALL[name]), 0.01
    for w in (1e-3, 0.2, 1.0, 5.0):
        steps = weight.logpdf(w * np.exp(h * np.array([-3, -2, -1, 1, 2, 3])))
        slope = np.array([-1, 9, -45, 45, -9, 1]) @ steps / (60 * h)
        assert w * weight.score(w) == pytest.approx(slope, rel=1e-8, abs=1e-9)


@pytest.mark.parametrize("name", ["rayleigh", "gamma_0.3", "spiked"])
def test_sigma0_is_a_scale(name):
    """p_{σ₀}(σ₀ w) σ₀ = p₁(w), F_{σ₀}(σ₀ w) = F₁(w), and quantiles grow by σ₀."""
    one, other = WeightNumbers(ALL[name]), WeightNumbers(ALL[name], 7.0)
    w, q = np.array([-3.0, 0.2, 40.0]), np.array([0.001, 0.3, 0.85])
    assert np.allclose(other.pdf(7 * w) * 7, one.pdf(w), rtol=1e-13)
    assert np.allclose(other.logcdf(7 * w), one.logcdf(w), rtol=1e-13)
    assert np.allclose(other.score(7 * w) * 7, one.score(w), rtol=1e-12)
    assert np.allclose(other.ppf(q), 7 * one.ppf(q), rtol=1e-12)


def test_a_spike_is_a_jump_at_zero():
    """F(0) = (1 + m)/2 from the right, F(0-) = (1 - m)/2, P(W > 0) = (1 - m)/2."""
    weight = WeightNumbers(SPIKED)
    assert weight.cdf(0.0) == pytest.approx(0.6, rel=1e-15) and weight.sf(0.0) == pytest.approx(0.4, rel=1e-15)
    assert weight.cdf(-1e-300) == pytest.approx(0.4, rel=1e-15)
    assert weight.sf(-1e-300) == pytest.approx(0.6, rel=1e-15)
    assert weight.logcdf(0.0) == pytest.approx(np.log(0.6), rel=1e-15)
    assert weight.pdf(0.0) == pytest.approx((0.3 / 0.5 + 0.5 / 2) / np.sqrt(2 * np.pi), rel=1e-14)


@pytest.mark.parametrize("name", ["rayleigh", "half_cauchy", "spiked"])
def test_special_arguments_have_their_limits(name):
    """nan stays nan; at ±∞ the density is 0 and F is 0 or 1; at 0 the density is finite or has its pole."""
    weight = WeightNumbers(ALL[name])
    special = np.array([np.nan, np.inf, -np.inf])
    assert np.array_equal(weight.logpdf(special), [np.nan, -np.inf, -np.inf], equal_nan=True)
    assert np.array_equal(weight.pdf(special), [np.nan, 0, 0], equal_nan=True)
    assert np.array_equal(weight.cdf(special), [np.nan, 1, 0], equal_nan=True)
    assert np.array_equal(weight.sf(special), [np.nan, 0, 1], equal_nan=True)
    assert np.array_equal(weight.logcdf(special), [np.nan, 0, -np.inf], equal_nan=True)
    assert np.array_equal(weight.logsf(special), [np.nan, -np.inf, 0], equal_nan=True)
    assert np.isnan(weight.score(np.nan)) and np.isnan(weight.shrinkage(np.nan))
    assert weight.pdf(0.0) == (np.inf if name == "half_cauchy" else pytest.approx(weight.pdf(1e-300), rel=1e-14))
    assert np.isfinite(weight.logpdf(5e-324))


@pytest.mark.parametrize(
    "method", ["logpdf", "pdf", "cdf", "sf", "logcdf", "logsf", "score", "ppf", "isf", "shrinkage"]
)
def test_shapes_are_kept_and_scalars_are_floats(method):
    """(), (3, 0, 2), (2, 3) and integers: the shape of the answer is that of the argument, a float for a scalar."""
    call = getattr(WeightNumbers(SCALES["rayleigh"]), method)
    assert type(call(1)) is float and type(call(np.float64(0.5))) is float
    assert call(np.zeros((3, 0, 2))).shape == (3, 0, 2)
    grid = np.array([[0.1, 0.2, 0.3], [0.4, 0.6, 0.9]])
    assert call(grid).shape == (2, 3) and call(grid.tolist()).shape == (2, 3)
    assert np.allclose(call(grid.T), call(grid).T, rtol=1e-14)


def test_the_argument_is_left_alone():
    """No method writes into its argument."""
    w = np.linspace(-3, 3, 50_000)
    before = w.copy()
    weight = WeightNumbers(SCALES["rayleigh"], 2.0)
    for call in (weight.logpdf, weight.pdf, weight.cdf, weight.sf, weight.score, weight.shrinkage):
        call(w)
        assert np.array_equal(w, before)


def test_a_bounded_noise_is_bounded_away_from_overflow():
    """Uniform noise at w = 1e100: ln p = -w²/2 up to terms that vanish; at 1e300 it is -inf, which is the nearest."""
    weight = WeightNumbers(SCALES["uniform"])
    assert weight.logpdf(1e100) == pytest.approx(-5e199, rel=1e-12)
    assert weight.logpdf(1e300) == -np.inf and weight.sf(1e300) == 0


def test_two_scales_of_one_law_do_not_mix():
    """Tables belong to their scale: two laws that differ are told apart, in either order of use."""
    w = np.linspace(0.5, 3, 2000)
    wide = continuum(lambda u: 2 * (u - 1) - 0.5 * np.exp(2 * (u - 1)))
    narrow = continuum(lambda u: 2 * (u + 1) - 0.5 * np.exp(2 * (u + 1)))
    for scale, b in ((wide, np.e), (narrow, 1 / np.e), (wide, np.e)):
        assert np.allclose(WeightNumbers(scale).logpdf(w), -w / b - np.log(2 * b), rtol=1e-12)


def test_score_and_shrinkage_keep_their_digits_where_the_density_is_far_below_the_doubles():
    """λ uniform on (0, 1) at w = 1e6, ln p = -5e11: w·score = -E[x²] and E[κ|w], by mpmath to 1e-9."""
    weight = WeightNumbers(SCALES["uniform"])
    for w in (40.0, 1e4, 1e6):
        with mpmath.workdps(40):
            edge = mpmath.mpf(w) ** 2 / 2
            # In v = x²/2 ≥ w²/2 the density is ∫ e^{-v} dv/(2v√(2π)) = E₁(w²/2)/(2√(2π)), and x² = 2v.
            score = -2 * mpmath.exp(-edge) / mpmath.e1(edge) / w
            scaled = [
                mpmath.quad(lambda s, e=edge, k=k: tilt(s / e, e, k), mpmath.linspace(0, 100, 21)) for k in (1, 0)
            ]
        assert weight.score(w) == pytest.approx(float(score), rel=1e-9)
        assert weight.shrinkage(w) == pytest.approx(float(scaled[0] / scaled[1]), rel=1e-9)


def tilt(d, edge, order):
    """κ^order N(w; 0, λ² + 1) up to a constant, at λ² = 1 - 4d: in logs relative to λ = 1; dλ/dd is -2/λ."""
    square = 1 - 4 * d
    if square <= 0:
        return mpmath.mpf(0)
    variance = square + 1
    return mpmath.exp(edge / 2 - edge / variance) * variance ** (-mpmath.mpf(1) / 2 - order) / mpmath.sqrt(square)
