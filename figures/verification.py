"""The table, checked by draws: histograms of λz with the band of each bin, and F_n - F with the band of the whole.

The draws come from the definition, λ times z; the densities from the algebra.  A 99 % band at each bin leaves about
one bin in a hundred outside; the other band (Dvoretzky, Kiefer & Wolfowitz) holds everywhere at once.
"""

from __future__ import annotations

from matplotlib.figure import Figure

from figures import write
from figures.table import NOISES
from priorcalc import derive_prior
from priorcalc.present.plots import Comparison, compare_draws, draw_comparison, grid, styled

SAMPLES = 100_000
SEED = 2019


def data() -> tuple[Comparison, ...]:
    """One comparison for each noise, each with its own seed."""
    priors = [derive_prior(name, **params) for name, params in NOISES]
    return tuple(compare_draws(prior, SAMPLES, SEED + k) for k, prior in enumerate(priors))


def draw(rows: tuple[Comparison, ...]) -> Figure:
    """A row for each prior: its histogram, and the difference of the distribution functions."""
    figure, axes = grid(len(rows), 2, 9.0, 2.9 * len(rows))
    for (left, right), row in zip(axes, rows, strict=True):
        with styled(left):
            draw_comparison(row, left, right)
    return figure


if __name__ == "__main__":
    write(draw(data()), __file__)
