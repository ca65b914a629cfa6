"""The elementary laws against mpmath, with a scale, with a spike, at the ends, and in arrays longer than a block."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
from mpmath import mp

from priorcalc.numeric.closed import _BLOCK, FORMS, ClosedWeight, closed_or_integrated
from priorcalc.numeric.scale import Scale
from priorcalc.numeric.weight import WeightNumbers

SHAPES = {"Normal": {}, "Laplace": {}, "Cauchy": {}, "Student-t": {"nu": 3.5}, "Logistic": {}}
SIZES = [1e-300, 1e-160, 1e-12, 1e-3, 0.3, 1.0, 2.7, 30.0, 1e5, 1e9, 1e160]
TAILED = [name for name in FORMS if FORMS[name].tail is not None]


def density(name, x, shapes):
    """ln p at x for a unit scale, by mpmath."""
    x = mpmath.mpf(x)
    match name:
        case "Normal":
            return -x * x / 2 - mp.log(2 * mp.pi) / 2
        case "Laplace":
            return -x - mp.log(2)
        case "Cauchy":
            return -mp.log(mp.pi * (1 + x * x))
        case "Logistic":
            return -x - 2 * mp.log1p(mp.exp(-x))
    nu = mpmath.mpf(shapes["nu"])
    front = mp.loggamma((nu + 1) / 2) - mp.loggamma(nu / 2) - mp.log(mp.pi * nu) / 2
    return front - (nu + 1) / 2 * mp.log1p(x * x / nu)


def tail(name, x):
    """ln P(X > x) for x ≥ 0 and a unit scale."""
    x = mpmath.mpf(x)
    match name:
        case "Normal":
            # erfc has no such argument; the first terms of its series do.
            return mp.log(mp.erfc(x / mp.sqrt(2)) / 2) if x < 1e5 else -x * x / 2 - mp.log(x * mp.sqrt(2 * mp.pi))
        case "Laplace":
            return -x - mp.log(2)
        case "Cauchy":
            return mp.log(mp.atan2(1, x) / mp.pi)
    return -x - mp.log1p(mp.exp(-x))


def law(name, unit=1.0, mass=1.0, **shapes):
    """The law with its scale, the spike beside it and what it falls back on left empty."""
    return ClosedWeight(FORMS[name], unit, shapes or SHAPES[name], mass, WeightNumbers(Scale(1 - mass)))


@pytest.mark.parametrize(("unit", "mass"), [(1.0, 1.0), (0.37, 1.0), (4.0, 0.3)])
@pytest.mark.parametrize("name", FORMS)
def test_the_log_density_is_that_of_the_formula(name, unit, mass):
    """ln p(±w) = ln p₁(|w|/b) - ln b + ln(1 - spike) to 4e-16 relative, or 1e-15."""
    found = law(name, unit, mass).logpdf(np.array([[x * unit, -x * unit] for x in SIZES]))
    assert np.array_equal(found[:, 0], found[:, 1])
    for x, here in zip(SIZES, found[:, 0], strict=True):
        with mp.workdps(40):
            exact = density(name, mpmath.mpf(x * unit) / mpmath.mpf(unit), SHAPES[name])
            expected = exact + mp.log(mpmath.mpf(mass)) - mp.log(mpmath.mpf(unit))
            # From 1e154 on the square of x is no double, nor is ln p.
            assert here == -np.inf if expected < -1e308 else abs(here - expected) < 1e-15 + 6e-16 * abs(expected)


@pytest.mark.parametrize("nu", [0.01, 1.0, 39.9, 40.1, 45.0, 100.0, 1e4, 1e9, 1e15])
def test_the_front_of_student_t_keeps_its_digits(nu):
    """ln Γ(a + ½) - ln Γ(a) - ½ ln πν, by differences of lnΓ and by the series for large a."""
    with mp.workdps(60):
        expected = density("Student-t", 0, {"nu": nu})
        assert abs(law("Student-t", nu=nu).logpdf(0.0) - expected) < 5e-15 * max(1, abs(expected))


@pytest.mark.parametrize(("unit", "mass"), [(1.0, 1.0), (2.5, 0.25)])
@pytest.mark.parametrize("name", TAILED)
def test_both_tails_are_those_of_the_formula(name, unit, mass):
    """S(w) = mass·S₁(w/b) above 0, 1 - mass·S₁(|w|/b) below, and F(w) = S(-w) but for the jump."""
    one = law(name, unit, mass)
    for x in SIZES[:-1]:
        w = x * unit
        with mp.workdps(40):
            log = tail(name, mpmath.mpf(w) / mpmath.mpf(unit)) + mp.log(mpmath.mpf(mass))
            other = mp.log1p(-mp.exp(log))
            close = 1e-15 + 1e-15 * abs(log)
            assert abs(one.logsf(w) - log) < close and abs(one.logcdf(-w) - log) < close
            assert abs(one.logsf(-w) - other) < 1e-15 and abs(one.logcdf(w) - other) < 1e-15
        assert one.sf(w) == pytest.approx(float(mp.exp(log)), rel=1e-13, abs=1e-320)
        assert one.cdf(w) == pytest.approx(float(mp.exp(other)), rel=1e-15)
    assert (one.sf(0.0), one.cdf(0.0)) == pytest.approx((mass / 2, 1 - mass / 2), rel=1e-15)
    assert (one.sf(np.inf), one.cdf(np.inf), one.sf(-np.inf), one.cdf(-np.inf)) == (0.0, 1.0, 1.0, 0.0)
    assert np.isnan(one.sf(np.nan)) and np.isnan(one.cdf(np.nan))


@pytest.mark.parametrize(("unit", "mass"), [(1.0, 1.0), (2.5, 0.25)])
@pytest.mark.parametrize("name", [name for name in FORMS if FORMS[name].quantile is not None])
def test_quantiles_undo_the_tails(name, unit, mass):
    """S(S⁻¹(q)) = q on both sides; 0 where the spike has q, ±∞ at the ends, nan outside [0, 1]."""
    one = law(name, unit, mass)
    q = mass * np.array([1e-300, 1e-20, 1e-5, 0.1, 0.2499, 0.2501, 0.4, 0.4999])
    assert one.sf(one.isf(q)) == pytest.approx(q, rel=1e-12)
    assert one.cdf(one.ppf(q)) == pytest.approx(q, rel=1e-12)
    assert np.array_equal(one.ppf(q), -one.isf(q))
    upper = 1 - mass * np.array([2.0**-50, 0.1, 0.3, 0.45])
    assert one.sf(one.isf(upper)) == pytest.approx(upper, rel=1e-15)
    assert one.isf(0.5) == 0 and not np.signbit(one.isf(0.5)) and not np.signbit(one.ppf(0.5))
    assert (one.isf(0.0), one.isf(1.0), one.ppf(0.0), one.ppf(1.0)) == (np.inf, -np.inf, -np.inf, np.inf)
    assert np.isnan(one.isf(np.array([-0.1, 1.1, np.nan]))).all()
    if mass < 1:
        # The spike is 1 - mass wide, around ½.
        assert np.array_equal(one.isf(0.5 + 0.49 * (1 - mass) * np.array([-1, -0.2, 0.3, 1])), np.zeros(4))
    # Next to the middle the distance from it is what counts.
    near = 0.5 - 0.5 * (1 - mass) - mass * 2.0**-40
    assert one.sf(one.isf(near)) == pytest.approx(near, rel=1e-15) and one.isf(near) > 0


def test_shapes_are_kept_and_long_arrays_are_taken_in_blocks():
    """Scalars are floats; an array of shape (3, 0, 2) stays one; beyond a block the numbers are those of one by one."""
    one = law("Laplace", 2.0)
    assert type(one.logpdf(1.0)) is float and one.logpdf(np.zeros((3, 0, 2))).shape == (3, 0, 2)
    w = np.linspace(-5, 5, 2 * _BLOCK + 3)
    found = one.logpdf(w)
    for k in (0, 1, _BLOCK - 1, _BLOCK, 2 * _BLOCK, 2 * _BLOCK + 2):
        assert found[k] == one.logpdf(float(w[k]))
    assert np.array_equal(w, np.linspace(-5, 5, 2 * _BLOCK + 3))


def test_what_has_no_form_is_integrated():
    """A name without an elementary law gives the numbers themselves; a spike and slab is a normal with a spike."""
    numbers = WeightNumbers(Scale(0.25, (0.0,), (0.75,)))
    assert closed_or_integrated("Horseshoe", {}, numbers) is numbers
    assert closed_or_integrated(None, {}, numbers) is numbers
    slab = closed_or_integrated("Spike and slab", {"p": 0.75, "sigma": 1.0}, numbers)
    assert isinstance(slab, ClosedWeight) and slab.form is FORMS["Normal"] and slab.mass == 0.75
    w = np.array([0.3, -2.0])
    for method in ("logpdf", "pdf", "logsf", "cdf", "score", "shrinkage"):
        assert getattr(slab, method)(w) == pytest.approx(getattr(numbers, method)(w), rel=1e-12)
    # Student's t has no elementary tail or quantile.
    student = law("Student-t", 1.0, nu=3.0)
    assert student.form.tail is None and student.form.quantile is None


def test_fallbacks_ask_the_numbers():
    """Without an elementary tail or quantile the numbers beside the form answer."""
    numbers = WeightNumbers(Scale(0.0, (0.0,), (1.0,)))
    odd = ClosedWeight(FORMS["Student-t"], 1.0, {"nu": 3.0}, 1.0, numbers)
    for method, at in (("logsf", 0.7), ("logcdf", 0.7), ("sf", -0.7), ("cdf", 2.0), ("isf", 0.2), ("ppf", 0.2)):
        assert getattr(odd, method)(at) == pytest.approx(getattr(numbers, method)(at), rel=1e-15)
    assert odd.score(0.7) == numbers.score(0.7) and odd.shrinkage(0.7, 2.0) == numbers.shrinkage(0.7, 2.0)
