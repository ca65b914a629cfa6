"""Signed laws against the normal law and against atoms counted by hand."""

from __future__ import annotations

import mpmath as mp
import numpy as np
import pytest
import sympy as sp

from priorcalc.measure import Atoms, Density
from priorcalc.numeric.measures import signed_scale
from priorcalc.numeric.noise import SignedLaw
from priorcalc.symbols import lam

NORMAL = Density(sp.exp(-((lam - 1) ** 2) / 8) / sp.sqrt(8 * sp.pi), -sp.oo, sp.oo)
R = sp.Rational
POINTS = np.array([-1e3, -30.0, -1.0, -1e-5, 0.0, 1e-5, 0.5, 1.0, 3.0, 30.0, 1e3])


def test_a_normal_law_is_put_together_from_its_halves():
    """N(1, 4): both tails and the density err by less than 1e-12, relative, and their logs where they underflow."""
    law = SignedLaw(signed_scale(NORMAL))
    with mp.workdps(40):
        z = [(mp.mpf(t) - 1) / 2 for t in POINTS]
        below = [float(mp.log(mp.erfc(-t / mp.sqrt(2)) / 2)) for t in z]
        above = [float(mp.log(mp.erfc(t / mp.sqrt(2)) / 2)) for t in z]
        density = [float(-t * t / 2 - mp.log(8 * mp.pi) / 2) for t in z]
    for got, expected in ((law.logcdf(POINTS), below), (law.logsf(POINTS), above), (law.logpdf(POINTS), density)):
        assert list(got) == [pytest.approx(value, rel=1e-14, abs=1e-12) for value in expected]
    assert law.cdf(POINTS) == pytest.approx(np.exp(below), rel=1e-12)


def test_quantiles_of_a_normal_law_go_through_zero():
    """F(ppf(q)) = q and S(isf(q)) = q on both sides of 0."""
    law = SignedLaw(signed_scale(NORMAL))
    q = np.array([1e-300, 1e-10, 0.1, 0.3, 0.3085, 0.31, 0.5, 0.6, 0.9, 1 - 1e-12])
    assert law.cdf(law.ppf(q)) == pytest.approx(q, rel=2e-12)
    assert law.sf(law.isf(q)) == pytest.approx(q, rel=2e-12)
    assert list(law.ppf(np.array([0.0, 1.0]))) == [-np.inf, np.inf]


def test_atoms_on_both_sides():
    """Masses 1/2 at -2, 1/5 at 0, 3/10 at 1/2: the jumps lie where they should, quantiles are the least that reach."""
    half, fifth = sp.Rational(1, 2), sp.Rational(1, 5)
    law = SignedLaw(signed_scale(Atoms(((sp.S(0), fifth), (half, 1 - half - fifth), (sp.S(-2), half)))))
    x = np.array([-3.0, -2.0, -1.0, 0.0, 0.4, 0.5, 1.0])
    assert law.cdf(x) == pytest.approx([0, 0.5, 0.5, 0.7, 0.7, 1, 1], abs=1e-15)
    assert law.sf(x) == pytest.approx([1, 0.5, 0.5, 0.3, 0.3, 0, 0], abs=1e-15)
    assert law.ppf(np.array([0, 0.1, 0.5, 0.6, 0.7, 0.71, 1.0])) == pytest.approx([-2, -2, -2, 0, 0, 0.5, 0.5])
    assert law.isf(np.array([0, 0.1, 0.3, 0.31, 0.5, 0.51, 1.0])) == pytest.approx([0.5, 0.5, 0, 0, -2, -2, -2])
    assert np.all(np.isneginf(law.logpdf(x)))


def test_a_density_beyond_the_doubles_is_infinite_without_a_warning():
    """α λ^(α - 1) with α = 1/1000 at the least double is 1e320."""
    steep = SignedLaw(signed_scale(Density(lam ** R(-999, 1000) / 1000, sp.S(0), sp.S(1))))
    assert steep.logpdf(np.array(5e-324)) == pytest.approx(0.999 * 744.4400719213812 - np.log(1000), rel=1e-12)
    assert steep.pdf(np.array([5e-324, 0.5])) == pytest.approx([np.inf, 0.5**-0.999 / 1000], rel=1e-12)
