"""Work on an executor: batches of tasks whose results are merged in whatever order they come.

A *script* is a generator: it yields a batch, is sent the merged result, and returns what it was for.  Many scripts run
at once, so that no worker waits for the end of one of them.  A task whose worker died is given out again, at last done
here, and counted; nothing is silently dropped.  Without an executor the tasks run here, one after the other.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass, replace
from functools import reduce
from heapq import heappop, heappush
from itertools import count
from pickle import PicklingError
from typing import Any

from priorcalc.errors import ParameterError, PriorcalcError, remedy

ALONE = threading.RLock()
"""Held by whoever uses mpmath, whose precision belongs to the whole process: workers may be threads of one."""
_TRIES = 3
_AHEAD = 64


def only(one: Any, other: Any) -> Any:
    """The merge of a batch of a single task: there is nothing to merge."""
    raise AssertionError((one, other))


@dataclass(frozen=True)
class Batch:
    """Tasks ``function(argument)``, and how two results become one; ``done`` is called with each result."""

    function: Callable[[Any], Any]
    arguments: tuple[Any, ...]
    merge: Callable[[Any, Any], Any] = only
    done: Callable[[Any], None] | None = None


@dataclass(frozen=True)
class Gathered:
    """The merged result of a batch, and how many of its tasks had to be given out again."""

    result: Any
    again: int


Script = Generator[Batch, Gathered, Any]


def run(scripts: Sequence[Script], executor: Executor | None) -> Iterator[tuple[int, Any]]:
    """What each script returns, with its number, in the order in which they end.

    >>> def square_sum(n):
    ...     gathered = yield Batch(abs, (-n, n), lambda x, y: x * x + y * y)
    ...     return gathered.result
    >>> list(run([square_sum(2), square_sum(3)], None))
    [(0, 8), (1, 18)]
    """
    if executor is not None:
        yield from _on(executor, scripts)
        return
    for number, script in enumerate(scripts):
        batch = next(script)
        while True:
            try:
                batch = script.send(Gathered(reduce(batch.merge, map(_told(batch), batch.arguments)), 0))
            except StopIteration as end:
                yield number, end.value
                break


def _told(batch: Batch) -> Callable[[Any], Any]:
    def call(argument: Any) -> Any:
        result = batch.function(argument)
        if batch.done is not None:
            batch.done(result)
        return result

    return call


@dataclass(frozen=True)
class _Task:
    """One task of a script's batch, and which try it is."""

    number: int
    batch: Batch
    argument: Any
    attempt: int = 1


@dataclass(frozen=True)
class _State:
    """How far a batch is: tasks that are not back, what has been merged (nothing at first), tries that were lost."""

    left: int
    merged: tuple[Any, ...] = ()
    again: int = 0


def _on(executor: Executor, scripts: Sequence[Script]) -> Iterator[tuple[int, Any]]:
    fresh = deque(range(len(scripts)))
    todo: list[tuple[int, int, _Task]] = []
    ticket = count()
    out: dict[Future[Any], _Task] = {}
    states: dict[int, _State] = {}

    def put(task: _Task) -> None:
        # What belongs to the first scripts goes first, so that they end early.
        heappush(todo, (task.number, next(ticket), task))

    def queue(number: int, batch: Batch) -> None:
        states[number] = _State(len(batch.arguments))
        for argument in batch.arguments:
            put(_Task(number, batch, argument))

    def taken(task: _Task, result: Any, lost: int = 0) -> Iterator[tuple[int, Any]]:
        if task.batch.done is not None:
            task.batch.done(result)
        state = states[task.number]
        merged = reduce(task.batch.merge, (*state.merged, result))
        states[task.number] = state = _State(state.left - 1, (merged,), state.again + lost)
        if state.left == 0:
            try:
                queue(task.number, scripts[task.number].send(Gathered(merged, state.again)))
            except StopIteration as end:
                yield task.number, end.value

    try:
        while fresh or todo or out:
            while len(out) < _AHEAD and (todo or fresh):
                if not todo:
                    number = fresh.popleft()
                    queue(number, next(scripts[number]))
                *_, task = heappop(todo)
                try:
                    out[executor.submit(task.batch.function, task.argument)] = task
                except (BrokenExecutor, RuntimeError):
                    yield from taken(task, task.batch.function(task.argument), lost=1)
            for future in wait(out, return_when=FIRST_COMPLETED).done:
                task = out.pop(future)
                error = future.exception()
                if error is None:
                    yield from taken(task, future.result())
                    continue
                _refuse(error, task.attempt)
                states[task.number] = replace(states[task.number], again=states[task.number].again + 1)
                put(replace(task, attempt=task.attempt + 1))
    finally:
        for future in out:
            future.cancel()


def _refuse(error: BaseException, attempt: int) -> None:
    """Raise what another try would not mend."""
    if isinstance(error, (PicklingError, AttributeError, TypeError)):
        found = "the noise holds a function that cannot be sent to another process"
        todo = "define it at the top level of a module that the workers can import"
        raise ParameterError(remedy("verify(executor=…)", found, todo)) from error
    if isinstance(error, PriorcalcError) or attempt >= _TRIES:
        raise error
