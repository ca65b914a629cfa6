"""The marks on a density: where it is infinite, and where it has atoms.

An atom has a mass and no density, so its arrow has no height that the axis could measure: it stands in
fractions of the frame, the largest atom highest.  Many atoms are drawn as bins, and the picture says so.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from priorcalc.present.plots.curve import Curve

ARROWS = 40
NAMED = 6
"""More atoms than these are not drawn singly, or not labelled with their masses."""
TALLEST = 0.86
BINS = 80


def mark_poles(ax: Axes, curve: Curve) -> None:
    """Say at the top of the frame that the density goes on to infinity there, or is clipped; once a point."""
    for pole in curve.poles:
        gid = f"pole at {pole.point:g}"
        if any(text.get_gid() == gid for text in ax.texts):
            continue
        low, high = curve.limits
        right = pole.point > low + 0.7 * (high - low)
        text = ax.annotate(
            "p → ∞" if pole.infinite else "clipped",
            (pole.point, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(-9 if right else 9, 0),
            textcoords="offset points",
            ha="right" if right else "left",
            va="center",
            fontsize="small",
            color="0.25",
        )
        text.set_gid(gid)
        ax.plot([pole.point], [1.0], "^", color="0.25", markersize=5, clip_on=False, transform=ax.get_xaxis_transform())


def draw_jumps(ax: Axes, curve: Curve, color: Any, atomic: bool) -> None:
    """Draw the atoms as arrows with their masses; an atom that a log axis cannot hold is named in a corner."""
    placed = [jump for jump in curve.jumps if curve.scale != "loglog" or jump[0] > 0]
    for point, mass in set(curve.jumps) - set(placed):
        note = f"and mass {mass:.3g} at {point:g}"
        ax.annotate(note, (0.02, 0.03), xycoords="axes fraction", fontsize="small", color=color)
    if len(placed) > ARROWS:
        _binned(ax, curve, placed, color)
        return
    largest = max((mass for _, mass in placed), default=1.0)
    low, high = curve.limits
    for point, mass in placed:
        at = sum(text.get_gid() == f"spike at {point:g}" for text in ax.texts)
        height = mass if atomic else (TALLEST - 0.12 * at) * mass / largest
        units = "data" if atomic else ("data", "axes fraction")
        arrow = {"arrowstyle": "-|>", "color": color, "linewidth": 1.6, "shrinkA": 0, "shrinkB": 0}
        ax.annotate("", (point, height), (point, 0), xycoords=units, textcoords=units, arrowprops=arrow)
        right = point > low + 0.7 * (high - low)
        if len(placed) <= NAMED:
            text = ax.annotate(
                f"mass {mass:.3g}",
                (point, height),
                xycoords=units,
                xytext=(-6 if right else 6, -3),
                textcoords="offset points",
                ha="right" if right else "left",
                va="center",
                fontsize="small",
                color=color,
            )
            text.set_gid(f"spike at {point:g}")


def _binned(ax: Axes, curve: Curve, placed: list[tuple[float, float]], color: Any) -> None:
    points, masses = np.array(placed).T
    heights, edges = np.histogram(points, BINS, range=curve.limits, weights=masses)
    heights = heights / np.diff(edges)
    ax.stairs(heights, edges, color=color, fill=True, alpha=0.4)
    ax.set_ylim(top=max(1.1 * float(heights.max()), curve.top))
    ax.set_ylabel(f"p({curve.variable})")
    note = f"{len(placed)} atoms, in {BINS} bins"
    ax.annotate(note, (0.98, 0.8), xycoords="axes fraction", ha="right", fontsize="small", color=color)
