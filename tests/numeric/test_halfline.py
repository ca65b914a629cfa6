"""Tails and quantiles of laws on the half line against closed forms at 40 digits."""

from __future__ import annotations

import mpmath as mp
import numpy as np
import pytest
import sympy as sp

from priorcalc.measure import Atoms, Blend, Density, Measure
from priorcalc.numeric.charts import charts
from priorcalc.numeric.cumulative import Cumulative, _outwards
from priorcalc.numeric.halfline import HalfLine, squared
from priorcalc.numeric.measures import signed_scale
from priorcalc.numeric.scale import Continuum, Scale
from priorcalc.symbols import lam

R = sp.Rational
HALF_LINE = (sp.S(0), sp.oo)
UNIT = (sp.S(0), sp.S(1))
WIDE = [1e-300, 1e-100, 1e-20, 1e-5, 0.1, 0.5, 0.9, 1.3, 3.0, 10.0, 30.0, 1e3, 1e6]
INSIDE = [1e-300, 1e-10, 0.1, 0.5, 0.9, 1 - 1e-10, 1 - 1e-15]
TENTH = R(1, 10)


def beta(a, b):
    return lam ** (a - 1) * (1 - lam) ** (b - 1) * sp.gamma(a + b) / (sp.gamma(a) * sp.gamma(b))


def regular_beta(t):
    return mp.betainc(mp.mpf(1) / 10, mp.mpf(1) / 10, 0, t, regularized=True)


# density, support, ln F, ln S, points
LAWS = {
    "rayleigh": (
        lam * sp.exp(-(lam**2) / 2),
        HALF_LINE,
        lambda t: mp.log(-mp.expm1(-t * t / 2)),
        lambda t: -t * t / 2,
        WIDE,
    ),
    "half-Cauchy": (
        2 / (sp.pi * (1 + lam**2)),
        HALF_LINE,
        lambda t: mp.log(2 / mp.pi * mp.atan(t)),
        lambda t: mp.log(2 / mp.pi * mp.atan(1 / t)),
        [*WIDE, 1e100, 1e300],
    ),
    "gamma(1/100)": (
        lam ** R(-99, 100) * sp.exp(-lam) / sp.gamma(R(1, 100)),
        HALF_LINE,
        lambda t: mp.log(mp.gammainc(mp.mpf(1) / 100, 0, t, regularized=True)),
        lambda t: mp.log(mp.gammainc(mp.mpf(1) / 100, t, regularized=True)),
        WIDE[:-2],
    ),
    "log-normal": (
        sp.exp(-(sp.log(lam) ** 2) / 2) / (lam * sp.sqrt(2 * sp.pi)),
        HALF_LINE,
        lambda t: mp.log(mp.erfc(-mp.log(t) / mp.sqrt(2)) / 2),
        lambda t: mp.log(mp.erfc(mp.log(t) / mp.sqrt(2)) / 2),
        [*WIDE, 1e300],
    ),
    "uniform(1, 2)": (
        sp.S(1),
        (sp.S(1), sp.S(2)),
        lambda t: mp.log(t - 1),
        lambda t: mp.log(2 - t),
        [1 + 1e-15, 1.0001, 1.5, 1.9999999, 2 - 1e-15],
    ),
    "beta(1/10, 1/10)": (
        beta(TENTH, TENTH),
        UNIT,
        lambda t: mp.log(regular_beta(t)),
        lambda t: mp.log(regular_beta(1 - t)),
        INSIDE,
    ),
    "three times arcsine": (
        1 / (sp.pi * sp.sqrt(lam * (3 - lam))),
        (sp.S(0), sp.S(3)),
        lambda t: mp.log(2 / mp.pi * mp.asin(mp.sqrt(t / 3))),
        lambda t: mp.log(2 / mp.pi * mp.asin(mp.sqrt(1 - t / 3))),
        [1e-300, 1e-5, 1.0, 2.9, 3 - 1e-9, 3 - 1e-15],
    ),
    "kumaraswamy(1/2, 1/2)": (
        1 / (4 * sp.sqrt(lam) * sp.sqrt(1 - sp.sqrt(lam))),
        UNIT,
        lambda t: mp.log(1 - mp.sqrt(1 - mp.sqrt(t))),
        lambda t: mp.log(1 - mp.sqrt(t)) / 2,
        INSIDE,
    ),
    "pareto(3/2)": (
        R(3, 2) * lam ** R(-5, 2),
        (sp.S(1), sp.oo),
        lambda t: mp.log(1 - t**-1.5),
        lambda t: -mp.log(t) * 3 / 2,
        [1 + 1e-15, 1.001, 2.0, 10.0, 1e100, 1e300],
    ),
    "Lévy": (
        lam ** R(-3, 2) * sp.exp(-1 / (2 * lam)) / sp.sqrt(2 * sp.pi),
        HALF_LINE,
        lambda t: mp.log(mp.erfc(mp.sqrt(1 / (2 * t)))),
        lambda t: mp.log(mp.erf(mp.sqrt(1 / (2 * t)))),
        [1e-5, 1e-3, 0.1, 1.0, 10.0, 1e10, 1e300],
    ),
    "half-logistic": (
        1 / (2 * sp.cosh(lam / 2) ** 2),
        HALF_LINE,
        lambda t: mp.log(mp.tanh(t / 2)),
        lambda t: mp.log(2 / (1 + mp.exp(t))),
        WIDE,
    ),
    "triangular": (
        sp.Piecewise((4 * lam, lam < R(1, 2)), (4 - 4 * lam, True)),
        UNIT,
        lambda t: mp.log(2 * t * t if t < 0.5 else 1 - 2 * (1 - t) ** 2),
        lambda t: mp.log(1 - 2 * t * t if t < 0.5 else 2 * (1 - t) ** 2),
        INSIDE,
    ),
    "a singularity inside": (
        1 / (4 * sp.sqrt(sp.Abs(lam - 1))),
        (sp.S(0), sp.S(2)),
        lambda t: mp.log((1 - mp.sqrt(1 - t)) / 2 if t < 1 else (1 + mp.sqrt(t - 1)) / 2),
        lambda t: mp.log((1 + mp.sqrt(1 - t)) / 2 if t < 1 else (1 - mp.sqrt(t - 1)) / 2),
        [1e-5, 0.5, 1 - 1e-12, 1.0, 1 + 1e-12, 1.9, 2 - 1e-12],
    ),
}


def law(name):
    expr, support, *_ = LAWS[name]
    return HalfLine(signed_scale(Density(expr, *support)).folded)


@pytest.mark.parametrize("name", LAWS)
def test_both_tails_are_right_in_their_own_digits(name):
    """P(λ ≤ x) and P(λ > x) err by less than 1e-12, relative; beyond e^-740 so does the log."""
    *_, log_f, log_s, points = LAWS[name]
    half = law(name)
    x = np.array(points)
    for got, exact in ((half.logcdf(x), log_f), (half.logsf(x), log_s)):
        with mp.workdps(350):
            expected = [exact(mp.mpf(t)) for t in points]
            worst = max(
                abs(mp.expm1(g) - mp.expm1(e)) if e > -0.5 else abs(g - e) / max(1, abs(e) / 740)
                for g, e in zip(map(mp.mpf, got), expected, strict=True)
            )
        assert worst < 1e-12


@pytest.mark.parametrize("name", LAWS)
def test_the_quantile_inverts_the_tail(name):
    """F(ppf(q)) = q to 1e-12 of the smaller tail wherever the floats next to ppf(q) allow it, and so for isf."""
    half = law(name)
    q = np.array([1e-200, 1e-100, 1e-20, 1e-5, 0.1, 0.3, 0.5, 0.7, 0.9, 1 - 1e-10])
    for inverse, tail, other in ((half.ppf, half.logcdf, half.logsf), (half.isf, half.logsf, half.logcdf)):
        x = inverse(q)
        with np.errstate(divide="ignore"):
            for forward, target in ((tail, np.log(q)), (other, np.log1p(-q))):
                near = np.sort([forward(np.nextafter(x, 0.0)), forward(np.nextafter(x, np.inf))], axis=0)
                slack = 1e-12 * (1 + np.abs(target))
                assert np.all((near[0] - slack <= target) & (target <= near[1] + slack))


def test_the_density_is_the_formula():
    """Logpdf is the log of the density, at an integrable singularity inf and outside -inf."""
    half = law("three times arcsine")
    x = np.array([-1.0, 0.0, 1e-12, 2.0, 3 - 1e-14, 3.0, 3.1])
    with mp.workdps(40):
        expected = [float(-mp.log(mp.pi * mp.sqrt(mp.mpf(t) * (3 - mp.mpf(t))))) for t in x[2:5]]
    assert half.logpdf(x)[2:5] == pytest.approx(expected, rel=1e-14)
    assert list(half.logpdf(x)[[0, 6]]) == [-np.inf, -np.inf]
    assert half.logpdf(x)[1] == np.inf
    assert law("half-Cauchy").logpdf(np.array(0.0)) == pytest.approx(np.log(2 / np.pi), rel=1e-14)


def test_the_square_of_a_rayleigh_is_exponential():
    """If λ is Rayleigh, P(λ² > v) = e^{-v/2}."""
    variance = HalfLine(squared(law("rayleigh").scale))
    v = np.array([1e-30, 0.3, 5.0, 900.0, 1e5])
    assert variance.logsf(v) == pytest.approx(-v / 2, rel=1e-13)


def test_atoms_jump_and_quantiles_stop_there():
    """A quarter at 0, a half at 1, a quarter uniform on (0, 2)."""
    uniform = Density(R(1, 2) + 0 * lam, sp.S(0), sp.S(2))
    atoms = Atoms(((sp.S(0), R(1, 3)), (sp.S(1), R(2, 3))))
    mixed: Measure = Blend(((R(1, 4), uniform), (R(3, 4), atoms)))
    half = HalfLine(signed_scale(mixed).folded)
    x = np.array([0.0, 0.5, np.nextafter(1.0, 0.0), 1.0, 1.5, 2.0])
    assert np.exp(half.logcdf(x)) == pytest.approx([0.25, 0.3125, 0.375, 0.875, 0.9375, 1.0], rel=1e-14)
    assert np.exp(half.logsf(x)) == pytest.approx([0.75, 0.6875, 0.625, 0.125, 0.0625, 0.0], rel=1e-13)
    q = np.array([0.0, 0.1, 0.25, 0.3125, 0.5, 0.875, 0.9375, 1.0])
    assert half.ppf(q) == pytest.approx([0.0, 0.0, 0.0, 0.5, 1.0, 1.0, 1.5, 2.0], rel=1e-13)
    assert half.isf(1 - q) == pytest.approx([0.0, 0.0, 0.0, 0.5, 1.0, 1.0, 1.5, 2.0], rel=1e-13)
    assert np.isnan(half.ppf(np.array([-0.1, 1.1, np.nan]))).all()


def test_quantiles_are_found_beyond_every_mark():
    """By ln F and ln S themselves, which may be far below those of a double: e^-5000 and e^-10⁵."""
    half = law("rayleigh")
    target = np.array([-5000.0, -1e5])
    # F ~ x²/2 at 0 and S = e^{-x²/2}.
    assert half.solve(target, -1) == pytest.approx((target + np.log(2)) / 2, rel=1e-14)
    assert half.solve(target, 1) == pytest.approx(np.log(-2 * target) / 2, rel=1e-14)
    cauchy = law("half-Cauchy")
    for side in (-1, 1):
        assert side * cauchy.solve(target, side) == pytest.approx(np.log(2 / np.pi) - target, rel=1e-14)
    # A power of 1.5 from an end that is known.
    assert law("pareto(3/2)").solve(target, 1) == pytest.approx(-target / 1.5, rel=1e-14)
    assert law("pareto(3/2)").solve(target, -1) == pytest.approx([0.0, 0.0], abs=1e-300)


def test_a_part_without_mass_adds_none():
    """A continuum of density 0 has no tails, on either side of any point."""
    nothing = Cumulative.of(Continuum(lambda u: np.full(u.shape, -np.inf), -np.inf, np.inf))
    u = np.array([-3.0, 0.0, 700.0])
    for side in (-1, 1):
        assert list(nothing.log_tail(u, np.full(3, np.nan), side)) == [-np.inf] * 3
    assert nothing.log_total == -np.inf and len(nothing.edges()[0]) == 0


def test_nothing_is_left_beyond_an_end_whatever_is_asked_beside_it():
    """The survival of a Rayleigh law, e^{-x²/2}, at points of which some are infinite."""
    (chart,) = charts(Continuum(lambda u: 2 * u - 0.5 * np.exp(2 * u), -np.inf, np.inf))
    tails = _outwards(chart, np.array([0.3, np.inf, 0.8]), 1)
    assert tails[1] == -np.inf
    assert tails[[0, 2]] == pytest.approx(-0.5 * np.exp(2 * np.array([0.3, 0.8])), rel=1e-14)


def test_nothing_is_left_of_0_and_no_probability_is_above_1():
    # the masses sum to a little more than 1, as sums of doubles do
    law = HalfLine(Scale(0.5, (0.0,), (0.5 + 1e-13,)))
    assert law.logcdf(np.array([-1.0, -1e-300])).tolist() == [-np.inf, -np.inf]
    assert (law.logcdf(np.array([0.0, 1.0, 2.0])) <= 0).all()
    assert (law.logsf(np.array([-1.0, 0.0, 1.0])) <= 0).all()
