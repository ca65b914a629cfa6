"""A prior as a finite Gaussian mixture: the stated error holds where it is stated, and the goal is met."""

from __future__ import annotations

import numpy as np
import pytest

from priorcalc.errors import ParameterError
from priorcalc.numeric.gaussian_mixture import as_gaussian_mixture
from priorcalc.numeric.scale import Scale
from priorcalc.numeric.weight import WeightNumbers
from tests.numeric.scales import ATOMS, SCALES, SPIKED


def mixture_pdf(w, scales, weights):
    away = scales > 0
    x = w[:, None] / scales[away]
    return np.sum(weights[away] / scales[away] * np.exp(-0.5 * x * x), axis=1) / np.sqrt(2 * np.pi)


@pytest.mark.parametrize(("rtol", "mass"), [(1e-10, 1 - 1e-12), (1e-4, 0.999)])
@pytest.mark.parametrize("name", ["rayleigh", "half_cauchy", "uniform", "beta_half_half", "lognormal", "levy"])
def test_the_mixture_is_the_prior_over_the_stated_range(name, rtol, mass):
    """At random |w| between the quantiles the densities differ by at most the measured error, with some slack."""
    weight = WeightNumbers(SCALES[name], 2.0)
    scales, weights, error = as_gaussian_mixture(weight, rtol, mass)
    assert error <= rtol and np.all(weights > 0) and np.all(np.diff(scales) >= 0)
    low, high = weight.isf(0.5 - (1 - mass) / 4), weight.isf((1 - mass) / 4)
    w = np.exp(np.random.default_rng(3).uniform(np.log(low), np.log(high), 300))
    assert np.abs(mixture_pdf(w, scales, weights) / weight.pdf(w) - 1).max() <= 3 * error + 1e-13


def test_a_finite_mixture_is_itself():
    """Atoms come back as they were, the spike as the component of standard deviation 0."""
    scales, weights, error = as_gaussian_mixture(WeightNumbers(SPIKED, 3.0))
    assert np.allclose(scales, [0, 1.5, 6], rtol=1e-15) and np.allclose(weights, [0.2, 0.3, 0.5], rtol=1e-15)
    assert error < 1e-13
    scales, weights, _ = as_gaussian_mixture(WeightNumbers(ATOMS))
    assert np.allclose(scales, [0.5, 2], rtol=1e-15) and np.allclose(weights, [0.3, 0.7], rtol=1e-15)
    scales, weights, error = as_gaussian_mixture(WeightNumbers(Scale(spike=1.0)))
    assert (scales, weights, error) == (0, 1, 0)


def test_less_accuracy_costs_fewer_components():
    """A larger rtol and a smaller range give a smaller mixture."""
    weight = WeightNumbers(SCALES["rayleigh"])
    sizes = [len(as_gaussian_mixture(weight, rtol, 0.999)[0]) for rtol in (1e-10, 1e-6, 1e-3)]
    assert sizes[0] > sizes[1] >= sizes[2]


def test_goals_that_make_no_sense_are_refused():
    """rtol must be positive, and the mass inside (0, 1)."""
    for wrong in ({"rtol": 0.0}, {"mass": 1.0}, {"mass": 0.0}):
        with pytest.raises(ParameterError):
            as_gaussian_mixture(WeightNumbers(SCALES["rayleigh"]), **wrong)
