"""Processes to draw on: executors for the command line, which leave no orphans behind.

Each process of a pool watches the end of a pipe that its parent holds: when the parent closes it, or dies in whatever
way, the process ends at once, in the middle of its task.  So an interruption need not wait for anything.
"""

from __future__ import annotations

import importlib
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from priorcalc.errors import MissingExtraError, ParameterError, remedy


@contextmanager
def pool(workers: int) -> Iterator[Executor | None]:
    """An executor of that many processes; None for one, which draws in this process.

    Processes are spawned, not forked, so that no thread's lock is inherited.
    """
    if workers < 1:
        raise ParameterError(remedy(f"workers={workers}", "fewer than one", "give a whole number from 1"))
    if workers == 1:
        yield None
        return
    context = get_context("spawn")
    watched, held = context.Pipe(duplex=False)
    executor = ProcessPoolExecutor(workers, mp_context=context, initializer=_watch, initargs=(watched,))
    try:
        yield executor
    except BaseException:
        held.close()
        raise
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
        held.close()
        watched.close()


def _watch(watched: Connection) -> None:
    # An interruption from the keyboard reaches every process; the parent alone decides what comes of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with, args=(watched,), daemon=True).start()


def _leave_with(watched: Connection) -> None:
    try:
        watched.recv_bytes()
    except (EOFError, OSError):
        os._exit(1)


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """The executor of a Dask cluster whose scheduler has this address; what is under way there ends with us.

    Raises
    ------
    MissingExtraError
        If ``dask.distributed`` is not installed.
    ParameterError
        If nobody answers at the address.
    """
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError as error:
        todo = "pip install 'priorcalc[distributed]'"
        raise MissingExtraError(remedy(f"a cluster at {address}", "dask.distributed is missing", todo)) from error
    try:
        client = distributed.Client(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError) as error:
        todo = "give the address of a running scheduler, such as tcp://127.0.0.1:8786"
        raise ParameterError(remedy(f"a cluster at {address}", str(error) or "no answer", todo)) from error
    try:
        yield client.get_executor()
    finally:
        client.close()
