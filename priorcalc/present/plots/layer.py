"""The weight matrix of a layer as a heat map: who shares a λ is seen at a glance.

Row i holds the outgoing weights of unit i.  A λ for each unit (dropout, ARD) makes rows that are weak or strong
together; one for the layer (ADD) the whole; both (ARD-ADD) rows within a layer; one for each weight (DropConnect)
leaves no pattern.  Colours are symmetric about 0, which is white.
"""

from __future__ import annotations

from textwrap import fill
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.image import AxesImage
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from priorcalc.errors import ParameterError, remedy
from priorcalc.present.plots.canvas import canvas

Floats = NDArray[np.float64]

COLOURS = "RdBu_r"
WRAPPED = 42
CLIPPED = 0.98
"""The colours reach to this quantile of |w|; what is beyond has the last colour, and the bar a point."""


def colour_bound(weights: Any) -> float:
    """The |w| at which the colours end, for one matrix or for several that share a scale.

    >>> colour_bound(np.array([[-1.0, 1.0], [1.0, -1.0]]))
    1.0
    """
    return float(np.quantile(np.abs(np.asarray(weights, dtype=np.float64)), CLIPPED)) or 1.0


def draw_matrix(weights: Any, ax: Axes, *, bound: float | None = None) -> AxesImage:
    """Draw a matrix of weights; ``bound`` is where the colours end."""
    values = np.asarray(weights, dtype=np.float64)
    if values.ndim != 2:
        found = f"it has the shape {values.shape}"
        raise ParameterError(remedy("a heat map of weights", found, "give a matrix, of shape (n_in, n_out)"))
    end = colour_bound(values) if bound is None else bound
    image = ax.imshow(values, cmap=COLOURS, vmin=-end, vmax=end, interpolation="nearest", aspect="auto")
    for spine in ax.spines.values():
        spine.set_visible(True)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    ax.set(xlabel="to unit j", ylabel="from unit i")
    return image


def plot_layer(layer: Any, ax: Axes | None = None, *, rng: Any = None, title: str = "") -> Axes:
    """Draw one weight matrix from the prior of a layer as a heat map with its colour bar.

    Parameters
    ----------
    layer : LayerPrior
        Whatever has ``rvs(size, rng)`` that gives matrices of shape (n_in, n_out).
    ax : Axes, optional
    rng : None, int, SeedSequence or Generator
        The seed of the draw.
    title : str
    """
    weights = np.asarray(layer.rvs(None, rng), dtype=np.float64)
    with canvas(ax, 4.4, 3.8) as axes:
        image = draw_matrix(weights, axes)
        beyond = bool(np.any(np.abs(weights) > image.norm.vmax))
        axes.get_figure().colorbar(image, ax=axes, label="w", extend="both" if beyond else "neither")  # type: ignore[union-attr]
        axes.set_title(fill(title, WRAPPED))
    return axes
