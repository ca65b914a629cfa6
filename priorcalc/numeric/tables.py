"""Piecewise polynomials for ln of an average over λ, found by the bits of the float w itself.

The leading bits of a double are its octave and the eighth of the octave it lies in: a
panel number, without a logarithm or a search.  On such a dyadic panel a Gaussian scale
mixture is analytic out to an angle of 45°, so that interpolation at 10 Chebyshev nodes errs
by some 24⁻¹⁰.  Blocks of 8 octaves are built when enough points have asked for them, and
measured off their nodes: a panel that misses its goal is marked nan, as are octaves not
built, and its points take the quadrature of ``mixture.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from priorcalc.numeric.kernels import Kernel
from priorcalc.numeric.mixture import log_mean, log_mixture
from priorcalc.numeric.scale import Scale

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_COUNT = 10
_EIGHTHS = 8
_PANELS = 8 * _EIGHTHS
_SHIFT = 52 - 3
_BLOCK_SHIFT = _SHIFT + 6
_LOCAL = np.int64((1 << _SHIFT) - 1)
_ONE = np.int64(1023 << 52)
_STEP = 16_384
_WORTH = 250
_PER_CALL = 20


Finish = Callable[[Floats, Floats], None]
"""What is done in place to the values, given w, while they are in cache."""


def _nothing(values: Floats, w: Floats) -> None:
    """Leave the values as they are."""


@dataclass(frozen=True)
class Table:
    """ln of the average of ``kernel`` over ``scale``, or if there is a ``factor`` ln of its mean under the kernel.

    ``blocks`` and ``visits`` are a memo of what was built and asked for: they change no value.
    """

    scale: Scale
    kernel: Kernel
    factor: Kernel | None = None
    blocks: dict[int, Floats] = field(default_factory=dict)
    visits: dict[int, int] = field(default_factory=dict)

    def __call__(self, w: Floats, unit: float, zero: float, infinite: float, finish: Finish = _nothing) -> Floats:
        """The values at |w|/unit for flat w, with those given for w = 0 and ±∞, finished by ``finish``."""
        out = np.empty_like(w)
        if not self.blocks and len(w) > 4 * _STEP:
            # A sample of the points builds most of what is needed, in less memory than all of them would take.
            self(w[:: len(w) // _STEP], unit, zero, infinite)
        rows = self._read(w, unit, out, finish) if self.blocks else np.arange(len(w))
        if not len(rows):
            return out
        rest = w[rows]
        found = np.where(rest == 0, zero, np.where(np.isinf(rest), infinite, np.nan))
        away = np.flatnonzero((rest != 0) & np.isfinite(rest))
        size = np.abs(rest[away])
        with np.errstate(over="ignore"):
            ratio = size / unit
        if len(away) and self._build(ratio):
            values = np.empty(len(away))
            left = self._read(rest[away], unit, values, _nothing)
            found[away] = values
            away, size, ratio = away[left], size[left], ratio[left]
        if len(away):
            # In logs |w|/unit neither over- nor underflows; the ratio is exacter where it does not.
            normal = (ratio > 1e-307) & (ratio < 1e308)
            t = np.where(normal, np.log(np.where(normal, ratio, 1.0)), np.log(size) - np.log(unit))
            found[away] = self._direct(t, np.where(normal, ratio, np.nan))
        finish(found, rest)
        out[rows] = found
        return out

    def _read(self, w: Floats, unit: float, out: Floats, finish: Finish) -> Ints:
        """Fill ``out`` from the blocks there are; the rows that they do not hold."""
        first, last = min(self.blocks), max(self.blocks)
        gap = np.full((_COUNT, _PANELS), np.nan)
        wall = gap[:, :1]
        parts = [wall, *(self.blocks.get(b, gap) for b in range(first, last + 1)), wall]
        coefficients = np.ascontiguousarray(np.concatenate(parts, axis=1))
        base = first * _PANELS - 1
        term = np.empty(min(_STEP, len(w)))
        missing = [np.empty(0, dtype=np.int64)]
        for i in range(0, len(w), _STEP):
            here = w[i : i + _STEP]
            ratio = np.abs(here)
            if unit != 1.0:
                with np.errstate(over="ignore"):
                    ratio /= unit
            bits = ratio.view(np.int64)
            panel = (bits >> _SHIFT) - base
            bits &= _LOCAL
            bits |= _ONE
            x = ratio
            x *= 16.0
            x -= 17.0
            value, added = out[i : i + _STEP], term[: len(x)]
            # Panels beyond the table are clipped to the walls, which are nan.
            np.take(coefficients[-1], panel, out=value, mode="clip")
            for row in coefficients[-2::-1]:
                value *= x
                np.take(row, panel, out=added, mode="clip")
                value += added
            unknown = np.isnan(value)
            if unknown.any():
                missing.append(i + np.flatnonzero(unknown))
            finish(value, here)
        return np.concatenate(missing)

    def _direct(self, t: Floats, w: Floats) -> Floats:
        if self.factor is None:
            return log_mixture(self.scale, t, self.kernel, w)
        return log_mean(self.scale, t, self.kernel, self.factor, w)

    def _goal(self, size: Floats) -> Floats:
        """The error allowed where |ln| is ``size``: for p up to 745, beyond it for ln p; a mean is worth less."""
        if self.factor is not None:
            return np.full_like(size, 1e-11)
        return np.maximum(2e-13 + 8e-16 * np.minimum(size, 745.0), 2e-14 * size)

    def _build(self, ratio: Floats) -> bool:
        """Build the blocks that have been asked for often enough; whether any was."""
        wanted, counts = np.unique(ratio.view(np.int64) >> _BLOCK_SHIFT, return_counts=True)
        built = False
        for block, count in zip(wanted.tolist(), counts.tolist(), strict=True):
            if block in self.blocks or not 1 <= block < 255:
                continue
            self.visits[block] = self.visits.get(block, 0) + count + _PER_CALL
            if self.visits[block] >= _WORTH:
                self.blocks[block] = _block(self._direct, self._goal, block)
                built = True
        return built


@lru_cache(maxsize=1024)
def table(scale: Scale, kernel: Kernel, factor: Kernel | None = None) -> Table:
    """The one table of a law and a kernel."""
    return Table(scale, kernel, factor)


def _block(direct: Callable[[Floats, Floats], Floats], goal: Callable[[Floats], Floats], block: int) -> Floats:
    """Coefficients of the powers of x in [-1, 1), one column a panel, for octaves 8·block to 8·block + 7."""
    panels = np.arange(_PANELS)
    octave = (8 * block + panels // _EIGHTHS - 1023)[:, None]
    position = (panels % _EIGHTHS)[:, None]
    x = np.concatenate([_nodes(), _CHECKS])
    w = np.ldexp(1 + (position + 0.5 * (1 + x)) / _EIGHTHS, octave)
    values = direct(np.log(w).ravel(), w.ravel()).reshape(w.shape)
    with np.errstate(all="ignore"):
        coefficients = _interpolant(values[:, :_COUNT])
        known = values[:, _COUNT:]
        error = np.abs(np.polynomial.polynomial.polyval(_CHECKS, coefficients.T) - known).max(axis=1)
        good = error < goal(np.abs(known).max(axis=1))
    coefficients[~good] = np.nan
    void = np.all(values == -np.inf, axis=1)
    coefficients[void] = 0.0
    coefficients[void, 0] = -np.inf
    return np.ascontiguousarray(coefficients.T)


_CHECKS = np.array([-0.95105651629515353, 0.0])
"""Where the interpolation errs most, but for the ends."""


def _nodes() -> Floats:
    return np.asarray(np.cos(np.pi * (np.arange(_COUNT) + 0.5) / _COUNT))


def _interpolant(values: Floats) -> Floats:
    """Coefficients of 1, x, …, x⁹ from values at the Chebyshev nodes, one row a panel."""
    middle = values[:, _COUNT // 2, None]
    k = np.arange(_COUNT)
    to_chebyshev = 2 / _COUNT * np.cos(np.pi * k[:, None] * (k + 0.5) / _COUNT)
    to_chebyshev[0] *= 0.5
    series = (values - middle) @ to_chebyshev.T
    # Rounding of the values in a high coefficient would be magnified by the largest coefficient of T₉, 576.
    series[np.abs(series) < 2.2e-16 * np.abs(middle)] = 0.0
    coefficients = series @ _powers()
    coefficients[:, :1] += middle
    return np.asarray(coefficients)


def _powers() -> Floats:
    """Row j has the coefficients of T_j."""
    rows = np.zeros((_COUNT, _COUNT))
    for j in range(_COUNT):
        rows[j, : j + 1] = np.polynomial.chebyshev.cheb2poly(np.eye(_COUNT)[j, : j + 1])
    return rows
