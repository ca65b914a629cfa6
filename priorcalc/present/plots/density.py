"""Densities and distribution functions of λ, λ² and w, drawn as they are.

A pole is not drawn as a peak: the curve leaves the frame there, and the frame says so.  An atom has no density:
it is an arrow, with its mass.  Where a law is nothing but atoms, the heights are the masses.
"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from priorcalc.errors import ParameterError, remedy
from priorcalc.present.plots.canvas import canvas, name_curves, panels, styled, widen
from priorcalc.present.plots.curve import SCALES, Curve, Limits, checked, density_curve, reach
from priorcalc.present.plots.marks import draw_jumps, framed, is_atomic, mark_poles
from priorcalc.present.plots.words import Drawable, name_of

WRAPPED = 42
"""Characters on a line of a panel's title."""


def plot_density(
    law: Drawable, ax: Axes | None = None, *, scale: str = "linear", limits: Limits | None = None, label: str = ""
) -> Axes:
    """Draw the density of a prior, or of the law of λ or λ².

    Parameters
    ----------
    law : Prior or Law
    ax : Axes, optional
        Where to draw; a new figure, which no window shows, by default (``ax.figure``).
    scale : {"linear", "log", "loglog"}
        Both axes linear, the density in logs, or both in logs (the positive half).
    limits : pair of floats, optional
        The ends of the horizontal axis.
    label : str
        For the legend; the law's own name and parameters by default.

    Raises
    ------
    ParameterError
        If the scale is none of these, the limits are no interval, or the law's parameters are symbols.

    Examples
    --------
    >>> from priorcalc import derive_prior
    >>> ax = plot_density(derive_prior("half_cauchy"))
    >>> ax.get_xlabel(), ax.get_legend_handles_labels()[1], [text.get_text() for text in ax.texts]
    ('w', ['Horseshoe (τ=1)'], ['p → ∞'])
    """
    with canvas(ax) as axes:
        draw_curve(density_curve(law, scale, limits, label), axes)
        name_curves(axes)
    return axes


def draw_curve(curve: Curve, ax: Axes, *, masses: bool = True) -> None:
    """Draw a curve, its atoms and its poles on axes, which keep room for what they hold already.

    A law of atoms alone gets an axis of masses; with ``masses=False`` it gets one of densities, to share with others.
    """
    first = not ax.lines and not ax.collections
    atomic = masses and is_atomic(curve)
    logs = curve.scale != "linear" and not atomic
    kept = ((np.inf if logs else 0.0), 0.0) if first else ax.get_ylim()
    low, top = framed(curve, atomic)
    if logs:
        ax.set_yscale("log")
    if curve.scale == "loglog":
        ax.set_xscale("log")
    x, y = (np.array(curve.limits), np.zeros(2)) if atomic else (curve.x, curve.y)
    # What vanishes has no logarithm: the line falls out of the frame instead.
    (line,) = ax.plot(x, np.maximum(y, 1e-9 * low) if logs else y, label=curve.label)
    widen(ax, *curve.limits, first)
    ax.set_ylim(min(low, kept[0]), max(top, kept[1]))
    ax.set_xlabel(curve.variable)
    ax.set_ylabel(f"P({curve.variable})" if atomic else f"p({curve.variable})")
    mark_poles(ax, curve)
    draw_jumps(ax, curve, line.get_color(), atomic)


def plot_cdf(law: Drawable, ax: Axes | None = None, *, limits: Limits | None = None, label: str = "") -> Axes:
    """Draw the distribution function F(x) = P(X ≤ x); an atom is a vertical step.

    Examples
    --------
    >>> from priorcalc import derive_prior
    >>> ax = plot_cdf(derive_prior("bernoulli", p=0.75))
    >>> x, F = ax.lines[0].get_data()
    >>> float(F[x < 0].max()), float(F[x >= 0].min())
    (0.375, 0.625)
    """
    with canvas(ax) as axes:
        low, high = checked(limits) if limits is not None else reach(law)
        atoms = np.array([point for point, _ in law.jumps() if low < point < high])
        x = np.unique(np.concatenate([np.linspace(low, high, 801), np.nextafter(atoms, -np.inf), atoms]))
        widen(axes, low, high, first=not axes.lines)
        axes.plot(x, np.asarray(law.cdf(x), dtype=np.float64), label=label or name_of(law))
        axes.set(ylim=(-0.02, 1.02), xlabel=law.variable, ylabel=f"F({law.variable})")
        name_curves(axes)
    return axes


def plot_compare(
    priors: Sequence[Drawable],
    ax: Axes | None = None,
    *,
    scale: str = "linear",
    limits: Limits | None = None,
    labels: Sequence[str] | None = None,
) -> Axes:
    """Draw several priors on the same axes, over the range that shows them all.

    Examples
    --------
    >>> from priorcalc import derive_prior
    >>> ax = plot_compare([derive_prior("rayleigh"), derive_prior("inverse_nakagami", m=1.5)], scale="loglog")
    >>> ax.get_legend_handles_labels()[1]
    ['Laplace (b=1)', 'Student-t (ν=3, σ=1)']
    """
    names = list(labels) if labels is not None else [name_of(prior) for prior in priors]
    if not priors or len(names) != len(priors):
        found = f"{len(priors)} priors and {len(names)} labels were given"
        raise ParameterError(remedy("plot_compare", found, "give at least one prior, and one label for each"))
    shared = limits
    if limits is None and scale in SCALES:
        ends = [reach(prior, scale) for prior in priors]
        shared = min(low for low, _ in ends), max(high for _, high in ends)
    with canvas(ax) as axes:
        for prior, name in zip(priors, names, strict=True):
            draw_curve(density_curve(prior, scale, shared, name), axes, masses=False)
        name_curves(axes)
    return axes


def plot_prior(prior: Any, axes: Any = None, *, scale: str = "linear", limits: Limits | None = None) -> Any:
    """Draw the noise, the variance prior and the weight prior side by side.

    Parameters
    ----------
    prior : Prior
    axes : Axes or three of them, optional
        One axes gets the weight prior alone.
    scale : {"linear", "log", "loglog"}
    limits : pair of floats, optional
        The ends of the axis of w; the other two have their own.

    Returns
    -------
    The axes: three of them, or the one that was given.
    """
    if axes is not None and np.size(axes) == 1:
        return plot_density(prior, np.ravel(axes)[0], scale=scale, limits=limits)
    found = panels(axes, 3, 11.0, 3.2, "plot_prior")
    titles = ("noise λ", "variance factor λ²", "weight w")
    for ax, law, title in zip(found, (prior.noise, prior.variance, prior), titles, strict=True):
        with styled(ax):
            draw_curve(density_curve(law, scale, limits if law is prior else None), ax)
            ax.set_title(f"{title}\n{fill(name_of(law), WRAPPED)}")
    return found
