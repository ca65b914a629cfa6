"""Poles and tails, each confirmed by the log density itself close to 0 and far out."""

from __future__ import annotations

import mpmath as mp
import numpy as np
import pytest
from sympy import Rational

from priorcalc import laws
from priorcalc.errors import PrecisionError
from priorcalc.numeric.lattice import weight_scale
from priorcalc.numeric.scale import Continuum, Scale
from priorcalc.numeric.tails import Pole, Tail, pole, tail
from priorcalc.numeric.weight import WeightNumbers
from tests.numeric.scales import ATOMS, SCALES, SPIKED

ALL = {**SCALES, "atoms": ATOMS, "spiked": SPIKED}


@pytest.mark.parametrize("sigma0", [1.0, 3.0])
@pytest.mark.parametrize("name", sorted(ALL))
def test_the_density_near_zero_follows_its_pole(name, sigma0):
    """p(w) at 1e-200 and 1e-250 is the pole's formula: to 1e-9, or in slope for a logarithm."""
    found = pole(ALL[name], sigma0)
    near, nearer = WeightNumbers(ALL[name], sigma0).pdf(np.array([1e-200, 1e-250]))
    if found.kind == "finite":
        assert near == pytest.approx(found.coefficient, rel=1e-12)
    elif found.kind == "power":
        assert near == pytest.approx(found.coefficient * 1e-200**found.exponent, rel=1e-9)
    else:
        assert found.exponent == 1
        assert nearer - near == pytest.approx(found.coefficient * 50 * np.log(10), rel=1e-9)


@pytest.mark.parametrize("sigma0", [1.0, 3.0])
@pytest.mark.parametrize("name", sorted(ALL))
def test_the_density_far_out_follows_its_tail(name, sigma0):
    """ln p between w and 2w changes as the tail says, up to what powers of w may add."""
    found = tail(ALL[name], sigma0)
    w = 1e12 if found.kind == "power" else 1e4
    log_p = WeightNumbers(ALL[name], sigma0).logpdf(np.array([w, 2 * w]))
    fall = log_p[0] - log_p[1]
    if found.kind == "power":
        assert fall == pytest.approx((1 + found.index) * np.log(2), rel=1e-9)
    elif found.kind == "subexponential":
        slopes = -np.diff(WeightNumbers(ALL[name], sigma0).logpdf(10.0 ** np.array([4, 8, 12])))
        assert slopes[1] > 1.3 * slopes[0] and slopes[1] < 100 * slopes[0]
    else:
        assert fall == pytest.approx(found.rate * w**found.index * (2**found.index - 1), abs=8)


@pytest.mark.parametrize("mean", [Rational(1, 10), 2, 30, 300, 1000])
def test_a_poisson_tail_has_logarithms(mean):
    """P(λ = k) ~ e^{-k ln k}: minimising w²/2k² + k ln k gives ln p ~ -(3/2)(⅔)^⅔ (|w| ln|w|)^⅔, whatever the mean."""
    found = tail(weight_scale(laws.poisson(mean).measure))
    assert (found.kind, found.index, found.bend) == ("exponential", pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert found.rate == pytest.approx(1.5 * (2 / 3) ** (2 / 3), rel=2e-4)
    assert str(found).endswith("|w|^0.666667 (ln|w|)^0.666667")


def test_a_geometric_tail_has_none():
    """P(λ = k) ~ e^{-ck} with c = ln 4: ln p ~ -(3/2)(c|w|)^⅔."""
    found = tail(weight_scale(laws.geometric(0.75).measure))
    assert (found.kind, found.bend) == ("exponential", 0.0)
    assert found.rate == pytest.approx(1.5 * np.log(4) ** (2 / 3), rel=1e-12)


def test_kinds_are_those_of_the_textbook():
    """Laplace is finite and exponential, the horseshoe logarithmic and a power of index 1, and so on."""
    kinds = {name: (pole(scale).kind, tail(scale).kind) for name, scale in ALL.items()}
    assert kinds["rayleigh"] == ("finite", "exponential")
    assert kinds["half_cauchy"] == ("logarithmic", "power")
    assert kinds["uniform"] == ("logarithmic", "gaussian")
    assert kinds["gamma_0.3"] == ("power", "exponential")
    assert kinds["lognormal"] == ("finite", "subexponential")
    assert kinds["atoms"] == ("finite", "gaussian")


def test_they_print_as_formulas():
    """str is the mathematics."""
    assert str(pole(SCALES["rayleigh"])) == "finite, p(0) = 0.5"
    assert str(tail(SCALES["rayleigh"], 2.0)) == "exponential, ln p(w) ~ -0.5 |w|"
    assert str(pole(SCALES["half_cauchy"])) == "logarithmic, p(w) ~ 0.253975 ln(1/|w|)"
    assert str(tail(SCALES["half_cauchy"])) == "power, p(w) ~ |w|^-2"
    assert str(tail(ATOMS)) == "gaussian, ln p(w) ~ -0.125 |w|^2"
    assert str(pole(SCALES["gamma_0.3"])).startswith("power, p(w) ~ 0.216384 |w|^-0.7")
    assert "subexponential" in str(tail(SCALES["lognormal"]))
    assert str(tail(Scale(spike=1.0))).startswith("none")


def test_a_logarithm_in_the_noise_is_one_more_in_the_pole():
    """The product of two half-Cauchys, p_λ ~ (4/π²) ln(1/λ): p(w) ~ C ln²(1/|w|), C = (4/π²)/(2√(2π)σ₀)."""
    noise = Scale(continua=(Continuum(lambda u: _log_over_sinh(u) + np.log(2 / np.pi**2), -np.inf, np.inf, (0.0,)),))
    for sigma0 in (1.0, 3.0):
        found = pole(noise, sigma0)
        assert (found.kind, found.exponent) == ("logarithmic", pytest.approx(2.0, abs=1e-6))
        assert found.coefficient == pytest.approx(2 / np.pi**2 / np.sqrt(2 * np.pi) / sigma0, rel=1e-5)
        near, middle, far = WeightNumbers(noise, sigma0).pdf(np.array([1e-100, 1e-200, 1e-300]))
        assert near - 2 * middle + far == pytest.approx(2 * found.coefficient * (100 * np.log(10)) ** 2, rel=1e-5)


def _log_over_sinh(u):
    """ln(u/sinh u), even and 0 at 0."""
    size = np.maximum(np.abs(u), 1e-8)
    return np.log(size) - size - np.log(-np.expm1(-2 * size) / 2)


def test_a_power_with_a_logarithm_has_no_coefficient():
    """p_λ ~ λ^{-1/2} ln(1/λ): the exponent of the pole is known, what stands before it still grows."""
    noise = Scale(continua=(Continuum(lambda u: 0.5 * u + np.log1p(u * u) / 2 - np.exp(u), -np.inf, np.inf),))
    found = pole(noise)
    assert (found.kind, found.exponent) == ("power", pytest.approx(-0.5, abs=1e-4)) and np.isnan(found.coefficient)


@pytest.mark.parametrize(
    ("what", "text"),
    [
        (Pole("finite", 0.25), "finite, p(0) = 0.25"),
        (Pole("logarithmic", 0.5, 1.0), "logarithmic, p(w) ~ 0.5 ln(1/|w|)"),
        (Pole("logarithmic", 0.5, 2.0), "logarithmic, p(w) ~ 0.5 ln(1/|w|)^2"),
        (Pole("power", 2.0, -0.5), "power, p(w) ~ 2 |w|^-0.5"),
        (Tail("power", 1.0), "power, p(w) ~ |w|^-2"),
        (Tail("subexponential", np.nan), "subexponential, between every power and every exp(-|w|^a)"),
        (Tail("none", np.nan), "none, the weight is 0"),
        (Tail("exponential", 1.0, 0.5), "exponential, ln p(w) ~ -0.5 |w|"),
        (Tail("gaussian", 2.0, 0.125), "gaussian, ln p(w) ~ -0.125 |w|^2"),
        (Tail("exponential", 0.5, 2.0, 1.0), "exponential, ln p(w) ~ -2 |w|^0.5 ln|w|"),
        (Tail("exponential", 0.5, 2.0, 0.25), "exponential, ln p(w) ~ -2 |w|^0.5 (ln|w|)^0.25"),
    ],
)
def test_each_kind_has_its_sentence(what, text):
    """str is the formula, whole."""
    assert str(what) == text


def test_the_heaviest_part_decides():
    """Of a power and atoms the power; of two Gaussian ends the further; nothing at all is said to be nothing."""
    heavy, light = SCALES["half_cauchy"].continua, SCALES["rayleigh"].continua
    assert tail(Scale(continua=heavy + light)).kind == tail(Scale(continua=light + heavy)).kind == "power"
    assert tail(Scale(points=(0.0, 1.0), masses=(0.5, 0.5)), 2.0).rate == pytest.approx(np.exp(-2) / 8, rel=1e-15)
    assert tail(Scale(spike=1.0)).kind == "none"
    assert pole(Scale(continua=heavy + light)).kind == "logarithmic"


@pytest.mark.parametrize("bend", [-1.5, -2.5])
def test_a_pole_that_only_a_logarithm_takes_away_is_refused(bend):
    """λ ln(1/λ)^b near 0, b < -1: E[1/λ] is finite, but sums like 1/|ln λ| are out of reach; no pole is invented."""
    end = Scale(continua=(Continuum(lambda u: u + bend * np.log1p(-u), -np.inf, 0.0),))
    with pytest.raises(PrecisionError, match="finite only up to the exponent -1"):
        pole(end)


@pytest.mark.parametrize("alpha", ["0.731", "1.2345", "0.7333"])
def test_an_exponent_that_is_no_simple_fraction_is_kept(alpha):
    """Weibull noise of shape α: ln p ~ -c|w|^{2α/(2 + α)}, to the digits of α."""
    found = tail(weight_scale(laws.weibull(alpha=Rational(alpha)).measure))
    assert found.index == pytest.approx(2 * float(alpha) / (2 + float(alpha)), rel=1e-9)


@pytest.mark.parametrize("scale", [1e-6, 3.0, 1e6])
@pytest.mark.parametrize("shape", [1.0, 3.0, 150.0, 700.0])
def test_the_rate_of_a_stretched_exponential_at_every_scale(shape, scale):
    # ln p ~ -(λ/scale)^γ - w²/(2λ²) at the best λ, to 40 digits
    part = Continuum(
        lambda u: shape * (u - np.log(scale)) - np.exp(shape * (u - np.log(scale))), -np.inf, np.inf, (np.log(scale),)
    )
    found = tail(Scale(continua=(part,)))
    with mp.workdps(40):
        k, best = mp.mpf(scale) ** -shape, 2 / (mp.mpf(shape) + 2)
        at = (k * shape) ** (-best / 2)  # λ for w = 1
        rate = k * at**shape + 1 / (2 * at**2)
    assert found.kind == "exponential"
    assert found.index == pytest.approx(float(shape * best), rel=1e-9)
    assert found.rate == pytest.approx(float(rate), rel=1e-9)
