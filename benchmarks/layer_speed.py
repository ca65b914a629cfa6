"""How long the log density of a 1000 × 1000 matrix takes under ARD, in units of ``(W**2).sum(axis=1)``.

    python -m benchmarks.layer_speed

The norms of the rows are the bulk of the work: what is left is one look-up for each row.  Times are medians of
alternating calls after a first one, which builds the table of the law; that one is printed as well.  The exit status
is 1 if a ratio is above 5.
"""

from __future__ import annotations

import platform
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from priorcalc import laws, layer_prior

SIDE = 1000
RUNS = 41
GOAL = 5.0
UNITS: dict[str, Any] = {
    "Bernoulli": laws.bernoulli(p=0.8),
    "Rayleigh": laws.rayleigh(),
    "inverse Nakagami": laws.inverse_nakagami(m=2),
    "half-Cauchy": laws.half_cauchy(),
    "uniform": laws.uniform(),
    "log-normal": laws.lognormal(),
}


def timed(call: Callable[[], Any]) -> float:
    """Milliseconds of one call."""
    start = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - start)


def main() -> int:
    """Print the table; 1 if a law misses the goal."""
    weights = np.random.default_rng(0).normal(size=(SIDE, SIDE))
    versions = f"Python {platform.python_version()}, NumPy {np.__version__}"
    print(f"{platform.machine()}, {versions}; medians of {RUNS} calls\n")
    print("| unit noise | first call, ms | logpdf, ms | (W**2).sum(axis=1), ms | ratio |")
    print("|---|---|---|---|---|")
    missed = 0
    for title, noise in UNITS.items():
        layer = layer_prior((SIDE, SIDE), unit=noise)
        first = timed(lambda: layer.logpdf(weights))  # noqa: B023 - called at once
        pairs = [(timed(lambda: layer.logpdf(weights)), timed(lambda: (weights**2).sum(axis=1))) for _ in range(RUNS)]  # noqa: B023
        ours, plain = (statistics.median(column) for column in zip(*pairs, strict=True))
        missed += ours > GOAL * plain
        print(f"| {title} | {first:.0f} | {ours:.2f} | {plain:.2f} | {ours / plain:.2f} |", flush=True)
    print(f"\n{missed} of {len(UNITS)} above {GOAL:g}")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
