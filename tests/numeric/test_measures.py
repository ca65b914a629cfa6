"""Measures turned into scales: masses, shifts, powers, products, from the definition."""

from __future__ import annotations

import mpmath as mp
import numpy as np
import pytest
import sympy as sp

from priorcalc import laws
from priorcalc.errors import NotADensityError, ParameterError, PrecisionError
from priorcalc.measure import Atoms, Blend, Density, Lattice, Opaque, Power, Product
from priorcalc.numeric.halfline import HalfLine
from priorcalc.numeric.measures import lattice_scale, signed_scale
from priorcalc.numeric.panels import panels
from priorcalc.numeric.scale import Scale
from priorcalc.numeric.transport import weighted
from priorcalc.symbols import lam

R = sp.Rational
k = sp.Symbol("k", integer=True, nonnegative=True)
RAYLEIGH = Density(lam * sp.exp(-(lam**2) / 2), sp.S(0), sp.oo)
HALF_NORMAL = Density(sp.sqrt(2 / sp.pi) * sp.exp(-(lam**2) / 2), sp.S(0), sp.oo)
UNIFORM = Density(sp.S(1), sp.S(0), sp.S(1))
ARCSINE = Density(2 / (sp.pi * sp.sqrt(4 - lam**2)), sp.S(0), sp.S(2))

DENSITIES = {
    "normal": Density(sp.exp(-((lam - 3) ** 2) * 50) * 10 / sp.sqrt(2 * sp.pi), -sp.oo, sp.oo),
    "tiny rayleigh": Density(RAYLEIGH.expr.subs(lam, lam * 10**200) * 10**200, sp.S(0), sp.oo),
    "chi(1/100)": Density(
        2 ** R(199, 200) * lam ** R(-99, 100) * sp.exp(-(lam**2) / 2) / sp.gamma(R(1, 200)), sp.S(0), sp.oo
    ),
    "weibull(3/10)": Density(R(3, 10) * lam ** R(-7, 10) * sp.exp(-(lam ** R(3, 10))), sp.S(0), sp.oo),
    "beta(3, 1/100)": Density(
        lam**2 * (1 - lam) ** R(-99, 100) * sp.gamma(R(301, 100)) / (2 * sp.gamma(R(1, 100))), sp.S(0), sp.S(1)
    ),
    "narrow log-normal": Density(
        sp.exp(-((sp.log(lam) - 20) ** 2) * 500000) * 1000 / (lam * sp.sqrt(2 * sp.pi)), sp.S(0), sp.oo
    ),
    "wide log-normal": Density(sp.exp(-(sp.log(lam) ** 2) / 1800) / (30 * lam * sp.sqrt(2 * sp.pi)), sp.S(0), sp.oo),
    "gig": Density(lam ** R(-5, 2) * sp.exp(-(1 / lam + lam) / 2) / (2 * sp.besselk(R(3, 2), 1)), sp.S(0), sp.oo),
    "rice": Density(lam * sp.exp(-(lam**2 + 9) / 2) * sp.besseli(0, 3 * lam), sp.S(0), sp.oo),
    "log-Cauchy": Density(1 / (sp.pi * lam * (1 + sp.log(lam) ** 2)), sp.S(0), sp.oo),
    "arcsine": Density(1 / (sp.pi * sp.sqrt(1 - lam**2)), -sp.S(1), sp.S(1)),
    "twice arcsine": ARCSINE,
}


@pytest.mark.parametrize("name", [name for name in DENSITIES if name != "log-Cauchy"])
def test_the_mass_of_a_density_is_one(name):
    """∫ exp(log_density) du over both halves is 1 to 1e-13 (times the ulp of u where a peak is narrow)."""
    rules = [panels(part) for part in signed_scale(DENSITIES[name]).folded.continua]
    assert sum(np.exp(rule.log_mass).sum() for rule in rules) == pytest.approx(1.0, abs=1e-13)


def test_tails_that_hardly_fall_are_still_summed():
    """A log-Cauchy law has P(λ > x) = 1/2 - arctan(ln x)/π, however slowly it falls."""
    half = HalfLine(signed_scale(DENSITIES["log-Cauchy"]).folded)
    x = np.array([1e-300, 0.5, 1.0, 2.0, 1e300])
    with mp.workdps(30):
        expected = [float(mp.log(mp.mpf(1) / 2 - mp.atan(mp.log(mp.mpf(t))) / mp.pi)) for t in x]
    assert half.logsf(x) == pytest.approx(expected, rel=1e-12)


def test_a_callable_is_the_same_law_as_its_formula():
    """An Opaque density gives the tails of the formula, its mass divided out."""
    law = Opaque(lambda t: 3 * t * np.exp(-(t**2) / 2), sp.S(0), sp.oo, mass=3.0)
    x = np.array([1e-5, 0.5, 3.0, 30.0])
    assert HalfLine(signed_scale(law).folded).logsf(x) == pytest.approx(-(x**2) / 2, rel=1e-13, abs=1e-15)


def test_a_bad_callable_is_refused():
    """A density that is negative, or that returns another shape, is no density."""
    for pdf in (lambda t: np.cos(3 * t), lambda t: np.ones(3)):
        with pytest.raises(NotADensityError):
            signed_scale(Opaque(pdf, sp.S(0), sp.S(2)))
    with pytest.raises(NotADensityError, match="negative"):
        signed_scale(Density(1 - lam, sp.S(0), sp.S(2)))


def test_a_lattice_is_its_masses():
    """Poisson(3): spike e^-3, masses 3^k e^-3/k!, a total of 1; all relevant atoms, not more."""
    scale = signed_scale(Lattice(3**k * sp.exp(-3) / sp.factorial(k), k, 0, sp.oo)).folded
    assert scale.spike == pytest.approx(np.exp(-3), rel=1e-15)
    assert scale.spike + sum(scale.masses) == pytest.approx(1.0, abs=1e-14)
    with mp.workdps(30):
        masses = [float(mp.exp(-3) * mp.mpf(3) ** j / mp.factorial(j)) for j in range(1, 120)]
    assert scale.masses[:119] == pytest.approx(masses, rel=1e-13)
    with pytest.raises(PrecisionError, match="atoms"):
        signed_scale(Lattice(R(1, 10**6) * R(999999, 10**6) ** (k - 1), k, 1, sp.oo))


def test_a_power_of_a_law():
    """(2/λ)² of a Rayleigh: P((2/λ)² > x) = P(λ < 2/√x) = 1 - e^{-2/x}; a spike has no reciprocal."""
    half = HalfLine(signed_scale(Power(RAYLEIGH, sp.S(-2), sp.S(4))).folded)
    x = np.array([1e-3, 0.1, 2.0, 1e5, 1e200])
    assert half.logsf(x) == pytest.approx(np.log(-np.expm1(-2 / x)), rel=1e-13, abs=1e-15)
    assert half.logcdf(x) == pytest.approx(-2 / x, rel=1e-13)
    with pytest.raises(ParameterError, match="spike"):
        signed_scale(Power(Atoms(((sp.S(0), R(1, 2)), (sp.S(1), R(1, 2)))), sp.S(-1), sp.S(1)))


def test_atoms_times_a_density_is_a_mixture_of_scales():
    """If τ is 0, 1 or 3 and λ Rayleigh, P(λτ > x) = p₁ e^{-x²/2} + p₃ e^{-x²/18}, and the spike is p₀."""
    atoms = Atoms(((sp.S(0), R(1, 2)), (sp.S(1), R(1, 4)), (sp.S(-3), R(1, 4))))
    half = HalfLine(signed_scale(Product(atoms, RAYLEIGH)).folded)
    x = np.array([1e-5, 1.0, 20.0])
    assert np.exp(half.logsf(x)) == pytest.approx((np.exp(-(x**2) / 2) + np.exp(-(x**2) / 18)) / 4, rel=1e-12)
    assert half.scale.spike == 0.5


def test_a_mixture_has_the_weights_of_its_parts():
    """Blend: the densities add with their weights."""
    half = HalfLine(signed_scale(Blend(((R(1, 4), RAYLEIGH), (R(3, 4), UNIFORM)))).folded)
    assert np.exp(half.logcdf(np.array([0.5]))) == pytest.approx(0.25 * -np.expm1(-0.125) + 0.375, rel=1e-13)


PRODUCTS = {
    "rayleigh × half-normal": (RAYLEIGH, HALF_NORMAL, lambda t: -t, [1e-100, 1e-5, 0.5, 3.0, 30.0, 700.0]),
    "uniform × uniform": (UNIFORM, UNIFORM, lambda t: mp.log(-mp.log(t)), [1e-100, 1e-5, 0.5, 0.999, 1 - 1e-12]),
    "arcsine × arcsine": (
        ARCSINE,
        ARCSINE,
        lambda t: mp.log(mp.ellipk(1 - t * t / 16) / mp.pi**2),
        [1e-30, 1e-5, 0.5, 3.9, 4 - 1e-12],
    ),
}


@pytest.mark.parametrize("name", PRODUCTS)
def test_a_product_is_a_convolution_of_logs(name):
    """The density of λτ, by quadrature, is the closed form to 2e-13, and its mass is 1."""
    left, right, exact, points = PRODUCTS[name]
    half = HalfLine(signed_scale(Product(left, right)).folded)
    got = half.logpdf(np.array(points))
    with mp.workdps(90):
        expected = [float(exact(mp.mpf(t))) for t in points]
    assert list(got) == [pytest.approx(value, abs=2e-13, rel=2e-14) for value in expected]
    assert half.log_total == pytest.approx(0.0, abs=1e-13)


def test_a_lattice_on_the_other_side_is_mirrored():
    """P(λ = k) on -5 … -1 and on -2 … 3: the halves apart, each with its own masses."""
    k = sp.Symbol("k", integer=True)
    left = signed_scale(Lattice((k + 6) / sp.Integer(15), k, -5, sp.Integer(-1)))
    assert left.positive == Scale() and sorted(np.exp(left.negative.points)) == pytest.approx([1, 2, 3, 4, 5])
    by_size = dict(zip(np.round(np.exp(left.negative.points)), left.negative.masses, strict=True))
    assert [by_size[n] for n in (1, 2, 3, 4, 5)] == pytest.approx([5 / 15, 4 / 15, 3 / 15, 2 / 15, 1 / 15], rel=1e-15)
    both = signed_scale(Lattice((k + 3) / sp.Integer(21), k, -2, sp.Integer(3)))
    assert both.positive.spike == pytest.approx(3 / 21, rel=1e-15) and both.negative.spike == 0
    for half, masses in ((both.positive, {1: 4, 2: 5, 3: 6}), (both.negative, {1: 2, 2: 1})):
        found = dict(zip(np.round(np.exp(half.points)).astype(int).tolist(), half.masses, strict=True))
        assert found == pytest.approx({n: mass / 21 for n, mass in masses.items()}, rel=1e-14)


def test_a_product_of_too_many_atoms_is_refused():
    """500 × 500 atoms: what was asked, what was found, what to do."""
    many = Atoms(tuple((sp.Integer(n), R(1, 500)) for n in range(1, 501)))
    with pytest.raises(PrecisionError, match="a product of discrete laws: more than 200000 atoms; use fewer points"):
        signed_scale(Product(many, many))


def test_an_atom_without_mass_is_no_reason_to_warn():
    """{1: 1, 2: 0}: its log is -inf, in a mixture and in a product too."""
    one = signed_scale(Atoms(((sp.S(1), sp.S(1)), (sp.S(2), sp.S(0))))).folded
    assert list(one.logs) == [0.0, -np.inf]
    assert list(signed_scale(Product(Atoms(((sp.S(1), sp.S(1)), (sp.S(2), sp.S(0)))), RAYLEIGH)).positive.points) == []


def test_atoms_without_weight_are_left_out_unless_asked_for():
    """Of a Poisson law of mean 5000 the first thousands of counts have no double's mass; ``least`` keeps the first."""
    law = laws.poisson(5000).measure
    assert np.exp(lattice_scale(law).positive.points[0]) > 2000
    kept = lattice_scale(law, least=3).positive
    assert np.exp(kept.points[:4]) == pytest.approx([1, 2, 3, np.exp(lattice_scale(law).positive.points[0])])


def test_a_share_of_a_law_has_a_share_of_every_mass():
    """Of the masses below every double too, which are known by their logarithms."""
    share = weighted(Scale(0.5, (0.0,), (0.0,), (), (-800.0,)), 0.25)
    assert (share.spike, share.points, share.masses) == (0.125, (0.0,), (0.0,))
    assert share.log_masses == pytest.approx((-800 - np.log(4),))
