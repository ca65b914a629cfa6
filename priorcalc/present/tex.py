"""Formulas as LaTeX, in commands that Matplotlib's mathtext knows as well (but for \\begin{cases})."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from priorcalc.present.tree import Big, Cases, Fenced, Fraction, Node, Root, Row, Script, Stack, Word

SIGNS = {
    "−": "-", "·": r"\cdot ", "∞": r"\infty ", "≤": r"\leq ", "≥": r"\geq ", "∫": r"\int", "∑": r"\sum", "–": "-",
    "…": r"\ldots ", "⋯": r"\cdots ", "→": r"\to ", "×": r"\times ", "√": r"\surd ", "~": r"\sim ", "∂": r"\partial ",
}  # fmt: skip
LETTERS = dict(zip(
    "αβγδεζηθικλμνξρστυφχψωΓΩΣΠπ",
    (r"\alpha \beta \gamma \delta \varepsilon \zeta \eta \theta \iota \kappa \lambda \mu \nu \xi \rho \sigma \tau "
     r"\upsilon \varphi \chi \psi \omega \Gamma \Omega \Sigma \Pi \pi").split(), strict=True,
))  # fmt: skip
FUNCTIONS = {"ln": r"\ln", "cosh": r"\cosh", "max": r"\max", "min": r"\min"}


@singledispatch
def tex(node: Any) -> str:
    """The LaTeX of a node, without dollars.

    >>> tex(Fraction(Word("1", "num"), Root(Word("π"))))
    '\\\\frac{1}{\\\\sqrt{\\\\pi }}'
    """
    raise TypeError(f"no LaTeX for {type(node).__name__}")


@tex.register
def _(node: Word) -> str:
    if node.kind == "gap":
        return r"\,"
    if node.kind == "fn":
        return FUNCTIONS.get(node.text, rf"\mathrm{{{node.text.replace(' ', chr(92) + ' ')}}}")
    if node.text in SIGNS:
        return SIGNS[node.text]
    if node.text in LETTERS:
        return LETTERS[node.text] + " "
    if node.kind == "op" and len(node.text) > 1:
        return rf"\ \mathrm{{{node.text.strip()}}}\ "
    if node.kind == "id" and len(node.text) > 1 and node.text.isalnum():
        return rf"\mathrm{{{node.text}}}"
    return node.text


@tex.register
def _(node: Row) -> str:
    parts: list[str] = []
    for k, item in enumerate(node.items):
        if k and _air(node.items[k - 1], item):
            parts.append(r"\,")
        parts.append(tex(item))
    return "".join(parts)


def _air(left: Node, right: Node) -> bool:
    # A thin space before a function, an exponential or a root that follows something, and after a bracket.
    calls = (
        isinstance(right, Script) and isinstance(right.base, Word) and right.base.text in ("e", "K", "E", "I", "G", "F")
    )
    named = isinstance(right, Word) and (right.text in ("Γ", "γ", "U", "δ") or right.kind == "fn")
    sign = isinstance(left, Word) and left.kind in ("op", "gap") and left.text != "!"
    return (calls or named) and not sign and not isinstance(left, Big)


@tex.register
def _(node: Fraction) -> str:
    return rf"\frac{{{tex(node.above)}}}{{{tex(node.below)}}}"


@tex.register
def _(node: Script) -> str:
    before = "" if node.before is None else rf"{{}}_{{{tex(node.before)}}}"
    below = "" if node.below is None else rf"_{{{tex(node.below)}}}"
    above = "" if node.above is None else rf"^{{{tex(node.above)}}}"
    base = tex(node.base)
    return f"{before}{base.strip() if base.startswith(chr(92)) and base.endswith(' ') else base}{below}{above}"


@tex.register
def _(node: Root) -> str:
    return rf"\sqrt{{{tex(node.inside)}}}"


@tex.register
def _(node: Fenced) -> str:
    left, right = node.left or ".", node.right or "."
    return rf"\left{left}{tex(node.inside)}\right{right}"


@tex.register
def _(node: Big) -> str:
    return rf"{SIGNS[node.sign]}_{{{tex(node.lower)}}}^{{{tex(node.upper)}}} "


@tex.register
def _(node: Cases) -> str:
    rows = r" \\ ".join(rf"{tex(value)} & {tex(condition)}" for value, condition in node.rows)
    return rf"\begin{{cases}} {rows} \end{{cases}}"


@tex.register
def _(node: Stack) -> str:
    return rf"\substack{{{tex(node.above)} \\ {tex(node.below)}}}"
