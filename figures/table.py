"""The table as a grid: for each noise of the source, the densities of λ, of λ² and of w.

Each row is one derivation, λ → λ² → w = λz with z ~ N(0, 1).  Poles are cut and marked; atoms are arrows.
Nalisnick, Hernández-Lobato & Smyth (2019), table 1, where the half-Cauchy's variance is called unnamed.
"""

from __future__ import annotations

from matplotlib.figure import Figure

from figures import write
from priorcalc import derive_prior
from priorcalc.present.plots import Curve, density_curve, draw_curve, grid, styled

NOISES = (
    ("bernoulli", {"p": 0.8}),
    ("gaussian", {}),
    ("rayleigh", {}),
    ("inverse_nakagami", {"m": 1.5}),
    ("half_cauchy", {}),
)
HEADS = ("noise λ", "variance factor λ²", "weight w = λz")


def data() -> tuple[tuple[Curve, Curve, Curve], ...]:
    """One row for each noise: the curves of λ, λ² and w."""
    priors = [derive_prior(name, **params) for name, params in NOISES]
    return tuple((density_curve(p.noise), density_curve(p.variance), density_curve(p)) for p in priors)


def draw(rows: tuple[tuple[Curve, Curve, Curve], ...]) -> Figure:
    """A panel for each curve; the law and its parameters stand above it."""
    figure, axes = grid(len(rows), 3, 11.0, 2.3 * len(rows))
    for panels, row in zip(axes, rows, strict=True):
        for ax, curve in zip(panels, row, strict=True):
            with styled(ax):
                draw_curve(curve, ax)
                ax.set_title(curve.label)
    with styled(axes[0, 0]):
        for ax, head in zip(axes[0], HEADS, strict=True):
            ax.set_title(f"{head}\n\n{ax.get_title()}")
    return figure


if __name__ == "__main__":
    write(draw(data()), __file__)
