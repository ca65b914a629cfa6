"""Does verification refute what is wrong, and leave alone what is right?

``python -m benchmarks.power`` prints, for each wrong derivation of ``derivations/mutants.py``, what each kind of
evidence says of it and what caught it; then it draws right priors with 2,000 seeds and counts how many are refuted.
It exits 1 unless all mutants are caught, by the estimate and by the sample as far as a million draws can, and no right
one is.
``--write FILE`` puts the table into a document, between its two marks.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from derivations.mutants import MUTANTS, Mutant
from priorcalc import laws
from priorcalc.derive import derive
from priorcalc.verify.run import verify

KINDS = ("proof", "enclosure", "estimate", "sample")
BEGIN, END = "<!-- begin: python -m benchmarks.power -->", "<!-- end -->"
HEAD = ("row", "error", *KINDS, "caught by")
RIGHT = (
    laws.bernoulli(0.8),
    laws.gaussian(),
    laws.rayleigh(),
    laws.inverse_nakagami(1.5, 2),
    laws.half_cauchy(),
    laws.uniform(0.5, 2),
    laws.lognormal(),
    laws.gamma(2.5),
)


@dataclass(frozen=True)
class Found:
    """What was said of one mutant: a verdict for each kind, what caught it, and which kinds missed it."""

    mutant: Mutant
    said: tuple[str, ...]
    caught: str
    missed: tuple[str, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        """The row of the table."""
        shown = ("–" if verdict == "undecided" else verdict for verdict in self.said)
        return (self.mutant.row, self.mutant.error, *shown, self.caught)


def tried(mutant: Mutant, samples: int, seed: int) -> Found:
    """Verify a mutant by every kind of evidence."""
    certificate = verify(mutant.make(), samples, seed)
    said, against = {}, {}
    for kind in KINDS:
        evidence = certificate.of(kind)
        held = any(e.verdict == "upheld" for e in evidence)
        refuted = [e for e in evidence if e.verdict == "refuted"]
        said[kind] = "refuted" if refuted else "upheld" if held else "undecided"
        if refuted:
            against[kind] = refuted[0]
    needed = ["sample"] if mutant.sampler else ["estimate"] if mutant.small else ["estimate", "sample"]
    chosen = next((against[kind] for kind in ("estimate", "sample", *KINDS) if kind in against), None)
    caught = "" if chosen is None else f"{chosen.claim}: {chosen.figure}"
    return Found(mutant, tuple(said.values()), caught, tuple(kind for kind in needed if said[kind] != "refuted"))


def matrix(samples: int, seed: int) -> list[Found]:
    """Try every mutant, and print what was found as it is found."""
    found = []
    print(f"{'row':<17}{'error':<46}" + "".join(f"{kind:<11}" for kind in KINDS) + "caught by")
    for mutant in MUTANTS:
        one = tried(mutant, samples, seed)
        row, error, *said, caught = one.cells
        mark = f"  MISSED by {', '.join(one.missed)}" if one.missed else ""
        print(f"{row:<17}{error:<46}" + "".join(f"{v:<11}" for v in said) + caught[:100] + mark, flush=True)
        found.append(one)
    return found


def summary(found: Sequence[Found], samples: int) -> str:
    """How many were caught, and by what alone."""
    caught = sum(not one.missed for one in found)
    counts = [sum(one.said[k] == "refuted" for one in found) for k in range(len(KINDS))]
    alone = ", ".join(f"the {kind} alone refutes {count}" for kind, count in zip(KINDS, counts, strict=True))
    beyond = sum(one.mutant.small for one in found)
    drawn = sum(one.mutant.sampler for one in found)
    return (
        f"{caught} of {len(found)} wrong derivations are caught at {samples:,} draws: {alone}. "
        f"{drawn} are wrong samplers, which only draws can show; {beyond} are errors too small for so many draws."
    )


def false_alarms(seeds: int, samples: int) -> tuple[int, str]:
    """Draw right priors with many seeds; how many certificates were refuted, and that as a sentence."""
    refuted = 0
    for k, noise in enumerate(RIGHT):
        right = derive(noise)
        for seed in range(k, seeds, len(RIGHT)):
            certificate = verify(right, samples, seed, kinds=("sample",))
            if certificate.verdict == "refuted":
                refuted += 1
                print(f"seed {seed}:\n{certificate}", flush=True)
    sentence = (
        f"{refuted} of {seeds:,} right certificates are refuted ({len(RIGHT)} laws, {samples:,} draws each, "
        f"false-alarm probability 1e-6 each)."
    )
    return refuted, sentence


def written(document: str, found: Sequence[Found], sentences: Sequence[str]) -> str:
    """The document with the table between its marks."""
    before, rest = document.split(BEGIN)
    after = rest.split(END, 1)[1]
    rows = [HEAD, tuple("---" for _ in HEAD), *(one.cells for one in found)]
    table = "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)
    return f"{before}{BEGIN}\n\n{table}\n\n" + "\n".join(sentences) + f"\n\n{END}{after}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse, run, and return 1 if anything was missed or falsely refuted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=1_000_000, help="draws per mutant (default 1e6)")
    parser.add_argument("--seed", type=int, default=20190609)
    parser.add_argument("--seeds", type=int, default=2000, help="right certificates to try (default 2000)")
    parser.add_argument("--false-alarm-samples", type=int, default=20_000, help="draws of each (default 2e4)")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the table into this document")
    options = parser.parse_args(arguments)
    start = time.perf_counter()
    found = matrix(options.samples, options.seed)
    caught = summary(found, options.samples)
    print(caught, f"({time.perf_counter() - start:.0f} s)")
    start = time.perf_counter()
    refuted, alarms = false_alarms(options.seeds, options.false_alarm_samples)
    print(alarms, f"({time.perf_counter() - start:.0f} s)")
    if options.write is not None:
        document = options.write.read_text(encoding="utf-8")
        options.write.write_text(written(document, found, (caught, alarms)), encoding="utf-8")
    return int(refuted > 0 or any(one.missed for one in found))


if __name__ == "__main__":
    sys.exit(main())
