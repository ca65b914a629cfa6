"""Verification can fail: planted errors are refuted, right derivations are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from sympy import Symbol

from derivations.mutants import MUTANTS, Mutant
from priorcalc import laws
from priorcalc.derive import derive
from priorcalc.errors import ParameterError
from priorcalc.laws.noise import NoiseLaw
from priorcalc.verify.evidence import Evidence
from priorcalc.verify.identity import proofs
from priorcalc.verify.quadrature import estimates
from priorcalc.verify.run import verify
from priorcalc.verify.setting import setting

RIGHT = {
    "bernoulli": laws.bernoulli(0.8),
    "gaussian": laws.gaussian(0, 2),
    "rayleigh": laws.rayleigh(3),
    "inverse_nakagami": laws.inverse_nakagami(1.5, 2),
    "half_cauchy": laws.half_cauchy(0.25),
    "uniform": laws.uniform(0.5, 2),
    "lognormal": laws.lognormal(),
    "poisson": laws.poisson(2),
    "binomial": laws.binomial(4, 0.5),
    "categorical": laws.categorical({0: 0.2, 0.5: 0.3, 2: 0.5}),
    "truncated normal": laws.truncated_normal(1, 0.5),
    "product": laws.bernoulli(0.7) * laws.half_cauchy(),
    "mixture": NoiseLaw.mixture([(0.3, laws.point(0)), (0.7, laws.rayleigh())]),
}
# The whole museum is for `make power`; here is a part of it, and of the quick ones.
SLOW = ("terms", "product", "Kolmogorov", "Beta", "Weibull", "Lomax", "θ = ", "variance rate", "|λ|)", "forgotten")
SLOW += ("μ for 2μ", "Nakagami")


def is_quick(mutant: Mutant) -> bool:
    return not any(word in f"{mutant.row} {mutant.error}" for word in SLOW)


QUICK = [m for m in MUTANTS if is_quick(m) and not m.sampler]
DRAWN = [m for m in MUTANTS if m.sampler]


def name(mutant: Mutant) -> str:
    return f"{mutant.row}: {mutant.error}"


def refuted(evidence: tuple[Evidence, ...]) -> list[str]:
    return [str(e) for e in evidence if e.verdict == "refuted"]


def test_the_museum_has_forty_errors_and_all_rows() -> None:
    """At least forty mutants, each with its own error, in every row of the table."""
    assert len({name(mutant) for mutant in MUTANTS}) == len(MUTANTS) >= 40
    assert {m.row for m in MUTANTS} >= {"Bernoulli", "Gaussian", "Rayleigh", "Inverse Nakagami", "Half-Cauchy"}


@pytest.mark.parametrize("mutant", QUICK[::5], ids=name)
def test_the_estimate_refutes_a_wrong_claim(mutant: Mutant) -> None:
    """Quadrature from the definition of λ alone refutes it."""
    assert refuted(estimates(mutant.make()))


@pytest.mark.parametrize("mutant", DRAWN[::2], ids=name)
def test_the_sample_refutes_a_wrong_sampler(mutant: Mutant) -> None:
    """Draws that are not of the law are refuted at 10⁶; false-alarm probability 1e-6."""
    assert refuted(verify(mutant.make(), 1_000_000, 1, kinds=("sample",)).evidence)


@pytest.mark.parametrize("mutant", [m for m in QUICK if not m.small][::9], ids=name)
def test_the_sample_alone_refutes_an_error_of_more_than_a_percent(mutant: Mutant) -> None:
    """So do draws of the right law against the wrong claim; false-alarm probability 1e-6."""
    assert refuted(verify(mutant.make(), 1_000_000, 1, kinds=("sample",)).evidence)


@pytest.mark.parametrize("row", RIGHT)
def test_a_right_derivation_is_upheld(row: str) -> None:
    """No evidence refutes it, and quadrature and draws uphold it; false-alarm probability 1e-6."""
    certificate = verify(derive(RIGHT[row]), 100_000, 5, kinds=("proof", "estimate", "sample"))
    assert certificate.upheld, str(certificate)


@pytest.mark.parametrize("row", RIGHT)
def test_points_of_comparison_stand_clear_of_ends_and_atoms(row: str) -> None:
    """Else the last bit of e^u, which is the processor's, decides on which side of an end a point falls."""
    at = setting(derive(RIGHT[row]))
    marks = [m for part in at.scale.continua for m in (part.lower, part.upper, *part.breaks)] + [*at.scale.points]
    assert all(abs(u - mark) > 1e-4 for u in at.u for mark in marks)


def test_the_document_holds_the_verdicts_on_the_whole_museum() -> None:
    """docs/verification.md was written after the last mutant came in, and none was missed."""
    page = (Path(__file__).resolve().parents[2] / "docs" / "verification.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ")]
    for mutant in MUTANTS:
        start = f"| {mutant.row} | " + mutant.error.replace("|", "\\|") + " |"
        (row,) = [line for line in rows if line.startswith(start)]
        assert "refuted" in row
    assert f"{len(MUTANTS)} of {len(MUTANTS)} wrong derivations are caught" in page
    assert "0 of 2,000 right certificates are refuted" in page


def test_right_rows_are_not_refuted_over_many_seeds() -> None:
    """Twelve seeds, each with a false-alarm probability of 1e-6."""
    right = [derive(RIGHT[row]) for row in ("bernoulli", "rayleigh", "half_cauchy")]
    for seed in range(12):
        certificate = verify(right[seed % 3], 10_000, seed, kinds=("sample",))
        assert certificate.upheld, str(certificate)


def test_a_proof_needs_no_numbers_and_the_rest_does() -> None:
    """With a symbol for σ the names are proved, and quadrature is refused with the symbol's name."""
    derivation = derive(laws.rayleigh(Symbol("sigma", positive=True)))
    assert [e.verdict for e in verify(derivation, kinds=("proof",)).evidence] == ["upheld", "upheld"]
    with pytest.raises(ParameterError, match="sigma"):
        verify(derivation)


def test_a_proof_prints_the_common_strip() -> None:
    """M_λ M_z of a half-Cauchy λ and the horseshoe's transform share 0 < s < 2."""
    assert [e.settings["strip"] for e in proofs(derive(laws.half_cauchy()))] == ["1/2 < s < 3/2", "0 < s < 2"]


BAD = [{"samples": 0}, {"false_alarm": 0.0}, {"kinds": ("guess",)}, {"rng": -1}, {"rng": "x"}]


@pytest.mark.parametrize("bad", BAD)
def test_bad_arguments_are_refused(bad: dict[str, object]) -> None:
    """With an error that says what to give."""
    with pytest.raises(ParameterError, match=r"give|choose"):
        verify(derive(laws.rayleigh()), **{"samples": 100, **bad})  # type: ignore[arg-type]
