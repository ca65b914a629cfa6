"""Draws of a whole layer by its own sampler: how often two weights that share some factors are small together.

Given the factors S that two weights share, they are independent: P(|w_a| ≤ m, |w_b| ≤ m) = E_S[G(m/S)²] with
G(x) = P(σ₀|Rz| ≤ x) and R the factors that they do not share; both are 0 with P(S = 0) + P(S ≠ 0) P(R = 0)².
A pair is looked at for every way to share.  Counts of seeded blocks add exactly; chances are those of the binomial law.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from priorcalc.numeric.scale import Scale
from priorcalc.verify import definition
from priorcalc.verify.definition import integrate
from priorcalc.verify.evidence import Evidence, verdict_of
from priorcalc.verify.gather import ALONE
from priorcalc.verify.layers import Layer, labels, scale_of
from priorcalc.verify.monte_carlo import chance
from priorcalc.verify.recipe import unpack
from priorcalc.verify.tables import Fit, tabulate

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

BLOCK = 1 << 15
"""Matrices in a block."""
_TASK = 8
_LIMITS = (0.1, 0.5, 1.0, 3.0)
_FIT = Fit(1.0, 1e-8, 12)
_NOT = "dependence of more than two weights: ln p(W) at a few matrices looks at that"


@dataclass(frozen=True)
class Pair:
    """A weight that is compared with the first one, and the roles of the factors that the two share."""

    place: int
    shared: frozenset[str]

    def __str__(self) -> str:
        return f"w_0 and w_{self.place}, which share " + (", ".join(sorted(self.shared)) or "nothing") + ", are"


@dataclass(frozen=True)
class Task:
    """Some blocks of matrices to draw."""

    layer: Any
    places: tuple[int, ...]
    entropy: int
    key: tuple[int, ...]
    samples: int
    first: int
    last: int


def pairs(layer: Layer) -> tuple[Pair, ...]:
    """A weight beside the first, one in the next row, and one for every other way to share factors with the first."""
    shared_at = [(f.role, labels(layer, f)) for f in layer.factors]
    size, row = int(np.prod(layer.shape)), int(np.prod(layer.shape[1:]))
    ways = {place: frozenset(role for role, label in shared_at if label[place] == label[0]) for place in range(1, size)}
    found = {way: place for place, way in reversed(ways.items())}
    chosen = sorted({*found.values(), *(place for place in (1, row) if place in ways)})
    return tuple(Pair(place, ways[place]) for place in chosen)


def tasks(packed: Any, layer: Layer, samples: int, seed: np.random.SeedSequence) -> tuple[Task, ...]:
    """The tasks that draw so many matrices, with seeds that those of the single weight do not have."""
    entropy = int(np.asarray(seed.generate_state(4, np.uint64))[0])
    places, count = tuple(pair.place for pair in pairs(layer)), -(-samples // BLOCK)
    whole = (packed, places, entropy, (*seed.spawn_key, 1 << 31), samples)
    return tuple(Task(*whole, k, min(k + _TASK, count)) for k in range(0, count, _TASK))


def tasks_for(samples: int) -> int:
    """How many tasks that is."""
    return -(-samples // (BLOCK * _TASK))


def tally(task: Task) -> Counts:
    """Counts for each limit, and for 0: how often |w_0| is at most that, and how often it and another weight are."""
    layer: Layer = unpack(task.layer)
    with ALONE:
        layer.rvs(1, np.random.default_rng(0))
    size = float(layer.sigma)
    total = np.zeros((1 + len(_LIMITS), 1 + len(task.places)), dtype=np.int64)
    for block in range(task.first, task.last):
        rng = np.random.default_rng(np.random.SeedSequence(task.entropy, spawn_key=(*task.key, block)))
        weights = np.abs(layer.rvs(min(BLOCK, task.samples - block * BLOCK), rng))
        flat = weights.reshape(len(weights), -1)
        for k, limit in enumerate((0.0, *_LIMITS)):
            small = flat <= limit * size
            both = [small[:, 0], *(small[:, 0] & small[:, place] for place in task.places)]
            total[k] += [int(np.count_nonzero(event)) for event in both]
    return total


def layer_samples(layer: Layer, counts: Counts, samples: int, false_alarm: float, lost: int) -> tuple[Evidence, ...]:
    """Judge the counts, all tests together at the false-alarm probability that is given."""
    laws = [(f.role, f.law) for f in layer.factors]
    tests = counts.size
    made = {"n": samples, "false_alarm": false_alarm / tests, "tests": tests, "tasks given out again": lost}
    found = [_judged("|w_0| is", counts[:, 0], _alone(scale_of([law for _, law in laws])), samples, made)]
    for column, pair in enumerate(pairs(layer), start=1):
        shared = scale_of([law for role, law in laws if role in pair.shared])
        others = scale_of([law for role, law in laws if role not in pair.shared])
        with np.errstate(all="ignore"):
            found.append(_judged(str(pair), counts[:, column], _together(shared, others), samples, made))
    return tuple(found)


def _judged(says: str, counts: Counts, claimed: Sequence[float], n: int, made: dict[str, Any]) -> Evidence:
    chances = [chance(int(count), n, p) for count, p in zip(counts, claimed, strict=True)]
    k = int(np.argmin(chances))
    figure = f"least chance of {len(chances)} counts {chances[k]:.1e}: {counts[k]} of {n} where {claimed[k]:.6g} is due"
    says = f"how often {says} at most {', '.join(f'{limit:g}' for limit in (0.0, *_LIMITS))} σ₀"
    return Evidence("sample", says, verdict_of(chances[k] >= made["false_alarm"]), figure, made, _NOT)


def _alone(scale: Scale) -> list[float]:
    return [scale.spike, *(scale.spike + 2 * np.exp(integrate(scale, np.log(_LIMITS), definition.centre).log))]


def _together(shared: Scale, others: Scale) -> list[float]:
    zero = shared.spike + (1 - shared.spike) * others.spike**2
    small = _small(others, direct=not shared.continua)
    limits = np.log(np.array(_LIMITS))
    found = integrate(shared, limits, lambda t, u: 2 * np.log(small(t - u)))
    return [zero, *(shared.spike + np.exp(found.log))]


def _small(others: Scale, direct: bool) -> Callable[[Floats], Floats]:
    """t -> P(|R z| ≤ e^t), as a table where it is asked for at the nodes of an integral."""

    def log(t: Floats) -> Floats:
        return integrate(others, t, definition.centre).log

    if direct or not others.continua:
        return lambda t: others.spike + 2 * np.exp(log(np.ravel(t)).reshape(np.shape(t)))
    table = tabulate(log, -60.0, 60.0, _FIT)

    def value(t: Floats) -> Floats:
        inside = np.clip(t, table.lower, table.upper)
        return np.asarray(others.spike + np.exp(table.log_density(inside) - inside))

    return value
