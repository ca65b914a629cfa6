"""A density as a curve that can be drawn: where to look at it, where to sample it, where to cut it.

The axis holds the central part of the law, and at most a few interquartile ranges, so that a heavy tail does not
flatten the rest.  A density may be infinite at 0 or at an end of its support: the grid is refined there, and the
frame ends at the density that is met at 1 % of its width beside the pole, where the curve leaves it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from priorcalc.errors import ParameterError, remedy
from priorcalc.present.plots.words import Drawable, name_of

Floats = NDArray[np.float64]
Limits = tuple[float, float]

SCALES = ("linear", "log", "loglog")
QUANTILES = {"linear": 5e-3, "log": 1e-4, "loglog": 1e-4}
"""How much of the law lies beyond either end of the axis, at least."""
RANGES = {"linear": 2.5, "log": 8.0, "loglog": 8.0}
"""How many interquartile ranges beyond the quartiles the axis reaches, at most."""
DECADES = (1e-3, 1e2)
"""The ends of a log-log axis, in units of the upper quartile of |x|."""
POINTS = 801
MARGIN = 0.04
BESIDE = 0.01
CLIP = 12.0
"""A pole is cut at this many times the density at the upper quartile of the axis, at most."""
FLOOR = {"linear": 0.0, "log": 1e-8, "loglog": 1e-16}
"""A density below this, relative to the top of the frame, is below the frame."""
DECADES_SHOWN = 2
"""A log axis holds so many decades at least, so that its ticks are powers of ten."""


@dataclass(frozen=True)
class Pole:
    """Where a density is steep beyond drawing: ``infinite``, or finite and clipped all the same."""

    point: float
    infinite: bool


@dataclass(frozen=True)
class Curve:
    """What is drawn of a density: points (x, y), atoms, poles, and what the frame should hold."""

    x: Floats
    y: Floats
    jumps: tuple[tuple[float, float], ...]
    poles: tuple[Pole, ...]
    limits: Limits
    heights: tuple[float, float]
    scale: str
    variable: str
    label: str


def density_curve(law: Drawable, scale: str = "linear", limits: Limits | None = None, label: str = "") -> Curve:
    """The density of a law as a curve, without drawing it.

    Examples
    --------
    >>> from priorcalc import derive_prior
    >>> curve = density_curve(derive_prior("rayleigh"), limits=(-2, 2))
    >>> bool(np.allclose(curve.y, 0.5 * np.exp(-abs(curve.x)), rtol=1e-12)), curve.poles
    (True, ())
    >>> density_curve(derive_prior("half_cauchy")).poles
    (Pole(point=0.0, infinite=True),)
    """
    if scale not in SCALES:
        raise ParameterError(remedy(f"scale={scale!r}", "it is no scale", f"choose one of {', '.join(SCALES)}"))
    low, high = checked(limits, scale) if limits is not None else reach(law, scale)
    logs = scale == "loglog"
    special = [point for point in _special(law) if low <= point <= high]
    # What "beside" means: in the units of the axis, or, on an axis in logs, of the point.
    units = {point: point if logs else high - low for point in special}
    poles = tuple(pole for point, unit in units.items() for pole in _pole(law, point, unit))
    x = _grid(low, high, logs, units)
    y = np.asarray(law.pdf(x), dtype=np.float64)
    jumps = tuple((point, mass) for point, mass in law.jumps() if low <= point <= high or (logs and point == 0))
    top = _top(law, x, y, {pole.point: units[pole.point] for pole in poles}, np.inf if logs else CLIP)
    bottom = 0.0 if scale == "linear" else _bottom(x, y, units, top, FLOOR[scale])
    return Curve(x, y, jumps, poles, (low, high), (bottom, top), scale, law.variable, label or name_of(law))


def checked(limits: Limits, scale: str = "linear") -> Limits:
    """The ends of an axis, in order; positive where the axis is in logs."""
    low, high = float(limits[0]), float(limits[1])
    if not (np.isfinite(low) and np.isfinite(high) and low < high):
        raise ParameterError(remedy(f"limits=({low:g}, {high:g})", "they are no interval", "give two ends in order"))
    if scale == "loglog" and low <= 0:
        raise ParameterError(remedy(f"limits=({low:g}, {high:g})", "the axis is in logs", "give positive ends"))
    return low, high


def reach(law: Drawable, scale: str = "linear") -> Limits:
    """The part of the axis that shows a law: its continuous part between quantiles, and its larger atoms."""
    beyond = QUANTILES[scale]
    x = np.asarray(law.ppf(np.linspace(beyond, 1 - beyond, 399)), dtype=np.float64)
    atoms = np.array([point for point, _ in law.jumps()])
    seen = x[[not bool(np.isclose(atoms, value, rtol=1e-9, atol=0).any()) for value in x]]
    if scale == "loglog":
        unit = float(np.quantile(np.abs(seen if seen.size else x), 0.75)) or 1.0
        return DECADES[0] * unit, DECADES[1] * unit
    low, high = float(x[0]), float(x[-1])
    if seen.size:
        first, third = np.quantile(seen, [0.25, 0.75])
        wide = RANGES[scale] * (third - first)
        low, high = max(low, float(first - wide)), min(high, float(third + wide))
        held = atoms[(atoms >= x[0]) & (atoms <= x[-1])]
        low, high = min([low, *held]), max([high, *held])
    bottom, end = np.asarray(law.ppf(np.array([0.0, 1.0])), dtype=np.float64)
    # An axis that nearly reaches an end of the support shows it.
    low = float(bottom) if 0 <= low - bottom < 0.3 * (high - low) else low
    high = float(end) if 0 <= end - high < 0.1 * (high - low) else high
    margin = MARGIN * (high - low) or 1.0
    return low - margin, high + margin


def _special(law: Drawable) -> list[float]:
    # Where a density may have a pole or an edge: 0 and the finite ends of the support.
    ends = np.asarray(law.ppf(np.array([0.0, 1.0])), dtype=np.float64)
    return sorted({0.0, *(float(end) + 0.0 for end in ends if np.isfinite(end))})


def _pole(law: Drawable, point: float, unit: float) -> list[Pole]:
    # Next to 0 doubles go down to 1e-308: a density that still grows as fast there, per decade, as before is
    # infinite.  Next to another point they end at 1e-16 of it, and a growth by half in six decades is taken for one.
    steps = unit * np.array([1e-6, 1e-9, 1e-12] + ([1e-100, 1e-195, 1e-290] if point == 0 else []))
    for side in (1.0, -1.0):
        y = np.asarray(law.pdf(point + side * steps), dtype=np.float64)
        steep = bool(y[2] > 1.5 * y[0])
        early, late = np.diff(y[-3:])
        infinite = bool(np.isinf(y[-1]) or late > 0.5 * early > 0) if point == 0 else steep
        if steep or infinite:
            return [Pole(point, infinite)]
    return []


def _grid(low: float, high: float, logs: bool, units: dict[float, float]) -> Floats:
    coarse = np.geomspace(low, high, POINTS) if logs else np.linspace(low, high, POINTS)
    fine = np.concatenate([[1e-12], np.geomspace(1e-7, 0.1, 60)])
    beside = [point + side * unit * fine for point, unit in units.items() for side in (-1.0, 1.0)]
    x = np.unique(np.concatenate([coarse, *beside]))
    return x[(x >= low) & (x <= high) & ~np.isin(x, list(units))]


def _away(x: Floats, units: dict[float, float], share: float) -> NDArray[np.bool_]:
    out = np.ones(x.shape, dtype=bool)
    for point, unit in units.items():
        out &= np.abs(x - point) > share * unit
    return out


def _bottom(x: Floats, y: Floats, units: dict[float, float], top: float, floor: float) -> float:
    # A density that vanishes at an end of its support would pull the axis down to there.
    shown = y[_away(x, units, BESIDE) & (y > floor * top)]
    return float(min(shown.min(initial=np.inf), top / 10**DECADES_SHOWN))


def _top(law: Drawable, x: Floats, y: Floats, poles: dict[float, float], most: float) -> float:
    body = y[_away(x, poles, 5 * BESIDE)]
    highest = float(body.max(initial=0.0))
    if not poles:
        return highest
    beside = np.array([point + side * BESIDE * unit for point, unit in poles.items() for side in (-1.0, 1.0)])
    met = float(np.asarray(law.pdf(beside)).max())
    typical = float(np.quantile(body, 0.75)) if body.size else 0.0
    return max(highest, min(met, most * typical) if typical > 0 else met)
