"""A certificate as text and as HTML: what was checked, kind by kind, and what each check could not have seen.

A person who reads "upheld" has to know of what, by what, and how far it reaches: after the evidence of each kind stands
what it does not show, and after the sample the probability with which all its tests together refute what is right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from priorcalc.verify.evidence import KINDS, Evidence, Kind

if TYPE_CHECKING:
    from priorcalc.verify.certificate import Certificate

MEANS: dict[Kind, str] = {
    "proof": "an identity of transforms, in the algebra, on a common strip",
    "enclosure": "balls that are proved to contain p(w)",
    "estimate": "quadrature from the definition of λ, with an estimated error",
    "sample": "Monte Carlo of λ by its own sampler, and of w = σ₀λz",
}
"""What the evidence of each kind is."""
LIMITS: dict[Kind, str] = {
    "proof": "anything about numbers",
    "enclosure": "points other than these",
    "estimate": "errors below 1e-8 relative, and what happens between the points",
    "sample": "differences below the bounds",
}
"""What the evidence of a kind cannot show, where no piece of it says so itself."""
MARKS = {"upheld": "✓", "refuted": "✗", "undecided": "–"}


def title(certificate: Certificate) -> str:
    """What the certificate is about: the prior and the noise it comes from."""
    subject = certificate.subject
    if "layer" in subject:
        return f"{subject['structure']}, {subject['layer']}"
    name, parameters = subject.get("weight name", "no name"), subject.get("weight parameters", "")
    factor = subject.get("weight factor", "1")
    front = "" if factor == "1" else f"{factor}·"
    prior = "w" if name == "no name" else f"w ~ {front}{name}({parameters})"
    sigma0 = subject.get("sigma0", "1")
    return f"{prior} from λ ~ {subject.get('noise', '?')}" + ("" if sigma0 == "1" else f", σ₀ = {sigma0}")


def brief(certificate: Certificate) -> str:
    """One line: the verdict, the title, and how many pieces of evidence say what."""
    counts = Counter[str](evidence.verdict for evidence in certificate.evidence)
    shown = ", ".join(f"{counts[verdict]} {verdict}" for verdict in MARKS if counts[verdict])
    against = "".join(f"\n    {evidence}" for evidence in certificate.evidence if evidence.verdict == "refuted")
    return f"{certificate.verdict:<10} {title(certificate)}: {shown}{against}"


def text(certificate: Certificate) -> str:
    """Claim by claim, for a terminal."""
    lines = [f"{title(certificate)}: {certificate.verdict.upper()}"]
    for kind in KINDS:
        group = certificate.of(kind)
        if not group:
            continue
        lines += ["", f"{kind}: {MEANS[kind]}"]
        lines += [f"  {MARKS[e.verdict]} {e.verdict:<9}  {e.claim}: {e.figure}" for e in group]
        lines += [f"  does not show  {limit}" for limit in limits(group)]
        lines += [f"  {line}" for line in chances(certificate, kind)]
    if certificate.versions:
        made = ", ".join(f"{library} {version}" for library, version in certificate.versions.items())
        lines += ["", f"made with {made}"]
    return "\n".join(lines)


def limits(group: tuple[Evidence, ...]) -> tuple[str, ...]:
    """What these pieces of evidence do not show, each once."""
    told = tuple(dict.fromkeys(e.shows_not for e in group if e.shows_not))
    return told or tuple(dict.fromkeys(LIMITS[e.kind] for e in group))


def chances(certificate: Certificate, kind: Kind) -> Iterator[str]:
    """What can be said of false alarms, of this kind of evidence."""
    settings = certificate.settings
    if kind != "sample" or "false_alarm" not in settings:
        return
    draws, alarm = settings["samples"], settings["false_alarm"]
    seed = settings.get("entropy", "?")
    yield f"{draws} draws, seed {seed}; if all is right, the probability that any of these tests refutes is ≤ {alarm:g}"


def html(certificate: Certificate) -> str:
    """Claim by claim, as a table."""
    rows = []
    for kind in KINDS:
        group = certificate.of(kind)
        for evidence in group:
            cells = (kind, evidence.verdict, evidence.claim, evidence.figure)
            rows.append("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>")
        notes = [f"does not show: {limit}" for limit in limits(group)] + list(chances(certificate, kind))
        rows += [f'<tr><td></td><td colspan="3"><em>{escape(note)}</em></td></tr>' for note in notes]
    head = "".join(f"<th>{word}</th>" for word in ("evidence", "verdict", "claim", "figure"))
    caption = f"{escape(title(certificate))}: <strong>{certificate.verdict}</strong>"
    return f"<table><caption>{caption}</caption><tr>{head}</tr>{''.join(rows)}</table>"
