"""A compiled expression: u = ln x to the sign and the log of a value, and to the value itself.

Sums, products and functions are built from such nodes.  The plain value is what an
exponent needs, to a full double: taken as ±e^{log} it would carry an error ε·|log|.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from sympy import Expr, Symbol

from priorcalc.errors import FormulaError, remedy
from priorcalc.numeric.logexact import constant, evaluate
from priorcalc.numeric.logspecial import Floats, Signed


@dataclass(frozen=True)
class Node:
    """A compiled expression: as sign and log, and as a plain value (in which 0 and inf may be roundings)."""

    log: Callable[[Floats], Signed]
    real: Callable[[Floats], Floats]


Compiler = Callable[[Expr, Symbol], Node]


def from_log(log: Callable[[Floats], Signed]) -> Node:
    """The node whose value is ±e^{log}."""

    def real(u: Floats) -> Floats:
        sign, size = log(u)
        return np.where(sign == 0, 0.0, sign * np.exp(size))

    return Node(log, real)


def guarded(node: Node, expr: Expr, x: Symbol) -> Node:
    """Send the points where the fast route gives nan to mpmath."""

    def log(u: Floats) -> Signed:
        sign, size = node.log(u)
        lost = np.isnan(size) | np.isnan(sign)
        if lost.any():
            sign, size = np.array(sign), np.array(size)
            sign[lost], size[lost] = evaluate(expr, x, u[lost])
        return sign, size

    def real(u: Floats) -> Floats:
        value = node.real(u)
        rough = ~(np.abs(value) < 1e300) | (np.abs(value) < 1e-300)
        if rough.any():
            sign, size = log(u[rough])
            value = np.array(value)
            value[rough] = np.where(sign == 0, 0.0, sign * np.exp(size))
        return value

    return Node(log, real)


def constant_node(expr: Expr) -> Node:
    """A number, its log rounded once."""
    sign, log = constant(expr)
    if np.isnan(log):
        raise FormulaError(remedy(str(expr), "this is not a finite real number", "give real parameters"))
    value = float(expr.evalf(30)) if log < 709 else sign * np.inf
    return Node(
        lambda u: (np.full(u.shape, sign), np.full(u.shape, log)),
        lambda u: np.full(u.shape, value),
    )
