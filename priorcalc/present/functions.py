"""The special functions and the letters, as the handbooks print them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sympy import (
    Abs,
    DiracDelta,
    Expr,
    Heaviside,
    Max,
    Min,
    besseli,
    besselk,
    binomial,
    cosh,
    erf,
    erfc,
    expint,
    factorial,
    gamma,
    hyper,
    log,
    lowergamma,
    meijerg,
    uppergamma,
)  # fmt: skip

from priorcalc.functions import hyperu
from priorcalc.present.tree import Fenced, Node, Script, Stack, Word, bare, joined, num, op, row

Spell = Callable[..., Node]
GREEK = dict(zip(
    ("alpha beta gamma delta epsilon zeta eta theta iota kappa lambda lam mu nu xi rho sigma tau upsilon phi chi psi "
     "omega").split(),
    "αβγδεζηθικλλμνξρστυφχψω", strict=True,
))  # fmt: skip


def letter(name: str) -> Node:
    """A symbol by its name: Greek where it names a Greek letter, a number behind it as its index."""
    stem = name.rstrip("0123456789").rstrip("_")
    index = name[len(stem) :].lstrip("_")
    base: Node = Word(GREEK.get(stem, stem)) if stem else Word(name)
    return Script(base, Word(index, "num")) if index and stem else base


def _call(name: Node, *arguments: Node, between: str = ",") -> Node:
    return row(name, Fenced(joined([bare(argument) for argument in arguments], between)))


def _of(text: str) -> Callable[[Any, Spell], Node]:
    kind = "id" if len(text) == 1 else "fn"
    return lambda f, spell: _call(Word(text, kind), *(spell(argument, True) for argument in f.args))


def _indexed(text: str) -> Callable[[Any, Spell], Node]:
    return lambda f, spell: _call(Script(Word(text), spell(f.args[0], True)), spell(f.args[1], True))


def _hyper(f: Any, spell: Spell) -> Node:
    upper, lower, z = f.args
    name = Script(Word("F"), num(len(lower)), before=num(len(upper)))
    groups = [joined([spell(a, True) for a in group], ",") for group in (upper, lower)]
    return _call(name, *groups, spell(z, True), between=";")


def _meijer(f: Any, spell: Spell) -> Node:
    sizes = [row(num(a), op(","), num(b)) for a, b in ((len(f.bm), len(f.an)), (len(f.ap), len(f.bq)))]
    name = Script(Word("G"), sizes[1], sizes[0])
    groups = [joined([spell(a, True) for a in group], ",") for group in (f.ap, f.bq)]
    return row(name, Fenced(row(spell(f.argument, True), Word("|", "op"), Stack(groups[0], groups[1]))))


def _binomial(f: Any, spell: Spell) -> Node:
    return Fenced(Stack(spell(f.args[0], True), spell(f.args[1], True)))


def _factorial(f: Any, spell: Spell) -> Node:
    inner = f.args[0]
    return row(spell(inner) if inner.is_Atom else Fenced(spell(inner)), op("!"))


def _step(f: Any, spell: Spell) -> Node:
    return Script(Word("1", "num"), row(spell(f.args[0], True), op(">"), num(0)))


FUNCTIONS: Mapping[type[Expr], Callable[[Any, Spell], Node]] = {
    gamma: _of("Γ"),
    uppergamma: _of("Γ"),
    lowergamma: _of("γ"),
    hyperu: _of("U"),
    DiracDelta: _of("δ"),
    erf: _of("erf"),
    erfc: _of("erfc"),
    cosh: _of("cosh"),
    Max: _of("max"),
    Min: _of("min"),
    besselk: _indexed("K"),
    besseli: _indexed("I"),
    expint: _indexed("E"),
    hyper: _hyper,
    meijerg: _meijer,
    binomial: _binomial,
    log: _of("ln"),
    factorial: _factorial,
    Heaviside: _step,
    Abs: lambda f, spell: Fenced(spell(f.args[0]), "|", "|"),
}
"""By SymPy's class: how the function is laid out; ``spell(x, True)`` sets x on one line."""
