"""Estimates: what a derivation claims, against quadrature over the definition of λ.

At points that cover 1e-8 … 1e8, wherever p(w) is above e⁻⁷⁰⁰::

    p(w) = ∫ N(w; 0, λ²σ₀²) dP(λ),   P(|w| > x),   P(0 < |w| ≤ x),   E|w|^r = σ₀^r E|λ|^r E|z|^r,
    p(v) by change of variables,     P(λ² ≤ v).

The integrals are those of ``definition.py``; the claims are evaluated to 30 digits.  A relative difference above 1e-8
refutes.  Where the integrator's own error estimate is not small, nothing is decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import mpmath
import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln
from sympy import Rational, S, Symbol, lambdify

from priorcalc.derive import Derivation
from priorcalc.errors import PrecisionError
from priorcalc.measure import Power, is_positive
from priorcalc.mellin import Transform
from priorcalc.numeric.closed import closed_or_integrated
from priorcalc.numeric.halfline import HalfLine
from priorcalc.numeric.measures import signed_scale
from priorcalc.numeric.noise import SignedLaw
from priorcalc.numeric.scale import Continuum, Scale, SignedScale
from priorcalc.numeric.weight import WeightNumbers
from priorcalc.symbols import lam, v, w
from priorcalc.verify import definition
from priorcalc.verify.claims import Claim, claims, masses_agree, numbers_of
from priorcalc.verify.definition import Integral, integrate
from priorcalc.verify.evidence import Evidence, verdict_of

Floats = NDArray[np.float64]

TOLERANCE = 1e-8
_LOWEST = -700.0
_DECADES = np.log(10.0) * np.arange(-8.0, 8.5, 1.0)
_ORDERS = (Rational(-1, 2), Rational(1, 2), S.One, S(2))
_TERMS = 20_000
_QUANTILES = np.array([0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
_WINDOW = "errors below 1e-8 relative, and what happens between the points"


@dataclass(frozen=True)
class Setting:
    """What the checks share: the derivation, the law of λ, σ₀, and the points t = ln(|w|/σ₀) and u = ln |λ|."""

    derivation: Derivation
    law: SignedScale
    scale: Scale
    line: HalfLine
    sigma0: float
    octave: int
    t: Floats
    u: Floats


@lru_cache(maxsize=4)
def setting(derivation: Derivation) -> Setting:
    """Choose the points: whole decades, five about the median of |λ|, and for λ its quantiles."""
    law = signed_scale(derivation.noise.measure)
    scale, sigma0 = law.folded, float(derivation.sigma0)
    line = HalfLine(scale)
    inside = np.empty(0)
    if scale.points or scale.continua:
        inside = line.solve(np.log(scale.spike + _QUANTILES * (1 - scale.spike)), -1)
    middle = float(inside[len(inside) // 2]) if len(inside) else 0.0
    t = np.sort(np.append(_DECADES, middle + np.log([0.15, 0.4, 1.1, 3.0, 8.0])))
    octave = round(middle / float(np.log(2.0)))
    return Setting(derivation, law, scale, line, sigma0, octave, t, np.sort(np.append(t, inside)))


def estimates(derivation: Derivation) -> tuple[Evidence, ...]:
    """Every check by quadrature, one after the other.

    >>> from priorcalc import laws
    >>> from priorcalc.derive import derive
    >>> {evidence.verdict for evidence in estimates(derive(laws.rayleigh()))}
    {'upheld'}
    """
    found = setting(derivation)
    checks = (_is_a_law, _weights, _weights_served, _masses, _variances, _variances_served, _noises, _moments)
    # A wrong claim may overflow anywhere; what comes out is compared, and inf or nan agree with nothing.
    with np.errstate(all="ignore"):
        return tuple(evidence for check in checks for evidence in check(found))


def served(at: Setting) -> Any:
    """The numbers of the weight law that a user is given."""
    known = at.derivation.weight
    return closed_or_integrated(known.name, numbers_of(known), WeightNumbers(at.scale, at.sigma0))


@lru_cache(maxsize=32)
def tabulated(claim: Claim, low: float, high: float) -> Continuum:
    """The table of a claim, made once for both quadrature and sample."""
    return claim.tabulated(low, high)


def _is_a_law(at: Setting) -> Iterator[Evidence]:
    mass = integrate(at.scale, np.zeros(1), definition.power)
    total = float(np.exp(mass.log[0])) + at.scale.spike
    gap, error = abs(total - 1.0), float(mass.error[0])
    verdict = verdict_of(gap <= TOLERANCE, error <= TOLERANCE or gap > TOLERANCE + 100 * error)
    yield Evidence("estimate", "λ has the mass 1", verdict, f"mass - 1 = {total - 1:.1e} ± {error:.0e}")


def _weights(at: Setting) -> Iterator[Evidence]:
    exact = _shifted(integrate(at.scale, at.t, definition.density), -np.log(at.sigma0))
    seen = exact.log > _LOWEST
    points = at.sigma0 * np.exp(at.t)
    for claim in claims(at.derivation.weight, w, "w"):
        yield from _atoms(claim, at.scale, at, lambda u: np.exp(u))
        if not at.scale.points and not at.scale.continua:
            continue
        yield judged(claim.says, "w", points[seen], claim.log(points[seen]), _kept(exact, seen))
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
        exact = _shifted(integrate(at.scale, at.t, kernel), shift)
        seen = exact.log > _LOWEST
        yield judged(says, "w", points[seen], np.asarray(function(points[seen])), _kept(exact, seen))


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
            f"P(|w| ≤ x) from {claim.says}", "x", at.sigma0 * np.exp(t[seen]), inner.log[seen], _kept(both, seen)
        )


@lru_cache(maxsize=32)
def reach(scale: Scale, beyond: float = 1e-10) -> tuple[float, float]:
    """Whole numbers t between which ln(|w|/σ₀) lies, but for 1e-10 on either side (or at most ±100)."""
    t = np.arange(-100.0, 101.0)
    inner, outer = (integrate(scale, t, kernel).log for kernel in (definition.centre, definition.tail))
    inside = t[(inner > np.log(beyond)) & (outer > np.log(beyond))]
    return (float(inside[0]) - 1.0, float(inside[-1]) + 1.0) if len(inside) else (-1.0, 1.0)


def _variances(at: Setting) -> Iterator[Evidence]:
    exact = _shifted(_log_density(at.scale, at.u), -2 * at.u - np.log(2.0))
    seen = exact.log > _LOWEST
    points = np.exp(2 * at.u)
    for claim in claims(at.derivation.variance, v, "v"):
        yield from _atoms(claim, at.scale, at, lambda u: np.exp(2 * u))
        if at.scale.continua:
            yield judged(f"{claim.says}, λ² = v", "v", points[seen], claim.log(points[seen]), _kept(exact, seen))
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
            exact = _shifted(_log_density(half, at.u), -at.u)
            seen = exact.log > _LOWEST
            if not seen.any() or (positive and sign < 0):
                continue
            points = sign * np.exp(at.u[seen])
            side = claim.says if sign > 0 else f"{claim.says}, λ < 0"
            yield judged(side, "λ", points, claim.log(points), _kept(exact, seen))


def _moments(at: Setting) -> Iterator[Evidence]:
    law, product = at.derivation.noise.transform, at.derivation.transform
    for says, transform, gaussian in (
        ("E|λ|^r by its transform", law, False),
        ("E|w|^r by its transform", product, True),
    ):
        if transform is None:
            continue
        orders = [r for r in _ORDERS if _finite(transform, r)]
        if not orders:
            continue
        r = np.array([float(order) for order in orders])
        exact = integrate(at.scale, r, definition.power)
        if gaussian:
            half_normal = r * np.log(at.sigma0) + 0.5 * r * np.log(2.0) + gammaln(0.5 * (1 + r)) - gammaln(0.5)
            exact = _shifted(exact, half_normal)
        claimed = np.array([_log_moment(transform, order) for order in orders])
        yield judged(says, "r", r, claimed, exact)


def _finite(transform: Transform, order: Rational) -> bool:
    index = transform.index
    laws = [part if index is None else replace(part, **_first(part, index)) for _, part in transform.parts]
    return all(bool(lo < 1 + order) and bool(1 + order < hi) for lo, hi in (law.strip for law in laws))


def _first(part: Any, index: Symbol) -> dict[str, Any]:
    fields = {"upper": part.upper, "lower": part.lower}
    return {name: tuple((a.subs(index, 0), A) for a, A in factors) for name, factors in fields.items()}


def _log_moment(transform: Transform, order: Rational) -> float:
    terms = [weight * law(1 + order) for weight, law in transform.parts]
    with mpmath.workdps(30):
        if transform.index is None:
            return float(mpmath.log(mpmath.mpf(str(sum(terms, S.Zero).evalf(30)))))
        return float(mpmath.log(_series(lambdify(transform.index, terms[0], "mpmath"))))


def _series(term: Callable[[int], Any]) -> Any:
    """Σ term(n): extrapolated if the signs alternate, else summed until a run of terms no longer counts."""
    if term(0) * term(1) < 0:
        return mpmath.nsum(lambda n: term(int(n)), [0, mpmath.inf])
    total, quiet = mpmath.mpf(0), 0
    for n in range(_TERMS):
        value = term(n)
        total += value
        quiet = quiet + 1 if value <= total * mpmath.mpf(10) ** -25 and total > 0 else 0
        # e^-θ θ^n/n! begins below any total: the run must come after the bulk, of mass 1
        if quiet > 30 and total > mpmath.mpf(10) ** -20:
            return total
    return mpmath.nan


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


def _shifted(integral: Integral, shift: Any) -> Integral:
    return Integral(integral.log + shift, integral.error)


def _kept(integral: Integral, seen: NDArray[np.bool_]) -> Integral:
    return Integral(integral.log[seen], integral.error[seen])


def judged(says: str, letter: str, points: Floats, claimed: Floats, exact: Integral) -> Evidence:
    """Compare logs: a difference above 1e-8 and above the integrator's error refutes."""
    settings = {"points": len(points), "tolerance": TOLERANCE}
    if not len(points):
        return Evidence("estimate", says, "undecided", "no point where it can be seen", settings, _WINDOW)
    with np.errstate(invalid="ignore"):
        gap = np.where(claimed == exact.log, 0.0, np.abs(claimed - exact.log))
    unknown = np.isnan(gap) | ~np.isfinite(exact.error)
    refuted = ~unknown & (gap > TOLERANCE + 100 * exact.error)
    close = ~unknown & (gap <= TOLERANCE) & (exact.error <= TOLERANCE)
    # Values that could not be had, as of a series far out, leave the rest standing: the figure says how many.
    enough = bool(np.all(close | unknown)) and 2 * int(close.sum()) > len(points)
    verdict = verdict_of(not refuted.any(), bool(refuted.any()) or enough)
    known = np.where(unknown, -1.0, gap)
    worst = int(np.argmax(known))
    if unknown.all():
        return Evidence("estimate", says, "undecided", "no value could be had at any point", settings, _WINDOW)
    relative = float(np.expm1(min(known[worst], 700.0)))
    figure = f"relative difference ≤ {relative:.1e}, worst at {letter} = {points[worst]:.3g}, of {len(points)} points"
    if unknown.any():
        figure += f"; {int(unknown.sum())} could not be had"
    if len(points) == 1:
        figure = f"relative difference {relative:.1e}"
    return Evidence("estimate", says, verdict, figure, settings, _WINDOW)
