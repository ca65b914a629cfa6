"""The inverse transform of a gamma ratio, as an integral along a line and as the row of the table that it is.

``f(x) = (1/2πi) ∫ M(s) x^{-s} ds`` along Re s = c inside the strip; rows are given in ``special.py``.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Abs, Expr, I, Integral, Mul, Rational, S, besselk, oo, pi, sqrt

from priorcalc.exact import gamma_of
from priorcalc.mellin import GammaRatio
from priorcalc.recognise import Recognition
from priorcalc.special import inverse
from priorcalc.steps.identities import quotient
from priorcalc.steps.step import HALF_LINE, TRANSFORM, Interval, Step, line, take
from priorcalc.steps.words import found
from priorcalc.symbols import s, w, x


def contour(law: GammaRatio) -> Expr:
    """(1/2πi) ∫ M(s) x^{-s} ds, along a line inside the strip."""
    return Integral(law(s) * x ** (-s), (s, line - I * oo, line + I * oo)) / (2 * pi * I)


def support(law: GammaRatio) -> Interval:
    """(0, scale) for a law whose Γ's all rise and are as many below as above: a product of beta laws."""
    bounded = law.lower and len(law.upper) == len(law.lower) and all(A.p > 0 for _, A in law.upper + law.lower)
    return (S.Zero, law.scale) if bounded else HALF_LINE


def inverted(law: GammaRatio, known: Recognition, tag: str = "") -> Iterator[Step]:
    """From M_|w| in one slope to p(w), and to its name; a part of a mixture bears a ``tag``."""
    row = inverse(law, x)
    if row is None or known.expr is None:
        return
    general = _half_integer(law)
    quantity, density = f"p{tag}(w)", f"p_|w|{tag}(x)"
    inside = support(law)
    statement = "The inverse transform is a row of the table; the scale and the shapes are read off."
    yield take(row.rule, statement, TRANSFORM, density, contour(law), general or row.expr, x, inside)
    if general is not None:
        statement = "The order of K is half an odd number, so the function is elementary."
        yield take("bessel-half-integer", statement, TRANSFORM, density, general, row.expr, x, inside)
    half = Rational(1, 2)
    mirrored = row.expr.xreplace({x: Abs(w)})
    statement = "w is symmetric: its density is half that of |w|, on both sides of 0."
    last = mirrored / 2 if known.name is not None else known.expr
    yield take("mirror", statement, TRANSFORM, quantity, Mul(half, mirrored, evaluate=False), last, w)
    if known.name is None:
        return
    statement = f"So w is {found(known)}: the quotient of the two transforms is 1, and the parameters are read off."
    yield quotient(law, known, f"M_|w|{tag}(s)", TRANSFORM, statement)
    if known.record is not None and known.record.density is not None and mirrored / 2 != known.expr:
        statement = "Its textbook density is the line above in other letters."
        yield take("division", statement, TRANSFORM, quantity, mirrored / 2, known.expr, w)


def _half_integer(law: GammaRatio) -> Expr | None:
    # K_ν with ν = 1/2, 3/2, …, as the row gives it before it is written out.
    q = law.denominator
    if law.lower or len(law.upper) != 2 or len({A for _, A in law.upper}) != 1:
        return None
    (b, A), (c, _) = law.upper
    order = c - b
    if not (order.is_Rational and order.q == 2):
        return None
    y = (x / law.scale) ** (q if A.p > 0 else -q)
    front = q / law.scale / Mul(*(gamma_of(a + slope) for a, slope in law.upper))
    return front * 2 * y ** ((b + c) / 2) * besselk(abs(order), 2 * sqrt(y))
