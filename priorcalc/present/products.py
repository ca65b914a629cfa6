"""Products, quotients and powers as a textbook lays them out.

Constants gather before what varies; a fraction keeps what is simple and the functions follow it; exponentials join into
one.  A product that was put together to be shown (SymPy has not evaluated it) is shown as it stands.
"""

from __future__ import annotations

from sympy import Abs, Add, E, Expr, I, Integral, Mul, Piecewise, Pow, Rational, Subs, Sum, exp, pi
from sympy.core.function import Application

from priorcalc.present.constants import as_constant, constant
from priorcalc.present.functions import Spell
from priorcalc.present.tree import Fenced, Fraction, Node, Root, Script, Word, bare, joined, num, op, row

HALF = Rational(1, 2)


def product(expr: Mul, flat: bool, spell: Spell) -> Node:
    """The layout of a product or quotient."""
    if any(isinstance(a, Integral) and a.limits[0][-1].has(I) for a in expr.args):
        return _inversion(expr, spell)
    if any(isinstance(a, Mul) for a in expr.args) or Mul(*expr.args) != expr:
        return _side_by_side(expr, flat, spell)
    number, _rest = expr.as_coeff_Mul()
    if number.is_extended_negative:
        return row(op("−"), _factor(-expr, flat, spell))
    front, others = constant([a for a in expr.args if as_constant(a)]), [a for a in expr.args if not as_constant(a)]
    simple: list[Node] = []
    below: list[Node] = []
    after: list[Node] = []
    for factor in sorted(_joined_exponentials(others), key=_rank):
        base, power = factor.as_base_exp()
        if power.is_Rational and power.is_negative and not isinstance(factor, exp):
            below.append(_power(base, -power, flat, spell))
        elif _rank(factor) >= 3 and factor.free_symbols:
            after.append(_factor(factor, flat, spell))
        else:
            simple.append(_factor(factor, flat, spell))
    return _fraction(front, simple, below, after, flat)


def _joined_exponentials(factors: list[Expr]) -> list[Expr]:
    running = [factor for factor in factors if isinstance(factor, exp) and factor.free_symbols]
    if len(running) < 2:
        return factors
    return [factor for factor in factors if factor not in running] + [exp(Add(*(factor.args[0] for factor in running)))]


def _inversion(expr: Expr, spell: Spell) -> Node:
    # The inverse transform stands for (1/2πi)∫, which SymPy keeps as -(i/2π)∫.
    (integral,) = (a for a in expr.args if isinstance(a, Integral))
    rest = expr / integral * (2 * pi * I)
    front = Fraction(num(1), row(num(2), Word("π"), Word("i")))
    return row(front, *([] if rest == 1 else [spell(rest, False)]), spell(integral, False))


def _fraction(
    front: tuple[list[Node], list[Node]],
    simple: list[Node],
    below: list[Node],
    after: list[Node],
    flat: bool,
) -> Node:
    above, under = front[0] + simple, front[1] + below
    if not under:
        return row(*above, *after) if above or after else num(1)
    if flat:
        top = above + after or [num(1)]
        bottom = row(*under) if len(under) == 1 else Fenced(row(*under))
        return row(*top, op("/"), bottom)
    return row(Fraction(bare(row(*above)) if above else num(1), bare(row(*under))), *after)


def _rank(factor: Expr) -> int:
    base = factor.as_base_exp()[0]
    if isinstance(factor, Integral | Sum | Subs):
        return 5
    if isinstance(factor, exp):
        return 4
    if isinstance(base, Application) and not isinstance(base, Abs):
        return 3
    if factor.as_base_exp()[1].free_symbols:
        return 3
    return 2 if base.is_Add else 1


def _side_by_side(expr: Expr, flat: bool, spell: Spell) -> Node:
    # A product that is shown as it was put together, or a quotient of two forms.
    below = [a.base for a in expr.args if isinstance(a, Pow) and a.exp == -1]
    above = [a for a in expr.args if not (isinstance(a, Pow) and a.exp == -1)]
    if below and not flat:
        return Fraction(bare(_beside(above, flat, spell)), bare(_beside(below, flat, spell)))
    return _beside(list(expr.args), flat, spell)


def _beside(factors: list[Expr], flat: bool, spell: Spell) -> Node:
    nodes = [Fenced(spell(f, flat)) if f.is_Add or f.could_extract_minus_sign() else spell(f, flat) for f in factors]
    return joined(nodes, "·") if nodes else num(1)


def _factor(factor: Expr, flat: bool, spell: Spell) -> Node:
    if factor.is_Add or isinstance(factor, Piecewise):
        return Fenced(spell(factor, flat))
    return spell(factor, flat)


def power(expr: Pow, flat: bool, spell: Spell) -> Node:
    """The layout of a power, a root or a reciprocal."""
    if as_constant(expr):
        above, below = constant([expr])
        return _fraction((above, below), [], [], [], flat)
    if expr.exp.is_Rational and expr.exp.is_negative:
        below_node = _power(expr.base, -expr.exp, flat, spell)
        return row(num(1), op("/"), below_node) if flat else Fraction(num(1), below_node)
    return _power(expr.base, expr.exp, flat, spell)


def _power(base: Expr, power: Expr, flat: bool, spell: Spell) -> Node:
    if power == 1:
        return _factor(base, flat, spell)
    if power == HALF:
        return Root(spell(base, flat))
    inner = spell(base, flat)
    bare = (
        base.is_Symbol or (base.is_Integer and base.is_nonnegative) or base in (pi, E) or isinstance(base, Application)
    )
    return Script(inner if bare else Fenced(inner), None, spell(power, True))
