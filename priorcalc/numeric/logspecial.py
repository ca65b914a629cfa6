"""Special functions of a number known by its sign and its logarithm.

A value f is kept as (sign f, ln |f|), so that e^{-x²} at x = 1e200 and x^{-3} at x = 1e-4000
are ordinary numbers.  Each function below takes its argument as ``Number`` (value, sign,
log) and returns (sign, log) of the result: by SciPy's scaled functions where these hold,
by the leading terms at 0 and ∞ where the value over- or underflows (DLMF 7.12, 10.30,
10.40, 6.12, 8.11), and nan where neither does: the caller then asks mpmath.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy.special as special
import sympy
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Signed = tuple[Floats, Floats]

_SMALL = -37.0  # ln of 1e-16: below it one term of a power series is enough


@dataclass(frozen=True)
class Number:
    """A real array as value (which may be 0 or inf by rounding) and as sign and ln of its size."""

    value: Floats
    sign: Floats
    log: Floats


def signed(value: Floats) -> Signed:
    """The sign and the log magnitude of plain floats."""
    return np.sign(value), np.log(np.abs(value))


def _positive(log: Floats) -> Signed:
    return np.ones_like(log), log


def _unless(test: NDArray[np.bool_], log: Floats) -> Signed:
    """The log of a positive value, or nan where the test says that we do not know."""
    return _positive(np.where(test, np.nan, log))


def log1mexp(x: Floats) -> Floats:
    """Ln(1 - e^x) for x ≤ 0, exact at both ends.

    >>> with np.errstate(divide="ignore"):
    ...     bool(log1mexp(np.array([-1e-20]))[0] == np.log(1e-20))
    True
    """
    return np.where(x > -0.6931471805599453, np.log(-np.expm1(x)), np.log1p(-np.exp(x)))


def _cosh(x: Number) -> Signed:
    size = np.abs(x.value)
    return _positive(size + np.log1p(np.exp(-2 * size)) - np.log(2))


def _sinh(x: Number) -> Signed:
    size = np.abs(x.value)
    return x.sign, np.where(x.log < _SMALL / 2, x.log, size + log1mexp(-2 * size) - np.log(2))


def _tanh(x: Number) -> Signed:
    size = np.abs(x.value)
    return x.sign, np.where(x.log < _SMALL / 2, x.log, log1mexp(-2 * size) - np.log1p(np.exp(-2 * size)))


def _near_zero(plain: Callable[[Floats], Floats]) -> Callable[[Number], Signed]:
    """A function that is x + O(x³) at 0."""

    def function(x: Number) -> Signed:
        sign, log = signed(plain(x.value))
        small = x.log < _SMALL / 2
        return np.where(small, x.sign, sign), np.where(small, x.log, log)

    return function


def _plain(function: Callable[[Floats], Floats]) -> Callable[[Number], Signed]:
    return lambda x: signed(function(x.value))


def _gamma(x: Number) -> Signed:
    small = x.log < _SMALL
    sign = np.where(small, x.sign, special.gammasgn(x.value))
    return sign, np.where(small, -x.log, special.gammaln(x.value))


def _erf(x: Number) -> Signed:
    size = np.abs(x.value)
    log = np.where(size > 1, np.log1p(-special.erfc(size)), np.log(special.erf(size)))
    return x.sign, np.where(x.log < _SMALL / 2, x.log + np.log(2 / np.sqrt(np.pi)), log)


def _erfc(x: Number) -> Signed:
    scaled = np.log(special.erfcx(np.maximum(x.value, 0.0))) - x.value**2
    log = np.where(x.value > 0, scaled, np.log(special.erfc(x.value)))
    return _positive(np.where(x.value == np.inf, -np.inf, log))


def _erfi(x: Number) -> Signed:
    log = np.log(np.abs(special.dawsn(x.value))) + x.value**2
    return x.sign, np.where(x.log < _SMALL / 2, x.log, log) + np.log(2 / np.sqrt(np.pi))


def _e1(x: Number) -> Signed:
    large = np.maximum(x.value, 60.0)
    tail = -large - np.log(large) + np.log(_inverse_series(-1 / large))
    log = np.where(x.value > 60, tail, np.log(special.exp1(x.value)))
    log = np.where(x.log < _SMALL, np.log(np.maximum(-x.log - np.euler_gamma, 0)), log)
    return _unless(x.sign <= 0, np.where(x.value == np.inf, -np.inf, log))


def _ei(x: Number) -> Signed:
    large = np.maximum(x.value, 60.0)
    sign, log = signed(special.expi(x.value))
    log = np.where(x.value > 60, large - np.log(large) + np.log(_inverse_series(1 / large)), log)
    log = np.where(x.log < _SMALL, np.log(np.maximum(-x.log - np.euler_gamma, 0)), log)
    lost = np.isnan(x.value) | (np.abs(x.value - 0.37250741078136663) < 1e-3)
    return np.where(x.log < _SMALL, -1.0, sign), np.where(lost, np.nan, np.where(x.value == np.inf, np.inf, log))


def _inverse_series(y: Floats) -> Floats:
    """Σ k! y^k, which for |y| ≤ 1/60 has settled at 1e-17 after 30 terms."""
    total = np.ones_like(y)
    for k in range(30, 0, -1):
        total = 1 + k * y * total
    return total


def _expint(order: float, x: Number) -> Signed:
    return _e1(x) if order == 1 else _unless(np.ones(x.log.shape, dtype=bool), x.log)


def besseli_scaled(order: float, x: Number) -> Signed:
    """The function e^{-x} I_ν(x), for x ≥ 0."""
    order = abs(order) if order == round(order) else order
    m = 4 * order**2
    leading = (order * (x.log - np.log(2)) if order else np.zeros_like(x.log)) - special.gammaln(order + 1)
    y = 1 / (8 * np.maximum(x.value, 1e5 * (1 + m)))
    series = np.log1p(-(m - 1) * y * (1 - (m - 9) * y / 2 * (1 - (m - 25) * y / 3)))
    far = series - 0.5 * (x.log + np.log(2 * np.pi))
    near = np.log(special.ive(order, x.value))
    log = np.where(x.log < _SMALL, leading, np.where(x.value > 1e5 * (1 + m), far, near))
    unknown = order <= -1 and order != round(order)
    return _unless((x.sign < 0) | unknown | (np.isinf(log) & (x.log > _SMALL) & (x.value < np.inf)), log)


def _besseli(order: float, x: Number) -> Signed:
    sign, log = besseli_scaled(order, x)
    return sign, log + x.value


def _besselk(order: float, x: Number) -> Signed:
    nu, m = abs(order), 4 * order**2
    half = x.log - np.log(2)
    if nu == 0:
        near = np.log(np.maximum(-half - np.euler_gamma, 0))
    elif nu < 1:
        # K = [Γ(1+ν)(x/2)^-ν - Γ(1-ν)(x/2)^ν] / 2ν, up to a factor 1 + O(x²)
        gap = 2 * nu * half + special.gammaln(1 - nu) - special.gammaln(1 + nu)
        near = special.gammaln(1 + nu) - nu * half + log1mexp(np.minimum(gap, 0)) - np.log(2 * nu)
    else:
        near = special.gammaln(nu) - np.log(2) - nu * half
    y = 1 / (8 * np.maximum(x.value, 1e5 * (1 + m)))
    far = (
        -x.value
        + 0.5 * (np.log(np.pi / 2) - x.log)
        + np.log1p((m - 1) * y * (1 + (m - 9) * y / 2 * (1 + (m - 25) * y / 3)))
    )
    log = np.log(special.kve(nu, x.value)) - x.value
    log = np.where(x.log < -25, near, np.where(x.value > 1e5 * (1 + m), far, log))
    return _unless((x.sign <= 0) | (np.isinf(log) & (x.value < np.inf)), np.where(x.value == np.inf, -np.inf, log))


def _besselj(order: float, x: Number) -> Signed:
    sign, log = signed(special.jv(order, x.value))
    small = x.log < _SMALL / 2
    known = (x.sign > 0) & (order >= 0)
    leading = order * (x.log - np.log(2)) - special.gammaln(order + 1)
    return np.where(small, 1.0, sign), np.where(known, np.where(small, leading, log), np.nan)


def _bessely(order: float, x: Number) -> Signed:
    sign, log = signed(special.yv(order, x.value))
    return sign, np.where((x.sign > 0) & (x.log > -300) & np.isfinite(log), log, np.nan)


def _lowergamma(a: float, x: Number) -> Signed:
    share = special.gammainc(a, x.value)
    log = np.where(x.log < _SMALL, a * x.log - np.log(a), np.log(share) + special.gammaln(a))
    return _unless((x.sign < 0) | (a <= 0) | ((share < 1e-290) & (x.log >= _SMALL)), log)


def _uppergamma(a: float, x: Number) -> Signed:
    share = special.gammaincc(a, x.value)
    log = np.log(share) + special.gammaln(a)
    far = (a - 1) * x.log - x.value + np.log1p((a - 1) / np.maximum(x.value, 1.0))
    log = np.where(x.value > 1e8 * (1 + abs(a)), far, log)
    return _unless((x.sign < 0) | (a <= 0) | ((share < 1e-290) & (x.value <= 1e8 * (1 + abs(a)))), log)


UNARY: dict[type, Callable[[Number], Signed]] = {
    sympy.cosh: _cosh,
    sympy.sinh: _sinh,
    sympy.tanh: _tanh,
    sympy.sin: _near_zero(np.sin),
    sympy.tan: _near_zero(np.tan),
    sympy.asin: _near_zero(np.arcsin),
    sympy.atan: _near_zero(np.arctan),
    sympy.asinh: _near_zero(np.arcsinh),
    sympy.atanh: _near_zero(np.arctanh),
    sympy.cos: _plain(np.cos),
    sympy.acos: _plain(np.arccos),
    sympy.acosh: _plain(np.arccosh),
    sympy.gamma: _gamma,
    sympy.erf: _erf,
    sympy.erfc: _erfc,
    sympy.erfi: _erfi,
    sympy.Ei: _ei,
}

BINARY: dict[type, Callable[[float, Number], Signed]] = {
    sympy.besseli: _besseli,
    sympy.besselk: _besselk,
    sympy.besselj: _besselj,
    sympy.bessely: _bessely,
    sympy.expint: _expint,
    sympy.lowergamma: _lowergamma,
    sympy.uppergamma: _uppergamma,
}
