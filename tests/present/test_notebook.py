"""A notebook shows a prior, a variance prior and a derivation typeset: a real one is executed."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from priorcalc import derive_prior
from priorcalc.laws.examples import EXAMPLES

CELLS = {
    "prior": "from priorcalc import derive_prior\nprior = derive_prior('rayleigh')\nprior",
    "variance prior": "prior.variance",
    "derivation": "prior.derivation",
    "symbolic": "from sympy import Symbol\nderive_prior('rayleigh', sigma=Symbol('sigma', positive=True))",
    "quadrature": "derive_prior('lognormal')",
}


@cache
def outputs() -> dict[str, Any]:
    """What each cell shows, by MIME type."""
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS.values()]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    client = NotebookClient(notebook, timeout=120, kernel_name="python3", extra_arguments=["--log-level=50"])
    try:
        client.execute()
    except CellExecutionError as error:
        raise AssertionError(str(error)) from None
    shown = {}
    for name, cell in zip(CELLS, notebook.cells, strict=True):
        (result,) = [output for output in cell.outputs if output.output_type == "execute_result"]
        shown[name] = result.data
    return shown


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("cell", CELLS)
def test_a_notebook_shows_it_typeset(cell: str) -> None:
    """Plain text, LaTeX and HTML with MathML; the front end chooses the richest."""
    data = outputs()[cell]
    assert {"text/plain", "text/latex", "text/html"} <= set(data), sorted(data)
    assert "<math" in data["text/html"]
    assert "$" in data["text/latex"] or "\\[" in data["text/latex"] or "\\begin" in data["text/latex"]
    assert "<script" not in data["text/html"]


def test_the_plain_text_is_the_repr() -> None:
    """Where nothing can be typeset, the terminal's own line is shown."""
    assert outputs()["prior"]["text/plain"] == "Laplace(b=1)"
    assert outputs()["variance prior"]["text/plain"] == "Exponential(scale=2)"


def test_what_has_no_formula_is_shown_by_its_facts() -> None:
    """The noise of a callable is a table without a formula; its weight shows the integral that is computed."""
    prior = derive_prior(lambda x: np.exp(-x), support=(0, np.inf))
    assert prior.noise._repr_latex_() is None
    assert "<math" not in prior.noise._repr_html_() and "support" in prior.noise._repr_html_()
    assert r"\int" in (prior._repr_latex_() or "")


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_law_is_typeset(name: str) -> None:
    """No SymPy name is left in the formula of λ, λ² or w."""
    prior = derive_prior(EXAMPLES[name]())
    for law in (prior.noise, prior.variance, prior):
        shown = law._repr_latex_()
        assert (shown is None) == (law is not prior and law.expr is None)
        assert not re.search(r"besselk|hyperu|meijerg|Piecewise|exp_polar", shown or "")
        assert law._repr_html_().count("<table") == 1 + (shown is not None)
