"""What a derivation claims, compared with numbers from the definition.

The formulas, names and parameters of λ² and w come from the algebra of transforms; densities, distribution functions
and draws come from the measure alone.  They meet here: a wrong formula, a wrong parameter, a wrong spike or a wrong
sampler makes them disagree.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from sympy import Abs, DiracDelta, Expr

from priorcalc.numeric.evaluate import evaluate
from priorcalc.symbols import lam, v, w as weight
from priorcalc.testing.property import PROMISED, ULP, Comparison, Property, equal, log_bound, near

DRAWS = 50_000
FALSE_ALARM = 1e-9
"""The probability with which a right sampler breaks the band of Dvoretzky, Kiefer, Wolfowitz and Massart."""
BAND = math.sqrt(math.log(2 / FALSE_ALARM) / (2 * DRAWS))


def _formula(prior: Any, near_w: float) -> Comparison:
    return equal(float(evaluate(prior.expr, weight, near_w, digits=15)), float(prior.pdf(near_w)), 2 * PROMISED)


def _has_formula(prior: Any) -> bool:
    return prior.expr is not None


def _name(prior: Any, near_w: float) -> Comparison:
    return equal(_named(prior, near_w), float(prior.pdf(near_w)), 2 * PROMISED)


def _named(prior: Any, x: float) -> float:
    known = prior.noise.derivation.weight
    values = dict(known.params)
    inner = {p.name: values[p.name] for p in known.record.parameters}
    density = known.record.write(Abs(weight) / known.factor, inner) / known.factor
    return float((1 - known.atom) * evaluate(density, weight, x, digits=15))


def _has_name(prior: Any) -> bool:
    record = prior.noise.derivation.weight.record
    return record is not None and record.support is None and record.density is not None


def _variance(prior: Any, near_w: float) -> Comparison | None:
    size = abs(near_w) / float(prior.sigma0)
    square = size * size
    expected = (float(prior.noise.pdf(size)) + float(prior.noise.pdf(-size))) / (2 * size)
    found = _continuous(prior.variance.expr, v, square)
    return None if found is None or _at_an_end(prior, size) else _same(found, expected)


def _noise(prior: Any, near_w: float) -> Comparison | None:
    size = near_w / float(prior.sigma0)
    found = _continuous(prior.noise.expr, lam, size)
    lower, upper = _support(prior)
    if found is None or not lower < size < upper or _at_an_end(prior, size):
        return None
    return _same(found, float(prior.noise.pdf(size)))


def _continuous(expr: Expr, symbol: Any, x: float) -> float | None:
    if expr.has(DiracDelta):
        expr = expr.xreplace({delta: 0 for delta in expr.atoms(DiracDelta)})
    try:
        value = complex(evaluate(expr, symbol, x, digits=15))
    except TypeError:
        return None
    return value.real


def _same(found: float, expected: float) -> Comparison:
    return near(found, 0.0, 0.0) if expected == 0 and found == 0 else equal(found, expected, 4 * PROMISED)
