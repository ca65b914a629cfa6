"""The left-hand sides: ``p(w)``, ``M_|w|(s)``, ``p_v(v)``, as the steps name them, laid out."""

from __future__ import annotations

import re

from priorcalc.present.functions import letter
from priorcalc.present.tree import GAP, Big, Fenced, Fraction, Node, Script, Word, joined, row

_SHAPE = re.compile(r"([A-Za-z])(?:_(\|?[^_()|]+\|?))?(?:_([^_()]+))?\(([^)]*)\)")


def quantity(text: str) -> Node:
    """The layout of a left-hand side.

    >>> quantity("p(w)")
    Row(items=(Word(text='p', kind='id'), Fenced(inside=Word(text='w', kind='id'), left='(', right=')')))
    """
    if text == "∫p(w)dw":
        return row(Big("∫", row(Word("−", "op"), Word("∞")), Word("∞")), quantity("p(w)"), GAP, Word("d"), Word("w"))
    if "/" in text:
        first, second = text.split("/")
        return Fraction(quantity(first), quantity(second))
    match = _SHAPE.fullmatch(text)
    if match is None:
        raise ValueError(f"quantity {text!r}: it is not of the form f_index(arguments)")
    name, *indices, arguments = match.groups()
    parts = [_index(each) for each in indices if each]
    below = joined(parts, ",") if parts else None
    inside = joined([letter(argument.strip()) for argument in arguments.split(",")], ",")
    return row(Script(Word(name), below) if below is not None else Word(name), Fenced(inside))


def _index(text: str) -> Node:
    if text.startswith("|"):
        return Fenced(letter(text.strip("|")), "|", "|")
    return Word(text, "num" if text.isdigit() else "fn" if len(text) > 1 else "id")
