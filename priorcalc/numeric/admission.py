"""Is a function that a user brings the density of a law?  What points and quadrature can tell.

It is looked at on some two hundred points a side, spread in ln |λ| and crowded at the ends, for values that
are negative, nan or complex.  Its mass is ∫ e^{g(u)} du, g the log density of u = ln |λ|; before that is trusted,
the slope of g at each end tells whether it converges: with L the log of the distance, e^{g} ~ L^{-p} needs p > 1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sympy import Expr

from priorcalc.errors import ParameterError, PrecisionError, remedy
from priorcalc.numeric.kernels import LogPower
from priorcalc.numeric.logarithmic import log_function
from priorcalc.numeric.mixture import log_mixture
from priorcalc.numeric.scale import Continuum, Scale
from priorcalc.symbols import lam

Floats = NDArray[np.float64]

_FAR = (500.0, 600.0)
_FAR_OPAQUE = (300.0, 340.0)
_NEAR_OPAQUE = (12.0, 18.0)
_LEAST = 1.01
_NOISE = -30.0


@dataclass(frozen=True)
class Tamed:
    """A density as a user wrote it, kept off the ends of its support, and with 0·∞ far out read as 0.

    ``1/sqrt(1 - x*x)`` is infinite at the double 1.0, which is no point of (-1, 1).  ``x**3*exp(-x**2)`` is nan at
    1e200: where a value is nan and the density at √x, or at ⁴√x, … has underflowed to 0, it is 0.
    """

    pdf: Callable[[Any], Any]
    lower: float
    upper: float
    log: bool = False

    def __call__(self, x: Any) -> Floats:
        here = np.clip(x, np.nextafter(self.lower, np.inf), np.nextafter(self.upper, -np.inf))
        with np.errstate(all="ignore"):
            value = np.array(self.pdf(here), dtype=np.float64)
            lost = np.isnan(value)
            if value.shape != np.shape(x):
                return value
            for _ in range(6):
                if not lost.any():
                    break
                here = np.sign(here) * np.sqrt(np.abs(here))
                near = np.asarray(self.pdf(here), dtype=np.float64)
                value[lost & (near < -700 if self.log else near == 0)] = -np.inf if self.log else 0.0
                lost = np.isnan(value) & np.isnan(near)
        return value


def formula_fault(expr: Expr, lower: Expr, upper: Expr) -> str | None:
    """What is wrong with a formula in ``lam`` on its support, as a sentence; None if nothing was seen.

    >>> from sympy import S, oo
    >>> formula_fault(lam - lam**2, S(0), S(2))
    'it is negative at lam = 1.20379'
    """
    for side, (a, b) in _sides(float(lower), float(upper)):
        u = _grid(a, b)
        mirrored = expr if side == 1 else expr.xreplace({lam: -lam})
        try:
            sign, log = log_function(mirrored, lam)(u)
        except PrecisionError:
            return f"it has no real value at some lam in ({lower}, {upper})"
        bad = (sign < 0) & (log + u > _NOISE)
        if bad.any():
            return f"it is negative at lam = {_shown(side * np.exp(u[bad][0]))}"
    return None


def callable_fault(pdf: Callable[[Any], Any], lower: Expr, upper: Expr) -> str | None:
    """What is wrong with a vectorised density on its support, as a sentence; None if nothing was seen."""
    for side, (a, b) in _sides(float(lower), float(upper)):
        x = side * np.exp(_grid(a, b))
        x = np.clip(x, np.nextafter(float(lower), np.inf), np.nextafter(float(upper), -np.inf))
        try:
            with np.errstate(all="ignore"):
                value = np.asarray(pdf(x))
        except Exception as error:  # whatever a user's function may raise
            return f"called with an array of {len(x)} floats it raised {type(error).__name__}: {error}"
        if value.shape != x.shape:
            return f"for an array of shape {x.shape} it returned one of shape {value.shape}"
        if value.dtype.kind not in "fiub":
            return f"its values are of type {value.dtype}, not real numbers"
        value = Tamed(pdf, float(lower), float(upper))(x)
        for fault, where in (("nan", np.isnan(value)), ("infinite", np.isposinf(value)), ("negative", value < 0)):
            if where.any():
                return f"it is {fault} at {_shown(x[where][0])}"
    return None


def divergence(scale: Scale) -> str | None:
    """Where the mass of a law of |λ| is infinite, as a sentence; None if no end and no peak looks so."""
    for part in scale.continua:
        low, high = _distances(part)
        for name, gap in (("lower", low), ("upper", high)):
            if gap is not None and gap < _LEAST:
                return f"its integral diverges at the {name} end of |lam|"
        for peak in part.breaks:
            if _pole(part, peak):
                return f"its integral diverges at |lam| = {_shown(float(np.exp(peak)))}"
    return None


def moment(scale: Scale, s: float = 0.0) -> float:
    """E|λ|^s without the spike, by quadrature from the definition; the mass for s = 0."""
    return float(np.exp(log_mixture(scale, np.zeros(1), LogPower(s))[0]))


def distinct(samples: Any) -> tuple[tuple[float, ...], tuple[int, ...]]:
    """The different values of a sample, in ascending order, and how often each occurs."""
    try:
        values = np.asarray(samples, dtype=np.float64)
    except (TypeError, ValueError) as error:
        found = f"the sample is no array of numbers ({error})"
        raise ParameterError(remedy("from_samples", found, "give floats")) from error
    asked = f"from_samples(array of shape {values.shape})"
    if values.ndim != 1 or values.size == 0:
        raise ParameterError(remedy(asked, "a sample is a non-empty list of numbers", "give a one-dimensional array"))
    if not np.isfinite(values).all():
        found = f"{int(np.sum(~np.isfinite(values)))} of the values are nan or infinite"
        raise ParameterError(remedy(asked, found, "leave them out"))
    found_values, counts = np.unique(values, return_counts=True)
    return tuple(found_values.tolist()), tuple(counts.tolist())


def _sides(lower: float, upper: float) -> list[tuple[float, tuple[float, float]]]:
    above = (1.0, (max(lower, 0.0), upper))
    below = (-1.0, (max(-upper, 0.0), -lower))
    return [side for side in (above, below) if side[1][0] < side[1][1]]


def _grid(a: float, b: float) -> Floats:
    """Points ln x for x in (a, b), 0 ≤ a < b ≤ ∞."""
    far = np.array([40.0, 60.0, 100.0, 200.0, 300.0])
    line = np.concatenate([-far[::-1], np.linspace(-30, 30, 181), far])
    near = np.log1p(10.0 ** -np.linspace(0, 12, 25))
    if a > 0 and b < np.inf:
        steps = 1 / (1 + np.exp(-np.linspace(-27, 27, 201)))
        return np.asarray(np.log(a + (b - a) * steps))
    if a > 0:
        return np.asarray(np.log(a) + np.concatenate([near[::-1], line[line > 0.7]]))
    if b < np.inf:
        close = np.log1p(-(10.0 ** -np.linspace(0.3, 12, 118)))
        return np.asarray(np.log(b) + np.concatenate([line[line < -0.7], close]))
    return line


def _distances(part: Continuum) -> tuple[float | None, float | None]:
    """The p of e^g ~ L^{-p} at either end; None where the density vanishes faster than can be seen."""
    result = []
    for end, exact, side in ((part.lower, part.ends[0], 1.0), (part.upper, part.ends[1], -1.0)):
        with np.errstate(all="ignore"):
            if not np.isfinite(end):
                depth = np.array(_FAR)
                value = part.log_density(-side * depth)
                if not np.isfinite(value).all():  # a callable underflows sooner
                    depth = np.array(_FAR_OPAQUE)
                    value = part.log_density(-side * depth)
            elif exact is not None:
                depth = np.array(_FAR)
                value = exact.log_density(np.exp(-depth)) - depth
            else:
                depth = np.array(_NEAR_OPAQUE)
                value = part.log_density(end + side * np.exp(-depth)) - depth
            slope = (value[1] - value[0]) / (depth[1] - depth[0])
        # A callable sees a finite end from afar only: there a power that converges is told from one that does not.
        p = -slope * (depth.mean() if depth[0] > 20 else 500.0)
        result.append(float(p) if np.isfinite(p) else None)
    return result[0], result[1]


def _pole(part: Continuum, peak: float) -> bool:
    # A narrow peak rises as steeply from afar, but is flat in the end.
    t = np.array([1e-3, 1e-5, 1e-7, 1e-9, 1e-11])
    with np.errstate(all="ignore"):
        values = np.maximum(part.log_density(peak - t), part.log_density(peak + t))
        return bool((np.diff(values) / np.log(100.0) > 0.999).all())


def _shown(value: float) -> str:
    return f"{float(value):.6g}"
