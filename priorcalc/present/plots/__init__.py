"""Pictures of priors: functions of a law, a prior or a layer, that draw on the axes they are given.

Each takes ``ax=None`` (or ``axes=None`` where it draws on several), touches no global state, opens no window and
returns the axes.  Each is two halves: numbers as a frozen record, and the drawing of that record.
"""

from __future__ import annotations

from priorcalc.present.plots.canvas import grid, new_figure, save, styled, suffix_of
from priorcalc.present.plots.curve import Curve, density_curve
from priorcalc.present.plots.density import draw_curve, plot_cdf, plot_compare, plot_density, plot_prior
from priorcalc.present.plots.effect import ShrinkageLaw, plot_score, plot_shrinkage
from priorcalc.present.plots.joint import Contours, contours, draw_contours, plot_joint
from priorcalc.present.plots.layer import colour_bound, draw_matrix, plot_layer
from priorcalc.present.plots.verification import Comparison, compare_draws, draw_comparison, plot_verification
from priorcalc.present.plots.words import name_of

__all__ = [
    "Comparison",
    "Contours",
    "Curve",
    "ShrinkageLaw",
    "colour_bound",
    "compare_draws",
    "contours",
    "density_curve",
    "draw_comparison",
    "draw_contours",
    "draw_curve",
    "draw_matrix",
    "grid",
    "name_of",
    "new_figure",
    "plot_cdf",
    "plot_compare",
    "plot_density",
    "plot_joint",
    "plot_layer",
    "plot_prior",
    "plot_score",
    "plot_shrinkage",
    "plot_verification",
    "save",
    "styled",
    "suffix_of",
]
