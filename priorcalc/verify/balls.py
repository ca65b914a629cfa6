"""SymPy expressions in ball arithmetic: every value is a ball that is proved to contain the number.

The functions are Arb's, through python-flint, the extra ``rigorous``.  A function that is not in the table has no ball:
the caller is told, and claims nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sympy
from sympy import Expr, Symbol

from priorcalc.errors import MissingExtraError, remedy
from priorcalc.functions import hyperu

Ball = Any
"""A complex ball, ``flint.acb``."""


class NoBallError(Exception):
    """An expression holds a function that ball arithmetic does not have here."""


def flint() -> Any:
    """The library, if it is installed.

    Raises
    ------
    MissingExtraError
        If it is not.
    """
    try:
        import flint as library
    except ImportError as error:
        todo = "pip install 'priorcalc[rigorous]'"
        raise MissingExtraError(remedy("an enclosure", "python-flint is not installed", todo)) from error
    return library


def ball(expr: Expr, values: Mapping[Symbol, Ball]) -> Ball:
    """The ball of an expression whose symbols have these balls.

    Raises
    ------
    NoBallError
        If a function in it is not in the table.
    """
    acb = flint().acb
    if expr in values:
        return values[expr]
    if expr.is_Rational:
        return acb(expr.p) / acb(expr.q)
    if expr.is_Float:
        return ball(sympy.Rational(expr), values)
    if expr is sympy.pi:
        return acb.pi()
    if expr is sympy.E:
        return acb(1).exp()
    if expr.func is sympy.Pow:
        return _power(expr, values)
    function = TABLE.get(expr.func)
    if function is None:
        raise NoBallError(str(expr.func))
    return function(*(ball(argument, values) for argument in expr.args))


def _power(expr: Expr, values: Mapping[Symbol, Ball]) -> Ball:
    base, exponent = ball(expr.base, values), expr.exp
    if exponent.is_Integer:
        return base ** int(exponent)
    if exponent is sympy.S.Half:
        return base.sqrt()
    return (ball(exponent, values) * base.log()).exp()


def _sum(*terms: Ball) -> Ball:
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total


def _product(*factors: Ball) -> Ball:
    total = factors[0]
    for factor in factors[1:]:
        total = total * factor
    return total


TABLE: Mapping[Any, Callable[..., Ball]] = {
    sympy.Add: _sum,
    sympy.Mul: _product,
    sympy.exp: lambda x: x.exp(),
    sympy.log: lambda x: x.log(),
    sympy.Abs: lambda x: x,  # of the positive points at which it is taken here
    sympy.gamma: lambda x: x.gamma(),
    sympy.factorial: lambda x: (x + 1).gamma(),
    sympy.erf: lambda x: x.erf(),
    sympy.erfc: lambda x: x.erfc(),
    sympy.expint: lambda order, x: x.expint(order),
    sympy.besselk: lambda order, x: x.bessel_k(order),
    sympy.besseli: lambda order, x: x.bessel_i(order),
    sympy.uppergamma: lambda a, x: x.gamma_upper(a),
    sympy.lowergamma: lambda a, x: x.gamma_lower(a),
    sympy.cosh: lambda x: x.cosh(),
    hyperu: lambda a, b, x: x.hypgeom_u(a, b),
}
"""Functions of balls.  All are taken at positive real points, away from their cuts."""
