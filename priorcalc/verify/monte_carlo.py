"""Samples: what a derivation claims, against draws of λ by its own sampler and of w = σ₀λz.

Dvoretzky–Kiefer–Wolfowitz with Massart's constant bounds the Kolmogorov–Smirnov distance: P(D > ε) ≤ 2e^{-2nε²} for
every law, with atoms or without.  D is taken over bin edges, so it is a lower bound of the full D and the test is
valid.  Counts beyond extreme quantiles of the claim, zeros and signs are compared with the exact binomial law;
E|w|^{1/4} by the median of means, off by more than σ√(32 ln(1/δ)/n) with probability δ at most.  The false-alarm
probability of the certificate is shared equally among its tests, whose number does not depend on the draws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, gammaln

from priorcalc.errors import PriorcalcError
from priorcalc.numeric.halfline import HalfLine
from priorcalc.numeric.scale import Continuum, Scale
from priorcalc.symbols import v, w
from priorcalc.verify import definition, distribution, streaming
from priorcalc.verify.claims import Claim, claims
from priorcalc.verify.definition import integrate
from priorcalc.verify.distribution import Tails
from priorcalc.verify.evidence import Evidence, verdict_of
from priorcalc.verify.quadrature import Setting, reach, served, tabulated
from priorcalc.verify.streaming import ORDER, Tally

Floats = NDArray[np.float64]

TAILS = (1e-2, 1e-3, 1e-4, 1e-5)
_FINE = (128, 1024)
_COARSE = (1024, 48)
_MARGIN = 150.0  # in ln λ beyond all but 1e-7 of the law: a power tail of index 0.1 has 1e-13 left there
_NOT = "differences of the distribution functions below the bound"
_NOT_TAILS = "what lies between and beyond these quantiles"


@dataclass(frozen=True)
class Target:
    """A claimed law of a positive variable: its tails at edges of |λ| (if ``scales``) or of |w|.

    ``window`` is where in ln |λ| or ln |w| edges are set without regard to the draws, one in ``grid[0]`` bins; the
    draws choose ``grid[1]`` more.
    """

    says: str
    tails: Callable[[Floats], Tails]
    scales: bool
    window: tuple[float, float]
    grid: tuple[int, int] = _FINE
    with_tails: bool = True


def targets(at: Setting) -> tuple[Target, ...]:
    """The laws that a derivation claims, in a form to be compared with draws."""
    inner = _window(at)
    shift = float(np.log(at.sigma0))
    low, high = reach(at.scale)
    outer = low + shift, high + shift
    found = [Target("draws of |λ| and the density of λ", lambda x: _law_of(at, x), True, inner)]
    for claim in claims(at.derivation.variance, v, "v"):
        if not claim.is_slow:
            found.append(Target(f"draws of λ² and {claim.says}", _variance(claim, at), True, inner, _COARSE))
    numbers = served(at)
    found.append(Target("draws of |w| and the numbers of P(W > w)", lambda x: _weight_tails(numbers, x), False, outer))
    for claim in claims(at.derivation.weight, w, "w"):
        # The table of a slow claim is too short for the tails, where a count would see its end.
        found.append(
            Target(f"draws of |w| and {claim.says}", _weight(claim, at), False, outer, _FINE, not claim.is_slow)
        )
    return tuple(found)


def _window(at: Setting) -> tuple[float, float]:
    """Between which u all but 1e-7 of the law of |λ| lies on either side."""
    low = at.line.solve(np.log([at.scale.spike + 1e-7]), -1)
    high = at.line.solve(np.log([1e-7]), 1)
    return float(np.clip(low[0], -700.0, 700.0)) - 0.5, float(np.clip(high[0], -700.0, 700.0)) + 0.5


def _law_of(at: Setting, x: Floats) -> Tails:
    tails = Tails(np.exp(at.line.logcdf(x)), np.exp(at.line.logsf(x)))
    return distribution.clear_of(tails, x, np.exp(np.append(_marks(at.scale), at.scale.points)))


def _marks(scale: Scale) -> Floats:
    """Ends and breaks: a draw that is nearer than an ulp to one is rounded to it."""
    marks = {m for part in scale.continua for m in (part.lower, part.upper, *part.breaks)}
    return np.array(sorted(m for m in marks if np.isfinite(m)))


def _weight_tails(numbers: Any, x: Floats) -> Tails:
    above = np.asarray(numbers.sf(x))
    middle = np.exp(np.asarray(numbers.logcdf(-x)))
    # from below: what is not in either tail, but small values from the integral about 0
    return Tails(1.0 - above - middle, above + middle)


def _weight(claim: Claim, at: Setting) -> Callable[[Floats], Tails]:
    # Few values of a slow claim are asked for: where it is not tabulated, the definition stands in.
    low, high = reach(at.scale, 1e-3 if claim.is_slow else 1e-10)
    shift = float(np.log(at.sigma0))
    atom = float(at.derivation.weight.atom)

    def tails(x: Floats) -> Tails:
        table = tabulated(claim, low + shift, high + shift)
        u = np.log(x)
        inside = (u > table.lower) & (u < table.upper)
        found = distribution.smooth(table, u[inside])
        below, above = np.full(x.shape, np.nan), np.full(x.shape, np.nan)
        first = 2 * np.exp(integrate(at.scale, np.array([low]), definition.centre).log[0])
        last = 2 * np.exp(integrate(at.scale, np.array([table.upper - shift]), definition.tail).log[0])
        below[inside], above[inside] = atom + first + found.below, last + found.above
        return Tails(below, above)

    return tails


def _variance(claim: Claim, at: Setting) -> Callable[[Floats], Tails]:
    marks = sorted({2 * b for part in at.scale.continua for b in part.breaks})
    low, high = _window(at)
    lower = 2 * max(min((part.lower for part in at.scale.continua), default=-np.inf), low - _MARGIN)
    upper = 2 * min(max((part.upper for part in at.scale.continua), default=np.inf), high + _MARGIN)
    ends = {2 * e for part in at.scale.continua for e in (part.lower, part.upper) if np.isfinite(e)}
    inner = tuple(sorted(m for m in {*marks, *ends} if lower < m < upper))
    places = np.array([0.0, *(float(place) for place, _ in claim.atoms)])
    masses = np.array([0.0, *(float(mass) for _, mass in claim.atoms)])

    def tails(x: Floats) -> Tails:
        if claim.expr == 0:
            found = Tails(np.zeros(x.shape), np.zeros(x.shape))
        else:
            found = distribution.rough(Continuum(claim.log_in_log(), lower, upper, inner), 2 * np.log(x))
        whole = distribution.with_atoms(found, x * x, places, masses)
        return distribution.clear_of(whole, x, np.exp(_marks(at.scale)))

    return tails


def samples(at: Setting, tally: Tally, false_alarm: float, lost: int) -> tuple[Evidence, ...]:
    """Judge the counts: every test of the certificate that draws at random."""
    laws = targets(at)
    signed = bool(at.law.negative.continua or at.law.negative.points)
    moments = _moment_claim(at)
    tests = len(laws) * (1 + 2 * len(TAILS)) + 3 + signed + (moments is not None)
    share = false_alarm / tests
    made = {"n": tally.n, "false_alarm": share, "tests": tests, "tasks given out again": lost}
    found = [evidence for law in laws for evidence in _judged(law, tally, share, made)]
    positive = float(np.exp(HalfLine(at.law.positive).log_total)) - at.law.positive.spike
    counts = [
        ("P(λ = 0)", tally.zero_scales, at.scale.spike),
        ("P(w = 0)", tally.zero_weights, float(at.derivation.weight.atom)),
        ("P(w > 0)", tally.positive_weights, 0.5 * (1 - float(at.derivation.weight.atom))),
    ]
    counts += [("P(λ > 0)", tally.positive_scales, positive)] if signed else []
    for says, count, p in counts:
        alarm = chance(count, tally.n, p)
        figure = f"{count} of {tally.n} where {p:.6g} is claimed; chance {alarm:.1e}"
        found.append(Evidence("sample", says, verdict_of(alarm >= share), figure, made))
    if moments is not None:
        found.append(_mean(tally, moments, share, made))
    return tuple(found)


def _judged(law: Target, tally: Tally, share: float, made: dict[str, Any]) -> Iterator[Evidence]:
    counts = tally.scales if law.scales else tally.weights
    cumulated = np.cumsum(counts)
    # For the supremum any edges will do, also those that the draws choose; for the tails they must not.
    step, quantiles = law.grid
    low, high = streaming.bins(tally.octave, np.exp(np.array(law.window)))
    fixed = np.arange(max(low // step, 1), high // step + 2) * step
    chosen = np.clip(np.searchsorted(cumulated, np.linspace(0, tally.n, quantiles + 1)), 1, len(counts) - 1)
    bins = np.unique(np.concatenate([chosen, fixed[fixed < len(counts)]]))
    try:
        tails = law.tails(streaming.edges(tally.octave, bins))
    except PriorcalcError as error:
        yield Evidence("sample", law.says, "undecided", f"the claim could not be evaluated: {error}", made)
        return
    clear = ~np.isnan(tails.below)
    bins, tails = bins[clear], Tails(tails.below[clear], tails.above[clear])
    seen = cumulated[bins - 1]
    gap = max(
        float(np.max(np.abs(seen / tally.n - tails.below))), float(np.max(np.abs(1 - seen / tally.n - tails.above)))
    )
    bound = float(np.sqrt(np.log(2 / share) / (2 * tally.n)))
    figure = f"Kolmogorov–Smirnov distance {gap:.2e}, bound {bound:.2e}, {tally.n} draws"
    yield Evidence("sample", law.says, verdict_of(gap <= bound), figure, {**made, "edges": len(bins)}, _NOT)
    if not law.with_tails:
        return
    usual = np.isin(bins, fixed)
    yield from _tails(law, seen[usual], Tails(tails.below[usual], tails.above[usual]), tally.n, share, made)


def _tails(law: Target, seen: Any, tails: Tails, n: int, share: float, made: dict[str, Any]) -> Iterator[Evidence]:
    least, where, tried = 1.0, "", 0
    for probability in TAILS:
        for side, claimed, count in (("below", tails.below, seen), ("above", tails.above, n - seen)):
            inside = np.flatnonzero((claimed <= probability) & (claimed > probability / 8))
            if not len(inside):
                continue
            k = int(inside[-1] if side == "below" else inside[0])
            alarm = chance(int(count[k]), n, float(claimed[k]))
            tried += 1
            if alarm < least:
                least, where = alarm, f"{int(count[k])} {side} where {n * float(claimed[k]):.6g} are expected"
    if tried:
        figure = f"least chance of {tried} counts {least:.1e}: {where}"
        yield Evidence("sample", f"tails of {law.says}", verdict_of(least >= share), figure, made, _NOT_TAILS)


def chance(count: int, n: int, p: float) -> float:
    """Twice the lesser of P(X ≤ count) and P(X ≥ count) for X ~ Binomial(n, p), at most 1.

    >>> chance(0, 10, 0.5) == 2 * 0.5**10, chance(3, 10, 0.0), chance(0, 10, 0.0)
    (True, 0.0, 1.0)
    """
    p = min(max(p, 0.0), 1.0)
    fewer = 1.0 if count >= n else float(betainc(n - count, count + 1, 1 - p))
    more = 1.0 if count <= 0 else float(betainc(count, n - count + 1, p))
    return min(1.0, 2 * min(fewer, more))


def _moment_claim(at: Setting) -> tuple[float, float] | None:
    """E|w|^{1/4} and the variance of |w|^{1/4}, from the definition; None where E|w|^{1/2} is infinite."""
    orders = np.array([ORDER, 2 * ORDER])
    exact = integrate(at.scale, orders, definition.power)
    if not np.all(np.isfinite(exact.error)) or np.any(exact.error > 1e-6):
        return None
    gaussian = orders * np.log(at.sigma0 * np.sqrt(2.0)) + gammaln(0.5 * (1 + orders)) - gammaln(0.5)
    logs = exact.log + gaussian
    mean, square = np.exp(logs)
    return float(mean), float(max(square - mean**2, 0.0))


def _mean(tally: Tally, claimed: tuple[float, float], share: float, made: dict[str, Any]) -> Evidence:
    mean, variance = claimed
    groups = np.concatenate([sums for _, sums in tally.sums])
    parts = int(np.ceil(8 * np.log(1 / share)))
    size = len(groups) // parts
    says = f"E|w|^{ORDER:g}"
    if size == 0:
        return Evidence("sample", says, "undecided", f"{tally.n} draws are too few for {parts} groups", made)
    means = groups[: size * parts].reshape(parts, size).sum(axis=1) / (size * streaming.GROUP)
    gap = abs(float(np.median(means)) - mean)
    bound = float(np.sqrt(4 * variance / (size * streaming.GROUP))) + 1e-8 * mean
    figure = f"median of {parts} means is off by {gap:.2e}, bound {bound:.2e}"
    return Evidence("sample", says, verdict_of(gap <= bound), figure, made, "moments that do not exist")
