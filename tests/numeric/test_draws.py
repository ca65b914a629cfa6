"""Draws have the law of the measure: moments and distribution functions in closed form, from the definition."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
from scipy.special import ndtr
from sympy import Rational, S, oo

from priorcalc import laws
from priorcalc.laws.noise import NoiseLaw
from priorcalc.measure import Density, Lattice, Power
from priorcalc.numeric.draws import draw
from priorcalc.symbols import lam, n

N = 200_000
BOUND = float(np.sqrt(np.log(2e9) / (2 * N)))
"""Dvoretzky–Kiefer–Wolfowitz at 1e-9 for each test: P(D > ε) ≤ 2e^{-2Nε²}."""


def distance(draws: np.ndarray, cdf) -> float:  # type: ignore[no-untyped-def, type-arg]
    """The Kolmogorov–Smirnov distance to a continuous distribution function."""
    values = cdf(np.sort(draws))
    steps = np.arange(len(draws) + 1) / len(draws)
    return float(max(np.max(values - steps[:-1]), np.max(steps[1:] - values)))


def rng() -> np.random.Generator:
    return np.random.default_rng(2024)


def without_sampler(expr, lower, upper, breaks=()) -> Density:  # type: ignore[no-untyped-def]
    return Density(expr, S(lower), S(upper), breaks)


INVERTED = {
    "exponential": (without_sampler(laws.exponential().measure.expr, 0, oo), lambda x: -np.expm1(-x)),
    "arcsine, singular at both ends": (
        without_sampler(laws.arcsine().measure.expr, -1, 1),
        lambda x: 0.5 + np.arcsin(x) / np.pi,
    ),
    "Cauchy, two signs and heavy tails": (
        without_sampler(laws.half_cauchy().measure.expr / 2, -oo, oo),
        lambda x: 0.5 + np.arctan(x) / np.pi,
    ),
    "a linear density on (1, 3)": (without_sampler((lam - 1) / 2, 1, 3), lambda x: (x - 1) ** 2 / 4),
    "Pareto of index 1/2": (without_sampler(lam ** Rational(-3, 2) / 2, 1, oo), lambda x: 1 - x**-0.5),
}


@pytest.mark.parametrize("name", INVERTED)
def test_a_density_without_a_sampler_is_drawn_by_its_inverse(name: str) -> None:
    """The draws have the distribution function written down by hand; false-alarm probability 1e-9."""
    measure, cdf = INVERTED[name]
    assert distance(draw(measure, rng(), N), cdf) < BOUND


def test_the_truncated_normal_is_drawn_without_a_sampler() -> None:
    """N(1, 1/4) on (0, ∞), whose distribution function is Φ's; false-alarm probability 1e-9."""
    below = ndtr(-2.0)
    assert (
        distance(
            draw(laws.truncated_normal(1, 0.5).measure, rng(), N), lambda x: (ndtr(2 * (x - 1)) - below) / (1 - below)
        )
        < BOUND
    )


def test_the_inverse_is_exact_far_in_the_tail() -> None:
    """Uniforms 1e-12 from either end are sent to the quantiles that mpmath gives, to 1e-5 in ln λ."""
    from priorcalc.numeric.draws import _table

    ((_, inverse),) = _table(INVERTED["exponential"][0]).inverses
    for uniform in (1e-12, 1e-6, 0.3, 0.7, 1 - 2.0**-30):
        with mpmath.workdps(30):
            exact = float(mpmath.log(-mpmath.log1p(-mpmath.mpf(uniform))))
        assert inverse(np.array([uniform]))[0] == pytest.approx(exact, abs=1e-5)


def test_powers_and_products_keep_the_absolute_value() -> None:
    """|X|^k·c and |XY| are drawn from the leaves' own draws, in order."""
    base, seed = laws.gaussian(0, 2).measure, 5
    x = draw(base, np.random.default_rng(seed), 100)
    power = draw(Power(base, S(-2), S(3)), np.random.default_rng(seed), 100)
    assert np.allclose(power, 3 * np.abs(x) ** -2.0, rtol=1e-15)
    product = draw((laws.gaussian() * laws.gaussian()).measure, np.random.default_rng(seed), 100)
    assert np.all(product > 0)


def test_atoms_are_drawn_with_their_masses() -> None:
    """The counts of three atoms are binomial: off by less than 6.2 standard deviations, probability 6e-10 each."""
    x = draw(laws.categorical({0: 0.2, 0.5: 0.3, -2: 0.5}).measure, rng(), N)
    assert set(np.unique(x)) == {-2.0, 0.0, 0.5}
    for value, mass in ((0.0, 0.2), (0.5, 0.3), (-2.0, 0.5)):
        assert abs(np.mean(x == value) - mass) < 6.2 * np.sqrt(mass * (1 - mass) / N)


def test_a_lattice_without_a_sampler_is_drawn_by_its_masses() -> None:
    """2^-k at k = 1, 2, …: counts within 6.2 standard deviations, probability 6e-10 each."""
    x = draw(Lattice(S.Half**n, n, 1, oo), rng(), N)
    for k in range(1, 8):
        assert abs(np.mean(np.isclose(x, k)) - 0.5**k) < 6.2 * np.sqrt(0.5**k / N)


def test_a_mixture_draws_its_parts_with_their_weights() -> None:
    """A spike and a Rayleigh slab: the spike's count, and the slab's distribution; probability 1e-9 each."""
    x = draw(NoiseLaw.mixture([(0.3, laws.point(0)), (0.7, laws.rayleigh())]).measure, rng(), N)
    assert abs(np.mean(x == 0) - 0.3) < 6.2 * np.sqrt(0.21 / N)
    slab = x[x > 0]
    assert distance(slab, lambda y: -np.expm1(-(y**2) / 2)) < BOUND * np.sqrt(N / len(slab))


def test_the_shape_asked_for_is_the_shape_given() -> None:
    """Also where it is a tuple, and with no sampler."""
    for law in (laws.rayleigh(), laws.truncated_normal(1, 0.5), laws.bernoulli(0.5), laws.poisson(2)):
        assert draw(law.measure, rng(), (3, 4)).shape == (3, 4)
        assert draw(law.measure, rng(), 5).shape == (5,)
