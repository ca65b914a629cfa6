"""Expressions compiled in logarithms against SymPy's and mpmath's evaluation with as many digits as it takes."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
import sympy as sp

from priorcalc.errors import FormulaError, PrecisionError
from priorcalc.numeric.logarithmic import log_function

x = sp.Symbol("x", real=True)
y = sp.Symbol("y", positive=True)
R = sp.Rational
WIDE = [-700.0, -300.0, -50.3, -9.7, -1.0, -1e-3, 1e-9, 0.3, 1.3, 3.7, 5.2]
BELOW = [u for u in WIDE if u < 0] + [-1e-9, -1e-12]
NEAR = [u for u in WIDE if abs(u) < 100]

CASES = {
    "rayleigh": (y * sp.exp(-(y**2) / 2), WIDE),
    "beta": (y ** R(-9, 10) * (1 - y) ** R(-9, 10), BELOW),
    "kumaraswamy": (y * (1 - y ** R(7, 3)) ** R(1, 3), BELOW),
    "horseshoe+": (4 * sp.log(y) / (sp.pi**2 * (y**2 - 1)), WIDE),
    "lognormal": (sp.exp(-((sp.log(y) - R(3, 10)) ** 2)) / y, WIDE),
    "rice": (y * sp.exp(-(y**2 + 9) / 2) * sp.besseli(0, 3 * y), WIDE),
    "noncentral chi-square": (sp.exp(-y / 2) * y ** -R(1, 4) * sp.besseli(-R(1, 2), sp.sqrt(5 * y)), WIDE),
    "gig": (y ** R(1, 3) * sp.exp(-(2 / y + y) / 2) / sp.besselk(R(4, 3), sp.sqrt(2)), NEAR),
    "inverse gaussian": (y ** -R(3, 2) * sp.exp(-((y - 2) ** 2) / (8 * y)), NEAR),
    "half-logistic": (1 / sp.cosh(y / 2) ** 2, WIDE),
    "K of small order": (sp.besselk(R(1, 1000), y), WIDE),
    "K of large order": (sp.besselk(R(9, 2), y), WIDE),
    "E1, scaled": (sp.exp(y) * sp.expint(1, y), NEAR[:-1]),
    "erfc": (sp.erfc(y), WIDE),
    "lower gamma": (sp.lowergamma(R(5, 2), y), WIDE),
    "upper gamma": (sp.uppergamma(R(1, 2), y), WIDE[:-1]),
    "1/gamma": (1 / sp.gamma(y), WIDE),
    "hyperbolic": (sp.tanh(y) * sp.sinh(y) / sp.cosh(y) ** 3, WIDE),
    "1 - exp": ((1 - sp.exp(-y)) / y, WIDE),
    "log(1 + x)": (sp.log(1 + y) / y**2, [u for u in WIDE if u > -60]),
    "log cosh": (sp.log(sp.cosh(y)), [u for u in WIDE if u > -20]),
    "1 - cos": (1 - sp.cos(y), [u for u in NEAR if u < 4]),
    "polynomial": (sp.expand((y - R(1, 10)) * (R(7, 10) - y)), [-2.0, -1.0, -0.35]),
    "hypergeometric": (sp.hyper((R(1, 2),), (R(3, 2),), -y), NEAR),
    "a sum with a function that is evaluated by digits": (sp.hyper((R(1, 2),), (R(3, 2),), -y) + y**2, NEAR[1:]),
    "binomial": (sp.binomial(y + 7, 3) * sp.exp(-y), WIDE),
    "binomial of a lower count": (sp.binomial(12, y), [u for u in NEAR if u < 2.4]),
    "factorial": (R(3, 2) ** y / sp.factorial(y), WIDE),
    "a function of a difference": (sp.sinh(y**2 - y), [1e-3, 0.3, 0.5, 1.3]),
    "folded normal": (sp.exp(-((y - 3) ** 2) / 2) + sp.exp(-((y + 3) ** 2) / 2), WIDE),
}


def reference(expr, u):
    """Ln |expr| at e^u by evalf with digits to spare."""
    with mpmath.workdps(80 + int(abs(u))):
        at = sp.Float(mpmath.exp(mpmath.mpf(u)), 60 + int(abs(u)))
        value = mpmath.mpf(expr.evalf(30, subs={y: at}, maxn=20000)._to_mpmath(200))
        return float(mpmath.log(abs(value))), float(mpmath.sign(value))


@pytest.mark.parametrize("name", CASES)
def test_the_log_of_an_expression_is_right_over_all_scales(name):
    """Ln |f| errs by at most 3e-14, relative where it is large, from e^-700 to e^5 and next to the ends."""
    expr, points = CASES[name]
    sign, log = log_function(expr, y)(np.array(points))
    expected = [reference(expr, u) for u in points]
    assert list(sign) == [s for _, s in expected]
    assert list(log) == [pytest.approx(value, rel=3e-14, abs=3e-14) for value, _ in expected]


def test_nothing_overflows_at_ten_thousand():
    """At u = ±10⁴ a power law still has its log, and e^{-x²} is 0 on one side and 1 on the other."""
    sign, log = log_function(y**3 / (1 + y**2) ** 4, y)(np.array([-1e4, 1e4]))
    assert log == pytest.approx([-3e4, -5e4], rel=1e-15)
    assert list(sign) == [1.0, 1.0]
    assert list(log_function(sp.exp(-(y**2)), y)(np.array([-1e4, 1e4]))[1]) == [0.0, -np.inf]
    assert log_function(y * sp.exp(-(y**2) / 2) * sp.besseli(0, 3 * y), y)(np.array([1e4]))[1][0] == -np.inf


def test_a_removable_singularity_is_removed():
    """Ln(x)/(x² - 1) is 1/2 at 1."""
    assert log_function(sp.log(y) / (y**2 - 1), y)(np.array([0.0]))[1] == pytest.approx([np.log(0.5)], rel=1e-12)


def test_conditions_and_extremes_choose_their_branch():
    """Piecewise, Min, Max, Abs, sign and Heaviside take the value of the branch that holds."""
    u = np.log(np.array([0.25, 0.5, 0.75, 2.0]))
    tent = sp.Piecewise((4 * y, y < R(1, 2)), (4 - 4 * y, sp.And(y >= R(1, 2), y < 1)), (0, True))
    sign, log = log_function(tent, y)(u)
    assert sign * np.exp(log) == pytest.approx([1.0, 2.0, 1.0, 0.0])
    sign, log = log_function(sp.Max(y, 1 - y) - sp.Min(y, 1 - y) + sp.Abs(y - 2) * sp.Heaviside(1 - y), y)(u)
    assert sign * np.exp(log) == pytest.approx([2.25, 1.5, 1.75, 3.0])


def test_a_reflected_argument_is_a_substitution():
    """The density at -x is the expression with x replaced by -x."""
    sign, log = log_function(sp.exp(-((x - 1) ** 2) / 2).subs(x, -x), x)(np.array([0.0]))
    assert (sign[0], log[0]) == (1.0, -2.0)


def test_what_has_no_value_is_refused():
    """A second symbol or an unknown function is a FormulaError, a complex value a PrecisionError."""
    with pytest.raises(FormulaError, match="no value"):
        log_function(y * x, y)
    with pytest.raises(FormulaError):
        log_function(sp.Function("f")(y), y)
    with pytest.raises(PrecisionError):
        log_function(sp.sqrt(1 - y), y)(np.array([1.0]))


CONCENTRATED = {
    "gamma(1e5)": (y**99999 * sp.exp(-y) / sp.gamma(100000), [11.5, 11.51, np.log(1e5), 11.52, 11.53]),
    "inverse gamma(1e4)": (y**-10001 * sp.exp(-1 / y) / sp.gamma(10000), [-9.3, -9.21, -9.2, -9.15]),
    "nakagami(1000)": (y**1999 * sp.exp(-1000 * y**2) * 1000**1000 / sp.gamma(1000), [-0.05, 0.0, 0.02]),
    "rice(1000)": (y * sp.exp(-(y**2 + 10**6) / 2) * sp.besseli(0, 1000 * y), [6.9, np.log(1000.0), 6.91]),
    "noncentral chi-square(1e4)": (
        sp.exp(-(y + 10000) / 2) * (y / 10000) ** R(1, 4) * sp.besseli(R(1, 2), 100 * sp.sqrt(y)), [9.2, 9.21, 9.25]
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CONCENTRATED)
def test_concentrated_laws_keep_their_digits(name):
    """Where factors e^{±10⁵} cancel, the log density still errs by 5e-13 times its condition in u at most."""
    expr, points = CONCENTRATED[name]
    _, log = log_function(expr, y)(np.array(points))
    slopes = [float((y * sp.diff(sp.log(expr), y)).evalf(20, subs={y: sp.Float(mpmath.exp(u), 40)})) for u in points]
    for u, got, slope in zip(points, log, slopes, strict=True):
        assert got == pytest.approx(reference(expr, u)[0], abs=5e-13 + 4e-16 * abs(u * slope))


EXPONENTS = {
    "a polynomial with roots": sp.expand((y - 1) * (y - 2) * (y - 3)),
    "a polynomial without rational roots": y**2 - 3 * y + 1,
    "a polynomial with surds": y**2 - sp.sqrt(2) * y + sp.sqrt(3) / 2,
    "four terms": y**3 - sp.sqrt(y) + sp.cos(y) - 2,
    "a sum that cancels": y + sp.log(y) + sp.erfc(y) - 1 + sp.sqrt(2) / 3,
    "two powers": 3 * y**2 - sp.sqrt(y) / 2,
    "two powers of one sign": 3 * y**2 + sp.sqrt(y) / 2,
    "two negative powers": -3 * y**2 - sp.sqrt(y) / 2,
    "a power and a constant": y ** R(1, 3) - 1,
    "two exponentials": 2 * sp.exp(-y) - 2 * sp.exp(-3 * y),
    "two exponentials, the other way round": 2 * sp.exp(-3 * y) - 2 * sp.exp(-y),
    "exponentials of two weights": 2 * sp.exp(-y) - 3 * sp.exp(-3 * y),
    "a negative logarithm": sp.log(y) * (1 - y),
    "a logarithm of a sum": sp.log(1 + y + y**2),
    "a logarithm near 1": sp.log(2 - sp.cos(y)),
    "a Bessel function": sp.besselk(R(1, 3), y) - sp.besseli(2, y) / 10,
    "incomplete gamma functions": sp.uppergamma(R(3, 2), y) - sp.lowergamma(R(3, 2), y),
    "hyperbolic": sp.sinh(y) * sp.tanh(y / 2) - sp.cosh(y),
    "a function of mpmath's": sp.hyper((R(1, 2),), (R(3, 2),), -y) - sp.atan(y),
    "a piece, or": sp.Piecewise((y - 2, sp.Or(y < R(1, 2), y > 3)), (-y, True)),
    "a piece, and": sp.Piecewise((y - 2, sp.And(y > R(1, 2), y < 3)), (-y, True)),
    "a piece, not": sp.Piecewise((y - 2, sp.Not(sp.And(y > R(1, 2), sp.Ne(sp.floor(y), 7)))), (-y, y > 2), (1, True)),
    "the least of three": sp.Min(y, 2 - y, sp.log(y) - R(1, 10)),
    "the greatest of three": sp.Max(-y, y - 2, sp.log(y)),
    "the greatest of negative numbers": sp.Max(-y, -(y**2), -3),
    "the least of negative numbers": sp.Min(-y, -(y**2), -R(1, 4)),
    "a step": sp.Heaviside(y - 1) - 3 * sp.Heaviside(R(1, 2) - y),
    "a sign": sp.sign(y - 1) + sp.sign(2 - y) / 3 - 4,
    "an absolute value": sp.Abs(y - 2) - sp.Abs(1 - y**2),
    "a power of a difference": (y - R(3, 2)) ** 3 - (y - 2) ** 2,
    "a power of a sum": (1 + y) ** -R(5, 2) - sp.sqrt(1 + y),
    "a variable exponent": 2**-y - (1 + y) ** y / 100,
    "a gamma function": sp.loggamma(y + 1) - y / sp.gamma(y + R(1, 2)),
}


@pytest.mark.parametrize("name", EXPONENTS)
def test_an_exponent_is_known_as_a_number(name):
    """ln e^{f} = f, and so is ln of 1/e^{f}·e^{2f}: f as a plain value, to 1e-13 of its largest term."""
    expr = EXPONENTS[name]
    at = np.concatenate([np.geomspace(1e-6, 0.49, 7), np.linspace(0.51, 6.02, 24)])
    exact = [expr.evalf(25, subs={y: sp.Float(mpmath.exp(mpmath.mpf(float(u))), 40)}) for u in np.log(at)]
    size = [sum(abs(float(term.evalf(20, subs={y: sp.Float(x0, 30)}))) for term in sp.Add.make_args(expr)) for x0 in at]
    sign, log = log_function(sp.exp(expr, evaluate=False), y)(np.log(at))
    assert np.all(sign == 1)
    for got, value, scale in zip(log, exact, size, strict=True):
        assert got == pytest.approx(float(value), abs=1e-13 * max(scale, 1.0))


@pytest.mark.parametrize("name", EXPONENTS)
def test_signs_and_logs_belong_to_the_same_number(name):
    """sign·e^{log} of f is f: the two routes to a value agree."""
    expr = EXPONENTS[name]
    at = np.concatenate([np.geomspace(1e-6, 0.49, 7), np.linspace(0.51, 6.02, 24)])
    sign, log = log_function(expr, y)(np.log(at))
    for got, u in zip(sign * np.exp(log), np.log(at), strict=True):
        value = expr.evalf(25, subs={y: sp.Float(mpmath.exp(mpmath.mpf(float(u))), 40)})
        assert got == pytest.approx(float(value), rel=1e-11, abs=1e-14)
