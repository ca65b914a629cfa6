"""This project beside others on the same question: p(w) for w = λz, at the weights of ``tests/reference``.

    python -m benchmarks.peers [--limit SECONDS]

Each peer works in a process of its own, stopped at the limit, on four noises: time to the first value (from the
import on), values per second of p on an array, the worst relative error and the number of the reference weights at
which p is a normal double and the peer's value is more than 1e-9 off, nan or missing.  "bare NumPy" is the limit: the
closed form typed in by hand, where it is elementary.  Peers that are not installed are left out and named.
"""

from __future__ import annotations

import argparse
import importlib.util
import math
import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from tests.reference.loader import load

NOISES = {"rayleigh": "rayleigh(1)", "half_cauchy": "half_cauchy(1)", "gaussian": "gaussian(0,1)", "beta": "beta(2,3)"}
PARAMS: dict[str, dict[str, float]] = {"beta": {"alpha": 2, "beta": 3}}
WRONG = 1e-9
NO_LAW = "no such law"
Density = Callable[[Any], Any]


@dataclass(frozen=True)
class Result:
    """Seconds to the first value, values per second, the worst relative error, and how many weights failed."""

    first: float
    speed: float
    worst: float
    failed: int
    points: int


def density_of_noise(name: str) -> tuple[Callable[[Any], Any], float]:
    """p(λ) on (0, ∞), or up to the end of the support."""
    densities: dict[str, tuple[Callable[[Any], Any], float]] = {
        "rayleigh": (lambda x: x * np.exp(-0.5 * x * x), math.inf),
        "half_cauchy": (lambda x: 2 / (np.pi * (1 + x * x)), math.inf),
        "gaussian": (lambda x: np.sqrt(2 / np.pi) * np.exp(-0.5 * x * x), math.inf),
        "beta": (lambda x: 12 * x * (1 - x) ** 2, 1.0),
    }
    return densities[name]


def ours(name: str) -> tuple[Density, int]:
    """priorcalc."""
    from priorcalc import derive_prior

    return derive_prior(name, **PARAMS.get(name, {})).pdf, 1_000_000


def bare(name: str) -> tuple[Density, int] | None:
    """The formula typed in."""
    return (lambda w: 0.5 * np.exp(-np.abs(w)), 1_000_000) if name == "rayleigh" else None


def _mixed(name: str) -> Callable[[Any, Any], Any]:
    density, _ = density_of_noise(name)

    def integrand(x: Any, w: Any) -> Any:
        with np.errstate(all="ignore"):
            return np.nan_to_num(np.exp(-0.5 * (w / x) ** 2) / (np.sqrt(2 * np.pi) * x) * density(x))

    return integrand


def quad(name: str) -> tuple[Density, int]:
    """scipy.integrate.quad over λ, as one would write it down."""
    from scipy.integrate import quad as integrate

    integrand, end = _mixed(name), density_of_noise(name)[1]
    return lambda w: np.array([integrate(integrand, 0, end, args=(x,))[0] for x in np.atleast_1d(w)]), 300


def tanhsinh(name: str) -> tuple[Density, int]:
    """scipy.integrate.tanhsinh over λ."""
    from scipy.integrate import tanhsinh as integrate

    integrand, end = _mixed(name), density_of_noise(name)[1]
    return lambda w: integrate(integrand, 0, end, args=(np.atleast_1d(w),)).integral, 3000


def scipy_law(name: str) -> tuple[Density, int] | None:
    """SciPy's own law of w, where it has one."""
    from scipy import stats

    return (stats.laplace.pdf, 1_000_000) if name == "rayleigh" else None


def openturns(name: str) -> tuple[Density, int] | None:
    """OpenTURNS' product of two distributions."""
    import openturns as ot

    z = ot.Normal(0, 1)
    noise = {
        "rayleigh": lambda: ot.Rayleigh(1.0, 0.0),
        "gaussian": lambda: ot.Normal(0, 1),
        "beta": lambda: ot.Beta(2, 3, 0, 1),
        "half_cauchy": lambda: ot.TruncatedDistribution(ot.Student(1.0), 0.0, ot.TruncatedDistribution.LOWER),
    }[name]()
    product = noise * z
    return lambda w: np.asarray(product.computePDF(np.atleast_1d(w)[:, None])).ravel(), 1000


def sympy(name: str) -> tuple[Density, int] | None:
    """SymPy's integrate, then lambdify."""
    from sympy import Rational, Symbol, exp, integrate, lambdify, meijerg, oo, pi, sqrt

    x, w = Symbol("x", positive=True), Symbol("w", positive=True)
    density, end = {
        "rayleigh": (x * exp(-(x**2) / 2), oo),
        "half_cauchy": (2 / (pi * (1 + x**2)), oo),
        "gaussian": (sqrt(2 / pi) * exp(-(x**2) / 2), oo),
        "beta": (12 * x * (1 - x) ** 2, Rational(1)),
    }[name]
    found = integrate(exp(-(w**2) / (2 * x**2)) / (sqrt(2 * pi) * x) * density, (x, 0, end), conds="none")
    if not found.has(meijerg):
        return lambdify(w, found, ["scipy", "numpy"]), 10_000
    # Only mpmath has the Meijer G-function.
    one = lambdify(w, found, "mpmath")
    return lambda points: np.array([float(one(float(x)).real) for x in np.ravel(points)]), 20


PEERS: dict[str, tuple[Callable[[str], Any], str]] = {
    "priorcalc": (ours, "priorcalc"),
    "bare NumPy": (bare, "numpy"),
    "scipy.stats": (scipy_law, "scipy"),
    "scipy quad": (quad, "scipy"),
    "scipy tanhsinh": (tanhsinh, "scipy"),
    "OpenTURNS": (openturns, "openturns"),
    "SymPy integrate + lambdify": (sympy, "sympy"),
    "PaCal": (ours, "pacal"),  # it needs a NumPy older than ours; named as absent
}


def _measure(peer: str, name: str, send: Any) -> None:
    import warnings

    warnings.simplefilter("ignore")
    entry = load()[NOISES[name]]
    given = [(float(p["w"]), float(p["p"] or 0)) for p in entry["points"]]
    points = [(w, p) for w, p in given if p > 2.3e-308]
    start = time.perf_counter()
    try:
        made = PEERS[peer][0](name)
    except Exception as error:  # what a peer raises is the finding
        send.send(f"raised {type(error).__name__}")
        return
    if made is None:
        send.send(NO_LAW)
        return
    pdf, count = made
    with np.errstate(all="ignore"):
        pdf(np.array([1.0]))
        first = time.perf_counter() - start
        errors = []
        for w, p in points:
            try:
                errors.append(abs(float(np.ravel(pdf(np.array([w])))[0]) / p - 1))
            except Exception:  # what a peer raises counts as a failure
                errors.append(math.nan)
        array = np.random.default_rng(0).lognormal(0, 1, count)
        pdf(array)
        start = time.perf_counter()
        pdf(array)
        speed = count / (time.perf_counter() - start)
    failed = sum(not error <= WRONG for error in errors)
    send.send(Result(first, speed, max((e for e in errors if e == e), default=math.nan), failed, len(points)))


def measured(peer: str, name: str, limit: float) -> Result | str:
    """The figures of one peer on one noise, or what became of it."""
    context = multiprocessing.get_context("spawn")
    receive, send = context.Pipe(duplex=False)
    work = context.Process(target=_measure, args=(peer, name, send))
    work.start()
    send.close()
    try:
        return receive.recv() if receive.poll(limit) else f"stopped at {limit:.0f} s"  # type: ignore[no-any-return]
    except EOFError:
        return "failed"
    finally:
        work.kill()
        work.join()


Found = dict[tuple[str, str], "Result | str"]


def run(limit: float) -> Found:
    """What each installed peer gives on each noise for which it has a law."""
    here = [peer for peer in PEERS if peer not in absent()]
    found = {(name, peer): measured(peer, name, limit) for name in NOISES for peer in here}
    return {key: result for key, result in found.items() if result != NO_LAW}


def absent() -> list[str]:
    """The peers that are not installed."""
    return [peer for peer, (_, module) in PEERS.items() if importlib.util.find_spec(module) is None]


def table(found: Found) -> list[str]:
    """The results in Markdown."""
    lines = ["| noise | by | first value, s | values/s | worst relative error | weights failed |", "|---" * 6 + "|"]
    for (name, peer), one in found.items():
        if isinstance(one, Result):
            failed = f"{one.failed} of {one.points}"
            lines.append(f"| {name} | {peer} | {one.first:.2f} | {one.speed:.2g} | {one.worst:.1e} | {failed} |")
        else:
            lines.append(f"| {name} | {peer} | {one} | | | |")
    return [*lines, "", f"Not installed: {', '.join(absent()) or 'none'}."]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--limit", type=float, default=60.0, help="seconds for each peer and noise")
    print("\n".join(table(run(parser.parse_args().limit))))


if __name__ == "__main__":
    main()
