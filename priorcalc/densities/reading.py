"""Reading a density as one product (``monomials.py``), by looking at its tree.

Powers, exponentials and logarithms are taken apart; a sum is one factor if it is a binomial d·x^a + e·x^b, a logarithm
ln m + j ln x, or a polynomial that has factors.  Nothing is proved about signs here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sympy import (
    Abs,
    Add,
    Expr,
    Float,
    Mul,
    Pow,
    S,
    Symbol,
    besseli,
    besselk,
    erfc,
    exp,
    expand,
    expand_log,
    expint,
    factor,
    log,
)

from priorcalc.densities.monomials import ABSOLUTE, MAX_TERMS, Binomial, Form, Log, Special, raised
from priorcalc.functions import hyperu


def read(expr: Expr, x: Symbol) -> Form | None:
    """The form of an expression in the positive symbol x; None if it is not of that kind.

    >>> from priorcalc.symbols import x
    >>> form = read(x * exp(-(x**2) / 2), x)
    >>> form.power, form.rates
    (1, ((2, -1/2),))
    """
    if x not in expr.free_symbols:
        return Form(expr)
    if expr == x:
        return Form(power=S.One)
    reader = _READERS.get(expr.func)
    return None if reader is None else reader(expr, x)


def _mul(expr: Expr, x: Symbol) -> Form | None:
    result = Form()
    for argument in expr.args:
        form = read(argument, x)
        if form is None:
            return None
        result = result * form
    return result


def _pow(expr: Expr, x: Symbol) -> Form | None:
    base, exponent = expr.args
    if x in exponent.free_symbols:
        return _exponential(exponent * log(base), x)
    form = read(base, x)
    return None if form is None else raised(form, exponent)


def _exp(expr: Expr, x: Symbol) -> Form | None:
    return _exponential(expr.args[0], x)


def _exponential(exponent: Expr, x: Symbol) -> Form | None:
    result = Form()
    for term in Add.make_args(expand(expand_log(exponent))):
        rate, moving = term.as_independent(x, as_Add=False)
        if moving == 1:
            factor_ = Form(exp(rate))
        elif moving == log(x):
            factor_ = Form(power=rate)
        elif moving == log(x) ** 2:
            factor_ = Form(curve=-rate)
        else:
            inner = read(moving, x)
            if inner is None or not inner.is_monomial:
                return None
            factor_ = Form(rates=((inner.power, rate * inner.constant),))
        result = result * factor_
    return result


def _add(expr: Expr, x: Symbol) -> Form | None:
    flat = expand_log(expr)
    slope = flat.coeff(log(x))
    rest = expand(flat - slope * log(x))
    if slope != 0 and x not in slope.free_symbols and x not in rest.free_symbols:
        return Form(logs=(Log(rest, slope, S.One),))
    powers: dict[Expr, Expr] = {}
    for term in expr.args:
        form = read(term, x)
        if form is None or not form.is_monomial:
            return _factored(expr, x)
        powers[form.power] = powers.get(form.power, S.Zero) + form.constant
    if len(powers) != 2:
        return _factored(expr, x)
    (a, c), (b, e) = powers.items()
    k = expand(b - a)
    if k.is_negative:
        a, c, e, k = b, e, c, -k
    if not k.is_positive:
        return None
    size = abs(c) if c.is_real and c.is_nonzero else S.One
    return Form(size, a, binomials=(Binomial(c / size, e / size, k, S.One),))


def _factored(expr: Expr, x: Symbol) -> Form | None:
    # 1 + 2x² + x⁴ = (1 + x²)²; a sum that has no factors is no product, and decimals have only rounded ones.
    if len(expr.args) > MAX_TERMS or not expr.is_polynomial(x) or expr.has(Float):
        return None
    product = factor(expr)
    return None if product.func == Add else read(product, x)


def _log(expr: Expr, x: Symbol) -> Form | None:
    inner = read(expr.args[0], x)
    if inner is None or not inner.is_monomial:
        return None
    return Form(logs=(Log(log(inner.constant), inner.power, S.One),))


def _absolute(expr: Expr, x: Symbol) -> Form | None:
    inner = read(expr.args[0], x)
    if inner is None or inner.logs or inner.specials:
        return None
    return replace(
        inner, constant=abs(inner.constant), binomials=tuple(replace(y, kind=ABSOLUTE) for y in inner.binomials)
    )


def _special(expr: Expr, x: Symbol) -> Form | None:
    *orders, argument = expr.args
    inner = read(argument, x)
    if inner is None or not inner.is_monomial or any(x in order.free_symbols for order in orders):
        return None
    return Form(specials=(Special(expr.func, tuple(orders), inner.constant, inner.power),))


_READERS: dict[type, Callable[[Expr, Symbol], Form | None]] = {
    Mul: _mul,
    Pow: _pow,
    exp: _exp,
    Add: _add,
    log: _log,
    Abs: _absolute,
    besseli: _special,
    besselk: _special,
    erfc: _special,
    expint: _special,
    hyperu: _special,
}
