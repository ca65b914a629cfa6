"""Change of variables on a measure: the density of its law, or of a power of it, as an expression.

If y = c·|X|^k then ``p_y(y) = [p(x) + p(-x)] · x/(k·y)`` with x = (y/c)^{1/k}: the Jacobian, and the branch of
negative X folded in.  For k = 2 this is p(λ²) = [p(√v) + p(-√v)]/(2√v).  Nothing is integrated.
"""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from sympy import DiracDelta, Expr, Piecewise, S, oo

from priorcalc.exact import is_long
from priorcalc.measure import Atoms, Blend, Density, Lattice, Measure, Power, Product
from priorcalc.symbols import lam


@singledispatch
def density(measure: Any, x: Expr) -> Expr | None:
    """The density of a measure at x as an expression, if its tree has one; atoms away from 0 as Dirac deltas."""
    return None


@density.register
def _(measure: Density, x: Expr) -> Expr | None:
    return measure.expr.xreplace({lam: x})


@density.register
def _(measure: Atoms, x: Expr) -> Expr | None:
    return sum((mass * DiracDelta(x - value) for value, mass in measure.points if value != 0), S.Zero)


@density.register
def _(measure: Blend, x: Expr) -> Expr | None:
    parts = [(weight, _inside(part, density(part, x), x)) for weight, part in measure.parts]
    if any(part is None for _, part in parts):
        return None
    return sum((weight * part for weight, part in parts), S.Zero)


@density.register
def _(measure: Power, x: Expr) -> Expr | None:
    # y = factor·|X|**k, so |X| = (y/factor)**(1/k), and both branches ±|X| are folded.
    ratio = x / (measure.factor.evalf(40) if is_long(measure.exponent) else measure.factor)
    root = ratio ** (1 / measure.exponent)
    base = _folded(measure.base, root)
    return None if base is None else base * root / (abs(measure.exponent) * x)


@singledispatch
def _folded(measure: Any, x: Expr) -> Expr | None:
    # The density of |X| at x > 0.
    return density(measure, x)


@_folded.register
def _(measure: Density, x: Expr) -> Expr | None:
    lower, upper = measure.lower, measure.upper
    above, below = measure.expr.xreplace({lam: x}), measure.expr.xreplace({lam: -x})
    if lower.is_nonnegative:
        return above
    if upper.is_nonpositive:
        return below
    if upper + lower == 0 or (lower, upper) == (-oo, oo):
        return 2 * above if above == below else above + below
    near, far = (upper, -lower) if (upper < -lower) == True else (-lower, upper)  # noqa: E712 - SymPy's true
    outer = below if far == -lower else above
    return Piecewise((above + below, x < near), (outer, x < far), (S.Zero, True))


@_folded.register
def _(measure: Atoms, x: Expr) -> Expr | None:
    return density(Atoms(tuple((abs(value), mass) for value, mass in measure.points)), x)


def _inside(measure: Measure, expr: Expr | None, x: Expr) -> Expr | None:
    # In a mixture every part must say where it is zero.
    match measure:
        case Density(lower=lower, upper=upper) if expr is not None and (lower, upper) != (-oo, oo):
            return Piecewise((expr, (x > lower) & (x < upper)), (S.Zero, True))
    return expr


@singledispatch
def spike(measure: Any) -> Expr:
    """P(λ = 0), as far as the tree tells."""
    return S.Zero


@spike.register
def _(measure: Atoms) -> Expr:
    return sum((mass for value, mass in measure.points if value == 0), S.Zero)


@spike.register
def _(measure: Blend) -> Expr:
    return sum((weight * spike(part) for weight, part in measure.parts), S.Zero)


@spike.register
def _(measure: Power) -> Expr:
    return spike(measure.base)


@spike.register
def _(measure: Lattice) -> Expr:
    return measure.mass.xreplace({measure.index: S.Zero}) if measure.first == 0 else S.Zero


@spike.register
def _(measure: Product) -> Expr:
    return 1 - (1 - spike(measure.left)) * (1 - spike(measure.right))
