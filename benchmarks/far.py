"""The numbers where they are hardest to have: ln p out to 1e-300 and 1e300, and the slope of ln p.

    python -m benchmarks.far [LAW ...]

Each is compared with 40-digit quadrature from the definition (``benchmarks/joint_accuracy.py``).  The slope needs no
derivative: f_n, the density of n weights that share λ, obeys f_{n+2}(r) = -f_n'(r)/(2πr), so the score is
-2πw f₃(w)/f₁(w).  Printed are the worst errors: of ln p as a part of max(1, |ln p|), of the score relative; the goal of
both is 1e-9.  Where ln p is below -1e308 the truth is -inf.  Lattice laws are summed term by term, so only up to 1e3.
"""

from __future__ import annotations

import sys
from typing import Any

import mpmath
from mpmath import mpf

from benchmarks.joint_accuracy import DIGITS, by_definition
from priorcalc import derive_prior
from priorcalc.laws.examples import EXAMPLES
from priorcalc.measure import Lattice

GOAL = 1e-9
FAR = (1e-300, 1e-150, 1e-30, 1e30, 1e150, 1e300)
NEAR = (1e-8, 1e-4, 1e-2, 0.5, 3.0, 1e2, 1e4, 1e6)
HUGE = 1.7e308
Worst = tuple[float, float]


def log_error(prior: Any, w: float) -> float:
    """The error of ln p(w); 0 where both are infinite."""
    truth = by_definition(prior._derivation.noise.measure, 1, w)
    found = float(prior.logpdf(w))
    if abs(truth) > HUGE or found in (float("inf"), -float("inf")):
        return 0.0 if abs(truth) > 0.99 * HUGE and found == (HUGE * 10 if truth > 0 else -HUGE * 10) else float("inf")
    return float(abs(mpf(found) - truth) / max(1, abs(truth)))


def score_error(prior: Any, w: float) -> float:
    """The relative error of the score."""
    measure = prior._derivation.noise.measure
    with mpmath.workdps(DIGITS):
        truth = -2 * mpmath.pi * mpf(w) * mpmath.exp(by_definition(measure, 3, w) - by_definition(measure, 1, w))
        return float(abs(mpf(float(prior.score(w))) / truth - 1))


def worst(error: Any, prior: Any, points: tuple[float, ...]) -> Worst:
    """The largest error and where it is."""
    return max(((error(prior, w), w) for w in points), key=lambda pair: pair[0])


def measured(name: str) -> tuple[Worst, Worst]:
    """The worst of ln p far out and of the score."""
    prior = derive_prior(EXAMPLES[name]())
    bound = 1e3 if isinstance(prior._derivation.noise.measure, Lattice) else float("inf")
    far, near = (tuple(w for w in points if w <= bound) for points in (FAR, NEAR))
    return worst(log_error, prior, far), worst(score_error, prior, near)


def lines(names: list[str]) -> tuple[list[str], list[str]]:
    """The table in Markdown, and the laws that miss the goal."""
    out, missed = ["| noise | ln p far out | at w | score | at w |", "|---|---|---|---|---|"], []
    for name in names:
        (log, at), (slope, there) = measured(name)
        out.append(f"| {name} | {log:.1e} | {at:g} | {slope:.1e} | {there:g} |")
        if max(log, slope) > GOAL:
            missed.append(name)
    return out, missed


def main(names: list[str]) -> int:
    """Print the table; 1 if a law misses the goal."""
    table, missed = lines(names or list(EXAMPLES))
    print("\n".join(table))
    print(f"\n{len(missed)} laws above {GOAL:g}: {', '.join(missed)}" if missed else f"\nNo law is above {GOAL:g}.")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
