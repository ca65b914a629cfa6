"""Closed forms at a point: holes that a limit fills, poles, and what has no value at all."""

from __future__ import annotations

import mpmath
import pytest
from sympy import Abs, Rational, log, sin, sqrt

from priorcalc.errors import PrecisionError
from priorcalc.numeric.evaluate import evaluate
from priorcalc.symbols import v


@pytest.mark.parametrize(
    ("expr", "at", "limit"),
    [
        (log(v) / (sqrt(v) * (v - 1)), 1, "1"),
        ((v**2 - 9) / (v - 3), 3, "6"),
        (sin(v - 2) / (v - 2) ** 2 - 1 / (v - 2) + v / 7, 2, "0.285714285714285714285714285714"),
    ],
)
def test_a_hole_is_filled_from_both_sides(expr, at, limit):
    """0/0 at a point where the formula is analytic: its limit, to as many digits as elsewhere."""
    assert abs(evaluate(expr, v, at, digits=30) / mpmath.mpf(limit) - 1) < 1e-15
    with mpmath.workdps(35):
        assert abs(evaluate(expr, v, at, digits=30) / mpmath.mpf(limit) - 1) < mpmath.mpf(10) ** -28


def test_a_pole_is_infinite():
    """1/√v at 0."""
    assert evaluate(1 / sqrt(v), v, 0) == mpmath.inf


@pytest.mark.parametrize("expr", [Abs(v - 1) / (v - 1), sin(1 / (v - 1))])
def test_a_jump_has_no_value(expr):
    """Both sides must agree, or there is no number to give."""
    with pytest.raises(PrecisionError, match="nan"):
        evaluate(expr, v, Rational(1))
