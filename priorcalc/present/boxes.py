"""Formulas as boxes of characters, for a terminal: fractions with bars, signs with limits, tall brackets.

A box is its lines and the line on which it stands; boxes are set side by side on that line, and a row that is too
wide goes on below.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from priorcalc.present.tree import Big, Cases, Fenced, Fraction, Node, Root, Row, Script, Stack, Word

RAISED = dict(zip("0123456789+−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ", strict=True))
LOWERED = dict(zip("0123456789+−()=nst", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎₌ₙₛₜ", strict=True))
SPACED = {"+", "−", "=", "·", "<", ">", "≤", "≥", "|"}
TALL = {
    "(": ("⎛", "⎜", "⎝"), ")": ("⎞", "⎟", "⎠"), "|": ("│", "│", "│"), "{": ("⎧", "⎨", "⎩"),
}  # fmt: skip


@dataclass(frozen=True)
class Box:
    """Lines of one width; ``base`` is the line that stands on the writing line."""

    lines: tuple[str, ...]
    base: int = 0

    @property
    def width(self) -> int:
        """Columns."""
        return len(self.lines[0]) if self.lines else 0


def beside(boxes: list[Box]) -> Box:
    """Boxes in a row, on one writing line."""
    above = max((box.base for box in boxes), default=0)
    below = max((len(box.lines) - box.base for box in boxes), default=1)
    columns = [
        [" " * box.width] * (above - box.base)
        + list(box.lines)
        + [" " * box.width] * (below - len(box.lines) + box.base)
        for box in boxes
    ]
    return Box(tuple("".join(parts) for parts in zip(*columns, strict=True)), above)


def _on_top(boxes: list[Box], base: int) -> Box:
    width = max(box.width for box in boxes)
    lines = [line.center(width) for box in boxes for line in box.lines]
    return Box(tuple(lines), base)


def chain(left: Node, sides: list[Node], width: int = 96) -> list[str]:
    """``left = side = side``, a line each, as lines of text no wider than ``width``."""
    lines: list[str] = []
    head = box(left)
    blank = Box((" " * head.width,))
    for k, side in enumerate(dict.fromkeys(sides)):
        for j, part in enumerate(_wrapped(side, width - head.width - 3)):
            sign = Box((" = " if j == 0 else "   ",))
            placed = beside([head if (j, k) == (0, 0) else blank, sign, part])
            lines += [line.rstrip() for line in placed.lines]
    return lines


def _wrapped(node: Node, room: int) -> list[Box]:
    whole = box(node)
    if whole.width <= room:
        return [whole]
    if not isinstance(node, Row):
        return [_cut(whole, room)] if whole.width > room else [whole]
    found: list[Box] = []
    line: list[Box] = []
    for item in node.items:
        piece = box(item)
        if line and sum(b.width for b in line) + piece.width > room:
            found.append(beside(line))
            line = []
        if piece.width > room:
            found += _wrapped(item.inside, room) if isinstance(item, Fenced) else [_cut(piece, room)]
        else:
            line.append(piece)
    return found + ([beside(line)] if line else [])


def _cut(whole: Box, room: int) -> Box:
    # Nowhere to break: the pieces stand below each other, like a long line in a terminal.
    lines = [line[k : k + room].ljust(room) for k in range(0, whole.width, room) for line in whole.lines]
    return Box(tuple(lines), whole.base)


def flat(node: Node) -> str:
    """A node that takes one line, as that line; its first line otherwise."""
    return box(node).lines[0]


@singledispatch
def box(node: Any) -> Box:
    """The box of a node."""
    raise TypeError(f"no box for {type(node).__name__}")


@box.register
def _(node: Word) -> Box:
    if node.kind == "op" and node.text in SPACED:
        return Box((f" {node.text} ",))
    if node.kind == "op" and node.text == ",":
        return Box((", ",))
    if node.kind == "op" and node.text == ";":
        return Box(("; ",))
    return Box((node.text,))


@box.register
def _(node: Row) -> Box:
    boxes = [box(item) for item in node.items]
    first = node.items[0]
    if isinstance(first, Word) and first.kind == "op" and first.text in ("−", "+"):
        boxes[0] = Box((first.text,))
    # Two words need air between them: x e^{-x}, Γ(s) Γ(s + 1), but not f(x) or 2λ.
    spaced: list[Box] = []
    for k, (item, piece) in enumerate(zip(node.items, boxes, strict=True)):
        if k and _needs_air(node.items[k - 1], item):
            spaced.append(Box((" ",)))
        spaced.append(piece)
    return beside(spaced)


def _needs_air(left: Node, right: Node) -> bool:
    if isinstance(left, Word) and left.text == "!":
        return not (isinstance(right, Word) and right.kind in ("op", "gap"))
    signs = [isinstance(node, Word) and node.kind in ("op", "gap") for node in (left, right)]
    if any(signs):
        return False
    if isinstance(right, Fenced):
        return isinstance(left, Fraction | Fenced | Root)
    if isinstance(left, Word) and left.text == "d":
        return False
    if isinstance(left, Word) and left.kind == "num" and isinstance(right, Word | Script | Root):
        return isinstance(right, Word) and right.kind == "num"
    return True


@box.register
def _(node: Fraction) -> Box:
    above, below = box(node.above), box(node.below)
    width = max(above.width, below.width)
    return _on_top([above, Box(("─" * width,)), below], len(above.lines))


@box.register
def _(node: Script) -> Box:
    base = box(node.base)
    if node.before is not None:
        base = beside([Box((_lowered(flat(node.before)),)), base])
    below = None if node.below is None else box(node.below)
    above = None if node.above is None else box(node.above)
    if below is not None:
        text = below.lines[0].replace(" ", "")
        base = beside([base, Box((_lowered(text),))])
    if above is not None:
        text = above.lines[0].replace(" ", "")
        if len(above.lines) == 1 and all(c in RAISED for c in text) and len(base.lines) == 1:
            return beside([base, Box(("".join(RAISED[c] for c in text),))])
        tight = Box((text,)) if len(above.lines) == 1 else above
        return Box(
            tuple(
                [" " * base.width + line for line in tight.lines] + [line + " " * tight.width for line in base.lines]
            ),
            len(tight.lines) + base.base,
        )
    return base


def _lowered(text: str) -> str:
    if all(c in LOWERED for c in text):
        return "".join(LOWERED[c] for c in text)
    return f"_{text}" if text.strip("|").isalnum() else f"_{{{text}}}"


@box.register
def _(node: Root) -> Box:
    inside = box(node.inside)
    if isinstance(node.inside, Fraction) and len(inside.lines) == 3:
        inside = Box((f"{inside.lines[0].strip()}/{_closed(inside.lines[2].strip())}",))
    if len(inside.lines) == 1:
        text = inside.lines[0].strip()
        return Box((f"√{_closed(text)}",))
    return beside([Box(("√",)), _bracketed(inside, "(", ")")])


def _closed(text: str) -> str:
    simple = len(text) == 1 or text.isdigit() or (text[:1].isalpha() and all(c in RAISED.values() for c in text[1:]))
    return text if simple else f"({text})"


@box.register
def _(node: Fenced) -> Box:
    return _bracketed(box(node.inside), node.left, node.right)


def _bracketed(inside: Box, left: str, right: str) -> Box:
    ends = [_tall(sign, len(inside.lines), inside.base) if sign else None for sign in (left, right)]
    return beside([part for part in (ends[0], inside, ends[1]) if part is not None])


def _tall(sign: str, height: int, base: int) -> Box:
    if height == 1:
        return Box((sign,))
    top, middle, bottom = TALL[sign]
    lines = [top, *[middle] * (height - 2), bottom]
    if sign == "{" and height == 2:
        lines = ["⎰", "⎱"]
    return Box(tuple(lines), base)


@box.register
def _(node: Big) -> Box:
    lower, upper = (Box((flat(end).replace(" ", ""),)) for end in (node.lower, node.upper))
    sign = [Box(("⌠",)), Box(("⎮",)), Box(("⌡",))] if node.sign == "∫" else [Box(("∑",))]
    middle = 1 + len(sign) // 2
    return beside([_on_top([upper, *sign, lower], middle), Box((" ",))])


@box.register
def _(node: Cases) -> Box:
    rows = [(box(value), box(condition)) for value, condition in node.rows]
    widest = max(value.width for value, _ in rows)
    boxes = [beside([value, Box((" " * (widest - value.width + 3),)), condition]) for value, condition in rows]
    width = max(b.width for b in boxes)
    lines = tuple(line.ljust(width) for b in boxes for line in b.lines)
    base = (len(lines) - 1) // 2
    return beside([_tall("{", len(lines), base), Box((" ",)), Box(lines, base)])


@box.register
def _(node: Stack) -> Box:
    above, below = box(node.above), box(node.below)
    return _on_top([above, below], len(above.lines) - 1)
