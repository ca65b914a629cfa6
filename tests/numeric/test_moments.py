"""Moments, entropy and intervals against closed forms."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest

from priorcalc.errors import ParameterError
from priorcalc.numeric import moments
from priorcalc.numeric.scale import Continuum, Scale
from priorcalc.numeric.weight import WeightNumbers
from tests.numeric.scales import ATOMS, SCALES, SPIKED


def weight(name, sigma0=1.0):
    return WeightNumbers(SCALES[name], sigma0)


def normal(s):
    """E|z|^s for a standard normal z."""
    return mpmath.mpf(2) ** (mpmath.mpf(s) / 2) * mpmath.gamma((1 + mpmath.mpf(s)) / 2) / mpmath.sqrt(mpmath.pi)


# E λ^s, and the open interval of s where it is finite.
POWERS = {
    "rayleigh": (lambda s: 2 ** (s / 2) * mpmath.gamma(1 + s / 2), -2, np.inf),
    "half_cauchy": (lambda s: 1 / mpmath.cos(mpmath.pi * s / 2), -1, 1),
    "uniform": (lambda s: 1 / (1 + s), -1, np.inf),
    "beta_2_3": (lambda s: mpmath.beta(2 + s, 3) / mpmath.beta(2, 3), -2, np.inf),
    "beta_half_half": (lambda s: mpmath.beta(0.5 + s, 0.5) / mpmath.pi, -0.5, np.inf),
    "gamma_0.3": (lambda s: mpmath.gamma(mpmath.mpf("0.3") + s) / mpmath.gamma(mpmath.mpf("0.3")), -0.3, np.inf),
    "lognormal": (lambda s: mpmath.exp(s * s / 2), -np.inf, np.inf),
    "pareto_1": (lambda s: 1 / (1 - s), -np.inf, 1),
    "levy": (lambda s: mpmath.mpf(2) ** -s * mpmath.gamma(0.5 - s) / mpmath.sqrt(mpmath.pi), -np.inf, 0.5),
}


@pytest.mark.parametrize("s", [-0.9, -0.5, -0.25, 0.3, 0.5, 0.9, 1, 2, 4, 7.5])
@pytest.mark.parametrize("name", sorted(POWERS))
def test_absolute_moments_are_a_product_or_infinite(name, s):
    """E|w|^s = σ₀^s E λ^s E|z|^s to 1e-11 where finite, inf elsewhere."""
    power, low, high = POWERS[name]
    found = moments.abs_moment(weight(name, 3.0), s)
    if not low < s < high:
        assert found == np.inf
        return
    with mpmath.workdps(30):
        truth = power(mpmath.mpf(s)) * normal(s) * mpmath.mpf(3) ** s
    assert found == pytest.approx(float(truth), rel=1e-11)


def test_at_zero_there_is_no_moment_below_minus_one():
    """E|w|^s = ∞ for s ≤ -1, as p(0) > 0, and for every s < 0 if w may be 0."""
    assert moments.abs_moment(weight("rayleigh"), -1) == np.inf
    assert moments.abs_moment(WeightNumbers(SPIKED), -0.1) == np.inf
    assert moments.abs_moment(WeightNumbers(SPIKED), 0) == 1


def test_signed_moments_vanish_or_are_undefined():
    """E w^k: 0 for odd k with E|w|^k finite, nan if not; inf for an even k without one."""
    assert moments.mean(weight("rayleigh")) == 0 and moments.moment(weight("rayleigh"), 3) == 0
    assert np.isnan(moments.mean(weight("half_cauchy"))) and moments.var(weight("half_cauchy")) == np.inf
    assert np.isnan(moments.kurtosis(weight("half_cauchy"))) and moments.std(weight("half_cauchy")) == np.inf
    for wrong in (-1, 1.5):
        with pytest.raises(ParameterError):
            moments.moment(weight("rayleigh"), wrong)
    with pytest.raises(ParameterError):
        moments.abs_moment(weight("rayleigh"), np.nan)


def test_kurtosis_is_three_times_that_of_the_scale():
    """Laplace 6, a Gaussian 3; two atoms and a spike by their sums."""
    assert moments.kurtosis(weight("rayleigh", 5.0)) == pytest.approx(6, rel=1e-12)
    second, fourth = 0.3 * 0.25 + 0.5 * 4, 0.3 * 0.0625 + 0.5 * 16
    assert moments.kurtosis(WeightNumbers(SPIKED)) == pytest.approx(3 * fourth / second**2, rel=1e-14)
    assert moments.std(WeightNumbers(SPIKED, 2.0)) == pytest.approx(2 * np.sqrt(second), rel=1e-14)


def test_entropies_have_their_closed_forms():
    """Laplace 1 + ln 2b; Cauchy ln 4π; σ₀ adds its logarithm; an atom at 0 brings it to -∞."""
    assert moments.entropy(weight("rayleigh", 3.0)) == pytest.approx(1 + np.log(6), rel=1e-13)
    assert moments.entropy(weight("inverse_nakagami_half")) == pytest.approx(np.log(4 * np.pi), rel=1e-13)
    assert moments.entropy(WeightNumbers(SPIKED)) == -np.inf


def test_the_entropy_of_the_horseshoe_by_another_rule():
    """-∫ p ln p for p = (2π³)^{-1/2} e^{w²/2} E₁(w²/2), by tanh-sinh in mpmath, with its logarithmic pole."""

    def integrand(t):
        s = mpmath.exp(2 * t) / 2
        p = (mpmath.exp(s) * mpmath.e1(s) if s < 1e4 else (1 - 1 / s + 2 / s**2 - 6 / s**3) / s) / mpmath.sqrt(
            2 * mpmath.pi**3
        )
        return -2 * p * mpmath.log(p) * mpmath.exp(t)

    with mpmath.workdps(20):
        truth = mpmath.quad(integrand, mpmath.linspace(-48, 52, 26))
    assert moments.entropy(weight("half_cauchy")) == pytest.approx(float(truth), rel=1e-12)


def test_intervals_are_central():
    """P(-c ≤ w ≤ c) = mass: for Laplace c = -ln(1 - mass); the whole line for 1; the spike alone is [0, 0]."""
    low, high = moments.interval(weight("rayleigh"), 0.9)
    assert high == pytest.approx(-np.log(0.1), rel=1e-13) and low == -high
    assert moments.interval(weight("rayleigh"), 1) == (-np.inf, np.inf)
    assert moments.interval(WeightNumbers(SPIKED), 0.1) == (0, 0)
    assert moments.median(WeightNumbers(ATOMS)) == 0
    with pytest.raises(ParameterError):
        moments.interval(weight("rayleigh"), 1.2)


@pytest.mark.parametrize("scale", [1e-300, 1e-12, 1e-3, 1.0, 1e6, 1e280])
@pytest.mark.parametrize("sigma0", [1e-5, 1.0, 1e7])
def test_the_entropy_at_every_scale(scale, sigma0):
    # Rayleigh's is Laplace's, of scale b = scale·σ₀: 1 + ln 2b
    shift = float(np.log(scale))
    part = Continuum(lambda u: 2 * (u - shift) - 0.5 * np.exp(2 * (u - shift)), -np.inf, np.inf)
    found = moments.entropy(WeightNumbers(Scale(continua=(part,)), sigma0))
    assert found == pytest.approx(1 + np.log(2) + shift + np.log(sigma0), rel=1e-12, abs=1e-12)
