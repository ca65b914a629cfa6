"""What is averaged over λ: log kernels of a weight w = λσ₀z, in t = ln(|w|/σ₀), u = ln λ, x = e^(t-u).

Each of the functions of w is ∫ exp(kernel) dP(λ) with a positive integrand, so that none cancels::

    density        p(w) σ₀     = ∫ φ(x) e^{-u}
    tail           P(W > |w|)  = ∫ Φ(-x)
    centre         P(0 < W ≤ |w|) without the spike = ∫ (Φ(x) - ½)
    noisy density  of y = w + N(0, r²σ₀²): ∫ N(y; 0, e^{2u} + r²)
    power          E|λ|^s      = ∫ e^{su}

and two are means under such an integrand: -w p'/p of x² and E[κ|y] of κ = r²/(e^{2u} + r²).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]
Kernel = Callable[[Floats, Floats, Floats], Floats]
"""(t, x, u) -> the log of the kernel or of a factor; the arguments broadcast."""

HALF_LOG_2PI = 0.91893853320467274178
_ROOT_HALF = 0.70710678118654752440


def density(t: Floats, x: Floats, u: Floats) -> Floats:
    """ln φ(x) - u."""
    return np.asarray(-0.5 * x * x - u - HALF_LOG_2PI)


def tail(t: Floats, x: Floats, u: Floats) -> Floats:
    """ln Φ(-x), which neither under- nor overflows: Φ(-x) = ½ e^{-x²/2} erfcx(x/√2)."""
    return np.log(0.5 * special.erfcx(x * _ROOT_HALF)) - 0.5 * x * x


def centre(t: Floats, x: Floats, u: Floats) -> Floats:
    """ln(Φ(x) - ½), which is ln x - ½ ln 2π for small x."""
    # 1 - x²/6 is 1 to rounding below 1e-8.
    return np.where(x < 1e-8, t - u - HALF_LOG_2PI, np.log(0.5 * special.erf(np.maximum(x, 1e-9) * _ROOT_HALF)))


def log_square(t: Floats, x: Floats, u: Floats) -> Floats:
    """ln x²: the mean of x² under the density is -w p'(w)/p(w)."""
    return np.asarray(2 * (t - u))


@dataclass(frozen=True)
class Noisy:
    """ln N(y; 0, e^{2u} + r²) for y = e^t, with r = e^``log_ratio``."""

    log_ratio: float

    def __call__(self, t: Floats, x: Floats, u: Floats) -> Floats:
        log_variance = np.logaddexp(2 * u, 2 * self.log_ratio)
        return np.asarray(-0.5 * np.exp(2 * t - log_variance) - 0.5 * log_variance - HALF_LOG_2PI)


@dataclass(frozen=True)
class Kappa:
    """ln κ, κ = r²/(e^{2u} + r²) with r = e^``log_ratio``."""

    log_ratio: float

    def __call__(self, t: Floats, x: Floats, u: Floats) -> Floats:
        return 2 * self.log_ratio - np.logaddexp(2 * u, 2 * self.log_ratio) + 0.0 * t


@dataclass(frozen=True)
class Times:
    """A kernel times a factor, in logs."""

    kernel: Kernel
    factor: Kernel

    def __call__(self, t: Floats, x: Floats, u: Floats) -> Floats:
        return self.kernel(t, x, u) + self.factor(t, x, u)


@dataclass(frozen=True)
class LogPower:
    """s·u, for the moments of λ."""

    exponent: float

    def __call__(self, t: Floats, x: Floats, u: Floats) -> Floats:
        return self.exponent * u + 0.0 * t
