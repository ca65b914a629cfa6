"""The museum: wrong derivations and wrong numbers, each with the property that kills it and a shrunk counterexample.

    python -m tests.properties.museum                               writes docs/properties/museum.md and answers.md
    python -m tests.properties.museum "Rayleigh: b = σ² for σ"      tells what kills that exhibit

An exhibit is a prior in which one thing is wrong; every property is tried on it, hypothesis looks for an example at
which it fails and shrinks it.  The exhibits are the wrong derivations of ``derivations/mutants.py``, which claim
something false, and those below, whose claims are right and whose numbers are wrong.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from sympy import exp

from derivations.mutants import MUTANTS
from priorcalc import derive_prior
from priorcalc.prior import Prior
from priorcalc.symbols import lam
from priorcalc.testing import PROPERTIES, Altered, Broken, explore

PAGE = Path(__file__).resolve().parents[2] / "docs" / "properties" / "museum.md"
ANSWERS = PAGE.with_name("answers.md")
EXAMPLES = 12
LESSON: Mapping[str, str] = {
    "Bernoulli: the spike forgotten": "Give the weight its atom 1 - p again: p(w) holds the slab alone.",
    "Rayleigh: no Jacobian in λ → λ²": "dλ = dv/2√v: divide by 2√v.",
    "Rayleigh: b = σ² for σ": "E w² = 2σ²σ₀² is 2b² for the Laplace law, so b = σσ₀.",
    "Inverse Nakagami: ν = m for 2m": "λ⁻² ~ Γ(m) has 2m degrees of freedom: ν = 2m.",
    "numbers: an excess kurtosis": "kurtosis() is E w⁴/(E w²)², 3 for the normal law: take nothing off.",
    "numbers: both tails for one": "S(w) = P(W > w) is one tail: halve it.",
    "numbers: a quantile of nine digits": "Go on with Newton's steps until they no longer move the quantile.",
    "numbers: 1 - κ for κ": "κ is the share by which y is shrunk, not the share that is left.",
}
"""The exhibits of the lesson, each with how it is mended."""


def wrong(name: str, params: Mapping[str, Any] | None = None, **methods: Any) -> Callable[[], Any]:
    """What makes the prior of a law with other methods."""
    return lambda: Altered(derive_prior(name, **(params or {})), **methods)


def bump(right: Any, w: Any) -> Any:
    return right.logpdf(w) + 3 * (np.abs(w) > 1)


def threshold(right: Any, y: Any) -> Any:
    return np.where(np.abs(y) < 1, right.shrinkage(y), 1.0)[()]


def steps(right: Any, w: Any) -> Any:
    return right.logsf(w) + 3 * (np.abs(w) > 1)


NUMBERS: Mapping[str, Callable[[], Any]] = {
    "a density with a constant taken off": wrong("rayleigh", pdf=lambda right, w: right.pdf(w) - 1e-18),
    "a density and its logarithm that differ": wrong("rayleigh", pdf=lambda right, w: 1.0001 * right.pdf(w)),
    "w where |w| was meant, in the logarithm": wrong("rayleigh", logpdf=lambda right, w: right.logpdf(w) + 1e-6 * w),
    "an entropy in bits": wrong("rayleigh", entropy=lambda right: right.entropy() / np.log(2)),
    "a bump where two formulas were joined": wrong("rayleigh", logpdf=bump),
    "a tail lighter than a Gaussian's": wrong("rayleigh", logpdf=lambda right, w: right.logpdf(w) - w**4),
    "a finite density at the pole": wrong("half_cauchy", logpdf=lambda right, w: np.minimum(right.logpdf(w), 9.0)),
    "1 - cdf, rounded": wrong("half_cauchy", logcdf=lambda right, w: np.log(1 - np.float32(right.cdf(-w)))),
    "a distribution function of other constants": wrong("rayleigh", cdf=lambda right, w: right.cdf(w) + 1e-9),
    "a tail that rises": wrong("half_cauchy", logsf=steps),
    "both tails for one": wrong("half_cauchy", logsf=lambda right, w: right.logsf(w) + np.log(2)),
    "a quantile of nine digits": wrong("rayleigh", isf=lambda right, q: right.isf(q) * (1 + 1e-9)),
    "an excess kurtosis": wrong("point", {"value": 2}, kurtosis=lambda right: right.kurtosis() - 3),
    "a kurtosis with σ₀ left in it": wrong("rayleigh", {"sigma0": 2}, kurtosis=lambda right: 4 * right.kurtosis()),
    "E|λ|^s for E|w|^s": wrong("rayleigh", abs_moment=lambda right, s: right.abs_moment(s) / (1 + 0.1 * abs(s))),
    "a score of the penalty, not of the density": wrong("rayleigh", score=lambda right, w: -right.score(w)),
    "κ in per cent": wrong("rayleigh", shrinkage=lambda right, y: 100 * right.shrinkage(y)),
    "1 - κ for κ": wrong("rayleigh", shrinkage=lambda right, y: 1 - right.shrinkage(y)),
    "a hard threshold, turned round": wrong("rayleigh", shrinkage=threshold),
    "draws that forget their seed": wrong("rayleigh", rvs=lambda right, size=None, rng=None: right.rvs(size)),
    "the formula of λ without its constant": lambda: Altered(
        derive_prior("rayleigh"), noise=Altered(derive_prior("rayleigh").noise, expr=lam * exp(-(lam**2)))
    ),
    "P(λ² > v) = P(|λ| > v)": lambda: Altered(
        derive_prior("rayleigh"),
        variance=Altered(derive_prior("rayleigh").variance, sf=lambda right, v: right.sf(v * v)),
    ),
}

EXHIBITS: Mapping[str, Callable[[], Any]] = {
    **{f"{mutant.row}: {mutant.error}": (lambda mutant=mutant: Prior(mutant.make())) for mutant in MUTANTS},
    **{f"numbers: {title}": make for title, make in NUMBERS.items()},
}


def killed(title: str) -> dict[str, Broken]:
    """The properties that fail for an exhibit, each with the example that it was shrunk to."""
    prior, found = EXHIBITS[title](), {}
    for name, one in PROPERTIES.items():
        if one.applies(prior):
            broken = explore(one, prior, EXAMPLES).broken
            if broken is not None:
                found[name] = broken
    return found


def row(title: str) -> tuple[str, list[tuple[str, str, str]]]:
    """An exhibit with its killers: the property, the example and what was found, as text."""
    return title, [(name, example(broken), broken.why) for name, broken in killed(title).items()]


def example(broken: Broken) -> str:
    """The example at which a property fails, as one writes it."""
    return ", ".join(f"{key} = {value!r}" for key, value in broken.at.items()) or "–"


def page(rows: list[tuple[str, list[tuple[str, str, str]]]]) -> str:
    """The page in Markdown."""
    numbers = {name: k for k, name in enumerate(PROPERTIES, 1)}
    lines = [
        "# The museum of wrong priors",
        "",
        "Each exhibit is a prior in which one thing is wrong: a claim of the derivation, a sampler, or a number.",
        "Every property of `priorcalc.testing` was tried on each; hypothesis looked for an example at which it fails,",
        "and shrank it. Written by `python -m tests.properties.museum`.",
        "",
        "## What kills what",
        "",
        f"{len(rows)} exhibits, {len(numbers)} properties. Columns are properties, by their numbers below; ● kills.",
        "",
        "| exhibit | " + " | ".join(map(str, numbers.values())) + " |",
        "|---" * (1 + len(numbers)) + "|",
    ]
    for title, killers in rows:
        names = {name for name, _, _ in killers}
        lines.append(f"| {_cell(title)} | " + " | ".join("●" if name in names else "" for name in numbers) + " |")
    lines += ["", "## The properties", "", "| | property | it says | kills |", "|---|---|---|---|"]
    for name, k in numbers.items():
        count = sum(name == killer for _, killers in rows for killer, _, _ in killers)
        lines.append(f"| {k} | {name} | {_cell(PROPERTIES[name].statement)} | {count} |")
    lines += ["", "## The exhibits", "", "The first property that kills it, with the counterexample.", ""]
    lines += ["| exhibit | killed by | at | why |", "|---|---|---|---|"]
    for title, killers in rows:
        name, at, why = killers[0] if killers else ("nothing", "", "")
        lines.append(f"| {_cell(title)} | {name} | {_cell(at)} | {_cell(why)} |")
    return "\n".join([*lines, ""])


def answers(rows: list[tuple[str, list[tuple[str, str, str]]]]) -> str:
    """The answers to the lesson, from the museum."""
    lines = [
        "# Answers",
        "",
        "To the [lesson](lesson.md): which properties notice, the counterexample of the first, and the remedy.",
        "Written by `python -m tests.properties.museum`.",
    ]
    for k, (title, killers) in enumerate(((title, killers) for title, killers in rows if title in LESSON), 1):
        name, at, why = killers[0]
        others = ", ".join(other for other, _, _ in killers[1:]) or "nothing else"
        where = "" if at == "–" else f" at {at}"
        lines += ["", f"## {k}. {title}", "", f"- Noticed first by **{name}**{where}: {why}."]
        lines += [f"- Also by: {others}.", f"- Remedy: {LESSON[title]}"]
    return "\n".join([*lines, ""])


def _cell(text: str) -> str:
    return text.replace("|", r"\|")


def main(*titles: str) -> int:
    """Write the pages; 1 if an exhibit lives or a property kills nothing.  With titles, tell what kills those."""
    for title in titles:
        print(title)
        for name, broken in killed(title).items():
            print(f"  {name}: {example(broken)}: {broken.why}")
    return 0 if titles else written()


def written() -> int:
    """Judge all exhibits and write both pages."""
    with ProcessPoolExecutor(2) as pool:
        rows = list(pool.map(row, EXHIBITS))
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(rows), encoding="utf-8")
    alive = [title for title, killers in rows if not killers]
    idle = set(PROPERTIES) - {name for _, killers in rows for name, _, _ in killers}
    print(f"{len(rows)} exhibits; alive: {alive or 'none'}; properties that kill nothing: {sorted(idle) or 'none'}")
    if not alive:
        ANSWERS.write_text(answers(rows), encoding="utf-8")
    return int(bool(alive or idle))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
