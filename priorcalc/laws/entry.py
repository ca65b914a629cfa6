"""What is asked of a density that a user brings: real, not negative, of mass 1, on a support that is an interval.

The algebra of densities gives the mass exactly where it can, and the transform with it; quadrature from the definition
measures the mass of the rest, and is the second witness of the algebra: E|λ|^r by both roads must agree, or the
transform is dropped and the note says so.  A mass other than 1 is refused unless ``normalize`` is true.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Expr, Max, Min, S, oo

from priorcalc.densities import transform_of
from priorcalc.densities.kernels import Found
from priorcalc.errors import NotADensityError, ParameterError, PrecisionError, remedy
from priorcalc.exact import exact, is_one
from priorcalc.measure import Density, Opaque, Sampler
from priorcalc.mellin import Transform
from priorcalc.symbols import lam

ACCEPTED = 1e-6
"""A mass that differs from 1 by less is that of a density written with rounded numbers."""
EXACT_ENOUGH = 1e-9
"""A measured mass that differs from 1 by less is 1."""
AGREEMENT = 1e-8
NORMALIZE = "correct it, or pass normalize=True to divide by the mass"
UNKNOWN_TRANSFORM = (
    "The algebra of densities knows no transform of it, so the prior is integrated numerically; "
    "derive_prior(..., search=20) would ask SymPy's integrator, for so many seconds."
)


@dataclass(frozen=True)
class Checked:
    """A density of mass 1 in ``lam``, the transform of |λ| if there is one, and what is to be told of it."""

    measure: Density
    transform: Transform | None
    note: str = ""


def support_ends(support: Sequence[Any] | None) -> tuple[Expr, Expr]:
    """The ends of a support as exact numbers; (0, oo) for None.

    >>> support_ends((0, 0.5)), support_ends(None)
    ((0, 1/2), (0, oo))
    """
    if support is None:
        return S.Zero, oo
    asked = f"support={support!r}"
    try:
        lower, upper = (exact(end) for end in support)
    except (TypeError, ValueError) as error:  # a ParameterError is a ValueError too
        todo = "give (lower, upper), such as (0, oo)"
        raise ParameterError(remedy(asked, "it is not a pair of numbers", todo)) from error
    if lower.is_extended_real is False or upper.is_extended_real is False:
        raise ParameterError(remedy(asked, "its ends are not real", "give real or infinite ends"))
    if (lower < upper) == False or lower == oo or upper == -oo:  # noqa: E712 - SymPy's false
        raise ParameterError(remedy(asked, "it is empty", "give (lower, upper) with lower < upper"))
    return lower, upper


def density(asked: str, expr: Expr, support: tuple[Expr, Expr], normalize: bool) -> Checked:
    """Check a formula in ``lam``, divide it by its mass, and find its transform.

    Raises
    ------
    NotADensityError
        If it is negative, not real, or its mass is infinite or, without ``normalize``, not 1.
    """
    lower, upper = support
    found = transform_of(expr, lam, lower, upper)
    if found is not None and found.mass == oo:
        _refuse_divergence(asked, f"the integral over ({lower}, {upper}) diverges")
    if (expr.free_symbols | lower.free_symbols | upper.free_symbols) - {lam}:
        return _symbolic(asked, expr, support, found, normalize)
    from priorcalc.numeric.admission import formula_fault

    fault = formula_fault(expr, lower, upper)
    if fault is not None:
        raise NotADensityError(remedy(asked, fault, "a density is real and not negative on its support"))
    exact_mass, transform, note = _witnessed(asked, expr, support, found)
    mass = _accepted(asked, exact_mass, normalize)
    return Checked(Density(expr / mass, lower, upper), transform, note)


def _witnessed(
    asked: str, expr: Expr, support: tuple[Expr, Expr], found: Found | None
) -> tuple[Expr, Transform | None, str]:
    """The mass, and the transform if quadrature does not speak against it."""
    from priorcalc.numeric.admission import divergence, moment
    from priorcalc.numeric.measures import signed_scale

    scale = signed_scale(Density(expr, *support)).folded
    if found is None:
        _refuse_divergence(asked, divergence(scale))
        return exact(moment(scale)), None, UNKNOWN_TRANSFORM
    try:
        measured = {r: moment(scale, r) for r in (0.0, *_orders(found.transform))}
    except PrecisionError as error:
        return found.mass, found.transform, f"Quadrature could not confirm the transform: {error}"
    for r, value in measured.items():
        claimed = float((found.mass * _moment(found.transform, r)).evalf(20))
        if not abs(claimed - value) <= AGREEMENT * abs(value):
            _refuse_divergence(asked, divergence(scale))
            why = f"E|lam|^{r:g} is {value:.12g} by quadrature, {claimed:.12g} by the algebra"
            return exact(measured[0.0]), None, f"A transform was found and dropped: {why}."
    return found.mass, found.transform, ""


def _orders(transform: Transform | None) -> tuple[float, ...]:
    """Two orders r at which E|λ|^r is finite, to compare; none for an infinite mixture."""
    if transform is None or transform.index is not None:
        return ()
    strips = [law.strip for _, law in transform.parts]
    low, high = Max(*(lo for lo, _ in strips)), Min(*(hi for _, hi in strips))
    return tuple(float(r) for r in (Max(-S.One / 8, (low - 1) / 4), Min(S.One / 4, (high - 1) / 4)))


def _moment(transform: Transform | None, r: float) -> Expr:
    if r == 0 or transform is None:
        return S.One
    return sum((weight * law(1 + exact(r)) for weight, law in transform.parts), S.Zero)


def _accepted(asked: str, mass: Expr, normalize: bool) -> Expr:
    value = float(mass.evalf(20))
    if not 0 < value < float("inf"):
        raise NotADensityError(remedy(asked, f"its mass is {value:.12g}", "a density has a positive, finite mass"))
    if not normalize and abs(value - 1) > ACCEPTED:
        raise NotADensityError(remedy(asked, f"its mass is {value:.12g}", NORMALIZE))
    if mass.is_Rational:
        return S.One if abs(value - 1) < EXACT_ENOUGH else mass
    return S.One if abs(value - 1) < EXACT_ENOUGH and is_one(mass) else mass


def _symbolic(asked: str, expr: Expr, support: tuple[Expr, Expr], found: Found | None, normalize: bool) -> Checked:
    if found is None:
        todo = "declare parameters as sympy.Symbol(name, positive=True), or give them numbers"
        raise ParameterError(remedy(asked, "its mass was not found while parameters are symbols", todo))
    if is_one(found.mass):
        return Checked(Density(expr, *support), found.transform)
    if not normalize:
        raise NotADensityError(remedy(asked, f"its mass is {found.mass}, which was not shown to be 1", NORMALIZE))
    return Checked(Density(expr / found.mass, *support), found.transform)


def opaque(
    asked: str,
    pdf: Callable[[Any], Any],
    support: tuple[Expr, Expr],
    sampler: Sampler | None,
    normalize: bool,
) -> Opaque:
    """Check a vectorised density, and divide it by its mass.

    Raises
    ------
    NotADensityError
        If it raises, is not vectorised, is negative, not real, or its mass is infinite or, without ``normalize``,
        not 1.
    """
    from priorcalc.numeric.admission import Tamed, callable_fault, divergence, moment
    from priorcalc.numeric.measures import signed_scale

    lower, upper = support
    if lower.free_symbols or upper.free_symbols:
        raise ParameterError(remedy(asked, f"the support ({lower}, {upper}) has symbols", "give numbers"))
    fault = callable_fault(pdf, lower, upper)
    if fault is not None:
        todo = "a density maps an array of floats to real values that are not negative, elementwise"
        raise NotADensityError(remedy(asked, fault, todo))
    law = Opaque(Tamed(pdf, float(lower), float(upper)), lower, upper, sampler=sampler)
    scale = signed_scale(law).folded
    _refuse_divergence(asked, divergence(scale))
    mass = _accepted(asked, exact(moment(scale)), normalize)
    return Opaque(law.pdf, lower, upper, mass=float(mass), sampler=sampler)


def _refuse_divergence(asked: str, found: str | None) -> None:
    if found is not None:
        raise NotADensityError(remedy(asked, f"its mass is infinite: {found}", "check the density and the support"))
