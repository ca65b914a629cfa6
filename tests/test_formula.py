"""What formula text means, what it refuses, and where its errors point."""

from __future__ import annotations

import mpmath
import pytest
from sympy import (
    Abs,
    E,
    EulerGamma,
    Expr,
    Function,
    I,
    Integer,
    Integral,
    Rational,
    Symbol,
    besselk,
    exp,
    gamma,
    log,
    oo,
    pi,
    sqrt,
)  # fmt: skip

from priorcalc.errors import FormulaError, ParameterError
from priorcalc.formula import parse_formula, to_formula_text
from priorcalc.formula.vocabulary import CONSTANTS, FUNCTIONS, MAX_LENGTH
from priorcalc.symbols import lam

SIGMA = Symbol("sigma", positive=True)
MEANINGS = [
    ("0.08", Rational(2, 25)),
    ("1e-3", Rational(1, 1000)),
    (".5", Rational(1, 2)),
    ("2.", Integer(2)),
    ("1.50E+1", Integer(15)),
    ("1/3", Rational(1, 3)),
    ("0.1+0.2", Rational(3, 10)),
    ("12345678901234567890", Integer(12345678901234567890)),
    ("lam", lam),
    ("λ", lam),
    ("lambda", lam),
    ("2*lambda*exp(-lambda^2)", 2 * lam * exp(-(lam**2))),
    ("2·λ×exp(−λ²)", 2 * lam * exp(-(lam**2))),
    ("λ⁻¹²", lam**-12),
    ("√(π)", sqrt(pi)),
    ("Γ(5)", Integer(24)),
    ("-lam^2", -(lam**2)),
    ("2^-1", Rational(1, 2)),
    ("2^3^2", Integer(512)),
    ("2*lam^2", 2 * lam**2),
    ("8/4/2", Integer(1)),
    ("1-2-3", Integer(-4)),
    ("+lam", lam),
    (" lam\n + 1", lam + 1),
    ("e", E),
    ("e^lam", exp(lam)),
    ("EulerGamma", EulerGamma),
    ("ln(lam)", log(lam)),
    ("abs(lam)", Abs(lam)),
    ("oo", oo),
    ("-inf", -oo),
    ("∞", oo),
    ("beta(2, 3)", Rational(1, 12)),
    ("binomial(5, 2)", Integer(10)),
    ("binomial(2, 5)", Integer(0)),
    ("factorial(5)", Integer(120)),
    ("2.5^0.612", Rational(5, 2) ** Rational(153, 250)),
    ("lam^2.3456789012345678", lam ** Rational(11728394506172839, 5 * 10**15)),
    ("exp(10^2*log(2))", Integer(2) ** 100),
]


@pytest.mark.parametrize(("text", "meaning"), MEANINGS)
def test_text_means_this_expression_exactly(text: str, meaning: Expr) -> None:
    """Numbers are exact, λ has three spellings, ^ is ** with its precedence, - binds less than a power."""
    assert parse_formula(text) == meaning


ATTACKS = [
    "__import__('os').system('true')", "().__class__.__bases__[0].__subclasses__()", "lam.__class__", "eval(lam)",
    "exec(1)", "__builtins__", "lambda x: x", "(lambda: 1)()", "[x for x in (1, 2)]", "(x for x in lam)", "{1: 2}",
    "lam[0]", "'lam'", '"lam"', "f'{lam}'", "b'x'", "(x:=3)", "x = 3", "exp(*lam)", "exp(**lam)", "exp(x=1)", "True",
    "None", "lam < 3", "lam if lam else lam", "not lam", "lam and 1", "lam @ lam", "lam // 2", "lam % 2", "lam & 1",
    "~lam", "lam; import os", "lam\x00", "\ud800", "\u202e", "...", "await lam", "import os", "lam,", "(lam, 2)", "()",
    "9**9**9", "9^9^9^9", "(2**1000)**1000", "2^(10^9)", "2^(10^9+1/2)", "0.5^(10^9)", "1e999999", "1" * 500,
    "factorial(10**9)", "gamma(10**9)", "gamma(10**9+1/2)", "loggamma(10**9)", "binomial(10**9, 10**8)",
    "beta(10^9, 10^9)", "expint(-10**9, lam)", "uppergamma(10^9, lam)", "polygamma(10^9, 1)", "exp(10**9*log(2))",
    "exp(lam + 10**9*log(2))", "e^(10^9*log(2))", "2**(lam+10**9)*2**(-lam)", "(2*lam)**(10**9)", "(2^lam)^(10^9)",
    "sqrt(2)^(10^9)", "exp(exp(exp(exp(10))))", "exp(-10^999)", "((((2**50)**50)**50)**50)", "besselk(0, 10^9)",
    "besselk(999, 3)", "besselj(1e-9, -13/1400)", "cosh((lam+1)^600)",
    "24^0.6123457", "12^(611/999)", "tanh(arcsinh(1000^1024))", "lowergamma(1.62, -1e-9)", "tan(sech(besselj(2, lam)))",
    "(" * 5000 + "1" + ")" * 5000, "-" * 390 + "1", "2**" * 150 + "1",
    "exp(" * 120 + "1" + ")" * 120, "D(2," * 50 + "lam" + ")" * 50, "beta(lam," * 50 + "lam" + ")" * 50,
    "uppergamma(40," * 9 + "lam" + ")" * 9, "1+" * 5000 + "1",
    "Max(" + ",".join(f"sin({k}*lam)" for k in range(60)) + ")",
]  # fmt: skip


@pytest.mark.parametrize("text", ATTACKS)
def test_what_is_not_a_formula_or_is_too_large_is_refused(text: str) -> None:
    """Code, containers, huge numbers and deep nests raise FormulaError, and are refused before they are computed."""
    with pytest.raises(FormulaError):
        parse_formula(text)


@pytest.mark.parametrize(
    "text",
    [
        "1/0", "log(0)", "0**-1", "1/(1-1)", "lam/(lam-lam)", "gamma(-1)", "tan(pi/2)", "Ei(0)", "besselk(0, 0)",
        "oo*lam", "1/oo", "sqrt(-1)", "log(-1)", "(-8)^(1/3)", "asin(2)", "hyp1f1(1, -2, lam)", "hyp2f1(1, 1, 0, lam)",
    ],
)  # fmt: skip
def test_a_constant_is_a_finite_real_number(text: str) -> None:
    """Poles, infinities inside a formula and complex constants raise FormulaError."""
    with pytest.raises(FormulaError):
        parse_formula(text)


COLUMNS = [
    ("", 1, "missing"),
    ("  ", 3, "missing"),
    ("1 + sigm", 5, "'sigma'"),
    ("lambda + expp(1)", 10, "'exp'"),
    ("λ*foo", 3, "'foo' is not known"),
    ("2lam", 2, "2*lam"),
    ("lambda^2 3", 10, "stand side by side"),
    ("lam(1+lam)", 1, "lam*(...)"),
    ("2*(1+lam", 3, "not closed"),
    ("1+lam)", 6, "not opened"),
    ("lam + ", 7, "missing"),
    ("lam * / 2", 7, "missing before /"),
    ("lam + 1/0", 9, "division by zero"),
    ("1+exp", 3, "exp(...)"),
    ("1+exp(1, 2)", 3, "2 arguments"),
    ("λ²^3", 3, "brackets"),
    ("lam.real", 4, "attributes"),
    ("1 + |lam|", 5, "abs(x)"),
    ("lam[0]", 4, "subscripts"),
    ("lam if 1", 5, "'if'"),
    ("lambda == 1", 8, "comparisons"),
    ("lam + 9^9^9", 9, "too large"),
]


@pytest.mark.parametrize(("text", "column", "says"), COLUMNS)
def test_an_error_points_at_its_column_and_says_what_to_do(text: str, column: int, says: str) -> None:
    """Columns count from 1 in the text as typed, also after ``lambda`` and Greek; misspelt names get close matches."""
    known = {"sigma": SIGMA} if "sigm" in text else {}
    with pytest.raises(FormulaError) as caught:
        parse_formula(text + " + 0*sigma" if known else text, known)
    assert f"at column {column}," in str(caught.value)
    assert says in str(caught.value)


def test_long_text_is_refused_without_repeating_it() -> None:
    """The message of an overlong formula stays short."""
    with pytest.raises(FormulaError) as caught:
        parse_formula("1" * (MAX_LENGTH + 1))
    assert len(str(caught.value)) < 300


def test_parameters_are_put_in_by_name() -> None:
    """The free names of a formula stand for the expressions given; Greek names are words too."""
    text = "lam/sigma^2*exp(-lam^2/(2*sigma^2))"
    expected = lam / SIGMA**2 * exp(-(lam**2) / (2 * SIGMA**2))
    assert parse_formula(text, {"sigma": SIGMA}) == expected
    assert parse_formula(text, {"sigma": Integer(5)}) == expected.subs(SIGMA, 5)
    assert parse_formula("σ*λ", {"σ": SIGMA}) == SIGMA * lam


TAKEN = ["lam", "λ", "lambda", "exp", "beta", "gamma", "pi", "e", "oo", "for", "a b", "", "1", "a.b"]


@pytest.mark.parametrize("name", TAKEN)
def test_a_parameter_may_not_take_a_name_that_formulas_use(name: str) -> None:
    """Noise, constants, functions and what is not a word cannot name a parameter."""
    with pytest.raises(ParameterError):
        parse_formula("lam", {name: Integer(2)})


@pytest.mark.parametrize("value", ["1", 1.5, None, oo, Integer(1) / Integer(0)])
def test_a_parameter_is_a_finite_sympy_expression(value: object) -> None:
    """Text is never read as a value, and infinities are none."""
    with pytest.raises(ParameterError):
        parse_formula("a*lam", {"a": value})  # type: ignore[dict-item]


def test_an_unused_parameter_is_an_error() -> None:
    """A parameter that the formula does not mention is a mistake, not a default."""
    with pytest.raises(ParameterError):
        parse_formula("exp(-lam)", {"rate": Integer(2)})


AT = mpmath.mpf(7) / 10
BY_MPMATH = [
    ("gamma(λ)", mpmath.gamma(AT)),
    ("loggamma(λ)", mpmath.loggamma(AT)),
    ("digamma(λ)", mpmath.digamma(AT)),
    ("beta(λ, 1.5)", mpmath.beta(AT, 1.5)),
    ("binomial(5.5, λ)", mpmath.binomial(5.5, AT)),
    ("factorial(λ)", mpmath.factorial(AT)),
    ("erf(λ)", mpmath.erf(AT)),
    ("erfc(λ)", mpmath.erfc(AT)),
    ("Ei(λ)", mpmath.ei(AT)),
    ("E1(λ)", mpmath.e1(AT)),
    ("expint(2.5, λ)", mpmath.expint(2.5, AT)),
    ("expint(1/2, λ)", mpmath.expint(0.5, AT)),
    ("uppergamma(3, λ)", mpmath.gammainc(3, AT)),
    ("lowergamma(1.5, λ)", mpmath.gammainc(1.5, 0, AT)),
    ("besseli(0.25, λ)", mpmath.besseli(0.25, AT)),
    ("iv(1, λ)", mpmath.besseli(1, AT)),
    ("jv(2, λ)", mpmath.besselj(2, AT)),
    ("kv(1.5, λ)", mpmath.besselk(1.5, AT)),
    ("yv(0, λ)", mpmath.bessely(0, AT)),
    ("hyp0f1(1.5, -λ)", mpmath.hyp0f1(1.5, -AT)),
    ("hyp1f1(0.5, 2, λ)", mpmath.hyp1f1(0.5, 2, AT)),
    ("hyp2f1(1, 0.5, 3, λ)", mpmath.hyp2f1(1, 0.5, 3, AT)),
    ("hyp2f2(1, 0.5, 3, 2, λ)", mpmath.hyp2f2(1, 0.5, 3, 2, AT)),
    ("hyperu(0.5, 1, λ)", mpmath.hyperu(0.5, 1, AT)),
    ("hyperu(-2, 0.5, λ)", mpmath.hyperu(-2, 0.5, AT)),
    ("D(-1.5, λ)", mpmath.pcfd(-1.5, AT)),
    ("D(-1.5, -λ)", mpmath.pcfd(-1.5, -AT)),
    ("D(2, -λ)", mpmath.pcfd(2, -AT)),
    ("D(1, -λ)", mpmath.pcfd(1, -AT)),
    ("D(-1.5, abs(λ))", mpmath.pcfd(-1.5, AT)),
    ("D(0.5, 2)", mpmath.pcfd(0.5, 2)),
    ("sech(λ)*csch(λ)*coth(λ)", mpmath.sech(AT) * mpmath.csch(AT) * mpmath.coth(AT)),
    ("asin(λ)+acos(λ)-2*arctan(λ)", mpmath.asin(AT) + mpmath.acos(AT) - 2 * mpmath.atan(AT)),
    ("expm1(λ)/log1p(λ)", mpmath.expm1(AT) / mpmath.log1p(AT)),
    ("Max(λ, 0.5)-min(λ, 0.5)", AT - 0.5),
    ("sign(λ)+Heaviside(-λ)", mpmath.mpf(1)),
]


@pytest.mark.parametrize(("text", "value"), BY_MPMATH)
def test_a_function_is_the_one_mpmath_has_under_that_name(text: str, value: mpmath.mpf) -> None:
    """Argument order, branch and normalisation are those of mpmath, also for D at negative arguments."""
    found = complex(parse_formula(text).subs(lam, Rational(7, 10)).evalf(25))
    assert abs(found - complex(value)) <= 1e-13 * abs(complex(value))


def test_every_function_is_known_by_the_name_it_has() -> None:
    """Each name of the table can be called on positive numbers or says why not."""
    for name, function in FUNCTIONS.items():
        arguments = ", ".join(["lam"] * (function.count or 2))
        assert parse_formula(f"{name}({arguments})").free_symbols <= {lam}, name
    assert all(parse_formula(name) == value for name, value in CONSTANTS.items())


a, b, nu = Rational(5, 2), Rational(4, 3), Rational(7, 2)
DENSITIES = {
    "gaussian": exp(-((lam - 1) ** 2) / 2) / sqrt(2 * pi),
    "half_normal": sqrt(2 / pi) * exp(-(lam**2) / 2),
    "folded_normal": (exp(-((lam - b) ** 2) / 8) + exp(-((lam + b) ** 2) / 8)) / (2 * sqrt(2 * pi)),
    "rayleigh": lam / SIGMA**2 * exp(-(lam**2) / (2 * SIGMA**2)),
    "maxwell": sqrt(2 / pi) * lam**2 * exp(-(lam**2) / 2),
    "chi": 2 ** (1 - nu / 2) * lam ** (nu - 1) * exp(-(lam**2) / 2) / gamma(nu / 2),
    "rice": parse_formula("lam*exp(-(lam^2+nu^2)/2)*besseli(0, lam*nu)", {"nu": nu}),
    "nakagami": 2 * a**a / gamma(a) * lam ** (2 * a - 1) * exp(-a * lam**2),
    "inverse_nakagami": 2 * a**a / gamma(a) * lam ** (-2 * a - 1) * exp(-a / lam**2),
    "gamma": b**a / gamma(a) * lam ** (a - 1) * exp(-b * lam),
    "inverse_gamma": b**a / gamma(a) * lam ** (-a - 1) * exp(-b / lam),
    "weibull": a / b * (lam / b) ** (a - 1) * exp(-((lam / b) ** a)),
    "generalized_gamma": b * lam ** (nu - 1) * exp(-((lam / a) ** b)) / (a**nu * gamma(nu / b)),
    "frechet": a * lam ** (-1 - a) * exp(-(lam**-a)),
    "lognormal": exp(-(log(lam) ** 2) / 2) / (lam * sqrt(2 * pi)),
    "uniform": Rational(1, 3) + 0 * lam,
    "beta": gamma(a + b) / gamma(a) / gamma(b) * lam ** (a - 1) * (1 - lam) ** (b - 1),
    "arcsine": 1 / (pi * sqrt(lam * (1 - lam))),
    "kumaraswamy": a * b * lam ** (a - 1) * (1 - lam**a) ** (b - 1),
    "triangular": parse_formula("2 - 4*abs(lam - 1/2)"),
    "log_uniform": 1 / (lam * log(4)),
    "half_cauchy": 2 / (pi * (1 + lam**2)),
    "half_student_t": 2 * gamma(2) / (sqrt(3 * pi) * gamma(Rational(3, 2))) * (1 + lam**2 / 3) ** -2,
    "pareto": a * lam ** (-a - 1),
    "lomax": a * (1 + lam) ** (-a - 1),
    "burr": a * b * lam ** (a - 1) / (1 + lam**a) ** (b + 1),
    "dagum": a * b * lam ** (a * b - 1) * (1 + lam**a) ** (-b - 1),
    "half_logistic": parse_formula("sech(lam/2)^2/2"),
    "beta_prime": gamma(a + b) / gamma(a) / gamma(b) * lam ** (a - 1) * (1 + lam) ** (-a - b),
    "levy": exp(-1 / (2 * lam)) / (sqrt(2 * pi) * lam ** Rational(3, 2)),
    "inverse_gaussian": sqrt(b / (2 * pi * lam**3)) * exp(-b * (lam - a) ** 2 / (2 * a**2 * lam)),
    "gig": lam ** (a - 1) * exp(-(1 / lam + lam) / 2) / (2 * besselk(a, 1)),
    "noncentral_chi_square": parse_formula("exp(-(lam+2)/2)*(lam/2)^(1/4)*besseli(1/2, sqrt(2*lam))/2"),
    "strawderman_berger": lam * (1 + lam**2) ** Rational(-3, 2),
    "horseshoe_plus_noise": 4 * log(lam) / (pi**2 * (lam**2 - 1)),
    "kummer": parse_formula("hyperu(1/2, 1/3, lam) + hyp1f1(2, 3.5, -lam) + D(-1/2, lam)"),
    "truncated": parse_formula("lam*exp(-lam)/lowergamma(3/2, 2) + uppergamma(1/3, lam) + max(lam, 1)"),
    "floats": 0.1 * lam * exp(-1e-5 * lam**2),
}  # fmt: skip


@pytest.mark.parametrize("law", DENSITIES)
def test_a_density_survives_being_written_and_read(law: str) -> None:
    """Text made from the density of a law of the catalogue reads back as the same function."""
    density = DENSITIES[law]
    names = {str(symbol): symbol for symbol in density.free_symbols - {lam}}
    again = parse_formula(to_formula_text(density), names)
    assert again.free_symbols == density.free_symbols
    for point in (Rational(1, 7), Rational(3, 5)):
        there = {lam: point, SIGMA: Rational(3, 2)}
        assert abs(again.subs(there).evalf(30) / density.subs(there).evalf(30) - 1) < 1e-14


@pytest.mark.parametrize(
    "expr", [I * lam, Function("f")(lam), Integral(exp(-(lam**2)), lam), oo * lam, Symbol("beta") * lam, lam < 1]
)
def test_what_has_no_name_in_formulas_is_not_written(expr: Expr) -> None:
    """Text that would not read back is never made."""
    with pytest.raises(FormulaError):
        to_formula_text(expr)
