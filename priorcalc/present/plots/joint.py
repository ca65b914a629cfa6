"""Two weights of one unit: that they share λ makes circles of what would be a star.

Weights that share λ have p(a, b) = ∫ N(a; 0, λ²σ₀²) N(b; 0, λ²σ₀²) p(λ) dλ, a function of r² = a² + b² alone; weights
with a λ each have p(a)·p(b).  The marginals are the same.  The integral is the prior's own quadrature, a finite
Gaussian mixture: Σ m_j N(a; 0, s_j²) N(b; 0, s_j²).  Both panels show the same levels of density.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from numpy.typing import NDArray

from priorcalc.errors import ParameterError, remedy
from priorcalc.present.plots.canvas import panels, styled
from priorcalc.present.plots.curve import Limits, checked
from priorcalc.present.plots.words import name_of

Floats = NDArray[np.float64]

ACCURACY = 1e-6
RESOLUTION = 161
LEVELS = 7


@dataclass(frozen=True)
class Contours:
    """The log densities of two weights on a square grid, that share λ and that do not, and the levels to draw."""

    label: str
    axis: Floats
    shared: Floats
    independent: Floats
    levels: Floats
    spike: float


def contours(prior: Any, limits: Limits | None = None) -> Contours:
    """The densities of two weights, on a grid.

    Examples
    --------
    >>> from priorcalc import derive_prior
    >>> gaussian = contours(derive_prior("point", value=1))      # no noise: sharing it changes nothing
    >>> bool(np.allclose(gaussian.shared, gaussian.independent, rtol=1e-12))
    True
    """
    scales, masses, _ = prior.as_gaussian_mixture(rtol=ACCURACY)
    alive = scales > 0
    if not alive.any():
        raise ParameterError(remedy(f"plot_joint({prior!r})", "the weights are always 0", "give a noise that is not"))
    low, high = checked(limits) if limits is not None else _square(prior)
    # Finer towards 0, where the arms of a star end; 0 itself, where there may be a pole, is left out.
    fine = (high - low) * np.geomspace(1e-4, 1e-2, 12)
    axis = np.unique(np.concatenate([np.linspace(low, high, RESOLUTION), -fine, fine]))
    axis = axis[(axis >= low) & (axis <= high) & (np.abs(axis) > 1e-9 * (high - low))]
    squares, where = np.unique(axis[:, None] ** 2 + axis**2, return_inverse=True)
    shared = _log_shared(squares, scales[alive], masses[alive])[where].reshape(len(axis), len(axis))
    marginal = np.asarray(prior.logpdf(axis), dtype=np.float64)
    radii: Floats = max(abs(low), abs(high)) * np.arange(1.0, LEVELS + 1) / (LEVELS + 0.5)
    levels = np.sort(_log_shared(radii**2, scales[alive], masses[alive]))
    return Contours(name_of(prior), axis, shared, marginal[:, None] + marginal, levels, float(prior.atom))


def _square(prior: Any) -> Limits:
    # The square on which each weight is with probability 0.9, given that it is not 0.
    end = float(prior.isf(0.05 * (1 - float(prior.atom))))
    return -end, end


def _log_shared(squares: Floats, scales: Floats, masses: Floats) -> Floats:
    terms = np.log(masses / (2 * np.pi * scales**2)) - 0.5 * squares[:, None] / scales**2
    most = terms.max(axis=1)
    with np.errstate(under="ignore"):
        return np.asarray(most + np.log(np.exp(terms - most[:, None]).sum(axis=1)))


def _shades() -> Any:
    return [*colormaps["Blues"](np.linspace(0.1, 0.75, LEVELS))]


def draw_contours(seen: Contours, shared: Axes, independent: Axes) -> None:
    """Draw both densities, by the same levels, on squares."""
    m = seen.spike
    apart = f"mass {m * m:.3g} at (0, 0), {2 * m * (1 - m):.3g} on the axes"
    for ax, values, title, spikes in (
        (shared, seen.shared, "weights that share λ", f"mass {m:.3g} at (0, 0)"),
        (independent, seen.independent, "weights with a λ each", apart),
    ):
        ax.contourf(seen.axis, seen.axis, values, levels=seen.levels, colors=_shades(), extend="max")
        ax.contour(seen.axis, seen.axis, values, levels=seen.levels, colors="0.25", linewidths=0.7, linestyles="solid")
        ax.set(xlabel="w₁", ylabel="w₂", aspect="equal", title=title)
        if m > 0:
            ax.annotate(spikes, (0.03, 0.97), xycoords="axes fraction", va="top", fontsize="small")


def plot_joint(prior: Any, axes: Any = None, *, limits: Limits | None = None) -> list[Axes]:
    """Draw the joint density of two weights that share λ, and of two that do not.

    Parameters
    ----------
    prior : Prior
    axes : two Axes, optional
    limits : pair of floats, optional
        The ends of both axes.

    Returns
    -------
    The two axes: shared, independent.

    Examples
    --------
    >>> from priorcalc import derive_prior
    >>> [ax.get_title() for ax in plot_joint(derive_prior("rayleigh"))]
    ['weights that share λ', 'weights with a λ each']
    """
    left, right = panels(axes, 2, 8.4, 4.3, "plot_joint")
    with styled(left):
        draw_contours(contours(prior, limits), left, right)
        if axes is None:
            left.figure.suptitle(name_of(prior))
    return [left, right]
