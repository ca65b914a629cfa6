"""The tails of the priors, both axes in logs, each in units of its own median |w|.

A power |w|^-k is a straight line of slope -k: the horseshoe's is 2, the Student-t's with 3 degrees of freedom is 4.
Whatever has a Gaussian or an exponential tail bends away from every line.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from figures import write
from priorcalc import derive_prior
from priorcalc.present.plots import grid, name_of, styled

NOISES = (
    ("bernoulli", {"p": 0.8}),
    ("uniform", {}),
    ("beta", {"alpha": 2, "beta": 3}),
    ("gaussian", {}),
    ("gaussian", {"mu": 1, "sigma": 0.5}),
    ("rayleigh", {}),
    ("lognormal", {}),
    ("inverse_nakagami", {"m": 1.5}),
    ("half_cauchy", {}),
)
REACH = (1e-1, 1e4)
FLOOR = 1e-14


@dataclass(frozen=True)
class Tails:
    """Densities of |w|/median, a row for each prior, and where they are taken."""

    labels: tuple[str, ...]
    x: NDArray[np.float64]
    density: NDArray[np.float64]


def data() -> Tails:
    """p(w) in units of the median of |w| (given that w is not 0)."""
    priors = [derive_prior(name, **params) for name, params in NOISES]
    x = np.geomspace(*REACH, 401)
    units = [prior.isf((1 - prior.atom) / 4) for prior in priors]
    density = np.array([unit * prior.pdf(unit * x) for prior, unit in zip(priors, units, strict=True)])
    return Tails(tuple(name_of(prior) for prior in priors), x, density)


def draw(tails: Tails) -> Figure:
    """One line for each prior; the second seven are dashed."""
    figure, axes = grid(1, 1, 8.6, 4.6)
    ax = axes[0, 0]
    with styled(ax):
        ax.set(xscale="log", yscale="log", xlim=REACH, ylim=(FLOOR, 3))
        for k, (label, density) in enumerate(zip(tails.labels, tails.density, strict=True)):
            # What is far below the frame is clipped just below it: a logarithm of 0 has no place.
            ax.plot(tails.x, np.maximum(density, 1e-3 * FLOOR), "-" if k < 7 else "--", label=label)
        ax.set(xlabel="w / median |w|", ylabel="p(w) · median |w|")
        ax.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
    return figure


if __name__ == "__main__":
    write(draw(data()), __file__)
