"""How long ``derive_prior`` takes for each row, beside SymPy's own integration of the same mixture.

    python -m benchmarks.derive_speed [--timeout SECONDS]

"repeated" derives the same law again, "fresh" one with a parameter not seen before, so that no cache of
results helps.  SymPy integrates ∫₀^∞ N(w; 0, λ²) p(λ) dλ, once by its default and once with ``meijerg=True``,
each in a process of its own that is stopped at the time limit.
"""

from __future__ import annotations

import argparse
import multiprocessing
import platform
import statistics
import time
from collections.abc import Callable
from typing import Any

from sympy import Expr, Integral, Rational, Symbol, exp, integrate, oo, pi, sqrt
from sympy import meijerg as MeijerG

from priorcalc import derive_prior, laws
from priorcalc.symbols import lam

RUNS = 40
x, w = Symbol("x", positive=True), Symbol("w", positive=True)
SYMBOLS = {name: Symbol(name, positive=True) for name in ("sigma", "m", "Omega", "beta", "p", "a", "b", "c", "mu")}

ROWS: dict[str, tuple[str, dict[str, Any], dict[str, str]]] = {
    # title: (law, numbers with one that is varied under the key None, symbols)
    "Bernoulli": ("bernoulli", {"p": None}, {"p": "p"}),
    "Gaussian, mean 0": ("gaussian", {"sigma": None}, {"sigma": "sigma"}),
    "Gaussian, mean ≠ 0": ("gaussian", {"mu": 1, "sigma": None}, {"mu": "mu", "sigma": "sigma"}),
    "Rayleigh": ("rayleigh", {"sigma": None}, {"sigma": "sigma"}),
    "Inverse Nakagami": ("inverse_nakagami", {"m": None}, {"m": "m", "omega": "Omega"}),
    "Half-Cauchy": ("half_cauchy", {"beta": None}, {"beta": "beta"}),
    "Uniform": ("uniform", {"upper": None}, {"upper": "c"}),
    "Beta": ("beta", {"alpha": None, "beta": 3}, {"alpha": "a", "beta": "b"}),
}


def timed(call: Callable[[], Any]) -> float:
    """Milliseconds of one call."""
    start = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - start)


def repeated(name: str, params: dict[str, Any]) -> float:
    """The median over calls with the same parameters."""
    derive_prior(name, **params)
    return statistics.median(timed(lambda: derive_prior(name, **params)) for _ in range(RUNS))


def fresh(name: str, params: dict[str, Any], offset: int) -> float:
    """The median over calls each with a new rational between 0 and 1 for the varied parameter."""
    times = []
    for run in range(RUNS):
        value = Rational(offset + 2 * run + 1, 3 * offset + 401)
        filled = {key: value if given is None else given for key, given in params.items()}
        times.append(timed(lambda filled=filled: derive_prior(name, **filled)))  # type: ignore[misc]
    return statistics.median(times)


def _integrate(density: Expr, lower: Expr, upper: Expr, meijerg: bool | None, answer: Any) -> None:
    kernel = exp(-(w**2) / (2 * x**2)) / (sqrt(2 * pi) * x)
    start = time.perf_counter()
    try:
        result = integrate(kernel * density, (x, lower, upper), meijerg=meijerg)
        kind = "unevaluated" if result.has(Integral) else "Meijer-G" if result.atoms(MeijerG) else "closed"
    except Exception as error:  # whatever SymPy raises is the finding
        kind = type(error).__name__
    answer.send((kind, time.perf_counter() - start))


def by_sympy(name: str, meijerg: bool | None, limit: float) -> str:
    """What SymPy's ``integrate`` does with the row at its defaults, and for how long."""
    defaults = {"bernoulli": None, "inverse_nakagami": {"m": 2}, "beta": {"alpha": 2, "beta": 3}}
    given = defaults.get(name, {})
    if given is None:
        return "no density"
    measure = laws.law(name, **given).measure
    density = measure.expr.xreplace({lam: x})  # type: ignore[union-attr]
    scale = 2 if name == "gaussian" else 1
    receive, send = multiprocessing.Pipe(duplex=False)
    upper = oo if name != "uniform" and name != "beta" else 1
    work = multiprocessing.Process(target=_integrate, args=(scale * density, 0, upper, meijerg, send))
    work.start()
    try:
        if receive.poll(limit):
            kind, seconds = receive.recv()
            return f"{kind}, {seconds:.1f} s"
        return f"stopped at {limit:.0f} s"
    finally:
        work.kill()
        work.join()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--timeout", type=float, default=20.0, help="seconds for each of SymPy's integrals")
    limit = parser.parse_args().timeout
    print(f"{platform.machine()}, Python {platform.python_version()}; medians of {RUNS} calls, milliseconds\n")
    print("| row | numeric, repeated | numeric, fresh | symbolic | SymPy integrate | SymPy meijerg=True |")
    print("|---|---|---|---|---|---|")
    for offset, (title, (name, numbers, symbols)) in enumerate(ROWS.items(), start=7):
        filled = {key: Rational(1, 2) if given is None else given for key, given in numbers.items()}
        named = {key: SYMBOLS[symbol] for key, symbol in symbols.items()}
        cells = [f"{repeated(name, filled):.2f}", f"{fresh(name, numbers, offset):.2f}", f"{repeated(name, named):.2f}"]
        peers = [by_sympy(name, None, limit), by_sympy(name, True, limit)]
        print(f"| {title} | {' | '.join(cells + peers)} |", flush=True)


if __name__ == "__main__":
    main()
