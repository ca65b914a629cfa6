"""Products of monomials, exponentials, binomials and special functions: the shape that a density must have.

On x > 0 every density that has a gamma-ratio transform is built of factors whose arguments are monomials b·x^k::

    c · x^a · exp(Σ r_j x^{k_j} - q ln²x) · ∏ (d + e x^k)^p · ∏ (ln m x^j)^n · ∏ F(b x^k).

Such forms are multiplied and raised to powers here.  A power is taken apart only where that is right, and where it is
right for one sign only, that sign is kept as a condition.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sympy import Expr, S, expand

LITERAL, ABSOLUTE, POSITIVE = "literal", "absolute", "positive"
MAX_TERMS = 40
"""Longer sums are not multiplied out or factored."""


@dataclass(frozen=True)
class Binomial:
    """``(d + e·x**k)**p`` with k > 0: as it stands, of its absolute value, or only if it is positive."""

    d: Expr
    e: Expr
    k: Expr
    p: Expr
    kind: str = LITERAL


@dataclass(frozen=True)
class Log:
    """``ln(m·x**j)**n``, as ln m, j and n."""

    constant: Expr
    j: Expr
    n: Expr


@dataclass(frozen=True)
class Special:
    """A special function of ``b·x**k``, with its orders."""

    function: type
    orders: tuple[Expr, ...]
    b: Expr
    k: Expr


@dataclass(frozen=True)
class Form:
    """The product; ``rates`` are the pairs (k, r) of exp(r·x**k), ``curve`` is q of exp(-q·ln(x)**2)."""

    constant: Expr = S.One
    power: Expr = S.Zero
    rates: tuple[tuple[Expr, Expr], ...] = ()
    curve: Expr = S.Zero
    binomials: tuple[Binomial, ...] = ()
    logs: tuple[Log, ...] = ()
    specials: tuple[Special, ...] = ()

    @property
    def is_monomial(self) -> bool:
        """Whether it is c·x^a."""
        return replace(self, constant=S.One, power=S.Zero) == _ONE

    def __mul__(self, other: Form) -> Form:
        """The product of two forms; equal exponents and equal binomials are joined."""
        rates = dict(self.rates)
        for k, r in other.rates:
            rates[k] = expand(rates.get(k, S.Zero) + r)
        return Form(
            self.constant * other.constant,
            expand(self.power + other.power),
            tuple((k, r) for k, r in rates.items() if r != 0),
            expand(self.curve + other.curve),
            _joined(self.binomials + other.binomials),
            self.logs + other.logs,
            self.specials + other.specials,
        )


_ONE = Form()


def raised(form: Form, p: Expr) -> Form | None:
    """A form to a power that is free of x."""
    if form.specials and p != 1:
        return None
    constant, binomials = form.constant, form.binomials
    if not p.is_integer:
        if constant.is_negative and len(binomials) == 1 and binomials[0].p == 1:
            (y,) = binomials  # (-c·y)^p = c^p·(-y)^p
            constant, binomials = -constant, (replace(y, d=-y.d, e=-y.e),)
        if not constant.is_positive or form.logs:
            return None
        # (y^2j)^p = |y|^2jp; any other power of y may be taken apart only where y is positive.
        binomials = tuple(
            replace(y, kind=ABSOLUTE if y.kind == ABSOLUTE or (y.kind == LITERAL and y.p.is_even) else POSITIVE)
            for y in binomials
        )
    return Form(
        constant**p,
        expand(form.power * p),
        tuple((k, expand(r * p)) for k, r in form.rates),
        form.curve * p,
        tuple(replace(y, p=expand(y.p * p)) for y in binomials),
        tuple(replace(term, n=term.n * p) for term in form.logs),
        form.specials,
    )


def _joined(binomials: tuple[Binomial, ...]) -> tuple[Binomial, ...]:
    # Equal ones add their exponents, and (d + e·x^k)^p (d - e·x^k)^p = (d² - e²·x^{2k})^p.
    rest = list(binomials)
    for i, y in enumerate(rest):
        for j, other in enumerate(rest[:i]):
            if y.k != other.k or y.kind != other.kind:
                continue
            ratio = other.d / y.d
            if ratio == other.e / y.e == 1:
                merged = replace(y, p=expand(y.p + other.p))
            elif (
                y.p == other.p
                and expand(y.d * other.e + y.e * other.d) == 0
                # with d > 0 in both, one of the two is positive throughout: the other has the sign of the product
                and (y.kind != POSITIVE or (y.d.is_positive and other.d.is_positive))
            ):
                merged = replace(y, d=y.d * other.d, e=y.e * other.e, k=2 * y.k)
            else:
                continue
            left = tuple(z for n, z in enumerate(rest) if n not in (i, j))
            return _joined((*left, merged) if merged.p != 0 else left)
    return tuple(rest)
