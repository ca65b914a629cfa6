"""Every benchmark of the numbers in one run: accuracy, speed, memory, peers; written to docs/ with its machine.

    python -m benchmarks [--points N] [--limit SECONDS]      what ``make bench`` runs: about fifteen minutes

It writes ``docs/benchmarks.md`` and ``docs/benchmarks.png``, and exits 1 if a goal is missed that the page
does not explain.
"""

from __future__ import annotations

import argparse
import platform
from importlib.metadata import version
from pathlib import Path

from benchmarks import far, numbers, peers
from priorcalc.laws.examples import EXAMPLES

DOCS = Path(__file__).resolve().parents[1] / "docs"
LIBRARIES = ("numpy", "scipy", "sympy", "mpmath")
EXPLAINED = {
    "half_cauchy*half_cauchy": "the table of a product of two densities is a nested quadrature, made once",
}
"""Goals that are missed, and why."""


def processor() -> str:
    """What the machine calls its processor."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())


PAGE = """# Benchmarks

Written by `make bench` (`python -m benchmarks`) on one core of: {machine}.
Timings vary from machine to machine and run to run; what carries over is ratios within one run.

## Accuracy and speed, law by law

The worst errors at the weights of [tests/reference](../tests/reference/README.md), 1e-12 to 1e6, of the moments
E|w|^½ and E|w|, and of sf(isf(q)) for q down to 1e-300; the speed as a share of that of `-np.abs(w) - log(2)` in the
same run. Goals: errors up to 1e-12 (moments 1e-10), set-up up to 0.2 s, `logpdf` at 1/20 or more. What each column is
stands in `benchmarks/numbers.py`.

{numbers}

{explained}
## Far out

ln p from 1e-300 to 1e300 and the score from 1e-8 to 1e6, against 40-digit quadrature from the definition; the goal of
both is 1e-9. (`benchmarks/far.py`)

{far}

## Beside others

![Values per second against the worst relative error, a point for each program and noise.](benchmarks.png)

p(w) at the weights where it is a normal double; a weight fails if the value is more than 1e-9 off, nan or missing. Each
program in a process of its own. The quadratures are written as one writes them at first: over λ, from 0 to the end of
the support, with the defaults. PaCal 1.6 does not build against today's NumPy. (`benchmarks/peers.py`)

{peers}
"""


def machine() -> str:
    """The processor, the system and the libraries."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return f"{processor()}, {platform.system()}, Python {platform.python_version()}; {libraries}"


def draw(found: peers.Found, path: Path) -> None:
    """Speed against error, a marker for each program."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, ax = plt.subplots(figsize=(7, 4.2), layout="constrained")
    markers = dict(zip(peers.PEERS, "o^sDvPX*", strict=True))
    for peer, marker in markers.items():
        points = [one for (_, by), one in found.items() if by == peer and isinstance(one, peers.Result)]
        if points:
            speeds, errors = [p.speed for p in points], [max(p.worst, 1e-16) for p in points]
            ax.scatter(speeds, errors, marker=marker, s=60, label=peer)
    ax.set(xscale="log", yscale="log", xlabel="values of p(w) per second", ylabel="worst relative error")
    ax.legend(fontsize="small")
    figure.savefig(path, dpi=150, metadata={"Software": None})
    plt.close(figure)


def main() -> int:
    """Measure, write, and say what is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--limit", type=float, default=60.0, help="seconds for each peer and noise")
    given = parser.parse_args()
    rows = numbers.rows(given.points)
    missed = [row.key for row in rows if row.misses]
    why = [f"- {key}: {EXPLAINED.get(key, 'not explained')}" for key in missed]
    beyond, short = far.lines(list(EXAMPLES))
    found = peers.run(given.limit)
    text = PAGE.format(
        machine=machine(),
        numbers="\n".join(numbers.report(rows, given.points)),
        explained="\n".join(["Why a goal is missed:", "", *why, ""]) if missed else "",
        far="\n".join([*beyond, "", f"Missed by: {', '.join(short) or 'none'}."]),
        peers="\n".join(peers.table(found)),
    )
    (DOCS / "benchmarks.md").write_text(text, encoding="utf-8")
    draw(found, DOCS / "benchmarks.png")
    print(text)
    return int(bool(short) or any(key not in EXPLAINED for key in missed))


if __name__ == "__main__":
    raise SystemExit(main())
