"""How a prior behaves at 0 and at ∞, and what that does to shrinkage.

A pole C|w|^e or C ln(1/|w|)^e, a finite value E[1/λ]/(σ₀√2π), a tail |w|^{-1-α} or exp(-K|w|^β): each is looked
for far out, where the next term no longer counts.  Breiman: P(|w| > x) ~ σ₀^α E|z|^α P(|λ| > x).
With y = w + N(0, τ²) the posterior mean of κ = 1/(1 + λ²σ₀²/τ²) lies in [0, 1] and falls with |y|, since a larger |y|
speaks for a larger λ; and E[w | y] rises with y, since its slope is Var(w | y)/τ².
"""

from __future__ import annotations

import math
from typing import Any

from priorcalc.testing.densities import unit_of
from priorcalc.testing.mixtures import normal_moment
from priorcalc.testing.property import PROMISED, Comparison, Property, at_most, equal, near


def _pole(prior: Any) -> Comparison:
    pole, unit = prior.pole, unit_of(prior)
    near_zero, nearer = (float(prior.logpdf(unit * 10.0**-k)) for k in (240, 280))
    if pole.kind == "finite":
        return equal(float(prior.pdf(0.0)), pole.coefficient, 2 * PROMISED)
    if pole.kind == "power":
        return near((nearer - near_zero) / (40 * math.log(10)), -pole.exponent, 3 / (240 * math.log(10)))
    # p = C L^e (1 + O(1/L)) with L = ln(1/|w|), |w| in units of a typical one.
    big = 280 * math.log(10)
    return near(nearer - math.log(pole.coefficient) - pole.exponent * math.log(big), 0.0, 30 / big)


def _infinite_at_zero(prior: Any) -> Comparison:
    finite = prior.pole.kind == "finite"
    return near(float(math.isfinite(prior.logpdf(0.0))), float(finite), 0.0)


def _tail(prior: Any) -> Comparison | None:
    tail, unit = prior.tail, unit_of(prior)
    if tail.kind == "power":
        # |w|^{-1-α} times a power of ln|w|, whose slope is that power over ln|w|.
        far = unit * 1e150
        return near(-float(prior.score(far)) * far, 1 + tail.index, 3 / (150 * math.log(10)))
    if tail.kind not in ("exponential", "gaussian"):
        return None
    # ln p = -K w^β + lower powers: at K w^β = 1e12 these are a thousandth at most for the catalogue's laws.
    far = (1e12 / tail.rate) ** (1 / tail.index)
    if tail.bend == 0:
        return equal(float(prior.logpdf(far)), -1e12, 1e-2)
    # Where there are logarithms, what is left out is of the order ln ln w/ln w: 2 % at 1e150.
    far = 1e150 * unit
    power = tail.rate * far**tail.index * math.log(far) ** tail.bend
    return equal(float(prior.logpdf(far)), -power, 3e-2)


def _breiman(prior: Any) -> Comparison:
    alpha, x = prior.tail.index, 1e150 * unit_of(prior)
    beyond = math.log(float(prior.noise.sf(x)) + float(prior.noise.cdf(-x)))
    expected = beyond + alpha * math.log(float(prior.sigma0)) + math.log(normal_moment(alpha))
    # A factor ln x in the tail of λ changes the constant by E[z^α ln|z|]/ln x.
    return near(math.log(2) + float(prior.logsf(x)), expected, 3 / (150 * math.log(10)))


def _power(prior: Any) -> bool:
    # 1e150 to a larger power underflows.
    return prior.tail.kind == "power" and prior.tail.index < 2


def _share(prior: Any, w: float) -> Comparison:
    kappa = float(prior.shrinkage(w))
    return near(kappa, min(max(kappa, 0.0), 1.0), PROMISED)


def _falling(prior: Any, w: float, ratio: float) -> Comparison:
    inner, outer = float(prior.shrinkage(abs(w))), float(prior.shrinkage(abs(w) * ratio))
    return at_most(outer, inner, 2 * PROMISED * inner)


def _rising(prior: Any, w: float, ratio: float) -> Comparison:
    a, b = abs(w), abs(w) * ratio
    inner, outer = a * (1 - float(prior.shrinkage(a))), b * (1 - float(prior.shrinkage(b)))
    return at_most(inner, outer, PROMISED * (a + b))


def _not_nothing(prior: Any) -> bool:
    return bool(prior.atom < 1)


PROPERTIES = (
    Property("pole", "ends", "p behaves at 0 as `pole` says", (), _pole, _not_nothing),
    Property(
        "finite or infinite at zero", "ends", "p(0) < ∞ if and only if E[1/λ] < ∞", (), _infinite_at_zero, _not_nothing
    ),
    Property("tail", "ends", "p behaves at ∞ as `tail` says", (), _tail, _not_nothing),
    Property("Breiman", "ends", "P(|w| > x) ~ σ₀^α E|z|^α P(|λ| > x)", (), _breiman, _power),
    Property("shrinkage is a share", "shrinkage", "0 ≤ E[κ | y] ≤ 1", ("w",), _share),
    Property("shrinkage falls", "shrinkage", "E[κ | a] ≥ E[κ | b] for 0 < a < b", ("w", "ratio"), _falling),
    Property("monotone pull", "shrinkage", "E[w | a] ≤ E[w | b] for a < b", ("w", "ratio"), _rising),
)
