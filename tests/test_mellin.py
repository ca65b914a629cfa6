"""The algebra of transforms: what it proves, what it must not prove."""

from __future__ import annotations

import mpmath
import pytest
from sympy import Rational, S, Symbol, gamma, oo, sqrt

from priorcalc.laws.gaussian_family import chi_transform
from priorcalc.mellin import GammaRatio, Mixture, mixture, multiply, same_law, same_ratio
from priorcalc.symbols import s

HALF = Rational(1, 2)
σ, a, b = (Symbol(name, positive=True) for name in ("sigma", "a", "b"))
EXPONENTIAL = GammaRatio(S.One, ((S.Zero, S.One),))
HALF_CAUCHY = GammaRatio(S.One, ((S.Zero, HALF), (S.One, -HALF)))


def test_a_transform_is_one_at_one():
    """M(1) = 1 by construction, whatever the factors."""
    law = GammaRatio(σ, ((a, HALF), (b, -S.One)), ((a + b, S.One),))
    assert law(S.One) == 1


def test_the_product_of_a_rayleigh_and_a_half_normal_is_exponential():
    """Legendre's duplication: Γ(s/2) Γ((s+1)/2) is Γ(s) up to a scale, the scale of σ."""
    assert same_law(chi_transform(S(2), σ) * chi_transform(S.One), EXPONENTIAL.scaled(σ))


def test_a_wrong_scale_is_not_proved():
    """Dropping Gauss's factor n**A from the scale is an error that the division sees."""
    product = chi_transform(S(2), σ) * chi_transform(S.One)
    assert not same_law(product, EXPONENTIAL.scaled(2 * σ))
    assert not same_law(product, EXPONENTIAL.scaled(σ / sqrt(2)))


def test_the_normal_form_has_the_same_value_as_the_transform():
    """Gauss's multiplication formula, scale included, against mpmath at a generic point."""
    law = GammaRatio(S(3), ((Rational(1, 3), S.One), (HALF, Rational(3, 2)), (S(4), -S.One)), ((S(2), S(2)),))
    with mpmath.workdps(30):
        for point in (Rational(7, 5), Rational(5, 3)):
            left, right = law(point).evalf(30), law.normal(point).evalf(30)
            assert abs(left / right - 1) < 1e-25
            assert abs(law.gathered(point).evalf(30) / left - 1) < 1e-25


def test_gathering_undoes_the_normal_form():
    """Γ(z) Γ(z + 1/4) Γ(z + 1/2) Γ(z + 3/4) is written as the one Γ(4z) it came from."""
    law = GammaRatio(S(5), ((Rational(1, 3), S(2)),)) * GammaRatio(S.One, ((S.Zero, HALF),), ((S.Zero, HALF),))
    assert law.gathered.upper == ((Rational(1, 3), S(2)),)
    assert law.gathered.scale == 5


def test_gamma_functions_that_differ_by_an_integer_do_not_cancel():
    """Γ(z+1)/Γ(z) = z is no constant, for numbers and for symbols."""
    assert not GammaRatio(S.One, ((S.One, S.One),), ((S.Zero, S.One),)).is_unit()
    assert not GammaRatio(S.One, ((a + 1, S.One),), ((a, S.One),)).is_unit()
    assert not GammaRatio(S.One, ((a, S.One),), ((b, S.One),)).is_unit()


def test_reflection_identifies_rising_and_falling_factors():
    """Γ(z)Γ(1-z)/(Γ(z+1)Γ(-z)) is the constant -1, which the value at s = 1 removes."""
    z = (Rational(1, 3), S.One)
    law = GammaRatio(S.One, (z, (Rational(2, 3), -S.One)), ((Rational(4, 3), S.One), (-Rational(1, 3), -S.One)))
    assert law.is_unit()
    assert abs(law(Rational(9, 7)).evalf(30) - 1) < 1e-25


def test_reflection_with_an_odd_factor_is_no_identity():
    """One sine too many is not a constant."""
    law = GammaRatio(
        S.One, ((Rational(1, 3), S.One), (Rational(2, 3), -S.One)), ((Rational(1, 2), S.One), (HALF, -S.One))
    )
    assert not law.is_unit()


def test_the_half_cauchy_is_its_own_reciprocal():
    """1/X has the law of X."""
    assert same_law(HALF_CAUCHY**-1, HALF_CAUCHY)


def test_power_zero_is_refused():
    """X**0 is no law with a density, and its transform tells nothing."""
    with pytest.raises(ValueError, match="exponent 0"):
        EXPONENTIAL**0


@pytest.mark.parametrize(
    ("law", "strip"),
    [
        (EXPONENTIAL, (0, oo)),
        (HALF_CAUCHY, (0, 2)),
        (HALF_CAUCHY * chi_transform(S.One), (0, 2)),
        (GammaRatio(S.One, ((S(2), -S.One),), ((S(3), -S.One),)), (-oo, 2)),
        (GammaRatio(S.One, ((S.One, S.One),), ((S.Zero, S.One),)), (-oo, oo)),
        (GammaRatio(S.One, ((S.Zero, S.One),), ((S(2), S.One),)), (0, oo)),
    ],
)
def test_the_strip_ends_at_the_nearest_pole_that_survives(law, strip):
    """Moments exist up to the first pole on either side; Γ(s+1)/Γ(s) = s has none."""
    assert law.strip == strip


def test_the_strip_of_a_symbolic_law_is_symbolic():
    """Student's t has moments below ν."""
    student = GammaRatio(S.One, ((S.Zero, HALF), ((a + 1) / 2, -HALF)))
    assert student.strip == (0, a + 1)


def test_equal_parts_of_a_mixture_are_merged():
    """p X + q X is X with the mass p + q."""
    law = mixture([(Rational(1, 4), EXPONENTIAL), (Rational(1, 4), EXPONENTIAL * GammaRatio())])
    assert law.parts == ((HALF, EXPONENTIAL),)
    assert law.spike == HALF
    assert mixture([(HALF, EXPONENTIAL), (HALF, EXPONENTIAL)]) == EXPONENTIAL


def test_a_spike_survives_a_product_and_forbids_a_reciprocal():
    """P(XY = 0) = 1 - (1 - p)(1 - q), and 1/0 is no number."""
    half = mixture([(HALF, EXPONENTIAL)])
    assert (half * half).spike == Rational(3, 4)
    with pytest.raises(ValueError, match="spike at zero"):
        half**-1
    assert (half**2).spike == HALF


def test_two_infinite_mixtures_have_no_product_here():
    """Their product has two indices; it is not known rather than wrong."""
    n = Symbol("n", integer=True, nonnegative=True)
    series = Mixture(((HALF ** (n + 1), GammaRatio(n + 1)),), n)
    assert multiply(series, series) is None
    assert multiply(series, EXPONENTIAL) is not None
    with pytest.raises(ValueError, match="infinite mixture"):
        series * series


def test_mixtures_are_the_same_law_in_any_order_of_parts():
    """Equality of mixtures is that of multisets of weighted laws."""
    other = EXPONENTIAL.scaled(S(2))
    x = mixture([(Rational(1, 3), EXPONENTIAL), (Rational(2, 3), other)])
    y = mixture([(Rational(2, 3), other), (Rational(1, 3), EXPONENTIAL)])
    assert same_law(x, y)
    assert not same_law(x, mixture([(Rational(2, 3), EXPONENTIAL), (Rational(1, 3), other)]))


def test_an_entire_factor_must_match_too():
    """The log-normal's spread and the Bessel factor of an inverse Gaussian take part in the division."""
    assert not same_ratio(GammaRatio(spread=S.One), GammaRatio(spread=S(2)))
    assert same_ratio(GammaRatio(spread=S.One) * GammaRatio(spread=S.One), GammaRatio(spread=S(2)))
    bessel = GammaRatio(bessel=((HALF, S.One, S.One, 1),))
    assert same_ratio(bessel, GammaRatio(bessel=((-HALF, -S.One, S.One, 1),)))
    assert not same_ratio(bessel, GammaRatio(bessel=((HALF, S.One, S(2), 1),)))


def test_a_call_gives_the_moments():
    """E X^(s-1) of an exponential is Γ(s)."""
    assert EXPONENTIAL(s) == gamma(s)
    assert EXPONENTIAL(S(4)) == 6
