"""Quantiles undo the distribution function, from 1e-300 to 1 - 1e-16 and to within an ulp of the median."""

from __future__ import annotations

import numpy as np
import pytest

from priorcalc.errors import PrecisionError
from priorcalc.numeric.quantile import outward
from priorcalc.numeric.weight import WeightNumbers
from tests.numeric.scales import ATOMS, SCALES, SPIKED, continuum

ALL = {**SCALES, "atoms": ATOMS, "spiked": SPIKED}
RANDOM = np.random.default_rng(8)
LOWER = np.concatenate([10.0 ** RANDOM.uniform(-300, -1, 120), RANDOM.uniform(0, 0.5, 120)])
NEAR = 10.0 ** RANDOM.uniform(-16, -2, 60)


@pytest.mark.parametrize("name", sorted(ALL))
def test_the_distribution_function_of_a_quantile_is_the_probability(name):
    """cdf(ppf(q)) = q and sf(isf(q)) = q to 1e-12 relative, where the quantile is a normal double and not the spike."""
    weight = WeightNumbers(ALL[name], 1.5)
    for there, back in ((weight.ppf, weight.cdf), (weight.isf, weight.sf)):
        w = there(LOWER)
        known = (np.abs(w) > 1e-305) & (np.abs(w) < 1e305)
        assert known.sum() > 150
        assert np.allclose(back(w[known]), LOWER[known], rtol=1e-12)


@pytest.mark.parametrize("name", sorted(SCALES))
def test_the_upper_quantiles_keep_the_upper_tail(name):
    """sf(ppf(1 - ε)) is the ε that is left after rounding 1 - ε, down to 1e-16."""
    weight = WeightNumbers(SCALES[name])
    q = 1 - 10.0 ** RANDOM.uniform(-16, -1, 40)
    q = q[q < 1]
    assert np.allclose(weight.sf(weight.ppf(q)), 1 - q, rtol=1e-12)


def test_near_the_median_quantiles_are_relative():
    """For Laplace ppf(½ - δ) = ln(1 - 2δ), which keeps its digits for δ near 1e-16."""
    delta = 0.5 - (0.5 - NEAR)
    found = WeightNumbers(SCALES["rayleigh"]).ppf(0.5 - delta)
    assert np.allclose(found, np.log1p(-2 * delta), rtol=1e-13)


def test_a_pole_brings_the_quantiles_close_to_zero():
    """Under gamma(0.3) noise P(0 < W < w) ~ w^0.3, so that a quantile 1e-15 above the median is about 1e-50."""
    weight = WeightNumbers(SCALES["gamma_0.3"])
    w = weight.ppf(0.5 + np.array([2.0**-50, 2.0**-40, 2.0**-30]))
    assert np.all(w < 1e-27) and np.all(w > 0)
    assert np.diff(np.log(w)) == pytest.approx([10 * np.log(2) / 0.3] * 2, rel=1e-4)


def test_probabilities_at_and_beyond_the_ends():
    """ppf(0) = -∞, ppf(1) = ∞, ppf(½) = 0; outside [0, 1] and for nan it is nan."""
    for scale in (SCALES["rayleigh"], SCALES["uniform"], ATOMS):
        weight = WeightNumbers(scale)
        q = np.array([0.0, 1.0, 0.5, -0.1, 1.1, np.nan])
        assert np.array_equal(weight.ppf(q), [-np.inf, np.inf, 0, np.nan, np.nan, np.nan], equal_nan=True)
        assert np.array_equal(weight.isf(q), [np.inf, -np.inf, 0, np.nan, np.nan, np.nan], equal_nan=True)


def test_the_spike_holds_its_share_of_the_probabilities():
    """With a spike of 0.2, ppf is 0 on [0.4, 0.6] and not outside."""
    weight = WeightNumbers(SPIKED)
    assert np.all(weight.ppf(np.linspace(0.4001, 0.5999, 9)) == 0)
    assert weight.ppf(0.399) < 0 < weight.ppf(0.601)


def test_quantiles_beyond_the_doubles_are_infinite():
    """Lévy noise has P(W > w) ~ w^{-1/2}: 1e-200 is exceeded only beyond 1e308."""
    weight = WeightNumbers(SCALES["levy"])
    assert weight.ppf(1e-200) == -np.inf and np.isfinite(weight.ppf(1e-150))


def test_the_two_routes_of_a_quantile_meet():
    """Asked by its tail or by its centre, the upper quartile of Laplace is ln 2."""
    quarter = np.array([0.25])
    low, high = np.nextafter(quarter, 0), np.nextafter(quarter, 1)
    by_tail, by_centre = outward(SCALES["rayleigh"], low, quarter), outward(SCALES["rayleigh"], high, quarter)
    assert by_tail[0] == pytest.approx(np.log(2), rel=1e-14) and by_centre[0] == pytest.approx(np.log(2), rel=1e-14)


def test_a_law_that_oscillates_far_out_has_the_quantiles_that_can_be_resolved():
    """e^-λ(1 + sin² λ): no quadrature resolves e^(10^8) waves, and the quartile does not need it to."""
    oscillating = continuum(lambda u: u - np.exp(u) + np.log1p(np.sin(np.exp(np.minimum(u, 700))) ** 2) - np.log(1.4))
    weight = WeightNumbers(oscillating)
    q = np.array([0.4999, 0.25, 1e-3, 1e-30])
    assert np.allclose(weight.sf(weight.isf(q)), q, rtol=1e-12)


def test_a_quantile_beyond_what_is_resolved_is_refused():
    """A lognormal with waves that get closer and closer: what lies beyond them is not guessed."""
    wild = continuum(lambda u: -0.5 * u**2 + 0.5 * np.sin(np.exp(0.5 * np.minimum(np.abs(u), 1400))))
    weight = WeightNumbers(wild)
    assert weight.sf(weight.isf(0.2)) == pytest.approx(0.2, rel=1e-12)
    told = r"^a quantile: the law is resolved for \|w\|/σ₀ from \S+ to \S+ only; take a probability nearer"
    with pytest.raises(PrecisionError, match=told):
        weight.isf(1e-200)


def test_where_nothing_is_resolved_the_reason_is_that_of_quadrature():
    """Waves too fast at every scale: no quantile, and no other error either."""
    noise = continuum(lambda u: -0.5 * u**2 + np.sin(1e9 * np.cosh(0.1 * np.clip(u, -1000, 1000))))
    with pytest.raises(PrecisionError, match="quadrature over ln λ"):
        WeightNumbers(noise).isf(0.2)
