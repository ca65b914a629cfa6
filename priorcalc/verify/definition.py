"""Integrals over λ straight from its definition, by tanh-sinh quadrature in u = ln λ.

Each is Σ m_j K(t, u_j) + ∫ K(t, u) exp(log_density(u)) du with a positive K.  The integrator, its cuts and its
kernels are other than those of ``numeric/``, so that the two can disagree.  A row is cut at t, at the breaks, at the
peak and where the integrand has fallen by e⁻⁴; below e⁻⁶⁰ of the peak it is left out.  A piece that ends at a finite
end of the support runs in the distance from that end, so that a singularity there is resolved.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy import special
from scipy.integrate import tanhsinh

from priorcalc.numeric.scale import Continuum, Scale

Floats = NDArray[np.float64]
Kernel = Callable[[Floats, Floats], Floats]
"""(t, u) -> ln K(t, u)."""

HALF_LOG_2PI = 0.5 * float(np.log(2 * np.pi))
_DEPTH = 60.0
_FAR = 5000.0
_RTOL = 1e-12
_HAIR = 1e-9


def density(t: Floats, u: Floats) -> Floats:
    """ln N(e^t; 0, e^{2u})."""
    return np.asarray(-0.5 * np.exp(2 * np.minimum(t - u, 350.0)) - u - HALF_LOG_2PI)


def tail(t: Floats, u: Floats) -> Floats:
    """ln P(z > e^{t-u})."""
    return np.asarray(special.log_ndtr(-np.exp(np.minimum(t - u, 350.0))))


def centre(t: Floats, u: Floats) -> Floats:
    """ln P(0 < z < e^{t-u})."""
    return np.asarray(np.log(0.5 * special.erf(np.exp(np.minimum(t - u, 350.0)) * np.sqrt(0.5))))


def below(t: Floats, u: Floats) -> Floats:
    """ln of 1 where u ≤ t: the distribution function of |λ| itself."""
    return np.where(u <= t, 0.0, -np.inf)


def power(t: Floats, u: Floats) -> Floats:
    """t·u, for the moment E λ^t."""
    return t * u


@dataclass(frozen=True)
class Integral:
    """Logs of positive integrals, one for each t, and the relative errors that the integrator estimates."""

    log: Floats
    error: Floats = field(repr=False)

    def __add__(self, other: Integral) -> Integral:
        log = np.logaddexp(self.log, other.log)
        with np.errstate(all="ignore"):
            shares = (np.where(x.log > -np.inf, x.error * np.exp(x.log - log), 0.0) for x in (self, other))
            return Integral(log, sum(shares, np.zeros_like(log)))


def integrate(scale: Scale, t: Floats, kernel: Kernel) -> Integral:
    """ln ∫ K(t, ln λ) dP(λ) over λ > 0, for each of t.

    >>> rayleigh = Continuum(lambda u: 2 * u - 0.5 * np.exp(2 * u), -np.inf, np.inf)
    >>> laplace = integrate(Scale(continua=(rayleigh,)), np.log([0.25, 30.0]), density)
    >>> bool(np.all(abs(laplace.log - (-np.array([0.25, 30.0]) - np.log(2))) < 1e-12))
    True
    """
    t = np.asarray(t, dtype=np.float64)
    total = Integral(np.full(t.shape, -np.inf), np.zeros(t.shape))
    with np.errstate(all="ignore"):
        for u, log in zip(scale.points, scale.logs, strict=True):
            total = total + Integral(log + kernel(t, np.full_like(t, u)), np.zeros(t.shape))
        for part in scale.continua:
            total = total + _continuous(part, t, kernel)
    return total


def _continuous(part: Continuum, t: Floats, kernel: Kernel) -> Integral:
    grid = _grid(part, t)
    height = kernel(t[:, None], grid[None, :]) + part.log_density(grid)
    height = np.where(np.isfinite(height), height, -np.inf)
    peak = np.max(height, axis=1)
    lo: list[float] = []
    hi: list[float] = []
    row: list[int] = []
    cut_off = np.zeros(len(t), dtype=bool)
    for k in range(len(t)):
        if peak[k] == -np.inf:
            continue
        marks, cut_off[k] = _cuts(part, float(t[k]), grid, height[k] - peak[k])
        lo += marks[:-1]
        hi += marks[1:]
        row += [k] * (len(marks) - 1)
    a, b, rows = np.array(lo), np.array(hi), np.array(row, dtype=np.intp)
    value, error = np.zeros(len(t)), np.zeros(len(t))
    at_lower, at_upper = a == part.lower, b == part.upper
    for here, start, side, end in (
        (~at_lower & ~at_upper, None, 1.0, None),
        (at_lower, part.lower, 1.0, part.ends[0]),
        (at_upper & ~at_lower, part.upper, -1.0, part.ends[1]),
    ):
        if here.any():
            log_density = part.log_density if start is None or end is None else end.log_density
            integrand = partial(_integrand, kernel, part, log_density, start, side, end is not None)
            near, far = (a, b) if start is None else (np.zeros_like(a), b - a)
            k = rows[here]
            found = tanhsinh(integrand, near[here], far[here], args=(t[k], peak[k]), rtol=_RTOL, atol=1e-16)
            known = np.isfinite(found.integral) & np.isfinite(found.error)
            np.add.at(value, k, np.where(known, found.integral, 0.0))
            np.add.at(error, k, np.where(known, np.abs(found.error), np.inf))
    log = np.where(value > 0, np.log(value) + peak, -np.inf)
    relative = np.where(value > 0, error / value, np.where(error > 0, np.inf, 0.0))
    return Integral(log, np.where(cut_off, np.inf, relative))


def _integrand(
    kernel: Kernel,
    part: Continuum,
    log_density: Callable[[Floats], Floats],
    start: float | None,
    side: float,
    by_distance: bool,
    x: Floats,
    t: Floats,
    peak: Floats,
) -> Floats:
    with np.errstate(all="ignore"):
        u = x if start is None else start + side * x
        u = np.clip(u, np.nextafter(part.lower, np.inf), np.nextafter(part.upper, -np.inf))
        log = kernel(t, u) + log_density(x if by_distance else u) - peak
        return np.where(np.isnan(log), 0.0, np.exp(log))


def _grid(part: Continuum, t: Floats) -> Floats:
    """Points at which a peak or a fall can be seen: dense near 0, and at every distance from breaks and ends."""
    distances = np.concatenate([10.0 ** -np.arange(0, 14, 0.5), np.arange(1.0, 64.0, 0.25)])
    marks = [m for m in (*part.breaks, part.lower, part.upper) if np.isfinite(m)]
    far = np.geomspace(60.0, _FAR, 200)
    beside = [m + d * distances for m in marks for d in (-1.0, 1.0)]
    pieces = [np.arange(-60.0, 60.0, 0.05), far, -far, t, *beside, np.array(part.breaks)]
    if np.isfinite(part.lower) and np.isfinite(part.upper):
        pieces.append(np.linspace(part.lower, part.upper, 400))
    grid = np.unique(np.concatenate(pieces))
    grid = grid[np.append(True, np.diff(grid) > 2 * _HAIR)]
    return np.asarray(grid[(grid > part.lower) & (grid < part.upper)])


def _cuts(part: Continuum, t: float, grid: Floats, fallen: Floats) -> tuple[list[float], bool]:
    """The ends of the pieces of one row, and whether its integrand had not died out at the end of the grid."""
    counts = np.flatnonzero(fallen > -_DEPTH)
    near = np.flatnonzero(fallen > -4.0)
    first, last = counts[0] - 1, counts[-1] + 1
    start = float(grid[first]) if first >= 0 else part.lower
    stop = float(grid[last]) if last < len(grid) else part.upper
    top = int(np.argmax(fallen))
    fallen_to = (float(grid[max(near[0] - 1, 0)]), float(grid[min(near[-1] + 1, len(grid) - 1)]))
    inner = [t, float(grid[top]), *fallen_to, *part.breaks]
    reach = min(1.0, 0.5 * (part.upper - part.lower))
    inner += [part.lower + reach, part.upper - reach]
    endless = not (np.isfinite(start) and np.isfinite(stop))
    start, stop = max(start, -_FAR), min(stop, _FAR)
    marks = [start]
    for mark in sorted(m for m in inner if start < m < stop):
        if mark - marks[-1] > _HAIR and stop - mark > _HAIR:
            marks.append(mark)
    return [*marks, stop], endless
