"""Groups of weights with a λ each and a τ in common: ln p = ln ∫ ∏_g p_g(w_g | τ) dP(τ).

Given τ the groups are independent, with the norm r_g/τ and the density of ``joint.py``.  Its powers r^{-n} leave the
integral, so that what is integrated is e^{S}, S(v) = Σ_g ln E e^{-nh} at ln r_g - v, v = ln τ.  No term of S exceeds 0,
so that a coarse list of them bounds S from above on intervals; one good value bounds the integral from below.  Where
the bounds let it, the law of τ is cut off; the rest is one integral over v, in logs, as adaptive as that over λ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from priorcalc.numeric.cells import roots
from priorcalc.numeric.endings import ending, log_power
from priorcalc.numeric.joint import JointNumbers, Shared
from priorcalc.numeric.mixture import log_mixture
from priorcalc.numeric.scale import Continuum, Scale

Floats = NDArray[np.float64]

_BLOCK = 1 << 18
_BIN = 0.05
_FAR = 1e5
_LOST = 90.0
"""What lies e^-90 below the highest point found is cut off: a peak is not e^-40 narrow."""


@dataclass(frozen=True)
class Member:
    """Groups of one size: the numbers of their joint law given τ = 1, and their norms, shape (groups,)."""

    numbers: JointNumbers
    norms: Floats


def log_shared(outer: Scale, members: Sequence[Member]) -> float:
    """ln of the density of all groups, for the measure that is Lebesgue's plus a point mass at 0 for what has a spike.

    A group that is 0 counts as the spike of its λ if that has one, else as the limit of its density.  When all are 0
    the spike of τ counts as well.
    """
    if any(np.isnan(member.norms).any() for member in members):
        return np.nan
    if any(np.isinf(member.norms).any() for member in members):
        return -np.inf
    spiked = all(member.numbers.scale.spike > 0 for member in members)
    zero = all((member.norms == 0).all() for member in members)
    if zero and (outer.spike > 0 or spiked):
        away = float(np.log1p(-outer.spike)) if outer.spike < 1 else -np.inf
        inner = sum(_log(member.numbers.scale.spike) * len(member.norms) for member in members)
        return float(np.logaddexp(_log(outer.spike), away + inner))
    lost, constant, away_members = 0, 0.0, []
    for member in members:
        numbers, here = member.numbers, member.norms > 0
        if here.any():
            away_members.append(Member(numbers, member.norms[here]))
            constant += float(numbers.log_rest(member.norms[here]).sum())
        count = int(np.count_nonzero(~here))
        if count and numbers.scale.spike > 0:
            constant += count * _log(numbers.scale.spike)
        elif count:
            constant += count * numbers.log_at_zero
            lost += count * numbers.n
    if constant == np.inf or outer.spike == 1:
        return np.inf if constant == np.inf else -np.inf
    if not away_members:
        return constant + log_power(outer, -float(lost))
    if lost >= _rate(outer, -1) + sum(_rate(m.numbers.scale, 1) * len(m.norms) for m in away_members):
        return np.inf
    return constant + _Fit(tuple(away_members), lost).integral(outer)


def _log(mass: float) -> float:
    return float(np.log(mass)) if mass > 0 else -np.inf


def _rate(scale: Scale, side: int) -> float:
    """The power of λ with which a law ends, inf where it ends faster or stops."""
    return min((ending(part, side).rate for part in scale.continua), default=np.inf)


def _fit_at(numbers: JointNumbers, x: Floats) -> Floats:
    """The fit at e^x; beyond x = ±_FAR, where quadrature ends and nothing counts, continued as a power."""
    inside = np.clip(x, -_FAR, _FAR)
    values, beyond = numbers.log_fit_at(inside), x - inside
    if beyond.any():
        low, half_low, half_high, high = numbers.log_fit_at(_FAR * np.array([-1.0, -0.5, 0.5, 1.0]))
        with np.errstate(invalid="ignore", over="ignore"):  # -∞ - -∞: it is 0 there already
            falls = np.nan_to_num(np.array([half_low - low, high - half_high]) / (0.5 * _FAR))
            values = values + np.where(beyond < 0, falls[0], falls[1]) * beyond
    return values


@dataclass(frozen=True, eq=False)
class _Fit:
    """S(v), for groups away from 0; ``lost`` is the n of those at 0, whose density has the factor τ^{-n}."""

    members: tuple[Member, ...]
    lost: int

    @cached_property
    def _logs(self) -> list[Floats]:
        return [np.log(member.norms) for member in self.members]

    def __call__(self, v: Floats) -> Floats:
        """S at flat v."""
        out = -self.lost * v
        for member, logs in zip(self.members, self._logs, strict=True):
            step = max(1, _BLOCK // len(logs))
            for first in range(0, len(v), step):
                some = v[first : first + step]
                values = _fit_at(member.numbers, (logs - some[:, None]).ravel())
                out[first : first + step] += values.reshape(len(some), -1).sum(axis=1)
        return out

    def kernel(self, t: Floats, x: Floats, u: Floats) -> Floats:
        """S at u, as a kernel of ``log_mixture``."""
        points = np.asarray(u, dtype=np.float64)
        return self(points.ravel()).reshape(points.shape) + 0.0 * t

    def above(self, low: Floats, high: Floats) -> Floats:
        """A bound of S from above on intervals of v."""
        out = -self.lost * np.where(self.lost > 0, low, 0.0)
        for member, logs in zip(self.members, self._logs, strict=True):
            grid, cap = _caps(member.numbers.scale, member.numbers.n)
            bins, counts = np.unique(np.floor((logs - np.log(member.numbers.sigma0)) / _BIN), return_counts=True)
            first = np.searchsorted(grid, bins * _BIN - high[:, None]) - 1
            last = np.searchsorted(grid, (bins + 1) * _BIN - low[:, None])
            out = out + counts @ _most(cap, np.clip(first, 0, len(cap) - 1), np.clip(last, 1, len(cap))).T
        return np.asarray(out)

    def integral(self, outer: Scale) -> float:
        """ln ∫ e^S dP(τ), the spike of τ left out."""
        parts = tuple(self._cut(part) for part in outer.continua)
        return float(log_mixture(replace(outer, continua=parts), np.zeros(1), self.kernel)[0])

    def _cut(self, part: Continuum) -> Continuum:
        """The part of the law of τ that counts."""
        cells, _, log_mass = roots(part)
        with np.errstate(all="ignore"):
            edges = [np.where(cells.side == 0, s, cells.end + cells.side * np.exp(s)) for s in (cells.a, cells.b)]
            low, high = np.minimum(*edges), np.maximum(*edges)
            mass = log_mass.max(axis=1)
            # A peak may hide between the nodes, where its neighbours do not tell: the next cells' heights count too.
            mass = np.maximum(mass, np.maximum(np.roll(mass, 1), np.roll(mass, -1))) + np.log(16)
            bound = self.above(low, high) + mass
        floor = self._highest(part, low, high, bound)
        kept = np.flatnonzero(bound > floor - _LOST)
        if len(kept) == 0:
            return part
        curved = cells.side[kept] != 0
        lower = min([float(low[kept].min()), *cells.end[kept][curved & (cells.side[kept] > 0)].tolist()])
        upper = max([float(high[kept].max()), *cells.end[kept][curved & (cells.side[kept] < 0)].tolist()])
        lower = part.lower if kept[0] == 0 else max(lower, part.lower)
        upper = part.upper if kept[-1] == len(low) - 1 else min(upper, part.upper)
        ends = (part.ends[0] if lower == part.lower else None, part.ends[1] if upper == part.upper else None)
        return replace(part, lower=lower, upper=upper, ends=ends)

    def _highest(self, part: Continuum, low: Floats, high: Floats, bound: Floats) -> float:
        """A value that e^S times the density of v attains: of the best few intervals, searched ever more finely."""
        best = np.argsort(bound)[-3:]
        most = -np.inf
        for k in best:
            a, b = max(float(low[k]), -745.0), min(float(high[k]), 745.0)
            for _ in range(6):
                v = np.linspace(a, b, 13)[1:-1]
                with np.errstate(all="ignore"):
                    values = self(v) + part.log_density(v)
                top = int(np.argmax(np.where(np.isnan(values), -np.inf, values)))
                if values[top] > most:
                    most = float(values[top])
                a, b = max(a, float(v[max(top - 1, 0)])), min(b, float(v[min(top + 1, 10)]))
        return most


@lru_cache(maxsize=64)
def _caps(scale: Scale, n: int) -> tuple[Floats, Floats]:
    """A grid of t, and bounds of ln E e^{-nh} from above between its points and on either side of it."""
    near, far = np.arange(-64.0, 64.0, 0.25), np.arange(64.0, 705.0, 16.0)
    grid = np.concatenate([-far[::-1][:-1], near, far])
    with np.errstate(all="ignore"):
        values = np.maximum(log_mixture(scale, grid, Shared(n)), -1e30)
    drop = np.abs(np.diff(values))
    left, right = np.append(drop[0], drop), np.append(drop, drop[-1])
    peak = (values >= np.append(-np.inf, values[:-1])) & (values >= np.append(values[1:], -np.inf))
    tops = np.minimum(values + np.where(peak, np.maximum(left, right), 0.0), 0.0)
    # The last value on either side bounds what lies beyond, where the function falls.
    return grid, np.concatenate([np.maximum(tops[:-1], tops[1:]), tops[-1:]])


def _most(values: Floats, first: NDArray[np.int64], last: NDArray[np.int64]) -> Floats:
    """The maximum of values[first:last], by a table of the maxima of powers of two in a row."""
    levels = [values]
    while 2 ** len(levels) <= len(values):
        half = 2 ** (len(levels) - 1)
        levels.append(np.maximum(levels[-1][:-half], levels[-1][half:]))
    rank = np.floor(np.log2(np.maximum(last - first, 1))).astype(np.int64)
    padded = np.stack([np.append(level, np.full(len(values) - len(level), -np.inf)) for level in levels])
    return np.asarray(np.maximum(padded[rank, first], padded[rank, np.maximum(last - 2**rank, first)]))
