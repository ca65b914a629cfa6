"""Pictures of a prior: its density, its tails, what it shrinks.

Each function draws on ``ax`` (a new figure's if it is None), touches no global state and returns the Axes.  A pole
at 0 is clipped and marked as such; a spike is an arrow with its mass.  A prior here is whatever has its methods.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure

STYLE = str(Path(__file__).with_name("priorcalc.mplstyle"))
POINTS = 801
SCALES = ("linear", "log", "loglog")
HEADROOM = 1.15
CLIP = 6.0
"""A pole is clipped at this many times the density at the upper quartile."""


def new_axes(ax: Axes | None, width: float = 5.0, height: float = 3.4) -> Axes:
    """The axes to draw on: those given, or those of a new figure that no window shows."""
    if ax is not None:
        return ax
    with style.context(STYLE):
        return Figure(figsize=(width, height)).add_subplot()


def plot_density(
    law: Any, ax: Axes | None = None, *, scale: str = "linear", limits: tuple[float, float] | None = None, label: str = ""
) -> Axes:
    """Draw the density of a prior, or of the law of λ or λ².

    Parameters
    ----------
    law : Prior or Law
    scale : {"linear", "log", "loglog"}
        Both axes linear, the density in logs, or both in logs (the positive half).
    limits : pair of floats, optional
        The ends of the horizontal axis; the central 98 % of the law by default.
    label : str
        For the legend; the law's own name by default.
    """
    if scale not in SCALES:
        raise ValueError(f"scale={scale!r}: it is not one of {', '.join(SCALES)}; choose one of these")
    ax = new_axes(ax)
    with style.context(STYLE):
        x = _grid(law, limits, scale)
        y = _values(law.pdf, x)
        top = _ceiling(law, x, y) if scale == "linear" else np.inf
        (line,) = ax.plot(x, np.minimum(y, top), label=label or name_of(law))
        if scale == "linear":
            _finish_linear(ax, law, x, y, top, line.get_color())
        else:
            ax.set_yscale("log")
            if scale == "loglog":
                ax.set_xscale("log")
        ax.set_xlabel(symbol_of(law))
        ax.set_ylabel(f"density of {symbol_of(law)}")
    return ax


def plot_cdf(law: Any, ax: Axes | None = None, *, limits: tuple[float, float] | None = None, label: str = "") -> Axes:
    """Draw the distribution function, with its jumps."""
    ax = new_axes(ax)
    with style.context(STYLE):
        x = _grid(law, limits, "linear")
        ax.plot(x, _values(law.cdf, x), label=label or name_of(law))
        ax.set(xlabel=symbol_of(law), ylabel=f"distribution function of {symbol_of(law)}", ylim=(-0.02, 1.02))
    return ax


def plot_score(prior: Any, ax: Axes | None = None, *, limits: tuple[float, float] | None = None, label: str = "") -> Axes:
    """Draw -d ln p/dw: the slope of the penalty that the prior puts on a weight."""
    ax = new_axes(ax)
    with style.context(STYLE):
        x = _grid(prior, limits, "linear")
        x = x[x != 0]
        slope = -_values(prior.score, x)
        slope[np.abs(slope) > CLIP] = np.nan
        below, above = x < 0, x > 0
        (line,) = ax.plot(x[above], slope[above], label=label or name_of(prior))
        ax.plot(x[below], slope[below], color=line.get_color())
        ax.axhline(0, color="0.7", linewidth=0.8, zorder=0)
        ax.set(xlabel="w", ylabel="penalty slope  −d ln p / dw")
    return ax


def plot_shrinkage(prior: Any, ax: Axes | None = None, *, noise_std: float = 1.0, reach: float = 6.0, label: str = "") -> Axes:
    """Draw the posterior mean of a weight against the observation, y = w + N(0, noise_std²)."""
    ax = new_axes(ax)
    with style.context(STYLE):
        y = np.linspace(-reach, reach, POINTS) * noise_std
        ax.plot(y, (1 - _values(lambda z: prior.shrinkage(z, noise_std), y)) * y, label=label or name_of(prior))
        if not any(line.get_gid() == "identity" for line in ax.lines):
            ax.plot(y, y, color="0.6", linestyle=":", linewidth=1, gid="identity", zorder=0)
        ax.set(xlabel="observation y", ylabel="posterior mean  E[w | y]")
    return ax


def plot_compare(priors: Sequence[Any], ax: Axes | None = None, *, scale: str = "linear", limits: tuple[float, float] | None = None) -> Axes:
    """Draw several priors on the same axes, each named in the legend."""
    ax = new_axes(ax)
    with style.context(STYLE):
        for prior in priors:
            plot_density(prior, ax, scale=scale, limits=limits)
        ax.legend()
    return ax


def plot_prior(prior: Any, axes: Sequence[Axes] | None = None, *, scale: str = "linear", limits: tuple[float, float] | None = None) -> Sequence[Axes]:
    """Draw the noise, the variance prior and the weight prior side by side."""
    with style.context(STYLE):
        if axes is None:
            axes = list(Figure(figsize=(11, 3.4)).subplots(1, 3))
        if len(axes) != 3:
            raise ValueError(f"plot_prior draws on 3 axes: {len(axes)} were given; give three, or none for a new figure")
        for ax, law, title in zip(axes, (prior.noise, prior.variance, prior), ("noise λ", "variance factor λ²", "weight w"), strict=True):
            plot_density(law, ax, scale=scale, limits=limits if law is prior else None)
            ax.set_title(f"{title}: {name_of(law)}", fontsize="small")
    return axes


def name_of(law: Any) -> str:
    """The law as its constructor call; a law without a name by the noise it comes from."""
    if law.name is not None:
        return repr(law)
    return f"{symbol_of(law)} from {law.source}"


def symbol_of(law: Any) -> str:
    """The variable: λ, λ² or w."""
    return str(law.variable)


def _values(function: Any, x: Any) -> Any:
    return np.asarray(function(x), dtype=float)


def _grid(law: Any, limits: tuple[float, float] | None, scale: str) -> Any:
    low, high = limits if limits is not None else _reach(law)
    if not low < high:
        raise ValueError(f"limits=({low}, {high}): the left end is not below the right one; give them in order")
    if scale == "loglog":
        high = max(abs(low), abs(high))
        return np.geomspace(low if limits is not None and low > 0 else high * 1e-4, high, POINTS)
    grid = np.linspace(low, high, POINTS)
    # An odd number of points has 0 in the middle of a symmetric axis, where a pole is: step beside it.
    return np.where(grid == 0, (high - low) / POINTS / 50, grid)


def _reach(law: Any) -> tuple[float, float]:
    low, high = float(law.ppf(0.01)), float(law.ppf(0.99))
    if low == high:  # all the mass at a point, or nearly: look around it
        return low - 1.0, high + 1.0
    margin = 0.05 * (high - low)
    return (0.0 if 0 <= low < margin else low - margin), high + margin


def _ceiling(law: Any, x: Any, y: Any) -> float:
    # A density without a maximum is cut where it is CLIP times as high as at the quartiles.
    finite = y[np.isfinite(y)]
    if not finite.size or finite.max() == 0:
        return 1.0
    typical = float(np.quantile(finite, 0.75))
    return float(finite.max()) if finite.max() <= CLIP * max(typical, 1e-300) else CLIP * typical


def _finish_linear(ax: Axes, law: Any, x: Any, y: Any, top: float, color: Any) -> None:
    previous = ax.get_ylim()[1] if len(ax.lines) > 1 else 0.0
    ax.set_ylim(0, max(previous, HEADROOM * top))
    if np.any(y > top):
        peak = x[int(np.nanargmax(y))]
        ax.annotate("↑ clipped", (peak, top), textcoords="offset points", xytext=(8, -2), color=color, fontsize="small")
    for point, mass in law.jumps():
        ax.annotate("", (point, 0.95 * ax.get_ylim()[1]), (point, 0), arrowprops={"arrowstyle": "-|>", "color": color, "linewidth": 1.6})
        ax.annotate(f"mass {mass:.3g}", (point, 0.9 * ax.get_ylim()[1]), textcoords="offset points", xytext=(5, 0), color=color, fontsize="small")


def save(figure: Figure, path: str | Path) -> None:
    """Write a figure so that the same figure gives the same bytes: no date, no version."""
    suffix = Path(path).suffix.lower()
    metadata: dict[str, Any] = {".svg": {"Date": None}, ".pdf": {"CreationDate": None, "Producer": None, "Creator": None}}.get(
        suffix, {"Software": None}
    )
    with style.context(STYLE):
        figure.savefig(path, metadata=metadata)
