"""The pages of the property book say what the chapters, the museum, the results and the lesson are."""

from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from priorcalc.laws.examples import EXAMPLES
from priorcalc.testing import PROPERTIES
from priorcalc.testing.check import PROFILES
from tests.properties import results
from tests.properties.museum import ANSWERS, EXHIBITS, LESSON, PAGE, example, killed

BOOK = Path(__file__).parent / "properties"
CHAPTERS = sorted(BOOK.glob("test_*_*.py"), key=lambda path: path.name)
SHEET, NOTEBOOK = PAGE.with_name("lesson.md"), PAGE.with_name("lesson.ipynb")


def test_every_property_stands_in_a_chapter():
    """The book shows all that check_prior runs, and runs nothing under another name."""
    shown = {name for path in CHAPTERS for name in re.findall(r'holds\("([^"]+)"', path.read_text(encoding="utf-8"))}
    assert shown == set(PROPERTIES)


def test_every_theorem_says_why_and_what_a_failure_looks_like():
    """Each docstring of the book: the statement, Why, A failure looks like, Exercise."""
    for path in CHAPTERS:
        if path.name == "test_formula_text.py":
            continue
        tests = re.findall(r'def (test_\w+)\(.*?\):\n    """(.*?)"""', path.read_text(encoding="utf-8"), re.DOTALL)
        assert tests
        for name, text in tests:
            assert all(f"\n    {word}" in text for word in ("Why: ", "A failure looks like: ", "Exercise: ")), name


def test_the_index_lists_the_chapters():
    """docs/properties/index.md names each chapter file, in order."""
    listed = re.findall(
        r"\(\.\./\.\./tests/properties/(test_\d+_\w+\.py)\)", (PAGE.parent / "index.md").read_text("utf-8")
    )
    files = sorted((p.name for p in BOOK.glob("test_[0-9]*.py")), key=lambda name: int(name.split("_")[1]))
    assert listed == files


def _kills() -> dict[str, list[str]]:
    """The exhibits of the page with the marks of their row."""
    rows = re.findall(r"^\| (.+?) \|((?: ●? ?\|)+)$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {title.replace(r"\|", "|"): [cell.strip() for cell in marks.strip("|").split("|")] for title, marks in rows}


def test_the_museum_has_no_hole():
    """Every exhibit is there and is killed by a property; every property kills an exhibit."""
    kills = _kills()
    assert list(kills) == list(EXHIBITS)
    assert all("●" in marks and len(marks) == len(PROPERTIES) for marks in kills.values())
    assert all(any(marks[k] for marks in kills.values()) for k in range(len(PROPERTIES)))


@pytest.mark.parametrize(
    "title",
    [
        "Bernoulli: the spike forgotten",
        "Rayleigh: no Jacobian in λ → λ²",
        "numbers: an entropy in bits",
        "numbers: κ in per cent",
    ],
)
def test_the_museum_is_not_stale(title):
    """A few exhibits are judged anew: the same properties kill them, the first at the same example."""
    found = killed(title)
    assert [name for name, mark in zip(PROPERTIES, _kills()[title], strict=True) if mark] == list(found)
    first = next(iter(found))
    told = PAGE.read_text(encoding="utf-8")
    assert f"| {title} | {first} | {example(found[first])} |".replace("|λ|", r"\|λ\|") in told


def test_the_results_are_of_every_law_and_property_and_none_failed():
    """results.json has every law; each property was tried on some; results.md is made of it."""
    data = json.loads(results.DATA.read_text("utf-8"))
    every = data["outcomes"]
    assert {one["law"] for one in every} == set(EXAMPLES) and {one["property"] for one in every} == set(PROPERTIES)
    assert all(one["broken"] is None for one in every)
    assert results.PAGE.read_text("utf-8") == results.page(data)


@pytest.mark.parametrize("law", ["bernoulli", "rayleigh"])
def test_the_results_are_not_stale(law):
    """The same seed tries the same properties, and they hold; which examples depends on what else is imported."""
    data = json.loads(results.DATA.read_text("utf-8"))
    again = results.outcomes(law, PROFILES[data["profile"]], data["seed"])
    told = [one for one in data["outcomes"] if one["law"] == law]
    assert [one["property"] for one in again] == [one["property"] for one in told]
    assert all(one["broken"] is None and one["examples"] <= PROFILES[data["profile"]] for one in again + told)


def test_the_sheet_and_the_answers_are_of_the_same_exhibits():
    """The table to fill in, the answers, and the number of exhibits that the sheet speaks of."""
    sheet, told = SHEET.read_text("utf-8"), ANSWERS.read_text("utf-8")
    asked = re.findall(r"^\| \d \| (.+?) \| \|", sheet, flags=re.MULTILINE)
    assert sorted(asked) == sorted(LESSON) and set(LESSON) <= set(EXHIBITS)
    assert set(re.findall(r"^## \d\. (.+)$", told, flags=re.MULTILINE)) == set(LESSON)
    assert f"has {len(EXHIBITS)} that are" in sheet
    kills = _kills()
    for title in LESSON:
        section = told.split(f". {title}\n")[1].split("\n## ")[0]
        names = [name for name, mark in zip(PROPERTIES, kills[title], strict=True) if mark]
        assert f"first by **{names[0]}**" in section and all(name in section for name in names)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_notebook_runs_and_prints_what_it_shows():
    """The lesson in the notebook: every cell runs, and but for the digits prints what is stored."""
    stored = nbformat.read(NOTEBOOK, as_version=4)
    fresh = nbformat.read(NOTEBOOK, as_version=4)
    NotebookClient(fresh, timeout=300, kernel_name="python3", extra_arguments=["--log-level=50"]).execute()
    said = [_printed(notebook) for notebook in (stored, fresh)]
    assert said[0] == said[1] and "mass" in said[0]


def _printed(notebook):
    text = "".join(out.get("text", "") for cell in notebook.cells for out in cell.get("outputs", ()))
    return re.sub(r"-?\d+(\.\d+)?(e[+-]?\d+)?", "#", text)
