"""The source's table, row by row: names, parameters, densities.

Each density is compared with 30-digit quadrature of ∫ N(w; 0, λ²σ₀²) p(λ) dλ, where p(λ) is written out here
by hand: nothing of the package takes part in the integral.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import mpmath
import pytest
from mpmath import mp
from sympy import Rational, Symbol, oo, sqrt

from priorcalc import laws
from priorcalc.derive import derive
from priorcalc.laws.noise import NoiseLaw
from priorcalc.mellin import same_law
from priorcalc.numeric.evaluate import evaluate
from priorcalc.recognise import MARGINALS
from priorcalc.symbols import v, w

POINTS = ("-3", "-1", "-0.1", "0.1", "1", "3")
σ, m, Ω, β, p, c, a, b, k, τ = (
    Symbol(x, positive=True) for x in ("sigma", "m", "Omega", "beta", "p", "c", "a", "b", "k", "tau")
)


@dataclass(frozen=True)
class Case:
    """A noise, its density by hand (None for atoms) on (lower, upper), and the names to be found."""

    law: Callable[[], NoiseLaw]
    density: Callable[[Any], Any] | None
    weight: str | None
    variance: str | None
    lower: str = "0"
    upper: str = "inf"
    atoms: tuple[tuple[str, str], ...] = ()


def _normal(x: Any, mu: Any, sigma: Any) -> Any:
    return mp.exp(-((x - mu) ** 2) / (2 * sigma**2)) / (mp.sqrt(2 * mp.pi) * sigma)


def _beta(x: Any, a: Any, b: Any) -> Any:
    return x ** (a - 1) * (1 - x) ** (b - 1) / mp.beta(a, b)


CASES = {
    "bernoulli": Case(lambda: laws.bernoulli(0.8), None, "Spike and slab", "Bernoulli", atoms=(("1", "0.8"),)),
    "dropout": Case(lambda: laws.dropout(0.2), None, "Spike and slab", "Bernoulli", atoms=(("1.25", "0.8"),)),
    "gaussian": Case(laws.gaussian, lambda x: 2 * _normal(x, 0, 1), "Variance gamma", "Chi-square"),
    "gaussian mean": Case(
        lambda: laws.gaussian(1, 0.5),
        lambda x: _normal(x, 1, mp.mpf(1) / 2) + _normal(-x, 1, mp.mpf(1) / 2),
        None,
        "Noncentral chi-square",
    ),
    "rayleigh": Case(laws.rayleigh, lambda x: x * mp.exp(-(x**2) / 2), "Laplace", "Exponential"),
    "inverse nakagami": Case(
        lambda: laws.inverse_nakagami(0.75, 2),
        lambda x: 2 * mp.mpf("0.375") ** 0.75 * x**-2.5 * mp.exp(-mp.mpf("0.375") / x**2) / mp.gamma(0.75),
        "Student-t",
        "Inverse gamma",
    ),
    "half cauchy": Case(laws.half_cauchy, lambda x: 2 / (mp.pi * (1 + x**2)), "Horseshoe", "Beta prime"),
    "uniform": Case(laws.uniform, lambda x: mp.mpf(1), None, "Beta", upper="1"),
    "uniform away from 0": Case(lambda: laws.uniform(1, 3), lambda x: mp.mpf(1) / 2, None, None, "1", "3"),
    "uniform across 0": Case(
        lambda: laws.uniform(-1, 2), lambda x: mp.mpf(2 if x < 1 else 1) / 3, None, None, upper="2"
    ),
    "beta": Case(lambda: laws.beta(2, 3), lambda x: _beta(x, 2, 3), None, None, upper="1"),
    "half normal": Case(lambda: laws.half_normal(2), lambda x: 2 * _normal(x, 0, 2), "Variance gamma", "Chi-square"),
    "nakagami": Case(
        lambda: laws.nakagami(2, 3),
        lambda x: 2 * (mp.mpf(2) / 3) ** 2 * x**3 * mp.exp(-2 * x**2 / 3),
        "Variance gamma",
        "Gamma",
    ),
    "maxwell": Case(
        laws.maxwell, lambda x: mp.sqrt(2 / mp.pi) * x**2 * mp.exp(-(x**2) / 2), "Variance gamma", "Chi-square"
    ),
    "exponential": Case(laws.exponential, lambda x: mp.exp(-x), None, "Weibull"),
    "gamma": Case(
        lambda: laws.gamma(2.5, 2),
        lambda x: 2 ** mp.mpf(2.5) * x**1.5 * mp.exp(-2 * x) / mp.gamma(2.5),
        None,
        "Generalized gamma",
    ),
    "inverse gamma": Case(lambda: laws.inverse_gamma(3, 2), lambda x: 8 * x**-4 * mp.exp(-2 / x) / 2, None, None),
    "weibull": Case(lambda: laws.weibull(3), lambda x: 3 * x**2 * mp.exp(-(x**3)), None, "Weibull"),
    "generalized gamma": Case(
        lambda: laws.generalized_gamma(2, 3, 2),
        lambda x: 2 * x**2 * mp.exp(-(x**2) / 4) / (8 * mp.gamma(1.5)),
        "Variance gamma",
        "Gamma",
    ),
    "half t": Case(
        lambda: laws.half_student_t(3),
        lambda x: 2 * mp.gamma(2) / (mp.gamma(1.5) * mp.sqrt(3 * mp.pi)) * (1 + x**2 / 3) ** -2,
        "Normal beta prime",
        "Beta prime",
    ),
    "pareto": Case(lambda: laws.pareto(1), lambda x: x**-2, "Slash", "Pareto", lower="1"),
}


def by_definition(case: Case, point: str) -> Any:
    """p(w) at 40 digits, from the density written above; the substitution λ = e^u, split where it changes."""
    with mp.workdps(40):
        here = mp.mpf(point)
        total = sum((mp.mpf(mass) * _normal(here, 0, mp.mpf(value)) for value, mass in case.atoms), mp.mpf(0))
        if case.density is None:
            return total
        density = case.density
        lower, upper = (mp.log(mp.mpf(end)) if mp.mpf(end) > 0 else mp.mpf(-100) for end in (case.lower, case.upper))
        upper = min(upper, mp.mpf(100))
        centre = mp.log(abs(here))
        cuts = {
            lower,
            upper,
            centre,
            centre - 1,
            centre + 1,
            mp.mpf(0),
            *(mp.mpf(x) for x in (-8, -3, -1, 1, 2, 4, 12, 30)),
        }
        ends = sorted(x for x in cuts if lower <= x <= upper)
        return total + mp.quad(lambda u: _normal(here, 0, mp.exp(u)) * density(mp.exp(u)) * mp.exp(u), ends)


@pytest.mark.parametrize("name", CASES)
def test_the_closed_form_is_the_integral_of_the_definition(name):
    """p(w) as derived equals ∫ N(w; 0, λ²) p(λ) dλ to 25 digits, on both sides of 0."""
    case = CASES[name]
    expr = derive(case.law()).weight.expr
    for point in POINTS:
        truth = by_definition(case, point)
        with mpmath.workdps(35):
            assert abs(evaluate(expr, w, Rational(point)) / truth - 1) < mpmath.mpf("1e-25"), point


@pytest.mark.parametrize("name", CASES)
def test_each_row_has_its_name(name):
    """The weight's and the variance's names are those of theory; None where there is none."""
    case = CASES[name]
    derivation = derive(case.law())
    assert derivation.weight.name == case.weight
    assert derivation.variance.name == case.variance


@pytest.mark.parametrize(
    ("law", "name", "params"),
    [
        (laws.rayleigh(σ), "Laplace", {"b": σ}),
        (laws.inverse_nakagami(m, Ω), "Student-t", {"nu": 2 * m, "sigma": 1 / sqrt(Ω)}),
        (laws.half_cauchy(β), "Horseshoe", {"tau": β}),
        (laws.gaussian(sigma=σ), "Variance gamma", {"shape": Rational(1, 2), "scale": σ}),
        (laws.bernoulli(p), "Spike and slab", {"p": p, "sigma": 1}),
        (laws.nakagami(m, Ω), "Variance gamma", {"shape": m, "scale": sqrt(Ω / (2 * m))}),
        (laws.maxwell(σ), "Variance gamma", {"shape": Rational(3, 2), "scale": σ}),
        (
            laws.half_student_t(k, σ),
            "Normal beta prime",
            {"alpha": Rational(1, 2), "beta": k / 2, "scale": sqrt(k) * σ},
        ),
        (laws.pareto(a, c), "Slash", {"q": a, "sigma": c}),
        (laws.levy(c) ** Rational(1, 2), "Cauchy", {"beta": sqrt(c)}),
        (laws.gamma(a, b) ** Rational(1, 2), "Variance gamma", {"shape": a, "scale": 1 / sqrt(2 * b)}),
        (laws.kolmogorov(c), "Logistic", {"scale": c / 2}),
        (laws.half_cauchy(β) * laws.half_cauchy(), "Horseshoe+", {"tau": β}),
    ],
    ids=str,
)
def test_symbolic_parameters_stay_symbols(law, name, params):
    """Names and parameters hold for every admissible value at once."""
    found = derive(law).weight
    assert found.name == name
    assert {key: value.simplify() for key, value in found.params} == {
        key: Rational(value) if isinstance(value, int) else value.simplify() for key, value in params.items()
    }


def test_sigma0_may_be_a_symbol_and_scales_the_weight():
    """p(w; σ₀) = p(w/σ₀; 1)/σ₀."""
    assert dict(derive(laws.rayleigh(σ), τ).weight.params) == {"b": σ * τ}


@pytest.mark.parametrize(
    ("law", "values"),
    [
        (laws.inverse_nakagami(m, Ω), {m: Rational(1, 2), Ω: 3}),
        (laws.nakagami(m, Ω), {m: Rational(3, 2), Ω: 2}),
        (laws.nakagami(m, Ω), {m: 2, Ω: 2}),
        (laws.half_student_t(k), {k: 2}),
        (laws.beta_prime(a, b) ** Rational(1, 2), {a: Rational(1, 2), b: Rational(1, 2)}),
        (laws.beta(a, b), {a: 2, b: Rational(1, 2)}),
    ],
    ids=str,
)
def test_a_symbolic_form_is_right_at_half_integers(law, values):
    """Putting numbers into the symbolic density equals deriving with those numbers."""
    symbolic = derive(law).weight.expr.subs(values)
    name, params = law.label.split("(")[0], law.params
    rebuilt = laws.law(name, **{key: value.subs(values) for key, value in params}) if params else None
    numeric = derive(rebuilt if rebuilt is not None else laws.half_cauchy()).weight.expr
    for point in ("0.1", "1", "3"):
        left, right = (evaluate(expr, w, Rational(point)) for expr in (symbolic, numeric))
        assert abs(left / right - 1) < 1e-25


def test_the_horseshoes_variance_has_a_name():
    """The source leaves it unnamed: it is BetaPrime(1/2, 1/2), which is F(1, 1), scaled by β²."""
    variance = derive(laws.half_cauchy(β)).variance
    assert dict(variance.params) == {"alpha": Rational(1, 2), "beta": Rational(1, 2), "scale": β**2}
    assert same_law(laws.f(1, 1).transform.scaled(β**2), laws.half_cauchy(β).transform ** 2)


def test_a_gaussian_with_a_mean_is_never_called_generalized_hyperbolic():
    """For μ ≠ 0 the weight is a Poisson mixture of variance gammas, in no such family."""
    found = derive(laws.gaussian(1, 1)).weight
    assert (found.name, found.families, found.form) == (None, (), "series")
    assert "Generalized hyperbolic" in derive(laws.gaussian(0, 1)).weight.families


def test_keep_and_drop_are_not_confused():
    """bernoulli(p) keeps with p; dropout(rate) drops with rate, and inverted dropout scales by 1/(1-rate)."""
    kept, dropped = derive(laws.bernoulli(0.8)).weight, derive(laws.dropout(0.2)).weight
    assert kept.atom == dropped.atom == Rational(1, 5)
    assert dict(dropped.params)["sigma"] == Rational(5, 4)
    assert dict(derive(laws.dropout(0.2, inverted=0)).weight.params)["sigma"] == 1


def test_the_densities_are_written_as_a_textbook_writes_them():
    """In |w|, with no exp_polar, no Piecewise in arg(w), no cosh - sinh."""
    texts = {
        name: str(derive(laws.law(name)).weight.expr) for name in ("rayleigh", "gaussian", "half_cauchy", "uniform")
    }
    assert texts["rayleigh"] == "exp(-Abs(w))/2"
    assert texts["gaussian"] == "besselk(0, Abs(w))/pi"
    assert texts["half_cauchy"] == "sqrt(2)*exp(w**2/2)*expint(1, w**2/2)/(2*pi**(3/2))"
    assert texts["uniform"] == "sqrt(2)*expint(1, w**2/2)/(4*sqrt(pi))"
    for text in texts.values():
        assert not any(word in text for word in ("polar", "Piecewise", "arg(", "sinh"))


def test_the_variance_of_a_rayleigh_is_exponential_with_mean_twice_sigma_squared():
    """λ² ~ Exp(mean 2σ²): scale, not rate."""
    variance = derive(laws.rayleigh(σ)).variance
    assert dict(variance.params) == {"scale": 2 * σ**2}
    assert variance.expr.integrate((v, 0, oo)).simplify() == 1


def test_the_log_normal_takes_the_quadrature_road():
    """It has no closed form here, and says so."""
    found = derive(laws.lognormal()).weight
    assert (found.form, found.expr, found.name) == ("quadrature", None, None)


def test_every_name_a_marginal_can_get_is_reached_by_its_own_transform():
    """Each template is recognised as itself, or as a more particular law that comes first."""
    for template in MARGINALS:
        record = template.record
        values = record.bind({q.name: Rational(7, 3) for q in record.parameters if q.name not in dict(template.fixed)})
        transform = record.transform(**values)
        noise = NoiseLaw("test", None, (), laws.point(1).measure, transform / laws.half_normal().transform)
        assert derive(noise).weight.name == record.title
