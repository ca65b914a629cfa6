"""Where the mass of a law lies: a tree of densities, atoms, mixtures, products and powers.

This is the *definition* of a law, from which quadrature and sampling start; the
transform of the same law (``mellin.py``) is what the algebra works with.  The two
meet only in the checks.  A measure is data: ``numeric/`` turns it into floats.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from sympy import Expr, Float, Integer, Max, Min, S, Symbol, oo

from priorcalc.symbols import lam

Sampler = Callable[[Any, Any], Any]
"""Draws of the law: called as ``sampler(rng, size)``; None means by the inverse of the distribution function."""


@dataclass(frozen=True)
class Density:
    """A density in the symbol ``lam`` on (lower, upper); the ends may be signed or infinite."""

    expr: Expr
    lower: Expr
    upper: Expr
    breaks: tuple[Expr, ...] = ()
    sampler: Sampler | None = None


@dataclass(frozen=True)
class Opaque:
    """A vectorised density that came as a callable, on (lower, upper).

    ``pdf`` (or, if ``log`` is true, the log density) is called with float arrays.
    ``mass`` is its measured integral, by which it is divided.
    """

    pdf: Callable[[Any], Any]
    lower: Expr
    upper: Expr
    log: bool = False
    mass: float = 1.0
    sampler: Sampler | None = None


@dataclass(frozen=True)
class Atoms:
    """Finitely many points with their masses; the point 0 is the spike."""

    points: tuple[tuple[Expr, Expr], ...]


@dataclass(frozen=True)
class Empirical:
    """Many points other than 0 with their masses in floats, such as a sample."""

    values: tuple[float, ...]
    masses: tuple[float, ...]


@dataclass(frozen=True)
class Lattice:
    """Masses ``mass(k)`` at k = first, first + 1, …, last (``oo`` allowed), ``mass`` an expression in ``index``."""

    mass: Expr
    index: Symbol
    first: int
    last: Expr
    sampler: Sampler | None = None


@dataclass(frozen=True)
class Blend:
    """A mixture: measures with weights that sum to one."""

    parts: tuple[tuple[Expr, Measure], ...]


@dataclass(frozen=True)
class Product:
    """The law of |X·Y| for X and Y independent."""

    left: Measure
    right: Measure


@dataclass(frozen=True)
class Power:
    """The law of ``factor * |X|**exponent``, with factor > 0."""

    base: Measure
    exponent: Expr
    factor: Expr


Measure = Density | Opaque | Atoms | Empirical | Lattice | Blend | Product | Power


@singledispatch
def is_positive(measure: Any) -> bool:
    """Whether the law is known to live on [0, oo): products and powers keep |X| alone."""
    return True


@is_positive.register
def _(measure: Density | Opaque) -> bool:
    return measure.lower.is_nonnegative is True


@is_positive.register
def _(measure: Atoms) -> bool:
    return all(value.is_nonnegative is True for value, _ in measure.points)


@is_positive.register
def _(measure: Empirical) -> bool:
    return min(measure.values) >= 0


@is_positive.register
def _(measure: Blend) -> bool:
    return all(is_positive(part) for _, part in measure.parts)


@singledispatch
def free_symbols(measure: Any) -> frozenset[Symbol]:
    """The symbols among the parameters of a measure."""
    return frozenset()


@free_symbols.register
def _(measure: Density) -> frozenset[Symbol]:
    exprs = (measure.expr, measure.lower, measure.upper)
    return frozenset().union(*(expr.free_symbols for expr in exprs)) - {lam}


@free_symbols.register
def _(measure: Atoms) -> frozenset[Symbol]:
    return frozenset().union(*(value.free_symbols | mass.free_symbols for value, mass in measure.points))


@free_symbols.register
def _(measure: Lattice) -> frozenset[Symbol]:
    return frozenset(measure.mass.free_symbols - {measure.index})


@free_symbols.register
def _(measure: Blend) -> frozenset[Symbol]:
    return frozenset().union(*(weight.free_symbols | free_symbols(part) for weight, part in measure.parts))


@free_symbols.register
def _(measure: Product) -> frozenset[Symbol]:
    return free_symbols(measure.left) | free_symbols(measure.right)


@free_symbols.register
def _(measure: Power) -> frozenset[Symbol]:
    return free_symbols(measure.base) | measure.factor.free_symbols


@singledispatch
def support(measure: Any) -> tuple[Expr, Expr]:
    """The ends between which the law lives, as far as the tree tells."""
    return S.Zero, oo


@support.register
def _(measure: Density | Opaque) -> tuple[Expr, Expr]:
    return measure.lower, measure.upper


@support.register
def _(measure: Atoms) -> tuple[Expr, Expr]:
    values = [value for value, _ in measure.points]
    return Min(*values), Max(*values)


@support.register
def _(measure: Empirical) -> tuple[Expr, Expr]:
    return Float(min(measure.values)), Float(max(measure.values))


@support.register
def _(measure: Lattice) -> tuple[Expr, Expr]:
    return Integer(measure.first), measure.last


@support.register
def _(measure: Blend) -> tuple[Expr, Expr]:
    ends = [support(part) for _, part in measure.parts]
    return Min(*(lower for lower, _ in ends)), Max(*(upper for _, upper in ends))


@support.register
def _(measure: Power) -> tuple[Expr, Expr]:
    lower, upper = support(measure.base)
    # |X| lies between the smaller end, or 0 if the law crosses it, and the larger.
    crosses = lower.is_extended_nonpositive and upper.is_extended_nonnegative
    inner = S.Zero if crosses else Min(abs(lower), abs(upper))
    ends = [_to_power(end, measure) for end in (inner, Max(abs(lower), abs(upper)))]
    return (ends[0], ends[1]) if measure.exponent.is_positive else (ends[1], ends[0])


def _to_power(end: Expr, measure: Power) -> Expr:
    return oo if end == 0 and measure.exponent.is_negative else measure.factor * end**measure.exponent
