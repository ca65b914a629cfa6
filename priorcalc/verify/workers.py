"""Processes to draw on: an executor for the command line, which leaves no orphans behind."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from priorcalc.errors import ParameterError, remedy


@contextmanager
def pool(workers: int) -> Iterator[Executor | None]:
    """An executor of that many processes; None for one, which draws in this process.

    Processes are spawned, not forked, so that no thread's lock is inherited.  On an interruption what has not
    started is cancelled, and the processes are waited for.
    """
    if workers < 1:
        raise ParameterError(remedy(f"workers={workers}", "fewer than one", "give a whole number from 1"))
    if workers == 1:
        yield None
        return
    executor = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
    try:
        yield executor
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
