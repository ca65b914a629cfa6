"""The numbers of n weights that share λ: w = λz, z ~ N(0, σ₀² Iₙ), by their norm r alone.

With q = r/(λσ₀√n) and h = (q² - 1)/2 - ln q ≥ 0, which is 0 at the λ that fits best,

    N(w; 0, λ²σ₀² Iₙ) = r^{-n} (n/2πe)^{n/2} e^{-n h}        p(w) = r^{-n} (n/2πe)^{n/2} E e^{-n h}

so that what is integrated, E e^{-nh} ≤ 1, has lost the powers as large as n, and the density of the radius,
S r^{n-1} p, never has them.  Near q = 1 the integrand has the width 1/√n, which the cells of ``mixture.py`` find.
An ulp of r moves ln p by n/10¹⁶; where ln p itself is large, as it nearly always is, that is its own rounding.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from priorcalc.numeric.endings import log_power
from priorcalc.numeric.kernels import HALF_LOG_2PI
from priorcalc.numeric.mixture import log_mixture
from priorcalc.numeric.scale import Scale
from priorcalc.numeric.tables import table

Floats = NDArray[np.float64]

_SAFE = (1e-270, 1e300)
_MANY = 24
"""From so many weights on a turn of the width 1/√n is too fast for the panels of a table, which are a fifth wide."""
_INSIDE, _OUTSIDE = 10.0, 600.0
"""√n |ln r - end| up to which finer panels are used; e^ of it is a double."""


@dataclass(frozen=True)
class Shared:
    """-n·h, in t = ln(r/σ₀), u = ln λ and x = e^(t-u)."""

    n: int

    def __call__(self, t: Floats, x: Floats, u: Floats) -> Floats:
        n = self.n
        step = x / np.sqrt(n) - 1
        near = np.abs(step) < 0.5
        d = np.where(near, step, 0.0)
        y = u - t + 0.5 * np.log(n)
        # -ln q is y: near 0 the difference d = q - 1 keeps the digits of h, elsewhere y does not overflow.
        return np.asarray(-n * np.where(near, d + 0.5 * d * d - np.log1p(d), y + 0.5 * np.expm1(-2 * y)))


@dataclass(frozen=True)
class Stretched:
    """The same at ln(r/σ₀) = centre + t/power: what is 1/power wide in ln r is as wide as 1 in t."""

    n: int
    centre: float
    power: float

    def __call__(self, t: Floats, x: Floats, u: Floats) -> Floats:
        true = self.centre + t / self.power
        return Shared(self.n)(true, np.exp(true - u), u)


@dataclass(frozen=True)
class JointNumbers:
    """The law of n weights with one λ, given the law of |λ| and the base standard deviation σ₀.

    Examples
    --------
    Rayleigh noise in three dimensions, p = e^{-r}/(4πr):

    >>> from priorcalc.numeric.scale import Continuum
    >>> rayleigh = Continuum(lambda u: 2 * u - 0.5 * np.exp(2 * u), -np.inf, np.inf)
    >>> joint = JointNumbers(Scale(continua=(rayleigh,)), 3)
    >>> bool(abs(joint.logpdf(2.0) + 2 + np.log(8 * np.pi)) < 1e-13)
    True
    """

    scale: Scale
    n: int
    sigma0: float = 1.0

    @cached_property
    def _front(self) -> float:
        """ln (n/2πe)^{n/2}."""
        return 0.5 * self.n * float(np.log(self.n) - 2 * HALF_LOG_2PI - 1)

    @cached_property
    def _ends(self) -> tuple[Floats, Floats]:
        """ln r/σ₀ where λ ends, and on which side of it: there the share turns within 1/√n, too fast for a table."""
        parts = self.scale.continua if self.n >= _MANY else ()
        sides = {end: side for part in parts for end, side in ((part.lower, -1.0), (part.upper, 1.0))}
        found = sorted((end, side) for end, side in sides.items() if np.isfinite(end))
        ends, outward = np.array(found).reshape(-1, 2).T
        return ends + 0.5 * float(np.log(self.n)), outward

    def log_fit(self, r: Floats) -> Floats:
        """ln E e^{-nh} for flat r > 0, which is at most 0: the share of λ that fits r; nan for other r."""
        plain, (ends, outward) = table(self.scale, Shared(self.n)), self._ends
        with np.errstate(all="ignore"):
            if not len(ends):
                return plain(r, self.sigma0, np.nan, np.nan)
            t, power = np.log(r / self.sigma0), float(np.sqrt(self.n))
            end = np.searchsorted(0.5 * (ends[1:] + ends[:-1]), t)
            away = power * (t - ends[end])
            # Within the support the end is soon forgotten; beyond it the share falls off all the way.
            beyond = away * outward[end]
            end[~((beyond > -_INSIDE) & (beyond < min(power, _OUTSIDE)))] = -1
            out = np.empty(len(r))
            for k in np.unique(end).tolist():
                rows = end == k
                if k < 0:
                    out[rows] = plain(r[rows], self.sigma0, np.nan, np.nan)
                else:
                    finer = table(self.scale, Stretched(self.n, float(ends[k]), power))
                    out[rows] = finer(np.exp(away[rows]), 1.0, np.nan, np.nan)
            return out

    def log_fit_at(self, t: Floats) -> Floats:
        """The same at r = e^t for flat finite t, which may lie beyond the logs of doubles."""
        t = t - float(np.log(self.sigma0))
        far = np.abs(t) > 690
        with np.errstate(all="ignore"):
            out = table(self.scale, Shared(self.n))(np.exp(np.where(far, 0.0, t)), 1.0, np.nan, np.nan)
            if far.any():
                out[far] = log_mixture(self.scale, t[far], Shared(self.n))
        return out

    def log_rest(self, r: Floats) -> Floats:
        """ln p - ``log_fit``: ln r^{-n} (n/2πe)^{n/2}."""
        with np.errstate(all="ignore"):
            return np.asarray(self._front - self.n * np.log(r))

    @cached_property
    def log_at_zero(self) -> float:
        """ln of the limit of p as r → 0: inf where E λ^{-n} is infinite."""
        return log_power(self.scale, -float(self.n)) - self.n * (HALF_LOG_2PI + float(np.log(self.sigma0)))

    def logpdf(self, r: Any) -> Floats:
        """ln p of weights with the norm r ≥ 0, of the continuous part."""
        shaped = np.asarray(r, dtype=np.float64)
        flat = shaped.ravel()
        out = self.log_fit(flat)
        out += self.log_rest(flat)
        out[np.isinf(flat)] = -np.inf
        zero = flat == 0
        if zero.any():
            out[zero] = self.log_at_zero
        return out.reshape(shaped.shape)

    def log_radius(self, r: Any) -> Floats:
        """ln of the density of the radius at r > 0."""
        shaped = np.asarray(r, dtype=np.float64)
        flat = shaped.ravel()
        # S (n/2πe)^{n/2}, in which all powers of n cancel: Γ(n/2) is (n/2e)^{n/2} √(4π/n) e^{stirling(n/2)}.
        front = float(np.log(2)) - 0.5 * float(np.log(4 * np.pi / self.n)) - stirling(0.5 * self.n)
        with np.errstate(all="ignore"):
            out = self.log_fit(flat) - np.log(flat) + front
        out[(flat < 0) | np.isinf(flat)] = -np.inf
        zero = flat == 0
        if zero.any():
            out[zero] = self._radius_at_zero()
        return out.reshape(shaped.shape)

    def _radius_at_zero(self) -> float:
        # r^{n-1} p with n ≥ 2: λ near 0 with the density c gives the radius the density c E[1/χ]/σ₀ there.
        point = np.array([1e-280]) * self.sigma0
        near, nearer = (float(self.log_radius(point * f)[0]) for f in (1.0, 1e-20))
        slope = (near - nearer) / (20 * float(np.log(10)))
        return near if abs(slope) < 1e-9 else np.inf if slope < 0 else -np.inf


def stirling(a: float) -> float:
    """ln Γ(a) - [a ln a - a - ½ ln(a/2π)], by its series (DLMF 5.11.1) where the difference would cancel."""
    if a < 12:
        return float(gammaln(a) - a * np.log(a) + a + 0.5 * np.log(a) - HALF_LOG_2PI)
    coefficients = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360)
    return float(sum(c / a ** (2 * k + 1) for k, c in enumerate(coefficients)))


def norms(x: Floats) -> Floats:
    """‖x‖ over the last axis, which neither over- nor underflows."""
    with np.errstate(all="ignore"):
        square = np.vecdot(x, x)
        rough = ~((square > _SAFE[0]) & (square < _SAFE[1]))
        if not np.any(rough):
            return np.asarray(np.sqrt(square))
        out = np.sqrt(np.atleast_1d(square))
        rows = x[rough] if x.ndim > 1 else x[None]
        largest = np.abs(rows).max(axis=-1)
        unit = np.where((largest > 0) & np.isfinite(largest), largest, 1.0)
        # Halves of the range, since the reciprocal of a subnormal overflows.
        scaled = rows / np.sqrt(unit)[:, None] / np.sqrt(unit)[:, None]
        size = unit * np.sqrt(np.vecdot(scaled, scaled))
        out[np.atleast_1d(rough)] = np.where(np.isinf(largest), largest, size)
        return np.asarray(out.reshape(square.shape))


def elementary(name: str | None, params: Mapping[str, float], n: int) -> Callable[[Floats], Floats] | None:
    """ln p as a function of r where that is elementary and stable: the normal law, t and Cauchy."""
    match name:
        case "Multivariate normal":
            return _Normal(n, params["sigma"])
        case "Multivariate t":
            return _StudentT(n, params["nu"], params["sigma"])
        case "Multivariate Cauchy":
            return _StudentT(n, 1.0, params["beta"])
    return None


@dataclass(frozen=True)
class _Normal:
    n: int
    sigma: float

    def __call__(self, r: Floats) -> Floats:
        with np.errstate(over="ignore"):
            x = r / self.sigma
            return np.asarray(-0.5 * x * x - self.n * (HALF_LOG_2PI + np.log(self.sigma)))


@dataclass(frozen=True)
class _StudentT:
    """-(a + k) ln(1 + x²/ν) - k ln(2πσ²) + ln Γ(a + k)/(Γ(a) a^k), with a = ν/2, k = n/2, x = r/σ."""

    n: int
    nu: float
    sigma: float

    def __call__(self, r: Floats) -> Floats:
        a, k = 0.5 * self.nu, 0.5 * self.n
        front = (a + k - 0.5) * np.log1p(k / a) - k + stirling(a + k) - stirling(a)
        x = r / self.sigma / np.sqrt(self.nu)
        # 1 + x² is x² to rounding from 1e8 on, and x² overflows at 1e154.
        with np.errstate(over="ignore"):
            growth = np.where(x < 1e8, np.log1p(x * x), 2 * np.log(np.maximum(x, 1.0)))
        return np.asarray(front - 2 * k * (HALF_LOG_2PI + np.log(self.sigma)) - (a + k) * growth)
