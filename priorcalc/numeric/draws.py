"""Draws of λ from its definition: leaf by leaf of the measure, never from a transform.

A leaf draws by its own sampler; one without a sampler by the inverse of its distribution
function.  A mixture draws its part first, a product multiplies |X| and |Y|, a power is
c·|X|^k.  The inverse is a monotone cubic in ln F below the median and in ln S above it,
at steps of 0.01: an error of about 1e-6 in ln λ, which a sample of less than 10¹¹ cannot see.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, singledispatch
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from priorcalc.measure import Atoms, Blend, Density, Empirical, Lattice, Measure, Opaque, Power, Product
from priorcalc.numeric.halfline import HalfLine
from priorcalc.numeric.measures import signed_scale
from priorcalc.numeric.scale import Continuum, Scale

Floats = NDArray[np.float64]
Size = int | tuple[int, ...]

_LOWEST = -40.0
_STEP = 0.01


@singledispatch
def draw(measure: Any, rng: np.random.Generator, size: Size) -> Floats:
    """Independent draws of the law of a measure, signed as the law is.

    Parameters
    ----------
    measure
        A tree of ``measure.py`` with numbers for its parameters.
    rng
        The generator; its state advances.
    size
        The shape of the result.

    Examples
    --------
    A scale changes no digit but by its factor:

    >>> from sympy import S
    >>> from priorcalc import laws
    >>> base = laws.rayleigh().measure
    >>> once, twice = (draw(m, np.random.default_rng(1), 4) for m in (base, Power(base, S(1), S(2))))
    >>> bool(np.all(twice == 2 * once))
    True
    """
    raise TypeError(f"{measure!r} is not a measure")


@draw.register
def _(measure: Density | Opaque | Lattice, rng: np.random.Generator, size: Size) -> Floats:
    if measure.sampler is None:
        return _table(measure).draw(rng, size)
    return np.asarray(measure.sampler(rng, size), dtype=np.float64).reshape(size)


@draw.register
def _(measure: Atoms, rng: np.random.Generator, size: Size) -> Floats:
    values, masses = (np.array([float(pair[k]) for pair in measure.points]) for k in (0, 1))
    return values[_chosen(masses, rng, size)]


@draw.register
def _(measure: Empirical, rng: np.random.Generator, size: Size) -> Floats:
    return np.array(measure.values)[_chosen(np.array(measure.masses), rng, size)]


@draw.register
def _(measure: Blend, rng: np.random.Generator, size: Size) -> Floats:
    weights = np.array([float(weight) for weight, _ in measure.parts])
    chosen = _chosen(weights, rng, size)
    out = np.empty(size)
    for k, (_, part) in enumerate(measure.parts):
        here = chosen == k
        out[here] = draw(part, rng, int(np.count_nonzero(here)))
    return out


@draw.register
def _(measure: Product, rng: np.random.Generator, size: Size) -> Floats:
    left, right = draw(measure.left, rng, size), draw(measure.right, rng, size)
    with np.errstate(over="ignore"):
        return np.abs(left * right)


@draw.register
def _(measure: Power, rng: np.random.Generator, size: Size) -> Floats:
    base, factor, exponent = np.abs(draw(measure.base, rng, size)), float(measure.factor), float(measure.exponent)
    with np.errstate(over="ignore", divide="ignore"):
        return factor * (base if exponent == 1 else base**exponent)


def _chosen(weights: Floats, rng: np.random.Generator, size: Size) -> NDArray[np.intp]:
    """The index of a part, drawn with these weights."""
    edges = np.cumsum(weights)
    return np.searchsorted(edges[:-1] / edges[-1], rng.random(size), side="right")


@dataclass(frozen=True)
class _Table:
    """A law cut into parts: points to be repeated, and continua (with the sign of their λ) to be inverted."""

    masses: Floats
    points: Floats
    inverses: tuple[tuple[float, Callable[[Floats], Floats]], ...]

    def draw(self, rng: np.random.Generator, size: Size) -> Floats:
        """Choose the part, then draw from it."""
        chosen = _chosen(self.masses, rng, size) if len(self.masses) > 1 else np.zeros(size, dtype=np.intp)
        out = np.append(self.points, np.nan)[np.minimum(chosen, len(self.points))]
        for k, (sign, inverse) in enumerate(self.inverses, start=len(self.points)):
            here = chosen == k
            with np.errstate(over="ignore"):
                out[here] = sign * np.exp(inverse(rng.random(int(np.count_nonzero(here)))))
        return out


@lru_cache(maxsize=64)
def _table(measure: Measure) -> _Table:
    law = signed_scale(measure)
    halves: tuple[tuple[float, Scale], ...] = ((1.0, law.positive), (-1.0, law.negative))
    points = [0.0, *(sign * np.exp(u) for sign, half in halves for u in half.points)]
    masses = [law.positive.spike, *(mass for _, half in halves for mass in half.masses)]
    inverses = []
    for sign, half in halves:
        for part in half.continua:
            inverses.append((sign, _inverse(part)))
            masses.append(float(np.exp(HalfLine(Scale(continua=(part,))).log_total)))
    return _Table(np.array(masses), np.array(points), tuple(inverses))


def _inverse(continuum: Continuum) -> Callable[[Floats], Floats]:
    """The map from a uniform variable to u = ln λ."""
    law = HalfLine(Scale(continua=(continuum,)))
    below, above = (_branch(law, side) for side in (-1, 1))

    def inverse(uniform: Floats) -> Floats:
        lower = uniform < 0.5
        out = np.empty_like(uniform)
        out[lower] = below(uniform[lower])
        out[~lower] = above(1.0 - uniform[~lower])
        return out

    return inverse


def _branch(law: HalfLine, side: int) -> Callable[[Floats], Floats]:
    grid = np.arange(_LOWEST, np.log(0.5) + 2 * _STEP, _STEP)
    u = np.clip(law.solve(grid + law.log_total, side), -745.0, 709.0)
    cubic, square, slope, start = PchipInterpolator(grid, u).c

    def branch(tail: Floats) -> Floats:
        with np.errstate(divide="ignore"):
            place = np.maximum(np.log(tail), _LOWEST)
        cell = ((place - _LOWEST) / _STEP).astype(np.int64)
        x = place - grid[cell]
        return np.asarray(((cubic[cell] * x + square[cell]) * x + slope[cell]) * x + start[cell])

    return branch
