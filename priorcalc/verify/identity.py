"""Proofs: the identity of two transforms, in the algebra.

The variance prior's name is proved by M_λ(2s - 1) = M_name(s), the weight's by σ₀^{s-1} M_λ(s) M_z(s) = M_name(s), on
the strip that both share; two laws on the half line whose transforms agree there are one law (uniqueness of the Mellin
transform).  A density without a name has no second transform to compare with: that is left to the other kinds.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Expr, Max, Min, S, Symbol

from priorcalc.derive import Derivation
from priorcalc.exact import is_one
from priorcalc.laws.gaussian_family import chi_transform
from priorcalc.mellin import GammaRatio, Transform, mixture, multiply, same_law
from priorcalc.recognise import Recognition
from priorcalc.verify.claims import called
from priorcalc.verify.evidence import Evidence

_NOT = "that the density of the name has that transform: the estimate looks at densities"


def proofs(derivation: Derivation) -> tuple[Evidence, ...]:
    """Prove the names of the laws of λ² and of w.

    >>> from priorcalc import laws
    >>> from priorcalc.derive import derive
    >>> [(evidence.claim, evidence.verdict) for evidence in proofs(derive(laws.rayleigh()))]
    [('λ² ~ Exponential(scale=2)', 'upheld'), ('w ~ Laplace(b=1)', 'upheld')]
    """
    law = derivation.noise.transform
    squared = None if law is None else law**2
    weight = None if law is None else multiply(law, chi_transform(S.One, derivation.sigma0))
    return (
        _proved("λ²", "M_λ(2s - 1)", squared, derivation.variance),
        _proved("w", "σ₀^(s-1) M_λ(s) M_z(s)", weight, derivation.weight),
    )


def _proved(letter: str, product: str, derived: Transform | None, known: Recognition) -> Evidence:
    if known.name is None:
        return Evidence("proof", f"the law of {letter}", "undecided", "it has no name to be proved")
    claim = f"{letter} ~ {called(known)}"
    if derived is None:
        return Evidence("proof", claim, "undecided", "the noise has no transform in closed form")
    named = transform_of(known)
    if named is None:
        return Evidence("proof", claim, "undecided", "the name has no transform in closed form")
    strip = common_strip(derived, named)
    settings = {"rule": "mellin-uniqueness", "derived": product, "strip": strip}
    if same_law(derived, named):
        figure = f"{product} divided by its transform is 1 on {strip}"
        return Evidence("proof", claim, "upheld", figure, settings, _NOT)
    apart = _apart(derived, named)
    if apart is not None:
        return Evidence(
            "proof", claim, "refuted", f"at s = {apart[0]} the two transforms are {apart[1]} and {apart[2]}", settings
        )
    return Evidence("proof", claim, "undecided", "the quotient of transforms was not brought to 1", settings)


def transform_of(known: Recognition) -> Transform | None:
    """The transform of a named law, with its factor and the spike that its atom makes."""
    if known.record is None:
        return None
    own = {p.name: value for p in known.record.parameters for name, value in known.params if name == p.name}
    if len(own) != len(known.record.parameters):
        return None
    transform = known.record.transform(**own)
    if transform is None:
        return None
    scaled = transform.scaled(known.factor)
    if known.atom == 0 or scaled.total != 1:
        return scaled
    keep = next((value for name, value in known.params if name == "p" and name not in own), 1 - known.atom)
    return mixture((keep * weight, part) for weight, part in scaled.parts)


def common_strip(x: Transform, y: Transform) -> str:
    """The open interval of s about 1 on which both transforms exist, as text."""
    strips = [_start(part, law.index).strip for law in (x, y) for _, part in law.parts]
    low, high = Max(*(lo for lo, _ in strips)), Min(*(hi for _, hi in strips))
    return f"{low} < s < {high}"


def _start(part: GammaRatio, index: Symbol | None) -> GammaRatio:
    # The parts of a series lie ever farther out: the first has the narrowest strip.
    if index is None:
        return part
    upper, lower = (tuple((a.subs(index, 0), A) for a, A in side) for side in (part.upper, part.lower))
    return replace(part, upper=upper, lower=lower)


def _apart(x: Transform, y: Transform) -> tuple[Expr, str, str] | None:
    """A point of the strip where two finite mixtures without symbols are seen to differ."""
    if x.index is not None or y.index is not None:
        return None
    if any(expr.free_symbols for law in (x, y) for weight, part in law.parts for expr in (weight, part(S(3) / 2))):
        return None
    strips = [part.strip for law in (x, y) for _, part in law.parts]
    low, high = Max(*(lo for lo, _ in strips)), Min(*(hi for _, hi in strips))
    for s in (S.One, S(5) / 4, S(3) / 4, S(3) / 2):
        if not (low < s < high) == True:  # noqa: E712 - SymPy's true
            continue
        left, right = (sum((weight * part(s) for weight, part in law.parts), S.Zero) for law in (x, y))
        if not is_one(left / right) and abs((left / right).evalf(30) - 1) > S(10) ** -20:
            return s, str(left.evalf(12)), str(right.evalf(12))
    return None
