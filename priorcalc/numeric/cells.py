"""Cells: where on the line of u = ln λ a continuum is integrated, and in which variable.

Between the ends and the breaks of a continuum the line is cut into cells of 16
Gauss–Legendre nodes.  A cell next to a finite end or break e runs in s = ln |u - e|:
there a singularity |u - e|^(b-1) is the exponential e^{bs}, harmless for every b > 0, and
a kink or narrow peak at e is seen at every distance.  Far from them a cell runs in u,
where a power of λ is likewise an exponential.

A double u near e ≠ 0 knows u - e only to an ulp of e.  An ``End`` of the continuum knows
it exactly; without one, and where the density is not flat, ln density is continued as a
straight line in s from 2²⁴ ulps onwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from priorcalc.errors import PrecisionError, remedy
from priorcalc.numeric.charts import power_beside
from priorcalc.numeric.nodes import gauss_legendre
from priorcalc.numeric.scale import Continuum, End

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NODES = 16
_FAR = 1.0e6
_DEEP = -704.0


@dataclass(frozen=True)
class Cells:
    """Intervals (a, b) of u (``side`` 0) or of s, with u = end + side·e^s (``side`` ±1), one row a cell.

    Below ``floor`` the log density is continued in s with ``slope``.
    """

    a: Floats
    b: Floats
    end: Floats
    side: Floats
    floor: Floats
    slope: Floats

    def __getitem__(self, rows: Ints | slice) -> Cells:
        """The cells in those rows."""
        return Cells(self.a[rows], self.b[rows], self.end[rows], self.side[rows], self.floor[rows], self.slope[rows])

    def halves(self) -> Cells:
        """Each cell cut in two, one after the other."""
        middle = 0.5 * (self.a + self.b)
        twice = self[np.repeat(np.arange(len(self.a)), 2)]
        a = np.stack([self.a, middle], axis=1).ravel()
        b = np.stack([middle, self.b], axis=1).ravel()
        return Cells(a, b, twice.end, twice.side, twice.floor, twice.slope)


def join(*parts: Cells) -> Cells:
    """One table of all the cells."""
    return Cells(*(np.concatenate([getattr(part, name) for part in parts]) for name in Cells.__dataclass_fields__))


def sampled(continuum: Continuum, cells: Cells, count: int = NODES) -> tuple[Floats, Floats]:
    """The ``count`` nodes u of each cell, and ln(density × weight) there: Σ exp of it is the mass of the cell."""
    nodes, weights = gauss_legendre(count)
    half = 0.5 * (cells.b - cells.a)[:, None]
    s = 0.5 * (cells.a + cells.b)[:, None] + half * nodes
    curved = cells.side[:, None] != 0
    seen = np.maximum(s, cells.floor[:, None])
    with np.errstate(all="ignore"):
        distance = np.exp(np.where(curved, seen, 0.0))
        u = np.where(curved, cells.end[:, None] + cells.side[:, None] * distance, s)
        inside = np.clip(u, _above(continuum.lower), _below(continuum.upper))
        values = np.asarray(continuum.log_density(inside), dtype=np.float64)
        for at, side, end in ((continuum.lower, 1.0, continuum.ends[0]), (continuum.upper, -1.0, continuum.ends[1])):
            rows = (cells.end == at) & (cells.side == side)
            if end is not None and rows.any():
                values[rows] = end.log_density(distance[rows])
    if np.isnan(values).any():
        where = float(inside[np.isnan(values)][0])
        raise PrecisionError(remedy("quadrature over ln λ", f"the log density is nan at ln λ = {where!r}", "mend it"))
    correction = np.where(curved, s + cells.slope[:, None] * (s - seen), 0.0)
    return inside, values + correction + np.log(half) + np.log(weights)


@lru_cache(maxsize=256)
def roots(continuum: Continuum) -> tuple[Cells, Floats, Floats]:
    """The first cells of a continuum in ascending order of u, with their nodes and log masses."""
    inner = sorted({float(b) for b in continuum.breaks if continuum.lower < b < continuum.upper})
    marks = [continuum.lower, *inner, continuum.upper]
    left, right = _dead(continuum, -1.0), _dead(continuum, 1.0)
    parts: list[Cells] = []
    for low, high in pairwise(marks):
        reach = min(1.0, 0.5 * (high - low))
        start = low
        if np.isfinite(low):
            parts.append(_graded(continuum, low, 1.0, reach))
            start = low + reach
        stop = high - reach if np.isfinite(high) else high
        if start < stop:
            grid = _grid()
            inside = grid[(grid > start) & (grid < stop)]
            edges = np.concatenate([[max(start, left)], inside, [min(stop, right)]])
            edges = edges[(edges >= left) & (edges <= right)]
            parts.append(_straight(np.unique(edges)))
        if np.isfinite(high):
            parts.append(_graded(continuum, high, -1.0, reach))
    cells = join(*parts)
    u, log_mass = sampled(continuum, cells)
    return cells, u, log_mass


def _dead(continuum: Continuum, side: float) -> float:
    """Beyond which u on that side the density is exp(-inf): a law may be slow to say so for absurd arguments."""
    radii = np.array([*range(100, 751, 50), 1000.0])
    inside = (side * radii > continuum.lower) & (side * radii < continuum.upper)
    if not inside.all() or any(abs(b) > 100 for b in continuum.breaks):
        return side * _FAR
    with np.errstate(all="ignore"):
        alive = np.flatnonzero(np.asarray(continuum.log_density(side * radii)) > -np.inf)
    first = alive[-1] + 1 if len(alive) else 0
    return side * float(radii[first]) if first < len(radii) else side * _FAR


def _grid() -> Floats:
    # Widths 2, 4, 8, 16, then an eighth of |u|: ln density is smoother, the farther out.
    near = [np.arange(0, 32, 2), np.arange(32, 128, 4), np.arange(128, 512, 8), np.arange(512, 2048, 16)]
    far = 2048 * 1.125 ** np.arange(np.ceil(np.log(_FAR / 2048) / np.log(1.125)))
    right = np.concatenate([*near, far, [_FAR]]).astype(np.float64)
    return np.concatenate([-right[:0:-1], right])


def _straight(edges: Floats) -> Cells:
    a, b = edges[:-1], edges[1:]
    zero = np.zeros_like(a)
    return Cells(a, b, zero, zero, zero - np.inf, zero)


def _graded(continuum: Continuum, end: float, side: float, reach: float) -> Cells:
    told = continuum.ends[0] if side == 1 and end == continuum.lower else None
    told = continuum.ends[1] if side == -1 and end == continuum.upper else told
    floor, slope, power = _continued(continuum, end, side, told)
    top = np.log(reach)
    # The mass nearer to the end than e^s is about e^{power·s}; but far out, w sees only the last 1/w² of a bounded λ.
    depth = max(_DEEP, top - 44 / min(max(power, 0.05), 1.0))
    steps = np.concatenate([[0, 2, 5, 10, 18], np.arange(28, top - depth, 16)])
    edges = np.concatenate([top - steps, [depth]])
    edges = edges[::-1] if side == 1 else edges
    a, b = np.minimum(edges[:-1], edges[1:]), np.maximum(edges[:-1], edges[1:])
    one = np.ones_like(a)
    return Cells(a, b, end * one, side * one, floor * one, slope * one)


def _continued(continuum: Continuum, end: float, side: float, told: End | None) -> tuple[float, float, float]:
    """Where in s the continuation begins, its slope, and the power b of the mass near the end."""

    def beside(s: Floats) -> Floats:
        distance = np.exp(s)
        return continuum.log_density(end + side * distance) if told is None else told.log_density(distance)

    with np.errstate(all="ignore"):
        if told is not None or end == 0:
            value, further = beside(np.array([-600.0, -590.0]))
            slope = float((further - value) / 10.0)
            return -np.inf, 0.0, 1 + slope if np.isfinite(slope) else 1.0
        ulp = float(np.spacing(abs(end)))
        near, slope = power_beside(beside, ulp)
    if abs(slope) < 0.2:
        # Flat: the ulp of e does no harm, and the law's own word is better.
        return float(np.log(4 * ulp)), 0.0, 1 + slope
    return near, slope, 1 + slope


def _above(end: float) -> float:
    return float(np.nextafter(end, np.inf)) if np.isfinite(end) else -np.inf


def _below(end: float) -> float:
    return float(np.nextafter(end, -np.inf)) if np.isfinite(end) else np.inf
