"""Quantiles of |w|/σ₀ from ln of the tail S and of the centre C, by safeguarded Newton steps in ln w.

In ln w the slopes are d ln S = -w p/S and d ln C = w p/C.  A coarse list of ln S and ln C over
all doubles, or over those where quadrature resolves the law, brackets the root, so each step stays
between known points and a step that would leave them is a bisection.  Near the middle one solves
for C, elsewhere for S: the smaller of the two keeps its digits.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from priorcalc.errors import PrecisionError, remedy
from priorcalc.numeric import kernels
from priorcalc.numeric.kernels import Kernel
from priorcalc.numeric.mixture import log_mixture
from priorcalc.numeric.scale import Scale
from priorcalc.numeric.tables import table

Floats = NDArray[np.float64]

_NEAR, _FAR = np.arange(-42.0, 42.0, 0.75), np.arange(57.0, 709.0, 15.0)
_GRID = np.concatenate([[-744.0], -_FAR[::-1], _NEAR, _FAR, [709.7]])
_STEPS = 60
_NAN = float("nan")


def outward(scale: Scale, upper: Floats, inner: Floats) -> Floats:
    """The x > 0 with S(x) = ``upper``, or what is the same C(x) = ``inner``, for a unit σ₀; flat arrays.

    ``upper`` and ``inner`` add up to half the mass away from 0; of the two the smaller is used.
    """
    out = np.empty_like(upper)
    out[np.isnan(upper)] = np.nan
    out[upper == 0] = np.inf
    by_tail = (upper <= inner) & (upper > 0)
    for rows, kernel, value, sign in (
        (by_tail, kernels.tail, upper, -1.0),
        (upper > inner, kernels.centre, inner, 1.0),
    ):
        if rows.any():
            out[rows] = _solve(scale, kernel, value[rows], sign)
    return out


def _solve(scale: Scale, kernel: Kernel, value: Floats, sign: float) -> Floats:
    """Where ln of the average of the kernel, monotone with that sign, is ln value."""
    with np.errstate(divide="ignore"):
        target = np.log(value)
    grid, known = _skeleton(scale, kernel)
    place = np.searchsorted(sign * known, sign * target)
    if len(grid) < len(_GRID) and not np.all((place > 0) & (place < len(grid))):
        found = f"the law is resolved for |w|/σ₀ from {np.exp(grid[0]):.3g} to {np.exp(grid[-1]):.3g} only"
        raise PrecisionError(remedy("a quantile", found, "take a probability nearer to the middle"))
    out = np.where(place == 0, 0.0, np.inf)
    rows = np.flatnonzero((place > 0) & (place < len(grid)))
    place, target = place[rows], target[rows]
    low, high = grid[place - 1], grid[place]
    below, above = known[place - 1], known[place]
    with np.errstate(all="ignore"):
        share = (target - below) / (above - below)
        share = np.where((share > 0) & (share < 1), share, 0.5)
        low, high, x = np.exp(low), np.exp(high), np.exp(low + share * (high - low))
    values, densities = table(scale, kernel), table(scale, kernels.density)
    out[rows] = x
    for _ in range(_STEPS):
        with np.errstate(all="ignore"):
            here = values(x, 1.0, _NAN, _NAN)
            miss = sign * (here - target)
            low, high = np.where(miss < 0, x, low), np.where(miss > 0, x, high)
            slope = x * np.exp(densities(x, 1.0, _NAN, _NAN) - here)
            step = -miss / slope
            ahead = x * np.exp(step)
            bisected = np.sqrt(low) * np.sqrt(high)
            # Newton converges quadratically: a step below 1e-9 is the last, whatever rounding does to the bracket.
            last = np.abs(step) < 1e-9
            new = np.where(last | ((ahead > low) & (ahead < high)), ahead, bisected)
        out[rows] = new
        rough = ~last & (high - low > 4e-16 * high)
        if not rough.any():
            break
        rows, target, x = rows[rough], target[rough], new[rough]
        low, high = low[rough], high[rough]
    return out


@lru_cache(maxsize=256)
def _skeleton(scale: Scale, kernel: Kernel) -> tuple[Floats, Floats]:
    """ln w over the range of doubles, and ln of the average there; less of it where quadrature gives up far out."""
    try:
        return _GRID, log_mixture(scale, _GRID, kernel)
    except PrecisionError:
        start = len(_GRID) // 2
        (near, inner), (far, outer) = (_readable(scale, kernel, side) for side in (_GRID[:start][::-1], _GRID[start:]))
        if not len(near) + len(far):
            raise
        return np.concatenate([near[::-1], far]), np.concatenate([inner[::-1], outer])


def _readable(scale: Scale, kernel: Kernel, grid: Floats) -> tuple[Floats, Floats]:
    """The first points of a list for which quadrature holds out, with ln of the average there."""
    known: list[float] = []
    for t in grid:
        try:
            known.append(float(log_mixture(scale, np.array([t]), kernel)[0]))
        except PrecisionError:
            break
    return grid[: len(known)], np.array(known)
