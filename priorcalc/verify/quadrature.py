"""Estimates: what a derivation claims, against quadrature over the definition of λ.

At points that cover 1e-8 … 1e8, wherever p(w) is above e⁻⁷⁰⁰::

    p(w) = ∫ N(w; 0, λ²σ₀²) dP(λ),   P(|w| > x),   P(0 < |w| ≤ x),   E|w|^r = σ₀^r E|λ|^r E|z|^r,
    p(v) by change of variables,     P(λ² ≤ v).

The integrals are those of ``definition.py``; the claims are evaluated to 30 digits.  A relative difference above 1e-8
refutes.  Where the integrator's own error estimate is not small, nothing is decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sympy import S

from priorcalc.derive import Derivation
from priorcalc.errors import PrecisionError
from priorcalc.measure import Power, is_positive
from priorcalc.numeric.measures import signed_scale
from priorcalc.numeric.noise import SignedLaw
from priorcalc.numeric.scale import Scale
from priorcalc.symbols import lam, v, w
from priorcalc.verify import definition
from priorcalc.verify.claims import Claim, claims, masses_agree
from priorcalc.verify.compare import TOLERANCE, judged, kept, shifted
from priorcalc.verify.definition import Integral, integrate
from priorcalc.verify.evidence import Evidence, verdict_of
from priorcalc.verify.moments import moments
from priorcalc.verify.setting import Setting, reach, served, setting, tabulated

Floats = NDArray[np.float64]

_LOWEST = -700.0


def estimates(derivation: Derivation) -> tuple[Evidence, ...]:
    """Every check by quadrature, one after the other.

    >>> from priorcalc import laws
    >>> from priorcalc.derive import derive
    >>> {evidence.verdict for evidence in estimates(derive(laws.rayleigh()))}
    {'upheld'}
    """
    found = setting(derivation)
    checks = (_is_a_law, _weights, _weights_served, _masses, _variances, _variances_served, _noises, moments)
    # A wrong claim may overflow anywhere; what comes out is compared, and inf or nan agree with nothing.
    with np.errstate(all="ignore"):
        return tuple(evidence for check in checks for evidence in check(found))


def _is_a_law(at: Setting) -> Iterator[Evidence]:
    mass = integrate(at.scale, np.zeros(1), definition.power)
    total = float(np.exp(mass.log[0])) + at.scale.spike
    gap, error = abs(total - 1.0), float(mass.error[0])
    verdict = verdict_of(gap <= TOLERANCE, error <= TOLERANCE or gap > TOLERANCE + 100 * error)
    yield Evidence("estimate", "λ has the mass 1", verdict, f"mass - 1 = {total - 1:.1e} ± {error:.0e}")


def _weights(at: Setting) -> Iterator[Evidence]:
    exact = shifted(integrate(at.scale, at.t, definition.density), -np.log(at.sigma0))
    seen = exact.log > _LOWEST
    points = at.sigma0 * np.exp(at.t)
    for claim in claims(at.derivation.weight, w, "w"):
        yield from _atoms(claim, at.scale, at, lambda u: np.exp(u))
        if not at.scale.points and not at.scale.continua:
            continue
        yield judged(claim.says, "w", points[seen], claim.log(points[seen]), kept(exact, seen))
        yield _even(claim, points[seen])
    if at.derivation.weight.expr is None:
        gap = abs(float(at.derivation.weight.atom) - at.scale.spike)
        yield Evidence("estimate", "P(w = 0)", verdict_of(gap < 1e-9), f"difference {gap:.1e}")


def _even(claim: Claim, points: Floats) -> Evidence:
    middle = points[len(points) // 2 : len(points) // 2 + 1]
    right, left = claim.log(middle), claim.log(-middle)
    gap = float(abs(right - left)[0]) if right[0] != left[0] else 0.0
    verdict = verdict_of(gap <= TOLERANCE, not np.isnan(gap))
    return Evidence("estimate", f"{claim.says} is even", verdict, f"difference {gap:.1e} at ±{middle[0]:.3g}")


def _weights_served(at: Setting) -> Iterator[Evidence]:
    numbers = served(at)
    points = at.sigma0 * np.exp(at.t)
    if not at.scale.points and not at.scale.continua:
        return
    rows: tuple[tuple[str, Callable[[Any], Any], definition.Kernel, float], ...] = (
        ("the numbers of p(w)", numbers.logpdf, definition.density, -float(np.log(at.sigma0))),
        ("the numbers of P(W > w)", numbers.logsf, definition.tail, 0.0),
        ("the numbers of P(W ≤ -w)", lambda x: numbers.logcdf(-x), definition.tail, 0.0),
    )
    for says, function, kernel, shift in rows:
        exact = shifted(integrate(at.scale, at.t, kernel), shift)
        seen = exact.log > _LOWEST
        yield judged(says, "w", points[seen], np.asarray(function(points[seen])), kept(exact, seen))


def _masses(at: Setting) -> Iterator[Evidence]:
    if not at.scale.points and not at.scale.continua:
        return
    low, high = reach(at.scale)
    t = at.t[(at.t > low) & (at.t < high)]
    for claim in claims(at.derivation.weight, w, "w"):
        if claim.is_slow:
            continue
        shift = float(np.log(at.sigma0))
        try:
            law = Scale(continua=(tabulated(claim, low + shift, high + shift),))
        except PrecisionError as error:
            yield Evidence("estimate", f"the mass of {claim.says}", "undecided", str(error))
            continue
        mass = integrate(law, np.zeros(1), definition.power)
        # what lies beyond the table, some 1e-10 as a rule, is left out on both sides
        first, last = integrate(at.scale, np.array([low, law.continua[0].upper - shift]), definition.centre).log
        between = np.log(2 * (np.exp(last) - np.exp(first))) * np.ones(1)
        yield judged(f"the mass of {claim.says}", "w", np.ones(1), mass.log, Integral(between, mass.error))
        exact = integrate(at.scale, t, definition.centre)
        inner = integrate(law, t + shift, definition.below)
        within = np.log(2 * (np.exp(exact.log) - np.exp(first)))
        seen = exact.log > np.log(1e-3)
        both = Integral(within, exact.error + inner.error)
        yield judged(
            f"P(|w| ≤ x) from {claim.says}", "x", at.sigma0 * np.exp(t[seen]), inner.log[seen], kept(both, seen)
        )


def _variances(at: Setting) -> Iterator[Evidence]:
    exact = shifted(_log_density(at.scale, at.u), -2 * at.u - np.log(2.0))
    seen = exact.log > _LOWEST
    points = np.exp(2 * at.u)
    for claim in claims(at.derivation.variance, v, "v"):
        yield from _atoms(claim, at.scale, at, lambda u: np.exp(2 * u))
        if at.scale.continua:
            yield judged(f"{claim.says}, λ² = v", "v", points[seen], claim.log(points[seen]), kept(exact, seen))
    if at.derivation.variance.expr is None:
        gap = abs(float(at.derivation.variance.atom) - at.scale.spike)
        yield Evidence("estimate", "P(λ² = 0)", verdict_of(gap < 1e-9), f"difference {gap:.1e}")


def _variances_served(at: Setting) -> Iterator[Evidence]:
    if not at.scale.continua:
        return
    served = SignedLaw(signed_scale(Power(at.derivation.noise.measure, S(2), S.One)))
    inside = at.u[_log_density(at.scale, at.u).log > _LOWEST]
    points = np.exp(2 * inside)
    # at the log of the point as it is in floats, so that an atom beside it falls on one side for both
    exact = integrate(at.scale, 0.5 * np.log(points), definition.below)
    spike = np.log(at.scale.spike) if at.scale.spike > 0 else -np.inf
    whole = Integral(np.logaddexp(exact.log, spike), exact.error)
    yield judged("the numbers of P(λ² ≤ v)", "v", points, np.asarray(served.logcdf(points)), whole)


def _noises(at: Setting) -> Iterator[Evidence]:
    positive = is_positive(at.derivation.noise.measure)
    for claim in claims(at.derivation.noise_law, lam, "λ"):
        for half, sign in ((at.law.positive, 1.0), (at.law.negative, -1.0)):
            exact = shifted(_log_density(half, at.u), -at.u)
            seen = exact.log > _LOWEST
            if not seen.any() or (positive and sign < 0):
                continue
            points = sign * np.exp(at.u[seen])
            side = claim.says if sign > 0 else f"{claim.says}, λ < 0"
            yield judged(side, "λ", points, claim.log(points), kept(exact, seen))


def _log_density(scale: Scale, u: Floats) -> Integral:
    parts = [np.full(u.shape, -np.inf)]
    with np.errstate(all="ignore"):
        for part in scale.continua:
            inside = (u > part.lower) & (u < part.upper)
            value = part.log_density(np.where(inside, u, part.breaks[0] if part.breaks else u))
            parts.append(np.where(inside, value, -np.inf))
    return Integral(np.logaddexp.reduce(parts), np.zeros(u.shape))


def _atoms(claim: Claim, scale: Scale, at: Setting, place: Callable[[Floats], Floats]) -> Iterator[Evidence]:
    if claim.symbol == w:
        gap, agree = masses_agree(claim, scale.spike, np.empty(0), np.empty(0))
    else:
        gap, agree = masses_agree(claim, scale.spike, place(np.array(scale.points)), np.array(scale.masses))
    yield Evidence(
        "estimate", f"the atoms of {claim.says}", verdict_of(agree), f"largest difference of a mass {gap:.1e}"
    )
