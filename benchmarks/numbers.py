"""How right and how fast the numbers are, law by law, against the goals.

    python -m benchmarks.numbers [--points 1000000]

Accuracy is the worst error at the points of ``tests/reference`` (mpmath, 30 digits, two routes that agree): of ln p and
ln P(W > w) relative to max(1, |ln|), of p and P(W > w) relative where they are normal doubles, of the quantile as
|sf(isf(q)) - q|/q for q from 1e-300 to ½, of E|λ|^½ and E|λ| relative.  Throughput is that of ``logpdf`` and others on
draws of a log-normal |w|, as a share of the bare ``-np.abs(w) - log(2)`` in the same run; set-up is the first call.
"""

from __future__ import annotations

import argparse
import math
import statistics
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from priorcalc import Prior, derive_prior, laws
from tests.reference.loader import Reference, load
from tests.reference.prior import prior_of

RUNS = 5
NORMAL = math.log(2.3e-308)
LOG_2 = math.log(2)
GOALS = {"logpdf": 1e-12, "pdf": 1e-12, "logsf": 1e-12, "sf": 1e-12, "isf": 1e-12, "moments": 1e-10}
LEAST = 1 / 20
"""Of the bare formula's speed, for special functions and quadrature; ½ of its own formula for an elementary one."""
LONGEST = 0.2


@dataclass(frozen=True)
class Row:
    """What was measured of one law; the errors with the weight of the worst, and the speed as a share of the limit."""

    key: str
    form: str
    errors: dict[str, tuple[float, float]]
    setup: float
    speeds: dict[str, float]

    @property
    def misses(self) -> list[str]:
        """The goals that are missed."""
        bad = [f"{name} {error:.1e} at {at:g}" for name, (error, at) in self.errors.items() if error > GOALS[name]]
        bad += [f"logpdf at {self.speeds['logpdf']:.3f} of the limit"] if self.speeds["logpdf"] < LEAST else []
        return bad + ([f"set-up {self.setup:.2f} s"] if self.setup > LONGEST else [])


def worst(error: Any, at: Any) -> tuple[float, float]:
    """The largest error and where it is."""
    k = int(np.argmax(error))
    return float(error[k]), float(at[k])


def errors(prior: Prior, entry: Reference) -> dict[str, tuple[float, float]]:
    """The worst error of each kind."""
    w = np.array([float(point["w"]) for point in entry["points"]])
    found = {}
    for log, plain, key in (("logpdf", "pdf", "logp"), ("logsf", "sf", "logsf")):
        truth = np.array([float(point[key]) for point in entry["points"]])  # type: ignore[literal-required]
        value = np.array([float(point[plain.replace("pdf", "p")] or 0) for point in entry["points"]])  # type: ignore[literal-required]
        gap = np.abs(getattr(prior, log)(w) - truth) / np.maximum(1, np.abs(truth))
        found[log] = worst(gap, w)
        normal = truth > NORMAL
        relative = np.abs(getattr(prior, plain)(w[normal]) / value[normal] - 1)
        found[plain] = worst(relative, w[normal])
    q = np.concatenate([10.0 ** -np.arange(1.0, 301.0, 7.0), np.arange(0.02, 0.5, 0.04)])
    q = q[q < 0.5 * (1 - float(prior.atom)) * (1 - 1e-6)]
    x = prior.isf(q)
    inside = (x > 0) & np.isfinite(x)
    found["isf"] = worst(np.abs(prior.sf(x[inside]) / q[inside] - 1), q[inside])
    orders = {float(s): float(value) for s, value in entry["abs_moment"].items()}
    gaps = [_moment_error(prior, s, value) for s, value in orders.items()]
    found["moments"] = worst(np.array(gaps), np.array(list(orders)))
    return found


def _moment_error(prior: Prior, s: float, truth: float) -> float:
    found = prior.abs_moment(s) / derive_prior("point", value=1).abs_moment(s)
    return 0.0 if found == truth else abs(found / truth - 1)


def seconds(call: Callable[[], Any]) -> float:
    """The median of a few runs."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def limit(w: Any) -> float:
    """Seconds of the bare Laplace formula."""
    return seconds(lambda: -np.abs(w) - LOG_2)


def measured(key: str, entry: Reference, points: int) -> Row:
    """One law's row."""
    prior = prior_of(key, entry)
    w = np.random.default_rng(0).lognormal(0, 1, points) * np.random.default_rng(1).choice([-1.0, 1.0], points)
    start = time.perf_counter()
    prior.logpdf(w[:100_000])
    # The table and 1e5 points; the points' own time is less than a tenth of it.
    setup = time.perf_counter() - start
    prior.logsf(w[:1000]), prior.isf([0.1, 0.2])
    u = np.random.default_rng(2).uniform(0, 1, points)
    bare = limit(w)
    calls = {name: getattr(prior, name) for name in ("logpdf", "pdf", "logsf", "cdf", "score")}
    speeds = {name: bare / seconds(lambda call=call: call(w)) for name, call in calls.items()}  # type: ignore[misc]
    speeds["ppf"] = bare / seconds(lambda: prior.ppf(u))
    return Row(key, prior.form, errors(prior, entry), setup, speeds)


ELEMENTARY: dict[str, tuple[str, dict[str, Any], Callable[[Any], Any]]] = {
    "Laplace": ("rayleigh", {}, lambda w: -np.abs(w) - LOG_2),
    "Student-t": ("inverse_nakagami", {"m": 1.5}, lambda w: -2 * np.log1p(w * w / 3) - 1.0),
    "Gaussian": ("point", {"value": 1}, lambda w: -0.5 * w * w - 0.9),
    "Spike and slab": ("bernoulli", {"p": 0.8}, lambda w: -0.5 * w * w - 1.1),
}


def elementary(points: int) -> list[str]:
    """``logpdf`` of the elementary forms beside the same formula in bare NumPy."""
    w = np.random.default_rng(0).normal(size=points)
    lines = ["| elementary form | million points/s | share of its bare formula (goal ½) |", "|---|---|---|"]
    for title, (name, params, bare) in ELEMENTARY.items():
        prior = derive_prior(name, **params)
        prior.logpdf(w)
        ours, theirs = seconds(lambda prior=prior: prior.logpdf(w)), seconds(lambda bare=bare: bare(w))  # type: ignore[misc]
        lines.append(f"| {title} | {points / ours / 1e6:.0f} | {theirs / ours:.2f} |")
    return lines


DRAWN: dict[str, Callable[[np.random.Generator, int], Any]] = {
    "rayleigh": lambda rng, n: rng.rayleigh(1.0, n) * rng.standard_normal(n),
    "half_cauchy": lambda rng, n: rng.standard_cauchy(n) * rng.standard_normal(n),
    "gaussian": lambda rng, n: rng.standard_normal(n) * rng.standard_normal(n),
    "exponential": lambda rng, n: rng.exponential(1.0, n) * rng.standard_normal(n),
    "lognormal": lambda rng, n: rng.lognormal(0.0, 1.0, n) * rng.standard_normal(n),
}


def drawing(draws: int) -> list[str]:
    """``rvs`` beside the bare calls that the law needs."""
    lines = ["| noise | million draws/s | share of the bare calls (goal 0.7) |", "|---|---|---|"]
    for name, bare in DRAWN.items():
        prior = derive_prior(name)
        ours = seconds(lambda prior=prior: prior.rvs(draws, rng=0))  # type: ignore[misc]
        theirs = seconds(lambda bare=bare: bare(np.random.default_rng(0), draws))  # type: ignore[misc]
        lines.append(f"| {name} | {draws / ours / 1e6:.0f} | {theirs / ours:.2f} |")
    return lines


def memory(points: int) -> list[str]:
    """The most memory that a call holds, in units of the argument's own."""
    w = np.random.default_rng(0).normal(size=points)
    lines = ["| call | peak memory / the argument's |", "|---|---|"]
    for name in ("rayleigh", "half_cauchy", "lognormal"):
        prior = derive_prior(name)
        for method in ("logpdf", "logsf", "ppf"):
            x = w if method != "ppf" else np.abs(w) / (1 + np.abs(w))
            getattr(prior, method)(x[:1000])
            tracemalloc.start()
            getattr(prior, method)(x)
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            lines.append(f"| {name}, {method} | {peak / w.nbytes:.2f} |")
    return lines


def table(measured_rows: list[Row]) -> list[str]:
    """The rows in Markdown, the worst error with its place, and the misses by name."""
    speeds = [f"{name} speed" for name in ("logpdf", "pdf", "logsf", "cdf", "score", "ppf")]
    heads = (*GOALS, "set-up s", *speeds)
    lines = [f"| noise | form | {' | '.join(heads)} |", "|---" * (2 + len(heads)) + "|"]
    for row in measured_rows:
        cells = [f"{error:.1e}" for error, _ in row.errors.values()]
        cells += [f"{row.setup:.2f}", *(f"1/{1 / share:.0f}" for share in row.speeds.values())]
        lines.append(f"| {row.key} | {row.form} | " + " | ".join(cells) + " |")
    missed = [f"- {row.key}: {'; '.join(row.misses)}" for row in measured_rows if row.misses]
    return [*lines, "", "Goals missed:" if missed else "No goal is missed.", *missed]


def rows(points: int) -> list[Row]:
    """The row of every reference law."""
    return [measured(key, entry, points) for key, entry in load().items()]


def report(measured_rows: list[Row], points: int) -> list[str]:
    """Every table of this module."""
    names = {entry["name"] for entry in load().values()}
    absent = sorted(set(laws.RECORDS) - names)
    tail = [f"Catalogue laws without a reference value: {', '.join(absent) or 'none'}.", ""]
    parts = [elementary(points), [""], drawing(10 * points), [""], memory(10 * points)]
    return [*table(measured_rows), "", *tail, *(line for part in parts for line in part)]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--points", type=int, default=1_000_000)
    points = parser.parse_args().points
    print("\n".join(report(rows(points), points)))


if __name__ == "__main__":
    main()
