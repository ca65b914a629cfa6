"""An argument as Unicode text, at most 100 columns wide."""

from __future__ import annotations

from textwrap import wrap

from priorcalc.present.boxes import chain
from priorcalc.present.page import Argued, Entry, laid_out, results, sections, title
from priorcalc.present.quantities import quantity

WIDTH = 100


def text(argument: Argued) -> str:
    """The whole argument as lines of text."""
    lines = [*_underlined(title(argument.derivation), "=")]
    for what, words, name, density in results(argument.derivation):
        lines += wrap(f"{what} {words}.", WIDTH)
        if density is not None:
            lines += ["", *_indented(chain(quantity(name), [laid_out(density)], WIDTH - 4)), ""]
    for heading, entries in sections(argument):
        lines += ["", *_underlined(heading, "-")]
        for entry in entries:
            lines += ["", *_entry(entry)]
    return "\n".join(line.rstrip() for line in lines)


def _underlined(heading: str, sign: str) -> list[str]:
    rows = wrap(heading, WIDTH)
    return [*rows, sign * max(map(len, rows))]


def _indented(lines: list[str]) -> list[str]:
    return ["    " + line for line in lines]


def _entry(entry: Entry) -> list[str]:
    step = entry.step
    head = f"{entry.number}. {step.rule.name}, eq. ({step.rule.equation})"
    lines = [head, *_indented(wrap(step.statement, WIDTH - 4))]
    if entry.sides:
        lines += ["", *_indented(chain(entry.left, list(entry.sides), WIDTH - 4)), ""]
    lines += _indented(wrap(f"By: {step.rule.statement}.  [{step.citation}]", WIDTH - 4))
    return lines if entry.mark is None else [*lines, *_indented(wrap(str(entry.mark), WIDTH - 4))]
