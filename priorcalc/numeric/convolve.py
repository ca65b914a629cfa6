"""The law of |X·Y| in u = ln |λ|: shifts for atoms, for densities the convolution.

g(y) = ∫ a(y - v) b(v) dv, with positive terms summed in logs.  The integrand is cut where
either factor ends or breaks, in charts that know the distance from a finite end exactly,
and its panels are refined for many y at once (``panels.refine``, one owner a stretch).
g is smooth between the sums of ends; there it is kept as polynomials of ln g, made when
it is first asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import numpy as np

from priorcalc.errors import PrecisionError, remedy
from priorcalc.numeric.charts import Chart, charts, first_edges
from priorcalc.numeric.panels import Ints, refine, tabulate
from priorcalc.numeric.polynomials import Floats, Panelled, through
from priorcalc.numeric.scale import LEAST, Continuum, End, Scale
from priorcalc.numeric.transport import joined, moved

_BATCH = 512
_DEPTH = 60.0
_NEAREST = -300.0
_SCANNED = 2.0**17
_MOST = 200_000
_FEW = 8


def product(left: Scale, right: Scale) -> Scale:
    """The law of the product of two independent |λ|: shifts of u for atoms, a convolution for densities.

    >>> coin = Scale(0.5, (0.0,), (0.5,))
    >>> product(coin, coin)
    Scale(spike=0.75, points=(0.0,), masses=(0.25,), continua=(), log_masses=())
    """
    spike = left.spike + right.spike - left.spike * right.spike
    if len(left.points) * len(right.points) > _MOST:
        raise PrecisionError(remedy("a product of discrete laws", f"more than {_MOST} atoms", "use fewer points"))
    atoms = replace(right, spike=0.0, continua=())
    continua = [part for a in left.continua for b in right.continua for part in convolution(a, b)]
    continua += [part for a in left.continua for part in _spread(a, right)]
    continua += [part for b in right.continua for part in _spread(b, left)]
    points = zip(left.points, left.masses, left.logs.tolist(), strict=True)
    return joined(Scale(spike, continua=tuple(continua)), *(_shifted(atoms, *atom) for atom in points))


def _shifted(atoms: Scale, u: float, mass: float, log_mass: float) -> Scale:
    """The atoms times another at e^u."""
    points, masses = tuple(u + p for p in atoms.points), tuple(mass * m for m in atoms.masses)
    logs = tuple(log_mass + log for log in atoms.logs.tolist())
    return Scale(0.0, points, masses, log_masses=logs if min(logs, default=0.0) < LEAST else ())


def _spread(part: Continuum, atoms: Scale) -> list[Continuum]:
    """A continuum times each of some atoms: one sum where they are many and it has no ends to be minded."""
    shifts, logs = np.array(atoms.points), atoms.logs
    if len(shifts) <= _FEW or np.isfinite([part.lower, part.upper]).any():
        return [moved(part, 1.0, float(np.exp(u)), float(log)) for u, log in zip(shifts, logs, strict=True)]

    def log_density(u: Floats) -> Floats:
        out = np.full(u.shape, -np.inf)
        for shift, log in zip(shifts, logs, strict=True):
            out = np.logaddexp(out, part.log_density(u - shift) + log)
        return out

    # The peaks of the first, the heaviest and the last.
    places = {float(shifts[k]) for k in (0, int(np.argmax(logs)), -1)}
    return [Continuum(log_density, -np.inf, np.inf, tuple(sorted(at + b for at in places for b in part.breaks)))]


def convolution(a: Continuum, b: Continuum) -> tuple[Continuum, ...]:
    """The continua of u + v for u from a and v from b independent, cut where the density may be singular."""
    (left, f), (right, h) = _centred(a), _centred(b)
    sums = {x + y for x in (left.lower, left.upper) for y in (right.lower, right.upper) if not np.isnan(x + y)}
    low, high = left.lower + right.lower, left.upper + right.upper
    marks = sorted({low, high, *(m for m in sums if low < m < high)})
    return tuple(_stretch(left, right, p, q, f * h) for p, q in pairwise(marks))


def _stretch(left: Continuum, right: Continuum, low: float, high: float, factor: float) -> Continuum:
    def direct(y: Floats) -> Floats:
        flat = np.asarray(y, dtype=np.float64).ravel()
        out = np.full(flat.shape, -np.inf)
        inside = np.flatnonzero((flat > low) & (flat < high))
        for start in range(0, len(inside), _BATCH):
            rows = inside[start : start + _BATCH]
            out[rows] = _integrals(left, right, flat[rows])
        return out.reshape(np.shape(y))

    def from_end(t: Floats, side: float) -> Floats:
        # the stretches of the integrand must themselves have room below t: go on as a power of t
        near, further = direct(side * np.exp(np.array([_NEAREST, _NEAREST + 6.0])))
        depth = np.minimum(np.log(t) - _NEAREST, 0.0)
        seen = direct(side * np.maximum(t, np.exp(_NEAREST)))
        return np.where(depth < 0, near + depth * (further - near) / 6.0, seen)

    ends = (
        End(factor, lambda t: from_end(t, 1.0)) if low == 0.0 else None,
        End(factor, lambda t: from_end(t, -1.0)) if high == 0.0 else None,
    )
    peaks = {float(u + v) for u in left.breaks for v in right.breaks}
    source = Continuum(direct, low, high, tuple(sorted(p for p in peaks if low < p < high))[:4], ends)
    table = cache(lambda: _Table.of(source))
    looked_up = Continuum(
        lambda y: table().log_density(y),
        low,
        high,
        source.breaks,
        (
            End(factor, lambda t: table().log_density(t)) if low == 0.0 else None,
            End(factor, lambda t: table().log_density(-t)) if high == 0.0 else None,
        ),
    )
    return moved(looked_up, 1.0, factor)


def _centred(part: Continuum) -> tuple[Continuum, float]:
    """The continuum with its best known finite end moved to 0, and the factor e^shift that moves it back."""
    for end, at, side in ((part.ends[1], part.upper, -1.0), (part.ends[0], part.lower, 1.0)):
        if end is not None and np.isfinite(at):
            low, high = part.lower - at, part.upper - at
            ends = tuple(None if e is None else End(e.point / end.point, e.log_density) for e in part.ends)
            log_density = _from_end(end.log_density, side, low, high)
            return Continuum(log_density, low, high, tuple(b - at for b in part.breaks), (ends[0], ends[1])), end.point
    return part, 1.0


def _from_end(f: Callable[[Floats], Floats], side: float, low: float, high: float) -> Callable[[Floats], Floats]:
    return lambda y: np.where((y < low) | (y > high), -np.inf, f(np.maximum(side * y, 0.0)))


@dataclass(frozen=True)
class _Cut:
    """A mark of the integrand, and the ends of either factor that it is."""

    v: float
    left: int = -1  # 0: the lower end of a(y - v), an upper bound of v; 1: its upper end
    right: int = -1


def _integrals(left: Continuum, right: Continuum, y: Floats) -> Floats:
    """Ln g at each y, strictly inside the support."""
    stretches: list[Chart] = []
    codes: list[tuple[int, int]] = []
    group: list[int] = []
    for i, point in enumerate(y):
        for chart, cut in _cuts(left, right, float(point)):
            stretches.append(chart)
            codes.append((cut.left, cut.right))
            group.append(i)
    side, origin = np.array([c.side for c in stretches]), np.array([c.origin for c in stretches])
    code, groups = np.array(codes), np.array(group)
    factors = _sources(left), _sources(right)

    def integrand(rows: Ints, tau: Floats) -> Floats:
        turn, start = side[rows][:, None], origin[rows][:, None]
        with np.errstate(all="ignore"):
            s = turn * tau
            t = np.exp(np.where(turn == 0, 0.0, s))
            v = np.where(turn == 0, tau, start + turn * t)
            out = np.where(turn == 0, 0.0, s)
            places = (y[groups[rows]][:, None] - v, v)
            for which, (sources, plain) in enumerate(zip(factors, places, strict=True)):
                kind = code[rows, which]
                for k, source in sources.items():
                    here = kind == k
                    if here.any():
                        at = plain[here] if k < 0 else t[here]
                        out[here] += source(at.ravel()).reshape(at.shape)
        return np.where(np.isnan(out), -np.inf, out)

    edges = [first_edges(chart, 17) for chart in stretches]
    owner = np.concatenate([np.full(len(e) - 1, i) for i, e in enumerate(edges)])
    low, high = np.concatenate([e[:-1] for e in edges]), np.concatenate([e[1:] for e in edges])
    panels = refine(integrand, owner, low, high, groups, _DEPTH, 1e-8, 40.0)
    log_mass = panels.log_mass
    rows = groups[panels.owner]
    top = np.full(len(y), -np.inf)
    np.maximum.at(top, rows, log_mass.max(axis=1))
    shares = np.exp(log_mass - np.where(np.isfinite(top), top, 0.0)[rows][:, None]).sum(axis=1)
    with np.errstate(divide="ignore"):
        return np.asarray(top + np.log(np.bincount(rows, shares, len(y))))


def _sources(part: Continuum) -> dict[int, Callable[[Floats], Floats]]:
    ends = {k: end.log_density for k, end in enumerate(part.ends) if end is not None}
    return {-1: part.log_density, **ends}


def _cuts(left: Continuum, right: Continuum, y: float) -> list[tuple[Chart, _Cut]]:
    cuts = [_Cut(y - left.lower, left=0 if left.ends[0] else -1), _Cut(y - left.upper, left=1 if left.ends[1] else -1)]
    cuts += [_Cut(right.lower, right=0 if right.ends[0] else -1), _Cut(right.upper, right=1 if right.ends[1] else -1)]
    low = max((cuts[1], cuts[2]), key=lambda cut: cut.v)
    high = min((cuts[0], cuts[3]), key=lambda cut: cut.v)
    inner = (*(y - b for b in left.breaks), *right.breaks)
    sides = {0: _Cut(0.0), 1: low, -1: high}
    return [(chart, sides[chart.side]) for chart in charts(Continuum(right.log_density, low.v, high.v, inner))]


@dataclass(frozen=True)
class _Table:
    """Ln g by polynomials in each chart, and directly beyond them."""

    source: Continuum
    stretches: list[Chart]
    pieces: list[Panelled]

    @classmethod
    def of(cls, source: Continuum) -> _Table:
        stretches = charts(source)
        table = tabulate(stretches, 760.0, 1e-13, 16.0, logs=True, reach=17)
        rows = [table.owner == i for i in range(len(stretches))]
        return cls(source, stretches, [Panelled(table.low[r], table.high[r], through(table.values[r].T)) for r in rows])

    def log_density(self, y: Floats) -> Floats:
        flat = np.asarray(y, dtype=np.float64).ravel()
        out = np.full(flat.shape, np.nan)
        ends = np.array([chart.u(np.array(chart.high)) for chart in self.stretches])
        place = np.minimum(np.searchsorted(ends, flat, side="left"), len(ends) - 1)
        for i, (chart, piece) in enumerate(zip(self.stretches, self.pieces, strict=True)):
            here = np.flatnonzero(place == i)
            if len(here) and len(piece.low):
                with np.errstate(divide="ignore"):
                    tau = chart.tau(flat[here])
                row = piece.locate(tau)
                known = (row >= 0) & (tau <= piece.high[row])
                jacobian = 0.0 if chart.side == 0 else chart.side * tau[known]
                out[here[known]] = piece(tau[known], row[known]) - jacobian
        out[np.abs(flat) > _SCANNED] = -np.inf  # e^±131072: no double, nor its square, is there
        missing = np.isnan(out)
        if missing.any():
            out[missing] = self.source.log_density(flat[missing])
        return out.reshape(np.shape(y))
