"""Means over a weight w = λz: moments, entropy, and the summaries made of them.

λ and z are independent, so E|w|^s = σ₀^s E|λ|^s E|z|^s with E|z|^s = 2^{s/2} Γ((1+s)/2)/√π,
finite only for s > -1; E|λ|^s is a quadrature whose finiteness is decided first
(``endings.py``).  The entropy -∫ p ln p is taken over ln|w|, in which p is analytic in a
strip of half-width π/4, so that panels of width ½ with 16 nodes are exact to rounding.
"""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln

from priorcalc.errors import ParameterError, PrecisionError, remedy
from priorcalc.numeric.endings import log_power
from priorcalc.numeric.kernels import density
from priorcalc.numeric.mixture import log_mixture
from priorcalc.numeric.nodes import gauss_legendre
from priorcalc.numeric.weight import WeightNumbers


def abs_moment(weight: WeightNumbers, s: float) -> float:
    """E|w|^s for real s; inf where it diverges, as for s ≤ -1 and for s < 0 with an atom at 0.

    Examples
    --------
    Half-Cauchy noise has E|w|^s = sec(πs/2) E|z|^s for |s| < 1:

    >>> from priorcalc.numeric.scale import Continuum, Scale
    >>> cauchy = Continuum(lambda u: np.log(2 / np.pi) + u - np.logaddexp(0, 2 * u), -np.inf, np.inf)
    >>> weight = WeightNumbers(Scale(continua=(cauchy,)))
    >>> ratio = abs_moment(weight, 0.5) / abs_moment(WeightNumbers(Scale(points=(0.0,), masses=(1.0,))), 0.5)
    >>> bool(abs(ratio - 1 / np.cos(np.pi / 4)) < 1e-10)
    True
    >>> abs_moment(weight, 1.0)
    inf
    """
    if not np.isfinite(s):
        raise ParameterError(remedy(f"abs_moment({s!r})", "the exponent is not a finite number", "give a real number"))
    if s == 0:
        return 1.0
    if s <= -1 or (s < 0 and weight.scale.spike > 0):
        return np.inf
    log_normal = 0.5 * s * np.log(2) + gammaln(0.5 * (1 + s)) - 0.5 * np.log(np.pi)
    with np.errstate(over="ignore"):
        return float(np.exp(log_power(weight.scale, float(s)) + log_normal + s * np.log(weight.sigma0)))


def moment(weight: WeightNumbers, k: int) -> float:
    """E w^k for k = 0, 1, 2, …: 0 for odd k by symmetry, nan for odd k if E|w|^k is infinite."""
    if k != int(k) or k < 0:
        raise ParameterError(remedy(f"moment({k!r})", "the order is not a natural number", "see abs_moment"))
    size = abs_moment(weight, k)
    if k % 2:
        return 0.0 if np.isfinite(size) else np.nan
    return size


def mean(weight: WeightNumbers) -> float:
    """E w, 0 or undefined."""
    return moment(weight, 1)


def var(weight: WeightNumbers) -> float:
    """E w²."""
    return moment(weight, 2)


def std(weight: WeightNumbers) -> float:
    """The root of E w²."""
    return float(np.sqrt(var(weight)))


def kurtosis(weight: WeightNumbers) -> float:
    """Pearson's E w⁴ / (E w²)² = 3 E λ⁴ / (E λ²)², which is 3 for a Gaussian; nan without a finite variance."""
    if weight.scale.spike == 1:
        return np.nan
    second, fourth = log_power(weight.scale, 2.0), log_power(weight.scale, 4.0)
    return 3 * float(np.exp(fourth - 2 * second))  # ∞ - ∞ is nan


def median(weight: WeightNumbers) -> float:
    """0, by symmetry."""
    return 0.0


def interval(weight: WeightNumbers, mass: float) -> tuple[float, float]:
    """The central interval of that mass, from the quantile of (1 - mass)/2 to that of (1 + mass)/2."""
    if not 0 <= mass <= 1:
        raise ParameterError(remedy(f"interval({mass!r})", "a mass lies between 0 and 1", "give one that does"))
    half = float(weight.isf(0.5 * (1 - mass)))
    return -half, half


def entropy(weight: WeightNumbers) -> float:
    """The differential entropy -∫ p ln p; -inf for a law with an atom at 0, which has no density.

    Examples
    --------
    >>> from priorcalc.numeric.scale import Scale
    >>> normal = WeightNumbers(Scale(points=(0.0,), masses=(1.0,)), sigma0=3.0)
    >>> bool(abs(entropy(normal) - 0.5 * np.log(2 * np.pi * np.e * 9)) < 1e-13)
    True
    """
    if weight.scale.spike > 0:
        return -np.inf
    total, size = 0.0, 0.0
    centre = _centre(weight)
    for side in (1.0, -1.0):
        for block in range(512):
            part, scale = _entropy_block(weight, centre, side, block)
            total, size = total + part, size + scale
            if block and scale < 1e-17 * size:
                break
        else:
            found = "p ln p falls too slowly in ln|w|"
            raise PrecisionError(remedy("entropy", found, "there may be no finite entropy"))
    return total + float(np.log(weight.sigma0))


def _centre(weight: WeightNumbers) -> float:
    """ln of the median of |w|/σ₀; 0 where that is not to be had."""
    try:
        median = float(weight.isf(0.25)) / weight.sigma0
    except PrecisionError:
        return 0.0
    return float(np.log(median)) if 0 < median < np.inf else 0.0


def _entropy_block(weight: WeightNumbers, centre: float, side: float, block: int) -> tuple[float, float]:
    """-∫ p ln p and ∫ p |ln p| over both signs of w, for ln(|w|/σ₀) in a range of 8 on a side of the centre."""
    nodes, weights = gauss_legendre(16)
    starts = 8.0 * block + 0.5 * np.arange(16)
    t = centre + side * (starts[:, None] + 0.25 * (1 + nodes)).ravel()
    log_p = log_mixture(weight.scale, t, density)
    with np.errstate(all="ignore"):
        # Each half-width is ¼ and w has two signs.
        terms = np.where(np.isfinite(log_p), -log_p * np.exp(log_p + t), 0.0) * 0.5 * np.tile(weights, 16)
    return float(terms.sum()), float(np.abs(terms).sum())
