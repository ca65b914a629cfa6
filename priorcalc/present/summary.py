"""The facts of a prior in a table: what it is, how it behaves, where its mass lies.

A function of anything with a prior's methods; numbers are left out where parameters are symbols.
"""

from __future__ import annotations

from typing import Any

MASSES = (0.5, 0.9, 0.99)


def facts(prior: Any, numbers: bool) -> list[tuple[str, str]]:
    """The rows of the table, label and value; with ``numbers`` also moments, tails and intervals."""
    expr = "by quadrature" if prior.expr is None else str(prior.expr)
    rows = [
        ("prior", repr(prior)),
        ("families", ", ".join(prior.families) or "–"),
        ("noise λ", repr(prior.noise)),
        ("variance factor λ²", repr(prior.variance)),
        ("density p(w)", expr),
        ("form", prior.form),
        ("P(w = 0)", _number(prior.atom)),
    ]
    if numbers:
        rows += [
            ("standard deviation", _number(prior.std())),
            ("kurtosis (3 for a Gaussian)", _number(prior.kurtosis())),
            ("entropy", _number(prior.entropy())),
            ("at 0", str(prior.pole)),
            ("in the tail", str(prior.tail)),
        ]
        for mass in MASSES:
            low, high = prior.interval(mass)
            rows.append((f"central {100 * mass:g} %", f"({_number(low)}, {_number(high)})"))
    return rows


def identity(law: Any) -> list[tuple[str, str]]:
    """The rows on the law of λ or of λ²: what it is, where it comes from, where it lives."""
    lower, upper = law.support
    return [
        (f"law of {law.variable}", repr(law)),
        ("families", ", ".join(law.families) or "–"),
        ("noise λ", law.source),
        ("support", f"({_number(lower)}, {_number(upper)})"),
        (f"P({law.variable} = 0)", _number(law.atom)),
    ]


def text(rows: list[tuple[str, str]]) -> str:
    """The table in plain text, labels aligned."""
    width = max(len(label) for label, _ in rows)
    return "\n".join(f"{label:<{width}}  {value}" for label, value in rows)


def _number(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)
