"""Sums and cases of numbers known by sign and logarithm.

A sum is ``max + log1p(Σ ± e^{difference})``.  Two terms a·x^p and b·x^q of opposite sign have
the difference a·x^p·(1 - e^{(q-p)u + ln|b/a|}), which keeps its digits where it vanishes,
and so have c·e^g and c·e^h.  Any other sum that loses two digits gives nan, and the
caller takes those points to mpmath.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import sympy
from numpy.typing import NDArray
from sympy import Expr, Rational, S, Symbol

from priorcalc.errors import FormulaError, remedy
from priorcalc.numeric.logexact import constant
from priorcalc.numeric.lognode import Compiler, Node
from priorcalc.numeric.logspecial import Floats, Signed, log1mexp

_LOST = 1e-2  # a sum smaller than this share of its terms goes to mpmath
_ROUGH = 1e4  # an exponent whose terms are this much larger than it is loses 1e-12


def add(expr: Expr, x: Symbol, compile_node: Compiler) -> Node:
    """A sum: a difference of two powers or of two exponentials, or the general case."""
    terms = _factored(expr, x)
    if terms is not None:
        return compile_node(terms, x)
    if len(expr.args) == 2:
        power, other = (_monomial(term, x) for term in expr.args)
        if power is not None and other is not None:
            return _two_powers(power, other)
        first, second = (_exponential(term) for term in expr.args)
        if first[0] == -second[0]:
            return _two_exponentials(first, second, x, compile_node)
    return _general([compile_node(term, x) for term in expr.args])


def _factored(expr: Expr, x: Symbol) -> Expr | None:
    """A polynomial of three or more terms in factors with exact roots, if it has any."""
    if len(expr.args) < 3 or not expr.is_polynomial(x) or not all(c.is_Rational for c in sympy.Poly(expr, x).coeffs()):
        return None
    product = sympy.factor(expr)
    return None if product.is_Add else product


def _exactly(number: Expr) -> Expr:
    return Rational(number) if number.is_Float else number


def _monomial(term: Expr, x: Symbol) -> tuple[Expr, Expr] | None:
    coefficient, power = term.as_independent(x, as_Add=False)
    base, exponent = power.as_base_exp()
    if power == 1:
        return _exactly(coefficient), S.Zero
    return (_exactly(coefficient), exponent) if base == x and exponent.is_number else None


def _exponential(term: Expr) -> tuple[Expr, Expr]:
    """The term as c·e^g."""
    factors = sympy.Mul.make_args(term)
    outside = sympy.Mul(*(f for f in factors if f.func != sympy.exp))
    return outside, sympy.Add(*(f.args[0] for f in factors if f.func == sympy.exp))


def _two_powers(first: tuple[Expr, Expr], second: tuple[Expr, Expr]) -> Node:
    (a, p), (b, q) = first, second
    (sign_a, log_a), (sign_b, _), (_, ratio) = constant(a), constant(b), constant(b / a)
    power, slope, low = float(p), float(q - p), float(a.evalf(30))
    high = float(b.evalf(30))

    def log(u: Floats) -> Signed:
        gap = ratio + slope * u
        size = log_a + power * u + np.maximum(gap, 0.0)
        if sign_a == sign_b:
            return np.full(u.shape, sign_a), size + np.log1p(np.exp(-np.abs(gap)))
        return np.where(gap == 0, 0.0, np.where(gap > 0, sign_b, sign_a)), size + log1mexp(-np.abs(gap))

    def real(u: Floats) -> Floats:
        value = low * np.exp(power * u) + high * np.exp((power + slope) * u)
        close = np.abs(ratio + slope * u) < 0.7
        if sign_a != sign_b and close.any():
            sign, size = log(u)
            value = np.where(close, np.where(sign == 0, 0.0, sign * np.exp(size)), value)
        return value

    return Node(log, real)


def _two_exponentials(first: tuple[Expr, Expr], second: tuple[Expr, Expr], x: Symbol, compile_node: Compiler) -> Node:
    factor, (g, h) = compile_node(first[0], x), (first[1], second[1])
    gap, base = compile_node(sympy.expand(g - h), x), compile_node(h, x)  # c·e^h·(e^{g-h} - 1)

    def log(u: Floats) -> Signed:
        sign, size = factor.log(u)
        sign_gap, log_gap = gap.log(u)
        value = gap.real(u)
        growth = np.where(log_gap < -37, log_gap, np.maximum(value, 0.0) + log1mexp(-np.abs(value)))
        return sign * sign_gap, size + base.real(u) + growth

    def real(u: Floats) -> Floats:
        return factor.real(u) * np.exp(base.real(u)) * np.expm1(gap.real(u))

    return Node(log, real)


def _general(nodes: list[Node]) -> Node:
    def log(u: Floats) -> Signed:
        pairs = [node.log(u) for node in nodes]
        signs, sizes = np.array([sign for sign, _ in pairs]), np.array([size for _, size in pairs])
        top = np.argmax(sizes, axis=0)[None]
        most, lead = np.take_along_axis(sizes, top, 0)[0], np.take_along_axis(signs, top, 0)[0]
        shares = signs * lead * np.exp(sizes - most)
        np.put_along_axis(shares, top, 0.0, axis=0)
        rest = np.sum(shares, axis=0)
        total = most + np.log(np.abs(1 + rest))
        total = np.where(np.abs(rest) < 0.5, most + np.log1p(rest), total)
        lost = np.abs(1 + rest) < _LOST * (1 + np.sum(np.abs(shares), axis=0))
        finite = np.abs(most) < np.inf
        clash = (most == np.inf) & (np.sum(sizes == np.inf, axis=0) > 1)
        total = np.where(finite & ~lost, total, np.where(lost & finite | clash, np.nan, most))
        return np.where(most == -np.inf, 0.0, lead * np.where(rest < -1, -1.0, 1.0)), total

    def real(u: Floats) -> Floats:
        values = [node.real(u) for node in nodes]
        total = np.sum(values, axis=0)
        rough = np.max(np.abs(values), axis=0) > _ROUGH * np.maximum(1.0, np.abs(total))
        return np.asarray(np.where(rough, np.nan, total))

    return Node(log, real)


def piecewise(expr: Expr, x: Symbol, compile_node: Compiler) -> Node:
    """The first branch whose condition holds; 0 where none does.  A branch is evaluated only there."""
    branches = [(compile_node(value, x), _condition(test, x, compile_node)) for value, test in expr.args]

    def choose(u: Floats, part: Callable[[Node, Floats], list[Floats]], empty: list[float]) -> list[Floats]:
        out = [np.full(u.shape, value) for value in empty]
        free = np.ones(u.shape, dtype=bool)
        for node, test in branches:
            here = free & test(u)
            if here.any():
                for target, value in zip(out, part(node, u[here]), strict=True):
                    target[here] = value
            free &= ~here
        return out

    def log(u: Floats) -> Signed:
        sign, size = choose(u, lambda node, v: list(node.log(v)), [0.0, -np.inf])
        return sign, size

    return Node(log, lambda u: choose(u, lambda node, v: [node.real(v)], [0.0])[0])


Test = Callable[[Floats], NDArray[np.bool_]]


def _condition(test: Expr, x: Symbol, compile_node: Compiler) -> Test:
    if test in (S.true, S.false):
        return lambda u: np.full(u.shape, test == S.true)
    if test.func in (sympy.And, sympy.Or):
        parts = [_condition(part, x, compile_node) for part in test.args]
        combine = np.logical_and if test.func == sympy.And else np.logical_or
        return lambda u: np.asarray(combine.reduce([part(u) for part in parts]))
    if test.func == sympy.Not:
        inner = _condition(test.args[0], x, compile_node)
        return lambda u: ~inner(u)
    if test.func not in _SIDES:
        raise FormulaError(remedy(str(test), "this is not a comparison", "use <, <=, >, >= between real expressions"))
    gap, side = compile_node(test.lhs - test.rhs, x), _SIDES[test.func]
    return lambda u: side(gap.log(u)[0])


_SIDES: dict[type, Callable[[Floats], NDArray[np.bool_]]] = {
    sympy.StrictLessThan: lambda sign: sign < 0,
    sympy.LessThan: lambda sign: sign <= 0,
    sympy.StrictGreaterThan: lambda sign: sign > 0,
    sympy.GreaterThan: lambda sign: sign >= 0,
    sympy.Equality: lambda sign: sign == 0,
    sympy.Unequality: lambda sign: sign != 0,
}


def extreme(expr: Expr, x: Symbol, compile_node: Compiler, side: float) -> Node:
    """Max (side = 1) or Min (side = -1)."""
    nodes = [compile_node(term, x) for term in expr.args]

    def log(u: Floats) -> Signed:
        sign, size = nodes[0].log(u)
        for node in nodes[1:]:
            s, part = node.log(u)
            larger = np.where(s != sign, s > sign, s * part > sign * size) == (side == 1)
            sign, size = np.where(larger, s, sign), np.where(larger, part, size)
        return sign, size

    choose = np.maximum if side == 1 else np.minimum
    return Node(log, lambda u: np.asarray(choose.reduce([node.real(u) for node in nodes])))


def step(expr: Expr, x: Symbol, compile_node: Compiler) -> Node:
    """The sign of an expression, or Heaviside's step of it (1/2 at 0)."""
    inner, unit = compile_node(expr.args[0], x), expr.func == sympy.Heaviside

    def real(u: Floats) -> Floats:
        sign = inner.log(u)[0]
        return (1 + sign) / 2 if unit else sign

    def log(u: Floats) -> Signed:
        value = real(u)
        return np.sign(value), np.log(np.abs(value))

    return Node(log, real)
