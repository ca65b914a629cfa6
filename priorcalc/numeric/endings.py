"""How the density of u = ln λ ends, and which powers of λ have a mean.

Far out, as r = |u| → ∞ on one side, a density that falls like a power of λ has
ln density = c - a r + b ln(r + d) + o(1), where d is what a scale adds to ln λ; a, b, c and d
are solved for at four radii.  One that falls faster than every power has a = ∞.  E[λ^s] is finite
for s below the a of the right side, for -s below the a of the left side, and infinite beyond.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from priorcalc.errors import PrecisionError, remedy
from priorcalc.numeric.kernels import HALF_LOG_2PI, LogPower
from priorcalc.numeric.mixture import log_mixture
from priorcalc.numeric.scale import Continuum, Scale

Floats = NDArray[np.float64]

_RADII = (150.0, 240.0, 380.0, 600.0)
_NEWTON = 20
_SHIFTS = (0.0, 50.0, -50.0, 100.0, -100.0, -130.0, 200.0)
_EXACT = 1e-7
_SLOW = 4e-5


@dataclass(frozen=True)
class Ending:
    """ln density ≈ ``level`` - ``rate``·|u| + ``bend``·ln|u|; ``rate`` is inf where it falls faster or stops."""

    rate: float
    bend: float = 0.0
    level: float = -np.inf


@lru_cache(maxsize=1024)
def ending(continuum: Continuum, side: int) -> Ending:
    """The end of the density of u at +∞ (``side`` 1) or -∞ (``side`` -1)."""
    if np.isfinite(continuum.upper if side == 1 else continuum.lower):
        return Ending(np.inf)
    radii = np.array(_RADII)
    with np.errstate(all="ignore"):
        values = np.asarray(continuum.log_density(side * radii), dtype=np.float64)
        slopes = np.diff(values) / np.diff(radii)
    # A slope that grows in proportion to the radius or faster is no power's: the lognormal, the exponential.
    if not np.isfinite(values).all() or slopes[-1] < 1.5 * slopes[0] < 0:
        return Ending(np.inf)
    level, rate, bend = _fitted(radii, values)
    if abs(bend) < 1e-6:
        rate = float(-slopes[-1])
        return Ending(_rounded(rate), 0.0, float(values[-1] + rate * radii[-1]))
    return Ending(_rounded(rate), bend, level)


def _fitted(radii: Floats, values: Floats) -> tuple[float, float, float]:
    """c, a and b by Newton's method from several d; with d = 0 kept where none converges, as where b = 0."""
    few = [0, 1, 3]
    plain = np.linalg.solve(np.stack([np.ones(3), -radii[few], np.log(radii[few])], axis=1), values[few])
    starts = () if abs(plain[2]) < 1e-6 else _SHIFTS
    found = next((fit for fit in (_newton(radii, values, start) for start in starts) if fit is not None), plain)
    return float(found[0]), float(found[1]), float(found[2])


def _newton(radii: Floats, values: Floats, shift: float) -> Floats | None:
    """c, a, b and d from a first d; None if the steps do not settle with all r + d > 0."""
    bend = 1.0
    for _ in range(_NEWTON):
        logs = np.log(radii + shift)
        solved = np.linalg.solve(np.stack([np.ones(4), -radii, logs, bend / (radii + shift)], axis=1), values)
        bend, change = float(solved[2]), float(solved[3])
        if not -radii[0] < shift + change < radii[-1] or bend == 0:
            return None
        shift += change
        if abs(change) < 1e-9:
            return np.asarray(solved)
    return None


def _rounded(rate: float) -> float:
    # An exponent such as 1 or 1/2 is exact in the law, and decides whether a moment is finite.
    near = round(rate * 120) / 120
    return near if abs(rate - near) < _EXACT else rate


@lru_cache(maxsize=4096)
def log_power(scale: Scale, s: float) -> float:
    """ln E[λ^s; λ > 0], inf where it diverges.

    Raises PrecisionError where s is so near the end of the finite moments that quadrature can't see the difference.

    Examples
    --------
    >>> rayleigh = Continuum(lambda u: 2 * u - 0.5 * np.exp(2 * u), -np.inf, np.inf)
    >>> bool(abs(log_power(Scale(continua=(rayleigh,)), 2.0) - np.log(2)) < 1e-14)
    True
    """
    side = 1 if s > 0 else -1
    for part in scale.continua if s != 0 else ():
        end = ending(part, side)
        margin = end.rate - abs(s)
        if margin < 0 or (margin == 0 and end.bend >= -1):
            return np.inf
        if margin < _SLOW:
            found = f"the mean of a power is finite only up to the exponent {side * end.rate:.10g}"
            raise PrecisionError(remedy(f"E|λ|^{s!r}", found, "take an exponent that is not so near to it"))
    return float(log_mixture(scale, np.zeros(1), LogPower(s))[0])


def log_density_at_zero(scale: Scale) -> float:
    """ln of p(0+)σ₀, inf at a pole."""
    return log_power(scale, -1.0) - HALF_LOG_2PI
