"""The renderings of an argument, by name: text, LaTeX, HTML, JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from priorcalc.present.html import fragment, html
from priorcalc.present.latex import formula, latex
from priorcalc.present.page import Argued, results, title
from priorcalc.present.text import text
from priorcalc.steps import Step
from priorcalc.verify.stepwise import Mark

SCHEMA, VERSION = "priorcalc/derivation", 1


def as_data(argument: Argued) -> dict[str, Any]:
    """The argument as plain JSON values, expressions as SymPy prints them."""
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "title": title(argument.derivation),
        "noise": repr(argument.derivation.noise),
        "sigma0": str(argument.derivation.sigma0),
        "results": [
            {"of": what, "words": said, "density": None if density is None else str(density)}
            for what, said, _, density in results(argument.derivation)
        ],
        "steps": [_step(step, mark) for step, mark in zip(argument.steps, argument.marks, strict=True)],
    }


def _step(step: Step, mark: Mark | None) -> dict[str, Any]:
    rule = step.rule
    return {
        "section": step.section,
        "statement": step.statement,
        "quantity": step.quantity,
        "symbol": str(step.symbol),
        "within": [str(end) for end in step.within],
        "before": None if step.before is None else str(step.before),
        "after": None if step.after is None else str(step.after),
        "rule": {
            "id": rule.id,
            "name": rule.name,
            "statement": rule.statement,
            "latex": rule.latex,
            "assumptions": rule.assumptions,
            "citation": rule.citation,
            "equation": rule.equation,
        },
        "mark": None if mark is None else {"verdict": mark.verdict, "digits": mark.digits, "point": mark.point},
    }


def _json(argument: Argued) -> str:
    return json.dumps(as_data(argument), ensure_ascii=False, indent=2)


FORMATS: Mapping[str, Callable[[Argued], str]] = {"text": text, "latex": latex, "html": html, "json": _json}
"""What ``priorcalc derive --format`` offers."""

RICH: Mapping[str, Callable[[Argued], str]] = {"html": fragment, "latex": formula}
"""What a notebook shows."""
