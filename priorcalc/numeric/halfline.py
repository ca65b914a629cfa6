"""The law of x = |λ| on the half line, from its ``Scale``: density, both tails, both quantiles.

ln F and ln S are separate sums, each from its own end (``cumulative.py``), over continua and
atoms alike, so that neither is ever 1 minus the other.  A quantile is solved for in
u = ln x, by Newton in (u, ln tail) inside a bracket that only shrinks.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from priorcalc.numeric.cumulative import Cumulative
from priorcalc.numeric.inversion import solved
from priorcalc.numeric.polynomials import Floats
from priorcalc.numeric.scale import Continuum, Scale
from priorcalc.numeric.transport import power

_TIE = 1e-15


def squared(scale: Scale) -> Scale:
    """The law of the variance λ²: u becomes 2u."""
    return power(scale, 2.0)


@dataclass(frozen=True)
class HalfLine:
    """The law of |λ|, with tables that are made when first asked for.

    Parameters
    ----------
    scale
        The law as spike, atoms and continua; it may be a sub-law, of mass below 1.

    Examples
    --------
    >>> from priorcalc.numeric.scale import Continuum
    >>> rayleigh = HalfLine(Scale(continua=(Continuum(lambda u: 2 * u - 0.5 * np.exp(2 * u), -np.inf, np.inf),)))
    >>> np.allclose(rayleigh.logsf(np.array([0.5, 3.0, 60.0])), [-0.125, -4.5, -1800.0], rtol=1e-13)
    True
    >>> np.allclose(rayleigh.isf(np.array([np.exp(-0.125), np.exp(-450.0)])), [0.5, 30.0], rtol=1e-13)
    True
    """

    scale: Scale

    @cached_property
    def _tables(self) -> tuple[Cumulative, ...]:
        with np.errstate(all="ignore"):
            return tuple(Cumulative.of(part) for part in self.scale.continua)

    @cached_property
    def _atoms(self) -> tuple[Floats, Floats, Floats]:
        """The atoms u in ascending order, and the logs of the masses of the first k and of all after the first k."""
        order = np.argsort(self.scale.points)
        u, masses = np.array(self.scale.points)[order], np.array(self.scale.masses)[order]
        up = np.concatenate([[self.scale.spike], self.scale.spike + np.cumsum(masses)])
        down = np.concatenate([np.cumsum(masses[::-1])[::-1], [0.0]])
        with np.errstate(divide="ignore"):
            log_down = np.log(down)
            if self.scale.log_masses:
                # Sums of doubles are exacter, as long as they are doubles.
                logs = np.logaddexp.accumulate(self.scale.logs[order][::-1])[::-1]
                log_down[:-1] = np.where(down[:-1] > 1e-290, log_down[:-1], logs)
            return u, np.log(up), log_down

    @property
    def log_total(self) -> float:
        """The log of the whole mass, the spike included: 0 for a whole law."""
        _, up, _ = self._atoms
        return float(np.logaddexp.reduce([up[-1], *(table.log_total for table in self._tables)]))

    def logpdf(self, x: Floats) -> Floats:
        """The log density of the continuous part at x; -inf for x < 0."""
        points = np.asarray(x, dtype=np.float64)
        flat = points.ravel()
        with np.errstate(all="ignore"):
            u = np.log(np.maximum(flat, 0.0))
            parts = [np.full(flat.shape, -np.inf)]
            parts += [_at(part, u, flat) for part in self.scale.continua]
            log = np.logaddexp.reduce(parts) - u
        log = np.where((flat < 0) | np.isinf(flat), -np.inf, log)
        if np.any(flat == 0):
            log = np.where(flat == 0, self._at_zero, log)
        return np.where(np.isnan(flat), np.nan, log).reshape(points.shape)

    @cached_property
    def _at_zero(self) -> float:
        # the limit, by the straight line that ln p has become far to the left
        if not self.scale.continua:
            return -np.inf
        with np.errstate(all="ignore"):
            u = np.array([-700.0, -1400.0])
            near, nearer = np.logaddexp.reduce([part.log_density(u) for part in self.scale.continua]) - u
        if np.isneginf(nearer) or nearer - near < -1.0:
            return -np.inf
        return float(nearer) if abs(nearer - near) <= 1.0 else np.inf

    def logcdf(self, x: Floats) -> Floats:
        """Ln P(|λ| ≤ x), the spike and the atoms included."""
        return self._tail(x, -1)

    def logsf(self, x: Floats) -> Floats:
        """Ln P(|λ| > x)."""
        return self._tail(x, 1)

    def _tail(self, x: Floats, side: int) -> Floats:
        points = np.asarray(x, dtype=np.float64)
        flat = points.ravel()
        with np.errstate(divide="ignore"):
            u = np.log(np.maximum(flat, 0.0))
        out = self._log_tail(u, flat, side)
        below = flat < 0
        if below.any():
            out = np.where(below, -np.inf if side == -1 else min(self.log_total, 0.0), out)
        return np.where(np.isnan(flat), np.nan, out).reshape(points.shape)

    def _log_tail(self, u: Floats, x: Floats, side: int) -> Floats:
        atoms, up, down = self._atoms
        count = np.searchsorted(atoms, u, side="right")
        out = (up if side == -1 else down)[count]
        for table in self._tables:
            out = np.logaddexp(out, table.log_tail(u, x, side))
        return np.minimum(out, 0.0)

    def log_tail(self, u: Floats, side: int) -> Floats:
        """Ln of the mass at or below (side -1), or above (side 1), each u = ln x: a flat array."""
        return self._log_tail(u, np.full(u.shape, np.nan), side)

    def ppf(self, q: Floats) -> Floats:
        """The smallest x with P(|λ| ≤ x) ≥ q; nan for q outside [0, 1]."""
        return self._quantile(q, -1)

    def isf(self, q: Floats) -> Floats:
        """The smallest x with P(|λ| > x) ≤ q; nan for q outside [0, 1]."""
        return self._quantile(q, 1)

    def _quantile(self, q: Floats, side: int) -> Floats:
        share = np.asarray(q, dtype=np.float64)
        flat = share.ravel()
        out = np.full(flat.shape, np.nan)
        good = (flat >= 0) & (flat <= 1)
        with np.errstate(divide="ignore", over="ignore"):
            # the tail that is smaller is known better
            small = good & (flat <= 0.5)
            out[small] = np.exp(self.solve(np.log(flat[small]), side))
            large = good & ~small
            out[large] = np.exp(self.solve(np.log1p(-flat[large]), -side))
        return self.clip(out).reshape(share.shape)

    def clip(self, x: Floats) -> Floats:
        """Keep x = e^u within the support, whose ends are known better in x."""
        ends = [end for part in self.scale.continua for end in part.ends if end is not None]
        with np.errstate(over="ignore"):
            lower, upper = np.exp(self.support)
        at_least = [end.point for end in ends if abs(end.point - lower) <= 1e-12 * end.point]
        at_most = [end.point for end in ends if abs(end.point - upper) <= 1e-12 * end.point]
        return np.clip(x, min(at_least, default=-np.inf), max(at_most, default=np.inf))

    def solve(self, target: Floats, side: int) -> Floats:
        """The least u at which ln F ≥ target (side -1), or ln S ≤ target (side 1); a flat array."""
        out = np.full(target.shape, -np.inf)
        at_zero = float(self.log_tail(np.array([-np.inf]), side)[0])
        never = np.isneginf(target)
        if self.scale.points or self.scale.spike:
            target = target + side * _TIE  # sums of atoms that meet the target but for rounding do meet it
        todo = np.flatnonzero(~never & (at_zero < target if side == -1 else at_zero > target))
        if side == 1:
            out[never] = self.support[1]
        elif self.scale.spike == 0:
            out[never] = self.support[0]
        if len(todo):
            out[todo] = solved(self, target[todo], side)
        return out

    @cached_property
    def support(self) -> tuple[float, float]:
        """The least and the largest u = ln x of the law."""
        points, parts = self.scale.points, self.scale.continua
        lower = min([*points, *(part.lower for part in parts)], default=-np.inf)
        return lower, max([*points, *(part.upper for part in parts)], default=-np.inf)

    @cached_property
    def marks(self) -> tuple[Floats, Floats, Floats]:
        """Points u, atoms and edges of panels, with ln F and ln S of the law there."""
        u = np.concatenate([np.array(self.scale.points), *(table.edges()[0] for table in self._tables)])
        u = np.unique(u[np.isfinite(u)])
        return u, self.log_tail(u, -1), self.log_tail(u, 1)

    def log_density(self, u: Floats) -> Floats:
        """Ln of the density of u, over all continua."""
        with np.errstate(all="ignore"):
            parts = [part.log_density(u) for part in self.scale.continua]
            return np.asarray(np.logaddexp.reduce([np.full(u.shape, -np.inf), *parts]))


def _at(part: Continuum, u: Floats, x: Floats) -> Floats:
    """The log density at u = ln x, by the distance from an end of the support where that is near."""
    out = part.log_density(u)
    for end, side in zip(part.ends, (1.0, -1.0), strict=True):
        if end is not None and 0 < end.point < np.inf:
            t = side * np.log1p((x - end.point) / end.point)
            near = (t > 0) & (t < 1e-3)
            if near.any():
                out[near] = end.log_density(t[near])
    return out
