"""Shapes in the hundreds and more, where Γ and powers have thousands of digits: numbers, and formulas to be read."""

import re

import mpmath as mp
import numpy as np
import pytest
from scipy import stats
from sympy import Float, Integer, Rational, Symbol

from priorcalc import derive_prior
from priorcalc.exact import exponent, gamma_of, is_large
from priorcalc.present.tex import tex
from priorcalc.present.tree import num

LARGE = [
    ("inverse_nakagami", {"m": 2000, "omega": 1}),
    ("inverse_nakagami", {"m": 150, "omega": 1_000_003}),
    ("inverse_nakagami", {"m": 1_000_000}),
    ("gamma", {"alpha": 2000, "beta": 3}),
    ("half_student_t", {"nu": 401}),
    ("chi", {"nu": 500}),
    ("weibull", {"alpha": 150, "beta": 1_000_003}),
    ("frechet", {"alpha": 414.5, "scale": 2.72}),
    ("generalized_gamma", {"a": 3, "d": 900, "p": 700}),
    ("half_student_t", {"nu": 101}),
    ("pareto", {"alpha": 100}),
    ("f", {"d1": 100, "d2": 90}),
    ("beta", {"alpha": 100, "beta": 300}),
]
ids = [f"{name}-{next(iter(values.values()))}" for name, values in LARGE]


@pytest.mark.parametrize(("name", "values"), LARGE, ids=ids)
def test_its_pages_can_be_read(name, values):
    prior = derive_prior(name, **values)
    for text in (str(prior.derivation), prior._repr_latex_(), repr(prior.variance)):
        assert not re.search(r"\d{45}", text)
    # a repr is SymPy's: Γ's of numbers below 30 are multiplied out
    assert not re.search(r"\d{100}", repr(prior) + prior._repr_html_())
    assert "✗" not in str(prior.derivation)


@pytest.mark.parametrize("m", [31, 150, 2000, 10**6])
def test_student_t_of_many_degrees_of_freedom(m):
    prior = derive_prior("inverse_nakagami", m=m, omega=4)
    w = [0.0, 0.3, 2.0, 40.0]
    with mp.workdps(40):
        nu, scale = mp.mpf(2 * m), mp.mpf(1) / 2
        front = mp.loggamma((nu + 1) / 2) - mp.loggamma(nu / 2) - mp.log(mp.pi * nu) / 2 - mp.log(scale)
        exact = [float(front - (nu + 1) / 2 * mp.log1p((mp.mpf(x) / scale) ** 2 / nu)) for x in w]
    np.testing.assert_allclose(prior.logpdf(w), exact, rtol=1e-13)
    formula = prior.expr.subs(Symbol("w", real=True), Rational(3, 10)).evalf(30)
    assert float(formula) == pytest.approx(np.exp(exact[1]), rel=1e-13)


@pytest.mark.parametrize("nu", [70, 5000])
def test_variance_gamma_of_many_degrees_of_freedom(nu):
    # E cos(tw) = (1 + t²)^(-ν/2), inverted by the trapezoidal rule
    prior = derive_prior("chi", nu=nu)
    t = np.linspace(-20, 20, 40_001)
    for w in (0.0, 5.0, np.sqrt(nu)):
        expected = np.sum(np.cos(t * w) * (1 + t * t) ** (-nu / 2)) * (t[1] - t[0]) / (2 * np.pi)
        assert prior.pdf(w) == pytest.approx(expected, rel=1e-11)


@pytest.mark.parametrize(
    ("name", "values"), [LARGE[0], LARGE[3], LARGE[5], LARGE[6]], ids=[ids[i] for i in (0, 3, 5, 6)]
)
def test_it_is_upheld(name, values):
    assert derive_prior(name, **values).verify(samples=20_000, rng=0).upheld


def test_a_frozen_law_of_many_degrees_of_freedom():
    prior = derive_prior(stats.t(df=2000, loc=0.1))
    assert prior.noise.pdf(1.1) == pytest.approx(stats.t(df=2000).pdf(1.0), rel=1e-12)
    assert not re.search(r"\d{45}", str(prior.noise.expr))


@pytest.mark.parametrize("value", [30, -30, Rational(59, 2), Symbol("m", positive=True)])
def test_a_small_exponent_is_exact(value):
    assert not is_large(Integer(value) if isinstance(value, int) else value)
    assert exponent(Integer(value) if isinstance(value, int) else value) == value


@pytest.mark.parametrize("value", [Integer(31), Integer(500), Rational(61, 2), Rational("1.23456")])
def test_a_large_or_long_exponent_is_a_decimal(value):
    assert exponent(value).is_Float
    assert abs(exponent(value) - value) < Float(10, 40) ** -37
    assert abs(gamma_of(value) / Float(mp.gamma(mp.mpf(value.p) / value.q), 15) - 1) < 1e-13


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (7, "7"), (10**40 - 1, "9" * 40), (10**40, r"10^{40}"), (25 * 10**50, r"2.5\cdot 10^{51}"),
        (Float("2.50", 40), "2.5"), (Float(3, 40), "3"), (Float("1.25e-60", 40), r"1.25\cdot 10^{-60}"),
        (Float("0.1234567890123456789", 40), "0.12345678901234568"), (Float("1e-30", 40), "10^{-30}"),
    ],
)  # fmt: skip
def test_a_number_is_written_in_as_many_digits_as_can_be_read(number, written):
    assert tex(num(number)) == written
