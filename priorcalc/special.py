"""Inverse Mellin transforms in elementary and special functions, by a table.

With every slope at ±1/q and y = (x/b)^q, a gamma ratio inverts to a Meijer G-function::

    f(x) = (N q / b) · G^{m,n}_{p,q}(y),    (1/2πi) ∫ ∏Γ(b_i + t) ∏Γ(c_j - t) / (∏Γ(d_k + t) ∏Γ(e_l - t)) y^{-t} dt,

N the normalising Γ's at s = 1.  The table below writes G for the shapes of bars that have a classical name
(DLMF 16.18, 13.4.17, 13.6, 10.32.13); docs/theory.md has each with its number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sympy import Expr, Heaviside, Mul, S, erfc, exp, expint, hyper, log, meijerg, pi, sqrt, uppergamma

from priorcalc.exact import gamma_of, is_large, is_long
from priorcalc.factors import Factor
from priorcalc.functions import hyperu
from priorcalc.laws.weights import bessel_k
from priorcalc.mellin import GammaRatio
from priorcalc.templates import is_small

Group = Sequence[Expr]
Form = tuple[str, Expr]
"""The id of the rule used, and G as an expression."""


@dataclass(frozen=True)
class Inverse:
    """A density on the half line, and how it was found."""

    expr: Expr
    rule: str
    form: str


def inverse(law: GammaRatio, x: Expr) -> Inverse | None:
    """The density at x > 0 of the law with this transform; None if it is too large to look up, or no density."""
    if not is_small(law) or law.bessel or not (law.normal.upper or law.spread):
        return None
    normal = law.gathered
    if normal.spread != 0:
        return _log_normal(normal, x)
    q = normal.denominator
    if any(abs(A.p) * q != A.q for _, A in normal.upper + normal.lower):
        normal, q = law.normal, law.denominator
    above, below = normal.upper, normal.lower
    bars = (_slopes(above, True), _slopes(above, False), _slopes(below, True), _slopes(below, False))
    # A long exponent and a long coefficient would be multiplied out: one of them is written as a decimal.
    long = any(is_long(a) or is_large(a) for bar in bars for a in bar)
    y = (x / (normal.scale.evalf(40) if long else normal.scale)) ** q
    front = _at_one(normal) * q / normal.scale
    rule, value = _look_up(bars, y)
    form = "meijerg" if rule == "meijer-g" else "special"
    return Inverse(front * value, rule, form)


def _slopes(factors: Sequence[Factor], rising: bool) -> Group:
    return [a for a, A in factors if (A.p > 0) == rising]


def _at_one(law: GammaRatio) -> Expr:
    return Mul(*(gamma_of(c + C) for c, C in law.lower)) / Mul(*(gamma_of(a + A) for a, A in law.upper))


def _log_normal(law: GammaRatio, x: Expr) -> Inverse | None:
    if law.upper or law.lower:
        return None
    return Inverse(
        exp(-(log(x / law.scale) ** 2) / (2 * law.spread)) / (x * sqrt(2 * pi * law.spread)),
        "inverse-lognormal",
        "special",
    )


def _look_up(bars: tuple[Group, Group, Group, Group], y: Expr) -> Form:
    above_up, above_down, below_up, below_down = bars
    shape = tuple(len(group) for group in bars)
    found = TABLE[shape](bars, y) if shape in TABLE else None
    if found is not None:
        return found
    mirrored = (above_down, above_up, below_down, below_up)
    shape = tuple(len(group) for group in mirrored)
    found = TABLE[shape](mirrored, 1 / y) if shape in TABLE else None  # G(y | a; b) = G(1/y | 1-b; 1-a)
    if found is not None:
        return found
    one = S.One
    upper = [[one - c for c in above_down], list(below_up)]
    lower = [list(above_up), [one - e for e in below_down]]
    return "meijer-g", meijerg(upper, lower, y)


def _exponential(bars: tuple[Group, ...], y: Expr) -> Form:
    (b,) = bars[0]
    return "inverse-exp", y**b * exp(-y)


def _binomial(bars: tuple[Group, ...], y: Expr) -> Form:
    (b,), (c,) = bars[0], bars[1]
    return "inverse-binomial", gamma_of(b + c) * y**b * (1 + y) ** (-b - c)


def _truncated(bars: tuple[Group, ...], y: Expr) -> Form:
    (b,), (d,) = bars[0], bars[2]
    return "inverse-beta", y**b * (1 - y) ** (d - b - 1) * Heaviside(1 - y) / gamma_of(d - b)


def _bessel(bars: tuple[Group, ...], y: Expr) -> Form:
    b, c = bars[0]
    root = sqrt(y)
    return "inverse-bessel-k", 2 * y ** ((b + c) / 2) * bessel_k(c - b, 2 * root)


def _confluent(bars: tuple[Group, ...], y: Expr) -> Form:
    # G^{2,0}_{1,2}(y | d; b, c) = e^{-y} y^b U(d - c, 1 + b - c, y); an incomplete gamma where d - b = 1.
    d = bars[2][0]
    for b, c in (bars[0], bars[0][::-1]):
        if d - b == 1:
            return _incomplete(b, c, y)
    b, c = bars[0]
    return "inverse-tricomi-exp", exp(-y) * y**b * hyperu(d - c, 1 + b - c, y)


def _incomplete(b: Expr, c: Expr, y: Expr) -> Form:
    order = c - b
    if order == 0:
        return "inverse-expint", y**b * expint(1, y)
    if order == S.Half:
        return "inverse-erfc", y**b * sqrt(pi) * erfc(sqrt(y))
    return "inverse-incomplete-gamma", y**b * uppergamma(order, y)


def _tricomi(bars: tuple[Group, ...], y: Expr) -> Form:
    # G^{2,1}_{1,2}(y | 1 - a; b, c) = Γ(a+b) Γ(a+c) y^b U(a + b, 1 + b - c, y)
    (b, c), (a,) = bars[0], bars[1]
    front = gamma_of(a + b) * gamma_of(a + c)
    if a + b == 1 and b == c:
        return "inverse-expint", front * y**b * exp(y) * expint(1, y)
    for low, high in ((b, c), (c, b)):
        if high - low == S.Half and a + low == S.Half:  # U(1/2, 1/2, y) = √π e^y erfc(√y)
            return "inverse-erfc", front * y**low * sqrt(pi) * exp(y) * erfc(sqrt(y))
    return "inverse-tricomi", front * y**b * hyperu(a + b, 1 + b - c, y)


def _kummer(bars: tuple[Group, ...], y: Expr) -> Form:
    # G^{1,1}_{1,2}(y | 1 - a; b, 1 - e) = Γ(a+b)/Γ(b+e) y^b ₁F₁(a + b; b + e; -y)
    (b,), (a,), (e,) = bars[0], bars[1], bars[3]
    return "inverse-kummer", gamma_of(a + b) / gamma_of(b + e) * y**b * hyper([a + b], [b + e], -y)


def _product_logarithm(bars: tuple[Group, ...], y: Expr) -> Form | None:
    # G^{2,2}_{2,2} with Γ(b+t)²Γ(c-t)², b + c = 1: the product of two half-Cauchy laws, y^b ln y / (y - 1).
    (b, b2), (c, c2) = bars[0], bars[1]
    if b == b2 and c == c2 and b + c == 1:
        return "inverse-logarithm", y**b * log(y) / (y - 1)
    return None


TABLE: dict[tuple[int, ...], Callable[[tuple[Group, ...], Expr], Form | None]] = {
    (1, 0, 0, 0): _exponential,
    (1, 1, 0, 0): _binomial,
    (1, 0, 1, 0): _truncated,
    (2, 0, 0, 0): _bessel,
    (2, 0, 1, 0): _confluent,
    (2, 1, 0, 0): _tricomi,
    (1, 1, 0, 1): _kummer,
    (2, 2, 0, 0): _product_logarithm,
}
