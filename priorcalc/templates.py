"""Reading a law's parameters off its transform: a proposal, to be proved by division.

A family's transform with symbols for its parameters is a *template*.  In normal form its Γ's are paired with
those of the given law; each pair gives a linear equation for a shape, and the scales give the scale.  What comes
out is only proposed: ``recognise.py`` divides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations
from math import lcm

from sympy import Expr, S, Symbol, expand, log

from priorcalc.laws.record import Record
from priorcalc.mellin import GammaRatio

LARGEST = 12
"""Beyond this slope denominator or this many Γ's no name and no closed form is looked for."""


@dataclass(frozen=True, eq=False)
class Template:
    """How a record may be recognised.

    ``fixed`` are parameters that take one value here; ``slope`` names a parameter that is the reciprocal of the
    slope of a Γ (Weibull's shape); ``stretch`` allows a factor c·X where the record itself has no scale.
    """

    record: Record
    fixed: tuple[tuple[str, Expr], ...] = ()
    slope: str | None = None
    stretch: bool = False


@dataclass(frozen=True)
class Proposal:
    """Parameters read off a transform, and the factor c if the law is that of c·X."""

    params: Mapping[str, Expr]
    factor: Expr = S.One


def is_small(law: GammaRatio) -> bool:
    """Whether a transform is small enough to be brought to normal form and looked up."""
    q = law.denominator
    return q <= LARGEST and sum(abs(A.p) * q // A.q for _, A in law.upper + law.lower) <= 2 * LARGEST


def propose(template: Template, law: GammaRatio) -> Iterator[Proposal]:
    """Propose parameters with which the template's transform could be that of ``law``."""
    factors = law.upper + law.lower + law.gathered.upper + law.gathered.lower
    slopes = {abs(A) for _, A in factors} if template.slope else {S.One}
    for slope in sorted(slopes):
        fixed = dict(template.fixed)
        if template.slope:
            fixed[template.slope] = 1 / slope
        yield from _match(template.record, tuple(fixed.items()), law, template.stretch)


def _match(record: Record, fixed: tuple[tuple[str, Expr], ...], law: GammaRatio, stretch: bool) -> Iterator[Proposal]:
    unknowns, pattern = _pattern(record, fixed)
    if pattern is None or (pattern.spread == 0) != (law.spread == 0) or len(pattern.bessel) != len(law.bessel):
        return
    q = lcm(pattern.denominator, law.denominator)
    shape, target = _reduced(pattern, q), law.normal if q == law.denominator else law.reduced(q)
    if _signature(shape) != _signature(target):
        return
    for solution in _solutions(shape, target, unknowns):
        ratio = target.scale / shape.scale.xreplace(solution)
        free = [symbol for symbol in unknowns.values() if symbol not in solution]
        if len(free) == 1 and ratio.has(free[0]):
            rest = {free[0]: _isolate(ratio, free[0], S.One)}
            params = {name: solution.get(symbol, symbol).xreplace(rest) for name, symbol in unknowns.items()}
            yield Proposal(dict(fixed) | params)
        elif not free and (stretch or ratio == 1):
            yield Proposal(dict(fixed) | {name: solution[symbol] for name, symbol in unknowns.items()}, ratio)


def _isolate(power: Expr, unknown: Symbol, value: Expr) -> Expr:
    # Scales are monomials: c·unknown**j = value gives unknown = (value/c)**(1/j), and c·e**(j·unknown) a logarithm.
    rest, monomial = power.as_independent(unknown)
    exponent = monomial.as_base_exp()[1]
    if exponent.has(unknown):
        return log(value / rest) / exponent.coeff(unknown)
    return (value / rest) ** (1 / exponent)


@lru_cache(maxsize=512)
def _pattern(record: Record, fixed: tuple[tuple[str, Expr], ...]) -> tuple[dict[str, Symbol], GammaRatio | None]:
    known = dict(fixed)
    unknowns = {p.name: Symbol(f"_{p.name}", positive=True) for p in record.parameters if p.name not in known}
    transform = record.transform(**known, **unknowns)
    if transform is None or transform.index is not None or len(transform.parts) != 1:
        return unknowns, None
    return unknowns, transform.parts[0][1]


@lru_cache(maxsize=1024)
def _reduced(law: GammaRatio, q: int) -> GammaRatio:
    return law.reduced(q)


def _signature(law: GammaRatio) -> tuple[int, int, int, int]:
    rising = [len([a for a, A in factors if A.p > 0]) for factors in (law.upper, law.lower)]
    return rising[0], len(law.upper) - rising[0], rising[1], len(law.lower) - rising[1]


def _solutions(shape: GammaRatio, target: GammaRatio, unknowns: Mapping[str, Symbol]) -> Iterator[dict[Symbol, Expr]]:
    # The four groups (rising or falling, above or below) are matched one after the other.
    groups = [
        ([a for a, A in left if (A.p > 0) == up], [a for a, A in right if (A.p > 0) == up])
        for left, right in ((shape.upper, target.upper), (shape.lower, target.lower))
        for up in (True, False)
    ]
    symbols = set(unknowns.values())

    def extend(solution: dict[Symbol, Expr], rest: list[tuple[list[Expr], list[Expr]]]) -> Iterator[dict[Symbol, Expr]]:
        if not rest:
            yield solution
            return
        patterns, values = rest[0]
        seen = set()
        for order in permutations(values):
            found = _unify(patterns, order, solution, symbols)
            key = None if found is None else tuple(sorted((str(k), str(x)) for k, x in found.items()))
            if found is not None and key not in seen:
                seen.add(key)
                yield from extend(found, rest[1:])

    yield from extend(_unify_entire(shape, target, symbols), groups)


def _unify_entire(shape: GammaRatio, target: GammaRatio, symbols: set[Symbol]) -> dict[Symbol, Expr]:
    # The log-normal's spread and the Bessel factor's index and argument are monomials in the unknowns; one
    # equation leaves all but one of its unknowns free, to be found from the scale.
    found: dict[Symbol, Expr] = {}
    pairs = [(shape.spread, target.spread)]
    for (p, _, omega, _), (p0, _, omega0, _) in zip(shape.bessel, target.bessel, strict=True):
        pairs += [(p, p0), (omega, omega0)]
    for left, right in pairs:
        for unknown in sorted(left.free_symbols & symbols, key=str)[:1]:
            found[unknown] = _isolate(left, unknown, right)
    return found


def _unify(
    patterns: list[Expr], values: tuple[Expr, ...], known: dict[Symbol, Expr], symbols: set[Symbol]
) -> dict[Symbol, Expr] | None:
    found = dict(known)
    for pattern, value in zip(patterns, values, strict=True):
        pattern = expand(pattern.xreplace(found)) if found else pattern
        free = pattern.free_symbols & symbols
        if len(free) > 1:
            return None
        if not free:
            if pattern != value:
                return None
            continue
        unknown = free.pop()
        slope = pattern.coeff(unknown)
        rest = expand(pattern - slope * unknown)
        if slope == 0 or rest.has(unknown):
            return None
        found[unknown] = expand((value - rest) / slope)
    return found
