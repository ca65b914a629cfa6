"""What a prior does: how much it shrinks an observation, and the slope of the penalty that it is.

For y = w + N(0, τ²) the share κ = 1/(1 + λ²σ₀²/τ²) of y is shrunk to 0, and E[w | y] = (1 - E[κ | y])·y.
With v = λ², v(κ) = (τ²/σ₀²)(1 - κ)/κ and the law of κ is p_κ(κ) = p_v(v(κ))·(τ²/σ₀²)/κ².  The horseshoe has
its name from this density, Beta(½, ½) at σ₀ = τ (Carvalho, Polson & Scott 2010).  The penalty is -ln p(w).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from priorcalc.errors import ParameterError, remedy
from priorcalc.present.plots.canvas import canvas, name_curves, widen
from priorcalc.present.plots.curve import BESIDE, CLIP, POINTS, Limits, checked, density_curve, reach
from priorcalc.present.plots.density import draw_curve
from priorcalc.present.plots.marks import HEADROOM
from priorcalc.present.plots.words import name_of

Floats = NDArray[np.float64]

KINDS = ("factor", "estimate", "density")
OBSERVATIONS = 6.0
"""Observations are drawn out to so many noise standard deviations."""
INTERIOR = (0.0, 1.0)


@dataclass(frozen=True)
class ShrinkageLaw:
    """The law of κ = 1/(1 + c·v), c = σ₀²/τ², for a prior: a law on [0, 1] that can be drawn like any other.

    Examples
    --------
    >>> from priorcalc import derive_prior
    >>> kappa = ShrinkageLaw(derive_prior("half_cauchy"))
    >>> k = np.array([0.1, 0.5, 0.9])
    >>> bool(np.allclose(kappa.pdf(k), 1 / (np.pi * np.sqrt(k * (1 - k))), rtol=1e-12))
    True
    """

    prior: Any
    noise_std: float = 1.0

    @property
    def name(self) -> str | None:
        """The prior's name."""
        return str(name_of(self.prior))

    @property
    def params(self) -> Mapping[str, Any]:
        """None of its own."""
        return {}

    @property
    def variable(self) -> str:
        """κ."""
        return "κ"

    @property
    def source(self) -> str:
        """The noise."""
        return str(self.prior.source)

    @property
    def ratio(self) -> float:
        """τ²/σ₀²."""
        return (self.noise_std / float(self.prior.sigma0)) ** 2

    def _variance(self, k: Floats) -> Floats:
        with np.errstate(divide="ignore", over="ignore"):
            return np.asarray(self.ratio * (1 - k) / k)

    def pdf(self, k: Any) -> Any:
        """The density of the continuous part."""
        k = np.asarray(k, dtype=np.float64)
        inside = (k > 0) & (k < 1)
        safe = np.where(inside, k, 0.5)
        log = np.asarray(self.prior.variance.logpdf(self._variance(safe))) + np.log(self.ratio) - 2 * np.log(safe)
        with np.errstate(over="ignore", under="ignore"):
            return np.where(inside, np.exp(log), 0.0)

    def cdf(self, k: Any) -> Any:
        """P(κ ≤ k) = P(v ≥ v(k)): the tail and the atom at v(k), if there is one."""
        k = np.asarray(k, dtype=np.float64)
        inside = (k > 0) & (k < 1)
        v = self._variance(np.where(inside, k, 0.5))
        held = sum((mass * np.isclose(k, point, rtol=1e-12, atol=0) for point, mass in self.jumps()), np.zeros(k.shape))
        return np.where(inside, np.asarray(self.prior.variance.sf(v)) + held, np.where(k >= 1, 1.0, 0.0))

    def ppf(self, q: Any) -> Any:
        """The quantile, from the upper quantile of v."""
        return 1 / (1 + np.asarray(self.prior.variance.isf(q)) / self.ratio)

    def jumps(self) -> tuple[tuple[float, float], ...]:
        """Each atom of v, at its κ; a spike at 0 is at κ = 1."""
        return tuple((1 / (1 + point / self.ratio), mass) for point, mass in reversed(self.prior.variance.jumps()))


def plot_shrinkage(
    prior: Any,
    ax: Axes | None = None,
    *,
    kind: str = "factor",
    noise_std: float = 1.0,
    reach: float = 0.0,
    label: str = "",
) -> Axes:
    """Draw how a prior shrinks an observation y = w + N(0, noise_std²).

    Parameters
    ----------
    prior : Prior
    ax : Axes, optional
    kind : {"factor", "estimate", "density"}
        E[κ | y] against y, the posterior mean E[w | y] against y, or the density of κ.
    noise_std : float
        The standard deviation of the noise on y.
    reach : float
        How far y goes; six noise standard deviations by default.
    label : str
        For the legend; the prior's own name and parameters by default.

    Examples
    --------
    >>> from priorcalc import derive_prior
    >>> ax = plot_shrinkage(derive_prior("point", value=1))     # Gaussian: κ = ½ whatever y is
    >>> bool(np.allclose(ax.lines[0].get_ydata(), 0.5))
    True
    """
    if kind not in KINDS:
        raise ParameterError(remedy(f"kind={kind!r}", "it is no kind", f"choose one of {', '.join(KINDS)}"))
    if not (np.isfinite(noise_std) and noise_std > 0):
        todo = "give the positive standard deviation of the noise on y"
        raise ParameterError(remedy(f"noise_std={noise_std!r}", "it is not positive and finite", todo))
    with canvas(ax) as axes:
        if kind == "density":
            limits = (INTERIOR[0] - 0.04, INTERIOR[1] + 0.04)
            draw_curve(density_curve(ShrinkageLaw(prior, noise_std), "linear", limits, label), axes, masses=False)
        else:
            end = reach or OBSERVATIONS * noise_std
            y = np.linspace(-end, end, POINTS)
            kappa = np.asarray(prior.shrinkage(y, noise_std), dtype=np.float64)
            _draw_profile(axes, y, kappa, kind, label or name_of(prior))
        name_curves(axes)
    return axes


def _draw_profile(ax: Axes, y: Floats, kappa: Floats, kind: str, label: str) -> None:
    if kind == "factor":
        ax.plot(y, kappa, label=label)
        ax.set(ylim=(-0.02, 1.02), ylabel="E[κ | y]")
    else:
        ax.plot(y, (1 - kappa) * y, label=label)
        if not any(line.get_gid() == "identity" for line in ax.lines):
            ax.plot(y, y, color="0.6", linestyle=":", linewidth=1, gid="identity", zorder=0)
        ax.set_ylabel("E[w | y]")
    ax.set(xlim=(y[0], y[-1]), xlabel="observation y")


def plot_score(prior: Any, ax: Axes | None = None, *, limits: Limits | None = None, label: str = "") -> Axes:
    """Draw -d ln p/dw, the slope of the penalty -ln p(w); of a spike-and-slab, the slab's.

    Where the density has a pole at 0 the slope is infinite there: the frame cuts it and says so.

    Examples
    --------
    >>> from priorcalc import derive_prior
    >>> ax = plot_score(derive_prior("rayleigh"))       # Laplace: the slope is the sign of w
    >>> w, slope = ax.lines[0].get_data()
    >>> bool(np.nanmax(np.abs(slope - np.sign(w))) < 1e-9)
    True
    """
    with canvas(ax) as axes:
        low, high = checked(limits) if limits is not None else reach(prior)
        span = high - low
        fine = span * np.geomspace(1e-6, 0.1, 60)
        w = np.unique(np.concatenate([np.linspace(low, high, POINTS), -fine, fine, [0.0]]))
        w = w[(w >= low) & (w <= high)]
        # At 0 the slope may jump: nan there breaks the line instead of joining its two sides.
        slope = np.full(w.shape, np.nan)
        slope[w != 0] = -np.asarray(prior.score(w[w != 0]), dtype=np.float64)
        widen(axes, low, high, first=not axes.lines)
        axes.plot(w, slope, label=label or name_of(prior))
        size = np.abs(slope)
        body = np.nanmax(np.where(np.abs(w) > BESIDE * span, size, np.nan))
        top = min(body, CLIP * float(np.nanquantile(size, 0.75)))
        kept = max(abs(end) for end in axes.get_ylim()) if len(axes.lines) > 1 else 0.0
        bound = max(kept, HEADROOM * float(top))
        if np.nanmax(size) > 2 * body and not any(text.get_gid() == "clipped" for text in axes.texts):
            place: dict[str, Any] = {"xycoords": "axes fraction", "va": "top", "fontsize": "small", "color": "0.25"}
            axes.annotate("→ ±∞ at 0", (0.53, 0.97), gid="clipped", **place)
        if not any(line.get_gid() == "zero" for line in axes.lines):
            axes.axhline(0, color="0.7", linewidth=0.8, zorder=0, gid="zero")
        axes.set(ylim=(-bound, bound), xlabel="w", ylabel="−d ln p(w) / dw")
        name_curves(axes)
    return axes
