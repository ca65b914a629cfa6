"""Γ factors as data: bent by a power, split and gathered by Gauss's formula, reflected.

A factor Γ(a + A·s) is the pair (a, A).  Constants do not matter, since a transform is normalised at s = 1;
what a formula leaves in the scale does, and is returned beside it.  See docs/theory.md, section 2.
"""

from __future__ import annotations

import math
from collections import Counter
from functools import reduce

from sympy import Expr, Integer, Mul, Rational, S, expand

Factor = tuple[Expr, Rational]
"""Γ(a + A·s), as the pair (a, A)."""

Factors = tuple[Factor, ...]

Bessel = tuple[Expr, Rational, Expr, int]
"""(K_{p+k(s-1)}(ω) / K_p(ω))**e, as (p, k, ω, e) with e = ±1: a power of a generalised inverse Gaussian."""


def bend(factors: Factors, k: Rational) -> Factors:
    """The factors at 1 + k·(s - 1) instead of s."""
    return tuple((expand(a + A * (1 - k)), A * k) for a, A in factors)


def split(factors: Factors, q: int) -> Counter[Factor]:
    """The factors at slope ±1/q: Γ(n·z) ∝ n**(n·z) · Γ(z) Γ(z + 1/n) … Γ(z + (n-1)/n), counted."""
    pieces = ((a, A, abs(A.p) * q // A.q) for a, A in factors)
    return Counter((expand((a + j) / n), A / n) for a, A, n in pieces for j in range(n))


def gauss_scale(factors: Factors, q: int) -> Expr:
    """What splitting leaves in the scale: n**A for each factor, n = q·|A|."""
    return Mul(*(Integer(abs(A.p) * q // A.q) ** A for _, A in factors))


def gather(factors: Factors) -> Factors:
    """Gauss's formula read backwards: runs a, a + 1/n, … become one factor, the longest first."""
    rest = Counter(factors)
    found: list[Factor] = []
    for n in range(len(factors), 1, -1):
        for a, A in factors:
            run = [(a + Rational(j, n), A) for j in range(n)]
            while all(rest[factor] for factor in run):
                rest.subtract(run)
                found.append((expand(n * a), n * A))
    return (*found, *rest.elements())


def in_order(factors: Counter[Factor]) -> Factors:
    """Rising before falling, numbers in order, symbols as they come."""
    return tuple(sorted(factors.elements(), key=lambda f: (-f[1].p, float(f[0]) if f[0].is_Rational else math.inf)))


def surviving(upper: Factors, lower: Factors) -> list[Factor]:
    """The factors above whose poles no factor below removes."""
    # The poles of Γ(a + A·s) start at -a/A; 1/Γ(c + A·s) removes them all if a - c is a natural number.
    below = list(lower)
    poles = []
    for a, A in upper:
        for k, (c, C) in enumerate(below):
            gap = a - c
            if C == A and gap.is_integer and gap.is_nonnegative:
                del below[k]
                break
        else:
            poles.append((a, A))
    return poles


def reflected(upper: Factors, lower: Factors) -> tuple[Factors, Factors]:
    """The factors with every falling Γ reflected into a rising one, if the sines that come of it cancel."""
    # Γ(b - z) = π / (sin π(b - z) Γ(1 - b + z)): every falling Γ is replaced by a rising one across the bar
    # and a sine.  sin π(z - b) depends, up to sign, on b mod 1 only; sines above and below then cancel.
    # What remains is unique: half lines of poles that start at different points are independent.
    above = Counter(f for f in upper if f[1].p > 0)
    below = Counter(f for f in lower if f[1].p > 0)
    below.update((expand(1 - a), -A) for a, A in upper if A.p < 0)
    above.update((expand(1 - a), -A) for a, A in lower if A.p < 0)
    sines_below = Counter(_modulo_one(a) for a, A in upper if A.p < 0)
    sines_above = Counter(_modulo_one(a) for a, A in lower if A.p < 0)
    if sines_above != sines_below:
        return upper, lower
    return in_order(above - below), in_order(below - above)


def cancelled_bessel(factors: tuple[Bessel, ...]) -> tuple[Bessel, ...]:
    """The Bessel factors that do not cancel; K_{-ν} = K_ν, so (p, k) and (-p, -k) are one."""
    power: Counter[tuple[Expr, Rational, Expr]] = Counter()
    for p, k, omega, e in factors:
        power[(p, k, omega) if k > 0 else (-p, -k, omega)] += e
    return tuple((*key, e // abs(e)) for key, e in power.items() for _ in range(abs(e)))


def _modulo_one(a: Expr) -> Expr:
    number = reduce(lambda total, term: total + term, (t for t in a.as_ordered_terms() if t.is_Rational), S.Zero)
    return a - number + number % 1
