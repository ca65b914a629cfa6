"""The marks on a density: where it is infinite, and where it has atoms.

An atom has a mass and no density, so its arrow has no height that the axis could measure: it stands in
fractions of the frame, the largest atom highest.  Where a law is nothing but atoms the axis is of masses instead.
Many atoms are drawn as bins, and the picture says so.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from priorcalc.present.plots.curve import Curve

ARROWS = 60
NAMED = 6
"""More atoms than these are not drawn singly, or not labelled with their masses."""
TALLEST = 0.95
HEADLESS = 0.06
"""An arrow shorter than this fraction of the tallest has no room for a head."""
LEAST = 1e-6
"""An atom with less than this fraction of the largest one's mass is not drawn."""
BINS = 80
HEADROOM = 1.12
HEADROOM_ARROWS = 1.3


def is_atomic(curve: Curve) -> bool:
    """Whether nothing but atoms is to be seen."""
    return bool(curve.jumps) and not bool(np.any(curve.y > 0))


def framed(curve: Curve, masses: bool) -> tuple[float, float]:
    """The ends of the vertical axis, of masses or of densities, with room for the marks."""
    low, top = curve.heights
    if masses:
        return 0.0, HEADROOM * max(mass for _, mass in curve.jumps)
    if curve.scale != "linear":
        return low, (6.0 if curve.jumps and curve.scale == "log" else 2.0) * top
    return 0.0, (HEADROOM_ARROWS if curve.jumps else HEADROOM) * top or 1.0


def mark_poles(ax: Axes, curve: Curve) -> None:
    """Say at the top of the frame that the density goes on to infinity there, or is clipped; once a point."""
    for pole in curve.poles:
        gid = f"pole at {pole.point:g}"
        if any(text.get_gid() == gid for text in ax.texts):
            continue
        side = _side(curve, pole.point)
        text = ax.annotate(
            "p → ∞" if pole.infinite else "clipped",
            (pole.point, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(9 * side, 0),
            textcoords="offset points",
            ha="left" if side > 0 else "right",
            va="center",
            fontsize="small",
            color="0.25",
            path_effects=[withStroke(linewidth=3, foreground=ax.get_facecolor())],
        )
        text.set_gid(gid)
        ax.plot([pole.point], [1.0], "^", color="0.25", markersize=5, clip_on=False, transform=ax.get_xaxis_transform())


def draw_jumps(ax: Axes, curve: Curve, color: Any, atomic: bool) -> None:
    """Draw the atoms as arrows with their masses; an atom that a log axis cannot hold is named in a corner."""
    largest = max((mass for _, mass in curve.jumps), default=1.0)
    drawn = [(point, mass) for point, mass in curve.jumps if mass > LEAST * largest]
    placed = [(point, mass) for point, mass in drawn if curve.scale != "loglog" or point > 0]
    corner, va = ((0.02, 0.97), "top") if atomic else ((0.02, 0.03), "bottom")
    for _, mass in drawn[: len(drawn) - len(placed)]:
        note = f"and mass {mass:.3g} at 0"
        ax.annotate(note, corner, xycoords="axes fraction", va=va, fontsize="small", color=color)
    if len(placed) > ARROWS:
        _binned(ax, curve, placed, color)
        return
    for point, mass in placed:
        gid = f"spike at {point:g}"
        beside = sum(text.get_gid() == gid for text in ax.texts)
        share = mass / largest
        units = "data" if atomic else ("data", "axes fraction")
        height = mass if atomic else (TALLEST - 0.1 * beside) * share
        head = "-|>" if share > HEADLESS else "-"
        arrow = {"arrowstyle": head, "color": color, "linewidth": 1.6, "shrinkA": 0, "shrinkB": 0}
        ax.annotate("", (point, height), (point, 0), xycoords=units, textcoords=units, arrowprops=arrow)
        if len(placed) <= NAMED:
            _name_mass(ax, curve, (point, height), units, f"mass {mass:.3g}", color, gid)


def _name_mass(ax: Axes, curve: Curve, tip: tuple[float, float], units: Any, note: str, color: Any, gid: str) -> None:
    side = _side(curve, tip[0])
    text = ax.annotate(
        note,
        tip,
        xycoords=units,
        xytext=(7 * side, -3),
        textcoords="offset points",
        ha="left" if side > 0 else "right",
        va="center",
        fontsize="small",
        color=color,
        path_effects=[withStroke(linewidth=3, foreground=ax.get_facecolor())],
    )
    text.set_gid(gid)


def _side(curve: Curve, point: float) -> int:
    # A word stands to the right of its mark, or to the left near the right end of the frame.
    low, high = curve.limits
    return -1 if point > low + 0.7 * (high - low) and curve.scale != "loglog" else 1


def _binned(ax: Axes, curve: Curve, placed: list[tuple[float, float]], color: Any) -> None:
    points, masses = np.array(placed).T
    low, high = curve.limits
    edges = np.geomspace(low, high, BINS + 1) if curve.scale == "loglog" else np.linspace(low, high, BINS + 1)
    heights = np.histogram(points, edges, weights=masses)[0] / np.diff(edges)
    ax.stairs(heights, edges, color=color, fill=True, alpha=0.4)
    ax.set_ylim(0.0, 1.15 * float(heights.max()))
    ax.set_ylabel(f"p({curve.variable})")
    note = f"{len(placed)} atoms, in {BINS} bins"
    ax.annotate(note, (0.98, 0.97), xycoords="axes fraction", ha="right", va="top", fontsize="small", color=color)
