"""The law of n weights that share λ, in closed form: names, formulas, relations between different n."""

from __future__ import annotations

import mpmath
import pytest
from sympy import Float, Integer, Rational, S, Symbol, diff, pi, simplify

from priorcalc import laws
from priorcalc.laws.radial import surface
from priorcalc.numeric.evaluate import evaluate
from priorcalc.numeric.joint import JointNumbers
from priorcalc.numeric.lattice import weight_scale
from priorcalc.structure import GENERAL, shared
from priorcalc.symbols import r

HALF = Rational(1, 2)
THIRD = Rational(1, 3)
NAMED = {
    "Multivariate normal": laws.point(2),
    "Multivariate Laplace": laws.rayleigh(2),
    "Multivariate Cauchy": laws.inverse_nakagami(m=HALF, omega=4),
    "Multivariate t": laws.inverse_nakagami(m=2, omega=3),
    "Multivariate variance gamma": laws.nakagami(m=Rational(7, 4), omega=3),
    "Multivariate horseshoe": laws.half_cauchy(beta=3),
    "Multivariate horseshoe+": laws.half_cauchy() * laws.half_cauchy(),
    "Multivariate normal beta prime": laws.beta_prime(alpha=2, beta=3) ** HALF,
    "Multivariate slash": laws.pareto(alpha=2),
    "Multivariate normal inverse Gaussian": laws.inverse_gaussian(mu=2, shape=3) ** HALF,
    "Multivariate generalized hyperbolic": laws.gig(p=1, chi=2, psi=3) ** HALF,
    "Multivariate normal with a spike": laws.bernoulli(p=THIRD),
    "Multivariate Laplace with a spike": laws.bernoulli(p=THIRD) * laws.rayleigh(),
}
UNNAMED = {
    "uniform": laws.uniform(),
    "uniform away from 0": laws.uniform(lower=1, upper=2),
    "beta": laws.beta(alpha=2, beta=3),
    "exponential": laws.exponential(),
    "atoms": laws.categorical({0: 0.2, 1: 0.3, 2: 0.5}),
    "gaussian with a mean": laws.gaussian(mu=1),
}
KNOWN = NAMED | UNNAMED


def _numbers(law, n, sigma0=1.0):
    return JointNumbers(weight_scale(law.measure), n, sigma0)


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("n", [Integer(2), Integer(3), Integer(17), Integer(10**5), GENERAL], ids=str)
def test_the_name_is_found_for_every_n(name, n):
    """The radius of n weights is named by one division, for n a number or a symbol."""
    assert shared(NAMED[name].transform, S(2), n).name == name


# A Meijer G-function of the horseshoe+ takes seconds: one n must do.
@pytest.mark.parametrize(
    ("name", "n"), [(x, n) for x in KNOWN for n in (2, 3, 6) if n == 2 or x != "Multivariate horseshoe+"]
)
def test_the_formula_is_the_density_by_quadrature_from_the_definition(name, n):
    """``expr`` at r, for n a number, is ∫ N(x; 0, λ²σ₀² Iₙ) dP(λ)."""
    law = KNOWN[name]
    expr, numbers = shared(law.transform, HALF, Integer(n)).expr, _numbers(law, n, 0.5)
    for point in (0.3, 1.7) if name != "Multivariate horseshoe+" else (1.7,):
        true = mpmath.exp(mpmath.mpf(float(numbers.logpdf(point))))
        assert abs(evaluate(expr, r, Rational(point), digits=20) / true - 1) < 1e-12


@pytest.mark.parametrize("name", KNOWN)
def test_the_formula_for_a_symbol_is_that_for_each_number(name):
    """Putting n = 5 into the formula for a symbol n gives the value of the formula for n = 5."""
    law = KNOWN[name]
    general, special = (shared(law.transform, S.One, n).expr for n in (GENERAL, Integer(5)))
    point = Rational(7, 5)
    one = evaluate(general.xreplace({GENERAL: Integer(5)}), r, point, digits=20)
    assert abs(one / evaluate(special, r, point, digits=20) - 1) < mpmath.mpf(10) ** -18


@pytest.mark.parametrize("name", ["Multivariate t", "Multivariate Laplace", "Multivariate horseshoe", "uniform"])
def test_a_large_number_of_weights_is_written_with_decimals(name):
    """For n = 1000 the formula has no integers of a thousand digits, and its logarithm is right."""
    law = KNOWN[name]
    expr = shared(law.transform, S.One, Integer(1000)).expr
    assert len(str(expr)) < 300 and expr.atoms(Float)
    value = mpmath.log(evaluate(expr, r, 30, digits=20))
    assert abs(value - float(_numbers(law, 1000).logpdf(30.0))) < 1e-11 * abs(value)


@pytest.mark.parametrize("name", [name for name in NAMED if name != "Multivariate horseshoe+"])
def test_two_more_weights_are_a_derivative(name):
    """J_{n+2}(r) = -J_n'(r)/(2πr), from N_{n+2} = -(1/2πr) dN_n/dr under the integral."""
    law = NAMED[name]
    for n in (2, 3):
        less, more = (shared(law.transform, S.One, Integer(k)).expr for k in (n, n + 2))
        step = -diff(less, r) / (2 * pi * r)
        point = Rational(9, 8)
        assert (
            abs(evaluate(step, r, point, digits=20) / evaluate(more, r, point, digits=20) - 1) < mpmath.mpf(10) ** -17
        )


def test_the_area_of_the_sphere():
    """2π, 4π, 2π² in two, three and four dimensions."""
    assert [surface(Integer(n)) for n in (2, 3, 4)] == [2 * pi, 4 * pi, 2 * pi**2]


def test_parameters_may_be_symbols():
    """Rayleigh(σ) noise and a base weight σ₀ give a multivariate Laplace law with b = σσ₀."""
    sigma, sigma0 = (Symbol(name, positive=True) for name in ("sigma", "sigma0"))
    found = shared(laws.rayleigh(sigma=sigma).transform, sigma0, GENERAL)
    assert found.name == "Multivariate Laplace" and simplify(dict(found.params)["b"] - sigma * sigma0) == 0
    assert found.expr.free_symbols == {sigma, sigma0, r, GENERAL}


def test_what_the_radius_is_called_is_no_name_of_the_weights():
    """Laws without a name of their own stay without one, though their radius may bear one (a half-normal, say)."""
    for law in UNNAMED.values():
        for n in (2, 3, 4):
            assert shared(law.transform, S.One, Integer(n)).name is None


FORMS = {
    "named": laws.bernoulli(p=THIRD) * laws.rayleigh(),
    "special": laws.uniform(),
    "meijerg": laws.beta(alpha=2, beta=3),
    "series": laws.gaussian(mu=1),
    "quadrature": laws.lognormal(),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_form_is_told(form):
    """As for one weight; what no table inverts has no formula."""
    found = shared(FORMS[form].transform, S.One, Integer(3))
    assert (found.form, found.expr is None) == (form, form == "quadrature")


@pytest.mark.parametrize("n", [Integer(3), GENERAL], ids=str)
@pytest.mark.parametrize("law", [laws.gaussian(mu=1), laws.poisson(mu=2)], ids=["gaussian", "poisson"])
def test_a_series_runs_over_k(law, n):
    """n is the number of weights, in the formula and in its limits; and nothing of the radius is left."""
    found = shared(law.transform, S.One, n)
    (index,) = (limit[0] for limit in found.expr.limits)
    assert index == Symbol("k", integer=True, nonnegative=True)
    assert found.expr.free_symbols == {r} | n.free_symbols
    bare = (found.name, found.params, found.families, found.record, found.factor)
    assert bare == (None, (), (), None, 1)


def test_a_named_series_of_the_radius_is_a_series_of_the_weights():
    """A Poisson number of pairs of Gaussians: the radius alone is named, the law of the weights is written out."""
    found = shared(laws.noncentral_chi_square(nu=2, nc=3).transform, S.One, Integer(2))
    assert (found.name, found.form) == (None, "series")
