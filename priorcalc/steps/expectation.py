"""Expectations over the law of λ, written out from its definition and not carried out.

``E g(|λ|)`` is an integral over a density, a sum over atoms, a weighted sum over a mixture; for a product of
independent variables it is an integral inside another.  With ``g(x) = x^{s-1}`` it is the Mellin transform, with
``g(x) = N(w; 0, x²σ₀²)`` the mixture integral: both as they are defined, before any algebra.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import singledispatch
from typing import Any

from sympy import Abs, Expr, Integral, Max, Min, Mul, Rational, S, Sum, Symbol, exp, oo, pi, sqrt

from priorcalc.change_of_variables import density
from priorcalc.measure import Atoms, Blend, Density, Empirical, Lattice, Measure, Power, Product
from priorcalc.steps.step import Interval, noise

Function = Callable[[Expr], Expr]
MOST_ATOMS = 8
"""A sum over more points is not written out."""
MOST_OPERATIONS = 120


def normal(w: Expr, scale: Expr) -> Expr:
    """The density N(w; 0, scale²)."""
    return exp(-(w**2) / (2 * scale**2)) / (sqrt(2 * pi) * scale)


def expectation(measure: Measure, g: Function) -> Expr | None:
    """E g(|λ|), unevaluated; None where the law is only known by its numbers.

    >>> from priorcalc import laws
    >>> expectation(laws.exponential().measure, lambda x: x)
    Integral(lambda*exp(-lambda), (lambda, 0, oo))
    """
    return _expectation(measure, g, noise)


@singledispatch
def _expectation(measure: Any, g: Function, x: Symbol) -> Expr | None:
    return None


@_expectation.register
def _(measure: Density, g: Function, x: Symbol) -> Expr | None:
    folded = half_line_density(measure, x)
    if folded is None:
        return None
    # The two factors stand side by side, so that the reader sees which is the density.
    return Integral(Mul(g(x), folded, evaluate=False), (x, *ends(measure)))


@_expectation.register
def _(measure: Atoms, g: Function, x: Symbol) -> Expr | None:
    if len(measure.points) > MOST_ATOMS:
        return None
    return sum((mass * g(Abs(value)) for value, mass in measure.points if value != 0), S.Zero)


@_expectation.register
def _(measure: Empirical, g: Function, x: Symbol) -> Expr | None:
    if len(measure.values) > MOST_ATOMS:
        return None
    pairs = zip(measure.values, measure.masses, strict=True)
    return sum((Rational(repr(mass)) * g(Rational(repr(abs(value)))) for value, mass in pairs if value != 0), S.Zero)


@_expectation.register
def _(measure: Lattice, g: Function, x: Symbol) -> Expr | None:
    index = measure.index
    return Sum(g(index) * measure.mass, (index, max(measure.first, 1), measure.last))


@_expectation.register
def _(measure: Blend, g: Function, x: Symbol) -> Expr | None:
    parts = [(weight, _expectation(part, g, x)) for weight, part in measure.parts]
    return None if any(part is None for _, part in parts) else sum((weight * part for weight, part in parts), S.Zero)


@_expectation.register
def _(measure: Power, g: Function, x: Symbol) -> Expr | None:
    return _expectation(measure.base, lambda y: g(measure.factor * y**measure.exponent), x)


@_expectation.register
def _(measure: Product, g: Function, x: Symbol) -> Expr | None:
    left, right = (Symbol(x.name + digit, positive=True) for digit in "12")
    if _expectation(measure.right, g, right) is None:
        return None
    return _expectation(measure.left, lambda y: _expectation(measure.right, lambda z: g(y * z), right), left)


@singledispatch
def moment(measure: Any, r: Expr) -> Expr | None:
    """E |λ|^r, unevaluated; that of a product of independent variables is the product of theirs."""
    return expectation(measure, lambda x: x**r)


@moment.register
def _(measure: Product, r: Expr) -> Expr | None:
    left, right = moment(measure.left, r), moment(measure.right, r)
    return None if left is None or right is None else left * right


@moment.register
def _(measure: Power, r: Expr) -> Expr | None:
    base = moment(measure.base, measure.exponent * r)
    return None if base is None else measure.factor**r * base


def half_line_density(measure: Measure, x: Expr) -> Expr | None:
    """The density of |λ| at x > 0, both branches folded."""
    return density(Power(measure, S.One, S.One), x)


def is_long(expr: Expr) -> bool:
    """Whether a density is too long to be read: then the steps name it and do not write it out."""
    return bool(expr.count_ops() > MOST_OPERATIONS)


@singledispatch
def ends(measure: Any) -> Interval:
    """The ends of the support of |λ|, as far as the tree tells."""
    return S.Zero, oo


@ends.register
def _(measure: Density) -> Interval:
    lower, upper = measure.lower, measure.upper
    if lower.is_nonnegative:
        return lower, upper
    if upper.is_nonpositive:
        return -upper, -lower
    return S.Zero, upper if lower == -upper else Max(upper, -lower)


@ends.register
def _(measure: Blend) -> Interval:
    pairs = [ends(part) for _, part in measure.parts]
    return Min(*(lower for lower, _ in pairs)), Max(*(upper for _, upper in pairs))


@ends.register
def _(measure: Power) -> Interval:
    lower, upper = ends(measure.base)
    k, c = measure.exponent, measure.factor
    bent = [
        c * oo if end == (0 if k < 0 else oo) else S.Zero if end in (0, oo) else c * end**k for end in (lower, upper)
    ]
    return (bent[0], bent[1]) if k > 0 else (bent[1], bent[0])
