"""Continua under affine maps of u: powers, scales and weights of a law of |λ|.

If λ' = f·λ^k then u' = k·u + ln f, and the density of u' at u' is that of u at (u' - ln f)/k,
over |k|.  A negative k exchanges the ends.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from priorcalc.numeric.scale import Continuum, End, Scale

Floats = NDArray[np.float64]


def moved(part: Continuum, slope: float = 1.0, factor: float = 1.0, log_weight: float = 0.0) -> Continuum:
    """The continuum of ``factor * λ**slope``, with its mass times e^{log_weight}.

    Examples
    --------
    >>> unit = Continuum(lambda u: np.where(u < 0, u, -np.inf), -np.inf, 0.0)  # λ uniform on (0, 1)
    >>> square = moved(unit, 2.0, 4.0)
    >>> bool(square.upper == np.log(4)), bool(square.log_density(np.array([0.0]))[0] == -2 * np.log(2))
    (True, True)
    """
    if (slope, factor, log_weight) == (1.0, 1.0, 0.0):
        return part
    shift, lift = float(np.log(factor)), log_weight - float(np.log(abs(slope)))
    limits = slope * part.lower + shift, slope * part.upper + shift
    ends = tuple(_moved_end(end, slope, factor, lift) for end in part.ends)
    breaks = tuple(slope * b + shift for b in part.breaks)
    lower, upper = limits if slope > 0 else limits[::-1]
    first, last = ends if slope > 0 else ends[::-1]
    log_density = _pulled(part.log_density, slope, shift, lift)
    return Continuum(log_density, lower, upper, tuple(sorted(breaks)), (first, last))


def _pulled(f: Callable[[Floats], Floats], slope: float, shift: float, lift: float) -> Callable[[Floats], Floats]:
    return lambda u: f((u - shift) / slope) + lift


def _moved_end(end: End | None, slope: float, factor: float, lift: float) -> End | None:
    if end is None:
        return None
    with np.errstate(over="ignore"):
        point = float(factor * np.float64(end.point) ** slope)
    return End(point, _pulled(end.log_density, abs(slope), 0.0, lift))


def weighted(scale: Scale, weight: float) -> Scale:
    """The sub-law with all masses times ``weight``."""
    parts = tuple(moved(part, log_weight=float(np.log(weight))) for part in scale.continua)
    masses = tuple(weight * m for m in scale.masses)
    logs = tuple(float(np.log(weight)) + log for log in scale.log_masses)
    return Scale(weight * scale.spike, scale.points, masses, parts, logs)


def power(scale: Scale, slope: float, factor: float = 1.0) -> Scale:
    """The law of ``factor * |λ|**slope``; a spike needs slope > 0."""
    points = tuple(slope * p + float(np.log(factor)) for p in scale.points)
    continua = tuple(moved(part, slope, factor) for part in scale.continua)
    return Scale(scale.spike, points, scale.masses, continua, scale.log_masses)


def joined(*parts: Scale) -> Scale:
    """The sum of sub-laws, atoms at one point taken together."""
    table: dict[float, float] = {}
    logs: dict[float, float] = {}
    for part in parts:
        for point, mass, log in zip(part.points, part.masses, part.logs.tolist(), strict=True):
            table[point] = table.get(point, 0.0) + mass
            logs[point] = float(np.logaddexp(logs[point], log)) if point in logs else log
    points = tuple(sorted(table))
    continua = tuple(continuum for part in parts for continuum in part.continua)
    log_masses = tuple(logs[p] for p in points) if any(part.log_masses for part in parts) else ()
    return Scale(sum(part.spike for part in parts), points, tuple(table[p] for p in points), continua, log_masses)
