"""Laws that lie in a narrow place: what a dropout noise tends to as it is turned down."""

from fractions import Fraction

import numpy as np
import pytest
from sympy import S, oo

from priorcalc import NoiseLaw, PrecisionError, derive_prior, laws
from priorcalc.measure import Opaque
from priorcalc.numeric.admission import divergence
from priorcalc.numeric.charts import power_beside
from priorcalc.numeric.lattice import weight_scale
from priorcalc.numeric.measures import signed_scale
from priorcalc.numeric.noise import SignedLaw
from priorcalc.numeric.scale import Continuum, Scale, SignedScale, insist_on_mass

Y = np.linspace(-42.0, 42.0, 8401)
"""ln of the quantity that is exponentially distributed, or the logistic one: the trapezoidal rule is exact there."""
GUMBEL = np.exp(Y - np.exp(Y)) * (Y[1] - Y[0])
LOGISTIC = 0.25 / np.cosh(Y / 2) ** 2 * (Y[1] - Y[0])

# λ = scale·e^{±y/shape} with y of the law on the right
NARROW = {
    "weibull": (lambda shape, scale: laws.weibull(alpha=shape, beta=scale), 1, GUMBEL),
    "frechet": (lambda shape, scale: laws.frechet(alpha=shape, scale=scale), -1, GUMBEL),
    "burr": (lambda shape, scale: laws.burr(c=shape, k=1, scale=scale), 1, LOGISTIC),
    "generalized gamma": (lambda shape, scale: laws.generalized_gamma(a=scale, d=shape, p=shape), 1, GUMBEL),
}
NARROWER = pytest.mark.parametrize(
    ("name", "shape", "scale"),
    [
        (name, shape, scale)
        for name in NARROW
        for shape in (100, 414.5, 1000, 20_000.25, 3e6, 1e8)
        for scale in (1, 3, 0.0512)
        # 3^c and (1 + (λ/3)^c)^-2 cancel: right, but a digit at a time
        if name != "burr" or scale == 1
    ],
)
AT = np.array([-2.0, -0.5, 0.0, 0.5, 2.0])


def below(sign, masses, y):
    """P(λ ≤ scale·e^{y/shape}), from the definition."""
    if masses is GUMBEL:
        return -np.expm1(-np.exp(y)) if sign == 1 else np.exp(-np.exp(-y))
    return 1 / (1 + np.exp(-y))


@NARROWER
def test_a_narrow_law_has_its_distribution_function(name, shape, scale):
    made, sign, masses = NARROW[name]
    prior = derive_prior(made(shape, scale))
    x = scale * np.exp(AT / shape)
    # a double x knows y to some ulps times the shape
    slack = 1e-11 + 1e-14 * shape
    np.testing.assert_allclose(prior.noise.cdf(x), below(sign, masses, AT), rtol=slack)
    np.testing.assert_allclose(prior.variance.cdf(x * x), below(sign, masses, AT), rtol=slack)
    np.testing.assert_allclose(prior.noise.sf(x), 1 - below(sign, masses, AT), rtol=slack)


@NARROWER
def test_a_weight_under_a_narrow_law_has_its_density(name, shape, scale):
    made, sign, masses = NARROW[name]
    prior = derive_prior(made(shape, scale))
    w = scale * np.array([0.1, 1.0, 4.0])
    deviations = scale * np.exp(sign * Y / shape)
    normal = np.exp(-0.5 * (w[:, None] / deviations) ** 2) / (np.sqrt(2 * np.pi) * deviations)
    np.testing.assert_allclose(prior.pdf(w), normal @ masses, rtol=1e-11 + 1e-16 * shape * 30)


@pytest.mark.parametrize("width", ["1/100", "1/1000", "1/10000", "3/100000", "1/100000", "1/1000000"])
@pytest.mark.parametrize(
    ("formula", "cdf"),
    [
        ("1/(pi*width*cosh((lam-3)/width))", lambda z: 2 / np.pi * np.arctan(np.exp(z))),
        ("exp(-abs(lam-3)/width)/(2*width)", lambda z: np.where(z < 0, np.exp(z) / 2, 1 - np.exp(-z) / 2)),
        ("1/(4*width*cosh((lam-3)/(2*width))**2)", lambda z: 1 / (1 + np.exp(-z))),
    ],
)
def test_a_narrow_peak_is_no_pole(formula, cdf, width):
    law = NoiseLaw.from_formula(formula.replace("width", f"({width})"))
    number = float(Fraction(width))
    prior = derive_prior(law)
    np.testing.assert_allclose(prior.noise.cdf(3 + number * AT), cdf(AT), rtol=1e-14 / number + 1e-12)
    # E p(w; λ) to the second order in the width
    w = np.array([0.3, 3.0])
    normal = np.exp(-0.5 * (w / 3) ** 2) / (3 * np.sqrt(2 * np.pi))
    np.testing.assert_allclose(prior.pdf(w), normal, rtol=5 * number**2 + 1e-10)


@pytest.mark.parametrize("power", [1.0, 1.2])
def test_a_pole_is_one_from_all_distances(power):
    # divergent at e: 1/|u - 1|^power
    pole = Continuum(lambda u: -power * np.log(np.abs(u - 1.0)) - np.abs(u), -np.inf, np.inf, (1.0,))
    assert divergence(Scale(continua=(pole,))) == "its integral diverges at |lam| = 2.71828"


@pytest.mark.parametrize("slope", [-0.5, -0.9, 0.5, 2.0])
def test_a_power_beside_a_point_is_told_from_a_narrow_peak(slope):
    ulp = 2.0**-52
    near, found = power_beside(lambda s: slope * s + 0.1, ulp)
    assert near == pytest.approx(np.log(2.0**-28))
    assert found == pytest.approx(slope, rel=1e-12)


@pytest.mark.parametrize("width", [1e-3, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10])
@pytest.mark.parametrize("power", [1, 2])
def test_a_narrow_peak_is_flat_in_the_end(width, power):
    assert power_beside(lambda s: -np.exp(power * (s - np.log(width))), 2.0**-52)[1] == 0.0


def test_beside_nothing_there_is_no_power():
    with np.errstate(invalid="ignore"):
        assert power_beside(lambda s: np.full_like(s, -np.inf), 2.0**-52)[1] == 0.0


@pytest.mark.parametrize(("wide", "narrow"), [(5.0, 1000.0)])
def test_a_product_with_a_narrow_factor(wide, narrow):
    prior = derive_prior(laws.weibull(alpha=narrow) * laws.frechet(alpha=wide))
    for x in (0.8, 1.3):
        expected = GUMBEL @ np.exp(-((x / np.exp(Y / narrow)) ** -wide))
        assert prior.noise.cdf(x) == pytest.approx(expected, rel=1e-11)
        assert prior.variance.cdf(x * x) == pytest.approx(expected, rel=1e-11)


def test_a_narrow_law_is_upheld():
    assert derive_prior("weibull", alpha=2000).verify(samples=20_000, rng=0).upheld


def test_the_peak_is_found_where_all_beside_it_is_nothing():
    # beyond 3 the density of this one is below every double
    (part,) = signed_scale(laws.weibull(alpha=10_000_000, beta=3).measure).positive.continua
    assert part.breaks == pytest.approx((np.log(3.0),), rel=1e-12)


def test_a_weight_under_a_law_whose_peak_is_not_seen_has_no_numbers():
    # below every double but within 1e-5 of 3, where no one looks
    unseen = Opaque(lambda x: np.exp(-0.5 * ((x - 3) / 1e-7) ** 2) / (1e-7 * np.sqrt(2 * np.pi)), S.Zero, oo)
    with pytest.raises(PrecisionError, match=r"the mass that it finds is 0 and not 1"):
        weight_scale(unseen)


@pytest.mark.parametrize("mass", [0.0, 0.5, 0.99999, 1.00001, np.inf, np.nan])
def test_numbers_of_a_law_whose_mass_is_missed_are_refused(mass):
    with pytest.raises(PrecisionError, match=r"quadrature over λ: the mass that it finds is .* and not 1; if it has"):
        insist_on_mass(mass)


@pytest.mark.parametrize("mass", [1.0, 1 - 1e-9, 1 + 1e-9])
def test_a_mass_of_1_is_let_pass(mass):
    insist_on_mass(mass)


@pytest.mark.parametrize("ask", [lambda law: law.cdf(np.ones(1)), lambda law: law.ppf(np.full(1, 0.3))])
def test_half_a_law_has_no_distribution_function(ask):
    half = Scale(continua=(Continuum(lambda u: u - np.exp(u) - np.log(2), -np.inf, np.inf),))
    with pytest.raises(PrecisionError, match=r"finds is 0\.5 and not 1"):
        ask(SignedLaw(SignedScale(half)))
    assert ask(SignedLaw(SignedScale(half, half))).shape == (1,)
