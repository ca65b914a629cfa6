"""A prior as a finite mixture of Gaussians: the nodes of its own quadrature.

p(w) = Σ_j m_j N(w; 0, s_j²) with s_j = σ₀ e^{u_j}, for one set of nodes that serves every
|w| between two quantiles.  The cells are the finest that any such w asked for; the number
of nodes in each is raised until the error, measured between the points of the design,
meets the goal.  A finite mixture has neither a pole nor a tail of its own: outside the
range it is Gaussian.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from priorcalc.errors import ParameterError, PrecisionError, remedy
from priorcalc.numeric.cells import Cells, join, sampled
from priorcalc.numeric.kernels import density
from priorcalc.numeric.mixture import log_mixture, resolving_cells
from priorcalc.numeric.quantile import outward
from priorcalc.numeric.scale import Continuum, Scale
from priorcalc.numeric.weight import WeightNumbers

Floats = NDArray[np.float64]

_COUNTS = (3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24)


def as_gaussian_mixture(
    weight: WeightNumbers, rtol: float = 1e-10, mass: float = 1 - 1e-12
) -> tuple[Floats, Floats, float]:
    """The standard deviations, the weights and the measured error of a finite Gaussian mixture that is the prior.

    The error is relative in p, the greatest for |w| between the quantiles of |w| that leave (1 - mass)/2 of the
    mass (away from 0) on either side.  The spike is the component of standard deviation 0.

    Examples
    --------
    >>> rayleigh = Continuum(lambda u: 2 * u - 0.5 * np.exp(2 * u), -np.inf, np.inf)
    >>> scales, weights, error = as_gaussian_mixture(WeightNumbers(Scale(continua=(rayleigh,))), rtol=1e-8)
    >>> laplace = np.sum(weights / scales * np.exp(-0.5 / scales**2)) / np.sqrt(2 * np.pi)
    >>> bool(error < 1e-8 and abs(laplace / (0.5 * np.exp(-1)) - 1) < 1e-8)
    True
    """
    if not (0 < mass < 1 and rtol > 0):
        asked = f"as_gaussian_mixture(rtol={rtol!r}, mass={mass!r})"
        raise ParameterError(remedy(asked, "needs rtol > 0 and 0 < mass < 1", "give such values"))
    scale = weight.scale
    if scale.spike == 1:
        return np.zeros(1), np.ones(1), 0.0
    design, checks = _ranges(scale, mass)
    truth = log_mixture(scale, checks, density, np.exp(checks))
    cells = [(part, _partition(resolving_cells(part, design, density, 1e-2 * rtol))) for part in scale.continua]
    error = np.inf
    for count in _COUNTS:
        u, log_mass = _nodes(scale, cells, count)
        terms = log_mass + density(checks[:, None], np.exp(checks[:, None] - u), u)
        needed = (terms - truth[:, None]).max(axis=0) > np.log(1e-2 * rtol / len(u))
        error = float(np.abs(np.expm1(np.logaddexp.reduce(terms[:, needed], axis=1) - truth)).max())
        if error <= rtol:
            # Next to an end many nodes round to one scale.
            points, place = np.unique(u[needed], return_inverse=True)
            weights = np.bincount(place, np.exp(log_mass[needed]))
            spike = [scale.spike] if scale.spike > 0 else []
            scales = np.concatenate([np.zeros(len(spike)), np.exp(points) * weight.sigma0])
            return scales, np.concatenate([spike, weights]), error
    found = f"the best mixture found errs by {error:.1e}"
    raise PrecisionError(remedy(f"as_gaussian_mixture(rtol={rtol!r})", found, "ask for a larger rtol"))


def _ranges(scale: Scale, mass: float) -> tuple[Floats, Floats]:
    """ln|w|/σ₀ where the cells are found, and between them, where the error is measured."""
    half = 0.5 * (1 - scale.spike)
    left_out = half * (1 - mass) / 2
    low, high = outward(scale, np.array([half - left_out, left_out]), np.array([left_out, half - left_out]))
    low, high = np.log(max(low, 1e-300)), np.log(min(high, 1e300))
    count = int(np.ceil((high - low) / 0.1)) + 2
    design = np.linspace(low, high, count)
    return design, np.unique(np.concatenate([[low, high], 0.37 * design[:-1] + 0.63 * design[1:]]))


def _nodes(scale: Scale, cells: list[tuple[Continuum, Cells]], count: int) -> tuple[Floats, Floats]:
    points = [(np.asarray(scale.points), scale.logs)]
    parts = points + [sampled(part, table, count) for part, table in cells]
    u = np.concatenate([one.ravel() for one, _ in parts])
    log_mass = np.concatenate([one.ravel() for _, one in parts])
    return u[log_mass > -np.inf], log_mass[log_mass > -np.inf]


def _partition(cells: Cells) -> Cells:
    """Cells without overlap that cover the same line, as fine as the finest."""
    keys = np.unique(np.stack([cells.end, cells.side]), axis=1).T
    parts = []
    for end, side in keys:
        rows = np.flatnonzero((cells.end == end) & (cells.side == side))
        a, b = cells.a[rows], cells.b[rows]
        edges = np.unique(np.concatenate([a, b]))
        middle = 0.5 * (edges[:-1] + edges[1:])
        covered = np.any((a[:, None] < middle) & (middle < b[:, None]), axis=0)
        some = cells[np.full(int(covered.sum()), rows[0])]
        parts.append(Cells(edges[:-1][covered], edges[1:][covered], some.end, some.side, some.floor, some.slope))
    return join(*parts)
