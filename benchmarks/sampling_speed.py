"""How fast are draws counted, and in how much memory?

``python -m benchmarks.sampling_speed`` draws λ and z with NumPy alone, multiplies them, and throws them away; then it
lets ``verify`` draw, bin and count as many.  The peak of this process's memory is printed as the number of draws
grows: it must not.  It exits 1 below half the bare speed, or above 300 MB.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from priorcalc import laws
from priorcalc.laws.noise import NoiseLaw
from priorcalc.verify.streaming import BLOCK, stream

ROWS: tuple[tuple[NoiseLaw, Callable[[np.random.Generator, int], Any]], ...] = (
    (laws.rayleigh(), lambda rng, n: rng.rayleigh(1.0, n)),
    (laws.gamma(2.5), lambda rng, n: rng.gamma(2.5, 1.0, n)),
    (laws.half_cauchy(), lambda rng, n: np.abs(rng.standard_cauchy(n))),
    (laws.gaussian(), lambda rng, n: rng.normal(0.0, 1.0, n)),
    (laws.uniform(), lambda rng, n: rng.uniform(0.0, 1.0, n)),
    (laws.bernoulli(0.8), lambda rng, n: rng.binomial(1, 0.8, n)),
)
TIMES = 5


def bare(draw: Callable[[np.random.Generator, int], Any], n: int) -> float:
    """Seconds to draw n times λ·z in blocks, by NumPy alone."""
    start = time.perf_counter()
    rng = np.random.default_rng(1)
    for _ in range(n // BLOCK):
        draw(rng, BLOCK) * rng.standard_normal(BLOCK)
    return time.perf_counter() - start


def counted(noise: NoiseLaw, n: int) -> float:
    """Seconds to draw and count as many."""
    start = time.perf_counter()
    stream(noise.measure, 1.0, 0, n, np.random.SeedSequence(1))
    return time.perf_counter() - start


def peak() -> float:
    """The most memory that this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(arguments: Sequence[str] | None = None) -> int:
    """Print speeds and memory; 1 if either is outside its bound."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--blocks", type=int, default=32, help=f"blocks of {BLOCK} draws to time (default 32)")
    parser.add_argument("--most", type=float, default=1e8, help="draws for the last line on memory (default 1e8)")
    options = parser.parse_args(arguments)
    n, slow = options.blocks * BLOCK, False
    print(f"{'law':<32}{'bare, 1e6/s':>12}{'verify, 1e6/s':>15}{'ratio':>8}")
    for noise, draw in ROWS:
        # By turns, and the best of each: other work on the machine slows down both.
        times = [(bare(draw, n), counted(noise, n)) for _ in range(TIMES)]
        alone, here = (min(column) for column in zip(*times, strict=True))
        slow |= here > 2 * alone
        print(f"{noise!r:<32}{n / alone / 1e6:>12.1f}{n / here / 1e6:>15.1f}{alone / here:>8.2f}", flush=True)
    draws = 1e6
    while draws <= options.most:
        counted(laws.rayleigh(), int(draws))
        print(f"{draws:.0e} draws counted, peak memory {peak():.0f} MB", flush=True)
        draws *= 10
    return int(slow or peak() > 300)


if __name__ == "__main__":
    sys.exit(main())
