"""Tables agree with the quadrature they interpolate, at every place where a panel could be mistaken."""

from __future__ import annotations

import numpy as np
import pytest

from priorcalc.numeric import kernels
from priorcalc.numeric.mixture import log_mixture
from priorcalc.numeric.scale import Scale
from priorcalc.numeric.tables import Table
from tests.numeric.scales import ATOMS, SCALES

NAN = float("nan")
SIZES = np.exp(np.random.default_rng(4).uniform(np.log(1e-12), np.log(1e6), 4000))


@pytest.mark.parametrize("kernel", [kernels.density, kernels.tail, kernels.centre], ids=lambda kernel: kernel.__name__)
@pytest.mark.parametrize("name", ["rayleigh", "half_cauchy", "uniform", "gamma_0.3", "lognormal"])
def test_a_table_reads_as_the_quadrature(name, kernel):
    """At points of its own choosing, to 1e-12 in the value and 3e-14 of the log where that is large."""
    table = Table(SCALES[name], kernel)
    table(SIZES, 1.0, NAN, NAN)
    assert table.blocks
    some = SIZES[:400]
    truth = log_mixture(SCALES[name], np.log(some), kernel, some)
    error = np.abs(table(some, 1.0, NAN, NAN) - truth)
    assert np.all(error <= np.where(np.abs(truth) < 745, 1e-12, 3e-14 * np.abs(truth)))


def test_panels_join_at_powers_of_two():
    """At 2^k, at a quarter of an octave and one ulp below, the table reads as the quadrature."""
    table = Table(SCALES["rayleigh"], kernels.density)
    table(SIZES, 1.0, NAN, NAN)
    edges = np.ldexp(np.array([1.0, 1.25, 1.5, 1.75])[:, None], np.arange(-30, 8)).ravel()
    w = np.concatenate([edges, np.nextafter(edges, 0), np.nextafter(edges, np.inf)])
    assert np.allclose(table(w, 1.0, NAN, NAN), -w - np.log(2), rtol=0, atol=3e-13)


def test_few_points_build_nothing():
    """A single point takes the quadrature; the same point asked for often enough builds its block once."""
    table = Table(SCALES["rayleigh"], kernels.density)
    values = [float(table(np.array([0.7]), 1.0, NAN, NAN)[0]) for _ in range(30)]
    assert len(table.blocks) == 1
    assert not Table(SCALES["rayleigh"], kernels.density).blocks
    assert np.allclose(values, -0.7 - np.log(2), rtol=1e-14)


def test_a_panel_that_misses_its_goal_takes_the_quadrature():
    """Blocks of nan, as an unbuilt or refused panel has, are filled in from the quadrature."""
    table = Table(SCALES["rayleigh"], kernels.density)
    w = np.linspace(1.0, 3.0, 500)
    table(w, 1.0, NAN, NAN)
    for block in table.blocks.values():
        block[:, ::2] = np.nan
    assert np.allclose(table(w, 1.0, NAN, NAN), -w - np.log(2), rtol=1e-13)


def test_what_is_no_size_gets_the_given_values():
    """0 and ±∞ take the values given for them, nan stays, and subnormal or overflowing ratios go by logs."""
    table = Table(SCALES["half_cauchy"], kernels.density)
    table(SIZES, 1.0, NAN, NAN)
    w = np.array([0.0, -0.0, np.inf, -np.inf, np.nan, 5e-324, 1e300])
    out = table(w, 1.0, 7.0, -8.0)
    assert list(out[:4]) == [7.0, 7.0, -8.0, -8.0] and np.isnan(out[4])
    assert np.isfinite(out[5:]).all()
    # Far out the horseshoe is (2/π³)^½ w⁻²·(1 + O(w⁻²)), at w = 1e350 here.
    far = float(table(np.array([1e250]), 1e-100, NAN, NAN)[0])
    assert far == pytest.approx(np.log(np.sqrt(2 / np.pi) / np.pi) - 2 * 350 * np.log(10), rel=1e-13)


def test_finish_is_applied_to_every_value_once():
    """Whether read from the table or integrated, a value is finished exactly once."""

    def negate(values, w):
        values *= -1.0

    table = Table(ATOMS, kernels.density)
    w = np.concatenate([np.linspace(0.5, 4, 1000), [0.0, np.inf, 1e-200]])
    for _ in range(2):
        assert np.array_equal(table(w, 1.0, 1.0, 2.0, negate), -table(w, 1.0, 1.0, 2.0))


def test_an_empty_law_is_minus_infinity():
    """A law that is all spike has no continuous part anywhere."""
    table = Table(Scale(spike=1.0), kernels.density)
    assert np.all(table(SIZES, 1.0, NAN, NAN) == -np.inf)
