"""The opening of a derivation: what is random, and what reaches the next layer.

``w = λz`` with ``z ~ N(0, σ₀²)``: given λ the weight is normal with standard deviation |λ|σ₀, and the joint density
is the product.  The sign of λ is lost, because z is symmetric, so both branches of p(λ) are folded onto λ > 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import singledispatch
from typing import Any

from sympy import Expr, Mul

from priorcalc.derive import Derivation
from priorcalc.measure import Atoms, Density, Empirical, Lattice, Measure, is_positive
from priorcalc.steps.expectation import ends, half_line_density, is_long, normal
from priorcalc.steps.step import MODEL, Step, noise, take
from priorcalc.steps.words import law_of, value
from priorcalc.symbols import lam, w


def model(derivation: Derivation) -> Iterator[Step]:
    """The joint model, and the folding of a signed noise."""
    law, sigma0 = derivation.noise, derivation.sigma0
    measure = law.measure
    folded = half_line_density(measure, noise) if is_continuous(measure) else None
    spread = "λ²" if sigma0 == 1 else f"λ²·{value(sigma0)}²"
    opening = f"The noise λ is {law_of(law)}, and w = λz with z ~ N(0, {_square(sigma0)}) independent of λ"
    if folded is None or is_long(folded):
        long = "" if folded is None else " The density of λ is too long to be written out here."
        yield take("definition", f"{opening}. Given λ, the weight is N(0, {spread}).{long}", MODEL)
        return
    if isinstance(measure, Density) and not is_positive(measure):
        statement = (
            "z is symmetric, so the sign of λ is lost: λz and |λ|z have one law. "
            "Both branches of the density meet on the half line."
        )
        before = _branches(measure, noise)
        yield take("fold", statement, MODEL, "p_|λ|(λ)", before, folded, noise, ends(measure))
    given = normal(w, noise * sigma0)
    statement = f"{opening}. Given λ, the weight is N(0, {spread}); the joint density is the product."
    joint = Mul(folded, given, evaluate=False)
    yield take("definition", statement, MODEL, "p(λ, w)", joint, folded * given, noise, ends(measure))


def _branches(measure: Density, x: Expr) -> Expr | None:
    # Both branches as they stand; where the support is lopsided the folded density says where each counts.
    if measure.lower != -measure.upper:
        return None
    above, below = measure.expr.xreplace({lam: x}), measure.expr.xreplace({lam: -x})
    return above + below


def _square(sigma0: Expr) -> str:
    return "1" if sigma0 == 1 else f"{value(sigma0)}²" if sigma0.is_Atom else value(sigma0**2)


@singledispatch
def is_continuous(measure: Any) -> bool:
    """Whether a law is spread over an interval, with no atom that the tree shows."""
    return True


@is_continuous.register
def _(measure: Atoms | Empirical | Lattice) -> bool:
    return False


def has_only_atoms(measure: Measure) -> bool:
    """Whether a law is discrete."""
    return not is_continuous(measure)
