"""What a density and a distribution function must be, whatever the law.

With S(w) = P(W > w) and m = P(W = 0): p ≥ 0, p(-w) = p(w), ∫p = 1 - m, S' = -p, F + S = 1, F(F⁻¹(q)) = q.
Integrals of p are taken over ln w, in which p is analytic in a strip of half-width π/4, by 16 Gauss–Legendre
nodes on panels of width ½: exact to rounding.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from priorcalc.numeric.nodes import gauss_legendre
from priorcalc.testing.property import PROMISED, ULP, Comparison, Property, at_most, equal, log_bound, near


def absolute_moment(prior: Any, s: float) -> float:
    """∫ |w|^s p(w) dw, from the density alone: outwards from a typical weight, till a block no longer counts."""
    nodes, weights = gauss_legendre(16)
    panels = (0.5 * np.arange(16)[:, None] + 0.25 * (1 + nodes)).ravel()
    start = math.log(unit_of(prior))
    total = 0.0
    for side in (1.0, -1.0):
        # Doubles end at e^{±709}.
        for block in range(int((690 - side * start) / 8)):
            t = start + side * (8 * block + panels)
            with np.errstate(under="ignore"):
                part = 0.25 * float(np.tile(weights, 16) @ np.exp(prior.logpdf(np.exp(t)) + (1 + s) * t))
            total += part
            if block and part < 1e-17 * total:
                break
    return 2 * total


def unit_of(prior: Any) -> float:
    """A typical |w|: the median of the continuous part; 1 where there is none."""
    return float(prior.isf(0.25 * (1 - float(prior.atom)))) if prior.atom < 1 else 1.0


def slope(prior: Any, w: float) -> float:
    """|d ln p/d ln w|: by how many ulps an ulp of w moves ln p."""
    return abs(float(prior.score(w)) * w)


def _non_negative(prior: Any, w: float) -> Comparison:
    p = float(prior.pdf(w))
    return Comparison(p, max(p, 0.0), 0.0 if p >= 0 else abs(p), 0.0)


def _exponential(prior: Any, w: float) -> Comparison | None:
    log = float(prior.logpdf(w))
    # Below, exp gives subnormals, which have no 1e-12 to speak of.
    return equal(float(prior.pdf(w)), math.exp(log), 4 * ULP * (1 + abs(log))) if log > -700 else None


def _even(prior: Any, w: float) -> Comparison:
    # In one call: a table that is built between two calls moves the last digits.
    left, right = prior.logpdf(np.array([-w, w])).tolist()
    return near(left, right, 0.0)


def _mass(prior: Any) -> Comparison:
    return near(absolute_moment(prior, 0.0), 1 - float(prior.atom), 2 * PROMISED)


def _entropy(prior: Any) -> Comparison:
    # Gibbs: -∫ p ln p ≤ -∫ p ln φ for every density φ, here the normal one.
    return at_most(prior.entropy(), 0.5 * math.log(2 * math.pi * math.e * prior.var()), 10 * PROMISED)


def _complement(prior: Any, w: float) -> Comparison:
    return near(float(prior.cdf(w)) + float(prior.sf(w)), 1.0, 4 * ULP)


def _reflected(prior: Any, w: float) -> Comparison:
    # P(W ≤ -w) = P(W ≥ w), which is P(W > w) off the atom.
    log = float(prior.logsf(abs(w)))
    return near(float(prior.logcdf(-abs(w))), log, log_bound(log))


def _monotone(prior: Any, w: float, ratio: float) -> Comparison:
    inner, outer = float(prior.logsf(abs(w))), float(prior.logsf(abs(w) * ratio))
    return at_most(outer, inner, log_bound(inner, outer))


def _limits(prior: Any) -> Comparison:
    found = (float(prior.cdf(-math.inf)), float(prior.cdf(0.0)), float(prior.cdf(math.inf)), float(prior.sf(math.inf)))
    expected = (0.0, 0.5 * (1 + float(prior.atom)), 1.0, 0.0)
    worst = max(range(4), key=lambda k: abs(found[k] - expected[k]))
    return near(found[worst], expected[worst], 4 * ULP)


def _slope_of_tail(prior: Any, w: float) -> Comparison | None:
    a = abs(w)
    log_tail = float(prior.logsf(a))
    if not math.isfinite(log_tail) or not math.isfinite(slope(prior, a)):
        return None
    width = 0.5 / (1 + slope(prior, a))
    nodes, weights = gauss_legendre(16)
    t = np.log(a) + 0.5 * width * (1 + nodes)
    # The end of the panel and its nodes are known to an ulp of ln w each.
    b = math.exp(math.log(a) + width)
    shares = np.exp(prior.logpdf(np.exp(t)) + t - log_tail)
    integral = 0.5 * width * float(weights @ shares)
    difference = -math.expm1(float(prior.logsf(b)) - log_tail)
    rounding = 4 * ULP * (1 + abs(math.log(a))) * float(shares.max()) * (1 + slope(prior, a))
    return near(integral, difference, log_bound(log_tail, log_tail, log_tail) + rounding)


def _quantile(prior: Any, q: float) -> Comparison | None:
    if q >= 0.5 * (1 - float(prior.atom)) * (1 - 1e-9):
        return None
    w = float(prior.isf(q))
    if not 0 < w < math.inf:
        return None
    # The quantile is promised to 1e-12 relative, which is w p/S times as much in the tail.
    steep = w * math.exp(min(float(prior.logpdf(w)) - math.log(q), 700.0))
    return equal(float(prior.sf(w)), q, PROMISED * (1 + steep))


def _spike(prior: Any, q: float) -> Comparison:
    inside = 0.5 + 0.49 * float(prior.atom) * (1 - 2 * q)
    return near(float(prior.ppf(inside)), 0.0, 0.0)


def _score(prior: Any, w: float) -> Comparison | None:
    a = abs(w)
    steep = slope(prior, a)
    if not math.isfinite(steep):
        return None
    width = 0.5 / (1 + steep)
    nodes, weights = gauss_legendre(16)
    x = np.exp(math.log(a) + 0.5 * width * (1 + nodes))
    b = math.exp(math.log(a) + width)
    integral = 0.5 * width * float(weights @ (prior.score(x) * x))
    left, right = float(prior.logpdf(a)), float(prior.logpdf(b))
    rounding = 8 * ULP * (1 + abs(math.log(a))) * steep
    return near(right - left, integral, log_bound(left, right) + PROMISED * abs(integral) + rounding)


def has_atom(prior: Any) -> bool:
    """Whether the weight is 0 with positive probability, and not always."""
    return 0 < float(prior.atom) < 1


def finite_variance(prior: Any) -> bool:
    """Whether there is a weight other than 0, with a variance."""
    return prior.atom < 1 and math.isfinite(prior.var())


PROPERTIES = (
    Property("non-negative density", "densities", "p(w) ≥ 0", ("w",), _non_negative),
    Property("density and log density", "densities", "p(w) = exp(ln p(w))", ("w",), _exponential),
    Property("even density", "densities", "p(-w) = p(w)", ("w",), _even),
    Property("mass", "densities", "∫ p(w) dw = 1 - P(w = 0)", (), _mass),
    Property("entropy", "densities", "-∫ p ln p ≤ ½ ln(2πe Var w)", (), _entropy, finite_variance),
    Property("complement", "distributions", "F(w) + S(w) = 1", ("w",), _complement),
    Property("reflection", "distributions", "F(-w) = S(w) for w > 0", ("w",), _reflected),
    Property("monotone distribution", "distributions", "S(a) ≥ S(b) for 0 < a < b", ("w", "ratio"), _monotone),
    Property("limits", "distributions", "F(-∞) = 0, F(0) = (1 + P(w = 0))/2, F(∞) = 1", (), _limits),
    Property("density is the slope", "distributions", "S(a) - S(b) = ∫_a^b p(w) dw", ("w",), _slope_of_tail),
    Property("quantile inverts", "distributions", "S(S⁻¹(q)) = q off the spike", ("q",), _quantile),
    Property("quantile of the spike", "distributions", "F⁻¹(q) = 0 where F jumps over q", ("q",), _spike, has_atom),
    Property("score is the slope", "densities", "ln p(b) - ln p(a) = ∫_a^b score(w) dw", ("w",), _score),
)
