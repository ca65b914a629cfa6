"""A pytest plugin for ``benchmarks.mutants``: the quickest tests first, so that most mutants die within a second."""

from __future__ import annotations

import json
from pathlib import Path

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort the tests by the time that mutmut saw them take; where it has not looked yet, leave them as they are."""
    seen = Path("mutmut-stats.json")
    if seen.exists():
        took = json.loads(seen.read_text())["duration_by_test"]
        items.sort(key=lambda item: took.get(item.nodeid, 1.0))
