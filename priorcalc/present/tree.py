"""A formula as it is laid out: words in rows, fractions, roots, scripts, brackets, integral signs.

One tree, three printers: boxes of characters (``boxes.py``), LaTeX (``tex.py``), MathML (``mathml.py``).  What a
formula *says* is decided once, in ``spelling.py``; the printers know nothing of mathematics.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sympy import Expr, Float, sstr, sympify

DIGITS = 40
"""So long may a whole number be and still be read."""


@dataclass(frozen=True)
class Word:
    """A letter, number, sign or name; ``kind`` is id, num, op, fn or gap."""

    text: str
    kind: str = "id"


@dataclass(frozen=True)
class Row:
    """Nodes side by side."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class Fraction:
    """One over the other."""

    above: Node
    below: Node


@dataclass(frozen=True)
class Script:
    """A base with what stands below and above to its right, and a number before it (as in ₁F₁)."""

    base: Node
    below: Node | None = None
    above: Node | None = None
    before: Node | None = None


@dataclass(frozen=True)
class Root:
    """A square root."""

    inside: Node


@dataclass(frozen=True)
class Fenced:
    """Brackets around; an empty bracket is left out."""

    inside: Node
    left: str = "("
    right: str = ")"


@dataclass(frozen=True)
class Big:
    """A sign with limits: ∫ or ∑."""

    sign: str
    lower: Node
    upper: Node


@dataclass(frozen=True)
class Cases:
    """Values with their conditions, one a line."""

    rows: tuple[tuple[Node, Node], ...]


@dataclass(frozen=True)
class Stack:
    """One above the other, without a bar."""

    above: Node
    below: Node


Node = Word | Row | Fraction | Script | Root | Fenced | Big | Cases | Stack

GAP = Word(" ", "gap")


def row(*items: Node) -> Node:
    """A row, rows in it dissolved; a single node is itself."""
    flat = tuple(_flat(items))
    return flat[0] if len(flat) == 1 else Row(flat)


def _flat(items: tuple[Node, ...]) -> Iterator[Node]:
    for item in items:
        if isinstance(item, Row):
            yield from item.items
        else:
            yield item


def bare(node: Node) -> Node:
    """A node without brackets around the whole of it."""
    return node.inside if isinstance(node, Fenced) and (node.left, node.right) == ("(", ")") else node


def joined(nodes: list[Node], separator: str) -> Node:
    """Nodes with a sign between them."""
    items: list[Node] = []
    for node in nodes:
        items += [Word(separator, "op"), node] if items else [node]
    return row(*items) if items else Word("–", "op")


def op(sign: str) -> Word:
    """A sign of operation."""
    return Word(sign, "op")


def num(number: int | Expr) -> Node:
    """A number: of a whole one all digits up to 40, of any other 17.

    >>> from priorcalc.present.tex import tex
    >>> tex(num(Float("2.5", 40))), tex(num(7**60))
    ('2.5', '5.0802186073962337\\\\cdot 10^{50}')
    """
    value = sympify(number, strict=True)
    if not value.is_Float and abs(value) < 10**DIGITS:
        return Word(str(value), "num")
    digits, _, power = sstr(Float(value, 17), full_prec=False).partition("e")
    digits = digits.removesuffix(".0")
    if not power:
        return Word(digits, "num")
    ten = Script(Word("10", "num"), None, row(op("−"), num(-int(power))) if int(power) < 0 else num(int(power)))
    return ten if digits == "1" else row(Word(digits, "num"), op("·"), ten)
