"""What every rendering says, in the same order: a title, the result, and the numbered steps under their headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from priorcalc.derive import Derivation
from priorcalc.present.quantities import quantity
from priorcalc.present.spelling import spell
from priorcalc.present.tree import Node, Word, row
from priorcalc.recognise import Recognition
from priorcalc.steps import Step
from priorcalc.steps.words import found, law_of, value
from priorcalc.verify.stepwise import Mark

MOST_NODES = 900
"""A side with more parts is not laid out; JSON has it in full."""
THEORY = "theory.md"


class Argued(Protocol):
    """What is rendered: a derivation, its steps and their marks."""

    @property
    def derivation(self) -> Derivation:
        """The laws of λ, λ² and w."""

    @property
    def steps(self) -> Sequence[Step]:
        """The steps in order."""

    @property
    def marks(self) -> Sequence[Mark | None]:
        """What comparing the sides of each step gave."""


@dataclass(frozen=True)
class Entry:
    """A step as it is shown: its number, its formula's left side and sides, and its mark."""

    number: int
    step: Step
    left: Node
    sides: tuple[Node, ...]
    mark: Mark | None


def title(derivation: Derivation) -> str:
    """``Rayleigh(σ = 1) noise``."""
    return f"{law_of(derivation.noise)} noise"


def results(derivation: Derivation) -> list[tuple[str, str, str, Any]]:
    """What comes out: for λ² and w, its words, the name of its density and the density."""
    return [
        ("λ²", _said(derivation.variance), "p_v(v)", derivation.variance.expr),
        ("w", _said(derivation.weight), "p(w)", derivation.weight.expr),
    ]


def _said(law: Recognition) -> str:
    name = {
        "quadrature": "has no closed form that we know; it is integrated",
        "meijerg": "has no name; its density is a Meijer G-function",
        "series": "has no name; its density is a series",
    }.get(law.form, "has no name; its density is in closed form")
    words = f"is {found(law)}" if law.name is not None else name
    return words if law.atom == 0 else f"{words}; it is 0 with probability {value(law.atom)}"


def sections(argument: Argued) -> Iterator[tuple[str, list[Entry]]]:
    """The steps under their headings, numbered through."""
    heading, entries = "", list[Entry]()
    for number, (step, mark) in enumerate(zip(argument.steps, argument.marks, strict=True), 1):
        if step.section != heading and entries:
            yield heading, entries
            entries = []
        heading = step.section
        entries.append(Entry(number, step, quantity(step.quantity), shown(step), mark))
    if entries:
        yield heading, entries


def shown(step: Step) -> tuple[Node, ...]:
    """The sides of a step laid out; equal ones once."""
    sides = [side for side in (step.before, step.after) if side is not None]
    return tuple(dict.fromkeys(laid_out(side) for side in sides))


def laid_out(expr: Any) -> Node:
    """The layout of an expression, or three dots for one that nobody would read."""
    return row(Word("⋯", "op")) if expr.count_ops() > MOST_NODES // 6 else spell(expr)
