"""Panels: exactness on powers and singular ends, and the refusal of what they cannot resolve."""

from __future__ import annotations

import numpy as np
import pytest

from priorcalc.errors import PrecisionError
from priorcalc.numeric.nodes import gauss_legendre
from priorcalc.numeric.panels import log_total, panels
from priorcalc.numeric.polynomials import NODES, Panelled, from_left, from_right, through
from priorcalc.numeric.scale import Continuum, End


@pytest.mark.parametrize("a", [1e-3, 0.1, 1.0, 50.0])
def test_a_power_law_has_mass_one(a):
    """∫ a e^{au} over u < 0 is 1, however slowly the density falls."""
    assert log_total(Continuum(lambda u: a * u + np.log(a), -np.inf, 0.0)) == pytest.approx(0.0, abs=1e-13)


@pytest.mark.parametrize("b", [0.02, 0.5, 1.5, 30.0])
def test_a_singular_end_is_summed(b):
    """∫ b t^(b-1) dt over (0, 1) is 1 with t the distance from an end away from 0."""
    end = End(1.0, lambda t: (b - 1) * np.log(t) + np.log(b))
    part = Continuum(lambda u: end.log_density(u - 5.0), 5.0, 6.0, (), (end, None))
    assert log_total(part) == pytest.approx(0.0, abs=1e-13)


def test_a_smooth_function_is_averaged():
    """The same nodes give E[λ²] = 2 of a Rayleigh, and do so when cut at further points."""
    rayleigh = Continuum(lambda u: 2 * u - 0.5 * np.exp(2 * u), -np.inf, np.inf)
    for extra in ((), (-3.0, 0.5)):
        rule = panels(rayleigh, extra)
        assert np.exp(rule.log_mass + 2 * rule.u).sum() == pytest.approx(2.0, rel=1e-13)


def test_noise_is_not_integrated():
    """A density without any smoothness is refused, not guessed."""
    with pytest.raises(PrecisionError, match="structure"):
        panels(Continuum(lambda u: np.cos(1e9 * u * (1 + u)), 0.0, 1.0))


def test_polynomials_and_their_integrals():
    """A quartic on two panels, and its integrals from either edge, are exact to rounding."""
    low, high = np.array([0.0, 2.0]), np.array([1.0, 3.0])
    nodes = 0.5 * (low + high) + 0.5 * (high - low) * gauss_legendre(NODES)[0][:, None]
    piece, left, right = (Panelled(low, high, f(nodes**4)) for f in (through, from_left, from_right))
    tau = np.array([0.0, 0.3, 1.0, 2.0, 2.9])
    rows = piece.locate(tau)
    assert list(rows) == [0, 0, 0, 1, 1]
    assert piece(tau, rows) == pytest.approx(tau**4, rel=1e-14, abs=1e-14)
    # the integrals are with respect to ξ, half as wide as τ here
    assert 0.5 * left(tau, rows) == pytest.approx((tau**5 - low[rows] ** 5) / 5, rel=1e-13, abs=1e-14)
    assert 0.5 * right(tau, rows) == pytest.approx((high[rows] ** 5 - tau**5) / 5, rel=1e-13, abs=1e-14)
