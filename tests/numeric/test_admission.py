"""What is wrong with a density is told: where, and what kind of fault."""

from __future__ import annotations

import numpy as np
import pytest
from sympy import Rational, S, exp, log, oo, sqrt

from priorcalc.numeric.admission import callable_fault, formula_fault
from priorcalc.symbols import lam

FAULTS = {
    "it is nan at": lambda x: np.where(np.abs(x - 0.5) < 0.2, np.nan, 1.0),
    "it is infinite at": lambda x: np.where(np.abs(x - 0.5) < 0.2, np.inf, 1.0),
    "it is negative at": lambda x: np.where(np.abs(x - 0.5) < 0.2, -1.0, 1.0),
    "it returned one of shape (2,)": lambda x: np.ones(2),
    "its values are of type": lambda x: np.full(x.shape, "one"),
    "it raised ValueError: no such λ": lambda x: _raise(),
}


def _raise():
    raise ValueError("no such λ")


@pytest.mark.parametrize("sentence", FAULTS)
def test_the_fault_of_a_callable_is_named(sentence):
    """nan, infinite, negative, of another shape or type, or an exception of its own."""
    assert sentence in callable_fault(FAULTS[sentence], S.Zero, S.One)


@pytest.mark.parametrize(("lower", "upper"), [(S.Zero, S.One), (S.Zero, oo), (-oo, oo), (S(-3), S(-1)), (S(5), oo)])
def test_a_good_density_has_no_fault(lower, upper):
    """On intervals, half lines and the line, on either side of 0; also as a formula."""
    assert callable_fault(lambda x: np.exp(-np.abs(x)), lower, upper) is None
    assert formula_fault(lam**2 / (1 + lam**4), lower, upper) is None


@pytest.mark.parametrize(
    ("lower", "upper", "low", "high"), [(0, 4, 3, 4), (-4, 4, 3, 4), (-8, -1, -8, -7), (0, oo, 900, 1100)]
)
def test_the_place_of_a_fault_lies_where_the_fault_is(lower, upper, low, high):
    """A number in the interval where the density is negative, and nowhere else."""
    told = callable_fault(lambda x: np.where((x > low) & (x < high), -1.0, 1.0), S(lower), S(upper))
    assert told.startswith("it is negative at ")
    assert low <= float(told.rsplit(" ", 1)[1]) <= high
    told = formula_fault((lam - low) * (lam - high), S(lower), S(upper))
    assert low <= float(told.rsplit("= ", 1)[1]) <= high


def test_a_formula_that_is_not_real_is_told():
    """√(λ - 2) below 2."""
    assert formula_fault(sqrt(lam - 2), S.Zero, S(4)) == "it has no real value at some lam in (0, 4)"


@pytest.mark.parametrize(("lower", "upper"), [(Rational(1, 2), S.One), (-S.One, -Rational(1, 2)), (S.Zero, S.One)])
def test_a_formula_is_looked_at_between_its_ends_only(lower, upper):
    """1 - λ² is negative beyond 1, which is no fault of a density that stops there."""
    assert formula_fault(1 - lam**2, lower, upper) is None
    assert callable_fault(lambda x: 1 - x**2, lower, upper) is None


@pytest.mark.parametrize("place", [Rational(51, 100), Rational(3, 4), Rational(99, 100)])
def test_a_fault_is_found_all_over_an_interval(place):
    """Negative within 1/200 of a place in (1/2, 1)."""
    told = formula_fault((lam - place) ** 2 - Rational(1, 200) ** 2, S.Half, S.One)
    assert abs(float(told.rsplit("= ", 1)[1]) - place) < Rational(1, 200)


def test_a_fault_is_found_far_below_1():
    assert formula_fault((log(lam) + 115) / lam, S.Zero, S.One).startswith("it is negative at lam = ")
    assert formula_fault((log(lam) + 115) * exp(-lam) / lam, S.Zero, oo).startswith("it is negative at lam = ")


@pytest.mark.parametrize("place", [0.21, 0.3, 0.42, 0.7])
def test_a_fault_is_found_below_an_end(place):
    told = formula_fault((lam - place) ** 2 - Rational(6, 100) ** 2, S.Zero, S.One)
    assert abs(float(told.rsplit("= ", 1)[1]) - place) < 0.06
