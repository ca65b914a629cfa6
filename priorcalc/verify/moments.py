"""E|λ|^r and E|w|^r: what the transforms say, against ∫ λ^r dP(λ).

A transform is that of λ's density only if it gives its moments, M(1 + r) = E|λ|^r, and
E|w|^r = σ₀^r E|λ|^r · 2^{r/2} Γ((1 + r)/2)/√π.  The orders are those of -1/2, 1/2, 1 and 2 that lie in the strip.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import mpmath
import numpy as np
from scipy.special import gammaln
from sympy import Rational, S, Symbol, lambdify

from priorcalc.mellin import Transform
from priorcalc.verify import definition
from priorcalc.verify.compare import judged, shifted
from priorcalc.verify.definition import integrate
from priorcalc.verify.evidence import Evidence
from priorcalc.verify.setting import Setting

_ORDERS = (Rational(-1, 2), Rational(1, 2), S.One, S(2))
_TERMS = 20_000


def moments(at: Setting) -> Iterator[Evidence]:
    """Compare the moments of |λ| and |w| that exist."""
    law, product = at.derivation.noise.transform, at.derivation.transform
    for says, transform, gaussian in (
        ("E|λ|^r by its transform", law, False),
        ("E|w|^r by its transform", product, True),
    ):
        if transform is None:
            continue
        orders = [r for r in _ORDERS if _finite(transform, r)]
        if not orders:
            continue
        r = np.array([float(order) for order in orders])
        exact = integrate(at.scale, r, definition.power)
        if gaussian:
            half_normal = r * np.log(at.sigma0) + 0.5 * r * np.log(2.0) + gammaln(0.5 * (1 + r)) - gammaln(0.5)
            exact = shifted(exact, half_normal)
        claimed = np.array([_log_moment(transform, order) for order in orders])
        yield judged(says, "r", r, claimed, exact)


def _finite(transform: Transform, order: Rational) -> bool:
    index = transform.index
    laws = [part if index is None else replace(part, **_first(part, index)) for _, part in transform.parts]
    return all(bool(lo < 1 + order) and bool(1 + order < hi) for lo, hi in (law.strip for law in laws))


def _first(part: Any, index: Symbol) -> dict[str, Any]:
    fields = {"upper": part.upper, "lower": part.lower}
    return {name: tuple((a.subs(index, 0), A) for a, A in factors) for name, factors in fields.items()}


def _log_moment(transform: Transform, order: Rational) -> float:
    terms = [weight * law(1 + order) for weight, law in transform.parts]
    with mpmath.workdps(30):
        if transform.index is None:
            return float(mpmath.log(mpmath.mpf(str(sum(terms, S.Zero).evalf(30)))))
        return float(mpmath.log(_series(lambdify(transform.index, terms[0], "mpmath"))))


def _series(term: Callable[[int], Any]) -> Any:
    """Σ term(n): extrapolated if the signs alternate, else summed until a run of terms no longer counts."""
    if term(0) * term(1) < 0:
        return mpmath.nsum(lambda n: term(int(n)), [0, mpmath.inf])
    total, quiet = mpmath.mpf(0), 0
    for n in range(_TERMS):
        value = term(n)
        total += value
        quiet = quiet + 1 if value <= total * mpmath.mpf(10) ** -25 and total > 0 else 0
        # e^-θ θ^n/n! begins below any total: the run must come after the bulk, of mass 1
        if quiet > 30 and total > mpmath.mpf(10) ** -20:
            return total
    return mpmath.nan
