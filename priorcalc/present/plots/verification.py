"""Draws of w = λz against the density that was derived for it, with the room that chance leaves them.

A bin of probability p holds a Binomial(n, p) count: the band is p ± z√(p(1-p)/n), at each bin by itself, so about
one bin in a hundred is expected outside a 99 % band (every bin is expected to hold 25 draws or more, where the
normal approximation serves).  The band of Dvoretzky, Kiefer and Wolfowitz holds everywhere at once:
P(sup |F_n - F| > ε) ≤ 2e^{-2nε²} (Massart 1990), for laws with atoms too.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from priorcalc.errors import ParameterError, remedy
from priorcalc.present.plots.canvas import panels, styled
from priorcalc.present.plots.curve import reach
from priorcalc.present.plots.words import name_of

Floats = NDArray[np.float64]

LEAST = 25.0
BINS = 60
CHUNKS = 400
ALPHA = 0.01
"""The chance to lie outside: of one bin the band at that bin, of the whole ECDF the other band."""


@dataclass(frozen=True)
class Comparison:
    """Draws against a law, in numbers: densities by bin with their band, and F_n - F against F with its band."""

    label: str
    count: int
    edges: Floats
    seen: Floats
    expected: Floats
    spread: Floats
    probability: Floats
    lowest: Floats
    highest: Floats
    dkw: float
    spike: tuple[float, float]
    """The share of draws that are exactly 0, and its probability."""

    @property
    def supremum(self) -> float:
        """The greatest |F_n - F|."""
        return float(max(self.highest.max(), -self.lowest.min()))


def compare_draws(prior: Any, samples: int = 100_000, rng: Any = None) -> Comparison:
    """Draw weights and compare them with the prior's distribution function.

    Examples
    --------
    >>> from priorcalc import derive_prior
    >>> seen = compare_draws(derive_prior("rayleigh"), samples=10_000, rng=0)
    >>> bool(seen.supremum < seen.dkw), bool(np.isclose(seen.dkw**2, np.log(200) / 20_000, rtol=1e-14))
    (True, True)
    """
    if samples < 2 * LEAST:
        todo = f"give {2 * LEAST:.0f} or more"
        raise ParameterError(remedy(f"samples={samples!r}", "so few draws fill no bin", todo))
    draws = np.sort(np.asarray(prior.rvs(samples, rng)))
    atom = float(prior.atom)
    edges = _edges(prior, samples)
    share = np.diff(_left_of(prior, edges, atom))
    # The atom is in no bin: 0 is an edge, and its jump is taken out of the bin that begins there.
    share[edges[:-1] == 0] -= atom
    counts = np.histogram(draws[draws != 0], edges)[0]
    widths = np.diff(edges)
    z = NormalDist().inv_cdf(1 - ALPHA / 2)
    spread = z * np.sqrt(share * (1 - share) / samples) / widths
    values, starts = np.unique(draws, return_index=True)
    ends = np.append(starts[1:], samples)
    F, before = np.asarray(prior.cdf(values)), _left_of(prior, values, atom)
    # F_n - F at each value and just before it, as points (F, F_n - F); of each stretch of F the extremes are kept.
    probability = np.column_stack([before, F]).ravel()
    away = np.column_stack([starts / samples - before, ends / samples - F]).ravel()
    chunk = np.minimum((CHUNKS * probability).astype(np.intp), CHUNKS - 1)
    held = np.unique(chunk)
    first = np.searchsorted(chunk, held)
    return Comparison(
        name_of(prior),
        samples,
        edges,
        counts / samples / widths,
        share / widths,
        spread,
        probability[first],
        np.minimum.reduceat(away, first),
        np.maximum.reduceat(away, first),
        float(np.sqrt(np.log(2 / ALPHA) / (2 * samples))),
        (float(np.mean(draws == 0)), atom),
    )


def _left_of(prior: Any, w: Floats, atom: float) -> Floats:
    """P(W < w)."""
    return np.asarray(prior.cdf(w)) - atom * (w == 0)


def _edges(prior: Any, samples: int) -> Floats:
    """Bins of one width on either side of 0, the outer ones merged until each expects enough draws."""
    end = max(abs(limit) for limit in reach(prior, "linear"))
    half = np.linspace(0, end, BINS // 2 + 1)
    expected = samples * -np.diff(np.asarray(prior.sf(half)))
    kept = [0.0]
    held = 0.0
    for edge, more in zip(half[1:], expected, strict=True):
        held += more
        if held >= LEAST:
            kept.append(float(edge))
            held = 0.0
    return np.array([-edge for edge in reversed(kept[1:])] + kept)


def draw_comparison(seen: Comparison, histogram: Axes, ecdf: Axes) -> None:
    """Draw the bins with their bands on one axes, F_n - F with its band on the other."""
    percent = f"{100 * (1 - ALPHA):.0f} %"
    draws = f"{seen.count:,} draws of λz".replace(",", " ")
    low, high = np.maximum(seen.expected - seen.spread, 0.0), seen.expected + seen.spread
    histogram.stairs(seen.seen, seen.edges, fill=True, color="C0", alpha=0.35, label=draws)
    band: dict[str, Any] = {"fill": True, "color": "C1", "alpha": 0.6, "label": f"{percent} band of each bin"}
    histogram.stairs(high, seen.edges, baseline=low, **band)
    law: dict[str, Any] = {"color": "C1", "linewidth": 0.8, "label": f"p(w): {seen.label}"}
    histogram.stairs(seen.expected, seen.edges, baseline=None, **law)
    histogram.set(xlabel="w", ylabel="mean density in the bin", xlim=(seen.edges[0], seen.edges[-1]))
    histogram.set_ylim(0, 1.6 * float(max(high.max(), seen.seen.max())))
    if seen.spike[1] > 0:
        note = f"w = 0: {seen.spike[0]:.4f} of the draws, probability {seen.spike[1]:.4g}"
        ecdf.annotate(note, (0.02, 0.04), xycoords="axes fraction", fontsize="small", color="0.25")
    histogram.legend(loc="upper right")
    whole: dict[str, Any] = {"color": "C1", "alpha": 0.2, "linewidth": 0, "label": f"{percent} band of the whole (DKW)"}
    ecdf.fill_between([0, 1], -seen.dkw, seen.dkw, **whole)
    found = f"draws: sup |F$_n$ − F| = {seen.supremum:.2g}"
    ecdf.fill_between(seen.probability, seen.lowest, seen.highest, color="C0", linewidth=1.0, label=found)
    ecdf.axhline(0, color="0.4", linewidth=0.8)
    bound = 1.7 * max(seen.dkw, seen.supremum)
    ecdf.set(xlabel="F(w)", ylabel="F$_n$(w) − F(w)", xlim=(0, 1), ylim=(-bound, bound))
    ecdf.ticklabel_format(axis="y", style="sci", scilimits=(-2, 2))
    ecdf.legend(loc="upper right")


def plot_verification(prior: Any, axes: Any = None, *, samples: int = 100_000, rng: Any = None) -> list[Axes]:
    """Draw weights λz and show them beside the prior: a histogram with bands, and the ECDF's difference with its band.

    Parameters
    ----------
    prior : Prior
    axes : two Axes, optional
    samples : int
        How many weights to draw.
    rng : None, int, SeedSequence or Generator
        The seed.

    Returns
    -------
    The two axes.

    Examples
    --------
    >>> from priorcalc import derive_prior
    >>> left, right = plot_verification(derive_prior("rayleigh"), samples=1000, rng=1)
    >>> left.get_xlabel(), right.get_xlabel()
    ('w', 'F(w)')
    """
    left, right = panels(axes, 2, 9.0, 3.4, "plot_verification")
    seen = compare_draws(prior, samples, rng)
    with styled(left):
        draw_comparison(seen, left, right)
    return [left, right]
