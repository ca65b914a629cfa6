"""A SymPy expression at single points, by mpmath with as many digits as it takes.

Where a sum cancels, or a special function leaves the range of doubles, the value at
x = e^u is found by SymPy's ``evalf``: it raises the working precision until 20 digits of
the *result* stand, and its exponents are unbounded.  About a millisecond a point.
"""

from __future__ import annotations

import mpmath
import numpy as np
import sympy
from numpy.typing import NDArray
from sympy import Expr, Symbol

Floats = NDArray[np.float64]
Signed = tuple[Floats, Floats]

_REACH = 1000.0  # beyond e^±1000 the digits needed grow without use
_CONTEXT = mpmath.mp.clone()
_CONTEXT.dps = 60


def evaluate(expr: Expr, symbol: Symbol, u: Floats) -> Signed:
    """The sign and the log magnitude at x = e^u, point by point; nan where ``evalf`` cannot tell."""
    pairs = [_at(expr, symbol, float(point)) for point in u.ravel()]
    both = np.array(pairs, dtype=np.float64).reshape(u.size, 2)
    return both[:, 0].reshape(u.shape), both[:, 1].reshape(u.shape)


def constant(expr: Expr) -> tuple[float, float]:
    """The sign and the log magnitude of a real number, the latter rounded once; nan where it is not real."""
    return _split(expr.evalf(40, maxn=4000))


def _at(expr: Expr, symbol: Symbol, u: float) -> tuple[float, float]:
    if not abs(u) <= _REACH:
        return np.nan, np.nan
    x = sympy.Float(_CONTEXT.exp(_CONTEXT.mpf(u)), 60)
    try:
        sign, log = _split(expr.evalf(22, subs={symbol: x}, maxn=4000))
    except (ArithmeticError, ValueError, NotImplementedError, TypeError):
        return np.nan, np.nan
    # evalf says 0 also for 0·∞ and for what it could not resolve
    return (sign, log) if sign else (np.nan, np.nan)


def _split(value: Expr) -> tuple[float, float]:
    real, imaginary = value.as_real_imag()
    if real.is_zero and imaginary.is_zero:
        return 0.0, -np.inf
    if not real.is_Float and not real.is_Rational:
        return np.nan, np.nan
    size = abs(_CONTEXT.mpf(real._to_mpmath(200)))
    if size == 0 or not imaginary.is_number or abs(imaginary) > abs(real) * 1e-15:
        return np.nan, np.nan
    return (1.0 if real > 0 else -1.0), float(_CONTEXT.log(size))
