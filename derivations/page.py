"""A derivation page: a program that is an argument, and the Markdown that it becomes.

A page's docstring is its claim, its comments are the prose, its code the steps, each asserted.  When it has run, the
page's ``prior`` (with symbols) gives the machine's own steps, and ``checked`` (with numbers) the certificate.  The
Markdown holds no timing and no figure that another processor would round differently, so that a page that is stale
differs and one that is not does not.
"""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path
from types import ModuleType

from sympy import Expr

from priorcalc.exact import is_one
from priorcalc.prior import Prior
from priorcalc.steps import TRANSFORM, VARIANCE, Step
from priorcalc.verify.run import verify

HERE = Path(__file__).parent
DOCS = HERE.parent / "docs" / "derivations"
PAGES = ("bernoulli", "gaussian", "gaussian_mean", "rayleigh", "inverse_nakagami", "half_cauchy", "uniform", "beta")
_GENERATED = "<!-- Written by `python -m derivations`; edit the program, not this page. -->"


def same(x: Expr, y: Expr) -> bool:
    """Whether two expressions are shown to be equal: their quotient simplifies to 1."""
    return x == y or is_one(x / y)


def steps_of(prior: Prior, sections: tuple[str, ...] = (VARIANCE, TRANSFORM)) -> list[str]:
    """The ids of the rules that the machine took, in order."""
    return [step.rule.id for step in prior.derivation.steps if step.section in sections]


def step_of(prior: Prior, rule: str, section: str = TRANSFORM) -> Step:
    """The machine's step by a rule, in one section."""
    (step,) = (s for s in prior.derivation.steps if (s.rule.id, s.section) == (rule, section))
    return step


def write(path: str) -> None:
    """Write the page of a program into the documentation, and the index."""
    name = Path(path).stem
    DOCS.mkdir(parents=True, exist_ok=True)
    (DOCS / f"{name}.md").write_text(markdown(name), encoding="utf-8")
    (HERE / "README.md").write_text(index(), encoding="utf-8")


def markdown(name: str) -> str:
    """Run a page and write it as Markdown."""
    module = import_module(f"derivations.{name}")
    source = Path(str(module.__file__)).read_text(encoding="utf-8")
    title, claim = docstring(source)
    parts = [f"# {title}", _GENERATED, claim, *literate(source), *_machine(module), *_certificate(module)]
    return "\n\n".join(parts) + "\n"


def docstring(source: str) -> tuple[str, str]:
    """The title and the claim of a page."""
    text = ast.get_docstring(ast.parse(source)) or ""
    first, _, rest = text.partition("\n")
    return first.rstrip("."), _linked(rest.strip())


def literate(source: str) -> list[str]:
    """The program as prose (its comments) and blocks of code, without docstring, imports and the last two lines."""
    tree = ast.parse(source)
    body = [node for node in tree.body if not isinstance(node, ast.Import | ast.ImportFrom | ast.If)][1:]
    lines = source.splitlines()
    imports = max(node.end_lineno or 0 for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom))
    kept = lines[imports : (body[-1].end_lineno or len(lines))]
    parts: list[str] = []
    for block in re.split(r"\n\s*\n", "\n".join(kept).strip()):
        comment = [line[1:].strip() for line in block.splitlines() if line.startswith("#")]
        code = [line for line in block.splitlines() if not line.startswith("#")]
        if comment:
            parts.append(_linked(" ".join(comment)))
        if code:
            parts.append("\n".join(["```python", *code, "```"]))
    return parts


def _linked(text: str) -> str:
    # eq. (9) leads to the theory page; the prose's own marks of Markdown are left alone.
    return re.sub(r"eq\. \((\d+)\)", r"[eq. (\1)](../theory.md#eq-\1)", text)


def _machine(module: ModuleType) -> list[str]:
    argument = module.prior.derivation
    assert argument.upheld, module.__name__
    intro = (
        "The same, as `derive_prior` argues it. Both sides of every step were compared numerically, at random "
        "admissible values of the parameters; the mark says to how many digits they agree."
    )
    return ["## The machine's steps", intro, f"```text\n{argument}\n```"]


def _certificate(module: ModuleType) -> list[str]:
    certificate = verify(module.checked.derivation.derivation, kinds=("proof", "estimate"))
    assert certificate.upheld, module.__name__
    rows = [f"| {e.kind} | {_cell(e.claim)} | {e.verdict} |" for e in certificate.evidence]
    intro = (
        f"For {_cell(repr(module.checked.derivation.derivation.noise))}: a proof is an identity in the algebra, an "
        "estimate is quadrature from the definition of λ, which knows nothing of the algebra."
    )
    return ["## The certificate", intro, "\n".join(["| evidence | claim | verdict |", "|---|---|---|", *rows])]


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("_", "\\_").replace("*", "\\*").replace("<", "&lt;")


def index() -> str:
    """The README of this folder: each page with its claim."""
    lines = [
        "# Derivations",
        _GENERATED,
        "One program for each row of the table. It states a claim, takes the steps by hand with an assertion for each, "
        "lets `derive_prior` take them, and asks for the certificate. `python -m derivations` runs them all and writes "
        "[their pages](../docs/derivations); `python -m derivations.rayleigh` runs one.",
    ]
    rows = []
    for name in PAGES:
        title, claim = docstring((HERE / f"{name}.py").read_text(encoding="utf-8"))
        said = " ".join(claim.removeprefix("Claim.").split()).replace("|", "\\|").replace("](../", "](../docs/")
        rows.append(f"| [{name}.py]({name}.py) | [{title}](../docs/derivations/{name}.md) | {said} |")
    return "\n\n".join([*lines, "\n".join(["| program | page | claim |", "|---|---|---|", *rows])]) + "\n"
