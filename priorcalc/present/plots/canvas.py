"""Where a picture is drawn, and how it is saved.

No global state: a figure is made without pyplot, so no window knows of it; Matplotlib's settings are changed
only while something is drawn on a figure of our own, and are put back.  On axes that a user brings, the
user's settings hold.  A figure saved twice gives the same bytes: no date, no version, ids hashed with a salt.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, cast

import numpy as np
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from priorcalc.errors import ParameterError, remedy

STYLE = str(Path(__file__).parents[1] / "priorcalc.mplstyle")
OURS = "priorcalc"
"""The gid of a figure that was made here."""
WITH_LEGEND = 7.8
"""The width of a figure that has a legend beside its axes, in inches."""

METADATA: dict[str, dict[str, Any]] = {
    ".png": {"Software": None},
    ".svg": {"Date": None, "Creator": None},
    ".pdf": {"CreationDate": None, "Producer": None, "Creator": None},
}
"""By suffix, what would make two files of one figure differ."""
OPTIONS: dict[str, Any] = {".png": {"pil_kwargs": {"optimize": True}}}


def new_figure(width: float, height: float) -> Figure:
    """A figure in the package's style, in inches, that no window shows."""
    with style.context(STYLE):
        figure = Figure(figsize=(width, height))
    figure.set_gid(OURS)
    return figure


def grid(rows: int, columns: int, width: float, height: float, **options: Any) -> tuple[Figure, Any]:
    """A new figure and its panels, as an array of that shape."""
    figure = new_figure(width, height)
    with style.context(STYLE):
        return figure, figure.subplots(rows, columns, squeeze=False, **options)


def styled(ax: Axes) -> AbstractContextManager[Any]:
    """The package's style for a figure of our own; for any other figure, whatever its user has set."""
    return style.context(STYLE) if cast(Figure, ax.figure).get_gid() == OURS else nullcontext()


@contextmanager
def canvas(ax: Axes | None, width: float = 5.2, height: float = 3.4) -> Iterator[Axes]:
    """The axes to draw on, those given or those of a new figure, and their style while they are drawn on.

    Examples
    --------
    >>> with canvas(None) as ax:
    ...     line, = ax.plot([0, 1], [0, 1])
    >>> line.get_linewidth()
    1.6
    """
    axes = grid(1, 1, width, height)[1][0, 0] if ax is None else ax
    with styled(axes):
        yield axes


def name_curves(ax: Axes) -> None:
    """Add or renew the legend: of several curves on a figure of our own beside the axes, where it hides none."""
    figure = cast(Figure, ax.figure)
    if len(ax.get_legend_handles_labels()[1]) > 1 and figure.get_gid() == OURS:
        ax.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
        figure.set_figwidth(max(figure.get_figwidth(), WITH_LEGEND))
    else:
        ax.legend(loc="best")


def widen(ax: Axes, low: float, high: float, first: bool) -> None:
    """Let the horizontal axis hold low to high, and, unless this is the first curve, what it holds already."""
    ends = (low, high) if first else (min(low, ax.get_xlim()[0]), max(high, ax.get_xlim()[1]))
    ax.set_xlim(*ends)


def panels(axes: Any, count: int, width: float, height: float, asked: str) -> list[Axes]:
    """The ``count`` axes given, or those of a new figure with so many panels side by side."""
    found = list(grid(1, count, width, height)[1][0]) if axes is None else list(np.ravel(axes))
    if len(found) != count:
        todo = f"give {count} axes, or none for a new figure"
        raise ParameterError(remedy(asked, f"it draws on {count} axes and {len(found)} were given", todo))
    return found


def suffix_of(path: str | Path) -> str:
    """The suffix of a path, if pictures can be written in that format.

    >>> suffix_of("horseshoe.PNG")
    '.png'
    """
    suffix = Path(path).suffix.lower()
    if suffix not in METADATA:
        found = f"the suffix {suffix!r} is of no format that is written" if suffix else "it has no suffix"
        raise ParameterError(remedy(f"a picture in {str(path)!r}", found, f"end the name with {', '.join(METADATA)}"))
    return suffix


def save(figure: Figure, path: str | Path) -> None:
    """Write a figure as png, svg or pdf, by the suffix; the same figure gives the same bytes.

    Raises
    ------
    ParameterError
        If the suffix is none of these.
    """
    metadata = METADATA[suffix_of(path)]
    with style.context(STYLE):
        figure.savefig(path, metadata=metadata, **OPTIONS.get(suffix_of(path), {}))
