"""Averages over λ by adaptive quadrature in u = ln λ, for many w at once and all in logs.

For each w the integral Σ_j m_j K(w, u_j) + ∫ K(w, u) exp(log_density(u)) du is a sum of
positive terms over cells (``cells.py``).  A pair of a w and a cell is split in two while
its estimated error (``pairs.py``) counts against the whole.  Halves are shared, so that the
density is evaluated once for each cell, however many w use it.  Where |ln p| is so large
that a peak is narrower than the doubles resolve, its height alone is ln p to rounding.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from priorcalc.errors import PrecisionError, remedy
from priorcalc.numeric.cells import Cells, join, roots, sampled
from priorcalc.numeric.kernels import Kernel, Times
from priorcalc.numeric.pairs import DEPTH, ROUNDING, Pairs, Points, bracket, log_total, measured, moments_of
from priorcalc.numeric.scale import Continuum, Scale

Floats = NDArray[np.float64]

_CHUNK = 768
_ROWS = 64
_LARGE = 1e3
_ROUNDS = 70


def log_mixture(scale: Scale, t: Floats, kernel: Kernel, w: Floats | None = None) -> Floats:
    """ln ∫ exp(kernel(t, e^(t-u), u)) dP(u) over atoms and continua (not the spike), for each of t = ln(|w|/σ₀).

    Parameters
    ----------
    scale
        The law of |λ|.
    t
        Finite values, shape (n,).
    kernel
        One of ``kernels.py``.
    w
        e^t, if it is known better than by t: then x = w e^-u has no rounding from t.  It may be nan where it is not.

    Examples
    --------
    Rayleigh noise gives the Laplace law, p(w) = ½ e^{-|w|}:

    >>> from priorcalc.numeric.kernels import density
    >>> from priorcalc.numeric.scale import Continuum
    >>> rayleigh = Continuum(lambda u: 2 * u - 0.5 * np.exp(2 * u), -np.inf, np.inf)
    >>> value = log_mixture(Scale(continua=(rayleigh,)), np.log([0.25, 3.0]), density)
    >>> np.allclose(value, [-0.25 - np.log(2), -3.0 - np.log(2)], rtol=1e-14)
    True
    """
    return _in_chunks(t, w, lambda at: _combined(scale, at), kernel)


def log_mean(scale: Scale, t: Floats, kernel: Kernel, factor: Kernel, w: Floats | None = None) -> Floats:
    """ln of the mean of exp(factor) under exp(kernel) dP(u): the difference of two averages.

    Where ln p is so large that its rounding would show in the difference, the mean is one sum over the other with
    the same terms instead: there the peak is narrow, and the factor hardly varies over it.
    """
    plain = log_mixture(scale, t, kernel, w)
    with np.errstate(invalid="ignore"):
        out = log_mixture(scale, t, Times(kernel, factor), w) - plain
    far = ~(np.abs(plain) < _LARGE)
    if far.any():
        out[far] = _in_chunks(t[far], None if w is None else w[far], lambda at: _tilted(scale, at, factor), kernel)
    return out


def _in_chunks(t: Floats, w: Floats | None, value: Callable[[Points], Floats], kernel: Kernel) -> Floats:
    order = np.argsort(t, kind="stable")
    size = np.full_like(t, np.nan) if w is None else w
    out = np.empty_like(t)
    for first in range(0, len(t), _CHUNK):
        rows = order[first : first + _CHUNK]
        out[rows] = value(Points(t[rows], size[rows], kernel))
    return out


def _combined(scale: Scale, at: Points) -> Floats:
    parts = [_atoms(scale, at)[0], *(_adapted(part, at)[0] for part in scale.continua)]
    return np.asarray(np.logaddexp.reduce(np.stack(parts), axis=0))


def _atoms(scale: Scale, at: Points, factor: Kernel | None = None) -> tuple[Floats, Floats]:
    """ln of the sum over the atoms, for ascending t, and of the mean of a factor under it."""
    out, mean = np.full_like(at.t, -np.inf), np.zeros_like(at.t)
    if not scale.points:
        return out, mean
    order = np.argsort(scale.points)
    with np.errstate(all="ignore"):
        log_mass, u = scale.logs[order], np.asarray(scale.points)[order]
        decay = np.exp(-u)
        for first in range(0, len(at.t), _ROWS):
            rows = np.arange(first, min(first + _ROWS, len(at.t)))
            # As t grows, so do the atoms that matter: those between the ones for the first and for the last.
            ends = log_mass + at.terms(rows[[0, -1]], u, decay)
            counts = np.flatnonzero((ends > ends.max(axis=1, keepdims=True) - DEPTH).any(axis=0))
            some = slice(counts[0], counts[-1] + 1) if len(counts) else slice(None)
            terms = log_mass[some] + at.terms(rows, u[some], decay[some])
            out[rows] = np.logaddexp.reduce(terms, axis=1)
            if factor is not None:
                top = terms.max(axis=1, keepdims=True)
                weights = np.where(np.isfinite(top), np.exp(terms - top), 1.0)
                logs = factor(at.t[rows, None], np.exp(at.t[rows, None] - u[some]), u[some])
                mean[rows] = np.log((weights * np.exp(logs)).sum(axis=1) / weights.sum(axis=1))
    return out, mean


def _tilted(scale: Scale, at: Points, factor: Kernel) -> Floats:
    """ln of the mean of a factor: each part of the law has its mean m and the share e^(s - whole) of the sum."""
    parts = [_atoms(scale, at, factor), *(_tilted_part(part, at, factor) for part in scale.continua)]
    whole = np.logaddexp.reduce(np.stack([s for s, _ in parts]), axis=0)
    with np.errstate(all="ignore"):
        shares = [np.where(s == whole, 0.0, s - whole) + m for s, m in parts]
        return np.asarray(np.logaddexp.reduce(np.stack(shares), axis=0))


def _tilted_part(continuum: Continuum, at: Points, factor: Kernel) -> tuple[Floats, Floats]:
    """ln of the integral, and of the mean of a factor under it."""
    total, pairs, cells = _adapted(continuum, at)
    with np.errstate(invalid="ignore"):
        used = pairs[~(pairs.value <= total[pairs.row] - DEPTH)]
    rows, place = np.unique(used.cell, return_inverse=True)
    u, log_mass = sampled(continuum, cells[rows])
    with np.errstate(all="ignore"):
        above, below = moments_of(u, log_mass, at, used.row, place, factor)
        return total, np.log(above / below)


def resolving_cells(continuum: Continuum, t: Floats, kernel: Kernel, tolerance: float) -> Cells:
    """The cells that give the average at every t, but for some ``tolerance`` relative; they may overlap."""
    total, pairs, cells = _adapted(continuum, Points(t, np.exp(t), kernel))
    return cells[np.unique(pairs.cell[pairs.value > total[pairs.row] + np.log(tolerance)])]


def _adapted(continuum: Continuum, at: Points) -> tuple[Floats, Pairs, Cells]:
    """ln of the integral for each t, with the pairs and the cells it was made of."""
    count = len(at.t)
    cells, u, log_mass = roots(continuum)
    row, cell = bracket(u, log_mass, at)
    pairs = measured(u, log_mass, at, row, cell)
    _insist_on_ends(continuum, pairs, len(u), log_total(pairs, count))
    for _ in range(_ROUNDS):
        total = log_total(pairs, count)
        split = _unresolved(pairs, cells, total)
        if not split.any():
            return total, pairs, cells
        if np.bincount(pairs.row).max() > 4000:
            break
        parents, place = np.unique(pairs.cell[split], return_inverse=True)
        children = cells[parents].halves()
        base = len(cells.a)
        new_u, new_mass = sampled(continuum, children)
        cells, u, log_mass = join(cells, children), np.concatenate([u, new_u]), np.concatenate([log_mass, new_mass])
        row = np.repeat(pairs.row[split], 2)
        cell = np.repeat(base + 2 * place, 2) + np.tile([0, 1], len(place))
        pairs = pairs[~split] + measured(u, log_mass, at, row, cell)
    total = log_total(pairs, count)
    with np.errstate(invalid="ignore"):
        # nan where there is nothing at all to integrate, -∞ - -∞, which fmax passes over.
        worst = float(np.fmax.reduce(pairs.error + (pairs.reach - total[pairs.row])))
    if worst > np.log(1e-10):
        found = f"the error estimate stays at 1e{worst / np.log(10):+.0f}"
        raise PrecisionError(remedy("quadrature over ln λ", found, "name the points where the density peaks or kinks"))
    return total, pairs, cells


def _insist_on_ends(continuum: Continuum, pairs: Pairs, count: int, total: Floats) -> None:
    """Refuse an integrand that has not died away where the cells end, at |u| = 10⁶."""
    for end, last in ((continuum.lower, 0), (continuum.upper, count - 1)):
        if np.isinf(end) and np.any((pairs.cell == last) & (pairs.value > total[pairs.row] - 34)):
            found = "the density of ln λ falls too slowly to be integrated"
            raise PrecisionError(remedy("quadrature over ln λ", found, "give a law whose density falls like a power"))


def _unresolved(pairs: Pairs, cells: Cells, total: Floats) -> NDArray[np.bool_]:
    here = total[pairs.row]
    size = np.where(np.isfinite(here), np.abs(here), 0.0)
    # Rounding of terms as large as ln p is no reason to split; above 1e12 only the height of the peak counts.
    allowed = np.log(np.minimum(np.exp(ROUNDING) + 4e-16 * size, 1e-3))
    wide = (cells.b - cells.a > 64 * np.spacing(np.maximum(np.abs(cells.a), np.abs(cells.b))))[pairs.cell]
    with np.errstate(all="ignore"):
        counts = (pairs.reach > here - DEPTH) & (pairs.error + (pairs.reach - here) > allowed)
        return np.asarray(counts & (pairs.reach - pairs.top > 1e-13 * size) & wide)
