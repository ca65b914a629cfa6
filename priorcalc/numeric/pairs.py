"""The integral of one cell for one w, many pairs of these at once, with an estimate of the error of each.

On a cell the integrand has Legendre coefficients that fall from A (degrees 4-7) to B
(12-15); Gauss' rule at 16 nodes, exact to degree 31, then errs by about B·(B/A)².  The
estimate is relative to the greatest height the integrand may reach between the nodes: at
a local maximum among the nodes, a peak may rise by as much as its neighbours drop.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from priorcalc.numeric.cells import NODES
from priorcalc.numeric.kernels import Kernel
from priorcalc.numeric.nodes import gauss_legendre

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DEPTH = 50.0
"""Cells that stay more than e⁻⁵⁰ below the whole are left out."""
ROUNDING = float(np.log(2e-15))
_BLOCK = 2048


@dataclass(frozen=True)
class Points:
    """Where the averages are wanted: t, w (nan if unknown) and the kernel."""

    t: Floats
    w: Floats
    kernel: Kernel

    def terms(self, row: Ints, u: Floats, decay: Floats) -> Floats:
        """The log kernel at t[row] (an axis is added) and u, with decay = e^-u."""
        t, w = self.t[row, None], self.w[row, None]
        x = w * decay
        blind = np.isnan(w[:, 0])
        if blind.any():
            x[blind] = np.exp(t[blind] - np.broadcast_to(u, x.shape)[blind])
        return self.kernel(t, x, u)


@dataclass(frozen=True)
class Pairs:
    """For each (w, cell): the log integral, its highest term, the height that may hide between nodes,
    and the log of its error relative to that height."""

    row: Ints
    cell: Ints
    value: Floats
    top: Floats
    error: Floats
    reach: Floats

    def __getitem__(self, keep: NDArray[np.bool_]) -> Pairs:
        return Pairs(*(getattr(self, name)[keep] for name in Pairs.__dataclass_fields__))

    def __add__(self, other: Pairs) -> Pairs:
        names = Pairs.__dataclass_fields__
        return Pairs(*(np.concatenate([getattr(self, name), getattr(other, name)]) for name in names))


def bracket(u: Floats, log_mass: Floats, at: Points) -> tuple[Ints, Ints]:
    """The root cells that matter to each t: those between the brackets of the ends of its group of t's."""
    t, kernel = at.t, at.kernel
    _, group = np.unique(np.floor(t / 2.5), return_inverse=True)
    count = int(group.max()) + 1
    first, last = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(first, group, t)
    np.maximum.at(last, group, t)
    begin, end = np.full(count, len(u)), np.zeros(count, dtype=np.int64)
    few = [0, 1, 4, 7, 8, 11, 14, 15]
    nodes, masses = u[:, few], log_mass[:, few]
    for ends in (first, last):
        here = ends[:, None, None]
        with np.errstate(all="ignore"):
            terms = masses + kernel(here, np.exp(here - nodes), nodes)
            keep = _reach(terms) > terms.max(axis=(1, 2))[:, None] - DEPTH
        begin = np.minimum(begin, np.argmax(keep, axis=1) - 1)
        end = np.maximum(end, keep.shape[1] - np.argmax(keep[:, ::-1], axis=1) + 1)
    begin, end = np.maximum(begin, 0), np.minimum(end, len(u))
    begin, size = begin[group], (end - begin)[group]
    row = np.repeat(np.arange(len(t)), size)
    cell = np.arange(len(row)) - np.repeat(np.cumsum(size) - size, size) + np.repeat(begin, size)
    return row, cell


def _reach(terms: Floats) -> Floats:
    """The height that may hide between nodes: at a local maximum, a peak may rise as far as its neighbours drop."""
    steps = np.diff(terms, axis=-1)
    # Beyond the first and last node a cell goes on for an eighth of their distance to the next.
    left = np.concatenate([-0.2 * steps[..., :1], steps], axis=-1)
    right = np.concatenate([-steps, 0.2 * steps[..., -1:]], axis=-1)
    left[..., 0], right[..., -1] = np.maximum(left[..., 0], 0.0), np.maximum(right[..., -1], 0.0)
    rise = np.maximum(left, right)
    rise[..., 0], rise[..., -1] = left[..., 0], right[..., -1]
    peak = (left >= 0) & (right >= 0) & np.isfinite(rise)
    return np.asarray((terms + np.where(peak, rise, 0.0)).max(axis=-1))


def measured(u: Floats, log_mass: Floats, at: Points, row: Ints, cell: Ints) -> Pairs:
    with np.errstate(over="ignore"):
        decay = np.exp(-u)
    # In blocks that stay in cache.
    blocks = (slice(i, i + _BLOCK) for i in range(0, len(row), _BLOCK))
    parts = [_block(u, decay, log_mass, at, row[b], cell[b]) for b in blocks]
    return Pairs(*(np.concatenate([getattr(part, name) for part in parts]) for name in Pairs.__dataclass_fields__))


def _block(u: Floats, decay: Floats, log_mass: Floats, at: Points, row: Ints, cell: Ints) -> Pairs:
    with np.errstate(all="ignore"):
        terms = log_mass[cell] + at.terms(row, u[cell], decay[cell])
        top = terms.max(axis=1)
        safe = np.where(np.isfinite(top), top, 0.0)
        parts = np.exp(terms - safe[:, None])
        value = safe + np.log(parts.sum(axis=1))
        spectrum = np.abs(parts @ _SPECTRUM)
        low, high = spectrum[:, :4].max(axis=1), spectrum[:, 4:].max(axis=1)
        error = np.log(2 * high * np.minimum(1.0, high / low) ** 2 + 1e-300)
        reach = top.copy()
        doubtful = error > ROUNDING
        reach[doubtful] = _reach(terms[doubtful])
    return Pairs(row, cell, value, top, error, reach)


def moments_of(u: Floats, log_mass: Floats, at: Points, row: Ints, cell: Ints, factor: Kernel) -> tuple[Floats, Floats]:
    """Σ e^(terms + factor) and Σ e^terms for each row, both relative to the greatest term of the row."""
    decay, count = np.exp(-u), len(at.t)
    peak = np.full(count, -np.inf)
    above, below = np.zeros(count), np.zeros(count)
    blocks = [slice(i, i + _BLOCK) for i in range(0, len(row), _BLOCK)]
    for b in blocks:
        terms = log_mass[cell[b]] + at.terms(row[b], u[cell[b]], decay[cell[b]])
        np.maximum.at(peak, row[b], terms.max(axis=1))
    for b in blocks:
        nodes, t = u[cell[b]], at.t[row[b], None]
        weights = np.exp(log_mass[cell[b]] + at.terms(row[b], nodes, decay[cell[b]]) - peak[row[b], None])
        logs = factor(t, np.exp(t - nodes), nodes)
        above += np.bincount(row[b], np.where(weights > 0, weights * np.exp(logs), 0.0).sum(axis=1), minlength=count)
        below += np.bincount(row[b], weights.sum(axis=1), minlength=count)
    return above, below


def log_total(pairs: Pairs, count: int) -> Floats:
    peak = np.full(count, -np.inf)
    np.maximum.at(peak, pairs.row, pairs.value)
    safe = np.where(np.isfinite(peak), peak, 0.0)
    with np.errstate(all="ignore"):
        return np.asarray(safe + np.log(np.bincount(pairs.row, np.exp(pairs.value - safe[pairs.row]), minlength=count)))


def _spectrum() -> Floats:
    """From node values times weights to the Legendre coefficients of degrees 4-7 and 12-15."""
    nodes, _ = gauss_legendre(NODES)
    degrees = np.arange(NODES)
    rows = np.polynomial.legendre.legvander(nodes, NODES - 1) * (degrees + 0.5)
    return np.asarray(rows[:, [4, 5, 6, 7, 12, 13, 14, 15]])


_SPECTRUM = _spectrum()
