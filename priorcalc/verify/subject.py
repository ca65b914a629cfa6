"""What a certificate is about, as text, and the way back from the text to the derivation.

A noise is written as the call that makes it, ``2*rayleigh(sigma=1)**(1/2)``.  The text is read through Python's ``ast``
with a short list of what may stand in it; nothing is evaluated.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

from sympy import Expr

from priorcalc.derive import Derivation, derive
from priorcalc.errors import ParameterError, PriorcalcError, remedy
from priorcalc.formula import parse_formula
from priorcalc.laws import RECORDS, law
from priorcalc.laws.noise import NoiseLaw
from priorcalc.recognise import Recognition


def describe(derivation: Derivation) -> dict[str, str]:
    """The noise, σ₀ and everything that is claimed, as text."""
    found = {"noise": repr(derivation.noise), "sigma0": str(derivation.sigma0)}
    for role, known in (
        ("noise law", derivation.noise_law),
        ("variance", derivation.variance),
        ("weight", derivation.weight),
    ):
        found.update(_described(role, known))
    return found


def _described(role: str, known: Recognition) -> dict[str, str]:
    params = ", ".join(f"{name}={value}" for name, value in known.params)
    return {
        f"{role} name": known.name or "no name",
        f"{role} parameters": params,
        f"{role} density": "none" if known.expr is None else str(known.expr),
        f"{role} atom": str(known.atom),
        f"{role} factor": str(known.factor),
    }


def rebuild(subject: Mapping[str, str]) -> Derivation:
    """Derive the prior of a subject again.

    >>> from priorcalc import laws
    >>> once = derive(2 * laws.rayleigh() ** 0.5)
    >>> describe(rebuild(describe(once))) == describe(once)
    True
    """
    text = subject["noise"]
    try:
        noise = _law(ast.parse(text, mode="eval").body)
        sigma0 = parse_formula(subject["sigma0"])
    except (PriorcalcError, SyntaxError, ValueError) as error:
        todo = "derive it where the law is at hand, and verify that"
        raise ParameterError(
            remedy("recheck", f"the noise {text!r} cannot be rebuilt from its text ({error})", todo)
        ) from error
    return derive(noise, sigma0)


def _law(node: ast.expr) -> NoiseLaw:
    match node:
        case ast.Call(func=ast.Name(id=name), args=[], keywords=keywords) if name in RECORDS:
            return law(name, **{str(word.arg): _number(word.value) for word in keywords})
        case ast.Call(func=ast.Name(id="mixture"), args=[ast.List(elts=parts)], keywords=[]):
            return NoiseLaw.mixture([_part(part) for part in parts])
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            power: NoiseLaw = _law(left) ** _number(right)
            return power
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            factor: Any = _law(left) if _mentions_law(left) else _number(left)
            product: NoiseLaw = _law(right) * factor if not _mentions_law(left) else factor * _law(right)
            return product
    raise ValueError(f"{ast.unparse(node)!r} is not a law of the catalogue")


def _part(node: ast.expr) -> tuple[Any, NoiseLaw]:
    match node:
        case ast.Tuple(elts=[weight, part]):
            return _number(weight), _law(part)
    raise ValueError(f"{ast.unparse(node)!r} is not a weighted law")


def _mentions_law(node: ast.expr) -> bool:
    return any(isinstance(part, ast.Name) and part.id in {*RECORDS, "mixture"} for part in ast.walk(node))


def _number(node: ast.expr) -> Expr:
    return parse_formula(ast.unparse(node))
