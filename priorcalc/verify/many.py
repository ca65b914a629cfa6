"""Many subjects at once, laws of one weight and of layers: their checks share one executor, and none waits.

Of each, proof, enclosure and quadrature are a task, each run of blocks of draws is a task, and so is the judgement of
the counts.  A certificate is the same, to the last digit, as the one that ``verify`` makes of the derivation alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from operator import add
from typing import Any

from priorcalc.derive import Derivation
from priorcalc.verify import layer_draws, layers, streaming
from priorcalc.verify.certificate import Certificate
from priorcalc.verify.evidence import KINDS, Evidence
from priorcalc.verify.gather import ALONE, Batch, Script, run
from priorcalc.verify.layers import Layer
from priorcalc.verify.recipe import pack, unpack
from priorcalc.verify.run import Order, certain, ordered, refuse_symbols, sampled, versions
from priorcalc.verify.setting import setting
from priorcalc.verify.subject import describe

Told = Callable[[], None]
"""Called whenever a task is done."""


def verify_many(
    subjects: Sequence[Derivation | Layer],
    samples: int = 1_000_000,
    rng: Any = None,
    executor: Executor | None = None,
    kinds: Iterable[str] = KINDS,
    false_alarm: float = 1e-6,
    progress: Told | None = None,
) -> Iterator[tuple[int, Certificate]]:
    """Certificates with the numbers of their subjects, in the order in which they are done.

    Parameters
    ----------
    subjects
        What is to be checked: derivations, and priors of layers.
    samples, rng, executor, kinds, false_alarm
        As of :func:`priorcalc.verify.run.verify`, for each of them.
    progress
        Called whenever one of ``steps(...)`` tasks is done.

    Examples
    --------
    >>> from priorcalc import laws
    >>> from priorcalc.derive import derive
    >>> found = verify_many([derive(laws.rayleigh()), derive(laws.half_cauchy())], samples=10_000, rng=1)
    >>> [(number, certificate.upheld) for number, certificate in found]
    [(0, True), (1, True)]
    """
    order = ordered(samples, rng, kinds, false_alarm)
    alone = executor is None

    def told(_: Any) -> None:
        if progress is not None:
            progress()

    scripts = [script(subject, order, alone, told) for subject in subjects]
    return run(scripts, executor)


def steps(subjects: Sequence[Derivation | Layer], samples: int, alone: bool) -> int:
    """How many tasks they make."""
    each = 2 + streaming.tasks_for(samples, alone)
    layers = sum(not isinstance(subject, Derivation) for subject in subjects)
    return each * len(subjects) + (2 + layer_draws.tasks_for(samples)) * layers


def script(subject: Derivation | Layer, order: Order, alone: bool, told: Callable[[Any], None]) -> Script:
    """The tasks of one subject, batch by batch; it returns the certificate."""
    match subject:
        case Derivation():
            return _derivation(subject, order, alone, told)
    return _layer(subject, order, alone, told)


def _layer(layer: Layer, order: Order, alone: bool, told: Callable[[Any], None]) -> Script:
    # Half of the false alarms that are allowed for one weight, half for the rest.
    half = replace(order, false_alarm=order.false_alarm / 2)
    one = layers.marginal(layer)
    packed = layer if alone else pack(layer)
    first = yield from _derivation(one, half, alone, told)
    evidence: tuple[Evidence, ...] = layers.of_one_weight(first.evidence)
    if "estimate" in order.kinds:
        found = yield Batch(_layer_estimates, (packed,), done=told)
        evidence += found.result
    if "sample" in order.kinds:
        tasks = layer_draws.tasks(packed, layer, order.samples, order.seed)
        drawn = yield Batch(layer_draws.tally, tasks, add, told)
        task = (packed, drawn.result, order.samples, half.false_alarm, drawn.again)
        judged = yield Batch(_layer_samples, (task,), done=told)
        evidence += judged.result
    said = {"layer": repr(layer), "structure": layer.structure}
    return Certificate({**first.subject, **said}, evidence, order.settings, versions())


def _layer_estimates(packed: Any) -> tuple[Evidence, ...]:
    with ALONE:
        return layers.layer_estimates(unpack(packed))


def _layer_samples(task: tuple[Any, Any, int, float, int]) -> tuple[Evidence, ...]:
    packed, *counted = task
    with ALONE:
        return layer_draws.layer_samples(unpack(packed), *counted)


def _derivation(derivation: Derivation, order: Order, alone: bool, told: Callable[[Any], None]) -> Script:
    refuse_symbols(derivation, order)
    packed = derivation if alone else pack(derivation)
    found = yield Batch(_certain, ((packed, order.kinds),), done=told)
    evidence, octave, sigma0 = found.result
    if "sample" in order.kinds:
        measure = derivation.noise.measure
        law = measure if alone else pack(measure)
        tasks = streaming.blocks(law, sigma0, octave, order.samples, order.seed, alone)
        drawn = yield Batch(streaming.tally, tasks, add, told)
        judged = yield Batch(_sampled, ((packed, drawn.result, order.false_alarm, drawn.again),), done=told)
        evidence += judged.result
    return Certificate(describe(derivation), evidence, order.settings, versions())


def _certain(task: tuple[bytes | Derivation, tuple[str, ...]]) -> tuple[tuple[Evidence, ...], int, float]:
    packed, kinds = task
    derivation: Derivation = unpack(packed)
    evidence = certain(derivation, kinds)
    if "sample" not in kinds:
        return evidence, 0, 1.0
    with ALONE:
        at = setting(derivation)
        return evidence, at.octave, at.sigma0


def _sampled(task: tuple[bytes | Derivation, streaming.Tally, float, int]) -> tuple[Evidence, ...]:
    packed, tally, false_alarm, lost = task
    return sampled(unpack(packed), tally, false_alarm, lost)
