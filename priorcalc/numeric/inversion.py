"""Quantiles of a law on the half line, in u = ln x.

Newton's method on (u, ln tail) inside a bracket that only shrinks, with a bisection in every
fifth step.  The bracket comes from a list of marks, the atoms among them, with the tails
there; a target that lies within the jump at a mark is met by the mark itself.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from priorcalc.numeric.polynomials import Floats

_ROUNDS = 200


class Tails(Protocol):
    """What is needed of a law: its tails, its density, and where it lies."""

    @property
    def support(self) -> tuple[float, float]:
        """The least and the largest u."""

    @property
    def marks(self) -> tuple[Floats, Floats, Floats]:
        """Points u with ln F and ln S there."""

    def log_tail(self, u: Floats, side: int) -> Floats:
        """Ln F (side -1) or ln S (side 1)."""

    def log_density(self, u: Floats) -> Floats:
        """Ln of the density of u."""


def solved(law: Tails, target: Floats, side: int) -> Floats:
    """The quantiles in u of targets that are met beyond u = -inf."""
    marks, log_f, log_s = law.marks
    # the first mark that meets the target: ln F ascends, ln S descends
    place = np.searchsorted(log_f, target) if side == -1 else np.searchsorted(-log_s, -target)
    low = np.append(-np.inf, marks)[place]
    high = np.append(marks, np.inf)[place]
    low, high = _finite(law, low, high, target, side)
    answer = high.copy()
    # a jump at the mark, an atom: just before it the target is not met
    active = np.flatnonzero(_excess(law, np.nextafter(high, -np.inf), target, side) >= 0)
    middle = 0.5 * (low + high)
    for round_ in range(_ROUNDS):
        if not len(active):
            break
        u, a, b = middle[active], low[active], high[active]
        value = _excess(law, u, target[active], side)
        a, b = np.where(value < 0, u, a), np.where(value < 0, b, u)
        low[active], high[active] = a, b
        with np.errstate(all="ignore"):
            slope = np.exp(law.log_density(u) - law.log_tail(u, side))
            newton = u - value / slope
        half = a + 0.5 * (b - a)
        safe = (newton > a) & (newton < b) & (round_ % 5 != 4)
        close = np.abs(newton - u) <= 2e-16 * np.abs(u)
        middle[active] = np.where(safe, newton, half)
        finished = (close & (newton >= a) & (newton <= b)) | (half <= a) | (half >= b) | (value == 0)
        answer[active] = np.where(value == 0, u, np.where(close, np.clip(newton, a, b), b))
        active = active[~finished]
    return answer


def _excess(law: Tails, u: Floats, target: Floats, side: int) -> Floats:
    """How far the tail at u is past its target: negative below the solution."""
    with np.errstate(invalid="ignore"):
        return side * (target - law.log_tail(u, side))


def _finite(law: Tails, low: Floats, high: Floats, target: Floats, side: int) -> tuple[Floats, Floats]:
    """Brackets with finite ends: out to the support's end, or by steps that double."""
    bottom, top = law.support
    first, last = law.marks[0][0], law.marks[0][-1]
    low = np.where(np.isneginf(low) & np.isfinite(bottom), min(bottom, first), low)
    high = np.where(np.isposinf(high) & np.isfinite(top), max(top, last), high)
    step = 1.0
    while (open_ := np.isneginf(low)).any() and step < 1e300:
        reached = _excess(law, np.full(target.shape, first - step), target, side) < 0
        low = np.where(open_ & reached, first - step, low)
        step *= 2
    step = 1.0
    while (open_ := np.isposinf(high)).any() and step < 1e300:
        reached = _excess(law, np.full(target.shape, last + step), target, side) >= 0
        high = np.where(open_ & reached, last + step, high)
        step *= 2
    return low, high
