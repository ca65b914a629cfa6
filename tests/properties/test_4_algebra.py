"""Chapter 4. The algebra of transforms: M(s) = E X^{s-1} makes a product of a product, and a shift of a power."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from sympy import Integer, Rational, S

from priorcalc import laws
from priorcalc.errors import NotADensityError
from priorcalc.mellin import GammaRatio, mixture, multiply, same_law, same_ratio
from priorcalc.testing import exponents, noise_laws, powers, transforms
from tests.properties.book import few, holds, some

ONE = GammaRatio()


@some
@given(x=transforms())
def test_a_transform_is_one_at_one(x):
    """M(1) = 1.

    Why: E X⁰ is the mass.
    A failure looks like: a density whose constant was lost on the way.
    Exercise: why is it true here by construction, and of which object would it be a check?
    """
    assert x(S.One) == 1


@some
@given(x=transforms(), y=transforms())
def test_a_product_does_not_depend_on_the_order(x, y):
    """X·Y and Y·X have one law.

    Why: multiplication of numbers commutes.
    A failure looks like: a factor list compared as a list where it is a multiset.
    Exercise: in ARD-ADD a unit's noise multiplies a layer's. What does this theorem say of the network?
    """
    assert same_law(x * y, y * x)


@some
@given(x=transforms(), y=transforms(), z=transforms())
def test_a_product_does_not_depend_on_the_brackets(x, y, z):
    """(X·Y)·Z and X·(Y·Z) have one law.

    Why: so do numbers.
    A failure looks like: a normal form taken too early, with a slope that the next factor does not share.
    Exercise: λ₁λ₂z is weight noise times a normal. Name the three transforms of the horseshoe+.
    """
    assert same_law((x * y) * z, x * (y * z))


@some
@given(x=transforms())
def test_one_is_neutral(x):
    """1·X has the law of X.

    Why: the transform of the point 1 is 1.
    A failure looks like: a unit that is not recognised as one.
    Exercise: which point mass has the transform c^{s-1}?
    """
    assert same_law(x * ONE, x) and ONE.is_unit()


@some
@given(x=transforms(), y=transforms(), k=powers())
def test_power_distributes_over_product(x, y, k):
    """(X·Y)^k and X^k · Y^k have one law, for X and Y independent.

    Why: it holds for the numbers.
    A failure looks like: a scale raised to k in one place only.
    Exercise: is (X·X)^½ the law of X? Why not?
    """
    assert same_law((x * y) ** k, x**k * y**k)


@some
@given(x=transforms(), j=powers(), k=powers())
def test_powers_multiply(x, j, k):
    """(X^j)^k and X^{jk} have one law.

    Why: 1 + k(1 + j(s - 1) - 1) = 1 + jk(s - 1).
    A failure looks like: j + k for jk.
    Exercise: X^j · X^k with two independent copies is not X^{j+k}. Which moment shows it?
    """
    assert same_law((x**j) ** k, x ** (j * k))


@some
@given(x=transforms(), y=transforms())
def test_a_quotient_undoes_a_product(x, y):
    """M_X M_Y / M_Y = M_X: division of transforms, on which every name rests.

    Why: the strips share s = 1, and two laws whose transforms agree there are one law.
    A failure looks like: a Γ that cancels with one that differs from it by an integer.
    Exercise: M_X/M_Y need not be the transform of any law. Give an example.
    """
    assert same_ratio((x * y) / y, x)
    assert (x / x).is_unit()


@some
@given(x=transforms(), k=powers())
def test_a_different_scale_is_a_different_law(x, k):
    """X and 2X do not have one law; nor do X and X^k, but for the half-Cauchy's kind, which we leave out.

    Why: E(2X)^r = 2^r E X^r.
    A failure looks like: a proof that proves everything.
    Exercise: which theorem above would still hold if ``same_law`` always said yes?
    """
    assert not same_law(x, x.scaled(Integer(2)))
    assert not same_law(x, x.scaled(Rational(1, 3)) ** 2)


@some
@given(x=transforms())
def test_the_normal_form_is_the_same_function(x):
    """Gauss's multiplication formula changes how M is written and not what it is.

    Why: Γ(nz) = (2π)^{(1-n)/2} n^{nz-½} ∏ Γ(z + k/n).
    A failure looks like: the factor n^{nz} forgotten: right at s = 1 and nowhere else.
    Exercise: which of the identities above would not notice?
    """
    s = Rational(21, 20)
    lo, hi = x.strip
    assume(lo < s < hi)
    assert abs((x(s) / x.normal(s)).evalf(20) - 1) < 1e-15
    assert abs((x(s) / x.gathered(s)).evalf(20) - 1) < 1e-15


@some
@given(x=transforms(), y=transforms())
def test_the_strip_of_a_product_is_what_both_strips_share(x, y):
    """E (XY)^{s-1} is finite where E X^{s-1} and E Y^{s-1} are.

    Why: they multiply, and neither is 0.
    A failure looks like: a product that forgets the heavier tail. (A removed pole may make it wider, never narrower.)
    Exercise: a strip (0, 2) means a mean that is infinite. Which prior is that?
    """
    low, high = (x * y).strip
    assert low <= max(x.strip[0], y.strip[0]) and high >= min(x.strip[1], y.strip[1])


@some
@given(x=transforms(), y=transforms())
def test_spikes_of_factors_combine(x, y):
    """P(XY = 0) = 1 - (1 - p)(1 - q), and a mixture times a law is the mixture of the products.

    Why: a product is 0 where a factor is.
    A failure looks like: p + q.
    Exercise: a unit is kept with 0.8, its layer with 0.9. How often is a weight exactly 0?
    """
    half, third = mixture([(Rational(1, 2), x)]), mixture([(Rational(1, 3), y)])
    product = multiply(half, third)
    assert product is not None and 1 - product.total == Rational(5, 6)
    assert same_law(product, mixture([(Rational(1, 6), x * y)]))


@some
@given(law=noise_laws(names=("bernoulli", "dropout", "binomial")))
def test_a_law_that_may_be_zero_has_no_reciprocal(law):
    """1/X is refused where P(X = 0) > 0.

    Why: it would have mass at infinity.
    A failure looks like: a division by zero far from where the mistake was made.
    Exercise: what would the prior of 1/dropout be?
    """
    assume(law.transform is not None and law.transform.total != 1)
    with pytest.raises(NotADensityError):
        law**-1


@few
@given(s=exponents())
def test_the_transform_gives_the_moments(prior, s):
    """E|λ|^s = M(1 + s) on the strip, by quadrature over the density of λ.

    Why: the definition of M.
    A failure looks like: a rate read as a scale: right for s = 0, wrong for every other s.
    Exercise: a transform is right at every s and the density in the same record wrong. Which test sees it?
    """
    holds("moments of the transform", prior, s=s)


def test_the_scale_of_a_law_is_the_scale_of_its_transform():
    """2·X has the transform 2^{s-1} M(s), and so has X with twice its scale parameter.

    Why: E(2X)^{s-1} = 2^{s-1} E X^{s-1}.
    A failure looks like: a law whose "scale" is a rate.
    Exercise: find the law of the catalogue whose parameter is a rate.
    """
    for name in ("rayleigh", "half_cauchy", "exponential", "half_normal", "lomax", "frechet"):
        known = {"lomax": {"alpha": 2}, "frechet": {"alpha": 3}}.get(name, {})
        unit, double = laws.law(name, **known), laws.law(name, **known, scale=2)
        assert unit.transform is not None and double.transform is not None
        assert same_law((2 * unit).transform, double.transform)
