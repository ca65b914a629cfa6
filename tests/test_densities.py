"""Formula → transform, against ∫ x^{s-1} f(x) dx by mpmath from the formula itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp
from sympy import (
    Abs,
    Expr,
    Piecewise,
    Rational,
    S,
    Symbol,
    besseli,
    besselk,
    cosh,
    erfc,
    exp,
    expint,
    gamma,
    lambdify,
    log,
    oo,
    pi,
    sech,
    sin,
    sqrt,
    symbols,
)

from priorcalc import laws
from priorcalc.densities import transform_of
from priorcalc.exact import is_one
from priorcalc.functions import hyperu
from priorcalc.laws.weights import RECORDS as WEIGHTS
from priorcalc.mellin import Transform, multiply, same_law
from priorcalc.recognise import MARGINALS, NOISES, recognise
from priorcalc.symbols import lam, n, w

R = Rational
sigma, a, b = symbols("sigma a b", positive=True)


def _integrand(function: Callable[[mpmath.mpf], mpmath.mpf], power: mpmath.mpf, u: mpmath.mpf) -> mpmath.mpf:
    return mp.exp(power * u) * function(mp.exp(u))


def integral(expr: Expr, lower: Expr, upper: Expr, s: Rational) -> mpmath.mpf:
    """∫ |x|^{s-1} f(x) dx by mpmath in u = ln |x|, the halves of a signed support apart."""
    total = mp.zero
    for sign, (low, high) in ((1, (lower, upper)), (-1, (-upper, -lower))):
        low = max(low, S.Zero)
        if not low < high:
            continue
        function = lambdify(lam, expr.subs(lam, sign * lam), "mpmath")
        # The densities tried here have less than 1e-13 of any of their integrals beyond e^-120 and e^100.
        start = mp.log(mpmath.mpf(str(low.evalf(40)))) if low > 0 else mp.mpf(-120)
        stop = mp.log(mpmath.mpf(str(high.evalf(40)))) if high != oo else mp.mpf(100)
        inner = [mp.mpf(u) for u in (-40, -12, -4, -1, 0, 1, 2, 3, 5, 20, 50) if start < u < stop]
        power = mpmath.mpf(s.p) / s.q
        total += mp.quad(partial(_integrand, function, power), [start, *inner, stop])
    return total


def moment(transform: Transform, s: Rational) -> mpmath.mpf:
    """M(s) of a transform, an infinite mixture summed to 80 terms."""
    if transform.index is not None:
        ((weight, law),) = transform.parts
        value = weight * law(s)
        return mp.mpf(sum(mp.mpf(str(value.subs(n, k).evalf(35))) for k in range(80)))
    return mp.mpf(str(sum((weight * law(s) for weight, law in transform.parts), S.Zero).evalf(35)))


def agrees(
    expr: Expr, lower: Expr = S.Zero, upper: Expr = oo, orders: tuple[Rational, ...] = (), digits: int = 20
) -> None:
    """Assert that mass and transform are those of the integral, at s = 1 and three more."""
    found = transform_of(expr, lam, lower, upper)
    assert found is not None and found.transform is not None
    with mp.workdps(digits):
        mass = integral(expr, lower, upper, S.One)
        assert abs(mp.mpf(str(found.mass.evalf(30))) / mass - 1) < 1e-10
        for s in orders or (R(9, 8), R(5, 4), R(7, 8)):
            assert abs(moment(found.transform, s) * mass / integral(expr, lower, upper, s) - 1) < 1e-10


def name(expr: Expr, lower: Expr = S.Zero, upper: Expr = oo) -> tuple[str | None, dict[str, Expr]]:
    """The name of the law of the weight."""
    found = transform_of(expr, lam, lower, upper)
    assert found is not None and found.transform is not None
    prior = multiply(found.transform, laws.half_normal().transform)
    assert prior is not None
    known = recognise(prior, Abs(w), MARGINALS, mirrored=True)
    return known.name, dict(known.params)


@dataclass(frozen=True)
class Row:
    """One kernel: its formula at a power p of λ, a scale c and a shape h, and its support."""

    formula: Callable[[Expr, Expr, Expr], Expr]
    support: Callable[[Expr, Expr], tuple[Expr, Expr]]


def half_line(p: Expr, c: Expr) -> tuple[Expr, Expr]:
    return S.Zero, oo


def up_to_c(p: Expr, c: Expr) -> tuple[Expr, Expr]:
    return S.Zero, c


def beyond_c(p: Expr, c: Expr) -> tuple[Expr, Expr]:
    return c, oo


# With y = (λ/c)^p and an inner exponent that keeps ∫ and three moments finite for p ≥ 1/2, h in (1/2, 3).
KERNELS = {
    "exponential": Row(lambda p, c, h: lam**h * exp(-((lam / c) ** p)), half_line),
    "reciprocal exponential": Row(lambda p, c, h: lam ** (-h - 2) * exp(-((c / lam) ** p)), half_line),
    "binomial": Row(lambda p, c, h: lam**h * (1 + (lam / c) ** p) ** (-(h + 3) / p), half_line),
    "binomial, not reduced": Row(lambda p, c, h: lam**h / (c + 3 * lam**p) ** ((h + 3) / p), half_line),
    "beta": Row(lambda p, c, h: lam**h * (1 - (lam / c) ** p) ** (h - R(1, 2)), up_to_c),
    "beta, from outside": Row(lambda p, c, h: lam ** (-3 - h - h * p) * ((lam / c) ** p - 1) ** h, beyond_c),
    "power": Row(lambda p, c, h: lam ** (h - R(1, 2)), up_to_c),
    "power, from outside": Row(lambda p, c, h: lam ** (-2 - h), beyond_c),
    "logarithm": Row(lambda p, c, h: lam**h * (-log(lam / c)) ** 2, up_to_c),
    "logarithm, from outside": Row(lambda p, c, h: lam ** (-2 - h) * log(lam / c), beyond_c),
    "log-normal": Row(lambda p, c, h: lam**h * exp(-p * log(lam / c) ** 2), half_line),
    "GIG": Row(lambda p, c, h: lam ** (h - 2) * exp(-((lam / c) ** p) - 2 * (c / lam) ** p), half_line),
    "Bessel K": Row(lambda p, c, h: lam ** (h * p) * besselk(h / 2, (lam / c) ** p), half_line),
    "Bessel K and exponential": Row(
        lambda p, c, h: lam ** (h * p) * exp(-((lam / c) ** p)) * besselk(h / 2, (lam / c) ** p), half_line
    ),
    "erfc": Row(lambda p, c, h: lam**h * erfc((lam / c) ** p), half_line),
    "E_1": Row(lambda p, c, h: lam**h * expint(1, (lam / c) ** p), half_line),
    "Tricomi": Row(lambda p, c, h: lam**h * hyperu((h + 3) / p, R(1, 2), (lam / c) ** p), half_line),
    "Tricomi and exponential": Row(
        lambda p, c, h: lam**h * exp(-((lam / c) ** p)) * hyperu(h, R(1, 2), (lam / c) ** p), half_line
    ),
}

fractions = st.fractions(R(1, 2), 3, max_denominator=4).map(lambda q: R(q.numerator, q.denominator))
powers = st.sampled_from([R(1, 2), S.One, R(3, 2), S(2)])


@pytest.mark.parametrize("kernel", KERNELS)
@settings(max_examples=2, deadline=None)
@given(p=powers, c=fractions, h=fractions)
def test_each_kernel_has_the_mellin_transform_of_its_row(kernel: str, p: Expr, c: Expr, h: Expr) -> None:
    """∫ x^{s-1} c x^a f(b x^k) dx = (c/|k|) b^{-z} F(z), z = (s + a)/k, at random parameters and s."""
    row = KERNELS[kernel]
    agrees(row.formula(p, c, h), *row.support(p, c), orders=(R(5, 4),), digits=15)


@pytest.mark.parametrize(
    ("expr", "ends"),
    [
        (4 * log(lam) / (pi**2 * (lam**2 - 1)), (0, oo)),
        (log(2 * lam) / (4 * lam**2 - 1), (0, oo)),
        (log(lam / 3) / ((lam - 3) * (lam + 3)), (0, oo)),
        (exp(lam) * expint(1, lam) / sqrt(lam), (0, oo)),
        (lam * exp(-(lam**2)) * besseli(0, lam), (0, oo)),
        (exp(-lam) * besseli(1, 2 * sqrt(lam)) * sqrt(lam), (0, oo)),
        (cosh(lam) * exp(-(lam**2)), (0, oo)),
    ],
)
def test_products_with_special_functions_have_their_transform(expr: Expr, ends: tuple[Expr, Expr]) -> None:
    """Logarithm over binomial, e^y E₁(y), and e^{-y} I_ν, whose law is a Poisson mixture."""
    agrees(expr, *map(S, ends), orders=(R(9, 8), R(7, 8)))


@pytest.mark.parametrize(
    ("expr", "ends"),
    [
        (S(1) / 3, (-1, 2)),
        ((lam + 1) ** 2, (-1, 2)),
        (exp(-Abs(lam) / 2), (-oo, oo)),
        (exp(2 * lam), (-oo, 0)),
        (1 / (pi * sqrt(1 - lam**2)), (-1, 1)),
        (exp(-((lam - 1) ** 2) / 3), (-oo, oo)),
        (exp(-(lam**2)) + 3 * exp(-2 * lam**2), (-oo, oo)),
        (-lam, (-2, 0)),
        (-1 / lam**3, (-oo, -2)),
        (Piecewise((lam, lam < 1), (2 - lam, True)), (0, 2)),
        (Piecewise((lam + 1, lam < 0), (1 - lam, lam < 1), (0, True)), (-1, 2)),
    ],
)
def test_a_signed_support_is_folded(expr: Expr, ends: tuple[Expr, Expr]) -> None:
    """Only |λ| matters: the transform is ∫ |x|^{s-1} f(x) dx over both sides of 0."""
    agrees(expr, *map(S, ends))


@pytest.mark.parametrize(
    ("expr", "ends"),
    [
        ((1 + lam) * exp(-lam), (0, oo)),
        (lam * exp(-lam) - lam**2 * exp(-lam) / 3, (0, oo)),
        (1 + lam**2, (0, 3)),
        ((lam - 1) * (2 - lam), (1, 2)),
        (1 / lam**3 + 1 / lam**2, (1, 4)),
        (1 / (1 + lam) ** 2 + exp(-lam), (0, oo)),
        (lam**2 / (1 + 2 * lam**2 + lam**4), (0, oo)),
        (2 ** (-lam) * log(2), (0, oo)),
        ((lam**2) ** R(3, 2) * exp(-lam) * exp(-2 * lam), (0, oo)),
        (1 / sqrt(lam * (1 - lam)), (0, 1)),
        (1 / sqrt(1 - lam) / sqrt(1 + lam), (0, 1)),
        (((1 - lam) ** 2) ** R(1, 3), (0, 1)),
        (Abs(lam - 1) ** R(1, 2), (0, 1)),
        ((lam - 1) ** 2 * lam, (0, 1)),
        ((4 - lam**2) ** R(3, 2), (0, 2)),
    ],
)
def test_sums_and_other_ways_of_writing_a_density(expr: Expr, ends: tuple[Expr, Expr]) -> None:
    """A sum is a signed mixture, and a product is known in whatever way it is written."""
    agrees(expr, *map(S, ends))


@pytest.mark.parametrize(
    ("expr", "ends", "expected"),
    [
        (2 * lam * exp(-(lam**2)), (0, oo), ("Laplace", {"b": sqrt(2) / 2})),
        (R(2, 25) * lam * exp(-R(1, 25) * lam**2), (0, oo), ("Laplace", {"b": 5 * sqrt(2) / 2})),
        (2 / (pi * (1 + lam**2)), (0, oo), ("Horseshoe", {"tau": S.One})),
        (4 * log(lam) / (pi**2 * (lam**2 - 1)), (0, oo), ("Horseshoe+", {"tau": S.One})),
        (lam**-2, (1, oo), ("Slash", {"q": S.One, "sigma": S.One})),
        (2 * lam**-3 * exp(-1 / lam**2), (0, oo), ("Student-t", {"nu": S(2), "sigma": S.One})),
        (2 / sqrt(pi) * lam**-2 * exp(-1 / lam**2), (0, oo), ("Cauchy", {"beta": sqrt(2)})),
        (
            2 / sqrt(2 * pi) * lam**-2 * exp(-((lam**2 - 1) ** 2) / (2 * lam**2)),
            (0, oo),
            ("Normal inverse Gaussian", {"alpha": S.One, "delta": S.One}),
        ),
        (
            lam**3 * exp(-(lam**2) - 1 / lam**2),
            (0, oo),
            ("Generalized hyperbolic", {"p": S(2), "chi": S(2), "psi": S(2)}),
        ),
        (sqrt(2 / pi) * lam**-2 * exp(-1 / (2 * lam**2)), (0, oo), ("Cauchy", {"beta": S.One})),
        (2 * lam**3 * exp(-(lam**2)), (0, oo), ("Variance gamma", {"shape": S(2), "scale": sqrt(2) / 2})),
        (
            2 * lam**3 * (1 + lam**2) ** -5,
            (0, oo),
            ("Normal beta prime", {"alpha": S(2), "beta": S(3), "scale": S.One}),
        ),
        (2 / sqrt(2 * pi) * exp(-(lam**2) / 2), (0, oo), ("Variance gamma", {"shape": R(1, 2), "scale": S.One})),
        (lam * exp(-(lam**2) / (2 * sigma**2)) / sigma**2, (0, oo), ("Laplace", {"b": sigma})),
    ],
)
def test_the_examples_that_must_close_do(
    expr: Expr, ends: tuple[Expr, Expr], expected: tuple[str, dict[str, Expr]]
) -> None:
    """The name and the parameters of p(w), scale and shape recognised up to parameters."""
    found, params = name(expr, *map(S, ends))
    assert found == expected[0]
    assert set(params) == set(expected[1])
    assert all(is_one(params[key] / value) for key, value in expected[1].items())


SYMBOLS = {
    # neither a transform nor, in these words, a way to one: the slope is a symbol, or a sign is not known
    "weibull",
    "generalized_gamma",
    "frechet",
    "kumaraswamy",
    "burr",
    "dagum",
    "gaussian_dropout",
    "truncated_normal",
    "log_uniform",
    "half_logistic",
    "kolmogorov",
    "triangular",
}
CONTINUOUS = sorted(key for key, record in laws.RECORDS.items() if record.density is not None)


@pytest.mark.parametrize("key", [key for key in CONTINUOUS if key not in SYMBOLS])
def test_a_catalogue_law_s_density_has_the_catalogue_s_transform(key: str) -> None:
    """With all parameters positive symbols, the density as a formula has the record's transform, and mass 1."""
    record = laws.RECORDS[key]
    params = {p.name: Symbol(p.name, positive=True) for p in record.parameters}
    assert record.density is not None and record.support is not None
    found = transform_of(record.density(lam, **params), lam, *record.support(**params))
    expected = record.transform(**params)
    assert found is not None and found.transform is not None and expected is not None
    assert found.mass == 1
    assert same_law(found.transform, expected)


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("weibull", {"alpha": R(3, 2), "beta": S(2)}),
        ("generalized_gamma", {"a": S(2), "d": R(1, 2), "p": R(3, 2)}),
        ("frechet", {"alpha": S(4), "scale": R(1, 3)}),
        ("kumaraswamy", {"a": R(5, 2), "b": R(7, 2)}),
        ("burr", {"c": R(3, 2), "k": S(2), "scale": S(5)}),
        ("dagum", {"a": S(3), "p": R(1, 2), "scale": S(2)}),
        ("gaussian_dropout", {"rate": R(1, 5)}),
    ],
)
def test_a_slope_that_is_a_number_gives_the_catalogue_s_transform(key: str, values: dict[str, Expr]) -> None:
    """Weibull's relatives close once their shape is a rational number."""
    record = laws.RECORDS[key]
    assert record.density is not None and record.support is not None
    found = transform_of(record.density(lam, **values), lam, *record.support(**values))
    expected = record.transform(**values)
    assert found is not None and found.transform is not None and expected is not None
    assert found.mass.equals(1)
    assert same_law(found.transform, expected)


def test_a_symbolic_slope_has_a_mass_and_no_transform() -> None:
    """Weibull's density with a symbol for its shape: the mass is 1, the transform a Fox H-function, not given."""
    found = transform_of(a * lam ** (a - 1) * exp(-(lam**a)), lam, S.Zero, oo)
    assert found is not None
    assert (found.mass, found.transform) == (1, None)


@pytest.mark.parametrize(
    ("expr", "ends"),
    [
        (1 / (1 + lam), (0, oo)),
        (1 / lam, (0, 1)),
        (1 / lam, (1, oo)),
        (exp(lam), (0, oo)),
        (exp(1 / lam), (0, oo)),
        (lam**-2, (0, oo)),
        (lam**-2 * exp(-lam), (0, oo)),
        (1 / (1 - lam), (0, 1)),
        (sqrt(lam) / (1 + lam**2) ** R(3, 4), (0, oo)),
        (besselk(1, lam), (0, oo)),
        (exp(-lam) + 1 / (1 + lam), (0, oo)),
        (1 / (1 + Abs(lam)), (-oo, oo)),
    ],
)
def test_a_divergent_integral_is_told(expr: Expr, ends: tuple[Expr, Expr]) -> None:
    """Outside the strip at s = 1 the mass is oo, not the analytic continuation."""
    found = transform_of(expr, lam, *map(S, ends))
    assert found is not None
    assert (found.mass, found.transform) == (oo, None)


@pytest.mark.parametrize(
    ("expr", "ends"),
    [
        (exp(-lam) + 1 / (1 + lam) - 1 / (2 + lam), (0, oo)),  # two divergent parts cancel
        (1 / lam, (1, 2)),
        (exp(-lam - lam**2), (0, oo)),
        (exp(-lam), (0, 1)),
        (exp(-lam), (1, oo)),
        (sqrt(1 - lam**2), (0, R(1, 2))),
        (exp(-(lam**2) + Abs(lam)), (-oo, oo)),  # no Gaussian with a mean, for all that it looks so on x > 0
        (exp(-(lam**2) + lam), (0, oo)),
        (sech(lam) ** 2, (0, oo)),
        (1 + sin(lam), (0, 1)),
        (log(lam) / (lam**2 - 4), (0, oo)),  # the logarithm vanishes elsewhere than the binomial
        (exp(-lam / Symbol("c", real=True)), (0, oo)),
        (lam ** Symbol("c", real=True) * exp(-lam), (0, oo)),
        ((1 - lam) ** R(1, 3), (1, 2)),
        ((lam - 1) ** R(1, 3), (0, 1)),
        ((1 + lam) ** 100 * (1 - lam) ** 3, (0, 1)),
        (sqrt(lam) * exp(-Abs(lam)), (-oo, oo)),  # complex on the left
        (exp(-(log(lam) ** 2)), (-oo, oo)),
    ],
)
def test_what_is_not_known_is_none(expr: Expr, ends: tuple[Expr, Expr]) -> None:
    """No row, or a sign that its symbols leave open: no transform is made up."""
    assert transform_of(expr, lam, *map(S, ends)) is None


def test_a_density_on_an_interval_with_symbols_for_ends_closes() -> None:
    """λ^2 on (a, b) is a difference of two powers, of mass (b³ - a³)/3."""
    found = transform_of(lam**2, lam, a, b)
    assert found is not None and found.transform is not None
    assert (found.mass - (b**3 - a**3) / 3).expand() == 0
    assert (sum(p for p, _ in found.transform.parts) - 1).simplify() == 0


def test_every_weight_density_that_is_a_product_gives_its_own_transform() -> None:
    """The densities of |w| that the catalogue writes are found by the same algebra as the noises: 2·p on (0, oo)."""
    known = {record.name: record for record in WEIGHTS}
    params = {"nu": S(3), "sigma": S(2), "shape": R(3, 4), "scale": S(3), "b": S(2), "beta": S(2)}
    for key in ("normal", "laplace", "cauchy", "student_t", "variance_gamma", "exponential_power"):
        record = known[key]
        values = {p.name: params[p.name] for p in record.parameters}
        assert record.density is not None
        found = transform_of(2 * record.density(lam, **values), lam, S.Zero, oo)
        expected = record.transform(**values)
        assert found is not None and found.transform is not None and expected is not None
        assert found.mass.equals(1)
        assert same_law(found.transform, expected)


def test_the_noise_is_named_from_its_formula() -> None:
    """Division names λ itself: λ^{5/2} e^{-3λ}, normalised, is a gamma law."""
    found = transform_of(3 ** R(7, 2) / gamma(R(7, 2)) * lam ** R(5, 2) * exp(-3 * lam), lam, S.Zero, oo)
    assert found is not None and found.transform is not None
    known = recognise(found.transform, lam, NOISES, mirrored=False)
    assert (known.name, dict(known.params)) == ("Gamma", {"alpha": R(7, 2), "beta": S(3)})
