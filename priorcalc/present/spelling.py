"""SymPy's expressions as a textbook writes them.

Constants gather under one root (1/√(2π), not √2/(2√π)); a fraction keeps what is simple, functions follow it;
exponents are set on one line; the inverse transform shows its 1/(2πi); λ is λ.  Nothing is computed.
"""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from sympy import Abs, Add, E, Expr, I, Integral, Mul, Number, Piecewise, Pow, Rational, S, Subs, Sum, Symbol, UnevaluatedExpr, exp, ilcm, pi
from sympy.core.function import Application
from sympy.core.relational import Relational
from sympy.logic.boolalg import And, BooleanAtom, Or

from priorcalc.present.constants import as_constant, constant
from priorcalc.present.functions import FUNCTIONS, letter
from priorcalc.present.tree import GAP, Big, Cases, Fenced, Fraction, Node, Root, Script, Word, bare, joined, num, op, row

HALF = Rational(1, 2)


def spell(expr: Expr, flat: bool = False) -> Node:
    """The layout of an expression; ``flat`` sets fractions with a slash, as in an exponent.

    >>> from sympy import sqrt
    >>> spell(sqrt(2) / (2 * sqrt(pi)))
    Fraction(above=Word(text='1', kind='num'), below=Root(inside=Row(items=(Word(text='2', kind='num'), Word(text='π', kind='id')))))
    """
    return _spell(expr, flat)


@singledispatch
def _spell(expr: Any, flat: bool) -> Node:
    if not expr.args:
        return {pi: Word("π"), E: Word("e"), I: Word("i"), S.Infinity: Word("∞"), S.NegativeInfinity: row(op("−"), Word("∞"))}.get(
            expr, Word(str(expr))
        )
    return row(Word(expr.func.__name__, "fn"), Fenced(joined([_spell(a, flat) for a in expr.args], ",")))


@_spell.register
def _(expr: Symbol, flat: bool) -> Node:
    return letter(expr.name)


@_spell.register
def _(expr: Number, flat: bool) -> Node:
    if expr.is_extended_negative:
        return row(op("−"), _spell(-expr, flat))
    if not expr.is_Rational or expr.is_Integer:
        return num(expr) if expr.is_finite else Word("∞")
    return row(num(expr.p), op("/"), num(expr.q)) if flat else Fraction(num(expr.p), num(expr.q))


@_spell.register
def _(expr: Add, flat: bool) -> Node:
    terms = expr.as_ordered_terms()
    numbers = [term.as_coeff_Mul()[0] for term in terms]
    common = ilcm(1, *(number.q for number in numbers if number.is_Rational))
    if common > 1 and all(number.is_Rational for number in numbers) and not any(_divides(term) for term in terms):
        whole = _terms([common * term for term in terms], flat)
        return row(Fenced(whole), op("/"), num(common)) if flat else Fraction(bare(whole), num(common))
    return _terms(terms, flat)


def _divides(term: Expr) -> bool:
    return any(power.exp.is_negative for power in term.atoms(Pow)) or term.has(Integral, Sum)


def _terms(terms: list[Expr], flat: bool) -> Node:
    if terms[0].could_extract_minus_sign():
        terms = sorted(terms, key=lambda term: bool(term.could_extract_minus_sign()))
    items: list[Node] = []
    for term in terms:
        negative = term.as_coeff_Mul()[0].is_extended_negative
        sign = op("−") if negative else op("+")
        items += ([sign] if items or negative else []) + [_spell(-term if negative else term, flat)]
    return row(*items)


@_spell.register
def _(expr: Mul, flat: bool) -> Node:
    if any(isinstance(a, Integral) and a.limits[0][-1].has(I) for a in expr.args):
        return _inversion(expr)
    if any(isinstance(a, Mul) for a in expr.args) or Mul(*expr.args) != expr:
        return _side_by_side(expr, flat)
    number, rest = expr.as_coeff_Mul()
    if number.is_extended_negative:
        return row(op("−"), _spell(-expr, flat))
    front, others = constant([a for a in expr.args if as_constant(a)]), [a for a in expr.args if not as_constant(a)]
    simple: list[Node] = []
    below: list[Node] = []
    after: list[Node] = []
    for factor in sorted(_joined_exponentials(others), key=_rank):
        base, power = factor.as_base_exp()
        if power.is_Rational and power.is_negative and not isinstance(factor, exp):
            below.append(_power(base, -power, flat))
        elif _rank(factor) >= 3 and factor.free_symbols:
            after.append(_factor(factor, flat))
        else:
            simple.append(_factor(factor, flat))
    return _fraction(front, simple, below, after, flat, alone=len(others) == 1)


def _joined_exponentials(factors: list[Expr]) -> list[Expr]:
    running = [factor for factor in factors if isinstance(factor, exp) and factor.free_symbols]
    if len(running) < 2:
        return factors
    return [factor for factor in factors if factor not in running] + [exp(Add(*(factor.args[0] for factor in running)))]


def _inversion(expr: Expr) -> Node:
    # The inverse transform stands for (1/2πi)∫, which SymPy keeps as -(i/2π)∫.
    (integral,) = (a for a in expr.args if isinstance(a, Integral))
    rest = expr / integral * (2 * pi * I)
    front = Fraction(num(1), row(num(2), Word("π"), Word("i")))
    return row(front, *([] if rest == 1 else [_spell(rest, False)]), _spell(integral, False))


def _fraction(
    front: tuple[list[Node], list[Node]], simple: list[Node], below: list[Node], after: list[Node], flat: bool, alone: bool
) -> Node:
    above, under = front[0] + simple, front[1] + below
    if not under:
        return row(*above, *after) if above or after else num(1)
    if flat:
        top = above + after or [num(1)]
        bottom = row(*under) if len(under) == 1 else Fenced(row(*under))
        return row(*top, op("/"), bottom)
    if len(under) == 1 and not above and len(after) == 1 and not front[0] and isinstance(under[0], Word) and not _is_tall(after[0]):
        return row(Fraction(num(1), under[0]), *after)
    return row(Fraction(bare(row(*above)) if above else num(1), bare(row(*under))), *after)


def _is_tall(node: Node) -> bool:
    return isinstance(node, Big | Fraction)


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


def _side_by_side(expr: Expr, flat: bool) -> Node:
    # A product that is shown as it was put together, or a quotient of two forms.
    below = [a.base for a in expr.args if isinstance(a, Pow) and a.exp == -1]
    above = [a for a in expr.args if not (isinstance(a, Pow) and a.exp == -1)]
    if below and not flat:
        return Fraction(bare(_beside(above, flat)), bare(_beside(below, flat)))
    return _beside(list(expr.args), flat)


def _beside(factors: list[Expr], flat: bool) -> Node:
    nodes = [Fenced(_spell(f, flat)) if f.is_Add or f.could_extract_minus_sign() else _spell(f, flat) for f in factors]
    return joined(nodes, "·") if nodes else num(1)


def _factor(factor: Expr, flat: bool) -> Node:
    if factor.is_Add or isinstance(factor, Piecewise):
        return Fenced(_spell(factor, flat))
    return _spell(factor, flat)


@_spell.register
def _(expr: Pow, flat: bool) -> Node:
    if as_constant(expr):
        above, below = constant([expr])
        return _fraction((above, below), [], [], [], flat, alone=False)
    if expr.exp.is_Rational and expr.exp.is_negative:
        below_node = _power(expr.base, -expr.exp, flat)
        return row(num(1), op("/"), below_node) if flat else Fraction(num(1), below_node)
    return _power(expr.base, expr.exp, flat)


def _power(base: Expr, power: Expr, flat: bool) -> Node:
    if power == 1:
        return _factor(base, flat)
    if power == HALF:
        return Root(_spell(base, flat))
    inner = _spell(base, flat)
    bare = base.is_Symbol or base.is_Integer and base.is_nonnegative or base in (pi, E) or isinstance(base, Application)
    return Script(inner if bare else Fenced(inner), None, _spell(power, True))


@_spell.register
def _(expr: exp, flat: bool) -> Node:
    return Script(Word("e"), None, _spell(expr.args[0], True))


@_spell.register
def _(expr: UnevaluatedExpr, flat: bool) -> Node:
    return Fenced(_spell(expr.args[0], flat))


@_spell.register
def _(expr: Integral, flat: bool) -> Node:
    signs: list[Node] = []
    ends: list[Node] = []
    for limits in reversed(expr.limits):
        x, lower, upper = limits
        signs.append(Big("∫", _end(lower), _end(upper)))
        ends = [GAP, Word("d"), _spell(x, True), *ends]
    body = expr.function
    inner = Fenced(_spell(body, flat)) if body.is_Add else _spell(body, flat)
    return row(*signs, inner, *ends)


def _end(limit: Expr) -> Node:
    if not limit.has(I):
        return _spell(limit, True)
    (c,) = limit.free_symbols
    return row(_spell(c, True), op("−" if limit.has(S.NegativeInfinity) else "+"), Word("i"), Word("∞"))


@_spell.register
def _(expr: Sum, flat: bool) -> Node:
    ((index, first, last),) = expr.limits
    sign = Big("∑", row(_spell(index, True), op("="), _spell(first, True)), _spell(last, True))
    body = expr.function
    return row(sign, Fenced(_spell(body, flat)) if body.is_Add else _spell(body, flat))


@_spell.register
def _(expr: Piecewise, flat: bool) -> Node:
    rows = tuple((_spell(value, False), Word("otherwise", "fn") if cond == True else _spell(cond, True)) for value, cond in expr.args)  # noqa: E712 - SymPy's true
    return Cases(rows)


@_spell.register
def _(expr: Subs, flat: bool) -> Node:
    (variable,), (point,) = expr.variables, expr.point
    where = row(_spell(variable, True), op("="), _spell(point, True))
    return Script(Fenced(_spell(expr.expr, flat), "", "|"), where)


@_spell.register
def _(expr: Relational, flat: bool) -> Node:
    sign = {"<=": "≤", ">=": "≥", "==": "="}.get(expr.rel_op, expr.rel_op)
    return row(_spell(expr.lhs, True), op(sign), _spell(expr.rhs, True))


@_spell.register
def _(expr: And | Or, flat: bool) -> Node:
    return joined([_spell(part, True) for part in sorted(expr.args, key=str)], "," if isinstance(expr, And) else " or ")


@_spell.register
def _(expr: BooleanAtom, flat: bool) -> Node:
    return Word("always" if expr == True else "never", "fn")  # noqa: E712 - SymPy's true


@_spell.register
def _(expr: Application, flat: bool) -> Node:
    for kind in type(expr).__mro__:
        if kind in FUNCTIONS:
            return FUNCTIONS[kind](expr, lambda inner, slash=flat: _spell(inner, slash))
    name = type(expr).__name__
    return row(Word(name, "fn"), Fenced(joined([_spell(a, flat) for a in expr.args], ",")))
