"""Numbers enter the algebra exactly.

A float names the rational of its shortest repr: 1.5 is 3/2 and 0.1 is 1/10, as the
person who typed it meant.  Recognition is then exact for numbers too (Γ(s) is either
cancelled or it is not).  See docs/decisions/0004.
"""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache, singledispatch
from numbers import Integral, Real
from typing import Any

from sympy import Expr, Float, Integer, Number, Rational, gamma, nan, oo, powsimp, simplify, zoo

from priorcalc.errors import ParameterError, remedy

LONG = 1000
LARGE = 30


@singledispatch
def exact(value: Any) -> Expr:
    """Turn a number or a SymPy expression into an exact SymPy expression.

    >>> exact(0.1), exact(3), exact(float("inf"))
    (1/10, 3, oo)
    """
    raise ParameterError(
        remedy(repr(value), f"a {type(value).__name__} is not a number", "give a number or a SymPy expression")
    )


@exact.register
def _(value: Expr) -> Expr:
    floats = {f: exact(float(f)) for f in value.atoms() if f.is_Float}
    return _finite(value.xreplace(floats) if floats else value)


# SymPy registers these with the numeric tower, so that they would else be taken for Python's numbers.
@exact.register(Number)
@exact.register(Float)
@exact.register(Rational)
@exact.register(Integer)
def _(value: Number) -> Expr:
    if not value.is_Float:
        return _finite(value)
    return exact(float(value))


@exact.register
def _(value: Fraction) -> Expr:
    return Rational(value.numerator, value.denominator)


@exact.register
def _(value: Decimal) -> Expr:
    return exact(float(value)) if not value.is_finite() else Rational(str(value))


@exact.register
def _(value: bool) -> Expr:
    raise ParameterError(remedy(repr(value), "a truth value is not a number", "write 0 or 1"))


@exact.register
def _(value: Integral) -> Expr:
    return Integer(int(value))


@exact.register
def _(value: Real) -> Expr:
    number = float(value)
    if math.isnan(number):
        raise ParameterError(remedy("nan", "it is not a number", "give a finite number"))
    if math.isinf(number):
        return oo if number > 0 else -oo
    return Rational(repr(number))


def _finite(value: Expr) -> Expr:
    if value.has(nan, zoo):
        raise ParameterError(remedy(str(value), "it is not a number", "give a finite number"))
    return value


def is_long(value: Expr) -> bool:
    """Whether a fraction has a long numerator or denominator, such as 1.23456 = 3858/3125."""
    return bool(value.is_Rational) and value.q > 1 and max(abs(value.p), value.q) > LONG


def writable(value: Expr) -> Expr:
    """The number to write into a formula: a long rational as a decimal of 40 digits, anything else as it is.

    SymPy splits ``24**Rational(6123, 10**4)`` into prime powers and multiplies out integers as long as the
    numerator; a decimal exponent is evaluated at once.

    >>> writable(Rational(3, 2)), writable(Rational("1.23456")).is_Float
    (3/2, True)
    """
    return Float(value, 40) if is_long(value) else value


def is_large(value: Expr) -> bool:
    """Whether a rational is so large that powers with it and Γ of it, multiplied out, have too many digits to read."""
    return bool(value.is_Rational) and abs(value) > LARGE


def exponent(value: Expr) -> Expr:
    """The exponent, or argument of Γ, to write into a formula: a long or large rational as a decimal of 40 digits.

    >>> exponent(Rational(7, 2)), exponent(Rational(4001, 2)).is_Float
    (7/2, True)
    """
    return Float(value, 40) if is_large(value) else writable(value)


def gamma_of(z: Expr) -> Expr:
    """Γ(z), a decimal where it would have too many digits.

    >>> gamma_of(Integer(5)), gamma_of(Integer(2000)).is_Float
    (24, True)
    """
    return gamma(exponent(z))


def is_one(value: Expr) -> bool:
    """Tell whether a product of powers is 1; False means "not shown"."""
    if value == 1:
        return True
    return _looks_like_one(value) and (powsimp(value, force=False) == 1 or simplify(value) == 1)


@lru_cache(maxsize=4096)
def _looks_like_one(value: Expr) -> bool:
    # A cheap refusal before a slow proof: one admissible point where it is not 1 settles it.
    # Rationals a little under 1, so that parameters confined to (0, 1) are admissible too.
    symbols = sorted(value.free_symbols, key=str)
    point = {symbol: Rational(997 - 60 * k, 1009 + 7 * k) for k, symbol in enumerate(symbols)}
    number = value.subs(point).evalf(20)
    return bool(number.is_number and number.is_finite is not False and abs(complex(number) - 1) < 1e-9)
