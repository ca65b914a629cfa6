"""What draws say of a sampler: the samplers of λ and of w = λz against the distribution functions of the measure.

Every comparison is exact and has a stated false-alarm probability: sup |ECDF - F| by the inequality of Dvoretzky,
Kiefer, Wolfowitz and Massart, P(√n sup > x) ≤ 2e^{-2x²}; a count K of rare draws by Chernoff's, P(n KL(K/n, p) > x) ≤
2e^{-x}.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from priorcalc.testing.property import Comparison, Property, near

DRAWS, MANY = 50_000, 400_000
"""Of w, and of λ, which is drawn more quickly."""
FALSE_ALARM = 1e-9
"""The probability with which a right sampler fails."""
RARE = 1e-4


def band(draws: int) -> float:
    """How far the distribution function of so many draws may lie from that of their law."""
    return math.sqrt(math.log(2 / FALSE_ALARM) / (2 * draws))


def gap(draws: Any, cdf: Any) -> float:
    """sup |ECDF - F|, on either side of every draw; an atom is known to the rounding of its logarithm."""
    sample = np.sort(np.asarray(draws, dtype=float).ravel())
    right = np.searchsorted(sample, sample, side="right") / sample.size
    left = np.searchsorted(sample, sample, side="left") / sample.size
    width = 1e-12 * np.abs(sample)
    above, below = np.asarray(cdf(sample + width)), np.asarray(cdf(sample - width - 1e-300))
    return float(max(np.max(right - above), np.max(below - left), 0.0))


def _noise_draws(prior: Any, seed: int) -> Comparison:
    return near(gap(prior.noise.rvs(MANY, rng=seed), prior.noise.cdf), 0.0, band(MANY))


def _rare_draws(prior: Any, seed: int) -> Comparison:
    x = float(prior.noise.ppf(1 - RARE))
    # An atom is known to the rounding of its logarithm.
    x += 1e-12 * abs(x)
    p, count = float(prior.noise.sf(x)), int(np.count_nonzero(prior.noise.rvs(MANY, rng=seed) > x))
    return near(MANY * _divergence(count / MANY, p), 0.0, math.log(2 / FALSE_ALARM))


def _divergence(q: float, p: float) -> float:
    """KL(q, p) of two coins."""
    parts = ((q, p), (1 - q, 1 - p))
    return sum(0.0 if a == 0 else math.inf if b == 0 else a * math.log(a / b) for a, b in parts)


def _draws(prior: Any, seed: int) -> Comparison:
    return near(gap(prior.rvs(DRAWS, rng=seed), prior.cdf), 0.0, band(DRAWS))


def _repeatable(prior: Any, seed: int) -> Comparison:
    first, second = prior.rvs((3, 5), rng=seed), prior.rvs((3, 5), rng=np.random.default_rng(seed))
    return near(float(np.max(np.abs(first - second))), 0.0, 0.0)


def _property(name: str, statement: str, compare: Any) -> Property:
    return Property(name, "draws", f"{statement}, but with probability {FALSE_ALARM:g}", ("seed",), compare)


PROPERTIES = (
    _property("draws of λ", f"sup |ECDF - F| < {band(MANY):.4f}", _noise_draws),
    _property("rare draws of λ", f"of {MANY} draws some {RARE:g} lie beyond the quantile of that order", _rare_draws),
    _property("draws of w", f"sup |ECDF - F| < {band(DRAWS):.4f}", _draws),
    Property("draws repeat", "draws", "one seed, one sample", ("seed",), _repeatable),
)
