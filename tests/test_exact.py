"""Numbers enter the algebra as the rationals they name."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sympy import Float, Integer, Rational, Symbol, oo, sqrt, zoo

from priorcalc.errors import ParameterError
from priorcalc.exact import exact, is_one


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_is_the_rational_of_its_shortest_repr(value):
    """exact(x) is the decimal that prints as x, so float(exact(x)) is x again."""
    assert exact(value) == Rational(repr(value))
    assert float(exact(value)) == value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1.5, Rational(3, 2)),
        (0.1, Rational(1, 10)),
        (Fraction(1, 3), Rational(1, 3)),
        (Rational(7, 3), Rational(7, 3)),
        (oo, oo),
        (Decimal("0.30"), Rational(3, 10)),
        (np.float32(0.5), Rational(1, 2)),
        (np.int64(3), Integer(3)),
        (float("-inf"), -oo),
        (Float("0.1"), Rational(1, 10)),
        (0.1 * Symbol("a"), Symbol("a") / 10),
    ],
)
def test_every_kind_of_number_is_exact(value, expected):
    """Python, NumPy and SymPy numbers of one value are one rational."""
    assert exact(value) == expected


@pytest.mark.parametrize("value", [float("nan"), np.nan, "2", None, True, [1], zoo])
def test_what_is_no_number_is_refused(value):
    """nan, text, truth values and containers are errors that say so."""
    with pytest.raises(ParameterError):
        exact(value)


def test_is_one_proves_and_does_not_guess():
    """A product of powers that is 1 is shown to be; one that is nearly 1 is not."""
    a = Symbol("a", positive=True)
    assert is_one(sqrt(2) * sqrt(a) / sqrt(2 * a))
    assert not is_one(Rational(10**9 + 1, 10**9))
    assert not is_one(a)
