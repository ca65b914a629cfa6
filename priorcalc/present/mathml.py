"""Formulas as MathML Core, which browsers set without a script and screen readers read aloud."""

from __future__ import annotations

from functools import singledispatch
from html import escape
from typing import Any

from priorcalc.present.tree import Big, Cases, Fenced, Fraction, Node, Root, Row, Script, Stack, Word

TAGS = {"id": "mi", "num": "mn", "op": "mo", "fn": "mi", "gap": "mspace"}


def mathml(node: Node, wide: bool = False) -> str:
    """A <math> element; ``wide`` sets fractions and signs at full size, as in a display.

    >>> mathml(Script(Word("x"), None, Word("2", "num")))
    '<math><msup><mi>x</mi><mn>2</mn></msup></math>'
    """
    style = ' displaystyle="true"' if wide else ""
    return f"<math{style}>{_mathml(node)}</math>"


@singledispatch
def _mathml(node: Any) -> str:
    raise TypeError(f"no MathML for {type(node).__name__}")


@_mathml.register
def _(node: Word) -> str:
    if node.kind == "gap":
        return '<mspace width="0.17em"></mspace>'
    tag = TAGS[node.kind]
    if node.kind == "op" and node.text == "/":
        return '<mo lspace="0" rspace="0">/</mo>'
    if node.kind == "op" and node.text == "|":
        return '<mo form="infix" lspace="0.2em" rspace="0.2em">|</mo>'
    return f"<{tag}>{escape(node.text)}</{tag}>"


@_mathml.register
def _(node: Row) -> str:
    parts: list[str] = []
    for k, item in enumerate(node.items):
        if k and _air(node.items[k - 1], item):
            parts.append('<mspace width="0.17em"></mspace>')
        parts.append(_mathml(item))
    return f"<mrow>{''.join(parts)}</mrow>"


def _air(left: Node, right: Node) -> bool:
    if isinstance(left, Word) and left.text == "d":
        return False
    if isinstance(left, Word) and left.text == "!":
        return not (isinstance(right, Word) and right.kind in ("op", "gap"))
    if any(isinstance(node, Word) and node.kind in ("op", "gap") for node in (left, right)) or isinstance(left, Big):
        return False
    return isinstance(right, Script | Word | Root) and not (isinstance(left, Word) and left.kind == "num")


@_mathml.register
def _(node: Fraction) -> str:
    return f"<mfrac>{_mathml(node.above)}{_mathml(node.below)}</mfrac>"


@_mathml.register
def _(node: Script) -> str:
    base = _mathml(node.base)
    if node.before is not None:
        below = "<mrow></mrow>" if node.below is None else _mathml(node.below)
        before = f"<mprescripts></mprescripts>{_mathml(node.before)}<mrow></mrow>"
        return f"<mmultiscripts>{base}{below}<mrow></mrow>{before}</mmultiscripts>"
    if node.below is not None and node.above is not None:
        return f"<msubsup>{base}{_mathml(node.below)}{_mathml(node.above)}</msubsup>"
    if node.below is not None:
        return f"<msub>{base}{_mathml(node.below)}</msub>"
    assert node.above is not None
    return f"<msup>{base}{_mathml(node.above)}</msup>"


@_mathml.register
def _(node: Root) -> str:
    return f"<msqrt>{_mathml(node.inside)}</msqrt>"


@_mathml.register
def _(node: Fenced) -> str:
    left, right = (
        f'<mo fence="true" form="{form}" stretchy="true" lspace="0" rspace="0">{escape(sign)}</mo>' if sign else ""
        for sign, form in ((node.left, "prefix"), (node.right, "postfix"))
    )
    return f"<mrow>{left}{_mathml(node.inside)}{right}</mrow>"


@_mathml.register
def _(node: Big) -> str:
    tag = "msubsup" if node.sign == "∫" else "munderover"
    return f'<{tag}><mo largeop="true">{node.sign}</mo>{_mathml(node.lower)}{_mathml(node.upper)}</{tag}>'


@_mathml.register
def _(node: Cases) -> str:
    rows = "".join(
        f"<mtr><mtd>{_mathml(value)}</mtd><mtd>{_mathml(condition)}</mtd></mtr>" for value, condition in node.rows
    )
    return f'<mrow><mo fence="true" form="prefix" stretchy="true">{{</mo><mtable class="cases">{rows}</mtable></mrow>'


@_mathml.register
def _(node: Stack) -> str:
    return f'<mfrac linethickness="0">{_mathml(node.above)}{_mathml(node.below)}</mfrac>'
