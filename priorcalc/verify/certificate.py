"""A certificate: every claim of one derivation with its evidence, and all that is needed to make it again.

It is data: it can be written as JSON and read back, and ``recheck`` derives the prior anew from the subject, compares
the claims and runs the same checks with the same seed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from priorcalc.errors import ParameterError, remedy
from priorcalc.verify import report
from priorcalc.verify.evidence import Evidence, Verdict

SCHEMA = "priorcalc/certificate"
VERSION = 1
_DIRECT = ("estimate", "sample")


@dataclass(frozen=True)
class Certificate:
    """Evidence for and against one derivation.

    Attributes
    ----------
    subject : Mapping
        The noise, σ₀ and the claims, as text.
    evidence : tuple of Evidence
        Claim by claim.
    settings : Mapping
        Kinds run, draws, seed, false-alarm probability.
    versions : Mapping
        The libraries that made it.
    """

    subject: Mapping[str, str]
    evidence: tuple[Evidence, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)

    @property
    def verdict(self) -> Verdict:
        """Refuted if anything is; upheld if each kind that starts from the definition upholds something.

        Those kinds are the estimate and the sample, as far as they were run; if neither was, any kind will do.  A proof
        or an enclosure that is undecided takes nothing away: a law without a name has no identity to be proved.  Nor
        does a single claim that quadrature leaves undecided, as long as others are upheld: it is listed.
        """
        if any(e.verdict == "refuted" for e in self.evidence):
            return "refuted"
        run = {e.kind for e in self.evidence}
        upheld = {e.kind for e in self.evidence if e.verdict == "upheld"}
        needed = run.intersection(_DIRECT)
        return "upheld" if upheld and needed <= upheld else "undecided"

    @property
    def upheld(self) -> bool:
        """Whether the verdict is "upheld"."""
        return self.verdict == "upheld"

    def of(self, kind: str) -> tuple[Evidence, ...]:
        """The evidence of one kind."""
        return tuple(e for e in self.evidence if e.kind == kind)

    def __str__(self) -> str:
        return report.text(self)

    def _repr_html_(self) -> str:
        return report.html(self)

    def brief(self) -> str:
        """One line, and what was refuted."""
        return report.brief(self)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values, with the schema and its version."""
        return {
            "schema": SCHEMA,
            "version": VERSION,
            "verdict": self.verdict,
            "subject": dict(self.subject),
            "settings": dict(self.settings),
            "versions": dict(self.versions),
            "evidence": [e.to_dict() for e in self.evidence],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Certificate:
        """Read what ``to_dict`` wrote.

        Raises
        ------
        ParameterError
            If the schema or its version is another.
        """
        found = (data.get("schema"), data.get("version"))
        if found != (SCHEMA, VERSION):
            asked = "Certificate.from_dict"
            raise ParameterError(
                remedy(asked, f"schema and version are {found}", f"this release reads {(SCHEMA, VERSION)}")
            )
        evidence = tuple(Evidence(**item) for item in data["evidence"])
        return cls(dict(data["subject"]), evidence, dict(data["settings"]), dict(data["versions"]))

    def recheck(self, executor: Any = None) -> Certificate:
        """Derive the prior again and run the same checks with the same seed.

        Where the derivation now claims something else than this certificate records, that is refuting evidence.

        Raises
        ------
        ParameterError
            If the noise cannot be rebuilt from its text, as that of a callable or of samples.
        """
        from priorcalc.verify.run import recheck

        return recheck(self, executor)
