"""An argument as one HTML file: MathML that browsers set themselves, no scripts, nothing fetched.

Headings, one article a step, light and dark by the reader's own setting; a formula that is wider than the window
scrolls in its own box, so that the page never does.
"""

from __future__ import annotations

import re
from html import escape

from priorcalc.present.mathml import mathml
from priorcalc.present.page import Argued, Entry, laid_out, results, sections, title
from priorcalc.present.quantities import quantity
from priorcalc.present.tree import Node, op

_RAISED = re.compile(r"\^(?:\(((?:[^()]|\([^()]*\))*)\)|(-?\w+))")
_LOWERED = re.compile(r"(?<=\b\w)_(?:\{([^{}]*)\}|(\|\w+\||‖\w+‖|\w+))")
STYLE = """
:root {
  color-scheme: light dark;
  --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --paper: #fff; --good: #116329; --bad: #b3261e;
}
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --soft: #9da7b1; --line: #30363d; --paper: #0d1117; --good: #56d364; --bad: #ff7b72; }
}
.priorcalc { color: var(--ink); background: var(--paper); font: 1rem/1.55 system-ui, sans-serif; max-width: 46rem; }
body { margin: 0; background: var(--paper); }
main.priorcalc { margin: 0 auto; padding: 1rem 1.25rem 4rem; box-sizing: border-box; overflow-wrap: break-word; }
.priorcalc h1 { font-size: 1.6rem; line-height: 1.25; margin: 1rem 0; }
.priorcalc h2 { font-size: 1.2rem; margin: 2.2rem 0 .5rem; border-bottom: 1px solid var(--line); }
.priorcalc h3 { font-size: 1rem; margin: 1.4rem 0 .2rem; }
.priorcalc h3 small, .priorcalc .rule { color: var(--soft); font-weight: normal; font-size: .875rem; }
.priorcalc p { margin: .3rem 0; }
.priorcalc sup, .priorcalc sub { line-height: 0; }
.priorcalc .formula { overflow-x: auto; padding: .5rem 0 .5rem 1.25rem; }
.priorcalc math {
  font-family: "STIX Two Math", "Cambria Math", "Latin Modern Math", "Libertinus Math", "DejaVu Math TeX Gyre", math;
}
.priorcalc .formula math { font-size: 1.15rem; }
.priorcalc .chain { border-collapse: collapse; }
.priorcalc .chain td { padding: .3rem .15rem; vertical-align: middle; text-align: left; border: 0; background: none; }
.priorcalc .upheld { color: var(--good); }
.priorcalc .refuted { color: var(--bad); font-weight: bold; }
.priorcalc .undecided { color: var(--soft); }
.priorcalc mtd { text-align: left; padding: .2em .5em; }
"""


def html(argument: Argued) -> str:
    """The whole argument as a document."""
    head = escape(f"{title(argument.derivation)}: the prior on the weights")
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{head}</title>\n'
        f'<link rel="icon" href="data:,">\n<style>{STYLE}</style>\n</head>\n<body>\n'
        f'<main class="priorcalc">\n{body(argument)}</main>\n</body>\n</html>\n'
    )


def fragment(argument: Argued) -> str:
    """The same to be shown inside another page, such as a notebook."""
    style = STYLE.replace("body { margin: 0; background: var(--paper); }\n", "")
    return f'<style>{style}</style>\n<div class="priorcalc">\n{body(argument)}</div>\n'


def body(argument: Argued) -> str:
    """Title, result and steps."""
    parts = [f"<h1>{escape(title(argument.derivation))}</h1>"]
    for what, said, name, density in results(argument.derivation):
        parts.append(f"<p>{escape(f'{what} {said}.')}</p>")
        if density is not None:
            parts.append(chain(quantity(name), (laid_out(density),)))
    for heading, entries in sections(argument):
        parts.append(f"<section>\n<h2>{escape(heading)}</h2>")
        parts += [_entry(entry) for entry in entries]
        parts.append("</section>")
    return "\n".join(parts) + "\n"


def prose(text: str) -> str:
    """Text with its raised and lowered parts set as such.

    >>> prose("M_X(s) = E[X^(s-1)]")
    'M<sub>X</sub>(s) = E[X<sup>s-1</sup>]'
    """
    raised = _RAISED.sub(lambda m: f"<sup>{m[1] or m[2]}</sup>", escape(text))
    return _LOWERED.sub(lambda m: f"<sub>{(m[1] or m[2])}</sub>", raised)


def _entry(entry: Entry) -> str:
    step = entry.step
    lines = [
        "<article>",
        f"<h3>{entry.number}. {escape(step.rule.name)} <small>eq. ({escape(step.rule.equation)})</small></h3>",
        f"<p>{prose(step.statement)}</p>",
    ]
    if entry.sides:
        lines.append(chain(entry.left, entry.sides))
    lines.append(f'<p class="rule">By: {prose(step.rule.statement)}. [{escape(step.citation)}]</p>')
    if entry.mark is not None:
        lines.append(f'<p class="{entry.mark.verdict}">{escape(str(entry.mark))}</p>')
    return "\n".join([*lines, "</article>"])


def chain(left: Node, sides: tuple[Node, ...]) -> str:
    """A formula and what it equals, line by line, in a box of its own."""
    rows = []
    for k, side in enumerate(sides):
        cells = (mathml(left, wide=True) if k == 0 else "", mathml(op("=")), mathml(side, wide=True))
        rows.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    table = f'<table class="chain" role="presentation">{"".join(rows)}</table>'
    return f'<div class="formula" tabindex="0" role="group" aria-label="formula">{table}</div>'
