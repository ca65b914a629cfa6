"""Enclosures: balls that contain p(w), whatever is claimed of it."""

from __future__ import annotations

import builtins
import json
from dataclasses import replace
from typing import Any

import flint
import mpmath
import pytest
from sympy import Rational, lambdify, oo

from priorcalc import laws
from priorcalc.derive import derive
from priorcalc.errors import MissingExtraError
from priorcalc.laws.examples import EXAMPLES
from priorcalc.laws.noise import NoiseLaw
from priorcalc.measure import Density
from priorcalc.symbols import lam
from priorcalc.verify.certificate import Certificate
from priorcalc.verify.enclosure import density, enclosures
from priorcalc.verify.evidence import Evidence
from priorcalc.verify.run import verify

ENCLOSED = [
    name
    for name, law in EXAMPLES.items()
    if (transform := law().transform) is not None
    and transform.index is None
    and any(part.upper or part.lower or part.bessel or part.spread != 0 for _, part in transform.parts)
]
"""The laws of the catalogue whose transform is a finite sum of ratios of gamma functions, and no mere atoms."""
SLOW = ("gig", "inverse_gaussian")
"""Bessel functions of a complex order: one of the two at one point is enough here; ``priorcalc verify`` does both."""
POINT = Rational(1, 2)


def from_the_definition(noise: NoiseLaw) -> Any:
    """p(1/2) to 40 digits: ∫ N(1/2; 0, λ²) p(λ) dλ by mpmath, in u = ln |λ|."""
    assert isinstance(noise.measure, Density)
    lower, upper = noise.measure.lower, noise.measure.upper
    p = lambdify(lam, noise.measure.expr, "mpmath")
    low = mpmath.log(mpmath.mpf(str(lower.evalf(50)))) if lower > 0 else mpmath.mpf(-300)
    high = mpmath.log(mpmath.mpf(str(upper.evalf(50)))) if upper.is_finite else mpmath.mpf(300)
    breaks = (-60, -20, -8, -4, -2, -1, mpmath.log(0.5), 0, 1, 2, 4, 8, 20, 60)
    inner = [mpmath.mpf(u) for u in breaks if low < u < high]

    def integrand(u: Any) -> Any:
        x = mpmath.exp(u)
        both = p(x) + (p(-x) if lower < 0 else 0)
        return mpmath.npdf(mpmath.mpf(1) / 2, 0, x) * both * x

    return mpmath.quad(integrand, [low, *inner, high])


def test_the_catalogue_has_thirty_laws_to_enclose() -> None:
    """So that the tests below are about something."""
    assert len(ENCLOSED) >= 30


@pytest.mark.parametrize("name", [name for name in ENCLOSED if name != "gig"])
def test_the_ball_is_narrow_and_holds_the_value_from_the_definition(name: str) -> None:
    """Narrower than 1e-12 relative; the value to 40 digits, from the density of λ alone, lies inside."""
    noise = EXAMPLES[name]()
    with flint.ctx.workprec(192):
        ball = density(noise.transform, 1, POINT)
        assert ball.rad() < 1e-12 * abs(ball.mid())
        # (1 - λ)^(-1/2) at the end of a support takes twice the digits
        with mpmath.workdps(50 if noise.measure.upper == oo else 110):
            truth = from_the_definition(noise)
        assert ball.overlaps(flint.arb(mpmath.nstr(truth, 45)) * flint.arb(1, 1e-40))


@pytest.mark.parametrize("name", [name for name in ENCLOSED if name not in SLOW][::2])
def test_formula_and_numbers_lie_in_the_ball(name: str) -> None:
    """Closed forms of the catalogue, and the floats that are served; every other law here, to be quick."""
    found = enclosures(derive(EXAMPLES[name]()))
    assert {evidence.verdict for evidence in found} == {"upheld"}, found


@pytest.mark.parametrize("error", [Rational(1, 10**14), Rational(1, 10**20)])
def test_an_error_far_below_a_double_is_refuted(error: Rational) -> None:
    """A formula that is off by 1e-14, or by 1e-20, lies outside the ball."""
    right = derive(laws.half_cauchy())
    wrong = replace(right, weight=replace(right.weight, expr=right.weight.expr * (1 + error)))
    assert "refuted" in {evidence.verdict for evidence in enclosures(wrong)}


def test_a_formula_without_ball_arithmetic_is_compared_by_its_digits() -> None:
    """Meijer's G function is evaluated by mpmath; off by 1e-20 it is refuted, and the figure says how it was had."""
    right = derive(laws.gamma(2.5))
    wrong = replace(right, weight=replace(right.weight, expr=right.weight.expr * (1 + Rational(1, 10**20))))
    assert "mpmath" in enclosures(right)[0].figure
    assert [evidence.verdict for evidence in (enclosures(right)[0], enclosures(wrong)[0])] == ["upheld", "refuted"]


@pytest.fixture
def without_flint(monkeypatch: pytest.MonkeyPatch) -> None:
    """python-flint as if it were not installed."""
    real = builtins.__import__

    def absent(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.split(".")[0] == "flint":
            raise ImportError("no module named flint")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", absent)


@pytest.mark.usefixtures("without_flint")
def test_without_flint_enclosures_are_undecided_and_say_what_to_install() -> None:
    """Nothing else changes: the verdict is that of the other kinds, and the certificate survives JSON."""
    certificate = verify(derive(laws.rayleigh()), samples=1000, rng=1)
    assert [e.verdict for e in certificate.of("enclosure")] == ["undecided"]
    assert "pip install 'priorcalc[rigorous]'" in certificate.of("enclosure")[0].figure
    assert certificate.upheld
    assert Certificate.from_dict(json.loads(json.dumps(certificate.to_dict()))) == certificate


@pytest.mark.usefixtures("without_flint")
def test_without_flint_a_wrong_prior_is_refuted_all_the_same() -> None:
    """An absent kind takes nothing from the others."""
    wrong = replace(derive(laws.rayleigh()), weight=derive(laws.rayleigh(2)).weight)
    assert verify(wrong, samples=1000, rng=1).verdict == "refuted"


@pytest.mark.usefixtures("without_flint")
def test_without_flint_who_asks_for_enclosures_alone_is_told() -> None:
    """Then there is nothing else to say."""
    with pytest.raises(MissingExtraError, match="rigorous"):
        verify(derive(laws.rayleigh()), kinds=("enclosure",))


@pytest.mark.parametrize(
    ("noise", "why"),
    [(laws.log_uniform(0.5, 2), "no transform"), (laws.poisson(2), "series"), (laws.bernoulli(0.8), "nothing")],
)
def test_what_cannot_be_enclosed_is_undecided_and_says_why(noise: NoiseLaw, why: str) -> None:
    """Nothing is claimed of it."""
    (found,) = enclosures(derive(noise))
    assert isinstance(found, Evidence) and found.verdict == "undecided" and why in found.figure
