"""Closed forms at a point, to any number of digits.

SymPy evaluates an expression through mpmath at a working precision of its own choice.  A series is summed here
term by term until a run of terms no longer counts: its weights are those of a probability law.
"""

from __future__ import annotations

from typing import Any

import mpmath
from sympy import Expr, Rational, S, Sum, Symbol

from priorcalc.errors import PrecisionError, remedy

MOST_TERMS = 20_000
QUIET_TERMS = 4


def evaluate(expr: Expr, symbol: Symbol, point: Any, digits: int = 30) -> Any:
    """The value of ``expr`` at ``symbol = point`` as an mpmath number with ``digits`` correct digits.

    Parameters
    ----------
    point
        A number; a float stands for its exact binary value, so pass a string or a fraction for 1/10.

    >>> from priorcalc.symbols import w
    >>> mpmath.nstr(evaluate(w**2 / 3, w, 1, digits=20), 20)
    '0.33333333333333333333'
    """
    here = Rational(point) if not isinstance(point, Expr) else point
    value = _value(expr, symbol, here, digits)
    if value is S.NaN and here.is_Rational and here != 0:
        value = _filled(expr, symbol, here, digits)
    if not value.is_number or not (value.is_comparable or value.is_infinite):
        todo = "this is a defect of priorcalc: please report it"
        raise PrecisionError(remedy(f"{expr} at {symbol} = {point}", f"its value came out as {value}", todo))
    if value is S.ComplexInfinity:
        return mpmath.inf
    with mpmath.workdps(digits + 5):
        return mpmath.mpf(str(value))


def _value(expr: Expr, symbol: Symbol, here: Expr, digits: int) -> Expr:
    value = expr.xreplace({symbol: here})
    for series in value.atoms(Sum):
        value = value.xreplace({series: _total(series, digits)})
    return value.evalf(digits + 5, maxn=10_000)


def _filled(expr: Expr, symbol: Symbol, hole: Expr, digits: int) -> Expr:
    """The value where a formula is 0/0, as ln x/(x - 1) at 1: what both sides agree on, or else nan."""
    nearby = Rational(1, 10 ** (digits + 5))
    left, right = (_value(expr, symbol, hole * (1 + step), digits) for step in (-nearby, nearby))
    agreed = abs(left - right) <= Rational(10) ** -digits * abs(right)
    return right if agreed == True else S.NaN  # noqa: E712 - a comparison of nan is neither true nor false


def _total(series: Sum, digits: int) -> Expr:
    ((index, first, _),) = series.limits
    total, quiet = Rational(0), 0
    for k in range(MOST_TERMS):
        term = series.function.xreplace({index: first + k}).evalf(digits + 15, maxn=10_000)
        total = total + term
        quiet = quiet + 1 if abs(term) <= abs(total) * Rational(10) ** (-digits - 8) else 0
        if quiet >= QUIET_TERMS and total != 0:
            return total
    todo = "use prior.pdf, which integrates instead"
    raise PrecisionError(remedy(str(series), f"{MOST_TERMS} terms did not suffice for {digits} digits", todo))
