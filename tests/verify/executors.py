"""Executors that behave badly in known ways; what they run is right."""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any


class Shuffled(Executor):
    """Runs what it is given in another order, each after a short delay."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()

        def run() -> None:
            try:
                future.set_result(fn(*args, **kwargs))
            except BaseException as error:
                future.set_exception(error)

        threading.Timer(self.random.uniform(0.0, 0.05), run).start()
        return future


class Dying(Executor):
    """The first tries of every task are lost, as if their worker had been killed."""

    def __init__(self, lost: int) -> None:
        self.left: dict[int, int] = {}
        self.seen: list[Any] = []
        self.lost = lost
        self.tries = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.tries += 1
        future: Future[Any] = Future()
        # a task is known by being the same object; it is kept, so that no other takes its place in memory
        self.seen.append(args[0])
        left = self.left.setdefault(id(args[0]), self.lost)
        self.left[id(args[0])] = left - 1
        if left > 0:
            future.set_exception(OSError("the worker is gone"))
        else:
            future.set_result(fn(*args, **kwargs))
        return future


def kill_once(marker: str, fn: Callable[..., Any], task: Any) -> Any:
    """Kill the process that runs the first task, once; then do what is to be done."""
    place = Path(marker)
    try:
        place.touch(exist_ok=False)
    except FileExistsError:
        return fn(task)
    time.sleep(0.1)
    os._exit(9)


class Killed(Executor):
    """A pool one of whose processes dies in the middle."""

    def __init__(self, pool: Executor, marker: Path) -> None:
        self.pool = pool
        self.marker = str(marker)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        return self.pool.submit(kill_once, self.marker, fn, *args)
