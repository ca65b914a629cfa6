"""The end of a derivation: the mass is 1, or why there is no closed form and which integral is computed instead.

``∫ p(w) dw = 1 - P(λ = 0)``: in the algebra it is M(1) = 1; here the last line itself is integrated, where that is
quick, and where not the transform is taken at s = 1.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Integral, Subs, Sum, erf, exp, log, lowergamma, meijerg, oo

from priorcalc.derive import Derivation
from priorcalc.steps.expectation import ends, expectation, half_line_density, normal
from priorcalc.steps.model import has_only_atoms
from priorcalc.steps.noise import summed
from priorcalc.steps.step import DIRECT, MASS, Step, take, u
from priorcalc.symbols import s, w


def ending(derivation: Derivation) -> Iterator[Step]:
    """The check of the mass; before it, for a law by quadrature, why the road stops."""
    known = derivation.weight
    if known.expr is None:
        yield from _stop(derivation)
        return
    yield _mass(derivation)


def _mass(derivation: Derivation) -> Step:
    known, transform = derivation.weight, derivation.transform
    assert known.expr is not None
    mass, statement = 1 - known.atom, "The density integrates to 1."
    if known.atom != 0:
        statement = "What the spike leaves is the mass of the density."
    before = Integral(known.expr, (w, -oo, oo))
    if transform is not None and known.expr.has(meijerg, Sum, lowergamma, erf):
        statement += " Each transform is 1 at s = 1, so the weights of the parts are summed."
        before = summed(transform, lambda law: law(s).subs(s, 1))
        if transform.index is None and len(transform.parts) == 1:
            statement = "The mass is the transform at s = 1."
            before = summed(transform, lambda law: Subs(law(s), s, 1))
    return take("normalisation", statement, MASS, "∫p(w)dw", before, mass)


def _stop(derivation: Derivation) -> Iterator[Step]:
    law = derivation.noise
    yield take("inversion", _why(derivation), DIRECT)
    if has_only_atoms(law.measure):
        statement = "The weight is a finite mixture of normal laws, one for each atom; they are summed as they stand."
        yield take("blend", statement, DIRECT)
        return
    folded = half_line_density(law.measure, exp(u))
    integral = None
    if folded is not None:
        integrand = normal(w, exp(u) * derivation.sigma0) * folded * exp(u)
        integral = Integral(
            integrand, (u, *(oo if end == oo else -oo if end == 0 else log(end) for end in ends(law.measure)))
        )
    before = None if integral is None else expectation(law.measure, lambda scale: normal(w, scale * derivation.sigma0))
    statement = (
        "What is computed: the same integral in u = ln λ, all of whose terms are positive, so that nothing cancels."
    )
    yield take("quadrature", statement, DIRECT, "p(w)", before, integral)


def _why(derivation: Derivation) -> str:
    law = derivation.noise
    if derivation.note or law.note:
        return f"No closed form is given. {derivation.note or law.note}"
    if law.transform is None:
        return (
            "No closed form is given: E|λ|^(s−1) is no ratio of gamma functions that the algebra holds, "
            "so there is nothing to multiply and to look up."
        )
    if any(part.spread != 0 for _, part in law.transform.parts):
        return (
            "Here it stops: beside the gamma function of the normal weight stands e^(σ²(s−1)²/2), and no row of the "
            "table inverts the two together. No closed form of this integral is known to us."
        )
    if any(part.bessel for _, part in law.transform.parts):
        return (
            "Here it stops: the Bessel functions of the transform run with s at a slope for which the integral is no "
            "longer conjugate, and no row of the table has them."
        )
    return (
        "Here it stops: the product of transforms is known and proves the law, but it has too many gamma functions, "
        "or too many parts, for a row of the table."
    )
