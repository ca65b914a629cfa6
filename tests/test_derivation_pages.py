"""The worked pages are what their programs say today."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from derivations import page

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("name", page.PAGES)
def test_a_page_is_not_stale(name: str) -> None:
    """Every assertion of the program holds, and docs/derivations has what it writes; if not, run
    ``python -m derivations``."""
    assert (page.DOCS / f"{name}.md").read_text(encoding="utf-8") == page.markdown(name)


def test_the_index_is_not_stale() -> None:
    """The README lists every page, and every program of the folder that is a page is in the list."""
    assert (page.HERE / "README.md").read_text(encoding="utf-8") == page.index()
    programs = {path.stem for path in page.HERE.glob("*.py")} - {"page", "__main__", "__init__", "mutants"}
    assert programs == set(page.PAGES)
    assert {path.stem for path in page.DOCS.glob("*.md")} == set(page.PAGES)


@pytest.mark.parametrize("name", page.PAGES)
def test_links_lead_somewhere(name: str) -> None:
    """Every link of a page to the theory has its anchor there."""
    theory = (ROOT / "docs" / "theory.md").read_text(encoding="utf-8")
    text = (page.DOCS / f"{name}.md").read_text(encoding="utf-8")
    links = re.findall(r"\[eq\. \((\d+)\)\]\(\.\./theory\.md#eq-(\d+)\)", text)
    assert links and all(shown == anchor and f"(eq-{anchor})=" in theory for shown, anchor in links)


def test_a_page_that_claims_something_false_stops() -> None:
    """``same`` is no rubber stamp: it tells 1/2 from 1/3, and a formula from its double."""
    from sympy import Symbol, exp, gamma

    x = Symbol("x", positive=True)
    assert page.same(gamma(x + 1), x * gamma(x)) and page.same(exp(-x) * x / x, exp(-x))
    assert not page.same(gamma(x + 1), (x + 1) * gamma(x)) and not page.same(exp(-x), 2 * exp(-x))
