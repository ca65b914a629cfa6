"""Does verification refute what is wrong, and leave alone what is right?

``python benchmarks/power.py`` prints, for each wrong derivation of ``derivations/mutants.py``, what each kind of
evidence says of it and what caught it; it exits 1 unless all are refuted.  ``--false-alarms 2000`` runs the sample
over so many seeds on right rows, and exits 1 if a single one is refuted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from derivations.mutants import MUTANTS, Mutant
from priorcalc import laws
from priorcalc.derive import derive
from priorcalc.verify.run import verify

KINDS = ("proof", "estimate", "sample")
SIGNS = {"refuted": "refuted", "undecided": "–", "upheld": "upheld"}


def verdicts(mutant: Mutant, samples: int, seed: int) -> tuple[dict[str, str], str]:
    """What each kind of evidence says of a mutant, and the first evidence against it."""
    certificate = verify(mutant.make(), samples, seed, kinds=KINDS)
    said, first = {}, ""
    for kind in KINDS:
        evidence = certificate.of(kind)
        against = [e for e in evidence if e.verdict == "refuted"]
        held = any(e.verdict == "upheld" for e in evidence)
        said[kind] = "refuted" if against else "upheld" if held else "undecided"
        if against and (not first or kind == "estimate"):
            first = f"{against[0].claim}: {against[0].figure}"
    return said, first


def matrix(samples: int, seed: int) -> int:
    """Print mutant × kind; the number of mutants that were not caught as they should be."""
    missed = 0
    print(f"{'row':<17}{'error':<46}{'proof':<9}{'estimate':<10}{'sample':<9}caught by")
    for mutant in MUTANTS:
        said, first = verdicts(mutant, samples, seed)
        needed = ["sample"] if mutant.sampler else ["estimate"] if mutant.small else ["estimate", "sample"]
        failed = [kind for kind in needed if said[kind] != "refuted"]
        missed += bool(failed)
        mark = f"  MISSED by {', '.join(failed)}" if failed else ""
        shown = "".join(f"{SIGNS[said[kind]]:<{width}}" for kind, width in zip(KINDS, (9, 10, 9), strict=True))
        print(f"{mutant.row:<17}{mutant.error:<46}{shown}{first[:110]}{mark}", flush=True)
    print(f"{len(MUTANTS) - missed} of {len(MUTANTS)} caught at {samples} draws")
    return missed


def false_alarms(seeds: int, samples: int) -> int:
    """Run the sample on right rows with many seeds; the number of refuted certificates."""
    rows = [laws.bernoulli(0.8), laws.gaussian(), laws.rayleigh(), laws.inverse_nakagami(1.5, 2), laws.half_cauchy()]
    right = [derive(noise) for noise in rows]
    refuted = 0
    for seed in range(seeds):
        certificate = verify(right[seed % len(right)], samples, seed, kinds=("sample",))
        if certificate.verdict == "refuted":
            refuted += 1
            print(f"seed {seed}:\n{certificate}", flush=True)
    print(f"{refuted} of {seeds} seeds refuted a right row at {samples} draws, false-alarm probability 1e-6 each")
    return refuted


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse, run, and return 1 if anything was missed or falsely refuted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=1_000_000, help="draws per mutant (default 1e6)")
    parser.add_argument("--seed", type=int, default=20190609)
    parser.add_argument(
        "--false-alarms", type=int, default=0, metavar="SEEDS", help="run right rows with so many seeds instead"
    )
    parser.add_argument("--false-alarm-samples", type=int, default=20_000, help="draws per seed (default 2e4)")
    options = parser.parse_args(arguments)
    if options.false_alarms:
        return int(false_alarms(options.false_alarms, options.false_alarm_samples) > 0)
    return int(matrix(options.samples, options.seed) > 0)


if __name__ == "__main__":
    sys.exit(main())
