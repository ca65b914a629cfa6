"""The star and the circle: two weights of one unit under dropout's prior, and two weights of different units.

The marginals are the same; who shares λ decides whether weights vanish together (circles) or one by one (stars).
"""

from __future__ import annotations

from matplotlib.figure import Figure

from figures import write
from priorcalc import derive_prior
from priorcalc.present.plots import Contours, contours, draw_contours, grid, styled

NOISES = ("rayleigh", "half_cauchy")
LIMITS = (-3.0, 3.0)


def data() -> tuple[Contours, ...]:
    """The log densities on one square, for each noise."""
    return tuple(contours(derive_prior(name), LIMITS) for name in NOISES)


def draw(rows: tuple[Contours, ...]) -> Figure:
    """A row for each prior: shared on the left, a λ each on the right."""
    figure, axes = grid(len(rows), 2, 7.2, 3.6 * len(rows))
    for (left, right), row in zip(axes, rows, strict=True):
        with styled(left):
            draw_contours(row, left, right)
            left.set_title(f"{row.label}: {left.get_title()}")
            right.set_title(f"{row.label}: {right.get_title()}")
    return figure


if __name__ == "__main__":
    write(draw(data()), __file__)
