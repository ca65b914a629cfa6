"""How accurate ``joint(n).logpdf`` is, for every law of the catalogue, from one weight to a million.

    python -m benchmarks.joint_accuracy [LAW ...]

Each value is compared with ln ∫ N(x; 0, λ² Iₙ) dP(λ), integrated with 40 digits over u = ln λ from the density in the
catalogue, or summed over atoms.  The error is |difference|/max(1, |ln p|); the worst point of each law is printed,
and the exit status is 1 if one is above 1e-11.  A lattice law is summed term by term, up to r = 1000 only.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import mpmath
from mpmath import exp, inf, log, mpf, pi
from sympy import Expr, lambdify, oo

from priorcalc import derive_prior
from priorcalc.laws.examples import EXAMPLES
from priorcalc.measure import Atoms, Density, Lattice
from priorcalc.symbols import lam

GOAL = 1e-11
COUNTS = (1, 2, 7, 1000, 10**6)
RADII = (1e-12, 1e-4, 0.3, 3.0, 1e3, 1e12)
"""Besides these, √n, where a row of n weights typically lies."""
DIGITS = 40
HAIR = mpf(10) ** -30
DEEP = 85
"""What lies e^-85 below the peak is left out."""
Term = Callable[[Any], Any]


def radii(n: int, measure: Any) -> list[float]:
    """The radii at which a law is tried."""
    most = 1e3 if isinstance(measure, Lattice) else inf
    return sorted({r for r in (*RADII, float(n) ** 0.5) if r <= most})


def by_definition(measure: Any, n: int, r: float) -> Any:
    """ln p at ‖x‖ = r, of the part that is not at 0."""
    with mpmath.workdps(DIGITS):
        match measure:
            case Density():
                parts = [_integral(*branch, n, mpf(r)) for branch in _branches(measure)]
            case _:
                parts = [log(mass) + _kernel(n, mpf(r), log(point)) for point, mass in _atoms(measure)]
        top = max(parts)
        return top + log(mpmath.fsum(exp(part - top) for part in parts))


def _kernel(n: int, r: Any, u: Any) -> Any:
    return -n * (u + log(2 * pi) / 2) - r * r * exp(-2 * u) / 2


def _atoms(measure: Any) -> Iterator[tuple[Any, Any]]:
    match measure:
        case Atoms():
            yield from ((abs(_number(x)), _number(m)) for x, m in measure.points if x != 0 and m != 0)
        case Lattice():
            last = 20_000 if measure.last == oo else int(measure.last)
            mass, most = lambdify(measure.index, measure.mass, "mpmath"), mpf(0)
            for k in range(max(measure.first, 1), last + 1):
                value = mass(mpf(k))
                most = max(most, value)
                # A Gaussian factor of 10^-220000 is what r = 1000 costs at k = 1: terms count for long.
                if value < most * mpf(10) ** -240_000:
                    return
                yield mpf(k), value


def _number(value: Expr) -> Any:
    return mpmath.mpmathify(value.evalf(DIGITS + 10))


def _branches(measure: Density) -> Iterator[tuple[Term, list[Any]]]:
    """ln of the density of u = ln |λ| for λ > 0 and for λ < 0, and the ends and breaks of u."""
    density = lambdify(lam, measure.expr, "mpmath")
    marks = [measure.lower, *measure.breaks, measure.upper]
    for sign in (1, -1):
        sizes = sorted(_number(sign * mark) if mark.is_finite else sign * _infinite(mark) for mark in marks)
        if sizes[-1] > 0:
            logs = [log(size) for size in sizes if size > 0]
            yield (lambda u, sign=sign: log(density(sign * exp(u))) + u), logs if sizes[0] > 0 else [-inf, *logs]


def _infinite(mark: Expr) -> Any:
    return inf if mark == oo else -inf


def _integral(log_density: Term, marks: list[Any], n: int, r: Any) -> Any:
    """ln of the integral over one branch: panels about the mode, growing outwards till the integrand is negligible."""

    def term(u: Any) -> Any:
        value = log_density(u) + _kernel(n, r, u)
        return value.real

    reach = max(mpf(200), 100 + abs(log(r)))
    low, high = max(marks[0], -reach), min(marks[-1], reach)
    # An end is left by a hair: a density may be infinite there, as a power of the distance.
    a, b = low + HAIR, high - HAIR
    mode = _mode(term, a, b)
    top, edges = term(mode), {mode}
    for side, end in ((1, b), (-1, a)):
        step, u = _step(term, mode, top, side, end), mode
        while side * (end - u) > 0 and (u == mode or term(u) > top - DEEP):
            u = min(u + step, end) if side > 0 else max(u - step, end)
            edges.add(u)
            step = min(step * mpf(5) / 4, mpf(1))
    first, last = min(edges), max(edges)
    # Panels are graded towards every end and break.
    hairs = [sign * HAIR * mpf(3) ** k for k in range(63) for sign in (1, -1)]
    edges |= {m + d for m in marks if abs(m) < inf for d in (*hairs, 0) if first < m + d < last}
    total = mpf(0)
    for p, q in pairwise(sorted(edges)):
        total += mpmath.quad(lambda u: exp(term(u) - top), [p, q], method="gauss-legendre", maxdegree=4)
    return top + log(total)


def _mode(term: Term, a: Any, b: Any) -> Any:
    for _ in range(32):
        points = [a + (b - a) * k / 24 for k in range(25)]
        values = [term(u) for u in points]
        k = max(range(25), key=lambda i: values[i])
        near = values[max(k - 1, 0)], values[min(k + 1, 24)]
        a, b = points[max(k - 1, 0)], points[min(k + 1, 24)]
        if values[k] - min(near) < 0.1:
            break
    return points[k]


def _step(term: Term, mode: Any, top: Any, side: int, end: Any) -> Any:
    """A distance over which the integrand falls by about e."""
    step = mpf(1)
    while step > mpf(10) ** -30 and (side * (end - mode) < step or term(mode + side * step) < top - 1):
        step /= 2
    return step


@dataclass(frozen=True)
class Worst:
    """The point at which a law is farthest from its definition."""

    error: float
    n: int
    r: float
    log_p: float


def worst_of(name: str) -> Worst:
    """The worst point of a law of the catalogue."""
    prior, found = derive_prior(EXAMPLES[name]()), Worst(-1.0, 0, 0.0, 0.0)
    for n in COUNTS:
        row = prior.joint(n)
        for r in radii(n, prior._derivation.noise.measure):
            got, true = float(row.log_of_norm(r)), by_definition(prior._derivation.noise.measure, n, r)
            error = float(abs(got - true) / max(1, abs(true)))
            if not error <= found.error:
                found = Worst(error, n, r, float(true))
    return found


def main(names: list[str]) -> int:
    """Print the table; 1 if a law misses the goal."""
    unknown = sorted(set(names) - set(EXAMPLES))
    if unknown:
        print(f"no law of the catalogue: {', '.join(unknown)}", file=sys.stderr)
        return 64
    print(f"{'law':<24}{'error':>10}{'n':>10}{'r':>10}{'ln p':>14}")
    missed = 0
    for name in names or EXAMPLES:
        worst = worst_of(name)
        missed += not worst.error <= GOAL
        print(f"{name:<24}{worst.error:>10.1e}{worst.n:>10}{worst.r:>10.3g}{worst.log_p:>14.6g}", flush=True)
    print(f"{missed} laws above {GOAL:.0e}")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
