"""Every way of bringing a law: the same law, however it is written."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import Any

import mpmath
import numpy as np
import pytest
from scipy import integrate, stats
from sympy import Abs, Dummy, Expr, Float, Rational, S, Symbol, exp, log, oo, pi, sqrt, symbols

from priorcalc import laws
from priorcalc.errors import FormulaError, NotADensityError, ParameterError, PrecisionError
from priorcalc.exact import is_one
from priorcalc.laws import bring
from priorcalc.laws.noise import NoiseLaw
from priorcalc.laws.scipy_names import SCIPY
from priorcalc.measure import Atoms, Blend, Density, Empirical, Opaque, Power
from priorcalc.mellin import GammaRatio, Mixture, multiply, same_law
from priorcalc.numeric.measures import signed_scale
from priorcalc.numeric.scale import Scale
from priorcalc.recognise import MARGINALS, NOISES, recognise
from priorcalc.symbols import lam, w

R = Rational
x, c = symbols("x c")


def weight_name(law: NoiseLaw) -> tuple[str | None, dict[str, Expr]]:
    assert law.transform is not None
    prior = multiply(law.transform, laws.half_normal().transform)
    assert prior is not None
    known = recognise(prior, Abs(w), MARGINALS, mirrored=True)
    return known.name, dict(known.params)


def density_at(scale: Scale, point: float) -> float:
    """The density of |λ| at a point, from the continua."""
    u = np.array([np.log(point)])
    inside = [part for part in scale.continua if part.lower < u[0] < part.upper]
    return float(sum(np.exp(part.log_density(u)[0] - u[0]) for part in inside))


@pytest.mark.parametrize(
    ("text", "support", "name", "params"),
    [
        ("2*lam*exp(-lam**2)", None, "Laplace", {"b": sqrt(2) / 2}),
        ("0.08*lam*exp(-0.04*lam**2)", None, "Laplace", {"b": 5 * sqrt(2) / 2}),
        ("2/(pi*(1+λ^2))", None, "Horseshoe", {"tau": S.One}),
        ("4*log(lam)/(pi**2*(lam**2-1))", None, "Horseshoe+", {"tau": S.One}),
        ("1/lam**2", (1, oo), "Slash", {"q": S.One, "sigma": S.One}),
        ("2*exp(-1/lam^2)/lam^3", None, "Student-t", {"nu": S(2), "sigma": S.One}),
        ("2*exp(-1/lam^2)/(sqrt(pi)*lam^2)", None, "Cauchy", {"beta": sqrt(2)}),
        ("exp(-abs(lam))*abs(lam)/2", (-oo, oo), None, {}),
    ],
)
def test_a_formula_s_weight_prior_is_named(text: str, support: Any, name: str | None, params: dict[str, Expr]) -> None:
    """The examples that must close, from their text."""
    law = NoiseLaw.from_formula(text, support=support)
    found, values = weight_name(law)
    assert found == name
    assert all(is_one(values[key] / value) for key, value in params.items())


@pytest.mark.parametrize(
    ("text", "support", "name", "params"),
    [
        ("0.08*lam*exp(-0.04*lam**2)", None, "Rayleigh", {"sigma": 5 / sqrt(2)}),
        ("exp(-lam)", None, "Exponential", {"scale": S.One}),
        ("4*lam^3*exp(-lam^4)", None, "Weibull", {"alpha": S(4), "beta": S.One}),
        ("6*lam*(1-lam)", (0, 1), "Beta", {"alpha": S(2), "beta": S(2)}),
        ("2/(pi*(1+lam^2))", None, "Half-Cauchy", {"beta": S.One}),
        ("1/lam^2", (1, oo), "Pareto", {"alpha": S.One, "m": S.One}),
    ],
)
def test_a_formula_s_noise_is_named(text: str, support: Any, name: str, params: dict[str, Expr]) -> None:
    """λ itself is named, its scale and shape recognised up to parameters."""
    law = NoiseLaw.from_formula(text, support=support)
    assert law.transform is not None
    known = recognise(law.transform, lam, NOISES, mirrored=False)
    assert known.name == name
    assert all(is_one(dict(known.params)[key] / value) for key, value in params.items())


def test_a_formula_an_expression_and_scipy_give_one_law() -> None:
    """Rayleigh(2) in four ways has one transform."""
    named = laws.rayleigh(sigma=2).transform
    brought = (
        NoiseLaw.from_formula("lam*exp(-lam^2/(2*s^2))/s^2", s=2),
        NoiseLaw.from_expr(x * exp(-(x**2) / 8) / 4),
        NoiseLaw.from_expr(x * exp(-(x**2) / (2 * c**2)) / c**2, c=2.0),
        NoiseLaw.from_scipy(stats.rayleigh(scale=2)),
    )
    for law in brought:
        assert law.transform is not None and named is not None
        assert same_law(law.transform, named)
        assert law.brought


def test_floats_in_an_expression_are_the_decimals_that_they_print() -> None:
    """0.04 is 1/25, so that recognition is exact."""
    law = NoiseLaw.from_expr(Float(0.08) * x * exp(-Float(0.04) * x**2))
    assert law.measure == Density(2 * lam * exp(-(lam**2) / 25) / 25, S.Zero, oo)


def test_the_symbol_of_an_expression_may_have_any_name_and_assumptions() -> None:
    """x, a positive x and a dummy are all the noise; a parameter's value may be a symbol called lam."""
    for symbol in (x, Symbol("x", positive=True), Dummy("t"), lam, Symbol("lam")):
        assert NoiseLaw.from_expr(exp(-symbol)).measure == Density(exp(-lam), S.Zero, oo)
    scale = Symbol("b", positive=True)
    law = NoiseLaw.from_expr(exp(-x / c) / c, c=scale)
    assert law.transform == GammaRatio(scale, ((S.Zero, S.One),))


@pytest.mark.parametrize(
    ("expr", "params", "words"),
    [
        (exp(-x / c) / c, {}, "2 free symbols, c, x"),
        (exp(-x), {"d": 2}, "no symbol 'd'"),
        (exp(-x / c) / c, {"c": "two"}, "not a number"),
        (exp(-x / c) / c, {"c": float("nan")}, "not a number"),
    ],
)
def test_an_expression_has_one_free_symbol_besides_its_parameters(
    expr: Expr, params: dict[str, Any], words: str
) -> None:
    """Two symbols, a misspelt parameter, a value that is no number: ParameterError."""
    with pytest.raises(ParameterError, match=words):
        NoiseLaw.from_expr(expr, **params)


@pytest.mark.parametrize("text", ["", "2*", "lam.real", "__import__('os')", "lam[0]", "exp(-lam", "sigma*lam"])
def test_what_is_no_formula_is_a_formula_error(text: str) -> None:
    """The parser's refusal is passed on."""
    with pytest.raises(FormulaError):
        NoiseLaw.from_formula(text)


def test_the_label_is_the_call_that_makes_the_law() -> None:
    """``repr`` shows how the law was brought."""
    assert repr(NoiseLaw.from_formula("2*lam*exp(-lam**2)")) == "from_formula('2*lam*exp(-lam**2)')"
    made = NoiseLaw.from_formula("a*lam", support=(0, 2), normalize=True, a=3)
    assert repr(made) == "from_formula('a*lam', support=(0, 2), normalize=True, a=3)"
    assert repr(NoiseLaw.from_scipy(stats.gamma(2.5, scale=2))) == "gamma(alpha=2.5, beta=0.5)"
    assert repr(NoiseLaw.from_samples([1, 2])) == "from_samples(<2 draws>)"


# One or two frozen laws for every row of the table, with a scale that is not 1.
FROZEN: dict[str, Any] = {
    "norm": stats.norm(0.5, 2),
    "halfnorm": stats.halfnorm(scale=2),
    "foldnorm": stats.foldnorm(1.5, scale=2),
    "truncnorm": stats.truncnorm(-1, 2, loc=0.5, scale=2),
    "rayleigh": stats.rayleigh(scale=2.5),
    "maxwell": stats.maxwell(scale=2),
    "chi": stats.chi(2.5, scale=2),
    "rice": stats.rice(1.5, scale=2),
    "nakagami": stats.nakagami(1.5, scale=2),
    "expon": stats.expon(scale=2),
    "gamma": stats.gamma(2.5, scale=2),
    "erlang": stats.erlang(3, scale=2),
    "chi2": stats.chi2(3, scale=2),
    "ncx2": stats.ncx2(3, 2, scale=2),
    "weibull_min": stats.weibull_min(1.5, scale=2),
    "gengamma": stats.gengamma(2, 1.5, scale=2),
    "invgamma": stats.invgamma(2.5, scale=2),
    "invweibull": stats.invweibull(2.5, scale=2),
    "levy": stats.levy(scale=2),
    "uniform": stats.uniform(-1, 3),
    "triang": stats.triang(0.25, loc=-1, scale=3),
    "beta": stats.beta(2.5, 1.5, scale=2),
    "arcsine": stats.arcsine(scale=2),
    "powerlaw": stats.powerlaw(2.5, scale=2),
    "loguniform": stats.loguniform(0.5, 3, scale=2),
    "reciprocal": stats.reciprocal(0.5, 3, scale=2),
    "halfcauchy": stats.halfcauchy(scale=2),
    "pareto": stats.pareto(2.5, scale=0.5),
    "lomax": stats.lomax(2.5, scale=2),
    "burr12": stats.burr12(1.5, 2, scale=2),
    "fisk": stats.fisk(1.5, scale=2),
    "burr": stats.burr(1.5, 2, scale=2),
    "mielke": stats.mielke(2, 3, scale=2),
    "betaprime": stats.betaprime(1.5, 2.5, scale=2),
    "f": stats.f(3, 5, scale=2),
    "lognorm": stats.lognorm(0.75, scale=2),
    "gibrat": stats.gibrat(scale=2),
    "invgauss": stats.invgauss(1.5, scale=2),
    "wald": stats.wald(scale=2),
    "geninvgauss": stats.geninvgauss(0.5, 1.5, scale=2),
    "halflogistic": stats.halflogistic(scale=2),
    "kstwobign": stats.kstwobign(scale=2),
    "cauchy": stats.cauchy(scale=2),
    "t": stats.t(3.5, scale=2),
    "laplace": stats.laplace(scale=2),
    "logistic": stats.logistic(scale=2),
    "dgamma": stats.dgamma(1.5, scale=2),
    "dweibull": stats.dweibull(1.5, scale=2),
    "gennorm": stats.gennorm(1.5, scale=2),
    "bernoulli": stats.bernoulli(0.3),
    "binom": stats.binom(6, 0.3),
    "poisson": stats.poisson(2.5),
    "geom": stats.geom(0.3),
}
DISCRETE = ("bernoulli", "binom", "poisson", "geom")
ELSEWHERE = {
    "moved expon": stats.expon(loc=1.5, scale=2),
    "moved norm below 0": stats.gamma(2.5, loc=-4, scale=2),
    "moved cauchy": stats.cauchy(loc=1, scale=2),
    "moved laplace": stats.laplace(loc=-1, scale=2),
    "moved pareto": stats.pareto(2.5, loc=-1),
    "moved beta": stats.beta(2, 3, loc=-1, scale=2),
    "skewnorm": stats.skewnorm(2, scale=2),
    "gengamma, falling": stats.gengamma(2, -1.5, scale=2),
    "gausshyper": stats.gausshyper(1.5, 2, 1, 0.5),
}


def test_every_row_of_the_table_is_tried() -> None:
    """A row without a frozen law to check it by would be a promise without a witness."""
    assert set(FROZEN) == set(SCIPY)


@pytest.mark.parametrize("key", [*(key for key in FROZEN if key not in DISCRETE), *ELSEWHERE])
def test_a_frozen_law_keeps_scipy_s_density(key: str) -> None:
    """The density of |λ| is that of SciPy on both sides of 0, at seven quantiles."""
    frozen = {**FROZEN, **ELSEWHERE}[key]
    law = NoiseLaw.from_scipy(frozen)
    scale = signed_scale(law.measure).folded
    for point in np.abs(frozen.ppf([0.01, 0.1, 0.3, 0.52, 0.7, 0.9, 0.99])):
        expected = float(frozen.pdf(point)) + float(frozen.pdf(-point))
        # SciPy's own kstwobign.pdf is right to 1e-7 only
        assert density_at(scale, float(point)) == pytest.approx(expected, rel=1e-7 if key == "kstwobign" else 1e-9)


@pytest.mark.parametrize("key", [key for key in FROZEN if key not in DISCRETE])
def test_a_frozen_law_s_transform_is_that_of_scipy_s_density(key: str) -> None:
    """E|λ|^{1/4} of the transform is that of SciPy's density by quadrature."""
    frozen = FROZEN[key]
    law = NoiseLaw.from_scipy(frozen)
    if law.transform is None:
        assert key in ("truncnorm", "loguniform", "reciprocal", "halflogistic", "logistic")
        return
    # in u = ln |x|, the halves apart, between the logs of quantiles
    marks = np.abs([*frozen.ppf([1e-6, 1e-3, 0.2, 0.55, 0.75, 0.999]), *frozen.support()])
    edges = sorted({-150.0, 150.0, *np.log(marks[(marks > 0) & (marks < np.inf)])})
    expected = 0.0
    with np.errstate(all="ignore"):
        for side in (1.0, -1.0):
            for a, b in pairwise(edges):
                moment = partial(_term, frozen, side)
                expected += integrate.quad(moment, a, b, limit=400, epsabs=1e-10)[0]
    if law.transform.index is None:
        value = float(sum((p * part(R(5, 4)) for p, part in law.transform.parts), S.Zero).evalf(20))
    else:
        ((p, part),) = law.transform.parts
        index = law.transform.index
        terms = [mpmath.mpf(str((p * part(R(5, 4))).subs(index, k).evalf(20))) for k in range(60)]
        # Kolmogorov's series of moments alternates and is summed as Abel did.
        value = float(mpmath.nsum(lambda k: terms[int(k)], [0, 59])) if key != "kstwobign" else _alternating(terms)
    assert value == pytest.approx(expected, rel=1e-6)


def _term(frozen: Any, side: float, u: float) -> float:
    return float(np.exp(1.25 * u) * frozen.pdf(side * np.exp(u)))


def _alternating(terms: list[Any]) -> float:
    # Euler's transformation: repeated means of neighbouring partial sums.
    sums = [sum(terms[: k + 1]) for k in range(len(terms))]
    while len(sums) > 1:
        sums = [(a + b) / 2 for a, b in pairwise(sums)]
    return float(sums[0])


@pytest.mark.parametrize(
    ("frozen", "name"),
    [
        (stats.rayleigh(scale=2), "Laplace"),
        (stats.maxwell(), "Variance gamma"),
        (stats.halfcauchy(), "Horseshoe"),
        (stats.cauchy(), "Horseshoe"),
        (stats.pareto(2), "Slash"),
        (stats.nakagami(1), "Laplace"),
        (stats.weibull_min(2), "Laplace"),
        (stats.invweibull(2), "Student-t"),
        (stats.gengamma(1, 2), "Laplace"),
        (stats.chi(2), "Laplace"),
    ],
)
def test_a_scipy_law_gives_the_name_that_its_density_gives(frozen: Any, name: str) -> None:
    """By its name in SciPy or by its formula: the same prior."""
    assert weight_name(NoiseLaw.from_scipy(frozen))[0] == name


def test_kolmogorov_s_law_gives_the_logistic() -> None:
    """scipy.stats.kstwobign, doubled, is the scale of the logistic law: recognised by its series."""
    law = NoiseLaw.from_scipy(stats.kstwobign(scale=2))
    assert law.name == "Kolmogorov"
    name, params = weight_name(law)
    assert (name, params) == ("Logistic", {"scale": S.One})


def test_a_density_that_is_moved_is_known_again() -> None:
    """Pareto less its lower end is Lomax."""
    law = NoiseLaw.from_scipy(stats.pareto(2.5, loc=-1))
    expected = laws.lomax(alpha=2.5).transform
    assert law.transform is not None and expected is not None
    assert same_law(law.transform, expected)


def test_a_scale_that_the_record_lacks_multiplies_the_law() -> None:
    """2·Beta(2, 3)."""
    law = NoiseLaw.from_scipy(stats.beta(2, 3, scale=2))
    assert isinstance(law.measure, Power) and isinstance(law.measure.base, Density)
    assert (law.measure.exponent, law.measure.factor) == (1, 2)
    assert law.measure.base.expr == 12 * lam * (1 - lam) ** 2
    assert repr(law) == "2*beta(alpha=2, beta=3)"


@pytest.mark.parametrize(
    "frozen",
    [
        *(FROZEN[key] for key in DISCRETE),
        stats.randint(-2, 5),
        stats.binom(5, 0.3, loc=1),
        stats.nbinom(3, 0.4),
        stats.bernoulli(0),
        stats.poisson(0),
        stats.skellam(2, 3),
        stats.rv_discrete(name="own", values=([0, 2, 7], [0.25, 0.25, 0.5]))(),
    ],
)
def test_a_discrete_law_keeps_its_masses(frozen: Any) -> None:
    """P(|λ| = k) is SciPy's, for k = 0, …, 7; what is enumerated sums to 1."""
    scale = signed_scale(NoiseLaw.from_scipy(frozen).measure).folded
    for k in range(8):
        expected = float(frozen.pmf(k)) + (float(frozen.pmf(-k)) if k else 0.0)
        pairs = zip(scale.points, scale.masses, strict=True)
        found = sum(mass for point, mass in pairs if abs(_value(point) - k) < 1e-9) if k else scale.spike
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-12)
    assert scale.spike + sum(scale.masses) == pytest.approx(1, rel=1e-12)


def _value(point: float) -> float:
    return float(np.exp(point))


@pytest.mark.parametrize(
    ("frozen", "error", "words"),
    [
        (stats.gamma(-1), ParameterError, "SciPy has no such law"),
        (stats.gamma(2, scale=-1), ParameterError, "SciPy has no such law"),
        (stats.gamma(np.array([1.0, 2.0])), ParameterError, "array"),
        (stats.gamma([1, 2]), ParameterError, "list"),
        (stats.zipf(2.5), PrecisionError, "of the mass"),
        (stats.gamma, ParameterError, "no frozen law"),
        (3, ParameterError, "no frozen law"),
    ],
)
def test_what_is_no_single_valid_frozen_law_is_refused(frozen: Any, error: type[Exception], words: str) -> None:
    """Bad shapes, arrays of laws, tails too long to enumerate, an unfrozen family."""
    with pytest.raises(error, match=words):
        NoiseLaw.from_scipy(frozen)


def test_a_sampler_is_called_as_promised() -> None:
    """``rvs(size, rng)`` for a callable, ``rvs(size=, random_state=)`` for SciPy; either gets the generator."""
    rng = np.random.default_rng(7)
    law = NoiseLaw.from_callable(lambda t: 2 * t, support=(0, 1), rvs=lambda size, rng: rng.random(size) ** 0.5)
    assert isinstance(law.measure, Opaque) and law.measure.sampler is not None
    assert np.array_equal(law.measure.sampler(rng, 5), np.random.default_rng(7).random(5) ** 0.5)
    own = NoiseLaw.from_scipy(stats.skewnorm(2)).measure
    assert isinstance(own, Opaque) and own.sampler is not None
    first, second = (own.sampler(np.random.default_rng(3), 4) for _ in range(2))
    assert np.array_equal(first, second)


def test_atoms_are_exact() -> None:
    """{0: 0.2, 0.5: 0.3, 2: 0.5}: a spike of 1/5 and two point masses."""
    law = NoiseLaw.from_atoms({0: 0.2, 0.5: 0.3, 2: 0.5})
    assert law.measure == Atoms(((S.Zero, R(1, 5)), (R(1, 2), R(3, 10)), (S(2), R(1, 2))))
    assert isinstance(law.transform, Mixture)
    assert law.transform.spike == R(1, 5)


@pytest.mark.parametrize("points", [{}, {0: 0.2}, {0: -0.5, 1: 1.5}, {oo: 1}, {1: 0.5, 2: 0.6}])
def test_atoms_that_are_no_law_are_refused(points: dict[Any, Any]) -> None:
    """Masses lie in [0, 1] and sum to 1, values are finite."""
    with pytest.raises(NotADensityError):
        NoiseLaw.from_atoms(points)


def test_equal_draws_are_counted() -> None:
    """The empirical law of a sample: each draw has the mass 1/n."""
    law = NoiseLaw.from_samples(np.array([2.0, -0.5, 2.0, 0.0]))
    assert law.measure == Atoms(((-S.Half, R(1, 4)), (S.Zero, R(1, 4)), (S(2), S.Half)))
    assert law.transform is not None
    assert NoiseLaw.from_samples(np.arange(17)).transform is None


def test_a_large_sample_stays_in_floats() -> None:
    """A hundred thousand draws: no exact numbers, no transform, and the moments of the sample."""
    draws = np.random.default_rng(5).normal(size=100_000)
    draws[:10] = 0.0
    law = NoiseLaw.from_samples(draws)
    assert isinstance(law.measure, Blend) and law.transform is None
    assert law.measure.parts[0] == (R(1, 10_000), Atoms(((S.Zero, S.One),)))
    assert isinstance(law.measure.parts[1][1], Empirical)
    scale = signed_scale(law.measure).folded
    assert scale.spike == pytest.approx(1e-4, rel=1e-12)
    second = sum(mass * _value(point) ** 2 for point, mass in zip(scale.points, scale.masses, strict=True))
    assert second == pytest.approx(float(np.mean(draws**2)), rel=1e-12)


@pytest.mark.parametrize("draws", [[], [[1.0, 2.0]], [1.0, np.nan], [np.inf], ["a"], 3.0])
def test_what_is_no_sample_is_refused(draws: Any) -> None:
    """One-dimensional, finite, not empty."""
    with pytest.raises(ParameterError, match="from_samples"):
        NoiseLaw.from_samples(draws)


ROUND_TRIP = {
    "half_normal": {"sigma": 2},
    "rayleigh": {"sigma": 2.5},
    "maxwell": {"sigma": 3},
    "nakagami": {"m": 1.25, "omega": 2},
    "inverse_nakagami": {"m": 2.5, "omega": 2},
    "exponential": {"scale": 3},
    "gamma": {"alpha": 2.5, "beta": 3},
    "inverse_gamma": {"alpha": 2.5, "beta": 3},
    "weibull": {"alpha": 3, "beta": 2},
    "frechet": {"alpha": 3, "scale": 2},
    "half_cauchy": {"beta": 2},
    "half_student_t": {"nu": 3, "sigma": 2},
    "beta": {"alpha": 2.5, "beta": 3},
    "pareto": {"alpha": 2.5, "m": 3},
    "lomax": {"alpha": 2.5, "scale": 3},
    "beta_prime": {"alpha": 1.5, "beta": 2.5, "scale": 2},
    "lognormal": {"mu": 1, "sigma": 2},
    "inverse_gaussian": {"mu": 2, "shape": 3},
    "gig": {"p": 0.75, "chi": 2, "psi": 3},
}


@pytest.mark.parametrize("key", ROUND_TRIP)
def test_a_law_s_density_brings_the_law_back(key: str) -> None:
    """Name → density → the same name and parameters."""
    law = laws.law(key, **ROUND_TRIP[key])
    assert isinstance(law.measure, Density)
    brought = NoiseLaw.from_expr(law.measure.expr, support=(law.measure.lower, law.measure.upper))
    assert brought.transform is not None
    known = recognise(brought.transform, lam, NOISES, mirrored=False)
    assert known.name == law.name
    assert all(is_one(value / dict(law.params)[name]) for name, value in known.params)


def test_the_fields_are_those_of_a_noise_law() -> None:
    """Each constructor gives label, name, params, measure, transform, families and note."""
    for fields in (
        bring.formula("exp(-lam)", None, False, {}),
        bring.expression(1 / (pi * sqrt(1 - x**2)), (-1, 1), False, {}),
        bring.expression(log(2) * 2**-x, None, False, {}),
        bring.frozen(stats.expon()),
        bring.function(lambda t: np.exp(-t), None, None, False),
        bring.atoms({1: 1}),
        bring.samples([1.0]),
    ):
        assert set(fields) == {"label", "name", "params", "measure", "transform", "families", "note"}
