"""The two sides of a step as numbers, to 25 digits, from what stands on the page.

An integral over the half line is summed by the trapezoidal rule after x = e^{(π/2) sinh t}, over an interval after
x = (a + b e^{π sinh t})/(1 + e^{π sinh t}); both converge like e^{-c/h} for analytic integrands (Takahasi & Mori 1974),
and h is halved until two sums agree.  An inverse transform is summed along its own line, where M decays exponentially.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from functools import singledispatch
from typing import Any

import mpmath
from mpmath import mp, mpf
from sympy import (
    Abs,
    Expr,
    I,
    Integral,
    Piecewise,
    Rational,
    S,
    Sum,
    Symbol,
    UnevaluatedExpr,
    expand,
    gamma,
    lambdify,
    oo,
    solve,
)
from sympy.core.relational import Relational

from priorcalc.errors import PrecisionError, remedy

DIGITS = 36
"""Digits carried; the sides are compared to fewer."""
END_DIGITS = 130
"""Digits more on a finite interval: (1 - x)^(-4/5) wants 1 - x to five times the digits of the integral."""
AGREED = mpf(10) ** -25
FARTHEST = mpf("6.4")
MOST_HALVINGS = 5
MOST_TERMS = 400
FARTHEST_LINE = 4096
Function = Callable[[Any], Any]

_BY_HAND = {
    "hyperu": mpmath.hyperu,
    "hyper": lambda above, below, z: mpmath.hyper(list(above), list(below), z),
}


def side(expr: Expr) -> Any:
    """The value of an expression without free symbols, its integrals and series included.

    >>> from sympy.abc import x
    >>> from sympy import exp
    >>> mpmath.nstr(side(Integral(x * exp(-x), (x, 0, oo))), 20)
    '1.0'
    """
    expr = expr.replace(UnevaluatedExpr, lambda held: held)
    found = {part: _number(part) for part in _outermost(expr)}
    with mp.workdps(DIGITS):
        value = expr.xreplace({part: _symbolic(number) for part, number in found.items()}).evalf(DIGITS, maxn=2000)
        real, imaginary = value.as_real_imag()
        if not (real.is_number and abs(imaginary) <= abs(real) * Rational(1, 10**20)):
            raise _failed(expr, f"its value came out as {value}")
        return mpf(str(real))


def _symbolic(number: Any) -> Expr:
    with mp.workdps(DIGITS):
        return S(mpmath.mpc(number)).n(DIGITS) if mpmath.im(number) else S(mpmath.re(number))


def _outermost(expr: Expr) -> Iterable[Expr]:
    if isinstance(expr, Integral | Sum):
        return [expr]
    return [part for argument in expr.args for part in _outermost(argument)]


@singledispatch
def _number(part: Any) -> Any:
    raise _failed(part, "it is neither an integral nor a series")


@_number.register
def _(part: Integral) -> Any:
    if len(part.limits) != 1 or part.function.has(Integral):
        raise _failed(part, "it is a multiple integral")
    ((x, lower, upper),) = part.limits
    with mp.workdps(DIGITS + END_DIGITS if upper.is_finite else DIGITS):
        if upper.has(I):
            return _along_line(part.function, x)
        ends = [lower, *_breaks(part.function, x, lower, upper), upper]
        f = function(part.function, x)
        if (lower, upper) == (-oo, oo) and _is_even(part.function, x):
            return 2 * _integral(f, S.Zero, oo)
        return sum(_integral(f, a, b) for a, b in itertools.pairwise(ends))


@_number.register
def _(part: Sum) -> Any:
    ((k, first, last),) = part.limits
    with mp.workdps(DIGITS):
        term = function(part.function, k)
        if last.is_finite:
            return sum(term(mpf(j)) for j in range(int(first), int(last) + 1))
        total, quiet = mpf(0), 0
        for j in range(int(first), int(first) + MOST_TERMS):
            value = term(mpf(j))
            total += value
            quiet = quiet + 1 if abs(value) <= abs(total) * mp.eps else 0
            if quiet == 3:
                return total
        return mp.nsum(lambda j: term(j), [int(first), mp.inf], method="alternating")


def function(expr: Expr, x: Symbol) -> Function:
    """The expression as a function of mpmath numbers."""
    return lambdify(x, expr, [_BY_HAND, "mpmath"])


def _is_even(expr: Expr, x: Symbol) -> bool:
    return not expr.replace(Abs(x), Symbol("even", positive=True)).has(x) or expr.subs(x, -x) == expr


def _breaks(expr: Expr, x: Symbol, lower: Expr, upper: Expr) -> list[Expr]:
    # Where a formula in pieces changes.
    conditions = [rel for piece in expr.atoms(Piecewise) for _, cond in piece.args for rel in cond.atoms(Relational)]
    points = {point for rel in conditions for point in solve(rel.lhs - rel.rhs, x)}
    return sorted(point for point in points if point.is_real and lower < point < upper)


def _integral(f: Function, lower: Expr, upper: Expr) -> Any:
    a, b = (mp.inf if end.is_infinite else mpf(str(end.evalf(60))) for end in (lower, upper))
    half_pi = mp.pi / 2

    def at(t: Any) -> Any:
        bent, slope = half_pi * mp.sinh(t), half_pi * mp.cosh(t)
        if upper == oo:
            if lower == -oo:
                return f(bent) * slope
            x = mp.exp(bent)
            return f(a + x) * x * slope
        share = 1 / (1 + mp.exp(-2 * bent))
        return f(a + (b - a) * share) * (b - a) * 2 * share / (1 + mp.exp(2 * bent)) * slope

    return _trapezoid(at)


def _trapezoid(at: Function) -> Any:
    h = mpf(1) / 16
    total = h * _sum(at, h, mpf(0))
    for _ in range(MOST_HALVINGS):
        finer = (total + h * _sum(at, h, h / 2)) / 2
        h /= 2
        if abs(finer - total) <= AGREED * abs(finer):
            return finer
        total = finer
    raise PrecisionError(remedy("an integral", "two sums did not agree to 25 digits", "nothing is claimed of it"))


def _sum(at: Function, h: Any, start: Any) -> Any:
    # Outwards from the middle; a side ends where its terms have long been negligible.
    total = at(mpf(0)) if start == 0 else mpf(0)
    for sign in (1, -1):
        t = start if start else h
        quiet = 0
        while t <= FARTHEST and quiet < 24:
            value = _finite(at, sign * t)
            total += value
            quiet = quiet + 1 if abs(value) <= mp.eps**2 * abs(total) else 0
            t += h
    return total


def _finite(at: Function, t: Any) -> Any:
    # At the very ends of an interval the formula may be 0·oo; the term itself is then far below the last digit.
    try:
        value = at(t)
    except (ZeroDivisionError, OverflowError):
        return mpf(0)
    return value if mp.isfinite(value) else mpf(0)


def _along_line(expr: Expr, s: Symbol) -> Any:
    # ∫ f(s) ds = i ∫ f(c + it) dt, and f(c - it) is the conjugate of f(c + it).
    low, high = _strip(expr, s)
    f = function(expr, s)
    c = _lowest(lambda at: abs(f(mp.mpc(at))), low, high)
    h = mp.pi * 2 * min(c - low, high - c, mpf(2)) / 80
    total, t, quiet = f(mp.mpc(c)).real / 2, h, 0
    size = abs(total)
    while quiet < 8:
        value = f(mp.mpc(c, t)).real
        total += value
        size += abs(value)
        quiet = quiet + 1 if abs(value) <= mpf(10) ** -32 * abs(total) else 0
        t += h
        if t > MOST_TERMS:
            raise _failed(expr, "it falls too slowly along the line")
    if size * mpf(10) ** -DIGITS > AGREED * abs(total):
        raise _failed(expr, "its terms cancel")
    return mp.mpc(0, 2 * h * total)


def _lowest(f: Function, low: Any, high: Any) -> Any:
    """Where M(c) x^-c, convex in c, is least in the strip, at a distance from its ends: there terms cancel least."""
    margin = min(mpf(1), (high - low) / 4)
    a = low + margin if mp.isfinite(low) else high - margin - FARTHEST_LINE
    b = high - margin if mp.isfinite(high) else low + margin + FARTHEST_LINE
    for _ in range(40):
        left, right = (2 * a + b) / 3, (a + 2 * b) / 3
        a, b = (a, right) if f(left) < f(right) else (left, b)
    return (a + b) / 2


def _strip(expr: Expr, s: Symbol) -> tuple[Any, Any]:
    # Between the poles of the rising gamma functions above the bar and those of the falling ones.
    low, high = [-mp.inf], [mp.inf]
    above, _ = expr.as_numer_denom()
    for found in above.atoms(gamma):
        argument = expand(found.args[0])
        slope = argument.coeff(s)
        if slope == 0:
            continue
        (low if slope > 0 else high).append(mpf(str((-argument.coeff(s, 0) / slope).evalf(40))))
    return max(low), min(high)


def _failed(expr: Any, found: str) -> PrecisionError:
    return PrecisionError(remedy(str(expr)[:80], found, "nothing is claimed of this step"))
