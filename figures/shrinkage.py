"""What five priors do to an observation y = w + N(0, 1): the law of κ, its mean given y, the estimate, the penalty.

κ = 1/(1 + λ²) is the share of y that is shrunk away.  The horseshoe shrinks small observations nearly to 0 and
leaves large ones alone, as its density of κ, high at both ends, says; a Gaussian shrinks all by the same share.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from figures import write
from priorcalc import Prior, derive_prior
from priorcalc.present.plots import Curve, ShrinkageLaw, density_curve, draw_curve, grid, name_of, styled

NOISES = (
    ("point", {"value": 1}),
    ("bernoulli", {"p": 0.8}),
    ("rayleigh", {}),
    ("inverse_nakagami", {"m": 1.5}),
    ("half_cauchy", {}),
)
REACH = 6.0


@dataclass(frozen=True)
class Profile:
    """One prior: the curve of κ, and over y (or w) the mean of κ and the slope of the penalty."""

    label: str
    kappa: Curve
    y: NDArray[np.float64]
    factor: NDArray[np.float64]
    slope: NDArray[np.float64]


def data() -> tuple[Profile, ...]:
    """The profiles, over an even number of points, so that 0 is none of them."""
    y = np.linspace(-REACH, REACH, 1200)
    return tuple(_profile(derive_prior(name, **params), y) for name, params in NOISES)


def _profile(prior: Prior, y: NDArray[np.float64]) -> Profile:
    kappa = density_curve(ShrinkageLaw(prior), limits=(-0.04, 1.04))
    return Profile(name_of(prior), kappa, y, prior.shrinkage(y), -prior.score(y))


def draw(profiles: tuple[Profile, ...]) -> Figure:
    """Four panels: p(κ), E[κ | y], E[w | y], and -d ln p/dw."""
    figure, ((density, factor), (estimate, penalty)) = grid(2, 2, 9.0, 6.8)
    with styled(density):
        for profile in profiles:
            draw_curve(profile.kappa, density, masses=False)
            factor.plot(profile.y, profile.factor)
            estimate.plot(profile.y, (1 - profile.factor) * profile.y)
            # nan at 0 breaks the line where the slope jumps.
            middle = len(profile.y) // 2
            penalty.plot(np.insert(profile.y, middle, 0), np.insert(profile.slope, middle, np.nan))
        estimate.plot([-REACH, REACH], [-REACH, REACH], ":", color="0.6", linewidth=1)
        penalty.axhline(0, color="0.7", linewidth=0.8, zorder=0)
        density.set_title("law of the shrinkage κ = 1/(1 + λ²)")
        factor.set(title="share shrunk away", xlabel="observation y", ylabel="E[κ | y]", ylim=(0, 1))
        estimate.set(title="posterior mean", xlabel="observation y", ylabel="E[w | y]")
        penalty.set(title="slope of the penalty −ln p(w)", xlabel="w", ylabel="−d ln p(w) / dw", ylim=(-4, 4))
        for ax in (factor, estimate, penalty):
            ax.set_xlim(-REACH, REACH)
        handles, labels = density.get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=3)
    return figure


if __name__ == "__main__":
    write(draw(data()), __file__)
