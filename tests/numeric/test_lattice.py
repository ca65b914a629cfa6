"""An endless lattice law far out, where the atoms that matter have masses below every double."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
from mpmath import mp
from scipy.special import gammaln
from sympy import S, Symbol, exp, factorial, oo

from priorcalc.measure import Atoms, Blend, Lattice, Power, Product
from priorcalc.numeric.halfline import HalfLine
from priorcalc.numeric.lattice import weight_scale
from priorcalc.numeric.measures import signed_scale
from priorcalc.numeric.weight import WeightNumbers

K = Symbol("k", integer=True, nonnegative=True)
GEOMETRIC = Lattice(S(3) / 10 * (S(7) / 10) ** (K - 1), K, 1, oo)


def by_summation(w):
    """ln p(w) for λ geometric(0.3), term by term at 40 digits around the largest term."""
    with mp.workdps(40):
        w = mp.mpf(w)
        centre = int((w**2 / -mp.log(mp.mpf(7) / 10)) ** (mp.mpf(1) / 3)) + 1
        width = 40 * int(mp.sqrt(centre)) + 200
        terms = (
            mp.exp(mp.log(mp.mpf(3) / 10) + (k - 1) * mp.log(mp.mpf(7) / 10) - w**2 / (2 * mp.mpf(k) ** 2)) / k
            for k in range(max(1, centre - width), centre + width)
        )
        return mp.log(mp.fsum(terms) / mp.sqrt(2 * mp.pi))


@pytest.mark.parametrize(
    "w", ["0.5", "100", "5000", "20000", "30000", "40000", "50000", "53000", "56000", "59000", "66000", "1e6", "1e8"]
)
def test_the_tail_goes_on_where_the_masses_underflow(w):
    """ln p(w) to 1e-12 across the cut, which here lies at w of a few ten thousand."""
    found = WeightNumbers(weight_scale(GEOMETRIC)).logpdf(float(w))
    truth = by_summation(w)
    with mpmath.workdps(40):
        assert abs(found - truth) < 1e-12 * max(1, abs(truth))


def poisson(mu):
    """P(λ = k) = μ^k e^-μ/k!."""
    mu = S(mu)
    return Lattice(mu**K * exp(-mu) / factorial(K), K, 0, oo)


def poisson_by_summation(mu, w, atoms=((1, 1),)):
    """ln p(w) for λ = k·a, k Poisson and a of those (point, mass), around the largest term of each."""

    def term(k, x):
        return k * mp.log(mu) - mu - mp.loggamma(k + 1) - x * x / (2 * k * k) - mp.log(k)

    with mp.workdps(40):
        mu, total = mp.mpf(mu), mp.mpf(0)
        for point, mass in atoms:
            x = mp.mpf(w) / mp.mpf(point)
            grid = [mp.mpf(10) ** (j / mp.mpf(50)) for j in range(500)]
            centre = int(max(grid, key=lambda k: term(k, x)))
            width = centre // 2 + 100
            near = (mp.mpf(k) for k in range(max(1, centre - width), centre + width))
            total += mp.mpf(mass) / mp.mpf(point) * mp.fsum(mp.exp(term(k, x)) for k in near)
        return mp.log(total / mp.sqrt(2 * mp.pi))


@pytest.mark.parametrize("mu", ["2", "1e-3", "1e-6", "1e-50", "50"])
@pytest.mark.parametrize("w", [1.0, 1000.0, 10000.0, 30000.0, 1e6])
def test_a_law_that_falls_steeply_is_cut_where_the_sum_is_an_integral(mu, w):
    """Poisson laws of any mean: the smaller μ, the further out the peak of the terms is wide."""
    found, truth = WeightNumbers(weight_scale(poisson(mu))).logpdf(w), poisson_by_summation(mu, w)
    with mp.workdps(40):
        assert abs(found - truth) < 2e-14 * abs(truth)


@pytest.mark.parametrize("w", [1.0, 3000.0, 30000.0, 1e6])
def test_a_product_with_an_endless_law_is_endless(w):
    """Poisson times ½ or 2: the same, atom by atom."""
    two = Atoms(((S(1) / 2, S(1) / 4), (S(2), S(3) / 4)))
    truth = poisson_by_summation(2, w, (("0.5", "0.25"), (2, "0.75")))
    for measure in (Product(poisson(2), two), Product(two, poisson(2))):
        found = WeightNumbers(weight_scale(measure)).logpdf(w)
        with mp.workdps(40):
            assert abs(found - truth) < 2e-14 * abs(truth)


def test_a_product_of_two_endless_laws_keeps_masses_below_every_double():
    """Two Poisson laws: Σ_j m(j) p(w/j)/j, where at 1e6 each of the masses that matter is about e^-500."""
    both, one = (WeightNumbers(weight_scale(m)) for m in (Product(poisson(2), poisson(2)), poisson(2)))
    j = np.arange(1, 3000, dtype=np.float64)
    for w in (10.0, 1e4, 1e5, 1e6, 1e7):
        logs = one.logpdf(w / j) - np.log(j)
        truth = np.logaddexp.reduce(logs + j * np.log(2) - 2 - gammaln(j + 1))
        assert both.logpdf(w) == pytest.approx(truth, rel=1e-13)


def test_the_noise_has_its_tail_where_the_masses_underflow():
    """ln P(λ > k) of a product of two: the atoms are kept by their logs."""
    product = HalfLine(signed_scale(Product(poisson(2), poisson(2))).folded)
    tail = product.logsf(np.array([3000.0, 9000.0]))
    assert np.all(np.isfinite(tail)) and tail[1] < tail[0] < -250


def test_a_finite_law_is_left_as_it_is():
    """Only an endless lattice needs a continuation."""
    finite = Lattice(S(1) / 4, K, 1, S(4))
    assert weight_scale(finite) == signed_scale(finite).folded


def test_mixtures_and_powers_of_an_endless_law_are_endless():
    """The continuation goes through the tree: with half of λ = 1 added, and for 2·λ²."""
    single, mixed = (
        WeightNumbers(weight_scale(m)) for m in (GEOMETRIC, Blend(((S(1) / 2, GEOMETRIC), (S(1) / 2, GEOMETRIC))))
    )
    assert mixed.logpdf(1e6) == pytest.approx(single.logpdf(1e6), rel=1e-13)
    scaled = WeightNumbers(weight_scale(Power(GEOMETRIC, S.One, S(2))))
    assert scaled.logpdf(2e6) == pytest.approx(single.logpdf(1e6) - np.log(2), rel=1e-13)
