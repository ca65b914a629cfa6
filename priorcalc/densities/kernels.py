"""The Mellin transforms of the functions that densities are made of: ``F(z) = ∫ y^{z-1} f(y) dy``.

With y = b·x^k, b > 0, a density c·x^a·f(b·x^k) has

    ∫ x^{s-1} c x^a f(b x^k) dx = (c/|k|) b^{-z} F(z),    z = (s + a)/k,

so that one row per f gives all its powers and scales.  Each F is const·base^z·∏Γ(α + A z)/∏Γ(γ + C z) and holds where
the listed expressions are positive (DLMF 5.9.1, 5.12.1, 5.12.3, 6.14.1, 7.7, 10.43.19, 10.43.20, 13.10.7).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sympy import Expr, Mul, Rational, S, besselk, erfc, exp, expand, expint, factorial, gamma, oo, pi, sqrt

from priorcalc.functions import hyperu
from priorcalc.mellin import GammaRatio, Transform

HALF = Rational(1, 2)
Line = tuple[Expr, Expr]
"""α + A·z, as the pair (α, A)."""


@dataclass(frozen=True)
class Found:
    """The transform of a density divided by its mass; no transform where the slope is a symbol.

    The mass oo says that the integral diverges.
    """

    transform: Transform | None
    mass: Expr


INFINITE = Found(None, oo)


@dataclass(frozen=True)
class Kernel:
    """``F(z) = constant · base**z · ∏Γ(upper) / ∏Γ(lower)`` where every expression of ``strip`` is positive."""

    upper: tuple[Line, ...]
    lower: tuple[Line, ...] = ()
    constant: Expr = S.One
    base: Expr = S.One
    strip: tuple[Line, ...] = ()

    def at(self, constant: Expr, a: Expr, b: Expr, k: Expr) -> Found | None:
        """The law of x for the density constant·x^a·f(b·x^k); None where convergence cannot be told."""
        z = expand((a + 1) / k)
        verdicts = [_positive(alpha + A * z) for alpha, A in (*(self.strip or self.upper),)]
        if False in verdicts:
            return INFINITE
        if None in verdicts or not b.is_positive or k.is_nonzero is not True:
            return None
        gammas = Mul(*(gamma(expand(alpha + A * z)) for alpha, A in self.upper))
        gammas /= Mul(*(gamma(expand(alpha + A * z)) for alpha, A in self.lower))
        mass = constant * self.constant / abs(k) * (self.base / b) ** z * gammas
        if not k.is_Rational:
            return Found(None, mass)
        upper, lower = (
            tuple((expand(alpha + A * a / k), A / k) for alpha, A in lines) for lines in (self.upper, self.lower)
        )
        return Found(GammaRatio((self.base / b) ** (1 / k), upper, lower), mass)


def _positive(value: Expr) -> bool | None:
    value = expand(value)
    return True if value.is_positive else False if value.is_nonpositive else None


Z: Line = (S.Zero, S.One)

EXPONENTIAL = Kernel((Z,))
"""e^{-y}"""

POWER = Kernel((Z,), ((S.One, S.One),))
"""1 on (0, 1)"""

LOG_QUOTIENT = Kernel((Z, Z, (S.One, -S.One), (S.One, -S.One)))
"""ln(y)/(y - 1): the product of two half-Cauchy laws, and of two of any like them"""


def binomial(q: Expr) -> Kernel:
    """(1 + y)^{-q}"""
    return Kernel((Z, (q, -S.One)), constant=1 / gamma(q))


def bounded(p: Expr) -> Kernel:
    """(1 - y)^p on (0, 1), for p > -1"""
    return Kernel((Z,), ((p + 1, S.One),), gamma(p + 1), strip=(Z, (p + 1, S.Zero)))


def log_power(n: Expr) -> Kernel:
    """(-ln y)^n on (0, 1), for n = 0, 1, 2, …: the product of n + 1 independent copies of the law of 1"""
    return Kernel((Z,) * (int(n) + 1), ((S.One, S.One),) * (int(n) + 1), factorial(n))


def bessel_k(nu: Expr) -> Kernel:
    """K_ν(y)"""
    strip = ((-abs(nu), S.One),)
    return Kernel(((-nu / 2, HALF), (nu / 2, HALF)), constant=Rational(1, 4), base=S(2), strip=strip)


def bessel_k_exp(nu: Expr) -> Kernel:
    """e^{-y} K_ν(y)"""
    strip = ((-abs(nu), S.One),)
    return Kernel(((nu, S.One), (-nu, S.One)), ((HALF, S.One),), sqrt(pi), HALF, strip)


def complementary_error() -> Kernel:
    """erfc(y)"""
    return Kernel((Z, (HALF, HALF)), ((S.One, S.One),), 1 / sqrt(pi), strip=(Z,))


def exponential_integral(n: Expr) -> Kernel:
    """E_n(y) = ∫₁^∞ e^{-yt} t^{-n} dt"""
    return Kernel((Z, (n - 1, S.One)), ((n, S.One),))


def tricomi(a: Expr, b: Expr) -> Kernel:
    """U(a, b, y), for a > 0"""
    return Kernel((Z, (a, -S.One), (1 - b, S.One)), constant=1 / (gamma(a) * gamma(a - b + 1)))


def tricomi_exp(a: Expr, b: Expr) -> Kernel:
    """e^{-y} U(a, b, y)"""
    return Kernel((Z, (1 - b, S.One)), ((a - b + 1, S.One),))


def exponential_integral_exp(n: Expr) -> Kernel:
    """e^y E_n(y), which is U(1, 2 - n, y)"""
    return tricomi(S.One, 2 - n)


SPECIAL: dict[tuple[type, int], Callable[..., Kernel]] = {
    (besselk, 0): bessel_k,
    (besselk, -1): bessel_k_exp,
    (erfc, 0): complementary_error,
    (expint, 0): exponential_integral,
    (expint, 1): exponential_integral_exp,
    (hyperu, 0): tricomi,
    (hyperu, -1): tricomi_exp,
}
"""By function F and the sign of the exponential beside it: e^{±y}·F(y), or F(y) alone."""


def log_normal(constant: Expr, a: Expr, curve: Expr) -> Found:
    """c·x^a·exp(-q·ln²x): ∫ e^{(a+s)u - qu²} du = √(π/q)·exp((a+s)²/4q)."""
    spread = 1 / (2 * curve)
    mass = constant * sqrt(pi / curve) * exp(expand((a + 1) ** 2 * spread / 2))
    return Found(GammaRatio(exp(expand((a + 1) * spread)), spread=spread), mass)


def generalised_inverse_gaussian(constant: Expr, a: Expr, alpha: Expr, beta: Expr, k: Expr) -> Found:
    """c·x^a·exp(-α·x^k - β·x^{-k}), k > 0: x^k is GIG((a+1)/k, 2β, 2α)."""
    p, omega = expand((a + 1) / k), 2 * sqrt(alpha) * sqrt(beta)
    ratio = sqrt(beta) / sqrt(alpha)
    mass = 2 * constant / k * ratio**p * _bessel_k_value(p, omega)
    if not k.is_Rational:
        return Found(None, mass)
    return Found(GammaRatio(ratio ** (1 / k), bessel=((p, 1 / k, omega, 1),)), mass)


def _bessel_k_value(p: Expr, x: Expr) -> Expr:
    if not (p.is_Rational and p.q == 2 and abs(p) < 20):
        return besselk(p, x)
    last = int(abs(p) - HALF)  # DLMF 10.49.12
    series = (factorial(last + j) / (factorial(j) * factorial(last - j) * (2 * x) ** j) for j in range(last + 1))
    return sqrt(pi / (2 * x)) * exp(-x) * sum(series, S.Zero)
