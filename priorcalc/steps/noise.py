"""The transform of the noise: the one integral that is done, after which everything is algebra.

``M_λ(s) = E|λ|^{s-1}``, which exists on a strip around Re s = 1.  A product of independent noises needs no integral,
for its transform is the product of theirs; a mixture has the mixture of the transforms.
"""

from __future__ import annotations

from collections.abc import Callable

from sympy import Expr, Max, Min, S, Sum, oo

from priorcalc.derive import Derivation
from priorcalc.measure import Product
from priorcalc.mellin import GammaRatio, Transform
from priorcalc.steps.expectation import moment
from priorcalc.steps.step import VARIANCE, Interval, Step, take
from priorcalc.symbols import s


def definition(derivation: Derivation, transform: Transform) -> Step:
    """M_λ(s) = E|λ|^{s-1}, from the definition to the form that the algebra holds."""
    measure = derivation.noise.measure
    before = moment(measure, s - 1)
    if transform.index is not None:
        rule = "blend" if before is None or before.has(Sum) else "poisson-mixture"
        statement = "The law of |λ| is a mixture with infinitely many parts, and its transform is their sum."
    elif len(transform.parts) > 1:
        rule, statement = "blend", "The law of |λ| is a mixture, its weights of either sign, and so is its transform."
    elif isinstance(measure, Product):
        rule, statement = "product", "λ is a product of independent variables: its transform is the product of theirs."
    else:
        rule, statement = _kind(transform.parts[0][1])
    return take(
        rule, statement, VARIANCE, "M_λ(s)", before, summed(transform, lambda law: law(s)), s, _common(transform)
    )


def _kind(law: GammaRatio) -> tuple[str, str]:
    if law.bessel:
        return "gig-transform", "The transform of λ is a quotient of Bessel functions, whose order runs with s."
    if law.spread != 0:
        return "log-normal", "Completing the square in ln λ gives the transform: no gamma function, and entire."
    return (
        "mellin-definition",
        "The transform of λ is the expectation of λ^(s−1); integrated, it is a ratio of gamma functions.",
    )


def _common(transform: Transform) -> Interval:
    strips = [law.strip for _, law in transform.parts]
    lower, upper = Max(*(lo for lo, _ in strips)), Min(*(hi for _, hi in strips))
    # The parts of a series have wider strips as n grows.
    return (
        (lower, upper) if transform.index is None else (lower.subs(transform.index, 0), upper.subs(transform.index, 0))
    )


def summed(transform: Transform, value: Callable[[GammaRatio], Expr]) -> Expr:
    """The weighted sum of a value over the parts of a mixture."""
    terms = [weight * value(law) for weight, law in transform.parts]
    return sum(terms, S.Zero) if transform.index is None else Sum(terms[0], (transform.index, 0, oo))
