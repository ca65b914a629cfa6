"""Piecewise polynomials on panels, and their antiderivatives.

A panel (low, high) is mapped to ξ in (-1, 1), where 16 values at Gauss–Legendre nodes are
one polynomial; sums are taken by Horner in blocks that stay in cache.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.polynomial import legendre
from numpy.typing import NDArray

from priorcalc.numeric.nodes import gauss_legendre

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NODES = 16
_BLOCK = 8192

LEGENDRE = legendre.legvander(gauss_legendre(NODES)[0], NODES - 1).T * gauss_legendre(NODES)[1]
LEGENDRE = LEGENDRE * (np.arange(NODES) + 0.5)[:, None]
"""The matrix from 16 values at the nodes to 16 Legendre coefficients."""


def _powers(transform: Floats) -> Floats:
    """The columns of a matrix of Legendre coefficients as coefficients of powers of ξ."""
    columns = [legendre.leg2poly(column) for column in transform.T]
    size = len(transform)
    return np.array([np.pad(column, (0, size - len(column))) for column in columns]).T


_PLAIN = _powers(np.eye(NODES))
_LEFT = _powers(np.array([legendre.legint(row, lbnd=-1) for row in np.eye(NODES)]).T)
_RIGHT = -_powers(np.array([legendre.legint(row, lbnd=1) for row in np.eye(NODES)]).T)

# The matrices are applied one after the other: the Legendre coefficients die out before the
# large coefficients of ξ^k of a high Legendre polynomial meet them.


def through(values: Floats) -> Floats:
    """The polynomial through 16 values at the nodes, one column a panel: coefficients of ξ^k, one row a power."""
    return np.asarray(_PLAIN @ (LEGENDRE @ values))


def from_left(values: Floats) -> Floats:
    """Its integral from -1 to ξ."""
    return np.asarray(_LEFT @ (LEGENDRE @ values))


def from_right(values: Floats) -> Floats:
    """Its integral from ξ to 1."""
    return np.asarray(_RIGHT @ (LEGENDRE @ values))


@dataclass(frozen=True)
class Panelled:
    """Polynomials on panels in ascending order, which need not touch; ``coefficients`` has one row a power of ξ."""

    low: Floats
    high: Floats
    coefficients: Floats

    def locate(self, tau: Floats) -> Ints:
        """The panel of each τ: that which begins last at or before it; -1 before all."""
        return np.searchsorted(self.low, tau, side="right") - 1

    def __call__(self, tau: Floats, rows: Ints) -> Floats:
        """The polynomials of ``rows`` at τ, a flat array."""
        out = np.empty_like(tau)
        scale = 2.0 / (self.high - self.low)
        for start in range(0, len(tau), _BLOCK):
            block = slice(start, start + _BLOCK)
            row = rows[block]
            xi = (tau[block] - self.low[row]) * scale[row] - 1.0
            total = self.coefficients[-1][row]
            for coefficient in self.coefficients[-2::-1]:
                total = total * xi + coefficient[row]
            out[block] = total
        return out
