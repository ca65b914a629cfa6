"""The law of the weight by transforms: multiply, bring to one slope, look up.

``M_|w|(s) = σ₀^{s-1} M_λ(s) M_|z|(s)``.  A mixture is taken part by part, an infinite one with its index as a symbol;
atoms need no transform, for given λ = c the weight is N(0, c²σ₀²).
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Abs, Expr, Mul, S

from priorcalc.derive import Derivation
from priorcalc.laws import law as named
from priorcalc.laws.gaussian_family import chi_transform
from priorcalc.mellin import GammaRatio, Transform
from priorcalc.recognise import MARGINALS, Recognition, recognise
from priorcalc.steps.expectation import expectation, moment, normal
from priorcalc.steps.identities import one_slope, quotient, rewriting
from priorcalc.steps.inversion import inverted
from priorcalc.steps.model import has_only_atoms
from priorcalc.steps.noise import summed
from priorcalc.steps.step import TRANSFORM, Step, take
from priorcalc.steps.words import found, value
from priorcalc.symbols import s, w

MOST_PARTS = 4
"""A mixture of more laws is shown by its first."""


def weight(derivation: Derivation) -> Iterator[Step]:
    """The steps to p(w) in the algebra."""
    if has_only_atoms(derivation.noise.measure):
        yield from _of_atoms(derivation)
        return
    transform, known = derivation.noise.transform, derivation.weight
    if transform is None:
        return
    chi = chi_transform(S.One, derivation.sigma0)
    statement = "The other factor is half-normal: E|z|^(s−1) is Euler's integral."
    z = expectation_of_normal(derivation.sigma0)
    yield take("chi", statement, TRANSFORM, "M_|z|(s)", z, chi(s), s, chi.strip)
    parts = transform.parts
    alone = len(parts) == 1 and parts[0][0] == 1 and transform.index is None
    for k, (_, law) in enumerate(parts[:MOST_PARTS], 1):
        tag = "" if alone else "_n" if transform.index is not None else f"_{k}"
        yield from _part(law, chi, known if alone else None, tag)
    if not alone:
        yield from _together(transform, derivation)
    elif parts[0][1].bessel and known.expr is not None:
        yield from _conjugate(derivation, one_slope(parts[0][1] * chi))


def expectation_of_normal(sigma0: Expr) -> Expr | None:
    """E|z|^{s-1}, unevaluated."""
    return moment(named("half_normal", sigma=sigma0).measure, s - 1)


def _part(law: GammaRatio, chi: GammaRatio, known: Recognition | None, tag: str) -> Iterator[Step]:
    product = law * chi
    quantity = f"M_|w|{tag}(s)"
    where = "" if not tag else " in the general part" if tag == "_n" else f" in part {tag[1:]}"
    statement = f"λ and z are independent, so the transforms multiply{where}."
    both = Mul(law(s), chi(s), evaluate=False)
    yield take("scale-mixture", statement, TRANSFORM, quantity, both, product(s), s, product.strip)
    simple = one_slope(product)
    yield from rewriting(product, simple, quantity, TRANSFORM)
    known = known or recognise(simple, Abs(w), MARGINALS, mirrored=True)
    yield from inverted(simple, known, tag)


def _conjugate(derivation: Derivation, law: GammaRatio) -> Iterator[Step]:
    # A generalised inverse Gaussian variance: the transform names the law, conjugacy writes its density.
    known, measure = derivation.weight, derivation.noise.measure
    statement = f"So w is {found(known)}: the quotient of the two transforms is 1, and the parameters are read off."
    yield quotient(law, known, "M_|w|(s)", TRANSFORM, statement)
    statement = "The normal density has the same shape in v, so the integrand is again such a law; its mass is known."
    before = expectation(measure, lambda scale: normal(w, scale * derivation.sigma0))
    yield take("gig-conjugacy", statement, TRANSFORM, "p(w)", before, known.expr, w)


def _together(transform: Transform, derivation: Derivation) -> Iterator[Step]:
    known, atom = derivation.weight, derivation.weight.atom
    if known.expr is None:
        return
    spiked = atom != 0 and len(transform.parts) == 1 and transform.index is None
    chi = chi_transform(S.One, derivation.sigma0)
    mixed = summed(transform, lambda law: recognise(law * chi, Abs(w), MARGINALS, mirrored=True).expr)
    name = f" The result has a name: {found(known)}." if known.name is not None else ""
    if spiked:
        statement = (
            f"With probability {value(atom)} the weight is exactly 0; the rest of the mass has this density.{name}"
        )
    else:
        statement = f"The parts are added with their weights.{name}"
    yield take("spike" if spiked else "blend", statement, TRANSFORM, "p(w)", mixed, known.expr, w)


def _of_atoms(derivation: Derivation) -> Iterator[Step]:
    known = derivation.weight
    before = expectation(derivation.noise.measure, lambda c: normal(w, c * derivation.sigma0))
    name = f" This is {found(known)}." if known.name is not None else ""
    spike = known.atom
    statement = "Given λ = c the weight is N(0, c²σ₀²); the atoms away from 0 are added with their masses."
    if spike != 0:
        statement += f" The atom at 0 is a spike: the weight is exactly 0 with probability {value(spike)}."
    yield take("spike" if spike != 0 else "blend", statement + name, TRANSFORM, "p(w)", before, known.expr, w)
