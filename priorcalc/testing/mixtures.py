"""What only a Gaussian scale mixture is: w = λz with z ~ N(0, σ₀²) independent of λ.

E|w|^s = σ₀^s E|λ|^s 2^{s/2} Γ((1+s)/2)/√π            kurtosis = 3 E λ⁴/(E λ²)² ≥ 3
y ↦ p(√y) is completely monotone: it is a Laplace transform of the law of 1/2λ²σ₀²  (Schoenberg, Bernstein)
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from priorcalc import laws
from priorcalc.derive import derive
from priorcalc.exact import exact
from priorcalc.prior import Prior
from priorcalc.testing.densities import absolute_moment, finite_variance
from priorcalc.testing.property import PROMISED, ULP, Comparison, Property, at_most, equal, log_bound, near

MARGIN = 0.25
"""How far an exponent must be from the end of the finite moments for the integral over doubles to be all of it."""


def noise_of(prior: Any) -> Any:
    """The noise that a prior was derived from."""
    return prior.noise.derivation.noise


def normal_moment(s: float) -> float:
    """E|z|^s for a standard normal z and s > -1."""
    return math.exp(0.5 * s * math.log(2) + math.lgamma(0.5 * (1 + s)) - 0.5 * math.log(math.pi))


def _ends(prior: Any) -> tuple[float, float]:
    """The open interval of s in which E|w|^s is finite, read off the pole and the tail."""
    pole, tail = prior.pole, prior.tail
    lower = 0.0 if prior.atom > 0 else -1 - pole.exponent if pole.kind == "power" else -1.0
    return lower, tail.index if tail.kind == "power" else math.inf


def _tower(prior: Any, s: float) -> Comparison | None:
    lower, upper = _ends(prior)
    if s <= lower or s >= upper:
        return near(prior.abs_moment(s), math.inf if s != 0 else 1.0, 0.0)
    if s < lower + MARGIN or s > upper - MARGIN or s == 0:
        return None
    # The integral has the density's error, the moment that of a mean over λ.
    return equal(absolute_moment(prior, s), prior.abs_moment(s), 2 * PROMISED)


def _transform(prior: Any, s: float) -> Comparison | None:
    transform = noise_of(prior).transform
    total = 0.0
    for weight, ratio in transform.parts:
        lo, hi = (float(end) for end in ratio.strip)
        if not lo + MARGIN < 1 + s < hi - MARGIN:
            return None
        total += float((weight * ratio(1 + exact(s))).evalf(20))
    lower, upper = _ends(prior)
    if not lower + MARGIN < s < upper - MARGIN:
        return None
    return equal(prior.abs_moment(s), float(prior.sigma0) ** s * normal_moment(s) * total, 2 * PROMISED)


def _has_transform(prior: Any) -> bool:
    transform = noise_of(prior).transform
    return transform is not None and transform.index is None


def _kurtosis(prior: Any) -> Comparison:
    return at_most(3.0, prior.kurtosis(), 6 * PROMISED)


def _kurtosis_of_moments(prior: Any) -> Comparison | None:
    second, fourth = prior.abs_moment(2.0), prior.abs_moment(4.0)
    if not 1e-290 < second**2 < 1e290:
        return None  # no double, or one without its digits
    return equal(prior.kurtosis(), fourth / second**2, 4 * PROMISED)


def _unimodal(prior: Any, w: float, ratio: float) -> Comparison:
    inner, outer = float(prior.logpdf(abs(w))), float(prior.logpdf(abs(w) * ratio))
    return at_most(outer, inner, log_bound(inner, outer))


def _pull(prior: Any, w: float) -> Comparison | None:
    push = float(prior.score(w)) * w
    return None if math.isnan(push) else at_most(push, 0.0, 0.0)


def _monotone(prior: Any, w: float, ratio: float, order: int) -> Comparison | None:
    y = w * w * (1 + (ratio - 1) * np.arange(order + 1))
    logs = prior.logpdf(np.sqrt(y))
    top = float(logs[0])
    if not math.isfinite(top):
        return None
    values = np.exp(np.minimum(logs - top, 1.0))
    # (-1)^n Δ^n of a completely monotone function is an average of (-1)^n times its n-th derivative.
    signed = np.array([(-1) ** k * math.comb(order, k) for k in range(order + 1)]) * values
    bounds = PROMISED + 4 * ULP * np.abs(logs)
    return at_most(-float(signed.sum()), 0.0, float(np.abs(signed) @ np.where(np.isfinite(bounds), bounds, 0.0)))


def _log_convex(prior: Any, w: float, ratio: float) -> Comparison:
    a, b = abs(w), abs(w) * ratio
    middle = a * math.sqrt(0.5 * (1 + ratio * ratio))
    left, centre, right = (float(prior.logpdf(x)) for x in (a, middle, b))
    return at_most(centre, 0.5 * (left + right), log_bound(left, centre, right))


def _equivariant(prior: Any, w: float, factor: float) -> Comparison:
    scaled = Prior(derive(noise_of(prior), exact(prior.sigma0) * exact(factor)))
    left, right = float(scaled.logpdf(w * factor)) + math.log(factor), float(prior.logpdf(w))
    return near(left, right, log_bound(left, right))


def _scaled(prior: Any, w: float, factor: float) -> Comparison:
    other = Prior(derive(factor * noise_of(prior), exact(prior.sigma0)))
    left, right = float(other.logpdf(w * factor)) + math.log(factor), float(prior.logpdf(w))
    return near(left, right, log_bound(left, right))


def _modulus(prior: Any, w: float) -> Comparison:
    # A power keeps |λ| alone, so the first power of λ is |λ|.
    folded = Prior(derive(noise_of(prior) ** 1, exact(prior.sigma0)))
    left, right = float(folded.logpdf(w)), float(prior.logpdf(w))
    return near(left, right, log_bound(left, right))


def _thinned(prior: Any, w: float, q: float) -> Comparison | None:
    keep = round(q, 2)
    if not 0 < keep < 1:
        return None
    thinned = Prior(derive(noise_of(prior) * laws.bernoulli(keep), exact(prior.sigma0)))
    left, right = float(thinned.logpdf(w)), float(prior.logpdf(w)) + math.log(keep)
    return near(left, right, log_bound(left, right))


PROPERTIES = (
    Property("tower rule", "mixtures", "∫ |w|^s p(w) dw = σ₀^s E|λ|^s E|z|^s, be it finite or not", ("s",), _tower),
    Property("moments of the transform", "mixtures", "E|λ|^s = M(1 + s)", ("s",), _transform, _has_transform),
    Property("kurtosis", "mixtures", "E w⁴ ≥ 3 (E w²)²", (), _kurtosis, finite_variance),
    Property("kurtosis and moments", "mixtures", "kurtosis = E w⁴/(E w²)²", (), _kurtosis_of_moments, finite_variance),
    Property("unimodal", "mixtures", "p(a) ≥ p(b) for 0 < a < b", ("w", "ratio"), _unimodal),
    Property("score points to zero", "mixtures", "w d ln p/dw ≤ 0", ("w",), _pull),
    Property(
        "complete monotonicity",
        "mixtures",
        "(-1)^n Δ^n p(√y) ≥ 0, the differences being over equal steps of y",
        ("w", "ratio", "order"),
        _monotone,
    ),
    Property("log-convex in w²", "mixtures", "ln p at √((a² + b²)/2) ≤ the mean at a, b", ("w", "ratio"), _log_convex),
    Property("σ₀ is a scale", "mixtures", "p(cw; cσ₀) = p(w; σ₀)/c", ("w", "factor"), _equivariant),
    Property("scaling λ is scaling w", "mixtures", "c·λ in the place of λ gives p(w/c)/c", ("w", "factor"), _scaled),
    Property("only |λ| counts", "mixtures", "|λ| in the place of λ gives the same p(w)", ("w",), _modulus),
    Property("dropout thins", "mixtures", "Bernoulli(q)·λ in the place of λ gives q·p(w)", ("w", "q"), _thinned),
)
