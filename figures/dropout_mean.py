"""What the mean of Gaussian dropout does: λ ~ N(μ, 1 - μ²), so that E λ² = 1 and Var w = 1 whatever μ is.

At μ = 0 the prior is K₀(|w|)/π, a generalized hyperbolic law with a pole at 0; that is the row of the table.  At μ = 1
there is no noise and the prior is Gaussian.  Gaussian dropout at rate r has σ²/μ² = r/(1 - r), so μ² = 1 - r.
Kurtosis: 3 E λ⁴ = 3(μ⁴ + 6μ²σ² + 3σ⁴), that is 9 - 6μ⁴.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import sympy
from matplotlib.figure import Figure
from numpy.typing import NDArray

from figures import write
from priorcalc import Prior, derive_prior
from priorcalc.present.plots import Curve, density_curve, draw_curve, grid, styled

RATES = ("1", "1/2", "1/5", "1/20", "0")
LIMITS = (-4.0, 4.0)


@dataclass(frozen=True)
class Means:
    """The curves of p(w) for several means, on both scales, and the kurtosis of each."""

    mu: NDArray[np.float64]
    kurtosis: NDArray[np.float64]
    linear: tuple[Curve, ...]
    logs: tuple[Curve, ...]


def data() -> Means:
    """The priors for the rates, from the algebra and by quadrature; the kurtosis from the moments of λ."""
    rates = [sympy.Rational(rate) for rate in RATES]
    priors = [_prior(sympy.sqrt(1 - rate), rate) for rate in rates]
    labels = [f"rate {text}: μ = {float(sympy.sqrt(1 - rate)):.3g}" for text, rate in zip(RATES, rates, strict=True)]
    pairs = list(zip(priors, labels, strict=True))
    return Means(
        np.array([float(sympy.sqrt(1 - rate)) for rate in rates]),
        np.array([prior.kurtosis() for prior in priors]),
        tuple(density_curve(prior, "linear", LIMITS, label) for prior, label in pairs),
        tuple(density_curve(prior, "log", LIMITS, label) for prior, label in pairs),
    )


def _prior(mean: sympy.Expr, variance: sympy.Expr) -> Prior:
    if variance == 0:
        return derive_prior("point", value=mean)
    return derive_prior("gaussian", mu=mean, sigma=sympy.sqrt(variance))


def draw(means: Means) -> Figure:
    """Three panels: p(w), its logarithm, and the kurtosis against μ."""
    figure, axes = grid(1, 3, 11.0, 3.6)
    linear, logs, kurtosis = axes[0]
    with styled(linear):
        for flat, steep in zip(means.linear, means.logs, strict=True):
            draw_curve(flat, linear)
            draw_curve(steep, logs)
        logs.set_ylim(1e-4, None)
        mu = np.linspace(0, 1, 201)
        kurtosis.plot(mu, 9 - 6 * mu**4, color="0.4", label="9 − 6μ⁴")
        for k, (at, value) in enumerate(zip(means.mu, means.kurtosis, strict=True)):
            kurtosis.plot([at], [value], "o", color=f"C{k}", clip_on=False)
        kurtosis.set(xlabel="mean μ of the noise", ylabel="kurtosis of w", xlim=(0, 1), ylim=(0, 10))
        kurtosis.legend(loc="lower left")
        handles, labels = linear.get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=5)
    return figure


if __name__ == "__main__":
    write(draw(data()), __file__)
