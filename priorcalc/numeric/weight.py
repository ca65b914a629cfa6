"""The numbers of a weight w = λz, z ~ N(0, σ₀²): density, distribution function, quantiles, score, shrinkage.

All are averages over λ taken in logs (``kernels.py``).  With S the tail, C the centre and
m = P(λ = 0) the spike::

    F(w) = S(|w|) for w < 0        F(w) = (1 + m)/2 + C(w) for w ≥ 0        C + S = (1 - m)/2

so neither side is ever one minus the other.  p is the density of the continuous part and
integrates to 1 - m.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from priorcalc.numeric import kernels
from priorcalc.numeric.endings import log_density_at_zero
from priorcalc.numeric.kernels import Kappa, Kernel, Noisy
from priorcalc.numeric.mixture import log_mean, log_mixture
from priorcalc.numeric.quantile import outward
from priorcalc.numeric.scale import Scale
from priorcalc.numeric.tables import Finish, table

Floats = NDArray[np.float64]

_QUANTILES = 1 << 17


def _keep(values: Floats, w: Floats) -> None:
    """The values as they are."""


# From ln S(|w|) to the four functions of w.  On the far side 1 - S is no small difference: S is at most a half.
# At 0 the table gives S(0) = (1 - spike)/2: the right of 0, so that cdf(0) is 1 - S(0), the spike included.


def _complement_below(values: Floats, w: Floats) -> None:
    _complement(values, w < 0)


def _complement_from_zero(values: Floats, w: Floats) -> None:
    _complement(values, w >= 0)


def _complement(values: Floats, far: NDArray[np.bool_]) -> None:
    np.exp(values, out=values)
    # |1 - S| and |0 - S|, without a branch.
    np.subtract(far, values, out=values)
    np.abs(values, out=values)


def _log_complement_below(values: Floats, w: Floats) -> None:
    _complement_logs(values, np.flatnonzero(w < 0))


def _log_complement_from_zero(values: Floats, w: Floats) -> None:
    _complement_logs(values, np.flatnonzero(w >= 0))


def _complement_logs(values: Floats, rows: NDArray[np.int64]) -> None:
    some = values.take(rows)
    np.exp(some, out=some)
    np.negative(some, out=some)
    values[rows] = np.log1p(some, out=some)


@dataclass(frozen=True)
class WeightNumbers:
    """The law of one weight, given the law of |λ| and the base standard deviation σ₀.

    Every method takes an array of any shape and gives one of that shape, a float for a scalar.

    Examples
    --------
    Rayleigh noise gives the Laplace law, F(w) = e^w / 2 for w < 0:

    >>> from priorcalc.numeric.scale import Continuum
    >>> rayleigh = Continuum(lambda u: 2 * u - 0.5 * np.exp(2 * u), -np.inf, np.inf)
    >>> weight = WeightNumbers(Scale(continua=(rayleigh,)))
    >>> bool(abs(weight.cdf(-2.0) / (0.5 * np.exp(-2)) - 1) < 1e-12)
    True
    >>> bool(abs(weight.ppf(0.5 * np.exp(-2)) + 2) < 1e-12)
    True
    """

    scale: Scale
    sigma0: float = 1.0

    def logpdf(self, w: Any) -> Any:
        """ln p(w); at 0 it is inf if p has a pole there."""
        log_unit = float(np.log(self.sigma0))

        def finish(values: Floats, w: Floats) -> None:
            if log_unit:
                values -= log_unit

        return self._average(kernels.density, w, log_density_at_zero(self.scale), -np.inf, finish)

    def pdf(self, w: Any) -> Any:
        """p(w), the density of the continuous part."""
        log_unit = float(np.log(self.sigma0))

        def finish(values: Floats, w: Floats) -> None:
            if log_unit:
                values -= log_unit
            np.exp(values, out=values)

        return self._average(kernels.density, w, log_density_at_zero(self.scale), -np.inf, finish)

    def logsf(self, w: Any) -> Any:
        """ln P(W > w)."""
        return self._tail(w, _log_complement_below)

    def logcdf(self, w: Any) -> Any:
        """ln P(W ≤ w)."""
        return self._tail(w, _log_complement_from_zero)

    def sf(self, w: Any) -> Any:
        """P(W > w)."""
        return self._tail(w, _complement_below)

    def cdf(self, w: Any) -> Any:
        """P(W ≤ w), continuous from the right: (1 + spike)/2 at 0."""
        return self._tail(w, _complement_from_zero)

    def ppf(self, q: Any) -> Any:
        """The least w with P(W ≤ w) ≥ q; nan unless 0 ≤ q ≤ 1."""
        return -self.isf(q) + 0.0

    def isf(self, q: Any) -> Any:
        """The w with P(W > w) = q, by the symmetry of the law minus ``ppf``; 0 for the q that the spike covers."""
        shaped = np.asarray(q, dtype=np.float64)
        flat = shaped.ravel()
        out = np.empty_like(flat)
        for i in range(0, len(flat), _QUANTILES):
            out[i : i + _QUANTILES] = self._outward(flat[i : i + _QUANTILES])
        return _like(out, shaped)

    def _outward(self, q: Floats) -> Floats:
        valid = (q >= 0) & (q <= 1)
        lower = np.where(valid, np.where(q < 0.5, q, 1 - q), np.nan)
        # q - ½ is exact near ½ and the half of the spike is all that rounds.
        inner = np.where(valid, np.abs(q - 0.5), np.nan) - 0.5 * self.scale.spike
        out = np.where(np.isnan(inner), np.nan, 0.0)
        away = np.flatnonzero(inner > 0)
        if len(away):
            with np.errstate(over="ignore"):
                out[away] = outward(self.scale, lower[away], inner[away]) * self.sigma0
        return np.where(q > 0.5, -out, out)

    def score(self, w: Any) -> Any:
        """d ln p(w) / dw; 0 at 0, or nan if p has a pole there; nan at ±∞, and where there is no density at all."""
        shaped = np.asarray(w, dtype=np.float64)
        if self.scale.spike == 1:
            return _like(np.full(shaped.size, np.nan), shaped)
        flat = shaped.ravel()
        mean = table(self.scale, kernels.density, kernels.log_square)(flat, self.sigma0, np.nan, np.nan)
        with np.errstate(all="ignore"):
            out = -np.exp(mean) / flat
        out[flat == 0] = 0.0 if np.isfinite(log_density_at_zero(self.scale)) else np.nan
        return _like(out, shaped)

    def shrinkage(self, y: Any, noise_std: Any = 1.0) -> Any:
        """E[κ | y] for y = w + N(0, τ²), with κ = 1/(1 + λ²σ₀²/τ²) the share by which y is shrunk to 0.

        So E[w | y] = (1 - E[κ | y])·y.  The spike has κ = 1.  (Carvalho, Polson and Scott 2010.)
        """
        y, noise = np.broadcast_arrays(np.asarray(y, dtype=np.float64), np.asarray(noise_std, dtype=np.float64))
        flat, noises = np.abs(y.ravel()), noise.ravel()
        out = np.full(flat.shape, np.nan)
        for one in np.unique(noises[np.isfinite(noises) & (noises > 0)]):
            rows = noises == one
            out[rows] = _shrunk(self.scale, self.sigma0, flat[rows], float(one))
        return _like(out, y)

    def _average(self, kernel: Kernel, w: Any, zero: float, infinite: float, finish: Finish = _keep) -> Any:
        shaped = np.asarray(w, dtype=np.float64)
        with np.errstate(over="ignore", divide="ignore"):
            out = table(self.scale, kernel)(shaped.ravel(), self.sigma0, zero, infinite, finish)
        return _like(out, shaped)

    def _tail(self, w: Any, finish: Finish) -> Any:
        away = 1 - self.scale.spike
        half = float(np.log(0.5 * away)) if away > 0 else -np.inf
        return self._average(kernels.tail, w, half, -np.inf, finish)


def _shrunk(scale: Scale, sigma0: float, y: Floats, noise: float) -> Floats:
    """E[κ | y] for y ≥ 0, by the logs of y/σ₀ and τ/σ₀: they may be no doubles."""
    log_ratio = float(np.log(noise) - np.log(sigma0))
    noisy, kappa = Noisy(log_ratio), Kappa(log_ratio)
    # At e^-50 of its standard deviation the density of the noise is what it is at 0.
    at_zero, asked = np.array([log_ratio - 50.0]), bool(np.any(y == 0))
    zero = float(log_mean(scale, at_zero, noisy, kappa)[0]) if asked else np.nan
    mean = np.exp(table(scale, noisy, kappa)(y, sigma0, zero, np.nan))
    if scale.spike == 0:
        return np.asarray(mean)
    with np.errstate(all="ignore"):
        flat = np.log(scale.spike) - 0.5 * (y / noise) ** 2 - log_ratio - kernels.HALF_LOG_2PI
        zero = float(log_mixture(scale, at_zero, noisy)[0]) if asked else np.nan
        odds = np.exp(table(scale, noisy)(y, sigma0, zero, np.nan) - flat)
        # Where both underflow, the spike is the lighter of the two.
        share = np.where(np.isnan(odds) & np.isfinite(y), 1.0, 1 / (1 + 1 / odds))
        return np.asarray(np.where(scale.spike == 1, np.where(np.isnan(y), np.nan, 1.0), share * mean + (1 - share)))


def _like(flat: Floats, shaped: Floats) -> Any:
    return _plain(flat.reshape(shaped.shape))


def _plain(values: Any) -> Any:
    """A float for an array without axes."""
    return float(values) if np.ndim(values) == 0 else values
