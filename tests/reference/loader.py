"""Read values.json: independent values of w = λz (σ₀ = 1), of E|λ|**s and of P(λ² ≤ v), as strings of 30 digits.

Feed a string to ``mpmath.mpf`` or ``float`` as the test needs.  Every ``w``, ``s``, ``v`` and parameter is the double
nearest to what is written: the values belong to that double, so ``float(point["w"])`` is exact.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypedDict, cast


class Point(TypedDict):
    """Values at one w > 0; ``p`` and ``sf`` are None below 1e-4000, their logarithms never are."""

    w: str
    p: str | None
    sf: str | None
    logp: str
    logsf: str


class Reference(TypedDict):
    """One law: its catalogue name and parameters, P(λ = 0), the points and the moments ("inf" where infinite)."""

    name: str
    params: dict[str, Any]
    atom: str
    points: list[Point]
    abs_moment: dict[str, str]
    variance_cdf: dict[str, str]
    worst_disagreement: str


def load() -> dict[str, Reference]:
    """The laws by key, such as ``gamma(2.5,1)``; ``half_cauchy*half_cauchy`` is the product of two."""
    body = json.loads(Path(__file__).with_name("values.json").read_text(encoding="utf-8"))
    return cast("dict[str, Reference]", body["laws"])
