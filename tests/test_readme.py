"""What the README and the other pages say is true: their Python runs, their commands and links exist."""

from __future__ import annotations

import configparser
import doctest
import re
from pathlib import Path

import pytest

import priorcalc

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "tests" / "README.md"]
    # the pages of derivations/ are excerpts of programs that test_derivation_pages.py runs whole
    if not {"_build", "derivations"} & set(path.parts)
)


def read(page: str) -> str:
    """The text of a page."""
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


def targets(makefile: str) -> set[str]:
    """The targets that a Makefile declares phony, each of which has a rule."""
    phony = set(re.findall(r"^\.PHONY: (.*)$", makefile, flags=re.MULTILINE)[0].split())
    return {name for name in phony if re.search(rf"^{name}:", makefile, flags=re.MULTILINE)}


@pytest.mark.parametrize("page", PAGES)
def test_every_example_runs_and_prints_what_it_says(page: str) -> None:
    """The Python blocks of a page are one session from its top to its end."""
    examples = "\n".join(blocks(read(page), "python"))
    session = doctest.DocTestParser().get_doctest(examples, {}, page, page, 0)
    told: list[str] = []
    outcome = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(session, out=told.append)
    assert outcome.failed == 0, "".join(told)
    # A block without a prompt would be run by nobody.
    assert all(">>> " in block for block in blocks(read(page), "python"))


def test_the_readme_has_an_example() -> None:
    """The first page shows the tool at work."""
    assert blocks(read("README.md"), "python")


@pytest.mark.parametrize("page", PAGES)
def test_every_make_command_has_a_rule(page: str) -> None:
    """A page names no ``make`` target that the Makefile lacks."""
    text = read(page)
    spans = [*blocks(text, "sh"), *re.findall(r"`(make [^`]*)`", text)]
    asked = {name for span in spans for name in re.findall(r"^make (\w+)", span, flags=re.MULTILINE)}
    assert asked <= targets(read("Makefile"))


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_file(page: str) -> None:
    """A relative link of a page leads to a file of the repository."""
    prose = re.sub(r"\$\$.*?\$\$|\$[^$\n]*\$|`[^`\n]*`", "", read(page), flags=re.DOTALL)  # M[f](s) is no link
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", prose) if "://" not in link]
    assert [link for link in links if not ((ROOT / page).parent / link).exists()] == []


def test_the_commands_that_are_promised_have_rules() -> None:
    """``make demo``, ``make test`` and ``make check`` are there, for whoever starts afresh."""
    assert {"demo", "test", "check"} <= targets(read("Makefile"))


def test_the_version_is_the_one_of_the_metadata() -> None:
    """``priorcalc.__version__`` and setup.cfg say the same."""
    metadata = configparser.ConfigParser()
    metadata.read_string(read("setup.cfg"))
    assert priorcalc.__version__ == metadata["metadata"]["version"]
