"""The results page: every property tried on every law of the catalogue, and how near each came to failing.

    python -m tests.properties.results [profile]       writes docs/properties/results.json and results.md

The page is made from the JSON file, and that from a run with the seed that stands in it; the profile is one of those of
``check_prior``, ``ci`` unless another is given.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from priorcalc import derive_prior
from priorcalc.laws.examples import EXAMPLES
from priorcalc.testing import PROPERTIES, explore
from priorcalc.testing.check import PROFILES

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "properties"
DATA, PAGE = FOLDER / "results.json", FOLDER / "results.md"
SEED = 0


def outcomes(name: str, examples: int, seed: int) -> list[dict[str, Any]]:
    """What became of each property that applies to a law: examples, the worst error and where it was."""
    prior, found = derive_prior(EXAMPLES[name]()), []
    for one in PROPERTIES.values():
        if not one.applies(prior):
            continue
        outcome = explore(one, prior, examples, seed)
        worst = outcome.worst
        found.append(
            {
                "law": name,
                "property": one.name,
                "examples": outcome.examples,
                "error": None if worst is None else worst.error,
                "allowed": None if worst is None else worst.bound,
                "at": {key: repr(value) for key, value in outcome.at.items()},
                "broken": None if outcome.broken is None else outcome.broken.why,
            }
        )
    return found


def share(outcome: Mapping[str, Any]) -> float:
    """The worst error as a share of what is allowed."""
    error, allowed = outcome["error"], outcome["allowed"]
    return 0.0 if not error else error / allowed if allowed else float("inf")


def page(data: Mapping[str, Any]) -> str:
    """The page in Markdown."""
    every: Sequence[Mapping[str, Any]] = data["outcomes"]
    numbers = {name: k for k, name in enumerate(PROPERTIES, 1)}
    laws = sorted({one["law"] for one in every})
    broken = sum(one["broken"] is not None for one in every)
    tried = sum(one["examples"] for one in every)
    lines = [
        "# What the properties said",
        "",
        f"{len(numbers)} properties, {len(laws)} laws, {tried:,} examples that a theorem says something about;",
        f"{broken} failures. The profile was `{data['profile']}`, the seed {data['seed']}.",
        "The same in full, with the worst example of each, is in [results.json](results.json).",
        "",
        "```sh",
        f".venv/bin/python -m tests.properties.results {data['profile']}",
        "```",
        "",
        "## Property by property",
        "",
        "The worst is the example that came nearest to failing: its error as a share of what is allowed.",
        "",
        "| | property | laws | examples | worst error | allowed | share | law | at |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name, k in numbers.items():
        mine = [one for one in every if one["property"] == name]
        worst = max(mine, key=share)
        error, allowed = worst["error"] or 0.0, worst["allowed"] or 0.0
        at = ", ".join(f"{key} = {value}" for key, value in worst["at"].items()) or "–"
        lines.append(
            f"| {k} | {_cell(name)} | {len(mine)} | {sum(one['examples'] for one in mine)} "
            f"| {error:.1e} | {allowed:.1e} | {share(worst):.0%} | {worst['law']} | {at} |"
        )
    lines += [
        "",
        "## Law by law",
        "",
        "Columns are properties, by their numbers above. A cell is the worst error in per cent of what is allowed;",
        "it is empty where the theorem is not about the law.",
        "",
        "| law | " + " | ".join(map(str, numbers.values())) + " |",
        "|---" * (1 + len(numbers)) + "|",
    ]
    for law in laws:
        cells = {one["property"]: f"{100 * share(one):.0f}" for one in every if one["law"] == law}
        lines.append(f"| {law} | " + " | ".join(cells.get(name, "") for name in numbers) + " |")
    return "\n".join([*lines, ""])


def _cell(text: str) -> str:
    return text.replace("|", r"\|")


def main(profile: str = "ci") -> int:
    """Run, write both files; 1 if a property failed."""
    start = time.perf_counter()
    with ProcessPoolExecutor(2) as pool:
        tried = pool.map(partial(outcomes, examples=PROFILES[profile], seed=SEED), sorted(EXAMPLES))
        every = [one for found in tried for one in found]
    DATA.write_text(
        json.dumps({"profile": profile, "seed": SEED, "outcomes": every}, indent=1, ensure_ascii=False) + "\n", "utf-8"
    )
    PAGE.write_text(page(json.loads(DATA.read_text("utf-8"))), "utf-8")
    broken = [f"{one['property']} for {one['law']}" for one in every if one["broken"] is not None]
    print(f"{len(every)} pairs in {time.perf_counter() - start:.0f} s; broken: {broken or 'none'}")
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
