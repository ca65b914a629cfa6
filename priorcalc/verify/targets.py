"""The laws that a derivation claims, as distribution functions for a sample to be compared with.

Each comes from its own source: that of λ from its density, those of λ² and w from the claimed formulas, and that of w
once more from the numbers that a user is given.  A formula that only mpmath evaluates is tabulated in the bulk, and
the definition stands in beyond.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from priorcalc.errors import PrecisionError
from priorcalc.numeric.scale import Continuum, Scale
from priorcalc.symbols import v, w
from priorcalc.verify import definition, distribution
from priorcalc.verify.claims import Claim, claims
from priorcalc.verify.definition import integrate
from priorcalc.verify.distribution import Tails
from priorcalc.verify.setting import Setting, reach, served, tabulated

Floats = NDArray[np.float64]

_FINE = (64, 1024)
_COARSE = (512, 48)
_MARGIN = 150.0  # in ln λ beyond all but 1e-7 of the law: a power tail of index 0.1 has 1e-13 left there


@dataclass(frozen=True)
class Target:
    """A claimed law of a positive variable: its tails at edges of |λ| (if ``scales``) or of |w|.

    ``window`` is where in ln |λ| or ln |w| edges are set without regard to the draws, one in ``grid[0]`` bins; the
    draws choose ``grid[1]`` more.
    """

    says: str
    tails: Callable[[Floats], Tails]
    scales: bool
    window: tuple[float, float]
    grid: tuple[int, int] = _FINE
    with_tails: bool = True


def targets(at: Setting) -> tuple[Target, ...]:
    """The laws that a derivation claims, in a form to be compared with draws; none where λ is 0 for sure."""
    if not (at.scale.points or at.scale.continua):
        return ()
    inner = _window(at)
    shift = float(np.log(at.sigma0))
    low, high = reach(at.scale)
    outer = low + shift, high + shift
    found = [Target("draws of |λ| and the density of λ", lambda x: _law_of(at, x), True, inner)]
    for claim in claims(at.derivation.variance, v, "v"):
        if not claim.is_slow:
            found.append(Target(f"draws of λ² and {claim.says}", _variance(claim, at), True, inner, _COARSE))
    numbers = served(at)
    found.append(Target("draws of |w| and the numbers of P(W > w)", lambda x: _weight_tails(numbers, x), False, outer))
    for claim in claims(at.derivation.weight, w, "w"):
        # The table of a slow claim is too short for the tails, where a count would see its end.
        found.append(
            Target(f"draws of |w| and {claim.says}", _weight(claim, at), False, outer, _FINE, not claim.is_slow)
        )
    return tuple(found)


def _window(at: Setting) -> tuple[float, float]:
    """Between which u all but 1e-7 of the law of |λ| lies on either side."""
    low = at.line.solve(np.log([at.scale.spike + 1e-7]), -1)
    high = at.line.solve(np.log([1e-7]), 1)
    return float(np.clip(low[0], -700.0, 700.0)) - 0.5, float(np.clip(high[0], -700.0, 700.0)) + 0.5


def _law_of(at: Setting, x: Floats) -> Tails:
    tails = Tails(np.exp(at.line.logcdf(x)), np.exp(at.line.logsf(x)))
    return distribution.clear_of(tails, x, np.exp(np.append(_marks(at.scale), at.scale.points)))


def _marks(scale: Scale) -> Floats:
    """Ends and breaks: a draw that is nearer than an ulp to one is rounded to it."""
    marks = {m for part in scale.continua for m in (part.lower, part.upper, *part.breaks)}
    return np.array(sorted(m for m in marks if np.isfinite(m)))


def _weight_tails(numbers: Any, x: Floats) -> Tails:
    above = np.asarray(numbers.sf(x))
    middle = np.exp(np.asarray(numbers.logcdf(-x)))
    return Tails(1.0 - above - middle, above + middle)


def _weight(claim: Claim, at: Setting) -> Callable[[Floats], Tails]:
    shift = float(np.log(at.sigma0))
    atom = float(at.derivation.weight.atom)

    def tails(x: Floats) -> Tails:
        table = _table(claim, at)
        low = table.lower - shift
        u = np.log(x)
        inside = (u > table.lower) & (u < table.upper)
        found = distribution.smooth(table, u[inside])
        below, above = np.full(x.shape, np.nan), np.full(x.shape, np.nan)
        first = 2 * np.exp(integrate(at.scale, np.array([low]), definition.centre).log[0])
        last = 2 * np.exp(integrate(at.scale, np.array([table.upper - shift]), definition.tail).log[0])
        below[inside], above[inside] = atom + first + found.below, last + found.above
        return Tails(below, above)

    return tails


def _table(claim: Claim, at: Setting) -> Continuum:
    """The claim in t = ln |w|.  Few values of a slow one are asked for, and fewer if some cannot be had."""
    shift = float(np.log(at.sigma0))
    *shares, last = (1e-3, 1e-2, 1e-1) if claim.is_slow else (1e-10,)
    for share in shares:
        low, high = reach(at.scale, share)
        try:
            return tabulated(claim, low + shift, high + shift)
        except PrecisionError:
            continue
    low, high = reach(at.scale, last)
    return tabulated(claim, low + shift, high + shift)


def _variance(claim: Claim, at: Setting) -> Callable[[Floats], Tails]:
    marks = sorted({2 * b for part in at.scale.continua for b in part.breaks})
    low, high = _window(at)
    lower = 2 * max(min((part.lower for part in at.scale.continua), default=-np.inf), low - _MARGIN)
    upper = 2 * min(max((part.upper for part in at.scale.continua), default=np.inf), high + _MARGIN)
    ends = {2 * e for part in at.scale.continua for e in (part.lower, part.upper) if np.isfinite(e)}
    inner = tuple(sorted(m for m in {*marks, *ends} if lower < m < upper))
    places = np.array([0.0, *(float(place) for place, _ in claim.atoms)])
    masses = np.array([0.0, *(float(mass) for _, mass in claim.atoms)])

    def tails(x: Floats) -> Tails:
        if claim.expr == 0:
            found = Tails(np.zeros(x.shape), np.zeros(x.shape))
        else:
            found = distribution.rough(Continuum(claim.log_in_log(), lower, upper, inner), 2 * np.log(x))
        whole = distribution.with_atoms(found, x * x, places, masses)
        return distribution.clear_of(whole, x, np.exp(_marks(at.scale)))

    return tails
