"""Start-up is quick because the heavy libraries are imported when they are needed, not before.

What is asserted is the cause (which modules are loaded), not the time it takes.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = {"sympy", "scipy", "numpy", "mpmath", "matplotlib"}

# Each runs in a fresh interpreter and ends with the names of all loaded modules as its last line.
IMPORT = "import priorcalc"
NAMES = "import priorcalc; assert {'derive_prior', 'NoiseLaw', 'laws'} <= set(dir(priorcalc))"
HELP = """
import runpy, sys
sys.argv = ["priorcalc", "--help"]
try:
    runpy.run_module("priorcalc", run_name="__main__", alter_sys=True)
except SystemExit as stop:
    assert not stop.code, stop.code
else:
    raise AssertionError("--help came to no end")
"""
REPORT = "\nimport json, sys; print(); print(json.dumps(sorted(sys.modules)))"


def run(program: str) -> tuple[str, set[str]]:
    """What a program prints in a fresh interpreter, and the top-level modules it has loaded at its end."""
    done = subprocess.run(
        [sys.executable, "-c", program + REPORT], capture_output=True, text=True, timeout=120, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    talk, _, modules = done.stdout.rstrip("\n").rpartition("\n")
    return talk, {name.partition(".")[0] for name in json.loads(modules)}


@pytest.mark.parametrize("program", [IMPORT, NAMES], ids=["import", "dir"])
def test_importing_priorcalc_imports_no_heavy_library(program: str) -> None:
    """``import priorcalc`` loads neither SymPy nor NumPy nor what stands on them, nor the command line's libraries."""
    _, loaded = run(program)
    assert "priorcalc" in loaded
    assert loaded & (HEAVY | {"click", "rich"}) == set()


def test_help_imports_no_heavy_library() -> None:
    """``priorcalc --help`` names the commands and loads no library that computes or draws."""
    talk, loaded = run(HELP)
    assert {"table", "derive", "verify", "laws"} <= set(talk.split())
    assert loaded & HEAVY == set()


def test_a_heavy_library_would_be_seen() -> None:
    """The report is of what is loaded: a program that imports NumPy is caught."""
    _, loaded = run("import numpy")
    assert "numpy" in loaded
