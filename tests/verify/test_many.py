"""Many verifications share one executor; what comes out does not depend on it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import psutil
import pytest
from distributed import Client, LocalCluster

from priorcalc import laws, layer_prior
from priorcalc.derive import derive
from priorcalc.errors import MissingExtraError, ParameterError
from priorcalc.verify.certificate import Certificate
from priorcalc.verify.many import steps, verify_many
from priorcalc.verify.run import verify
from priorcalc.verify.streaming import BLOCK
from priorcalc.verify.workers import cluster, pool
from tests.verify.executors import Dying, Killed, Shuffled

SAMPLES = BLOCK + 12_345
SUBJECTS = [
    derive(laws.rayleigh(2)),
    derive(laws.bernoulli(0.8)),
    layer_prior((2, 2), unit="rayleigh"),
]


def certificates(executor: Executor | None, told: Any = None) -> list[Certificate]:
    found = dict(verify_many(SUBJECTS, SAMPLES, 4, executor, progress=told))
    return [found[number] for number in range(len(SUBJECTS))]


@pytest.fixture(scope="module")
def alone() -> list[Certificate]:
    """What comes out without an executor; every task that was announced is told."""
    told: list[int] = []
    found = certificates(None, lambda: told.append(1))
    assert len(told) == steps(SUBJECTS, SAMPLES, alone=True)
    return found


def test_many_are_verified_as_each_alone(alone: list[Certificate]) -> None:
    """To the last digit of every figure."""
    assert all(certificate.upheld for certificate in alone)
    assert alone[:2] == [verify(subject, SAMPLES, 4) for subject in SUBJECTS[:2]]  # type: ignore[arg-type]


@pytest.mark.parametrize("workers", [1, 2, 7])
def test_certificates_do_not_depend_on_the_number_of_threads(workers: int, alone: list[Certificate]) -> None:
    """Though mpmath's precision belongs to all threads together."""
    with ThreadPoolExecutor(workers) as threads:
        assert certificates(threads) == alone


def test_certificates_do_not_depend_on_the_order(alone: list[Certificate]) -> None:
    """An executor that shuffles and delays gives the same, and every task that was announced is told."""
    told: list[int] = []
    assert certificates(Shuffled(5), lambda: told.append(1)) == alone
    assert len(told) == steps(SUBJECTS, SAMPLES, alone=False)


def test_certificates_do_not_depend_on_processes(alone: list[Certificate]) -> None:
    """Derivations and layers can be sent to fresh processes; the pool of the command line is one."""
    with pool(2) as executor:
        assert executor is not None
        assert certificates(executor) == alone


def test_a_lost_task_of_any_kind_is_given_out_again(alone: list[Certificate]) -> None:
    """Quadrature as well as draws; how often is told in the settings, and nothing else changes."""
    found = certificates(Dying(1))
    assert [[(e.claim, e.figure) for e in c.evidence] for c in found] == [
        [(e.claim, e.figure) for e in c.evidence] for c in alone
    ]
    assert found[0].of("sample")[0].settings["tasks given out again"] > 0


def test_a_killed_process_is_made_up_for(tmp_path: Path, alone: list[Certificate]) -> None:
    """The pool breaks; what is left is done here."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        found = certificates(Killed(processes, tmp_path / "died"))
    assert [[e.figure for e in c.evidence] for c in found] == [[e.figure for e in c.evidence] for c in alone]


def test_an_error_of_a_task_is_raised() -> None:
    """Where another try would not mend it, and not in silence."""
    with pytest.raises(OSError, match="the worker is gone"):
        certificates(Dying(9))


@pytest.fixture(scope="module")
def scheduler() -> Iterator[LocalCluster]:
    """A Dask cluster of two separate processes."""
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as local:
        yield local


def test_certificates_do_not_depend_on_a_cluster(scheduler: LocalCluster, alone: list[Certificate]) -> None:
    """Through Dask's own executor, on processes that are not children of this one's pool."""
    with Client(scheduler, set_as_default=False) as client:
        assert certificates(client.get_executor()) == alone


def test_the_command_line_works_on_a_cluster(scheduler: LocalCluster) -> None:
    """By the address of its scheduler."""
    command = [sys.executable, "-m", "priorcalc", "verify", "rayleigh", "--samples", "3e5", "--json"]
    command += ["--dask", scheduler.scheduler_address]
    there = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert json.loads(there.stdout) == verify(derive(laws.rayleigh()), 300_000, 0).to_dict()


def test_an_address_where_nobody_answers_is_refused() -> None:
    """With the address and what to give instead."""
    with pytest.raises(ParameterError, match=r"gopher.*running scheduler"), cluster("gopher://127.0.0.1:1"):
        pass


def test_without_dask_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is optional."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingExtraError, match="distributed"), cluster("tcp://127.0.0.1:1"):
        pass


def alive(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


@pytest.mark.parametrize(("workers", "whole_group"), [(1, True), (2, True), (2, False)])
def test_an_interruption_leaves_no_orphans_and_says_what_was_finished(workers: int, whole_group: bool) -> None:
    """From the keyboard, which signals every process, or to the parent alone: status 130, lines of what was done."""
    command = [sys.executable, "-m", "priorcalc", "verify", "--all", "--samples", "1e9", "--workers", str(workers)]
    # few draws where they are made in one process, so that a first law is done soon
    command[6] = "1e9" if workers > 1 else "1e5"
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        # a job in the background was told to ignore the keyboard
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    assert process.stdout is not None
    first = process.stdout.readline() if workers == 1 else ""
    children = psutil.Process(process.pid).children(recursive=True)
    while workers > 1 and len(children) < 3:
        time.sleep(0.05)
        children = psutil.Process(process.pid).children(recursive=True)
    (os.killpg if whole_group else os.kill)(process.pid, signal.SIGINT)
    rest, said = process.communicate(timeout=60)
    assert process.returncode == 130
    lines = (first + rest).splitlines()
    assert all(line.startswith("upheld") for line in lines)
    assert f"{len(lines)} of" in said and "finished" in said
    psutil.wait_procs(children, timeout=10)
    assert not any(alive(child) for child in children)


def test_the_death_of_the_parent_ends_its_workers() -> None:
    """Even one that leaves no time to say goodbye."""
    process = subprocess.Popen(
        [sys.executable, "-m", "priorcalc", "verify", "--all", "--samples", "1e9", "--workers", "2"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    children: list[psutil.Process] = []
    while len(children) < 3:
        time.sleep(0.05)
        children = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    process.wait()
    gone, left = psutil.wait_procs(children, timeout=20)
    assert gone and not any(alive(child) for child in left)
