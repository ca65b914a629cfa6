"""Two numbers for one quantity: a claim, and an integral with its error estimate, compared in logs.

A relative difference above 1e-8 that the integrator's error cannot explain refutes.  Where that error is not small, or
a value cannot be had, nothing is decided.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from priorcalc.verify.definition import Integral
from priorcalc.verify.evidence import Evidence, verdict_of

Floats = NDArray[np.float64]

TOLERANCE = 1e-8
_WINDOW = "errors below 1e-8 relative, and what happens between the points"


def shifted(integral: Integral, shift: Any) -> Integral:
    """The integral times e^shift."""
    return Integral(integral.log + shift, integral.error)


def kept(integral: Integral, seen: NDArray[np.bool_]) -> Integral:
    """The rows that are seen."""
    return Integral(integral.log[seen], integral.error[seen])


def judged(says: str, letter: str, points: Floats, claimed: Floats, exact: Integral) -> Evidence:
    """Compare logs: a difference above 1e-8 and above the integrator's error refutes."""
    settings = {"points": len(points), "tolerance": TOLERANCE}
    if not len(points):
        return Evidence("estimate", says, "undecided", "no point where it can be seen", settings, _WINDOW)
    with np.errstate(invalid="ignore"):
        gap = np.where(claimed == exact.log, 0.0, np.abs(claimed - exact.log))
    unknown = np.isnan(gap) | ~np.isfinite(exact.error)
    refuted = ~unknown & (gap > TOLERANCE + 100 * exact.error)
    close = ~unknown & (gap <= TOLERANCE) & (exact.error <= TOLERANCE)
    # Values that could not be had, as of a series far out, leave the rest standing: the figure says how many.
    enough = bool(np.all(close | unknown)) and 2 * int(close.sum()) > len(points)
    verdict = verdict_of(not refuted.any(), bool(refuted.any()) or enough)
    known = np.where(unknown, -1.0, gap)
    worst = int(np.argmax(known))
    if unknown.all():
        return Evidence("estimate", says, "undecided", "no value could be had at any point", settings, _WINDOW)
    relative = float(np.expm1(min(known[worst], 700.0)))
    figure = f"relative difference ≤ {relative:.1e}, worst at {letter} = {points[worst]:.3g}, of {len(points)} points"
    if unknown.any():
        figure += f"; {int(unknown.sum())} could not be had"
    if len(points) == 1:
        figure = f"relative difference {relative:.1e}"
    return Evidence("estimate", says, verdict, figure, settings, _WINDOW)
