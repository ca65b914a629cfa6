"""A certificate as people read it: verdict, evidence, and what the evidence does not show."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from priorcalc import laws
from priorcalc.derive import derive
from priorcalc.verify import report
from priorcalc.verify.certificate import Certificate
from priorcalc.verify.evidence import KINDS, Evidence, Kind
from priorcalc.verify.run import verify


@pytest.fixture(scope="module")
def upheld() -> Certificate:
    return verify(derive(laws.rayleigh(2)), samples=20_000, rng=17)


def test_the_text_says_of_each_kind_what_it_does_not_show(upheld: Certificate) -> None:
    """Every kind has its heading, its evidence, and at least one limit."""
    sections = str(upheld).split("\n\n")
    assert sections[0] == "w ~ Laplace(b=2) from λ ~ rayleigh(sigma=2): UPHELD"
    assert [section.split(":")[0] for section in sections[1:-1]] == list(KINDS)
    assert all("does not show" in section for section in sections[1:-1])
    assert sections[-1].startswith("made with python") and "sympy" in sections[-1]


def test_the_text_states_the_false_alarms_of_the_whole(upheld: Certificate) -> None:
    """With the number of draws and the seed that make it again."""
    assert "20000 draws, seed 17; if all is right, the probability that any of these tests refutes is ≤ 1e-06" in str(
        upheld
    )


def test_the_shares_of_the_tests_add_up_to_the_whole(upheld: Certificate) -> None:
    """Each test has its part of the 1e-6, and there are no more tests than parts."""
    settings = [e.settings for e in upheld.of("sample")]
    (tests,), (share,) = {s["tests"] for s in settings}, {s["false_alarm"] for s in settings}
    assert tests * share == pytest.approx(1e-6)
    # a piece of evidence about tails stands for eight tests
    run = sum(8 if e.claim.startswith("tails") else 1 for e in upheld.of("sample"))
    assert run <= tests


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_is_without_a_limit(kind: Kind) -> None:
    """Also where the piece of evidence says nothing itself."""
    assert report.limits((Evidence(kind, "c", "upheld", "f"),)) == (report.LIMITS[kind],)


def test_a_refutation_is_seen_at_once(upheld: Certificate) -> None:
    """In the title, at its claim, and in the one line that stands for the whole."""
    against = replace(upheld.evidence[-1], verdict="refuted", claim="this")
    refuted = replace(upheld, evidence=(*upheld.evidence, against))
    assert str(refuted).splitlines()[0].endswith("REFUTED")
    assert "✗ refuted    this" in str(refuted)
    assert refuted.brief().startswith("refuted") and "this" in refuted.brief()
    assert upheld.brief().startswith("upheld") and "\n" not in upheld.brief()


class Reader(HTMLParser):
    """Cells and balance of a table."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_html_says_the_same_as_the_text(upheld: Certificate) -> None:
    """Well-formed, and nothing of the evidence is markup."""
    strange = replace(upheld, evidence=(*upheld.evidence, Evidence("proof", "<b>&", "undecided", "1 < 2")))
    reader = Reader()
    reader.feed(strange._repr_html_())
    assert not reader.open
    for evidence in strange.evidence:
        assert evidence.claim in reader.text and evidence.figure in reader.text
    assert "the probability that any of these tests refutes is ≤ 1e-06" in reader.text
