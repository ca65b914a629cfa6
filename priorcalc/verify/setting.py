"""What the checks of one derivation share: the law of λ as quadrature sees it, and the points to look at.

The points cover 1e-8 … 1e8 in units of σ₀, the bulk of |λ|, and for λ its quantiles.  All of it comes from the
definition of λ.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from priorcalc.derive import Derivation
from priorcalc.numeric.closed import closed_or_integrated
from priorcalc.numeric.halfline import HalfLine
from priorcalc.numeric.measures import signed_scale
from priorcalc.numeric.scale import Continuum, Scale, SignedScale
from priorcalc.numeric.weight import WeightNumbers
from priorcalc.verify import definition
from priorcalc.verify.claims import Claim, numbers_of
from priorcalc.verify.definition import integrate

Floats = NDArray[np.float64]

_DECADES = np.log(10.0) * np.arange(-8.0, 8.5, 1.0)
_CLEAR = 1e-3
_QUANTILES = np.array([0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99])


@dataclass(frozen=True)
class Setting:
    """What the checks share: the derivation, the law of λ, σ₀, and the points t = ln(|w|/σ₀) and u = ln |λ|."""

    derivation: Derivation
    law: SignedScale
    scale: Scale
    line: HalfLine
    sigma0: float
    octave: int
    t: Floats
    u: Floats


@lru_cache(maxsize=4)
def setting(derivation: Derivation) -> Setting:
    """Choose the points: whole decades, five about the median of |λ|, and for λ its quantiles."""
    law = signed_scale(derivation.noise.measure)
    scale, sigma0 = law.folded, float(derivation.sigma0)
    line = HalfLine(scale)
    inside = np.empty(0)
    if scale.points or scale.continua:
        inside = line.solve(np.log(scale.spike + _QUANTILES * (1 - scale.spike)), -1)
    middle = float(inside[len(inside) // 2]) if len(inside) else 0.0
    t = np.sort(np.append(_DECADES, middle + np.log([0.15, 0.4, 1.1, 3.0, 8.0])))
    octave = round(middle / float(np.log(2.0)))
    return Setting(derivation, law, scale, line, sigma0, octave, t, _beside(scale, np.sort(np.append(t, inside))))


def _beside(scale: Scale, u: Floats) -> Floats:
    """The points, moved upwards where they lie at an end, a break or an atom of the law.

    At such a place the last bit of e^u decides on which side it falls, and that bit is the processor's.
    """
    marks = np.array([m for part in scale.continua for m in (part.lower, part.upper, *part.breaks)] + [*scale.points])
    marks = marks[np.isfinite(marks)]
    near = np.any(np.abs(u[:, None] - marks[None, :]) < _CLEAR, axis=1)
    return np.unique(np.where(near, u + 2 * _CLEAR, u))


@dataclass(frozen=True)
class _Own(Scale):
    """A law that is equal to no other: its tables are its own, and begin empty."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__


def served(at: Setting) -> Any:
    """The numbers of the weight law that a user is given, as a user has them who asks for the first time.

    They come from an integral at first and from a table later, which may differ in the last digit: a certificate must
    not depend on what this process was asked before.
    """
    known, scale = at.derivation.weight, at.scale
    own = _Own(scale.spike, scale.points, scale.masses, scale.continua, scale.log_masses)
    return closed_or_integrated(known.name, numbers_of(known), WeightNumbers(own, at.sigma0))


@lru_cache(maxsize=32)
def tabulated(claim: Claim, low: float, high: float) -> Continuum:
    """The table of a claim, made once for both quadrature and sample."""
    return claim.tabulated(low, high)


@lru_cache(maxsize=32)
def reach(scale: Scale, beyond: float = 1e-10) -> tuple[float, float]:
    """Whole numbers t between which ln(|w|/σ₀) lies, but for 1e-10 on either side (or at most ±100)."""
    t = np.arange(-100.0, 101.0)
    inner, outer = (integrate(scale, t, kernel).log for kernel in (definition.centre, definition.tail))
    inside = t[(inner > np.log(beyond)) & (outer > np.log(beyond))]
    return (float(inside[0]) - 1.0, float(inside[-1]) + 1.0) if len(inside) else (-1.0, 1.0)
