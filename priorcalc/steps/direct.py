"""The weight prior as a textbook integrates it: one integral over the noise, brought to a known one.

With y = w²/(2σ₀²) and the variance v, ``p(w) = ∫ e^{-y/v} (2πvσ₀²)^{-1/2} p_v(v) dv``.  Five kernels p_v close it::

    v^{a-1} e^{-v/c}, also with e^{-d/v}     Bessel's K     as it stands
    v^{-a-1} e^{-c/v}                        Euler's Γ      v = c/t
    v^{a-1} (1 + v/c)^{-a-b}                 Tricomi's U    v = c/t
    v^{a-1} (1 - v/c)^{b-1},  v < c          Tricomi's U    v = c/(1 + t)
    v^{-a-1},  v > c                         incomplete Γ   v = c/t
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sympy import Expr, Integral, Rational, S, Symbol, besselk, exp, oo, pi, sqrt

from priorcalc.change_of_variables import density
from priorcalc.derive import Derivation
from priorcalc.exact import gamma_of
from priorcalc.measure import Power
from priorcalc.mellin import GammaRatio
from priorcalc.rules import Rule
from priorcalc.steps.expectation import ends, expectation, is_long, normal
from priorcalc.steps.identities import one_slope
from priorcalc.steps.integrals import BESSEL, EULER, INCOMPLETE, SEARCHED, SUBSTITUTION, TRICOMI
from priorcalc.steps.model import has_only_atoms
from priorcalc.steps.step import DIRECT, Interval, Step, take
from priorcalc.steps.words import found, value
from priorcalc.symbols import v, w

HALF = Rational(1, 2)
t = Symbol("t", positive=True)


@dataclass(frozen=True)
class Known:
    """A substitution for v, in words, that makes the integrand ``constant·kernel`` over ``span``, a known integral."""

    rule: Rule
    words: str
    constant: Expr
    kernel: Expr
    span: Interval = (S.Zero, oo)


def direct(derivation: Derivation) -> Iterator[Step]:
    """The steps to p(w) by integration; none for a discrete law, or where the road stops."""
    measure, sigma0, known = derivation.noise.measure, derivation.sigma0, derivation.weight
    if has_only_atoms(measure):
        return
    over_noise = expectation(measure, lambda scale: normal(w, scale * sigma0))
    if over_noise is None or is_long(over_noise):
        return
    squared = Power(measure, S(2), S.One)
    prior = density(squared, v)
    within = ends(squared)
    over_variance = None if prior is None else Integral(normal(w, sqrt(v) * sigma0) * prior, (v, *within))
    statement = "Integrate the noise out of the joint density"
    if over_variance is None:
        yield take("mixture-integral", f"{statement}.", DIRECT, after=over_noise)
        return
    closed = _closed(derivation) if known.expr is not None else None
    statement += "; then write v for λ²" + ("." if closed is None else ", as the tables have the integral.")
    yield take("mixture-integral", statement, DIRECT, "p(w)", over_noise, over_variance)
    if known.expr is not None and known.rule == SEARCHED.id:
        statement = "SymPy's integrator proposes this density; quadrature of the integral gave the same numbers."
        yield Step(SEARCHED, statement, w, over_noise, known.expr, "p(w)", DIRECT)
    if closed is None or known.expr is None:
        return
    integral = closed.constant * Integral(closed.kernel, (t, *closed.span))
    statement = f"Substitute {closed.words}: the integrand becomes a known one."
    yield Step(SUBSTITUTION, statement, w, over_variance, integral, "p(w)", DIRECT)
    name = f", {found(known)}" if known.name is not None else ""
    statement = f"The integral is in the tables. It is the line that the transforms gave{name}."
    yield Step(closed.rule, statement, w, integral, known.expr, "p(w)", DIRECT)


def _closed(derivation: Derivation) -> Known | None:
    transform = derivation.noise.transform
    if transform is None or transform.index is not None or len(transform.parts) != 1 or transform.total != 1:
        return None
    law = one_slope(transform.parts[0][1] ** 2)
    front = 1 / (sqrt(2 * pi) * derivation.sigma0)
    y = w**2 / (2 * derivation.sigma0**2)
    if law.bessel:
        return _generalised(law, front, y)
    if law.spread != 0 or any(abs(A) != 1 for _, A in law.upper + law.lower):
        return None
    shape = [(len(group), sum(A.p > 0 for _, A in group)) for group in (law.upper, law.lower)]
    build = _KERNELS.get((shape[0], shape[1]))
    return None if build is None else build(law, front, y)


def _generalised(law: GammaRatio, front: Expr, y: Expr) -> Known | None:
    # v = X^k with X ~ GIG(p, χ, ψ): its scale is √(χ/ψ) and the Bessel functions' argument √(χψ).
    if len(law.bessel) != 1 or law.upper or law.lower or law.bessel[0][1] != 1:
        return None
    ((p, _, omega, _),) = law.bessel
    chi, psi = omega * law.scale, omega / law.scale
    constant = front * (psi / chi) ** (p / 2) / (2 * besselk(p, omega))
    return Known(BESSEL, "v = t", constant,
                 t ** (p - HALF - 1) * exp(-psi * t / 2 - (chi / 2 + y) / t))  # fmt: skip


def _over(c: Expr, below: str) -> str:
    return f"v = {value(c)}/{below}"


def _gamma(law: GammaRatio, front: Expr, y: Expr) -> Known:
    # v = c·Gamma(a)
    ((low, _),), c = law.upper, law.scale
    a = low + 1
    constant = front / (sqrt(c) * gamma_of(a))
    words = f"v = {'' if c == 1 else value(c) + ' '}t"
    return Known(BESSEL, words, constant, t ** (a - HALF - 1) * exp(-t - y / (c * t)))


def _inverse_gamma(law: GammaRatio, front: Expr, y: Expr) -> Known:
    # v = c/Gamma(a), so t ~ Gamma(a)
    ((high, _),), c = law.upper, law.scale
    a = high - 1
    return Known(EULER, _over(c, "t"), front / (sqrt(c) * gamma_of(a)),
                 t ** (a + HALF - 1) * exp(-(1 + y / c) * t))  # fmt: skip


def _beta_prime(law: GammaRatio, front: Expr, y: Expr) -> Known:
    # v = c·BetaPrime(a, b), so t = c/v ~ BetaPrime(b, a)
    rising, falling = (next(e for e, A in law.upper if sign * A.p > 0) for sign in (1, -1))
    a, b, c = rising + 1, falling - 1, law.scale
    constant = front * gamma_of(a + b) / (sqrt(c) * gamma_of(a) * gamma_of(b))
    return Known(TRICOMI, _over(c, "t"), constant,
                 t ** (b + HALF - 1) * (1 + t) ** (-a - b) * exp(-y * t / c))  # fmt: skip


def _beta(law: GammaRatio, front: Expr, y: Expr) -> Known:
    # v = c·Beta(a, b) = c/(1 + t)
    ((low, _),), ((high, _),), c = law.upper, law.lower, law.scale
    a, b = low + 1, high - low
    constant = front * gamma_of(a + b) / (sqrt(c) * gamma_of(a) * gamma_of(b)) * exp(-y / c)
    return Known(TRICOMI, _over(c, "(1 + t)"), constant,
                 t ** (b - 1) * (1 + t) ** (HALF - a - b) * exp(-y * t / c))  # fmt: skip


def _pareto(law: GammaRatio, front: Expr, y: Expr) -> Known | None:
    # v = c/t with t ~ Beta(a, 1)
    ((high, _),), ((below, _),), c = law.upper, law.lower, law.scale
    a = high - 1
    if below - high != 1:
        return None
    return Known(INCOMPLETE, _over(c, "t"), front * a / sqrt(c),
                 t ** (a + HALF - 1) * exp(-y * t / c), (S.Zero, S.One))  # fmt: skip


_KERNELS = {
    ((1, 1), (0, 0)): _gamma,
    ((1, 0), (0, 0)): _inverse_gamma,
    ((2, 1), (0, 0)): _beta_prime,
    ((1, 1), (1, 1)): _beta,
    ((1, 0), (1, 0)): _pareto,
}
"""By (how many, how many rising) above the bar and below it."""
