"""An endless lattice law far out, where the atoms that matter have masses below every double."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
from mpmath import mp
from sympy import S, Symbol, oo

from priorcalc.measure import Blend, Lattice, Power
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


@pytest.mark.parametrize("w", ["0.5", "100", "5000", "20000", "30000", "40000", "1e6", "1e8"])
def test_the_tail_goes_on_where_the_masses_underflow(w):
    """ln p(w) to 1e-12 across the cut, which here lies at w of a few ten thousand."""
    found = WeightNumbers(weight_scale(GEOMETRIC)).logpdf(float(w))
    truth = by_summation(w)
    with mpmath.workdps(40):
        assert abs(found - truth) < 1e-12 * max(1, abs(truth))


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
