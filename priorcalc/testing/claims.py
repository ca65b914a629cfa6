"""What a derivation claims, compared with numbers from the definition.

The formulas, names and parameters of λ² and w come from the algebra of transforms; densities and
distribution functions come from the measure alone.  They meet here: a wrong formula, a wrong parameter or a wrong spike
makes them disagree.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from sympy import Abs, DiracDelta, Expr, S, Sum, expand, hyper, meijerg, solve

from priorcalc.numeric.evaluate import evaluate
from priorcalc.symbols import lam, v
from priorcalc.symbols import w as weight
from priorcalc.testing.property import PROMISED, ULP, Comparison, Property, equal, near


def _formula(prior: Any, near_w: float) -> Comparison:
    return equal(float(evaluate(prior.expr, weight, near_w, digits=15)), float(prior.pdf(near_w)), 2 * PROMISED)


def _has_formula(prior: Any) -> bool:
    return prior.expr is not None


def _far_formula(prior: Any, far_w: float) -> Comparison | None:
    # Below, doubles lose digits, and a formula need not be a normal number.
    return _formula(prior, far_w) if float(prior.logpdf(far_w)) > -650 else None


def _has_plain_formula(prior: Any) -> bool:
    # Far out, Meijer's G and series are slow to evaluate.
    return _has_formula(prior) and not prior.expr.has(meijerg, hyper, Sum)


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


def _continuous(expr: Expr, symbol: Any, x: float) -> float:
    """The value of a density without its Dirac deltas; the real part, since 0·i may be left of a cancelled branch."""
    plain = expr.xreplace({delta: S.Zero for delta in expr.atoms(DiracDelta)})
    return 0.0 if plain == 0 else float(evaluate(plain, symbol, x, digits=15))


def _densities_at(prior: Any, law: Any, x: float) -> tuple[float, float]:
    """The density of λ or of λ² at x from that of λ, and the slope of its logarithm in ulps of x."""
    if law is prior.noise:
        return float(law.pdf(x)), _steepness(law, x)
    root = math.sqrt(x)
    folded = float(prior.noise.pdf(root)) + float(prior.noise.pdf(-root))
    return folded / (2 * root), _steepness(law, x)


def _steepness(law: Any, x: float) -> float:
    left, right = float(law.logpdf(x * (1 - 1e-6))), float(law.logpdf(x * (1 + 1e-6)))
    return abs(right - left) / 2e-6


def _on_half_line(claim: Callable[[Any, Any, float], float | None], which: str) -> Callable[..., Comparison | None]:
    def compare(prior: Any, near_w: float) -> Comparison | None:
        law = getattr(prior, which)
        x = abs(near_w) / float(prior.sigma0)
        expected, steep = _densities_at(prior, law, x)
        # A formula need not say where it is zero, and at the end of a support its value is a convention.
        if not (expected > 0 and math.isfinite(steep)):
            return None
        found = claim(prior, law, x)
        return None if found is None else equal(found, expected, 4 * (PROMISED + ULP * steep))

    return compare


def _written(prior: Any, law: Any, x: float) -> float | None:
    symbol = lam if law is prior.noise else v
    return _continuous(law.expr, symbol, x)


def _recorded(prior: Any, law: Any, x: float) -> float | None:
    known = prior.noise.derivation.noise_law if law is prior.noise else prior.noise.derivation.variance
    if known.record is None or known.record.density is None or known.record.support is None:
        return None
    symbol = lam if law is prior.noise else v
    values = dict(known.params)
    if set(values) != {p.name for p in known.record.parameters}:
        return None
    density = known.record.write(symbol / known.factor, values) / known.factor
    return float(evaluate(density, symbol, x, digits=15))


def _jumps(prior: Any) -> Comparison | None:
    """The atoms away from 0 that the formula of λ² has, against those of the distribution function."""
    expr, jumps = prior.variance.expr, dict(prior.variance.jumps())
    jumps.pop(0.0, None)
    worst = near(0.0, 0.0, PROMISED)
    claimed = dict(_mass_at(expand(expr), delta) for delta in expr.atoms(DiracDelta))
    if len(claimed) != len(jumps):
        return near(float(len(claimed)), float(len(jumps)), 0.0)
    for (x, mass), (at, jump) in zip(sorted(claimed.items()), sorted(jumps.items()), strict=True):
        for seen in (equal(x, at, 4 * PROMISED), equal(mass, jump, 4 * PROMISED)):
            worst = max(worst, seen, key=lambda one: one.share)
    return worst


def _mass_at(expr: Expr, delta: Expr) -> tuple[float, float]:
    # c(v) δ(g(v)) is the mass c/|g'| at the root of g.
    inner = delta.args[0]
    (root,) = solve(inner, v)
    return float(root), float((expr.coeff(delta) / abs(inner.diff(v))).subs(v, root))


def _atomic(prior: Any) -> bool:
    expr = prior.variance.expr
    return expr is not None and expr.has(DiracDelta) and not expr.has(Sum)


def _square(prior: Any, near_w: float) -> Comparison | None:
    size = abs(near_w) / float(prior.sigma0)
    if any(abs(abs(at) - size) < 1e-9 * size for at, _ in prior.noise.jumps()):
        return None
    expected = float(prior.noise.sf(size)) + float(prior.noise.cdf(-size))
    square = size * size
    steep = float(prior.variance.pdf(square)) * square / expected if expected > 0 else 0.0
    found = float(prior.variance.sf(square))
    return equal(found, expected, 2 * PROMISED + 4 * ULP * steep) if expected > 0 else near(found, 0.0, 0.0)


def _spike(prior: Any) -> Comparison:
    """P(λ = 0) as the laws of λ, λ² and w claim it, against the jump of the distribution function of λ."""
    jump = dict(prior.noise.jumps()).get(0.0, 0.0)
    claims = [float(law.atom) for law in (prior.noise, prior.variance, prior)]
    worst = max(claims, key=lambda mass: abs(mass - jump))
    return near(worst, jump, 2 * PROMISED)


def _has_variance(prior: Any) -> bool:
    return prior.variance.expr is not None


def _has_noise(prior: Any) -> bool:
    return prior.noise.expr is not None


def _is_named(prior: Any) -> bool:
    known = prior.noise.derivation.variance
    return known.record is not None and known.record.density is not None and known.record.support is not None


def _always(prior: Any) -> bool:
    return True


def _claim(
    name: str, statement: str, compare: Any, applies: Any = _always, arguments: tuple[str, ...] = ("near_w",)
) -> Property:
    return Property(name, "claims", statement, arguments, compare, applies)


PROPERTIES = (
    _claim("formula of the weight", "expr at w is p(w) by quadrature over λ", _formula, _has_formula),
    _claim("formula far out", "the same, far out", _far_formula, _has_plain_formula, ("far_w",)),
    _claim("name of the weight", "the named law with its parameters has the density p(w)", _name, _has_name),
    _claim("formula of λ²", "at v it is [p_λ(√v) + p_λ(-√v)]/2√v", _on_half_line(_written, "variance"), _has_variance),
    _claim("name of λ²", "the named law has that density too", _on_half_line(_recorded, "variance"), _is_named),
    _claim("formula of λ", "expr is the density of the definition", _on_half_line(_written, "noise"), _has_noise),
    _claim("atoms of λ²", "P(λ² = v) is the jump at v", _jumps, _atomic, ()),
    _claim("law of λ²", "P(λ² > v) = P(|λ| > √v)", _square),
    _claim("spike", "P(w = 0) = P(λ² = 0) = P(λ = 0)", _spike, _always, ()),
)
