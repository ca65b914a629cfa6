"""Charts: the stretches of the line u = ln |λ|, each in the variable in which densities are tame there.

Next to a finite end e of the support τ = ±ln |u - e|: a singularity |u - e|^(b-1) is the
exponential e^{bτ}, harmless for every b > 0.  Elsewhere τ = u, in which a power of λ is an
exponential.  Where a double u cannot tell the distance from e, nor the law says it
(``scale.End``), ln density goes on as a straight line in τ.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from priorcalc.numeric.scale import Continuum, End

Floats = NDArray[np.float64]

_DEEPEST = -690.0  # ln of the smallest distance from an end that is still comfortable in doubles
_DISTANCES = np.log(2.0) * np.array([24.0, 28.0, 32.0])


@dataclass(frozen=True)
class Chart:
    """A stretch of the line in its own variable τ: u = τ (side 0), or u = origin + side·e^{side·τ} (side ±1).

    In either case u grows with τ.  ``end`` tells the density exactly as a function of |u - origin|.
    """

    continuum: Continuum
    low: float
    high: float
    side: int = 0
    origin: float = 0.0
    end: End | None = None

    def u(self, tau: Floats) -> Floats:
        """The point u at τ."""
        return tau if self.side == 0 else self.origin + self.side * np.exp(self.side * tau)

    def tau(self, u: Floats) -> Floats:
        """The variable τ at u."""
        return u if self.side == 0 else self.side * np.log(np.maximum(self.side * (u - self.origin), 0.0))

    def log_density(self, tau: Floats) -> Floats:
        """The log density with respect to dτ."""
        if self.side == 0:
            return self.continuum.log_density(tau)
        s = self.side * tau
        floor, slope = self._continued()
        seen = np.maximum(s, floor)
        return self._near(seen) + s + slope * (s - seen)

    def _near(self, s: Floats) -> Floats:
        t = np.exp(s)
        return self.continuum.log_density(self.origin + self.side * t) if self.end is None else self.end.log_density(t)

    def _continued(self) -> tuple[float, float]:
        # Nearer than the doubles can tell, ln density goes on as the straight line in ln t that it has become.
        if self.end is None:
            ulp = float(np.spacing(1 + abs(self.origin)))
            near, slope = power_beside(self._near, ulp)
            return (float(np.log(64 * ulp)), 0.0) if abs(slope) < 0.2 else (near, slope)
        value, further = self._near(np.array([_DEEPEST, _DEEPEST + 6.0]))
        slope = float(further - value) / 6.0
        return _DEEPEST, slope if np.isfinite(slope) else 0.0


def power_beside(log_density: Callable[[Floats], Floats], ulp: float) -> tuple[float, float]:
    """Where in ln t doubles begin to tell the distance t from a point, and the slope there, 0 if it is no power of t.

    A power has one slope at all distances; a narrow peak is flat in the end.
    """
    near, middle, far = np.log(ulp) + _DISTANCES
    values = log_density(np.array([near, middle, far]))
    slopes = np.diff(values) / (middle - near)
    is_power = abs(slopes[1] - slopes[0]) < 0.5 * np.abs(slopes).max()  # False for nan
    return float(near), float(slopes.mean()) if is_power else 0.0


def charts(continuum: Continuum, extra: tuple[float, ...] = ()) -> list[Chart]:
    """The stretches of a continuum in ascending order: next to a finite end, and between the breaks."""
    lower, upper = continuum.lower, continuum.upper
    reach = min(1.0, 0.5 * (upper - lower))
    start, stop = (lower + reach if np.isfinite(lower) else lower), (upper - reach if np.isfinite(upper) else upper)
    inner = sorted({float(b) for b in (*continuum.breaks, *extra) if start < b < stop and np.isfinite(b)})
    marks = [start, *inner, stop]
    found = [Chart(continuum, a, b) for a, b in pairwise(marks) if a < b and reach == 1.0]
    close = sorted({float(b) for b in (*continuum.breaks, *extra) if lower < b < upper} - set(inner))
    if np.isfinite(lower):
        whole = Chart(continuum, -np.inf, float(np.log(reach)), 1, lower, continuum.ends[0])
        found = _cut(whole, [b for b in close if b <= start]) + found
    if np.isfinite(upper):
        whole = Chart(continuum, float(-np.log(reach)), np.inf, -1, upper, continuum.ends[1])
        found = found + _cut(whole, [b for b in close if b > start])
    return found


def _cut(chart: Chart, breaks: list[float]) -> list[Chart]:
    inner = [float(tau) for tau in chart.tau(np.array(breaks)) if chart.low < tau < chart.high]
    marks = [chart.low, *inner, chart.high]
    return [replace(chart, low=a, high=b) for a, b in pairwise(marks) if a < b]


def first_edges(chart: Chart, reach: int = 40) -> Floats:
    """The edges of a chart's first panels: steps that double, ``reach`` times, from a finite end or from 0."""
    steps = np.concatenate([[0.0], 2.0 ** np.arange(1, reach + 1)])
    if np.isfinite(chart.low) and np.isfinite(chart.high):
        middle = 0.5 * (chart.low + chart.high)
        near = steps[steps < middle - chart.low]
        return np.concatenate([chart.low + near, [middle], chart.high - near[::-1]])
    if np.isfinite(chart.low):
        return chart.low + steps
    if np.isfinite(chart.high):
        return chart.high - steps[::-1]
    return np.concatenate([-steps[:0:-1], steps])
