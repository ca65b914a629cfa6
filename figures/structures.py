"""Who shares a λ: weight matrices drawn from five structures, three layers each.

Row i of a matrix holds the outgoing weights of unit i.  dropout and ARD: a λ for each unit, rows; DropConnect: a λ for
each weight, no pattern; ADD: one τ for the layer; ARD-ADD: both.  The scales are half-Cauchy (dropout's are
Bernoulli).  So that what differs is who shares, the base weights are the same in every column; and so that three
layers show the range of τ, it stands at its quartiles instead of being drawn.
"""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from figures import write
from priorcalc import derive_prior
from priorcalc.present.plots import draw_matrix, grid, styled

Floats = NDArray[np.float64]

LAYERS, UNITS = 3, 24
KEEP = 0.6
SEED = 2019
BOUND = 3.0
"""The colours end at three standard deviations of a base weight."""


def data() -> dict[str, Floats]:
    """For each structure, weights of shape (layers, units, units)."""
    rng = np.random.default_rng(SEED)
    cauchy, keep = derive_prior("half_cauchy").noise, derive_prior("bernoulli", p=KEEP).noise
    z = rng.normal(size=(LAYERS, UNITS, UNITS))
    each = cauchy.rvs(z.shape, rng)
    unit = cauchy.rvs((LAYERS, UNITS, 1), rng)
    layer = cauchy.ppf(np.array([0.25, 0.5, 0.75])).reshape(LAYERS, 1, 1)
    kept = keep.rvs((LAYERS, UNITS, 1), rng)
    scales = {"dropout": kept, "DropConnect": each, "ARD": unit, "ADD": layer, "ARD-ADD": unit * layer}
    return {name: scale * z for name, scale in scales.items()}


def draw(weights: dict[str, Floats]) -> Figure:
    """A column for each structure, a row for each layer, one scale of colours."""
    figure, axes = grid(LAYERS, len(weights), 11.0, 6.6, sharex=True, sharey=True)
    with styled(axes[0, 0]):
        for column, (name, matrices) in zip(axes.T, weights.items(), strict=True):
            for ax, matrix in zip(column, matrices, strict=True):
                image = draw_matrix(matrix, ax, bound=BOUND)
                ax.label_outer()
            column[0].set_title(name)
        for layer, ax in enumerate(axes[:, 0], start=1):
            ax.set_ylabel(f"layer {layer}\nfrom unit i")
        figure.colorbar(image, ax=axes, label="w", extend="both", fraction=0.03)
    return figure


if __name__ == "__main__":
    write(draw(data()), __file__)
