"""Weight laws whose density is elementary: the formula itself, at the speed of NumPy.

With x = |w|/unit, a form gives ln p and, where elementary too, ln of the tail S(x) and its inverse::

    Normal    -x²/2 - ½ ln 2π        Φ(-x)             Laplace   -x - ln 2      e^{-x}/2
    Cauchy    -ln(1+x²) - ln π       arctan(1/x)/π     Logistic  -x - 2 ln(1+e^{-x})    1/(1+e^x)

Student's t has the density only.  Whatever a form lacks is integrated like any other law's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from priorcalc.numeric.weight import WeightNumbers

Floats = NDArray[np.float64]

_LOG_2 = float(np.log(2))
_LOG_PI = float(np.log(np.pi))
_HALF_LOG_2PI = 0.5 * float(np.log(2 * np.pi))
_ROOT_HALF = float(np.sqrt(0.5))
_BLOCK = 16_384


@dataclass(frozen=True)
class Form:
    """An elementary law in x = |w|/unit ≥ 0; ``tail`` is ln S and ``quantile`` its inverse for (q, ½ - q)."""

    unit: str
    log_density: Callable[..., Floats]
    tail: Callable[[Floats], Floats] | None = None
    quantile: Callable[[Floats, Floats], Floats] | None = None


def _normal(x: Floats, shapes: Mapping[str, float]) -> Floats:
    x *= x
    x *= -0.5
    x -= _HALF_LOG_2PI
    return x


def _laplace(x: Floats, shapes: Mapping[str, float]) -> Floats:
    np.negative(x, out=x)
    x -= _LOG_2
    return x


def _log_one_plus_square(x: Floats) -> Floats:
    # 1 + x² is x² to rounding from 1e8 on, and x² overflows at 1e154.
    with np.errstate(over="ignore"):
        return np.where(x < 1e8, np.log1p(x * x), 2 * np.log(np.maximum(x, 1.0)))


def _cauchy(x: Floats, shapes: Mapping[str, float]) -> Floats:
    return -_log_one_plus_square(x) - _LOG_PI


def _student_t(x: Floats, shapes: Mapping[str, float]) -> Floats:
    nu = shapes["nu"]
    # ln Γ(a + ½) - ln Γ(a) cancels for large a, where its series (DLMF 5.11.13) has no need to.
    front = _log_gamma_step(nu / 2) - 0.5 * np.log(np.pi * nu)
    return front - 0.5 * (nu + 1) * _log_one_plus_square(x / np.sqrt(nu))


def _log_gamma_step(a: float) -> float:
    if a < 20:
        return float(special.gammaln(a + 0.5) - special.gammaln(a))
    coefficients = (-1 / 8, 1 / 192, -1 / 640, 17 / 14336, -31 / 18432)
    return float(0.5 * np.log(a) + sum(c * a ** -(2 * k + 1) for k, c in enumerate(coefficients)))


def _logistic(x: Floats, shapes: Mapping[str, float]) -> Floats:
    return -x - 2 * np.log1p(np.exp(-x))


def _normal_tail(x: Floats) -> Floats:
    with np.errstate(over="ignore"):
        return np.log(0.5 * special.erfcx(x * _ROOT_HALF)) - 0.5 * x * x


def _cauchy_quantile(q: Floats, inner: Floats) -> Floats:
    with np.errstate(divide="ignore", over="ignore"):
        return np.where(q < 0.25, 1 / np.tan(np.pi * q), np.tan(np.pi * inner))


def _logistic_quantile(q: Floats, inner: Floats) -> Floats:
    # ln((1-q)/q) with q = ½ - inner, so that nothing is lost near the middle.
    with np.errstate(divide="ignore"):
        return np.where(q < 0.25, np.log1p(-q) - np.log(q), np.log1p(2 * inner / np.maximum(q, 0.25)))


def _laplace_quantile(q: Floats, inner: Floats) -> Floats:
    with np.errstate(divide="ignore"):
        return np.where(q < 0.25, -np.log(2 * q), -np.log1p(-2 * inner))


def _normal_quantile(q: Floats, inner: Floats) -> Floats:
    # Near the middle Φ⁻¹(½ + c) = √2 erf⁻¹(2c) keeps the digits that ½ + c loses.
    return np.where(q < 0.25, -special.ndtri(q), special.erfinv(2 * np.minimum(inner, 0.4)) / _ROOT_HALF)


FORMS: Mapping[str, Form] = {
    "Normal": Form("sigma", _normal, _normal_tail, _normal_quantile),
    "Laplace": Form("b", _laplace, lambda x: -x - _LOG_2, _laplace_quantile),
    "Cauchy": Form("beta", _cauchy, lambda x: np.log(np.arctan2(1.0, x)) - _LOG_PI, _cauchy_quantile),
    "Student-t": Form("sigma", _student_t),
    "Logistic": Form("scale", _logistic, lambda x: -x - np.log1p(np.exp(-x)), _logistic_quantile),
}


@dataclass(frozen=True)
class ClosedWeight:
    """The numbers of a weight whose law has an elementary form; ``mass`` is 1 minus the spike at zero.

    It answers what ``WeightNumbers`` answers, and asks ``numbers`` for what the form lacks.

    >>> from priorcalc.numeric.scale import Scale
    >>> law = ClosedWeight(FORMS["Laplace"], 2.0, {}, 1.0, WeightNumbers(Scale()))
    >>> float(law.logpdf(4.0)) == -2.0 - float(np.log(4))
    True
    """

    form: Form
    unit: float
    shapes: Mapping[str, float]
    mass: float
    numbers: WeightNumbers

    def logpdf(self, w: Any) -> Any:
        """ln p(w), in blocks that stay in the cache."""
        shaped = np.asarray(w, dtype=np.float64)
        flat, out = shaped.reshape(-1), np.empty(shaped.size)
        front = float(np.log(self.mass) - np.log(self.unit))
        for start in range(0, flat.size, _BLOCK):
            x = np.abs(flat[start : start + _BLOCK])
            with np.errstate(over="ignore"):
                if self.unit != 1:
                    x /= self.unit
                x = self.form.log_density(x, self.shapes)
            if front != 0:
                x += front
            out[start : start + _BLOCK] = x
        return _shaped(out, shaped)

    def pdf(self, w: Any) -> Any:
        """p(w), the density of the continuous part."""
        with np.errstate(over="ignore"):
            return _plain(np.exp(self.logpdf(w)))

    def logsf(self, w: Any) -> Any:
        """ln P(W > w)."""
        return self._side(w, 1.0)

    def logcdf(self, w: Any) -> Any:
        """ln P(W ≤ w)."""
        return self._side(w, -1.0)

    def sf(self, w: Any) -> Any:
        """P(W > w)."""
        return _plain(np.exp(self.logsf(w)))

    def cdf(self, w: Any) -> Any:
        """P(W ≤ w)."""
        return _plain(np.exp(self.logcdf(w)))

    def isf(self, q: Any) -> Any:
        """The w with P(W > w) = q; 0 for the q that the spike covers, nan outside [0, 1]."""
        if self.form.quantile is None:
            return self.numbers.isf(q)
        shaped = np.asarray(q, dtype=np.float64)
        valid = np.where((shaped >= 0) & (shaped <= 1), shaped, np.nan)
        upper = np.minimum(valid, 1 - valid) / self.mass
        inner = (np.abs(valid - 0.5) - 0.5 * (1 - self.mass)) / self.mass
        with np.errstate(over="ignore"):
            size = self.form.quantile(np.clip(upper, 0, 0.5), np.clip(inner, 0, 0.5)) * self.unit
        return _plain(np.where(valid > 0.5, -1.0, 1.0) * np.where(inner <= 0, 0.0, size) + 0.0)

    def ppf(self, q: Any) -> Any:
        """The least w with P(W ≤ w) ≥ q."""
        return -self.isf(q) + 0.0

    def score(self, w: Any) -> Any:
        """d ln p(w) / dw."""
        return self.numbers.score(w)

    def shrinkage(self, y: Any, noise_std: Any = 1.0) -> Any:
        """E[κ | y] for y = w + N(0, noise_std²)."""
        return self.numbers.shrinkage(y, noise_std)

    def _side(self, w: Any, side: float) -> Any:
        if self.form.tail is None:
            return self.numbers.logsf(w) if side == 1 else self.numbers.logcdf(w)
        shaped = np.asarray(w, dtype=np.float64)
        with np.errstate(over="ignore", divide="ignore"):
            tail = self.form.tail(np.abs(shaped) / self.unit) + np.log(self.mass)
            far = (side * shaped > 0) | ((shaped == 0) & (side == 1))
            return _plain(np.where(far, tail, np.log1p(-np.exp(tail))))


def closed_or_integrated(
    name: str | None, params: Mapping[str, float], numbers: WeightNumbers
) -> ClosedWeight | WeightNumbers:
    """The elementary law of that name with the same numbers; ``numbers`` themselves where there is none.

    The slab of a "Spike and slab" is the Normal; its spike is that of ``numbers``.
    """
    form = FORMS.get("Normal" if name == "Spike and slab" else name or "")
    return numbers if form is None else ClosedWeight(form, params[form.unit], params, 1 - numbers.scale.spike, numbers)


def _shaped(flat: Floats, like: Floats) -> Any:
    return _plain(flat.reshape(like.shape))


def _plain(values: Any) -> Any:
    return float(values) if np.ndim(values) == 0 else values
