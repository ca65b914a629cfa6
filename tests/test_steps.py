"""The steps of every derivation are right, complete, and joined to one another."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import mpmath
import pytest
from mpmath import mp, mpf
from sympy import Expr, I, Integral, Rational, Sum, Symbol, factorial, gamma, log, oo, pi, sqrt

from priorcalc import NoiseLaw, derive_prior, laws
from priorcalc.argument import Argument
from priorcalc.derive import Derivation, derive
from priorcalc.laws.examples import EXAMPLES
from priorcalc.rules import RULES
from priorcalc.steps import DIRECT, MASS, MODEL, TRANSFORM, Step, steps
from priorcalc.steps.integrals import INTEGRALS
from priorcalc.verify.sides import side
from priorcalc.verify.stepwise import REQUIRED, mark

ROOT = Path(__file__).resolve().parents[1]
SIGMA0 = Symbol("sigma0", positive=True)


def symbolic(name: str) -> NoiseLaw:
    """A law of the catalogue with a symbol for every parameter."""
    record = laws.RECORDS[name]
    return laws.law(name, **{p.name: Symbol(p.name, positive=True) for p in record.parameters})


SYMBOLIC = (
    "bernoulli", "gaussian", "rayleigh", "nakagami", "inverse_nakagami", "half_cauchy", "uniform", "beta", "pareto",
    "gig",
)  # fmt: skip
BUILT = {
    "product": lambda: laws.half_cauchy() * laws.half_cauchy(),
    "product of unlike laws": lambda: laws.rayleigh() * laws.uniform(),
    "power": lambda: laws.inverse_gamma(3, 3) ** 0.5,
    "GIG variance": lambda: laws.gig(0.25, 1, 2) ** 0.5,
    "inverse Gaussian variance": lambda: laws.inverse_gaussian() ** 0.5,
    "beta variance": lambda: laws.beta(1.5, 2) ** 0.5,
    "signed mixture": lambda: laws.uniform(1, 3),
    "lopsided support": lambda: laws.uniform(-1, 2),
    "spike and slab": lambda: NoiseLaw.mixture([(0.3, laws.point(0)), (0.7, laws.rayleigh())]),
    "two slabs": lambda: NoiseLaw.mixture([(0.5, laws.rayleigh()), (0.5, laws.half_cauchy(2))]),
    "formula": lambda: NoiseLaw.from_formula("4*lam*exp(-2*lam**2)"),
    "scaled": lambda: 3 * laws.exponential(),
}


def unsound(derivation: Derivation) -> list[str]:
    """The steps with two sides that were not seen to agree."""
    marks = [(step, mark(step, derivation)) for step in steps(derivation)]
    return [f"{step.rule.id} {step.quantity}: {found}" for step, found in marks if found and found.verdict != "upheld"]


@pytest.mark.parametrize("name", EXAMPLES)
def test_both_sides_agree_in_every_step_of_the_catalogue(name: str) -> None:
    """Before and after are equal to 20 digits, at a point that nobody chose."""
    derivation = derive(EXAMPLES[name]())
    assert unsound(derivation) == []
    assert any(mark(step, derivation) for step in steps(derivation))


@pytest.mark.parametrize("name", SYMBOLIC)
def test_both_sides_agree_with_symbols_for_parameters(name: str) -> None:
    """The same at random admissible values of parameters that are symbols, σ₀ among them."""
    assert unsound(derive(symbolic(name), SIGMA0)) == []


@pytest.mark.parametrize("name", BUILT)
def test_both_sides_agree_for_laws_that_are_built(name: str) -> None:
    """Products, powers, mixtures, spikes, supports of either sign, formulas."""
    derivation = derive(BUILT[name]())
    assert unsound(derivation) == []
    assert len(steps(derivation)) > 3


def spoilt(step: Step, after: Expr) -> Step:
    return replace(step, after=after)


def test_a_step_that_is_wrong_in_the_nineteenth_digit_is_refuted() -> None:
    """The comparison sees 10⁻¹⁹, in an integral, a transform, an inverse transform and a density."""
    derivation = derive(laws.half_cauchy())
    two_sided = [step for step in steps(derivation) if step.before is not None and step.after is not None]
    assert len(two_sided) > 10
    for step in two_sided:
        found = mark(spoilt(step, step.after * (1 + Rational(1, 10**19))), derivation)
        assert found is not None and found.verdict == "refuted" and found.digits in (18, 19), step.rule.id


def test_a_forgotten_jacobian_and_a_wrong_parameter_are_refuted() -> None:
    """Two errors that people make."""
    derivation = derive(laws.rayleigh(Symbol("sigma", positive=True)))
    by_rule = {step.rule.id: step for step in steps(derivation)}
    change, last = by_rule["change-of-variables"], by_rule["bessel-integral"]
    without_jacobian = spoilt(change, change.after * 2 * change.symbol ** Rational(1, 2))
    doubled = spoilt(last, last.after.subs(Symbol("sigma", positive=True), 2 * Symbol("sigma", positive=True)))
    for wrong in (without_jacobian, doubled):
        assert str(mark(wrong, derivation)).startswith("✗")


@pytest.mark.parametrize("name", [*EXAMPLES, *BUILT])
def test_every_road_ends_in_the_density(name: str) -> None:
    """Where there is a closed form, the last line of each route to p(w) is that form; the mass is then checked."""
    derivation = derive((EXAMPLES | BUILT)[name]())
    known = derivation.weight.expr
    lines = steps(derivation)
    assert [step.section for step in lines] == sorted(
        (step.section for step in lines), key=[s.section for s in lines].index
    )
    assert lines[0].section == MODEL
    if known is None:
        assert lines[-1].rule.id == "quadrature" or lines[-1].rule.id == "blend"
        return
    last = {step.section: step for step in lines if step.quantity == "p(w)" and step.after is not None}
    assert last[TRANSFORM].after == known
    if last.get(DIRECT) and not last[DIRECT].after.has(Integral):
        assert last[DIRECT].after == known
    assert lines[-1].section == MASS


TWO_ROUTES = (
    "gaussian", "rayleigh", "nakagami", "inverse_nakagami", "half_cauchy", "half_student_t", "uniform", "pareto",
)  # fmt: skip


@pytest.mark.parametrize("name", TWO_ROUTES)
def test_the_textbook_rows_have_two_routes(name: str) -> None:
    """Direct integration reaches the same line as the transforms."""
    derivation = derive(EXAMPLES[name]())
    rules = [step.rule.id for step in steps(derivation) if step.section == DIRECT]
    assert rules[:2] == ["mixture-integral", "substitution"] and rules[2].endswith("-integral")


@pytest.mark.parametrize("name", ["lognormal", "log_uniform", "half_logistic", "inverse_gaussian", "truncated_normal"])
def test_without_a_closed_form_the_steps_say_why_and_give_the_integral(name: str) -> None:
    """The road that was tried, the sentence that ends it, the integral over u = ln λ that is computed."""
    derivation = derive(EXAMPLES[name]())
    stop, computed = steps(derivation)[-2:]
    assert derivation.weight.expr is None
    assert "stops" in stop.statement or "No closed form" in stop.statement
    assert computed.rule.id == "quadrature" and computed.after.has(Integral)


def test_a_callable_has_steps_too() -> None:
    """Nothing is known of it but its numbers, and the steps say that."""
    prior = derive_prior(lambda x: 2 * x, support=(0, 1))
    rules = [step.rule.id for step in prior.derivation.steps]
    assert rules == ["definition", "inversion", "quadrature"]
    assert "integrated numerically" in str(prior.derivation).replace("\n    ", " ")


def test_every_rule_leads_to_an_equation_of_the_theory() -> None:
    """A step's rule is a row of the table, or one of the known integrals; its number is an anchor of the page."""
    page = (ROOT / "docs" / "theory.md").read_text(encoding="utf-8")
    used = {step.rule for law in EXAMPLES.values() for step in steps(derive(law()))}
    assert used <= {*RULES.values(), *INTEGRALS}
    for rule in used | set(INTEGRALS):
        assert f"(eq-{rule.equation})=" in page, rule.id


def known_integrals(a: mpf, b: mpf, z: mpf) -> dict[str, tuple[mpf, mpf]]:
    """Both sides of the rules of direct integration, the left by mpmath's quadrature."""
    on = [0, 1, mp.inf]
    return {
        "bessel-integral": (
            mp.quad(lambda t: t ** (a - 1) * mp.exp(-z * t - b / t), on),
            2 * (b / z) ** (a / 2) * mp.besselk(a, 2 * mp.sqrt(z * b)),
        ),
        "euler-integral": (mp.quad(lambda t: t ** (a - 1) * mp.exp(-z * t), on), mp.gamma(a) * z**-a),
        "tricomi-integral": (
            mp.quad(lambda t: t ** (a - 1) * (1 + t) ** (b - a - 1) * mp.exp(-z * t), on),
            mp.gamma(a) * mp.hyperu(a, b, z),
        ),
        "incomplete-gamma-integral": (
            mp.quad(lambda t: t ** (a - 1) * mp.exp(-z * t), [0, 1]),
            z**-a * mp.gammainc(a, 0, z),
        ),
        "substitution": (
            mp.quad(lambda v: mp.exp(-v) * v**a, on),
            mp.quad(lambda t: mp.exp(-z / t) * (z / t) ** a * z / t**2, on),
        ),
    }


def test_the_known_integrals_are_right() -> None:
    """The rules of direct integration hold at random points."""
    rng = random.Random(7)
    with mp.workdps(30):
        for _ in range(3):
            pairs = known_integrals(*(mpf(rng.uniform(0.5, 3)) for _ in range(3)))
            assert set(pairs) == {rule.id for rule in INTEGRALS}
            for name, (left, right) in pairs.items():
                assert abs(left - right) < mpf(10) ** -12 * abs(right), name


def test_a_side_is_evaluated_as_it_stands() -> None:
    """Integrals with an end that is singular, series, and inverse transforms, against their values."""
    x, n, s, c = Symbol("x", positive=True), Symbol("n", integer=True, nonnegative=True), Symbol("s"), Symbol("c")
    with mp.workdps(30):
        cases = [
            (Integral(1 / sqrt(x * (1 - x)), (x, 0, 1)), mp.pi),
            (Integral(log(x) ** 2, (x, 0, 1)), mpf(2)),
            (Integral(1 / (1 + x**2), (x, -oo, oo)), mp.pi),
            (Sum(1 / factorial(n), (n, 0, oo)), mp.e),
            (Sum((-1) ** n / (n + 1), (n, 0, oo)), mp.log(2)),
            (Integral(gamma(s) * 2 ** (-s), (s, c - I * oo, c + I * oo)) / (2 * pi * I), mp.exp(-2)),
        ]
        for expr, expected in cases:
            assert abs(side(expr) - expected) < mpf(10) ** -24, expr


def test_an_argument_is_data() -> None:
    """The steps are a tuple made once; what they say of themselves is the law they are about."""
    argument = Argument(derive(laws.rayleigh()))
    assert argument.steps is argument.steps and argument.marks is argument.marks
    assert repr(argument) == f"Argument(rayleigh(sigma=1), {len(argument.steps)} steps)"
    assert all(step.citation == step.rule.citation for step in argument.steps)
    assert mpmath.mpf(REQUIRED) == 20
