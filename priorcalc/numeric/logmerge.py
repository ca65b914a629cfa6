"""Factors of a product whose logs would cancel, taken together before they are computed.

At the mode of a concentrated law the factors of its density are e^{±10⁵} and their product is
of order 1: as a sum of logs it would lose five digits.  Two shapes carry the catalogue::

    x^p e^{c x^q}           = [e^{p u₀ - p/q}] · e^{(p/q)(d - (e^d - 1))},   d = q(u - u₀), at the mode u₀
    e^{a x^{2p} + c} I_ν(b x^p) = [e^{c - b²/4a}] · e^{a (x^p + b/2a)²} · Î_ν(b x^p),   Î_ν(t) = e^{-t} I_ν(t)

with the constants in brackets joined to the others and rounded once.
"""

from __future__ import annotations

import numpy as np
import sympy
from sympy import Expr, S, Symbol

from priorcalc.numeric.logexact import constant
from priorcalc.numeric.lognode import Compiler, Node, from_log
from priorcalc.numeric.logspecial import Floats, Number, Signed, besseli_scaled

_CONCENTRATED = 50  # exponents below this lose less than a digit


def merged(factors: list[Expr], x: Symbol, compile_node: Compiler) -> tuple[Expr, list[Node], list[Expr]]:
    """A constant, nodes that stand for some of the factors, and the factors that are left."""
    bessel = _bessel(factors, x, compile_node)
    return bessel if bessel is not None else _power_and_exponential(factors, x)


def _monomials(expr: Expr, x: Symbol) -> dict[Expr, Expr] | None:
    """A sum of powers of x as {power: coefficient}."""
    found: dict[Expr, Expr] = {}
    for term in sympy.Add.make_args(sympy.expand(expr)):
        coefficient, power = term.as_independent(x, as_Add=False)
        base, exponent = power.as_base_exp()
        if power != 1 and (base != x or not exponent.is_number):
            return None
        place = S.Zero if power == 1 else exponent
        found[place] = found.get(place, S.Zero) + coefficient
    return {power: c for power, c in found.items() if c != 0}


def _power_and_exponential(factors: list[Expr], x: Symbol) -> tuple[Expr, list[Node], list[Expr]]:
    powers = [f for f in factors if f.as_base_exp()[0] == x and f.as_base_exp()[1].is_number]
    exponentials = [f for f in factors if f.func == sympy.exp]
    unchanged: tuple[Expr, list[Node], list[Expr]] = (S.One, [], factors)
    if len(powers) != 1 or len(exponentials) != 1:
        return unchanged
    terms, p = _monomials(exponentials[0].args[0], x), powers[0].as_base_exp()[1]
    if terms is None or len(terms) != 1 or abs(p) < _CONCENTRATED:
        return unchanged
    ((q, c),) = terms.items()
    at = -p / (c * q) if q != 0 else S.Zero  # e^{q u₀}
    if not (at > 0) == True:  # noqa: E712 - SymPy's true
        return unchanged
    mode, slope, ratio = sympy.log(at) / q, float(q), float(p / q)
    centre = constant(mode)
    shift = centre[0] * float(np.exp(centre[1]))

    def real(u: Floats) -> Floats:
        d = slope * (u - shift)
        return np.where(np.isneginf(d), ratio * d, ratio * (d - np.expm1(d)))

    node = Node(lambda u: (np.ones(u.shape), real(u)), lambda u: np.exp(real(u)))
    rest = [f for f in factors if f not in (powers[0], exponentials[0])]
    return sympy.exp(p * mode - p / q), [node], rest


def _bessel(factors: list[Expr], x: Symbol, compile_node: Compiler) -> tuple[Expr, list[Node], list[Expr]] | None:
    found = [f for f in factors if f.func == sympy.besseli and x not in f.args[0].free_symbols]
    exponentials = [f for f in factors if f.func == sympy.exp]
    if len(found) != 1 or len(exponentials) != 1:
        return None
    order, argument = found[0].args
    terms = _monomials(exponentials[0].args[0] + argument, x)
    inner = _monomials(argument, x)
    if terms is None or inner is None or len(inner) != 1:
        return None
    ((p, _),) = inner.items()
    a, b, c = terms.pop(2 * p, S.Zero), terms.pop(p, S.Zero), terms.pop(S.Zero, S.Zero)
    if terms or a == 0 or p == 0:
        return None
    gap, growth = compile_node(x**p + b / (2 * a), x), float(a)
    size, index = compile_node(argument, x), float(order)

    def square(u: Floats) -> Floats:
        return growth * gap.real(u) ** 2

    def scaled(u: Floats) -> Signed:
        sign, log = size.log(u)
        return besseli_scaled(index, Number(size.real(u), sign, log))

    nodes = [Node(lambda u: (np.ones(u.shape), square(u)), lambda u: np.exp(square(u))), from_log(scaled)]
    rest = [f for f in factors if f not in (found[0], exponentials[0])]
    return sympy.exp(c - b**2 / (4 * a)), nodes, rest
