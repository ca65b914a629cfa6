"""A log density in t = ln |w|, interpolated from values of many digits on panels that are cut until they fit.

A scale mixture of Gaussians is analytic in |Im t| < π/4, but its logarithm has branch points where it has complex
zeros, as between two Gaussians of unlike width.  So a panel is accepted only when its last Chebyshev coefficients are
negligible, and otherwise halved; at a jump, which no scale mixture has, until too little lies in it to matter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.polynomial import chebyshev
from numpy.typing import NDArray

from priorcalc.errors import PrecisionError, remedy
from priorcalc.numeric.scale import Continuum

Floats = NDArray[np.float64]

NODES = 11
_NONE = -1e9


@dataclass(frozen=True)
class Fit:
    """How wide the first panels are at most, how small the last coefficients must be, how often one may be halved."""

    width: float
    tolerance: float
    depth: int


FINE = Fit(1.0, 1e-11, 27)
COARSE = Fit(4.0, 1e-5, 5)


def tabulate(log_density: Callable[[Floats], Floats], low: float, high: float, fit: Fit) -> Continuum:
    """The law of t on (low, high), with ln p(e^t) from ``log_density`` and both signs of w together.

    Raises
    ------
    PrecisionError
        If a value cannot be had, or panels are halved too often to be afforded.
    """
    count = int(np.ceil((high - low) / fit.width))
    # no farther than asked: a Meijer G function that takes milliseconds there takes seconds beyond
    edges = np.linspace(low, high, count + 1)
    a, b = edges[:-1], edges[1:]
    nodes = chebyshev.chebpts1(NODES)
    done: list[tuple[Floats, Floats]] = []
    for level in range(fit.depth + 1):
        t = 0.5 * (a + b)[:, None] + 0.5 * (b - a)[:, None] * nodes
        logs = log_density(t.ravel())
        if np.isnan(logs).any():
            found = f"its value at w = {float(np.exp(t.ravel()[np.isnan(logs)][0])):.3g} could not be had"
            raise PrecisionError(remedy("a table of the claimed density", found, "rely on the points that could"))
        # inf marks a negative density: no mass of it agrees with anything, and it counts as none
        values = np.where(np.isfinite(logs), logs, _NONE).reshape(t.shape)
        table = np.asarray(chebyshev.chebfit(nodes, values.T, NODES - 1), dtype=np.float64)
        good = np.max(np.abs(table[-2:]), axis=0) <= fit.tolerance * np.maximum(1.0, 1e-2 * np.abs(table[0]))
        if level == fit.depth:
            good[:] = True
        done.append((a[good], table[:, good]))
        middle = 0.5 * (a + b)[~good]
        if len(middle) == 0:
            break
        if len(middle) > 4 * count + 16:
            raise PrecisionError(remedy("a table of the claimed density", "it is too rough", "rely on the points"))
        a, b = np.concatenate([a[~good], middle]), np.concatenate([middle, b[~good]])
    starts = np.concatenate([part for part, _ in done])
    order = np.argsort(starts)
    return _continuum(starts[order], np.concatenate([part for _, part in done], axis=1)[:, order], float(edges[-1]))


def _continuum(starts: Floats, table: Floats, last: float) -> Continuum:
    ends = np.append(starts[1:], last)

    def log_density(u: Floats) -> Floats:
        panel = np.clip(np.searchsorted(starts, u, side="right") - 1, 0, len(starts) - 1)
        x = (2 * u - starts[panel] - ends[panel]) / (ends[panel] - starts[panel])
        x = np.clip(x, -1.0, 1.0)
        later = latest = np.zeros_like(x)
        for row in table[:0:-1]:
            latest, later = row[panel] + 2 * x * latest - later, latest
        return np.asarray(table[0][panel] + x * latest - later + u + np.log(2.0))

    return Continuum(log_density, float(starts[0]), last, tuple(starts[1:]))
