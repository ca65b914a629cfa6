"""The law of the variance factor v = λ².

Twice: by the change of variables, ``p_v(v) = p_|λ|(√v)/(2√v)``, and in the algebra, where squaring sends s to
2s - 1.  The transform is then compared with those of the catalogue, and the parameters are read off.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Expr, Integer, Mul, S, UnevaluatedExpr, sqrt

from priorcalc.change_of_variables import density
from priorcalc.derive import Derivation
from priorcalc.measure import Power
from priorcalc.mellin import GammaRatio, Transform
from priorcalc.recognise import Recognition
from priorcalc.special import inverse
from priorcalc.steps.expectation import ends, half_line_density, is_long
from priorcalc.steps.identities import one_slope, quotient, rewriting
from priorcalc.steps.inversion import contour
from priorcalc.steps.model import has_only_atoms
from priorcalc.steps.noise import definition
from priorcalc.steps.step import VARIANCE, Step, take
from priorcalc.steps.words import found
from priorcalc.symbols import s, v, x


def variance(derivation: Derivation) -> Iterator[Step]:
    """The steps to p(λ²)."""
    law, known = derivation.noise, derivation.variance
    squared = Power(law.measure, Integer(2), S.One)
    if has_only_atoms(law.measure):
        statement = "Squaring moves each atom to its square and leaves its mass as it is"
        yield take("power", f"{statement}{_name(known)}.", VARIANCE, "p_v(v)", symbol=v)
        return
    folded = half_line_density(law.measure, sqrt(v))
    changed = density(squared, v)
    if folded is not None and changed is not None and not is_long(folded):
        statement = (
            "On the half line λ ↦ v = λ² is increasing, its inverse is λ = √v, and dλ/dv = 1/(2√v) is the Jacobian."
        )
        before = Mul(folded, 1 / (2 * sqrt(v)), evaluate=False)
        yield take("change-of-variables", statement, VARIANCE, "p_v(v)", before, changed, v, ends(squared))
    if law.transform is None:
        return
    yield definition(derivation, law.transform)
    yield from _transformed(law.transform, known, changed, ends(squared))


def _name(known: Recognition) -> str:
    return "" if known.name is None else f": λ² is {found(known)}"


def _transformed(
    transform: Transform, known: Recognition, changed: Expr | None, within: tuple[Expr, Expr]
) -> Iterator[Step]:
    if len(transform.parts) != 1 or transform.index is not None or transform.total != 1:
        if known.name is not None and changed is not None:
            yield take(
                "division", f"This is {found(known)}, part by part.", VARIANCE, "p_v(v)", changed, known.expr, v, within
            )
        return
    ((_, law),) = transform.parts
    square = law**2
    simple = one_slope(square)
    statement = "In the algebra: squaring the variable sends s to 2s − 1."
    before = law(UnevaluatedExpr(2 * s - 1)) if not law.bessel and law.spread == 0 else law(2 * s - 1)
    yield take("power", statement, VARIANCE, "M_v(s)", before, square(s), s, square.strip)
    yield from rewriting(square, simple, "M_v(s)", VARIANCE)
    if known.name is None:
        if changed is None and known.expr is not None:
            yield from _inverted(simple, known)
        return
    statement = (
        f"This is the transform of {found(known)}: their quotient is 1 on a common strip, so the laws are one. "
        f"The parameters are read off the gamma functions and the scale."
    )
    yield quotient(simple, known, "M_v(s)", VARIANCE, statement)
    if changed is not None and known.expr is not None and changed != known.expr:
        statement = "The change of variables gave the same density, in other letters."
        yield take("division", statement, VARIANCE, "p_v(v)", changed, known.expr, v, within)


def _inverted(law: GammaRatio, known: Recognition) -> Iterator[Step]:
    result = inverse(law, x)
    if result is None:
        return
    statement = "The inverse transform is a row of the table."
    yield take(result.rule, statement, VARIANCE, "p_v(x)", contour(law), result.expr, x)
