"""Averages over λ against mpmath at 40 digits from the definition (tests/reference/scale_mixtures.json)."""

from __future__ import annotations

import json
from pathlib import Path

import mpmath
import numpy as np
import pytest

from priorcalc.errors import PrecisionError
from priorcalc.numeric import kernels
from priorcalc.numeric.mixture import log_mean, log_mixture, resolving_cells
from priorcalc.numeric.scale import Continuum, Scale
from tests.numeric.scales import ATOMS, SCALES, continuum

TABLE = json.loads((Path(__file__).parents[1] / "reference" / "scale_mixtures.json").read_text())
KERNELS = {"logpdf": kernels.density, "logsf": kernels.tail, "centre": kernels.centre}
W = np.geomspace(1e-12, 1e6, 37)


@pytest.mark.parametrize("kind", sorted(KERNELS))
@pytest.mark.parametrize("name", sorted(SCALES))
def test_averages_are_right_to_twelve_digits_and_nine_far_out(name, kind):
    """For |w| in [1e-12, 1e6] the log errs by 1e-12·max(1, |log|), the value by 1e-12; to 1e±300, the log by 1e-9."""
    values = TABLE[name][kind]
    w = np.array([float(point) for point in values])
    found = log_mixture(SCALES[name], np.log(w), KERNELS[kind], w)
    for size, log, text in zip(w, found, values.values(), strict=True):
        with mpmath.workdps(30):
            truth = mpmath.mpf(text)
            if truth < -1.7e308:
                assert log == -np.inf
                continue
            error = float(abs(mpmath.mpf(float(log)) - truth))
        near = 1e-12 <= size <= 1e6
        assert error <= (1e-12 if near else 1e-9) * max(1.0, abs(log)), size
        assert not near or abs(log) > 708 or error <= 1e-12, size


@pytest.mark.parametrize("name", sorted(SCALES))
def test_tail_and_centre_make_a_half(name):
    """C(w) + S(w) = ½: two integrals of different kernels over a law of mass 1."""
    both = np.exp(log_mixture(SCALES[name], np.log(W), kernels.tail)) + np.exp(
        log_mixture(SCALES[name], np.log(W), kernels.centre)
    )
    assert np.abs(both - 0.5).max() < 5e-14


def test_atoms_are_a_sum():
    """0.3 N(0, ¼) + 0.7 N(0, 4) at 40 digits."""
    for w in (1e-12, 0.3, 5.0, 70.0, 1e3):
        with mpmath.workdps(40):
            truth = mpmath.log(mpmath.mpf(0.3) * mpmath.npdf(w, 0, 0.5) + mpmath.mpf(0.7) * mpmath.npdf(w, 0, 2))
        found = float(log_mixture(ATOMS, np.log([w]), kernels.density, np.array([w]))[0])
        assert abs(found - truth) < 1e-15 * max(1, abs(truth)) * 3


def test_many_atoms_are_thinned_without_loss():
    """A geometric lattice of 3000 atoms: the ones left out of a block of w do not show."""
    points = np.arange(1.0, 3001.0)
    masses = 0.01 * 0.99 ** (points - 1)
    scale = Scale(points=tuple(np.log(points)), masses=tuple(masses))
    for w in (1e-3, 2.0, 500.0):
        truth = np.log(np.sum(masses / points * np.exp(-0.5 * (w / points) ** 2)) / np.sqrt(2 * np.pi))
        assert float(log_mixture(scale, np.log([w]), kernels.density)[0]) == pytest.approx(truth, rel=1e-13)
    lone = [float(log_mixture(scale, np.log([w]), kernels.density)[0]) for w in W]
    assert np.allclose(log_mixture(scale, np.log(W), kernels.density), lone, rtol=1e-13)


def test_a_kink_or_jump_that_nobody_named_is_found():
    """A triangle and a step inside (0, 1) give the same with and without their break."""

    def triangle(u):
        return np.log(4) + u + np.where(np.exp(u) < 0.5, u, np.log(-np.expm1(u)))

    def step(u):
        return u + np.where(np.exp(u) < 0.3, np.log(2), np.log(4 / 7))

    for density, kink in ((triangle, 0.5), (step, 0.3)):
        plain = log_mixture(continuum(density, upper=0.0), np.log(W), kernels.density, W)
        named = log_mixture(continuum(density, upper=0.0, breaks=(float(np.log(kink)),)), np.log(W), kernels.density, W)
        assert np.all(np.abs(plain - named) <= 1e-13 * np.maximum(1, np.abs(named)))


def test_two_humps_far_apart_are_both_found():
    """Lognormals at e⁻²⁰⁰ and at e⁵ with spreads 0.3 and 0.01: as one density or as two."""

    def hump(u, centre, spread):
        return -0.5 * ((u - centre) / spread) ** 2 - np.log(2 * spread) - 0.5 * np.log(2 * np.pi)

    one = continuum(lambda u: np.logaddexp(hump(u, -200, 0.3), hump(u, 5, 0.01)))
    parts = [
        Continuum(lambda u, c=c, s=s: hump(u, c, s), -np.inf, np.inf, (c,)) for c, s in ((-200.0, 0.3), (5.0, 0.01))
    ]
    two = Scale(continua=tuple(parts))
    w = np.array([1e-100, 1e-87, 1e-20, 1.0, 150.0, 3000.0])
    for kernel in (kernels.density, kernels.tail):
        assert np.allclose(log_mixture(one, np.log(w), kernel), log_mixture(two, np.log(w), kernel), rtol=1e-13)


def test_noise_in_a_density_costs_no_more_than_the_noise():
    """Rayleigh with ln density disturbed by 1e-10 at random stays within 1e-10 of the Laplace law, and returns."""
    noisy = continuum(lambda u: 2 * u - 0.5 * np.exp(2 * u) + 1e-10 * np.sin(1e9 * u))
    w = np.geomspace(1e-6, 300, 20)
    assert np.allclose(log_mixture(noisy, np.log(w), kernels.density), -w - np.log(2), rtol=0, atol=1e-10)


def test_a_law_too_heavy_to_integrate_is_refused():
    """The density 1/(ln λ)² beyond e keeps mass at λ = e^(10⁶)."""
    slow = continuum(lambda u: -2 * np.log(np.maximum(u, 1.0)), lower=1.0)
    with pytest.raises(PrecisionError, match="too slowly"):
        log_mixture(slow, np.array([3.0]), kernels.tail)


def test_the_cells_of_a_design_reach_around_it():
    """The cells that resolve w = 1 under Rayleigh noise lie around λ = 1."""
    cells = resolving_cells(SCALES["rayleigh"].continua[0], np.zeros(1), kernels.density, 1e-10)
    assert cells.a.min() < -1.0 and cells.b.max() > 1.0 and np.all(cells.a < cells.b)


@pytest.mark.parametrize("name", sorted(SCALES))
def test_a_mean_is_right_where_it_comes_from_the_edge_of_the_law(name):
    """E[x²|w] = -w p'/p: by Laplace w itself, in general the slope of ln p in ln w, down to w = 1e-8."""
    w = np.geomspace(1e-8, 1e6, 29)
    mean = np.exp(log_mean(SCALES[name], np.log(w), kernels.density, kernels.log_square, w))
    if name == "rayleigh":
        assert np.allclose(mean, w, rtol=1e-12)
    # The difference quotient of ln p over ±0.01 in ln w, to fifth order, is the slope up to rounding of ln p.
    steps = np.array([-3, -2, -1, 1, 2, 3]) * 0.01
    logs = [log_mixture(SCALES[name], np.log(w) + step, kernels.density) for step in steps]
    slope = np.array([-1, 9, -45, 45, -9, 1]) @ np.array(logs) / 0.6
    size = np.maximum(1, np.abs(logs[0]))
    assert np.all(np.abs(mean + slope) <= 1e-7 * mean + 1e-12 * size)
