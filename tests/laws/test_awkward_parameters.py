"""Every law of the catalogue at awkward parameters: tiny, huge, half-integer; and its text read back.

The prior's numbers, its closed form and the variance prior are compared with mpmath's quadrature of the record's
density over u = ln λ, which nothing of ``numeric/`` or of the algebra takes part in.
"""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
from mpmath import mp
from sympy import Sum, lambdify

from priorcalc import derive_prior, laws
from priorcalc.exact import exact
from priorcalc.formula import to_formula_text
from priorcalc.measure import Density
from priorcalc.numeric.evaluate import evaluate
from priorcalc.symbols import lam
from priorcalc.symbols import v as V
from priorcalc.symbols import w as W

# Three sets for each law with a density: small, large, half-integer.
AWKWARD = {
    "gaussian": [{"sigma": 1e-9}, {"mu": 3, "sigma": 0.5}, {"mu": -0.5, "sigma": 1.5}],
    "gaussian_dropout": [{"rate": 0.05}, {"rate": 0.95}, {"rate": 0.5}],
    "half_normal": [{"sigma": 1e-9}, {"sigma": 1e9}, {"sigma": 2.5}],
    "folded_normal": [{"mu": 0, "sigma": 1e-3}, {"mu": 4, "sigma": 0.5}, {"mu": 1.5, "sigma": 2.5}],
    "truncated_normal": [
        {"mu": 0, "sigma": 1, "lower": 1, "upper": 2},
        {"mu": 50, "sigma": 5},
        {"mu": -1.5, "sigma": 1.5, "lower": -0.5, "upper": 2.5},
    ],
    "rayleigh": [{"sigma": 1e-9}, {"sigma": 1e9}, {"sigma": 1.5}],
    "maxwell": [{"sigma": 1e-9}, {"sigma": 1e9}, {"sigma": 1.5}],
    "chi": [{"nu": 0.1}, {"nu": 60}, {"nu": 2.5, "sigma": 1.5}],
    "rice": [{"nu": 1e-3}, {"nu": 12}, {"nu": 1.5, "sigma": 2.5}],
    "nakagami": [{"m": 0.05}, {"m": 50}, {"m": 2.5, "omega": 3.5}],
    "inverse_nakagami": [{"m": 0.1}, {"m": 50}, {"m": 2.5, "omega": 3.5}],
    "exponential": [{"scale": 1e-9}, {"scale": 1e9}, {"scale": 1.5}],
    "chi_square": [{"nu": 0.2}, {"nu": 60}, {"nu": 2.5}],
    "gamma": [{"alpha": 0.1}, {"alpha": 50, "beta": 100}, {"alpha": 2.5, "beta": 1.5}],
    "inverse_gamma": [{"alpha": 0.2}, {"alpha": 30, "beta": 1e3}, {"alpha": 2.5, "beta": 1.5}],
    "weibull": [{"alpha": 0.25}, {"alpha": 12}, {"alpha": 2.5, "beta": 1.5}],
    "generalized_gamma": [{"a": 1, "d": 0.2, "p": 0.5}, {"a": 1e3, "d": 8, "p": 4}, {"a": 1.5, "d": 2.5, "p": 1.5}],
    "frechet": [{"alpha": 0.5}, {"alpha": 10}, {"alpha": 2.5, "scale": 1.5}],
    "levy": [{"scale": 1e-9}, {"scale": 1e9}, {"scale": 1.5}],
    "noncentral_chi_square": [{"nu": 0.5, "nc": 0.1}, {"nu": 4, "nc": 30}, {"nu": 2.5, "nc": 1.5}],
    "uniform": [{"lower": 0, "upper": 1e-9}, {"lower": 1e3, "upper": 1001}, {"lower": -1.5, "upper": 2.5}],
    "beta": [{"alpha": 0.5, "beta": 0.5}, {"alpha": 30, "beta": 20}, {"alpha": 1.5, "beta": 2.5}],
    "arcsine": [{}],
    "kumaraswamy": [{"a": 0.5, "b": 0.5}, {"a": 8, "b": 6}, {"a": 2.5, "b": 1.5}],
    "triangular": [
        {"lower": 0, "c": 0, "upper": 1e-3},
        {"lower": 10, "c": 30, "upper": 1e3},
        {"lower": -0.5, "c": 0.5, "upper": 1.5},
    ],
    "log_uniform": [{"lower": 1e-6, "upper": 1e6}, {"lower": 1, "upper": 1.001}, {"lower": 0.5, "upper": 2.5}],
    "half_cauchy": [{"beta": 1e-9}, {"beta": 1e9}, {"beta": 1.5}],
    "half_student_t": [{"nu": 0.2}, {"nu": 60}, {"nu": 2.5, "sigma": 1.5}],
    "pareto": [{"alpha": 0.2}, {"alpha": 40}, {"alpha": 2.5, "m": 1.5}],
    "lomax": [{"alpha": 0.2}, {"alpha": 40}, {"alpha": 2.5, "scale": 1.5}],
    "burr": [{"c": 0.5, "k": 0.5}, {"c": 6, "k": 5}, {"c": 2.5, "k": 1.5, "scale": 1.5}],
    "dagum": [{"a": 0.5, "p": 0.5}, {"a": 6, "p": 5}, {"a": 2.5, "p": 1.5, "scale": 1.5}],
    "beta_prime": [{"alpha": 0.2, "beta": 0.3}, {"alpha": 30, "beta": 20}, {"alpha": 2.5, "beta": 1.5, "scale": 3.5}],
    "f": [{"d1": 0.5, "d2": 0.5}, {"d1": 40, "d2": 30}, {"d1": 2.5, "d2": 1.5}],
    "strawderman_berger": [{}],
    "lognormal": [{"mu": 0, "sigma": 0.05}, {"mu": 3, "sigma": 4}, {"mu": -0.5, "sigma": 1.5}],
    "half_logistic": [{"scale": 1e-9}, {"scale": 1e9}, {"scale": 1.5}],
    "kolmogorov": [{"scale": 1e-9}, {"scale": 1e9}, {"scale": 2.5}],
    "inverse_gaussian": [{"mu": 0.1, "shape": 0.01}, {"mu": 10, "shape": 300}, {"mu": 1.5, "shape": 2.5}],
    "gig": [{"p": -2, "chi": 0.1, "psi": 0.1}, {"p": 10, "chi": 5, "psi": 50}, {"p": -0.5, "chi": 1.5, "psi": 2.5}],
}
CASES = [(name, params) for name, sets in AWKWARD.items() for params in sets]
IDS = [f"{name}-{k}" for name, sets in AWKWARD.items() for k in range(len(sets))]
GOAL = 1e-11


def by_definition(law, point):
    """p(w) at 25 digits from the record's density, and P(λ² ≤ 1.7 m²) for m the scale that is looked at."""
    measure = law.measure
    assert isinstance(measure, Density)
    density = lambdify(lam, measure.expr, "mpmath")
    with mp.workdps(25):
        here, total = mp.mpf(point), mp.mpf(0)
        marks = [abs(mp.mpf(str(b.evalf(25)))) for b in measure.breaks if b != 0]
        for sign in (1, -1):
            ends = sorted(
                sign * mp.mpf(str(end.evalf(25)).replace("oo", "inf")) for end in (measure.lower, measure.upper)
            )
            if ends[1] <= 0:
                continue
            lower = mp.log(ends[0]) if ends[0] > 0 else mp.mpf(-300)
            upper = mp.log(ends[1]) if ends[1] < mp.inf else mp.mpf(300)
            centre, grid = (
                mp.log(here),
                (-200, -100, -50, -25, -12, -6, -3, -1.5, -0.5, 0, 0.5, 1.5, 3, 6, 12, 25, 50, 100, 200),
            )
            cuts = {
                lower,
                upper,
                *(mp.mpf(g) for g in grid),
                *(centre + mp.mpf(g) / 4 for g in grid),
                *map(mp.log, marks),
            }
            cuts |= {
                mp.log(m) + mp.mpf(g) / 8 for m in [*marks, law_scale(law)] for g in (-8, -4, -2, -1, 0, 1, 2, 4, 8)
            }
            inside = sorted(u for u in cuts if lower <= u <= upper)

            def integrand(u, sign=sign):
                x = mp.exp(u)
                return density(sign * x) * mp.exp(-((here / x) ** 2) / 2) / mp.sqrt(2 * mp.pi)

            total += mp.quad(integrand, inside)
        return total


def law_scale(law):
    """Where the law has its mass, roughly: the median of |λ| as the package has it, a mark for the integrator only."""
    return mp.mpf(float(np.sqrt(derive_prior(law).variance.ppf(0.5))))


@pytest.mark.parametrize(("name", "params"), CASES, ids=IDS)
def test_the_density_is_the_integral_of_the_definition(name, params):
    """Numbers and closed form, at a weight near the centre of the prior and at one in its tail."""
    prior = derive_prior(name, **params)
    law = laws.law(name, **params)
    unit = float(prior.isf(0.25))
    for point in (unit, 4 * unit):
        truth = by_definition(law, point)
        assert abs(prior.pdf(point) / truth - 1) < GOAL, point
        if prior.expr is not None:
            with mpmath.workdps(25):
                assert abs(evaluate(prior.expr, W, exact(point), digits=18) / truth - 1) < GOAL, point


@pytest.mark.parametrize(("name", "params"), CASES, ids=IDS)
def test_the_variance_prior_is_the_change_of_variables(name, params):
    """p(v) = [p(√v) + p(-√v)]/(2√v), and its expression where there is one."""
    prior = derive_prior(name, **params)
    measure = laws.law(name, **params).measure
    density = lambdify(lam, measure.expr, "mpmath")
    for q in (0.2, 0.7):
        v = float(prior.variance.ppf(q))
        with mpmath.workdps(25):
            root = mp.sqrt(v)
            inside = [x for x in (root, -root) if float(measure.lower) < x < float(measure.upper)]
            truth = mp.fsum(density(x) for x in inside) / (2 * root)
            assert abs(prior.variance.pdf(v) / truth - 1) < 1e-9
            if prior.variance.expr is not None and not prior.variance.expr.has(Sum):
                assert abs(evaluate(prior.variance.expr, V, exact(v), digits=18) / truth - 1) < 1e-9


READ_BACK = [
    name
    for name in AWKWARD
    if name not in ("kolmogorov", "triangular", "strawderman_berger", "arcsine", "folded_normal", "gaussian_dropout")
]


@pytest.mark.parametrize("name", READ_BACK)
def test_the_text_of_a_density_is_read_back_as_the_same_law(name):
    """name → density text → derive_prior(text): the same weight law, by name and parameters, or by its numbers."""
    params = AWKWARD[name][-1]
    prior = derive_prior(name, **params)
    measure = laws.law(name, **params).measure
    again = derive_prior(to_formula_text(measure.expr), support=(measure.lower, measure.upper))
    assert again.name == prior.name
    for key, value in prior.params.items():
        assert again.params[key] == pytest.approx(value, rel=1e-12)
    points = np.array([0.3, 1.0, 2.0]) * float(prior.isf(0.25))
    assert np.allclose(again.logpdf(points), prior.logpdf(points), rtol=1e-11, atol=1e-11)
