"""Who shares a λ: the law of n weights w = λz, z ~ N(0, σ₀² Iₙ), in closed form where it has one.

The law is spherical, and its radius r = λσ₀χ_n has the transform ``M_r(s) = M_λ(s) · M_{χₙ}(s) · σ₀^{s-1}``: the same
product that gives one weight, with χ_n in the place of |z|.  So a name is again one division, a density one look-up,
and the joint density is p_r(r)/(S r^{n-1}), S = 2π^{n/2}/Γ(n/2).  Here n may be a symbol.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from sympy import Add, Expr, Float, Mul, S, Sum, Symbol, expand

from priorcalc.laws.gaussian_family import chi_transform
from priorcalc.laws.radial import radial_records, surface
from priorcalc.mellin import Transform, multiply
from priorcalc.recognise import Recognition, recognise
from priorcalc.symbols import r
from priorcalc.templates import Template

MOST_WRITTEN = 64
"""Beyond this n the general formula is written with n as a decimal: SymPy would write Γ(n/2) out as an integer."""
GENERAL = Symbol("n", integer=True, positive=True)


def shared(transform: Transform, sigma0: Expr, n: Expr) -> Recognition:
    """The law of n ≥ 2 weights that share λ, given the transform of |λ|; ``expr`` is their joint density in ``r``.

    ``atom`` is the probability that all of them are exactly 0.

    Examples
    --------
    >>> from sympy import Integer
    >>> from priorcalc import laws
    >>> found = shared(laws.rayleigh().transform, S.One, Integer(3))
    >>> found.name, found.expr
    ('Multivariate Laplace', exp(-r)/(4*pi*r))
    """
    if not (n.is_Integer and n > MOST_WRITTEN):
        return _shared(transform, sigma0, n)
    general = _shared(transform, sigma0, GENERAL)
    if general.expr is None:
        return general
    return replace(general, expr=general.expr.xreplace({GENERAL: Float(int(n), 40)}))


@lru_cache(maxsize=256)
def _shared(transform: Transform, sigma0: Expr, n: Expr) -> Recognition:
    radius = multiply(transform, chi_transform(n, sigma0))
    assert radius is not None  # a chi law has one part
    templates = tuple(Template(record) for record in radial_records(n))
    found = recognise(radius, r, templates, mirrored=False)
    expr = None if found.expr is None else _over_sphere(found.expr, n)
    return _called(replace(found, expr=expr), series=transform.index is not None)


def _over_sphere(radial: Expr, n: Expr) -> Expr:
    """p_r(r)/(S r^{n-1}), term by term."""
    match radial:
        case Sum():
            index, first, last = radial.limits[0]
            # The index of a series is written n, as is the number of weights.
            k = Symbol("k", integer=True, nonnegative=True)
            return Sum(_divided(radial.function.xreplace({index: k}), n), (k, first, last))
        case Add():
            return Add(*(_divided(term, n) for term in radial.args))
    return _divided(radial, n)


def _divided(term: Expr, n: Expr) -> Expr:
    # SymPy adds up the exponents of r where they are numbers only.
    factors = [factor.as_base_exp() for factor in Mul.make_args(term)]
    exponent = 1 - n + sum((power for base, power in factors if base == r), S.Zero)
    rest = Mul(*(base**power for base, power in factors if base != r))
    return rest * r ** expand(exponent) / surface(n)


def _called(found: Recognition, series: bool) -> Recognition:
    if series:
        # Named series are laws on the half line: a name of the radius is no name of the weights.
        bare: dict[str, Any] = {"name": None, "params": (), "families": (), "record": None, "factor": S.One}
        return replace(found, form="series" if found.expr is not None else found.form, **bare)
    if found.rule == "spike" and found.record is not None and found.name is not None:
        return replace(found, name=f"{found.record.title} with a spike")
    return found
