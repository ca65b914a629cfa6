"""What is printed is what is meant."""

from __future__ import annotations

import random

import pytest
from mpmath import mp, mpf
from sympy import Expr, Integral, Rational, Subs, Sum, Symbol, UnevaluatedExpr, latex, pi, sqrt

from priorcalc.laws.examples import EXAMPLES
from priorcalc.present.functions import GREEK
from priorcalc.present.page import laid_out
from priorcalc.present.quantities import quantity
from priorcalc.present.tex import tex
from tests.present.formulas import shown, sides
from tests.present.reader import read


def letter(name: str) -> str:
    stem = name.rstrip("0123456789")
    return GREEK.get(stem, stem) + (f"_{name[len(stem) :]}" if stem != name else "")


def body(expr: Expr) -> Expr:
    """The expression with integrals and series replaced by what stands behind their signs."""
    expr = expr.replace(UnevaluatedExpr, lambda held: held)
    while expr.has(Integral, Sum):
        inner = [e for e in expr.atoms(Integral, Sum) if not e.function.has(Integral, Sum)]
        expr = expr.xreplace({e: e.function for e in inner})
    return expr.replace(Subs, lambda inner, variables, point: inner.subs(variables[0], point[0]))


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_formula_read_back_is_the_expression(name: str) -> None:
    """Each side of each step, laid out and read as a person reads it, has the value of the expression."""
    rng = random.Random(name)
    compared = 0
    with mp.workdps(25):
        for expr in dict.fromkeys(sides(name)):
            tree = laid_out(expr)
            if "⋯" in str(tree):
                continue
            plain = body(expr)
            symbols = sorted(plain.atoms(Symbol) | expr.atoms(Symbol), key=str)
            # Different fractions of one prime: no two symbols are equal, and no gamma function is at a pole.
            drawn = zip(symbols, rng.sample(range(20, 90), len(symbols)), strict=True)
            values = {s: Rational(2) if s.is_integer else Rational(k, 97 if s.name != "s" else 89) for s, k in drawn}
            meant = mp.mpmathify(plain.xreplace(values).evalf(25))
            said = read(tree, {letter(s.name): mpf(x.p) / x.q for s, x in values.items()})
            assert abs(said - meant) <= mpf(10) ** -15 * (abs(meant) + mpf(10) ** -10), (latex(expr), tex(tree))
            compared += 1
    assert compared > 0


def test_the_left_hand_sides_are_those_of_the_steps() -> None:
    """Every quantity that a step names can be laid out, with its index below and its argument in brackets."""
    names = {step.quantity for name in EXAMPLES for step in shown(name)}
    assert {"p(w)", "p_v(v)", "M_|w|(s)", "∫p(w)dw"} <= names
    for name in names:
        assert tex(quantity(name))
    assert tex(quantity("M_|w|_2(s)")) == r"M_{\left|w\right|,2}\left(s\right)"
    with pytest.raises(ValueError, match="not of the form"):
        quantity("p")


def test_constants_gather_under_one_root() -> None:
    """√2/(2√π) is 1/√(2π), 3√6/√π is 3√(6/π), π^(-3/2) is 1/π^(3/2)."""
    assert tex(laid_out(sqrt(2) / (2 * sqrt(pi)))) == r"\frac{1}{\sqrt{2\pi }}"
    assert tex(laid_out(3 * sqrt(6) / sqrt(pi))) == r"3\sqrt{\frac{6}{\pi }}"
    assert tex(laid_out(pi ** Rational(-3, 2))) == r"\frac{1}{\pi^{3/2}}"
    assert tex(laid_out(Symbol("x") / 2)) == r"\frac{x}{2}"
