"""From a density of λ, as a formula or as a callable, to continua in u = ln |λ|.

ln p(e^u) + u is the density of u; a signed law splits at 0 into its halves.  At a finite
end c ≠ 0 the formula is compiled once more in y = λ/c, so that (c - λ)^(b-1) is known at
every distance from c; a break at which the density is singular becomes such an end.  The
peaks are found by a scan that climbs, so that quadrature is told of narrow ones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import mpmath
import numpy as np
import sympy
from sympy import Expr, S

from priorcalc.errors import NotADensityError, remedy
from priorcalc.measure import Density, Opaque
from priorcalc.numeric.charts import power_beside
from priorcalc.numeric.logarithmic import log_function
from priorcalc.numeric.logspecial import Floats, Signed
from priorcalc.numeric.scale import Continuum, End
from priorcalc.symbols import lam

_FAITHFUL = 708.0  # ln of the largest double, about
_NEGLIGIBLE = -30.0
_NOTHING = -1e300
"""Stands for the log of 0 where logs are compared."""


def formula_halves(density: Density) -> tuple[tuple[Continuum, ...], tuple[Continuum, ...]]:
    """The continua of λ > 0 and of -λ > 0."""
    above = _half(density.expr, density.lower, density.upper, density.breaks)
    mirrored = density.expr.subs(lam, -lam)
    if mirrored == density.expr and density.lower == -density.upper:
        return above, above  # one object, by which ``SignedScale.folded`` knows that the law is even
    below = _half(mirrored, -density.upper, -density.lower, tuple(-b for b in density.breaks))
    return above, below


def opaque_halves(density: Opaque) -> tuple[tuple[Continuum, ...], tuple[Continuum, ...]]:
    """The continua of λ > 0 and of -λ > 0 of a law given as a callable."""
    lower, upper = float(density.lower), float(density.upper)
    return _called(density, lower, upper, 1.0), _called(density, -upper, -lower, -1.0)


def _half(expr: Expr, lower: Expr, upper: Expr, breaks: tuple[Expr, ...]) -> tuple[Continuum, ...]:
    """The law of λ > 0 alone, cut where it is singular."""
    lower, upper = sympy.sympify(lower, strict=True), sympy.sympify(upper, strict=True)
    if not (upper > 0) == True:  # noqa: E712 - SymPy's true
        return ()
    lower = S.Zero if (lower < 0) == True else lower  # noqa: E712 - SymPy's true
    log_density = _in_log(log_function(expr, lam), expr, 0.0)
    points = {*(sympy.sympify(b, strict=True) for b in breaks), *_corners(expr)}
    inner = sorted((p for p in points if (p > lower) == True and (p < upper) == True), key=float)  # noqa: E712
    whole = Continuum(log_density, _log_of(lower), _log_of(upper), tuple(_log_of(p) for p in inner))
    cuts = [lower, *(p for p, u in zip(inner, whole.breaks, strict=True) if _is_singular(log_density, u)), upper]
    parts = []
    for a, b in pairwise(cuts):
        u, v = _log_of(a), _log_of(b)
        ends = (_end(expr, a, 1.0), _end(expr, b, -1.0))
        part = Continuum(_within(log_density, u, v), u, v, tuple(p for p in whole.breaks if u < p < v), ends)
        parts.append(with_peaks(part))
    return tuple(parts)


def _in_log(function: Callable[[Floats], Signed], expr: Expr, shift: float) -> Callable[[Floats], Floats]:
    def log_density(u: Floats) -> Floats:
        sign, log = function(u)
        if np.any((sign < 0) & (log > _NEGLIGIBLE)):
            at = float(np.exp(np.asarray(u)[(sign < 0) & (log > _NEGLIGIBLE)].ravel()[0]))
            raise NotADensityError(remedy(str(expr), f"it is negative at |λ| = {at!r}", "mend the density"))
        return np.where(sign > 0, log + u + shift, -np.inf)

    return log_density


def _within(log_density: Callable[[Floats], Floats], lower: float, upper: float) -> Callable[[Floats], Floats]:
    if lower == -np.inf and upper == np.inf:
        return log_density

    def clipped(u: Floats) -> Floats:
        with np.errstate(invalid="ignore"):
            return np.where((u < lower) | (u > upper), -np.inf, log_density(np.clip(u, lower, upper)))

    return clipped


def _end(expr: Expr, point: Expr, side: float) -> End | None:
    """The density at the distance t inwards from ln(point): λ = point·e^{±t}."""
    if point == 0 or not point.is_finite:
        return None
    exact = sympy.Rational(point) if point.is_Float else point
    log_density = _in_log(log_function(expr.subs(lam, exact * lam), lam), expr, _log_of(point))
    return End(float(point), lambda t: log_density(side * t))


def _log_of(point: Expr) -> float:
    if point == 0 or not point.is_finite:
        return -np.inf if point == 0 else np.inf
    with mpmath.workdps(40):
        return float(mpmath.log(mpmath.mpf(point.evalf(40)._to_mpmath(140))))


def _corners(expr: Expr) -> set[Expr]:
    """Where the branches of Piecewise, |·|, min and max meet, as far as they are linear."""
    gaps = [test.lhs - test.rhs for test in expr.atoms(sympy.core.relational.Relational)]
    gaps += [f.args[0] for f in expr.atoms(sympy.Abs, sympy.Heaviside, sympy.sign)]
    gaps += [f.args[0] - f.args[1] for f in expr.atoms(sympy.Max, sympy.Min)]
    linear = [g for g in gaps if g.free_symbols == {lam} and g.is_polynomial(lam) and sympy.degree(g, lam) == 1]
    return {-gap.subs(lam, 0) / gap.diff(lam) for gap in linear}


def _is_singular(log_density: Callable[[Floats], Floats], u: float) -> bool:
    """Whether the density has a power |u - e|^(b-1), b ≠ 1, at a break e."""
    ulp = float(np.spacing(abs(u)))
    with np.errstate(all="ignore"):
        _, left = power_beside(lambda s: log_density(u - np.exp(s)), ulp)
        _, right = power_beside(lambda s: log_density(u + np.exp(s)), ulp)
    return max(abs(left), abs(right)) > 0.02


def _called(density: Opaque, lower: float, upper: float, side: float) -> tuple[Continuum, ...]:
    if upper <= 0:
        return ()
    mass = np.log(density.mass)

    def log_density(u: Floats) -> Floats:
        points = np.atleast_1d(np.asarray(u, dtype=np.float64))
        with np.errstate(all="ignore"):
            x = side * np.exp(np.clip(points, -_FAITHFUL, _FAITHFUL))
            value = np.asarray(density.pdf(x), dtype=np.float64)
            if value.shape != x.shape:
                found = f"for an array of shape {x.shape} it gave one of shape {value.shape}"
                raise NotADensityError(remedy("a density given as a function", found, "let it act elementwise"))
            inside = (np.abs(x) >= lower) & (np.abs(x) <= upper)
            bad = inside & (np.isnan(value) | (not density.log) & (value < 0))
            if bad.any():
                at = float(x[bad][0])
                found = f"at {at!r} it is negative or nan"
                raise NotADensityError(remedy("a density given as a function", found, "mend it or its support"))
            # near the least double a value has lost its digits, and its log is a staircase
            log = value if density.log else np.where(value < 1e-300, -np.inf, np.log(value))
            out = np.where(inside & (points <= _FAITHFUL), log + points - mass, -np.inf)
        return out.reshape(np.shape(u))

    low = float(np.log(lower)) if lower > 0 else -np.inf
    return (with_peaks(Continuum(log_density, low, float(np.log(upper)))),)


def with_peaks(continuum: Continuum) -> Continuum:
    """The continuum with the peaks of its density among its breaks."""
    lower, upper = continuum.lower, continuum.upper
    steps = np.concatenate([np.arange(0, 60, 0.25), 60 * 1.15 ** np.arange(80)])
    seeds = [0.0, *continuum.breaks, *(end for end in (lower, upper) if np.isfinite(end))]
    fine = np.exp(-np.arange(0, 30, 0.5)[::-1])
    grid = np.unique(np.concatenate([seed + sign * s for seed in seeds for sign in (-1, 1) for s in (fine, steps)]))
    grid = grid[(grid > lower) & (grid < upper)]
    values = continuum.log_density(grid)
    known = values < np.inf
    grid, values = grid[known], np.maximum(values[known], _NOTHING)
    # what differs by rounding alone is one plateau: its first point stands for it
    place = np.flatnonzero(np.abs(np.diff(values, prepend=-np.inf)) > 1e-9 * (1 + np.abs(values)))
    inside = np.concatenate([[-np.inf], values[place], [-np.inf]])
    tops = np.flatnonzero((values[place] > inside[:-2]) & (values[place] >= inside[2:]))
    highest = [int(i) for i in tops[np.argsort(values[place][tops])[-12:]] if 0 < i < len(place) - 1]
    found = {_climb(continuum, grid[place[i] - 1], grid[place[i]], grid[place[i + 1]]) for i in highest}
    breaks = continuum.breaks
    new = {p for p in found if lower < p < upper and all(abs(p - b) > 1e-6 * (1 + abs(b)) for b in breaks)}
    return replace(continuum, breaks=tuple(sorted({*breaks, *new})))


def _climb(continuum: Continuum, a: float, best: float, b: float) -> float:
    """The place of the highest value between a and b, to the last digit: the peak may be as narrow as that."""
    for _ in range(16):
        inner = np.unique(np.append(np.linspace(a, b, 33), best))
        i = int(np.argmax(continuum.log_density(inner)))
        a, best, b = inner[max(i - 1, 0)], inner[i], inner[min(i + 1, len(inner) - 1)]
    return float(best)
