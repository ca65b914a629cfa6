"""What a notebook shows of a law: its density set as a formula, over the table of its facts.

Where there is no closed form, the formula of a weight is the mixture that is computed, ∫ N(w; 0, λ²σ₀²) dP(λ).
"""

from __future__ import annotations

from html import escape
from typing import Any

from priorcalc.present.html import chain
from priorcalc.present.page import laid_out
from priorcalc.present.quantities import quantity
from priorcalc.present.tex import tex
from priorcalc.present.tree import GAP, Big, Fenced, Node, Script, Word, num, op, row

_LAM = Word("λ")
_SPREAD = row(Script(_LAM, None, num(2)), Script(Word("σ"), num(0), num(2)))
_NORMAL = row(Word("N"), Fenced(row(Word("w"), op(";"), GAP, num(0), op(","), GAP, _SPREAD)))
MIXTURE: Node = row(Big("∫", row(op("−"), Word("∞")), Word("∞")), _NORMAL, GAP, Word("d"), Word("P"), Fenced(_LAM))


def card(name: str, density: Node | None, rows: list[tuple[str, str]]) -> str:
    """HTML: the formula ``name = density`` in MathML, and the rows as a table whose headers are marked as such."""
    body = "".join(f'<tr><th scope="row">{escape(label)}</th><td>{escape(value)}</td></tr>' for label, value in rows)
    table = f"<table><caption>{escape(rows[0][1])}</caption><tbody>{body}</tbody></table>"
    return table if density is None else chain(quantity(name), (density,)) + table


def formula(name: str, density: Node | None) -> str | None:
    """``name = density`` in LaTeX, for a line of its own; None where there is nothing to write."""
    return None if density is None else rf"$\displaystyle {tex(quantity(name))} = {tex(density)}$"


def written(expr: Any) -> Node | None:
    """A density laid out, where there is a formula."""
    return None if expr is None else laid_out(expr)
