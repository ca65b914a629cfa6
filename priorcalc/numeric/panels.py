"""Panels: the line of u = ln |λ| cut so finely that a density is a polynomial on each.

Between ends and breaks the line is cut into panels of 16 Gauss–Legendre nodes.  Next to
a finite end e they run in τ = ±ln |u - e|, in which a singularity |u - e|^(b-1)
is the exponential e^{bτ}; elsewhere in u itself, where a power of λ is one.  A panel is
halved until the Legendre coefficients of its density (relative to its own largest value,
so that the far tail is as accurate as the centre) have died out, and dropped where the
density lies more than ``depth`` below its peak, in logs, at the nodes and at both edges:
a peak much narrower than a panel is seen from the edge that it stands at, its break.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from priorcalc.errors import PrecisionError, remedy
from priorcalc.numeric.charts import Chart, charts, first_edges
from priorcalc.numeric.nodes import gauss_legendre
from priorcalc.numeric.polynomials import LEGENDRE, NODES
from priorcalc.numeric.scale import Continuum

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_ROUNDS = 90
_NOISE = 1e-11
_INSIDE = 1e-12
"""How far inside a panel its edges are looked at, as a share of its width: a density may jump at a break."""


@dataclass(frozen=True)
class Table:
    """Accepted panels (low, high) in τ of ``owner``, and the log density at their 16 nodes, one row a panel."""

    owner: Ints
    low: Floats
    high: Floats
    values: Floats

    @property
    def log_mass(self) -> Floats:
        """The log of density × weight at each node."""
        half = 0.5 * (self.high - self.low)[:, None]
        return self.values + np.log(half) + np.log(gauss_legendre(NODES)[1])

    @property
    def tau(self) -> Floats:
        """The nodes."""
        return nodes_of(self.low, self.high)


def nodes_of(low: Floats, high: Floats) -> Floats:
    """The Gauss–Legendre nodes of each panel, one row a panel."""
    return 0.5 * (low + high)[:, None] + 0.5 * (high - low)[:, None] * gauss_legendre(NODES)[0]


Blur = Callable[[Ints, Floats], tuple[Floats, Floats]]
"""On panels with these owners and middles: how far a double u is from where it should be, in units of τ, and |u|."""


def sharp(owner: Ints, middle: Floats) -> tuple[Floats, Floats]:
    """No blur."""
    return np.zeros(len(owner)), np.zeros(len(owner))


Integrand = Callable[[Ints, Floats], Floats]


def refine(
    integrand: Integrand,
    owner: Ints,
    low: Floats,
    high: Floats,
    group: Ints,
    depth: float,
    tail: float,
    spread: float,
    blur: Blur = sharp,
    logs: bool = False,
) -> Table:
    """Halve panels until each is resolved, and drop those that do not matter.

    Parameters
    ----------
    integrand
        ``integrand(owner, tau)`` is the log density at tau of shape (n, k), its rows belonging to ``owner``.
    owner, low, high
        The first panels.
    group
        For each owner, the number of the integral that it is a part of: depth counts from the peak of that.
    depth
        How far below the peak, in logs, panels matter.
    tail, spread
        How small the last three Legendre coefficients are to be, relative to the panel's own largest
        value, and how much the log density may vary over a panel.
    blur
        What the rounding of u does there.
    logs
        Whether the log density is to be resolved, and not the density.
    """
    peak = np.full(int(group.max()) + 1, -np.inf)
    before = np.full(len(low), np.inf)
    done: list[Table] = []
    for _ in range(_ROUNDS):
        inset = _INSIDE * (high - low)
        edges = np.stack([low + inset, high - inset], axis=1)
        values, beside = np.split(integrand(owner, np.hstack([nodes_of(low, high), edges])), [NODES], axis=1)
        top, least = values.max(axis=1), values.min(axis=1)
        highest = np.maximum(top, np.where(beside < np.inf, beside, -np.inf).max(axis=1))
        np.maximum.at(peak, group[owner], highest)
        bound = peak[group[owner]] - depth
        seen, matters = top > bound, highest > bound
        with np.errstate(invalid="ignore"):
            top, least = np.where(seen, top, 0.0), np.where(seen, least, 0.0)
            shape = np.where(seen[:, None], values - top[:, None], 0.0)
            shape = (shape if logs else np.exp(shape)) @ LEGENDRE.T
        # what the rounding of u and of the log itself does to the density
        grain, size = blur(owner, 0.5 * (low + high))
        grain = grain + 4e-16 * (np.abs(low) + np.abs(high))
        noise = 4e-16 * (20 + 4 * size + np.abs(top) + top - least) + (top - least) * grain / (high - low)
        ripple = np.abs(shape[:, -3:]).max(axis=1)
        # halving should divide the ripple by thousands: where it does not, what is left is noise of the density's own,
        # the more of it, the steeper the formula has fallen
        depths = np.abs(top)
        stuck = (ripple < _NOISE + 1e-14 * depths + 1e-18 * depths**2) & (ripple > 0.1 * before)
        smooth = ((ripple < np.maximum(tail, noise)) | stuck) & (top - least < spread)
        narrow = high - low < 1e-13 * np.maximum(np.abs(low), np.abs(high))
        ready = seen & (smooth | narrow | (4e-16 * np.abs(top) > 0.01))  # nothing to see in a log of 1e14
        done.append(Table(owner[ready], low[ready], high[ready], values[ready]))
        split = matters & ~ready & ~narrow
        owner, middle = np.repeat(owner[split], 2), 0.5 * (low[split] + high[split])
        before = np.repeat(ripple[split], 2)
        low, high = np.stack([low[split], middle], 1).ravel(), np.stack([middle, high[split]], 1).ravel()
        if not len(low):
            break
        if len(low) > 400_000:
            todo = "give the points where it peaks or kinks as breaks"
            raise PrecisionError(remedy("quadrature over ln λ", "the density has too fine a structure", todo))
    order = np.lexsort((np.concatenate([t.low for t in done]), np.concatenate([t.owner for t in done])))
    whole = Table(*(np.concatenate([getattr(t, name) for t in done])[order] for name in Table.__dataclass_fields__))
    kept = whole.values.max(axis=1) > peak[group[whole.owner]] - depth if len(order) else np.zeros(0, dtype=bool)
    return Table(whole.owner[kept], whole.low[kept], whole.high[kept], whole.values[kept])


def tabulate(
    stretches: list[Chart], depth: float, tail: float, spread: float, logs: bool = False, reach: int = 40
) -> Table:
    """The panels of a list of charts, which own them by their place in the list."""
    edges = [first_edges(chart, reach) for chart in stretches]
    owner = np.concatenate([np.full(len(e) - 1, i) for i, e in enumerate(edges)])

    def integrand(rows: Ints, tau: Floats) -> Floats:
        out = np.empty_like(tau)
        with np.errstate(all="ignore"):
            for i in np.unique(rows):
                here = rows == i
                out[here] = stretches[i].log_density(tau[here].ravel()).reshape(tau[here].shape)
        return out

    # a few ulps: an end may itself be a rounded sum
    ulps = np.array([8 * np.spacing(1 + abs(c.origin)) if c.side and c.end is None else 0.0 for c in stretches])
    sides = np.array([chart.side for chart in stretches])

    origins = np.abs([chart.origin for chart in stretches])

    def blur(rows: Ints, middle: Floats) -> tuple[Floats, Floats]:
        side = sides[rows]
        size = np.where(side == 0, np.abs(middle), origins[rows])
        return ulps[rows] * np.exp(-side * np.clip(middle, -700, 700)), size

    low, high = np.concatenate([e[:-1] for e in edges]), np.concatenate([e[1:] for e in edges])
    return refine(integrand, owner, low, high, np.zeros(len(edges), dtype=np.int64), depth, tail, spread, blur, logs)


@dataclass(frozen=True)
class Rule:
    """A finite law: points u with log masses, which integrates smooth functions of u against a continuum."""

    u: Floats
    log_mass: Floats


def panels(continuum: Continuum, extra: tuple[float, ...] = (), depth: float = 80.0) -> Rule:
    """Quadrature of exp(log_density) over the points that lie less than ``depth`` below the peak, in logs.

    The sum of e^{log_mass} is the mass to some 1e-14.  The panels are cut at ``extra``; they are as wide as
    the density allows, so a further factor must vary no faster than it.

    Examples
    --------
    >>> rule = panels(Continuum(lambda u: 2 * u - 0.5 * np.exp(2 * u), -np.inf, np.inf))
    >>> bool(abs(np.exp(rule.log_mass).sum() - 1) < 1e-14)
    True
    """
    stretches = charts(continuum, extra)
    table = tabulate(stretches, depth, 1e-11, 30.0)
    u = np.concatenate([stretches[i].u(table.tau[table.owner == i]).ravel() for i in range(len(stretches))])
    return Rule(u, table.log_mass.ravel())


def log_total(continuum: Continuum) -> float:
    """The log of the mass of a continuum."""
    log_mass = panels(continuum).log_mass
    return float(np.logaddexp.reduce(log_mass)) if len(log_mass) else -np.inf
