"""The Mellin transform of a positive random variable, and the algebra it obeys.

``M_X(s) = E[X**(s-1)]`` turns an independent product into a product of transforms and
a power into a change of ``s``.  A Gaussian scale mixture is then one multiplication,
and "is this a law with a name?" is one division.  Two positive laws whose transforms
agree on a common strip are the same law.  See docs/theory.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from math import lcm

from sympy import Expr, Max, Min, Mul, Rational, S, Symbol, besselk, exp, expand, oo, sympify

from priorcalc.exact import gamma_of, is_one
from priorcalc.factors import (
    Bessel,
    Factors,
    bend,
    cancelled_bessel,
    gather,
    gauss_scale,
    in_order,
    reflected,
    split,
    surviving,
)


@dataclass(frozen=True)
class GammaRatio:
    """The law with ``M(s) = scale**(s-1) · ∏ Γ(a + A·s) / ∏ Γ(c + C·s)``, each Γ divided by its value at s = 1.

    M(1) = 1 by construction.  With no Γ at all it is the point mass at ``scale``.  Two entire factors may
    stand beside the Γ's: ``exp(spread·(s-1)**2/2)`` of a log-normal, and the quotients of Bessel functions
    of a generalised inverse Gaussian.
    """

    scale: Expr = S.One
    upper: Factors = ()
    lower: Factors = ()
    spread: Expr = S.Zero
    bessel: tuple[Bessel, ...] = ()

    def __mul__(self, other: GammaRatio) -> GammaRatio:
        """The law of X·Y, for X and Y independent."""
        return GammaRatio(
            self.scale * other.scale,
            self.upper + other.upper,
            self.lower + other.lower,
            self.spread + other.spread,
            self.bessel + other.bessel,
        )

    def __truediv__(self, other: GammaRatio) -> GammaRatio:
        """The quotient of transforms: the factor that turns ``other`` into ``self`` (not the law of X/Y)."""
        return GammaRatio(
            self.scale / other.scale,
            self.upper + other.lower,
            self.lower + other.upper,
            self.spread - other.spread,
            self.bessel + tuple((p, k, omega, -e) for p, k, omega, e in other.bessel),
        )

    def __pow__(self, k: Rational) -> GammaRatio:
        """The law of X**k, for k of either sign: s becomes 1 + k·(s - 1)."""
        k = sympify(k, strict=True)
        if k == 0 or not k.is_Rational:
            raise ValueError(f"a power of a law: the exponent {k} is not a rational other than 0")
        bessel = tuple((p, slope * k, omega, e) for p, slope, omega, e in self.bessel)
        return GammaRatio(self.scale**k, bend(self.upper, k), bend(self.lower, k), self.spread * k**2, bessel)

    def scaled(self, c: Expr) -> GammaRatio:
        """The law of c·X, for c > 0."""
        return replace(self, scale=self.scale * c)

    @cached_property
    def cancelled(self) -> GammaRatio:
        """The same without the factors that stand above and below alike."""
        above, below = Counter(self.upper), Counter(self.lower)
        return replace(self, upper=tuple((above - below).elements()), lower=tuple((below - above).elements()))

    def __call__(self, s: Expr) -> Expr:
        """The transform at ``s``, as an expression."""
        above = (gamma_of(a + A * s) / gamma_of(a + A) for a, A in self.upper)
        below = (gamma_of(c + C) / gamma_of(c + C * s) for c, C in self.lower)
        entire = ((besselk(p + k * (s - 1), omega) / besselk(p, omega)) ** e for p, k, omega, e in self.bessel)
        return self.scale ** (s - 1) * exp(self.spread * (s - 1) ** 2 / 2) * Mul(*above, *below, *entire)

    @property
    def parts(self) -> tuple[tuple[Expr, GammaRatio], ...]:
        """The law as a mixture with one part."""
        return ((S.One, self),)

    @property
    def index(self) -> Symbol | None:
        """No index: the mixture is finite."""
        return None

    @property
    def total(self) -> Expr:
        """The mass away from zero."""
        return S.One

    @property
    def denominator(self) -> int:
        """The least q such that every slope is a multiple of 1/q."""
        return lcm(1, *(int(A.q) for _, A in self.upper + self.lower))

    @cached_property
    def normal(self) -> GammaRatio:
        """Every Γ at slope ±1/q, for the least q, and nothing left to cancel."""
        return self.reduced(self.denominator)

    def reduced(self, q: int) -> GammaRatio:
        """Bring every Γ to slope ±1/q by Gauss's multiplication formula, and cancel what is equal.

        Γ(n·z) ∝ n**(n·z) · Γ(z) Γ(z + 1/n) … Γ(z + (n-1)/n) with z = (a + A·s)/n, so that n = q·|A|
        gives the slope 1/q and leaves a factor n**A per unit of s in the scale.
        """
        above, below = split(self.upper, q), split(self.lower, q)
        scale = self.scale * gauss_scale(self.upper, q) / gauss_scale(self.lower, q)
        return replace(
            self,
            scale=scale,
            upper=in_order(above - below),
            lower=in_order(below - above),
            bessel=cancelled_bessel(self.bessel),
        )

    @cached_property
    def gathered(self) -> GammaRatio:
        """The normal form with Gauss's formula read backwards: Γ(z) Γ(z + 1/n) … becomes Γ(n·z) where it can."""
        normal, q = self.normal, self.denominator
        upper, lower = gather(normal.upper), gather(normal.lower)
        scale = normal.scale / (gauss_scale(upper, q) / gauss_scale(lower, q))
        return replace(normal, scale=scale, upper=upper, lower=lower)

    @cached_property
    def strip(self) -> tuple[Expr, Expr]:
        """An open interval (lo, hi) of real s around 1 on which E[X**(s-1)] is finite.

        It is bounded by the nearest poles of the numerator that no Γ below removes.  A pole that
        only a Γ of the opposite slope removes is still counted: the true strip may be wider.
        """
        poles = surviving(self.normal.upper, self.normal.lower)
        lo = Max(-oo, *(-a / A for a, A in poles if A.p > 0))
        hi = Min(oo, *(-a / A for a, A in poles if A.p < 0))
        return lo, hi

    def is_unit(self) -> bool:
        """Prove that M(s) = 1 for all s.  False means "not shown", not "shown false"."""
        normal = self.normal
        above, below = reflected(normal.upper, normal.lower)
        rest = above or below or normal.bessel or expand(normal.spread) != 0
        return not rest and is_one(normal.scale)


@dataclass(frozen=True)
class Mixture:
    """A mixture of laws; what the weights lack to 1 is the spike at zero.

    With an ``index`` there is one part, and weight and part are expressions in that symbol,
    summed over 0, 1, 2, …: a Poisson mixture, say.  Such weights may alternate in sign.
    """

    parts: tuple[tuple[Expr, GammaRatio], ...]
    index: Symbol | None = None
    total: Expr = S.One

    def __mul__(self, other: Transform) -> Transform:
        """The law of X·Y, for X and Y independent."""
        product = multiply(self, other)
        if product is None:
            raise ValueError("the product of an infinite mixture and another mixture has no form with one index")
        return product

    def __pow__(self, k: Rational) -> Mixture:
        """The law of X**k; a spike at zero stays where it is."""
        if sympify(k, strict=True) < 0 and self.spike != 0:
            raise ValueError(f"a negative power ({k}) of a law with a spike at zero has mass at infinity")
        return Mixture(tuple((p, x**k) for p, x in self.parts), self.index, self.total)

    def scaled(self, c: Expr) -> Mixture:
        """The law of c·X, for c > 0."""
        return Mixture(tuple((p, x.scaled(c)) for p, x in self.parts), self.index, self.total)

    @property
    def spike(self) -> Expr:
        """The probability of zero."""
        return expand(1 - self.total)


Transform = GammaRatio | Mixture


def multiply(x: Transform, y: Transform) -> Transform | None:
    """The law of a product; None for an infinite mixture times one with several parts."""
    pairs = tuple((p * q, a * b) for p, a in x.parts for q, b in y.parts)
    index = x.index or y.index
    if index is None:
        return mixture(pairs)
    return Mixture(pairs, index, x.total * y.total) if len(pairs) == 1 and not (x.index and y.index) else None


def mixture(parts: Iterable[tuple[Expr, GammaRatio]]) -> Transform:
    """The finite mixture of weighted laws, equal parts merged; a single law with weight 1 is that law."""
    merged: list[tuple[Expr, GammaRatio]] = []
    for weight, law in parts:
        if weight == 0:
            continue
        for k, (old, seen) in enumerate(merged):
            if same_ratio(seen, law):
                merged[k] = (expand(old + weight), seen)
                break
        else:
            merged.append((weight, law))
    if len(merged) == 1 and merged[0][0] == 1:
        return merged[0][1]
    return Mixture(tuple(merged), None, expand(sum((p for p, _ in merged), S.Zero)))


def same_ratio(x: GammaRatio, y: GammaRatio) -> bool:
    """Prove that two gamma ratios are the transform of one law; both strips contain s = 1."""
    return x == y or (x / y).is_unit()


def same_law(x: Transform, y: Transform) -> bool:
    """Prove that two transforms belong to one law.  False means undecided.

    >>> from sympy import Rational, Symbol
    >>> rayleigh = GammaRatio(Symbol("sigma", positive=True), ((Rational(1, 2), Rational(1, 2)),))
    >>> same_law((rayleigh**2) ** Rational(1, 2), rayleigh)
    True
    """
    if len(x.parts) != len(y.parts) or x.index != y.index:
        return False
    left = list(y.parts)
    for weight, law in x.parts:
        for k, (other, candidate) in enumerate(left):
            if is_one(weight / other) and same_ratio(law, candidate):
                del left[k]
                break
        else:
            return False
    return True
