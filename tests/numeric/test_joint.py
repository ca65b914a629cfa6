"""n weights that share λ, in floats: against the definition, integrated with 40 digits."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
from scipy.stats import multivariate_normal, multivariate_t

from priorcalc.numeric.joint import JointNumbers, Shared, elementary, norms, stirling
from priorcalc.numeric.mixture import log_mixture
from priorcalc.numeric.scale import Scale
from priorcalc.numeric.weight import WeightNumbers
from tests.numeric.joint_definition import LOG_DENSITIES, by_definition
from tests.numeric.scales import SCALES, SPIKED

COUNTS = (2, 50, 10**6)


@pytest.mark.parametrize("n", COUNTS)
@pytest.mark.parametrize("law", LOG_DENSITIES)
def test_the_log_density_is_that_of_the_definition(law, n):
    """ln p = ln ∫ N(x; 0, λ² Iₙ) dP(λ) to 1e-11·max(1, |ln p|), for n to 10⁶ and r from 1e-12 to 1e12."""
    radii = [1e-12, 0.25, 30.0, float(np.sqrt(n)), 1e6, 1e12]
    got = JointNumbers(SCALES[law], n).logpdf(np.array(radii))
    for radius, value in zip(radii, got, strict=True):
        true = by_definition(law, n, radius)
        assert abs(value - true) <= 1e-11 * max(1, abs(true)), (radius, value, mpmath.nstr(true, 17))


@pytest.mark.parametrize("n", COUNTS)
@pytest.mark.parametrize("law", ["half_cauchy", "uniform", "lognormal", "pareto_1"])
def test_many_points_are_answered_as_few_are(law, n):
    """A table, once it is built, gives what the quadrature gives."""
    numbers = JointNumbers(SCALES[law], n, 2.0)
    r = np.sqrt(n) * np.exp(np.random.default_rng(3).normal(0, 1.5, 4000))
    got = numbers.log_fit(r)
    some = slice(None, None, 57)
    with np.errstate(all="ignore"):
        direct = log_mixture(numbers.scale, np.log(r[some] / 2), Shared(n), r[some] / 2)
    assert np.all(np.abs(got[some] - direct) <= 1e-11 * np.maximum(1, np.abs(direct)))


@pytest.mark.parametrize("n", (2, 50, 10**6))
@pytest.mark.parametrize("law", ["half_cauchy", "rayleigh", "uniform", "lognormal", "spiked"])
def test_the_radial_density_integrates_to_one_minus_the_atom(law, n):
    """∫ S r^{n-1} p(r) dr = 1 - P(λ = 0)."""
    scale = SPIKED if law == "spiked" else SCALES[law]
    numbers = JointNumbers(scale, n, 0.5)
    nodes, weights = np.polynomial.legendre.leggauss(20)
    # Finer about the radii of atoms and of the end of a support, which are 1/√n wide.
    marks = [*scale.points, 0.0]
    fine = [np.linspace(-0.03, 0.03, 121) + mark + np.log(0.5) for mark in marks]
    coarse = np.concatenate([np.arange(-60, -6.0), np.arange(-6, 4, 0.05), np.arange(4, 45.0)])
    edges = np.unique(np.concatenate([coarse, *fine])) + 0.5 * np.log(n)
    middle, half = (edges[1:] + edges[:-1]) / 2, np.diff(edges) / 2
    u = (middle[:, None] + half[:, None] * nodes).ravel()
    mass = np.exp(numbers.log_radius(np.exp(u)) + u) @ (half[:, None] * weights).ravel()
    assert abs(mass - (1 - scale.spike)) < 1e-10


@pytest.mark.parametrize("law", SCALES)
def test_one_weight_is_the_case_of_n_equal_to_one(law):
    """With n = 1 the general kernel gives the density of a single weight."""
    r = np.array([1e-6, 0.3, 1.0, 4.0, 100.0])
    one = JointNumbers(SCALES[law], 1, 1.5).logpdf(r)
    assert np.allclose(one, WeightNumbers(SCALES[law], 1.5).logpdf(r), rtol=1e-12, atol=1e-12)


def test_at_zero_the_density_is_the_mean_of_a_power():
    """ln p(0) = ln E λ^{-n} - n ln √(2π), or inf."""
    law = SCALES["inverse_nakagami_half"]  # λ = 1/|z|, so that E λ^{-n} = E|z|^n
    for n in (2, 9, 1000):
        moment = mpmath.log(2) * n / 2 + mpmath.loggamma(mpmath.mpf(n + 1) / 2) - mpmath.log(mpmath.pi) / 2
        true = moment - mpmath.log(2 * mpmath.pi) * n / 2
        assert abs(JointNumbers(law, n).logpdf(0.0) - true) < 1e-12 * abs(true)
    assert JointNumbers(SCALES["half_cauchy"], 2).logpdf(0.0) == np.inf
    assert JointNumbers(SCALES["rayleigh"], 2).log_radius(0.0) == -np.inf
    assert np.isfinite(JointNumbers(SCALES["half_cauchy"], 2).log_radius(0.0))


def test_edges_of_the_half_line():
    """inf has the density 0, nan is nan, atoms far off have it 0 in doubles; no warning."""
    numbers = JointNumbers(SCALES["half_cauchy"], 5)
    got = numbers.logpdf(np.array([np.inf, np.nan]))
    assert got[0] == -np.inf and np.isnan(got[1])
    assert JointNumbers(Scale(points=(0.0,), masses=(1.0,)), 3).logpdf(1e200) == -np.inf


def test_the_norm_neither_over_nor_underflows():
    """‖x‖ is right from the smallest to the largest double."""
    rows = np.array([[3.0, 4.0], [3e200, 4e200], [3e-310, 4e-310], [5e-324, 0.0], [0.0, 0.0], [1e308, 1e308]])
    true = [float(mpmath.sqrt(mpmath.mpf(a) ** 2 + mpmath.mpf(b) ** 2)) for a, b in rows.tolist()]
    assert np.allclose(norms(rows), true, rtol=1e-15, atol=5e-324)
    assert np.array_equal([norms(row) for row in rows], norms(rows))
    assert norms(np.array([np.inf, 1.0])) == np.inf
    assert np.isnan(norms(np.array([[np.nan, 1.0], [1.0, np.nan]]))).all()
    assert norms(rows.reshape(3, 2, 2)).shape == (3, 2)


@pytest.mark.parametrize("n", (2, 1000, 10**6))
@pytest.mark.parametrize("nu", (0.7, 30.0, 1e7))
def test_the_multivariate_t_is_written_stably(nu, n):
    """The elementary density of t agrees with 40 digits, also where ν is so large that it is nearly normal."""
    log_t = elementary("Multivariate t", {"nu": nu, "sigma": 1.5}, n)
    with mpmath.workdps(40):
        a, k = mpmath.mpf(nu) / 2, mpmath.mpf(n) / 2
        for radius in (1e-12, 1.0, float(np.sqrt(n)), 1e12):
            front = mpmath.loggamma(a + k) - mpmath.loggamma(a) - k * mpmath.log(mpmath.pi * mpmath.mpf(nu) * 1.5**2)
            true = front - (a + k) * mpmath.log1p((mpmath.mpf(radius) / 1.5) ** 2 / nu)
            assert abs(float(log_t(np.array(radius))) - true) < 1e-13 * max(1, abs(true))


def test_stirlings_remainder():
    """ln Γ(a) - [a ln a - a - ½ ln(a/2π)] on either side of where the series begins."""
    for a in (0.5, 3.0, 11.99, 12.0, 40.0, 5e5):
        with mpmath.workdps(40):
            b = mpmath.mpf(a)
            true = mpmath.loggamma(b) - (b * mpmath.log(b) - b - mpmath.log(b / (2 * mpmath.pi)) / 2)
        assert abs(stirling(a) - true) < 2e-14


@pytest.mark.parametrize("n", [1, 3, 40])
def test_the_elementary_densities_are_those_of_the_definition(n):
    """Normal, t and Cauchy: the radial formulas against SciPy's multivariate laws, at r = 0 to 1e3."""
    r = np.array([0.0, 1e-3, 0.7, 30.0, 1e3])
    points = np.zeros((len(r), n))
    points[:, 0] = r
    normal = elementary("Multivariate normal", {"sigma": 2.0}, n)(r)
    assert normal == pytest.approx(multivariate_normal(np.zeros(n), 4 * np.eye(n)).logpdf(points), rel=1e-12)
    t = elementary("Multivariate t", {"nu": 3.5, "sigma": 2.0}, n)(r)
    assert t == pytest.approx(multivariate_t(np.zeros(n), 4 * np.eye(n), df=3.5).logpdf(points), rel=1e-12)
    cauchy = elementary("Multivariate Cauchy", {"beta": 2.0}, n)(r)
    assert cauchy == pytest.approx(multivariate_t(np.zeros(n), 4 * np.eye(n), df=1).logpdf(points), rel=1e-12)
    assert elementary("Multivariate Laplace", {"b": 1.0}, n) is elementary(None, {}, n) is None
