"""Names are given by transforms: powers, multiples and thinned laws under the names that textbooks have for them."""

from __future__ import annotations

import pytest
from sympy import Abs, Rational, S, exp, log

from priorcalc import NoiseLaw, derive_prior, laws
from priorcalc.derive import MARGINALS
from priorcalc.laws.gaussian_family import chi_transform
from priorcalc.mellin import multiply
from priorcalc.recognise import UNKNOWN, recognise
from priorcalc.symbols import w

HALF, R = S.Half, Rational
NOISES = {
    "the square of a Rayleigh is exponential": (laws.rayleigh() ** 2, ("Exponential", {"scale": 2}, 1)),
    "a multiple of a beta is a stretched beta": (3 * laws.beta(2, 3), ("Beta", {"alpha": 2, "beta": 3}, 3)),
    "a Kumaraswamy to the power a is a beta": (5 * laws.kumaraswamy(2, 3) ** 2, ("Beta", {"alpha": 1, "beta": 3}, 5)),
    "1/λ of an exponential is inverse gamma": (
        laws.exponential(2) ** -1,
        ("Inverse gamma", {"alpha": 1, "beta": HALF}, 1),
    ),
    "the square of a half-Cauchy is beta prime": (
        laws.half_cauchy() ** 2,
        ("Beta prime", {"alpha": HALF, "beta": HALF, "scale": 1}, 1),
    ),
    "the cube of a uniform is a beta": (laws.uniform(0, 1) ** 3, ("Beta", {"alpha": R(1, 3), "beta": 1}, 1)),
    "the square of a Pareto is Pareto": (laws.pareto(2, 1) ** 2, ("Pareto", {"alpha": 1, "m": 1}, 1)),
    "a power of a lognormal is lognormal": (
        2 * laws.lognormal(0, 1) ** 3,
        ("Log-normal", {"mu": log(2), "sigma": 3}, 1),
    ),
    "a power of a gamma is a generalized gamma": (
        laws.gamma(R(5, 2)) ** 3,
        ("Generalized gamma", {"a": 1, "d": R(5, 6), "p": R(1, 3)}, 1),
    ),
    "thinning puts a spike beside the name": (
        laws.bernoulli(R(3, 10)) * laws.rayleigh(2),
        ("Spike and Rayleigh slab", {"p": R(3, 10), "sigma": 2}, 1),
    ),
    "a multiple of a coin is a Bernoulli elsewhere": (3 * laws.bernoulli(R(1, 4)), ("Bernoulli", {"p": R(1, 4)}, 3)),
    "what is always one number is a point mass": (2 * laws.point(3), ("Point mass", {"value": 6}, 1)),
}
VARIANCES = {
    "the square of an exponential is Weibull": (laws.exponential(2), ("Weibull", {"alpha": HALF, "beta": 4}, 1)),
    "that of a Gaussian with a mean is a stretched noncentral χ²": (
        laws.gaussian(1, 2),
        ("Noncentral chi-square", {"nu": 1, "nc": R(1, 4)}, 4),
    ),
    "and of its double four times as wide": (
        2 * laws.gaussian(1, 2),
        ("Noncentral chi-square", {"nu": 1, "nc": R(1, 4)}, 16),
    ),
    "that of a Gaussian is a stretched χ²": (laws.gaussian(0, 3), ("Chi-square", {"nu": 1}, 9)),
    "that of a stretched Kumaraswamy is stretched": (
        5 * laws.kumaraswamy(4, 3),
        ("Kumaraswamy", {"a": 2, "b": 3}, 25),
    ),
    "that of an inverse exponential is Fréchet": (
        laws.exponential(2) ** -1,
        ("Fréchet", {"alpha": HALF, "scale": R(1, 4)}, 1),
    ),
    "that of a thinned Rayleigh has a spike": (
        laws.bernoulli(R(3, 10)) * laws.rayleigh(2),
        ("Spike and Exponential slab", {"p": R(3, 10), "scale": 8}, 1),
    ),
}


def known(found):
    """Name, parameters and factor."""
    return found.name, dict(found.params), found.factor


@pytest.mark.parametrize("theorem", NOISES)
def test_a_composed_noise_has_its_textbook_name(theorem):
    """With exact parameters, and the factor of what has no scale of its own."""
    law, expected = NOISES[theorem]
    assert known(derive_prior(law).noise.derivation.noise_law) == expected


@pytest.mark.parametrize("theorem", VARIANCES)
def test_its_square_has_its_textbook_name(theorem):
    """λ² of the law, likewise."""
    law, expected = VARIANCES[theorem]
    assert known(derive_prior(law).noise.derivation.variance) == expected


def test_a_weight_of_pareto_noise_is_a_slash():
    """Pareto(q, σ) noise is σ/U^{1/q}, so the weight is Rogers and Tukey's slash."""
    assert known(derive_prior(laws.pareto(1, 2)).noise.derivation.weight) == ("Slash", {"q": 1, "sigma": 2}, 1)


def test_a_blend_has_a_formula_and_no_name():
    """Half Rayleigh, half exponential: the sum of both densities; with bounded parts it says where they are zero."""
    both = NoiseLaw.mixture([(HALF, laws.rayleigh()), (HALF, laws.uniform(0, 1))])
    found = derive_prior(both).noise.derivation.noise_law
    assert (found.name, found.atom) == (None, 0)
    density = derive_prior(both).noise.expr
    (symbol,) = density.free_symbols
    for at in (R(1, 2), R(3, 2)):
        expected = HALF * at * exp(-(at**2) / 2) + (HALF if at < 1 else 0)
        assert abs(density.subs(symbol, at).evalf(20) - expected.evalf(20)) < 1e-15


def test_a_blend_of_named_laws_is_told_as_one():
    """Two Rayleigh laws of different scales: the weight is half of each Laplace law, and the rule says so."""
    both = NoiseLaw.mixture([(HALF, laws.rayleigh(1)), (HALF, laws.rayleigh(2))])
    found = derive_prior(both).noise.derivation.weight
    assert (found.name, found.rule, found.form, found.atom) == (None, "blend", "special", 0)
    (symbol,) = found.expr.free_symbols
    assert found.expr.subs(symbol, 3).evalf(20) == (exp(-3) / 4 + exp(-R(3, 2)) / 8).evalf(20)


def test_a_poisson_sum_keeps_its_weights():
    """λ Poisson: a series of point masses, with the probability of no event at 0."""
    found = derive_prior(laws.poisson(3)).noise.derivation.weight
    assert (found.form, found.atom, found.name) == ("series", exp(-3), None)


QUARTER = R(1, 4)
TOLD = {
    # how λ² and w are known: the form, the rule that found it, the probability of 0, the record behind the name
    "rayleigh": (laws.rayleigh(), ("named", "division", 0, "Exponential"), ("named", "division", 0, "Laplace")),
    "a coin": (
        laws.bernoulli(QUARTER),
        ("named", "spike", 1 - QUARTER, "Bernoulli"),
        ("named", "spike", 1 - QUARTER, "Normal"),
    ),
    "a constant": (laws.point(2), ("named", "division", 0, "Point mass"), ("named", "division", 0, "Normal")),
    "uniform": (laws.uniform(0, 1), ("named", "division", 0, "Beta"), ("special", "inverse-expint", 0, None)),
    "uniform, thinned": (
        laws.bernoulli(QUARTER) * laws.uniform(0, 1),
        ("named", "spike", 1 - QUARTER, "Beta"),
        ("special", "spike", 1 - QUARTER, None),
    ),
    "beta": (laws.beta(2, 3), ("special", "change-of-variables", 0, None), ("meijerg", "meijer-g", 0, None)),
    "beta, thinned": (
        laws.bernoulli(QUARTER) * laws.beta(2, 3),
        ("meijerg", "spike", 1 - QUARTER, None),
        ("meijerg", "spike", 1 - QUARTER, None),
    ),
    "Gaussian with a mean": (
        laws.gaussian(1, 2),
        ("named", "division", 0, "Noncentral chi-square"),
        ("series", "poisson-mixture", 0, None),
    ),
    "poisson": (
        laws.poisson(2),
        ("series", "poisson-mixture", exp(-2), None),
        ("series", "poisson-mixture", exp(-2), None),
    ),
    "lognormal": (laws.lognormal(0, 1), ("named", "division", 0, "Log-normal"), ("quadrature", "quadrature", 0, None)),
}


@pytest.mark.parametrize("name", TOLD)
def test_how_a_law_is_known_is_told(name):
    """The variance and the weight, each with its form, its rule, its atom and its record."""
    law, *expected = TOLD[name]
    found = derive_prior(law).noise.derivation
    told = [(one.form, one.rule, one.atom, one.record and one.record.title) for one in (found.variance, found.weight)]
    assert told == expected
    assert (found.weight.expr is None) == (found.weight.form == "quadrature")


def test_other_names_of_a_law_come_with_it():
    """A Laplace law is a variance gamma law too; what has no name has no other names either."""
    found = derive_prior(laws.rayleigh()).noise.derivation
    assert found.variance.families == ("Gamma", "Weibull", "Generalized gamma")
    assert found.weight.families == ("Variance gamma", "Generalized hyperbolic", "Exponential power")
    assert derive_prior(laws.bernoulli(QUARTER) * laws.rayleigh()).noise.derivation.weight.families == ()


@pytest.mark.parametrize("name", ["beta", "lognormal", "uniform", "poisson"])
def test_nothing_is_written_that_was_not_asked_for(name):
    """Without ``write`` a law that has no name is unknown, with it it has a formula or there is none."""
    law, templates = TOLD[name][0], MARGINALS
    weight = multiply(law.transform, chi_transform(S.One, S.One))
    assert recognise(weight, Abs(w), templates, mirrored=True, write=False) == UNKNOWN
    assert (recognise(weight, Abs(w), templates, mirrored=True).expr is None) == (name == "lognormal")
    assert (recognise(weight, Abs(w), templates, mirrored=True, write=True).expr is None) == (name == "lognormal")
