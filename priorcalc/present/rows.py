"""The source's table, row by row, and the catalogue, as tables for the terminal.

Rows are data: the noise, and the entries the source gives for p(λ²) and p(w) (Nalisnick, Hernández-Lobato &
Smyth 2019), with the exact versions that the source leaves out as rows of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from rich.markup import escape
from rich.table import Table

from priorcalc import laws
from priorcalc.laws.noise import NoiseLaw


@dataclass(frozen=True)
class Row:
    """A row of the table: the noise, and what the source says of it ("" where it is silent)."""

    title: str
    noise: Callable[[], NoiseLaw]
    source_variance: str
    source_weight: str


ROWS = (
    Row("Bernoulli, keep probability p", lambda: laws.law("bernoulli", p=0.8), "Bernoulli", "spike and slab"),
    Row("Dropout, inverted", lambda: laws.law("dropout", rate=0.2), "", ""),
    Row("Gaussian, mean 0", lambda: laws.law("gaussian"), "χ²", "generalized hyperbolic"),
    Row("Gaussian, mean 1", lambda: laws.law("gaussian", mu=1, sigma=0.5), "", ""),
    Row("Rayleigh", lambda: laws.law("rayleigh"), "exponential", "Laplace"),
    Row("Inverse Nakagami", lambda: laws.law("inverse_nakagami", m=1.5), "Γ⁻¹", "Student-t"),
    Row("Half-Cauchy", lambda: laws.law("half_cauchy"), "unnamed", "horseshoe"),
    Row("Uniform", lambda: laws.law("uniform"), "", ""),
    Row("Beta", lambda: laws.law("beta", alpha=2, beta=3), "", ""),
)


def rows_table(checked: Sequence[tuple[Row, Any, Any]]) -> Table:
    """The rows with what was derived and how each was verified; ``checked`` holds (row, prior, certificate)."""
    table = Table(title="Noise → variance prior → weight prior", caption=_caption(checked), show_lines=True)
    for column in ("noise λ", "p(λ²)", "p(w)", "verified by"):
        table.add_column(column, overflow="fold")
    table.add_column("verdict", no_wrap=True)
    for row, prior, certificate in checked:
        weight = _named(prior, row.source_weight) + f"\n{escape(_density(prior))}"
        cells = (f"{row.title}\n{escape(repr(prior.noise))}", _named(prior.variance, row.source_variance), weight)
        table.add_row(*cells, escape(_evidence(certificate)), _verdict(certificate))
    return table


def laws_table() -> Table:
    """The catalogue: each law's call, what its parameters mean, and its source."""
    table = Table(title="The catalogue of noise laws", show_lines=False)
    for column in ("law", "parameters", "source"):
        table.add_column(column, overflow="fold")
    for record in laws.RECORDS.values():
        meanings = "; ".join(f"{p.name}: {p.meaning} {p.domain}" for p in record.parameters)
        table.add_row(escape(record.signature), escape(meanings), escape(record.citation))
    table.add_row("categorical({value: probability})", "masses that sum to 1", "a table of one's own")
    return table


def _named(law: Any, source: str) -> str:
    # The family the source names is shown beside the particular name, and its own word where it has none.
    text = repr(law) if law.name is not None else f"no name ({law.form})"
    family = next((f for f in law.families if source and f.casefold() == source.casefold()), None)
    said = f"\n(source: {source})" if source and source != "unnamed" else "\n(source: unnamed)" if source else ""
    return escape(text) + (f", {family}" if family else "") + escape(said)


def _density(prior: Any) -> str:
    text = "by quadrature" if prior.expr is None else str(prior.expr)
    return text if len(text) <= 90 else text[:87] + "…"


def _evidence(certificate: Any) -> str:
    lines: dict[str, list[Any]] = {}
    for evidence in certificate.evidence:
        lines.setdefault(evidence.kind, []).append(evidence)
    # Enclosures need an optional library; where it is missing, the row is not the place to say so nine times.
    known = {kind: group for kind, group in lines.items() if kind != "enclosure" or _decided(group)}
    return "\n".join(f"{kind}: {worst(group)}" for kind, group in known.items())


def _decided(group: Sequence[Any]) -> bool:
    return any(evidence.verdict != "undecided" for evidence in group)


def worst(group: Sequence[Any]) -> str:
    """One line for the evidence of one kind: how many claims, and the least favourable of those about p(w)."""
    rank = {"refuted": 0, "undecided": 1, "upheld": 2}
    chosen = min(group, key=lambda evidence: (rank[evidence.verdict], "p(w)" not in evidence.claim))
    count = f" ({len(group)} claims)" if len(group) > 1 else ""
    return f"{chosen.verdict}{count}, {chosen.figure}"


def _verdict(certificate: Any) -> str:
    return "[green]upheld[/green]" if certificate.upheld else "[bold red]NOT UPHELD[/bold red]"


def _caption(checked: Sequence[tuple[Row, Any, Any]]) -> str:
    upheld = sum(certificate.upheld for _, _, certificate in checked)
    return f"{upheld} of {len(checked)} rows upheld; w = λz, z ~ N(0, σ₀²), σ₀ = 1"
