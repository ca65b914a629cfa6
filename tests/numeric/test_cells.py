"""Cells cover the line once, and carry the mass of a density to rounding, singular ends included."""

from __future__ import annotations

import numpy as np
import pytest

from priorcalc.errors import PrecisionError
from priorcalc.numeric.cells import roots, sampled
from priorcalc.numeric.scale import Continuum, End
from tests.numeric.scales import SCALES, beta


@pytest.mark.parametrize("name", sorted(SCALES))
def test_the_first_cells_lie_side_by_side(name):
    """In u each cell begins where the last one ended, up to an ulp of an end."""
    part = SCALES[name].continua[0]
    cells, nodes, _ = roots(part)
    assert np.all(nodes[1:].min(axis=1) >= nodes[:-1].max(axis=1))
    straight = cells[np.flatnonzero(cells.side == 0)]
    assert np.array_equal(straight.a[1:], straight.b[:-1])


@pytest.mark.parametrize("name", sorted(SCALES))
def test_halving_keeps_the_nodes_in_place(name):
    """The halves of a cell reach exactly as far as the cell."""
    cells, _, _ = roots(SCALES[name].continua[0])
    halves = cells.halves()
    assert np.array_equal(halves.a[::2], cells.a) and np.array_equal(halves.b[1::2], cells.b)
    assert np.array_equal(halves.b[::2], halves.a[1::2])


@pytest.mark.parametrize("b", [0.1, 0.5, 0.9, 1.0, 3.0])
def test_the_mass_at_a_singular_end_is_not_lost(b):
    """The density b(1-λ)^(b-1) has mass 1 for every b > 0, though half of it may lie within 1e-3 of the end."""
    _, _, log_mass = roots(beta(1, b).continua[0])
    assert np.exp(log_mass).sum() == pytest.approx(1.0, rel=1e-8)


def test_an_end_that_tells_its_density_is_believed():
    """At λ = 3 the doubles u lie 2e-16 apart, and b(3-λ)^(b-1)/3^b still has mass 1 if the end says how it rises."""
    b, top = 0.1, float(np.log(3.0))
    exact = End(3.0, lambda t: np.log(b) + (b - 1) * np.log(-np.expm1(-t)) - t)
    part = Continuum(
        lambda u: np.log(b) + (b - 1) * np.log(-np.expm1(u - top)) + u - top, -np.inf, top, (), (None, exact)
    )
    _, _, log_mass = roots(part)
    assert np.exp(log_mass).sum() == pytest.approx(1.0, rel=1e-8)


def test_a_density_that_is_nan_is_refused():
    """A nan is reported with the place where it was found."""
    part = Continuum(lambda u: np.where(u > 1, np.nan, -u * u), -np.inf, np.inf)
    with pytest.raises(PrecisionError, match="nan at ln λ"):
        roots(part)
    cells, _, _ = roots(SCALES["rayleigh"].continua[0])
    with pytest.raises(PrecisionError, match="nan at ln λ"):
        sampled(part, cells)
