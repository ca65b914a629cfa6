"""Evidence: what was claimed, how it was checked, and what came of it.

Four kinds, from the strongest down: *proof*, an identity of transforms in the algebra; *enclosure*, a ball with a
proved radius; *estimate*, quadrature from the definition, with an estimated error; *sample*, Monte Carlo of λ·z, with
a false-alarm probability.  A verdict is upheld, refuted or undecided; undecided says nothing against the claim.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

Kind = Literal["proof", "enclosure", "estimate", "sample"]
Verdict = Literal["upheld", "refuted", "undecided"]

KINDS: tuple[Kind, ...] = get_args(Kind)
"""The kinds of evidence, the strongest first."""
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True)
class Evidence:
    """One check of one claim.

    Attributes
    ----------
    kind : {"proof", "enclosure", "estimate", "sample"}
    claim : str
        What was checked, as a sentence.
    verdict : {"upheld", "refuted", "undecided"}
    figure : str
        The number that decided, with its bound.
    settings : Mapping
        What it was made with: points, tolerances, numbers of draws; plain JSON values.
    shows_not : str
        What this check could not have seen.

    Examples
    --------
    >>> print(Evidence("estimate", "the mass is 1", "upheld", "|∫p - 1| = 2e-16"))
    estimate  upheld     the mass is 1: |∫p - 1| = 2e-16
    """

    kind: Kind
    claim: str
    verdict: Verdict
    figure: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    shows_not: str = ""

    def __str__(self) -> str:
        return f"{self.kind:<9} {self.verdict:<10} {self.claim}: {self.figure}"

    def to_dict(self) -> dict[str, Any]:
        """The fields as plain JSON values."""
        return {
            "kind": self.kind,
            "claim": self.claim,
            "verdict": self.verdict,
            "figure": self.figure,
            "settings": dict(self.settings),
            "shows_not": self.shows_not,
        }


def verdict_of(holds: bool, decided: bool = True) -> Verdict:
    """The verdict of a comparison; one that is not decided says nothing."""
    return "undecided" if not decided else "upheld" if holds else "refuted"
