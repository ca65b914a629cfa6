"""Draws of λ and of w = σ₀λz in blocks, counted and forgotten.

Block k of 2¹⁸ draws has its own seed, the k-th child of the certificate's.  What is kept of it is counts: |λ| and |w|
in bins of 1/512 octave, read off the bits of the floats, zeros, signs, and of its first 2¹⁶ draws the sums of |w|^{1/4}
over groups of 1024.  Counts add exactly and sums are kept by block, so the result is the same for any number of
workers and any order.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from operator import add

import numpy as np
from numpy.typing import NDArray

from priorcalc.errors import ParameterError, remedy
from priorcalc.measure import Measure
from priorcalc.numeric.draws import draw
from priorcalc.verify.gather import ALONE, Batch, Script, run
from priorcalc.verify.recipe import pack, unpack

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Progress = Callable[[int, int], None]
"""Called with the draws done and the draws to do."""

BLOCK = 1 << 18
GROUP = 1 << 10
GROUPED = 1 << 16
ORDER = 0.25
_TASK = 16
_SHIFT = 43
_PER_OCTAVE = 512
_OCTAVES = 80
_BINS = 2 * _OCTAVES * _PER_OCTAVE


@dataclass(frozen=True)
class Task:
    """Some blocks to draw: a picklable value.  ``octave`` is the exponent of 2 about which the bins lie."""

    law: bytes | Measure
    sigma0: float
    entropy: int
    spawn_key: tuple[int, ...]
    samples: int
    first: int
    last: int
    octave: int


@dataclass(frozen=True)
class Tally:
    """Counts of n draws: ``scales`` of |λ| and ``weights`` of |w| by bin, and per-block sums of |w|^{1/4} by group."""

    n: int
    octave: int
    scales: Counts
    weights: Counts
    zero_scales: int
    positive_scales: int
    zero_weights: int
    positive_weights: int
    sums: tuple[tuple[int, Floats], ...]

    def __add__(self, other: Tally) -> Tally:
        """Both together: exact, and the same in any order."""
        return Tally(
            self.n + other.n,
            self.octave,
            self.scales + other.scales,
            self.weights + other.weights,
            self.zero_scales + other.zero_scales,
            self.positive_scales + other.positive_scales,
            self.zero_weights + other.zero_weights,
            self.positive_weights + other.positive_weights,
            tuple(sorted(self.sums + other.sums, key=lambda pair: pair[0])),
        )


def edges(octave: int, bins: NDArray[np.int64]) -> Floats:
    """The left ends of some bins."""
    return np.asarray((bins + _offset(octave)) << _SHIFT).view(np.float64)


def bins(octave: int, values: Floats) -> Counts:
    """The bins in which values ≥ 0 fall; the first and the last hold what lies outside."""
    place = values.view(np.int64) >> _SHIFT
    place -= _offset(octave)
    np.maximum(place, 0, out=place)
    np.minimum(place, _BINS - 1, out=place)
    return np.asarray(place)


def _offset(octave: int) -> int:
    low = np.ldexp(1.0, min(max(octave - _OCTAVES, -1000), 1000 - 2 * _OCTAVES))
    return int(np.asarray(low).view(np.int64)) >> _SHIFT


def _binned(values: Floats, octave: int) -> Counts:
    return np.bincount(bins(octave, values), minlength=_BINS)


def tally(task: Task) -> Tally:
    """Draw the blocks of a task and count them."""
    law = unpack(task.law)
    with ALONE:
        # a law without a sampler builds its table at the first draw, with mpmath
        draw(law, np.random.default_rng(0), 1)
    counted = [_block(law, task, block) for block in range(task.first, task.last)]
    total = counted[0]
    for more in counted[1:]:
        total = total + more
    return total


def _block(law: Measure, task: Task, block: int) -> Tally:
    seed = np.random.SeedSequence(task.entropy, spawn_key=(*task.spawn_key, block))
    rng = np.random.default_rng(seed)
    n = min(BLOCK, task.samples - block * BLOCK)
    scales = draw(law, rng, n)
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        weights = rng.standard_normal(n)
        weights *= scales
        weights *= task.sigma0
    positive_scales = int(np.count_nonzero(scales > 0))
    positive_weights = int(np.count_nonzero(weights > 0))
    scales, weights = np.abs(scales), np.abs(weights, out=weights)
    if np.isnan(np.max(weights)):
        raise ParameterError(remedy("draws of λ", "a draw is nan", "mend the sampler or the support"))
    whole = min(n, GROUPED) // GROUP * GROUP
    quarter = np.sqrt(np.sqrt(weights[:whole]))
    return Tally(
        n,
        task.octave,
        _binned(scales, task.octave),
        _binned(weights, task.octave),
        n - int(np.count_nonzero(scales)),
        positive_scales,
        n - int(np.count_nonzero(weights)),
        positive_weights,
        ((block, quarter.reshape(-1, GROUP).sum(axis=1)),),
    )


def blocks(
    law: Measure | bytes, sigma0: float, octave: int, samples: int, seed: np.random.SeedSequence, alone: bool = False
) -> tuple[Task, ...]:
    """The tasks that draw ``samples`` times; few and long ones where they are done in one place."""
    entropy = seed.entropy if isinstance(seed.entropy, int) else int(np.asarray(seed.generate_state(4, np.uint64))[0])
    count, step = _shares(samples, alone)
    whole = Task(law, sigma0, entropy, tuple(seed.spawn_key), samples, 0, 0, octave)
    return tuple(replace(whole, first=k, last=min(k + step, count)) for k in range(0, count, step))


def tasks_for(samples: int, alone: bool) -> int:
    """How many tasks ``blocks`` makes."""
    count, step = _shares(samples, alone)
    return -(-count // step)


def _shares(samples: int, alone: bool) -> tuple[int, int]:
    # The number of blocks, and how many of them make a task.
    count = -(-samples // BLOCK)
    return count, _TASK if alone else max(1, min(_TASK, count // 16))


def stream(
    law: Measure,
    sigma0: float,
    octave: int,
    samples: int,
    seed: np.random.SeedSequence,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> tuple[Tally, int]:
    """Count ``samples`` draws, here or on an executor; and how many tasks had to be given out again.

    Raises
    ------
    ParameterError
        If the law holds a function that cannot be sent to another process.
    """
    packed = law if executor is None else pack(law)
    drawn = 0

    def told(part: Tally) -> None:
        nonlocal drawn
        drawn += part.n
        if progress is not None:
            progress(drawn, samples)

    def script() -> Script:
        tasks = blocks(packed, sigma0, octave, samples, seed, alone=executor is None)
        return (yield Batch(tally, tasks, add, told))

    ((_, found),) = run([script()], executor)
    return found.result, found.again
