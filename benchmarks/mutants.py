"""How many small changes to the algebra and the quadrature do the tests notice?

``python -m benchmarks.mutants [--sample N] [--seed S]`` lets mutmut make every mutant of ``mellin.py``,
``recognise.py``, ``structure.py`` and ``numeric/``, runs the tests that reach it on a random sample of them, and writes
docs/mutants.json: what became of each, and what the survivors changed.  A mutant is one operator, number, argument or
name replaced; all of them would take days.  It works in the folder ``mutants``, which may be deleted.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "docs" / "mutants.json"
FIRST = "priorcalc.structure.x_shared__mutmut_1"
"""A mutant to begin with: mutmut makes all of them, and learns which test reaches what, at the first run."""
KILLED, SURVIVED, UNTESTED = "killed", "survived", "no test reaches it"
OUTCOMES = {0: SURVIVED, 33: UNTESTED}


def outcomes() -> dict[str, int | None]:
    """The exit code of each mutant, None where it was not tried."""
    files = sorted(Path("mutants", "priorcalc").rglob("*.meta"))
    return {name: code for file in files for name, code in json.loads(file.read_text())["exit_code_by_key"].items()}


def mutmut(*words: str) -> str:
    """Run mutmut, quietly and with few examples of each property."""
    environment = {**os.environ, "HYPOTHESIS_PROFILE": "class"}
    command = [sys.executable, "-m", "mutmut", *words]
    return subprocess.run(command, env=environment, check=False, capture_output=True, text=True).stdout


def interval(killed: int, tried: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a proportion."""
    z, share = 1.96, killed / tried
    centre, spread = share + z * z / (2 * tried), z * math.sqrt(share * (1 - share) / tried + (z / (2 * tried)) ** 2)
    return (centre - spread) / (1 + z * z / tried), (centre + spread) / (1 + z * z / tried)


def change(name: str) -> list[str]:
    """The lines that a mutant takes away and puts in."""
    lines = mutmut("show", name).splitlines()
    return [line for line in lines if line[:1] in "+-" and not line.startswith(("+++", "---"))]


def main() -> int:
    """Run the sample and write what became of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sample", type=int, default=400)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    os.chdir(ROOT)
    workers = f"--max-children={given.workers}"
    if not Path("mutants", "mutmut-stats.json").exists():
        mutmut("run", workers, FIRST)
    every = sorted(outcomes())
    sample = random.Random(given.seed).sample(every, min(given.sample, len(every)))
    mutmut("run", workers, *sample)
    codes = outcomes()
    said = {name: OUTCOMES.get(codes[name], KILLED) for name in sample if codes[name] is not None}
    count = Counter(said.values())
    low, high = interval(count[KILLED], len(said))
    alive = [{"mutant": name, "said": word, "change": change(name)} for name, word in said.items() if word != KILLED]
    body = {"mutants": len(every), "seed": given.seed, "tried": len(said), "killed": count[KILLED], "alive": alive}
    DATA.write_text(json.dumps(body, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for word in (KILLED, SURVIVED, UNTESTED):
        print(f"{word:<20} {count[word]:>5}")
    print(f"{count[KILLED] / len(said):.1%} of {len(said)} killed, 95 % interval {low:.1%} to {high:.1%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
