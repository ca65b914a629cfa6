"""The ends of a density of ln λ are told apart: power, power with a logarithm, faster, none."""

from __future__ import annotations

import numpy as np
import pytest

from priorcalc.errors import PrecisionError
from priorcalc.numeric.endings import ending, log_density_at_zero, log_power
from priorcalc.numeric.scale import Continuum
from tests.numeric.scales import SCALES, continuum


@pytest.mark.parametrize(
    ("name", "left", "right"),
    [
        ("rayleigh", 2, np.inf),
        ("half_cauchy", 1, 1),
        ("uniform", 1, np.inf),
        ("beta_half_half", 0.5, np.inf),
        ("gamma_0.3", 0.3, np.inf),
        ("lognormal", np.inf, np.inf),
        ("pareto_1", np.inf, 1),
        ("levy", np.inf, 0.5),
        ("inverse_nakagami_half", np.inf, 1),
    ],
)
def test_the_rates_of_textbook_laws_are_exact(name, left, right):
    """The exponents of the powers by which λ starts and ends, not merely near them."""
    part = SCALES[name].continua[0]
    assert (ending(part, -1).rate, ending(part, 1).rate) == (left, right)


def test_a_logarithm_is_told_from_a_power():
    """ln density = ln u - u far out (a product of two half-Cauchys) has rate 1 and bend 1."""
    part = Continuum(lambda u: np.log1p(u * u) / 2 - np.abs(u), -np.inf, np.inf)
    end = ending(part, 1)
    assert end.rate == pytest.approx(1.0, abs=1e-4) and end.bend == pytest.approx(1.0, abs=1e-2)


@pytest.mark.parametrize("shift", [np.log(0.5), 10.0, -30.0, 60.0, -60.0, 100.0, -100.0])
def test_a_scale_does_not_hide_a_logarithm(shift):
    """ln density = ln(u - ln c) - u: the same ends whatever the scale c, so E λ^s has the same end."""
    part = Continuum(lambda u: np.log(np.abs(u - shift)) - np.abs(u), -np.inf, np.inf)
    for side in (-1, 1):
        end = ending(part, side)
        assert end.rate == 1 and end.bend == pytest.approx(1.0, abs=1e-9)
        # At 300 the fit is the density.
        fitted = end.level - 300 + end.bend * np.log(300 - side * shift)
        assert fitted == pytest.approx(float(part.log_density(np.array([side * 300.0]))[0]), abs=1e-9)


def test_what_is_no_power_of_u_has_its_rate_nearly():
    """ln density = -u + √u: the fit with three unknowns is kept, and the rate is refused where it matters."""
    part = Continuum(lambda u: -np.abs(u) + np.sqrt(np.abs(u)), -np.inf, np.inf)
    end = ending(part, 1)
    assert end.rate == pytest.approx(1.0, abs=0.05) and np.isfinite(end.level)


def test_the_mean_of_a_power_diverges_at_its_rate():
    """E λ^s of the half-Cauchy is sec(πs/2) below 1, inf at 1, and refused where quadrature cannot tell."""
    scale = SCALES["half_cauchy"]
    assert log_power(scale, 0.99) == pytest.approx(-np.log(np.cos(0.495 * np.pi)), rel=1e-11)
    assert log_power(scale, 1.0) == np.inf and log_power(scale, 5.0) == np.inf
    with pytest.raises(PrecisionError, match="finite only up to"):
        log_power(scale, 1 - 1e-6)


def test_the_density_at_zero_is_the_mean_of_the_inverse_scale():
    """Laplace ½, Cauchy 1/π, a pole for the horseshoe."""
    assert log_density_at_zero(SCALES["rayleigh"]) == pytest.approx(np.log(0.5), rel=1e-14)
    assert log_density_at_zero(SCALES["inverse_nakagami_half"]) == pytest.approx(-np.log(np.pi), rel=1e-14)
    assert log_density_at_zero(SCALES["half_cauchy"]) == np.inf


def test_a_far_shifted_law_keeps_its_ends():
    """Rayleigh noise of scale e⁹⁰ begins with the same power and ends as suddenly."""
    part = continuum(lambda u: 2 * (u - 90) - 0.5 * np.exp(2 * (u - 90))).continua[0]
    assert ending(part, -1).rate == 2 and ending(part, 1).rate == np.inf
