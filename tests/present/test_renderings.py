"""Text, LaTeX, HTML and JSON of every derivation of the catalogue: narrow, well formed, and looked at in a browser."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from matplotlib.mathtext import MathTextParser

from priorcalc import derive_prior
from priorcalc.argument import Argument
from priorcalc.derive import derive
from priorcalc.laws.examples import EXAMPLES
from priorcalc.present.formats import FORMATS, RICH
from priorcalc.present.page import laid_out
from priorcalc.present.quantities import quantity
from priorcalc.present.tex import tex
from priorcalc.rules import RULES
from priorcalc.steps.integrals import INTEGRALS
from tests.present.formulas import LOOKED_AT, argument, shown, sides

MATHML_CORE = {
    "math", "mrow", "mi", "mn", "mo", "mspace", "mfrac", "msqrt", "msup", "msub", "msubsup", "munderover", "mtable",
    "mtr", "mtd", "mmultiscripts", "mprescripts",
}  # fmt: skip
VOID = {"meta", "link"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--virtual-time-budget=4000", "--enable-logging=stderr", "--dump-dom",
)  # fmt: skip
_CASES = re.compile(r"\\begin\{cases\}(.*?)\\end\{cases\}", re.DOTALL)


@cache
def without_checks(name: str) -> Argument:
    """An argument whose steps are not compared: only how it looks is asked."""
    made = Argument(derive(EXAMPLES[name]()))
    made.__dict__["marks"] = (None,) * len(made.steps)
    return made


@pytest.mark.parametrize("name", EXAMPLES)
def test_text_fits_a_hundred_columns(name: str) -> None:
    """No line is longer, none has spaces at its end, and nothing of LaTeX or of SymPy's names is in it."""
    text = without_checks(name).to_text()
    assert max(map(len, text.splitlines())) <= 100
    assert all(line == line.rstrip() for line in text.splitlines())
    assert not re.search(r"\\|\$|lambda|hyperu|expint|besselk|meijerg|Integral|Piecewise|sqrt|\boo\b", text)
    assert all(f"\n{number}. " in text for number in range(1, len(shown(name)) + 1))


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_formula_is_latex_that_mathtext_sets(name: str) -> None:
    """Matplotlib's parser, which knows a part of LaTeX, accepts each formula; rows of cases one by one."""
    parser = MathTextParser("path")
    formulas = {tex(laid_out(side)) for side in sides(name)} | {tex(quantity(step.quantity)) for step in shown(name)}
    assert formulas
    for formula in formulas:
        cells = (cell for rows in _CASES.findall(formula) for cell in re.split(r"&|\\\\", rows))
        for part in (_CASES.sub(" x ", formula), *cells):
            parser.parse(f"${part.strip()}$")


def test_every_rule_is_latex_that_mathtext_sets() -> None:
    """The statements of the rules stand in the LaTeX rendering as they are."""
    parser = MathTextParser("path")
    for rule in (*RULES.values(), *INTEGRALS):
        parser.parse(f"${rule.latex}$")


@pytest.mark.parametrize("name", LOOKED_AT)
def test_latex_stands_alone(name: str, tmp_path: Path) -> None:
    """One document, its braces and environments closed, its prose in ASCII; compiled where there is a LaTeX."""
    document = argument(name).to_latex()
    assert document.isascii() or not re.sub(r"[À-ÿ]", "", document).encode("ascii", "ignore") == b""
    assert not re.search(r"[^\x00-\xff]", document)
    assert document.startswith(r"\documentclass") and document.rstrip().endswith(r"\end{document}")
    assert re.sub(r"\\[{}]", "", document).count("{") == re.sub(r"\\[{}]", "", document).count("}")
    left, right = (len(re.findall(rf"\\{side}(?![a-z])", document)) for side in ("left", "right"))
    assert left == right > 0
    begun, ended = (re.findall(rf"\\{word}\{{(\w+\*?)\}}", document) for word in ("begin", "end"))
    assert sorted(begun) == sorted(ended)
    engine = shutil.which("pdflatex") or shutil.which("lualatex") or shutil.which("xelatex")
    if engine:
        (tmp_path / "page.tex").write_text(document, encoding="utf-8")
        command = [engine, "-interaction=nonstopmode", "-halt-on-error", "page.tex"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=120, check=False)
        assert done.returncode == 0, done.stdout.decode("utf-8", "replace")[-2000:]


class Outline(HTMLParser):
    """The tags of a document: whether they nest, what they refer to, its headings and its words."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings: list[int] = []
        self.references: list[str] = []
        self.scripts = 0
        self.words: list[str] = []
        self.feed(document)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.references += [value or "" for key, value in attrs if key in ("href", "src")]
        self.scripts += tag == "script"
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)


@pytest.mark.parametrize("name", EXAMPLES)
def test_html_is_one_file_that_fetches_nothing(name: str) -> None:
    """Tags nest, headings go down one level at a time, no script, no address, no LaTeX left over."""
    document = without_checks(name).to_html()
    outline = Outline(document)
    assert outline.open == [] and outline.scripts == 0
    assert outline.references == ["data:,"] and "http" not in document and "url(" not in document
    assert outline.headings[0] == 1 and outline.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(outline.headings, outline.headings[1:], strict=False))
    assert '<html lang="en">' in document and "prefers-color-scheme: dark" in document
    words = "".join(outline.words)
    assert not re.search(r"[\\$^]|\b\w_", words), re.search(r".{20}[\\$^_].{20}", words)


@pytest.mark.parametrize("name", EXAMPLES)
def test_formulas_are_mathml_core(name: str) -> None:
    """Each <math> is well formed, uses the elements that browsers implement, and gives each its number of children."""
    children = {"mfrac": 2, "msup": 2, "msub": 2, "msubsup": 3, "munderover": 3}
    found = re.findall(r"<math.*?</math>", without_checks(name).to_html(), re.DOTALL)
    assert len(found) > 3
    for markup in found:
        for element in ElementTree.fromstring(markup).iter():
            assert element.tag in MATHML_CORE
            assert len(element) == children.get(element.tag, len(element)), markup
            if element.tag in ("mi", "mn", "mo"):
                assert element.text and element.text.strip()


WATCH = """
<script>
addEventListener("load", () => {
  const pages = [...document.querySelectorAll("iframe")].map(frame => {
    const page = frame.contentDocument, root = page.documentElement;
    const formulas = [...page.querySelectorAll("math")];
    return {
      overflow: root.scrollWidth - root.clientWidth,
      formulas: formulas.length,
      empty: formulas.filter(f => f.getBoundingClientRect().width < 4 || f.getBoundingClientRect().height < 4).length,
      fractions: [...page.querySelectorAll("mfrac")].filter(
        f => f.firstElementChild.getBoundingClientRect().top >= f.lastElementChild.getBoundingClientRect().top).length,
      height: root.scrollHeight,
    };
  });
  document.querySelector("#seen").textContent = JSON.stringify(pages);
});
</script>
<pre id="seen"></pre>
"""


def frames() -> str:
    """Each page at three widths, and at twice its size, in one window."""
    pages = []
    for name in LOOKED_AT:
        document = argument(name).to_html()
        for width, zoom in ((900, 1), (900, 2), (360, 1)):
            zoomed = document.replace("<html ", f'<html style="zoom: {zoom}" ').replace('"', "&quot;")
            pages.append(f'<iframe style="width: {width}px; height: 800px" srcdoc="{zoomed}"></iframe>')
    return f'<!DOCTYPE html><html><head><meta charset="utf-8">{WATCH}</head><body>{"".join(pages)}</body></html>'


def test_a_browser_sets_the_pages_without_overflow_or_complaint(tmp_path: Path) -> None:
    """In Chromium, where there is one: no page is wider than its window, even at 200 %; each formula has a size,
    each fraction its numerator on top; the console is silent.  Elsewhere: the page that would be shown is whole."""
    page = tmp_path / "pages.html"
    page.write_text(frames(), encoding="utf-8")
    assert page.read_text(encoding="utf-8").count("<iframe") == 3 * len(LOOKED_AT)
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        return
    command = [browser, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", page.as_uri()]
    done = subprocess.run(command, capture_output=True, timeout=120, check=True)
    assert b"CONSOLE" not in done.stderr, done.stderr.decode("utf-8", "replace")[-2000:]
    match = re.search(r'<pre id="seen">(.*?)</pre>', done.stdout.decode("utf-8"))
    assert match is not None
    seen = json.loads(unescape(match[1]))
    assert len(seen) == 3 * len(LOOKED_AT)
    for state in seen:
        assert state["overflow"] <= 0 and state["empty"] == 0 and state["fractions"] == 0, state
        assert state["formulas"] > 10 and state["height"] > 800


@pytest.mark.parametrize("name", EXAMPLES)
def test_json_has_every_step(name: str) -> None:
    """Plain values that survive a round trip; each step with its rule, its two sides and its citation."""
    made = without_checks(name)
    data = json.loads(FORMATS["json"](made))
    assert data == made.to_dict() and data["schema"] == "priorcalc/derivation"
    assert [step["rule"]["id"] for step in data["steps"]] == [step.rule.id for step in made.steps]
    assert all(step["rule"]["citation"] and step["statement"] for step in data["steps"])


def test_the_command_line_has_every_format() -> None:
    """``priorcalc derive --format`` offers what is here."""
    assert set(FORMATS) == {"text", "latex", "html", "json"}
    for style, render in FORMATS.items():
        assert render(argument("rayleigh")), style


def test_marks_are_shown_where_sides_were_compared() -> None:
    """Each rendering carries the verdict of each comparison."""
    made = argument("rayleigh")
    count = sum(mark is not None for mark in made.marks)
    assert count > 10 and made.upheld
    assert made.to_text().count("✓") == made.to_html().count('class="upheld"') == count
    assert sum(step["mark"] is not None for step in made.to_dict()["steps"]) == count


def test_a_notebook_shows_the_derivation() -> None:
    """The rich forms: a fragment that does not restyle the page around it, and the result as one formula."""
    made = derive_prior("rayleigh").derivation
    markup, formula = made._repr_html_(), made._repr_latex_()
    assert (markup, formula) == (RICH["html"](made), RICH["latex"](made))
    Outline(markup)
    assert "<html" not in markup and "body {" not in markup and '<div class="priorcalc">' in markup
    assert formula == r"$\displaystyle p\left(w\right) = \frac{1}{2}\,e^{-\left|w\right|}$"
    assert "closed form" in derive_prior("lognormal").derivation._repr_latex_()
