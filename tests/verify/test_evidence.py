"""Evidence and certificates are data, and their verdicts add up as documented."""

from __future__ import annotations

import json

import pytest

from priorcalc import laws
from priorcalc.derive import derive
from priorcalc.errors import ParameterError
from priorcalc.verify.certificate import Certificate
from priorcalc.verify.evidence import Evidence, Kind, Verdict
from priorcalc.verify.run import verify


def certificate(*pairs: tuple[Kind, Verdict]) -> Certificate:
    return Certificate({}, tuple(Evidence(kind, "c", verdict, "f") for kind, verdict in pairs))


@pytest.mark.parametrize(
    ("pairs", "verdict"),
    [
        ([("proof", "upheld"), ("estimate", "upheld"), ("sample", "upheld")], "upheld"),
        ([("proof", "undecided"), ("estimate", "upheld"), ("sample", "upheld")], "upheld"),
        ([("proof", "upheld"), ("estimate", "upheld"), ("sample", "refuted")], "refuted"),
        ([("proof", "upheld"), ("estimate", "undecided"), ("sample", "upheld")], "undecided"),
        ([("estimate", "upheld"), ("estimate", "undecided")], "upheld"),
        ([("proof", "upheld")], "upheld"),
        ([("proof", "undecided")], "undecided"),
        ([], "undecided"),
    ],
)
def test_a_certificate_is_refuted_by_one_and_upheld_by_each_kind_that_starts_from_the_definition(
    pairs: list[tuple[Kind, Verdict]], verdict: Verdict
) -> None:
    """One refutation refutes; estimate and sample, where run, must each uphold something."""
    assert certificate(*pairs).verdict == verdict
    assert certificate(*pairs).upheld == (verdict == "upheld")


def test_a_certificate_survives_json() -> None:
    """from_dict undoes to_dict, through JSON text."""
    once = verify(derive(laws.half_cauchy()), samples=2000, rng=3, kinds=("proof", "sample"))
    again = Certificate.from_dict(json.loads(json.dumps(once.to_dict())))
    assert again == once
    assert again.to_dict() == once.to_dict()


def test_another_schema_is_refused() -> None:
    """A certificate of another version is not read as if it were this one's."""
    data = {**certificate(("proof", "upheld")).to_dict(), "version": 99}
    with pytest.raises(ParameterError, match="99"):
        Certificate.from_dict(data)


def test_recheck_gives_the_same_certificate() -> None:
    """Derived again from the text of the noise and run with the same seed, the evidence is the same to the digit."""
    noise = 2 * laws.gamma(3) ** 0.5
    once = verify(derive(noise), samples=5000, rng=7, kinds=("proof", "sample"))
    assert Certificate.from_dict(once.to_dict()).recheck() == once


def test_recheck_refutes_a_certificate_whose_claims_were_altered() -> None:
    """A claim that the derivation does not make is seen although every other check upholds."""
    once = verify(derive(laws.rayleigh()), samples=100, rng=1, kinds=("proof",))
    forged = Certificate({**once.subject, "weight parameters": "b=2"}, once.evidence, once.settings, once.versions)
    assert forged.recheck().verdict == "refuted"


def test_recheck_says_when_the_noise_cannot_be_rebuilt() -> None:
    """The text of the noise is read, not evaluated, and what is no law of the catalogue is refused."""
    once = verify(derive(laws.rayleigh()), samples=100, rng=1, kinds=("proof",))
    for text in ("__import__('os').getcwd()", "rayleigh(sigma=open('x'))", "frobnicate(1)"):
        forged = Certificate({**once.subject, "noise": text}, once.evidence, once.settings, once.versions)
        with pytest.raises(ParameterError, match="cannot be rebuilt"):
            forged.recheck()
