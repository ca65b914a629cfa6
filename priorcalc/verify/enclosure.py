"""Enclosures: p(w) as a ball with a proved radius, from the Mellin–Barnes integral.

On the line Re s = 1 the transform M_w(1 + iτ) = Σ m_j M_j(1 + iτ) · (σ₀√2)^{iτ} Γ((1 + iτ)/2)/√π gives::

    p(w) = (1/2πw) ∫₀^∞ Re[M_w(1 + iτ) w^{-iτ}] dτ.

The tail is bounded by two facts: |M_j(1 + iτ)| ≤ 1, since it is E[λ^{iτ}] of a probability law, and
|Γ((1 + iτ)/2)|² = π/cosh(πτ/2) ≤ 2π e^{-πτ/2}.  So what lies beyond T is at most (2√2/(π² w)) Σ|m_j| e^{-πT/4}.  From 0
to T the integrand is entire but for poles of Γ, and Arb integrates it rigorously; powers are written as exponentials
of logs of positive reals, so there is no cut to cross.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
from sympy import Expr, Rational, S, pi, sqrt

from priorcalc.derive import Derivation
from priorcalc.errors import MissingExtraError
from priorcalc.mellin import GammaRatio, Transform
from priorcalc.numeric.evaluate import evaluate
from priorcalc.symbols import w
from priorcalc.verify.balls import Ball, NoBallError, ball, flint
from priorcalc.verify.claims import FAILURES, claims
from priorcalc.verify.evidence import Evidence, verdict_of
from priorcalc.verify.setting import Setting, served, setting

POINTS = (Rational(1, 100), Rational(1, 2), Rational(2), Rational(5))
_BITS = 192
_RADIUS = 1e-12
_FLOATS = 1e-10
_DIGITS = 30
_NOT = "points other than these, and that the transform of λ is that of its density: the estimate looks at that"


def enclosures(derivation: Derivation, required: bool = False) -> tuple[Evidence, ...]:
    """Enclose p(w) at four points about the bulk of |λ|σ₀, and see whether what is claimed lies inside.

    Without python-flint the evidence is undecided and says how to install it, unless it is ``required``.

    Raises
    ------
    MissingExtraError
        If python-flint is not installed and nothing but enclosures was asked for.

    Examples
    --------
    >>> from priorcalc import laws
    >>> from priorcalc.derive import derive
    >>> [(evidence.claim, evidence.verdict) for evidence in enclosures(derive(laws.half_cauchy()))]
    [('p(w) by its formula', 'upheld'), ('the numbers of p(w)', 'upheld')]
    """
    try:
        flint()
    except MissingExtraError as error:
        if required:
            raise
        return (Evidence("enclosure", "p(w)", "undecided", str(error)),)
    law = derivation.noise.transform
    if law is None:
        return (Evidence("enclosure", "p(w)", "undecided", "the noise has no transform in closed form"),)
    if law.index is not None:
        return (Evidence("enclosure", "p(w)", "undecided", "the transform is an infinite series"),)
    if all(_is_point(part) for _, part in law.parts):
        return (
            Evidence(
                "enclosure", "p(w)", "undecided", "p(w) is a finite sum of Gaussians: there is nothing to enclose"
            ),
        )
    # Bessel functions of a complex order are slow.
    chosen = POINTS[1:3] if any(part.bessel for _, part in law.parts) else POINTS
    at = setting(derivation)
    points = [point * S(2) ** at.octave * derivation.sigma0 for point in chosen]
    with flint().ctx.workprec(_BITS):
        balls = [(point, density(law, derivation.sigma0, point)) for point in points]
        formulas = tuple(_formula(claim.says, claim.expr, balls) for claim in claims(derivation.weight, w, "w"))
        return (*formulas, _numbers(at, balls))


def _is_point(law: GammaRatio) -> bool:
    return not (law.upper or law.lower or law.bessel) and law.spread == 0


def density(law: Transform, sigma0: Any, point: Expr) -> Ball:
    """A ball that contains p(point), for point > 0."""
    library = flint()
    arb, acb = library.arb, library.acb
    x = ball(point, {})
    weights = [ball(weight, {}) for weight, _ in law.parts]
    parts = [_transform(part) for _, part in law.parts]
    step = ball(sigma0 * sqrt(2), {}).log() - x.log()
    front = 1 / acb.pi().sqrt()

    def integrand(tau: Ball, _: bool) -> Ball:
        shift = acb(0, 1) * tau
        total = acb(0)
        for weight, part in zip(weights, parts, strict=True):
            total += weight * part(shift)
        return front * total * (shift * step).exp() * ((1 + shift) / 2).gamma()

    size = float(sum(abs(float(weight.real.mid())) for weight in weights)) * (1 + 1e-9)
    # Where p(w) is small the integral cancels: the end of the range and the precision allow for e^-90.
    end = 4 / math.pi * (90 + math.log(size))
    value = acb.integral(integrand, 0, acb(end), rel_tol=arb(2) ** -100, abs_tol=arb(2) ** -150)
    beyond = 4 * arb(2).sqrt() / arb.pi() * arb(size) * (-arb.pi() * arb(end) / 4).exp()
    inner = value.real + arb(0, 1) * beyond
    return inner / (2 * arb.pi() * x.real)


def _transform(law: GammaRatio) -> Callable[[Ball], Ball]:
    """The transform of a part at s = 1 + shift, for shift a complex ball."""
    scale = ball(law.scale, {}).log()
    spread = ball(law.spread, {})
    upper = [(ball(a + A, {}), ball(A, {})) for a, A in law.upper]
    lower = [(ball(c + C, {}), ball(C, {})) for c, C in law.lower]
    bessel = [(ball(p, {}), ball(k, {}), ball(omega, {}), e) for p, k, omega, e in law.bessel]
    constant = flint().acb(1)
    for start, _ in upper:
        constant *= start.rgamma()
    for start, _ in lower:
        constant *= start.gamma()

    def transform(shift: Ball) -> Ball:
        total = constant * (shift * scale + spread * shift * shift / 2).exp()
        for start, slope in upper:
            total *= (start + slope * shift).gamma()
        for start, slope in lower:
            total *= (start + slope * shift).rgamma()
        for p, k, omega, e in bessel:
            total *= (omega.bessel_k(p + k * shift) / omega.bessel_k(p)) ** e
        return total

    return transform


def _relative(value: Ball) -> float:
    return float(value.rad() / abs(value.mid())) if not value.contains(0) else math.inf


def _formula(says: str, expr: Any, balls: list[tuple[Expr, Ball]]) -> Evidence:
    settings = {"points": [str(point) for point, _ in balls], "bits": _BITS, "radius": _RADIUS}
    widest, how = 0.0, ""
    for point, enclosed in balls:
        try:
            claimed = ball(expr, {w: ball(point, {}), pi: flint().acb.pi()}).real
        except NoBallError as error:
            # The ball of p(w) is proved all the same; what is claimed is then a number of many digits, not a ball.
            how = f"; the formula's own value by mpmath to {_DIGITS} digits, for want of a ball for {error}"
            try:
                claimed = flint().arb(mpmath.nstr(evaluate(expr, w, point, _DIGITS), _DIGITS))
            except FAILURES as failure:
                return Evidence("enclosure", says, "undecided", f"the formula has no value: {failure}", settings)
            claimed += flint().arb(0, 1) * abs(claimed) * flint().arb(10) ** (5 - _DIGITS)
        widest = max(widest, _relative(enclosed), _relative(claimed))
        if not claimed.overlaps(enclosed):
            apart = f"at w = {point} it is {claimed.str(15)} and p(w) is in {enclosed.str(15)}"
            return Evidence("enclosure", says, "refuted", apart, settings, _NOT)
    figure = f"inside the ball at {len(balls)} points; relative radii ≤ {widest:.1e}{how}"
    return Evidence("enclosure", says, verdict_of(True, widest < _RADIUS), figure, settings, _NOT)


def _numbers(at: Setting, balls: list[tuple[Expr, Ball]]) -> Evidence:
    says = "the numbers of p(w)"
    points = np.array([float(point) for point, _ in balls])
    floats = np.asarray(served(at).pdf(points))
    narrow = [_relative(enclosed) < _RADIUS for _, enclosed in balls]
    gaps = [abs(float(x) / float(enclosed.mid()) - 1) for x, (_, enclosed) in zip(floats, balls, strict=True)]
    worst = max(gap for gap, good in zip(gaps, narrow, strict=True) if good) if any(narrow) else math.inf
    figure = f"within {worst:.1e} of the middle of the ball at {sum(narrow)} points"
    return Evidence("enclosure", says, verdict_of(worst <= _FLOATS, any(narrow)), figure, {"tolerance": _FLOATS}, _NOT)
