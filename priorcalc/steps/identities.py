"""Which identity of the gamma function a rewriting has used.

Bringing every Γ to one slope splits or gathers them by Gauss's multiplication formula; with two at a time it is
Legendre's duplication formula.  Here the two forms are compared, and the identity is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sympy import Mul, Pow, S

from priorcalc.mellin import GammaRatio
from priorcalc.recognise import Recognition
from priorcalc.steps.step import Step, take
from priorcalc.symbols import s
from priorcalc.templates import is_small


def claimed(known: Recognition) -> GammaRatio:
    """The transform of the law that was recognised, with its parameters."""
    assert known.record is not None
    transform = known.record.transform(**dict(known.params))
    assert transform is not None
    ((_, law),) = transform.parts
    return law.scaled(known.factor)


def quotient(law: GammaRatio, known: Recognition, quantity: str, section: str, statement: str) -> Step:
    """The step that proves a name: the transform over that of the named law is 1."""
    other = claimed(known)
    ratio = Mul(law(s), Pow(other(s), -1, evaluate=False), evaluate=False)
    name = "".join(word[:1].upper() + word[1:] for word in str(known.name).split())
    return take("division", statement, section, f"{quantity}/M_{name}(s)", ratio, S.One, s, law.strip)


def one_slope(law: GammaRatio) -> GammaRatio:
    """The form that the table of inverse transforms looks up: all Γ at one slope, as few as can be."""
    if law.bessel or law.spread != 0 or not is_small(law):
        return law.cancelled
    gathered = law.gathered
    q = gathered.denominator
    even = all(abs(A.p) * q == A.q for _, A in gathered.upper + gathered.lower)
    return gathered if even else law.normal


def rewriting(law: GammaRatio, simple: GammaRatio, quantity: str, section: str) -> Iterator[Step]:
    """The step from one form to the other; none if they have the same gamma functions."""
    before = Counter(law.upper), Counter(law.lower)
    after = Counter(simple.upper), Counter(simple.lower)
    changed = [A for old, new in zip(before, after, strict=True) for _, A in ((old - new) + (new - old)).elements()]
    if not changed:
        return
    slopes = {abs(A) for A in changed}
    n = max(slopes) / min(slopes)
    if n == 1:
        yield take(
            "product",
            "Equal gamma functions above and below the bar cancel.",
            section,
            quantity,
            law(s),
            simple(s),
            s,
            law.strip,
        )
        return
    rule = "duplication" if n == 2 else "gauss-multiplication"
    gathers = len(simple.upper) + len(simple.lower) < len(law.upper) + len(law.lower)
    name = "Legendre's duplication formula" if n == 2 else "Gauss's multiplication formula"
    statement = (
        f"{name} joins gamma functions whose arguments differ by 1/{n} into one."
        if gathers
        else f"{name} takes the steeper gamma functions apart, so that all have one slope; equal ones cancel."
    )
    yield take(rule, statement, section, quantity, law(s), simple(s), s, law.strip)
