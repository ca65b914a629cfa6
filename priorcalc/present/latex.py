r"""An argument as a LaTeX document that stands alone, for any engine; formulas use amsmath and nothing else."""

from __future__ import annotations

from priorcalc.present.page import Argued, Entry, laid_out, results, sections, title
from priorcalc.present.quantities import quantity
from priorcalc.present.tex import LETTERS, tex
from priorcalc.present.tree import Node

_WORDS = {
    "₀": r"$_0$", "₁": r"$_1$", "₂": r"$_2$", "₃": r"$_3$", "²": r"$^2$", "³": r"$^3$", "⁴": r"$^4$", "ⁿ": r"$^n$",
    "√": r"$\surd$", "∫": r"$\int$", "Σ": r"$\sum$", "∏": r"$\prod$", "∞": r"$\infty$", "≥": r"$\geq$", "≤": r"$\leq$",
    "→": r"$\to$", "↦": r"$\mapsto$", "⇒": r"$\Rightarrow$", "↔": r"$\leftrightarrow$", "≠": r"$\neq$", "∈": r"$\in$",
    "·": r"$\cdot$", "−": "$-$", "×": r"$\times$", "✓": r"$\surd$", "✗": r"$\times$", "‖": r"$\|$", "∝": r"$\propto$",
    "½": r"$\frac12$", "…": r"\ldots{}", "ᵢ": "$_i$", "ₙ": "$_n$", "δ": r"$\delta$", "|": r"$|$", "⋯": r"$\cdots$",
    "<": "$<$", ">": "$>$", "π": r"$\pi$", "~": r"$\sim$", "–": "--", "’": "'", "′": "$'$",
    **{sign: f"${command}$" for sign, command in LETTERS.items()},
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}", "^": r"\^{}",
    "$": r"\$",
}  # fmt: skip
_HEAD = r"""\documentclass[11pt]{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage{amsmath}
\usepackage[margin=25mm]{geometry}
\setlength{\parindent}{0pt}
\setlength{\parskip}{4pt plus 1pt}
\allowdisplaybreaks
\begin{document}
"""


def words(text: str) -> str:
    """Prose with its signs as LaTeX.

    >>> words("λ² & σ₀")
    '$\\\\lambda$$^2$ \\\\& $\\\\sigma$$_0$'
    """
    return "".join(_WORDS.get(sign, sign) for sign in text)


def latex(argument: Argued) -> str:
    """The whole argument as a document."""
    parts = [_HEAD, rf"\section*{{{words(title(argument.derivation))}}}"]
    for what, said, name, density in results(argument.derivation):
        parts.append(words(f"{what} {said}."))
        if density is not None:
            parts.append(display(quantity(name), (laid_out(density),)))
    for heading, entries in sections(argument):
        parts.append(rf"\subsection*{{{words(heading)}}}")
        parts += [_entry(entry) for entry in entries]
    return "\n".join([*parts, r"\end{document}", ""])


def display(left: Node, sides: tuple[Node, ...]) -> str:
    """A displayed chain of equalities."""
    return "\\begin{align*}\n" + " \\\\\n".join(f"{line}" for line in formulas(left, sides)) + "\n\\end{align*}"


def formulas(left: Node, sides: tuple[Node, ...]) -> list[str]:
    """The lines of the chain, each with its sign of alignment."""
    return [f"{tex(left) if k == 0 else ''} &= {tex(side)}" for k, side in enumerate(sides)]


def formula(argument: Argued) -> str:
    """The result alone, for a notebook: p(w), or the noise's name where there is no closed form."""
    _, said, name, density = results(argument.derivation)[1]
    if density is None:
        return rf"$\text{{w {said}}}$"
    return f"$\\displaystyle {tex(quantity(name))} = {tex(laid_out(density))}$"


def _entry(entry: Entry) -> str:
    step = entry.step
    lines = [
        rf"\textbf{{{entry.number}. {words(step.rule.name)}, eq.~({step.rule.equation}).}} {words(step.statement)}"
    ]
    if entry.sides:
        lines.append(display(entry.left, entry.sides))
    lines.append(rf"{{\footnotesize By: ${step.rule.latex}$. [{words(step.citation)}]")
    if entry.mark is not None:
        lines.append(rf"\quad {words(str(entry.mark))}")
    return "\n".join(lines) + "}\n"
