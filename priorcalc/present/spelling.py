"""SymPy's expressions as a textbook writes them.

Constants gather under one root (1/√(2π), not √2/(2√π)); a fraction keeps what is simple, functions follow it;
exponents are set on one line; the inverse transform shows its 1/(2πi); λ is λ.  Nothing is computed.
"""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from sympy import (
    Add,
    E,
    Expr,
    I,
    Integral,
    Mul,
    Number,
    Piecewise,
    Pow,
    S,
    Subs,
    Sum,
    Symbol,
    UnevaluatedExpr,
    exp,
    ilcm,
    pi,
)
from sympy.core.function import Application
from sympy.core.relational import Relational
from sympy.logic.boolalg import And, BooleanAtom, Or

from priorcalc.present.functions import FUNCTIONS, letter
from priorcalc.present.products import power, product
from priorcalc.present.tree import GAP, Big, Cases, Fenced, Fraction, Node, Script, Word, joined, num, op, row


def spell(expr: Expr, flat: bool = False) -> Node:
    """The layout of an expression; ``flat`` sets fractions with a slash, as in an exponent.

    >>> from sympy import sqrt
    >>> from priorcalc.present.tex import tex
    >>> tex(spell(sqrt(2) / (2 * sqrt(pi))))
    '\\\\frac{1}{\\\\sqrt{2\\\\pi }}'
    """
    return _spell(expr, flat)


@singledispatch
def _spell(expr: Any, flat: bool) -> Node:
    if not expr.args:
        return {
            pi: Word("π"),
            E: Word("e"),
            I: Word("i"),
            S.Infinity: Word("∞"),
            S.NegativeInfinity: row(op("−"), Word("∞")),
        }.get(expr, Word(str(expr)))
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
    if flat and common > 1 and all(number.is_Rational for number in numbers) and not any(map(_divides, terms)):
        return row(Fenced(_terms([common * term for term in terms], flat)), op("/"), num(common))
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
        # What is taken off or added whole keeps its brackets: a - (b + c).
        size = -term if negative else term
        node = Fenced(_spell(size, flat)) if size.is_Add else _spell(size, flat)
        items += [sign, node] if items or negative else [node]
    return row(*items)


@_spell.register
def _(expr: Mul, flat: bool) -> Node:
    return product(expr, flat, spell)


@_spell.register
def _(expr: Pow, flat: bool) -> Node:
    return power(expr, flat, spell)


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
    rows = tuple(
        (_spell(value, False), Word("otherwise", "fn") if cond is S.true else _spell(cond, True))
        for value, cond in expr.args
    )
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
