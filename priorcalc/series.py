"""Infinite mixtures with a name: alternating ones and Poisson ones.

A law whose transform is Σ_n weight(n)·M_n(s) is a named one if weights and parts are equal for every n: the
quotients are formed with n a symbol.  Parameters are read off at n = 0 and 1, then proved like any others.
"""

from __future__ import annotations

from collections.abc import Callable

from sympy import Expr, S, Symbol

from priorcalc import laws
from priorcalc.exact import is_one
from priorcalc.laws import weights
from priorcalc.laws.record import Record
from priorcalc.mellin import GammaRatio, same_ratio

Named = tuple[Record, tuple[tuple[str, Expr], ...], Expr]
"""The record, its parameters, and c for the law of c·X."""

Guess = tuple[dict[str, Expr], Expr]


def _scale_guess(weight: Expr, law: GammaRatio, n: Symbol) -> list[Guess]:
    # An alternating series: the scale is that of the part at n = 0, up to a power of √2 that the template has.
    first = law.normal.scale.subs(n, 0)
    return [({"scale": first * S(2) ** (S(k) / 2)}, S.One) for k in range(-2, 3)]


def _noncentral_guess(weight: Expr, law: GammaRatio, n: Symbol) -> list[Guess]:
    # Poisson weights have the ratio θ at n = 0; the part there is c·χ²_ν, of scale 2c.
    nc = 2 * weight.subs(n, 1) / weight.subs(n, 0)
    shape = [a for a, A in law.normal.upper if A == 1]
    if len(shape) != 1:
        return []
    nu = 2 * (shape[0].subs(n, 0) + 1)
    return [({"nu": nu, "nc": nc}, law.normal.scale / 2)] if nu.is_positive and nc.is_nonnegative else []


_LOGISTIC = next(record for record in weights.RECORDS if record.name == "logistic")
MARGINAL_SERIES = ((_LOGISTIC, _scale_guess),)
HALF_LINE_SERIES = (
    (laws.RECORDS["noncentral_chi_square"], _noncentral_guess),
    (laws.RECORDS["kolmogorov"], _scale_guess),
)


def named_series(
    weight: Expr, law: GammaRatio, n: Symbol, known: tuple[tuple[Record, Callable[..., list[Guess]]], ...]
) -> Named | None:
    """The named law with these weights and parts, if one is proved."""
    for record, guesses in known:
        for guess, factor in guesses(weight, law, n):
            candidate = record.transform(**guess)
            if candidate is None or candidate.index != n:
                continue
            ((other, ratio),) = candidate.parts
            if is_one(weight / other) and same_ratio(law, ratio.scaled(factor)):
                return record, tuple((p.name, guess[p.name]) for p in record.parameters), factor
    return None
