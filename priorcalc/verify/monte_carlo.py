"""Samples: what a derivation claims, against draws of λ by its own sampler and of w = σ₀λz.

Dvoretzky–Kiefer–Wolfowitz with Massart's constant bounds the Kolmogorov–Smirnov distance: P(D > ε) ≤ 2e^{-2nε²} for
every law, with atoms or without.  D is taken over bin edges, so it is a lower bound of the full D and the test is
valid.  Counts beyond extreme quantiles of the claim, zeros and signs are compared with the exact binomial law;
E|w|^{1/4} by the median of means, off by more than σ√(32 ln(1/δ)/n) with probability δ at most.  The false-alarm
probability of the certificate is shared equally among its tests, whose number does not depend on the draws.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, gammaln

from priorcalc.errors import PriorcalcError
from priorcalc.numeric.halfline import HalfLine
from priorcalc.verify import definition, streaming
from priorcalc.verify.definition import integrate
from priorcalc.verify.distribution import Tails
from priorcalc.verify.evidence import Evidence, verdict_of
from priorcalc.verify.setting import Setting
from priorcalc.verify.streaming import ORDER, Tally
from priorcalc.verify.targets import Target, targets

Floats = NDArray[np.float64]

TAILS = (1e-2, 1e-3, 1e-4, 1e-5)
_NOT = "differences of the distribution functions below the bound"
_NOT_TAILS = "what lies between and beyond these quantiles"


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
    if not (at.scale.points or at.scale.continua):
        return None
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
