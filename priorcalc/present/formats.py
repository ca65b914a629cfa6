"""The renderings of an argument, by name: text, LaTeX, HTML, JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sympy import latex, pretty


def _plain(argument: Any) -> str:
    lines = []
    for step, mark in zip(argument.steps, argument.marks, strict=True):
        lines += [f"{step.rule.name} ({step.rule.equation}): {step.statement}  {mark or ''}"]
        lines += [pretty(side, use_unicode=True, num_columns=100) for side in (step.before, step.after) if side is not None]
    return "\n".join(lines)


def _latex(argument: Any) -> str:
    return "\n\n".join(f"{step.statement}\n\\[{latex(step.after)}\\]" for step in argument.steps)


def as_data(argument: Any) -> dict[str, Any]:
    return {"steps": [{"rule": step.rule.id, "statement": step.statement} for step in argument.steps]}


FORMATS: Mapping[str, Callable[[Any], str]] = {
    "text": _plain, "latex": _latex, "html": _plain, "json": lambda argument: str(as_data(argument)),
    "fragment": _plain, "formula": _latex,
}
