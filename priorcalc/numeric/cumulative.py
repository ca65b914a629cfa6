"""The two tails of one continuum: ln ∫ below u and ln ∫ above u, each summed from its own end.

On the panels of ``panels.py`` the density is a polynomial, and so is its integral from either
edge of the panel; the masses of the panels before it are added in logs.  Beyond the panels,
where less than e^-740 of the law lies, the integral is taken from the point outwards, in
steps of the distance over which the density falls by a factor e.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from priorcalc.numeric.charts import Chart, charts
from priorcalc.numeric.nodes import gauss_legendre
from priorcalc.numeric.panels import tabulate
from priorcalc.numeric.polynomials import NODES, Floats, Panelled, from_left, from_right
from priorcalc.numeric.scale import Continuum

_DEPTH = 740.0
_STEPS = np.concatenate([[0.0], 2.0 ** np.arange(-2, 12)])


@dataclass(frozen=True)
class Stretch:
    """One chart and its panels, which start at ``offset`` in the list of all; integrals within them, rescaled."""

    chart: Chart
    offset: int
    log_scale: Floats
    from_left: Panelled
    from_right: Panelled


@dataclass(frozen=True)
class Cumulative:
    """Tables of ln F and ln S of a continuum, as sub-masses.

    ``below[k]`` and ``above[k]`` are the logs of the mass below and above the start of panel k.
    """

    stretches: tuple[Stretch, ...]
    below: Floats
    above: Floats

    @classmethod
    def of(cls, continuum: Continuum) -> Cumulative:
        """Build the tables."""
        pieces = charts(continuum)
        table = tabulate(pieces, _DEPTH, 1e-14, 4.0)
        if not len(table.low):
            return cls((), np.array([-np.inf]), np.array([-np.inf]))
        top = table.values.max(axis=1)
        relative = np.exp(table.values - top[:, None])
        log_scale = top + np.log(0.5 * (table.high - table.low))
        masses = log_scale + np.log(relative @ gauss_legendre(NODES)[1])
        under = _outwards(pieces[table.owner[0]], table.low[:1], -1.0)
        over = _outwards(pieces[table.owner[-1]], table.high[-1:], 1.0)
        stretches = []
        for i, chart in enumerate(pieces):
            rows = table.owner == i
            low, high, values = table.low[rows], table.high[rows], relative[rows].T
            left, right = Panelled(low, high, from_left(values)), Panelled(low, high, from_right(values))
            stretches.append(Stretch(chart, int(np.searchsorted(table.owner, i)), log_scale[rows], left, right))
        below = np.logaddexp.accumulate(np.concatenate([under, masses]))
        above = np.logaddexp.accumulate(np.concatenate([over, masses[::-1]]))[::-1]
        return cls(tuple(stretches), below, above)

    @property
    def log_total(self) -> float:
        """The log of the whole mass."""
        return float(np.logaddexp(self.below[0], self.above[0]))

    def edges(self) -> tuple[Floats, Floats, Floats]:
        """The starts of the panels in u, with ln F and ln S there."""
        starts = [s.chart.u(s.from_left.low) for s in self.stretches if len(s.from_left.low)]
        u = np.concatenate(starts) if starts else np.zeros(0)
        return u, self.below[: len(u)], self.above[: len(u)]

    def log_tail(self, u: Floats, x: Floats, side: int) -> Floats:
        """Ln of the mass below (side -1) or above (side 1) each u, a flat array.

        ``x`` is e^u where that is the number really asked for, and nan elsewhere: it tells the
        distance from an end of the support better than u does.
        """
        out = np.full(u.shape, -np.inf)
        if not self.stretches:
            return out
        tops = np.array([float(s.chart.u(np.array(s.chart.high))) for s in self.stretches])
        place = np.minimum(np.searchsorted(tops, u, side="left"), len(tops) - 1)
        for i, stretch in enumerate(self.stretches):
            here = np.flatnonzero(place == i)
            if len(here):
                out[here] = self._within(stretch, u[here], x[here], side)
        return out

    def _within(self, stretch: Stretch, u: Floats, x: Floats, side: int) -> Floats:
        chart, panel = stretch.chart, stretch.from_left if side == -1 else stretch.from_right
        tau = _tau(chart, u, x)
        row = panel.locate(tau)
        inside = row >= 0
        inside[inside] = tau[inside] <= panel.high[row[inside]]
        number = stretch.offset + row  # -1 before all panels
        sums = self.below if side == -1 else self.above
        # between panels: all that lies on that side of the gap, or, past the last, the far tail alone
        out = sums[np.minimum(number + 1, len(sums) - 1)]
        end = -1 if side == -1 else len(sums) - 2
        far = ~inside & (number == end)
        out[far] = _outwards(chart, tau[far], float(side))
        rows, numbers = row[inside], number[inside]
        with np.errstate(divide="ignore"):
            part = stretch.log_scale[rows] + np.log(np.maximum(panel(tau[inside], rows), 0.0))
        out[inside] = np.logaddexp(sums[numbers if side == -1 else numbers + 1], part)
        return out


def _tau(chart: Chart, u: Floats, x: Floats) -> Floats:
    with np.errstate(all="ignore"):
        tau = chart.tau(u)
        if chart.end is None or not 0 < chart.end.point < np.inf:
            return tau
        point = chart.end.point
        exact = chart.side * np.log(np.maximum(chart.side * np.log1p((x - point) / point), 0.0))
        return np.where(np.abs(x - point) < 0.5 * point, exact, tau)


def _outwards(chart: Chart, tau: Floats, side: float) -> Floats:
    """Ln of the integral from τ outwards, by panels that double in units of the local decay length."""
    finite = np.isfinite(tau)
    if not finite.all():  # at an end of the support nothing is left
        out = np.full(tau.shape, -np.inf)
        out[finite] = _outwards(chart, tau[finite], side)
        return out
    if not len(tau):
        return tau
    with np.errstate(all="ignore"):
        here = chart.log_density(tau)
        step = np.ones_like(tau)
        for _ in range(80):  # the step over which ln density falls by between 1/2 and 2
            fall = here - chart.log_density(tau + side * step)
            step = np.where(fall > 2, step / 2, np.where(fall < 0.5, step * 2, step))
        limit = (chart.high - tau) if side == 1 else (tau - chart.low)
        edges = np.minimum(_STEPS * step[:, None], limit[:, None])
        nodes, weights = gauss_legendre(NODES)
        half = 0.5 * np.diff(edges, axis=1)[..., None]
        places = 0.5 * (edges[:, 1:] + edges[:, :-1])[..., None] + half * nodes
        points = tau[:, None, None] + side * places
        values = chart.log_density(points.ravel()).reshape(points.shape)
        logs = np.where(half > 0, values + np.log(half) + np.log(weights), -np.inf)
        logs = np.where(np.isnan(logs), -np.inf, logs).reshape(len(tau), -1)
        top = logs.max(axis=1)
        total = top + np.log(np.exp(logs - top[:, None]).sum(axis=1))
        # a fall too steep for doubles: the density itself is the answer to all its digits
        return np.where(np.isfinite(total), total, np.where(np.isneginf(here), -np.inf, here))
