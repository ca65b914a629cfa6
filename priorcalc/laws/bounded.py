"""Laws on a bounded interval: beta, its powers, and piecewise linear densities.

E x^r = Γ(a+r)Γ(a+b)/(Γ(a)Γ(a+b+r)) for Beta(a, b).  A density on an interval that does not start at 0 is a
*signed* mixture of laws that do: U(a, b) = (b·U(0, b) - a·U(0, a))/(b - a), and so for every piecewise
linear density, sign included, since only |λ| matters.
"""

from __future__ import annotations

from sympy import Expr, Piecewise, Rational, S, gamma, log, pi, sign, sqrt

from priorcalc.laws.record import REAL, Parameter, Record, positive
from priorcalc.mellin import GammaRatio, Transform, mixture

HALF = Rational(1, 2)
JKB2 = "Johnson, Kotz & Balakrishnan (1995), Continuous Univariate Distributions, vol. 2"
EVANS = "Evans, Hastings & Peacock (2000), Statistical Distributions"


def beta_transform(a: Expr, b: Expr, power: Expr = S.One, scale: Expr = S.One) -> GammaRatio:
    """The transform of scale · x**power for x ~ Beta(a, b)."""
    return GammaRatio(scale, ((a - power, power),), ((a + b - power, power),))


def beta_function(a: Expr, b: Expr) -> Expr:
    """B(a, b) in gamma functions, which SymPy evaluates at rationals."""
    return gamma(a) * gamma(b) / gamma(a + b)


def folded_polynomial(pieces: tuple[tuple[Expr, tuple[Expr, ...]], ...]) -> Transform | None:
    """The law of |λ| for a density made of signed pieces Σ_k c_k |x|^k on (0, t) or (t, 0), t given.

    A piece c·x^k on (0, t) has mass c·t^{k+1}/(k+1) and, normalised, is the law of t·Beta(k+1, 1).
    """
    if any(sign(t).free_symbols for t, _ in pieces):
        return None
    laws = (
        (c * abs(t) ** (k + 1) / (k + 1), beta_transform(S(k + 1), S.One, S.One, abs(t)))
        for t, coefficients in pieces
        if t != 0
        for k, c in enumerate(coefficients)
    )
    return mixture(laws)


def _uniform(lower: Expr, upper: Expr) -> Transform | None:
    height = 1 / (upper - lower)
    # (lower, upper) = (0, upper) less (0, lower); (0, t) with t < 0 is the piece (t, 0), of opposite sign.
    return folded_polynomial(((upper, (sign(upper) * height,)), (lower, (-sign(lower) * height,))))


def _triangular(lower: Expr, c: Expr, upper: Expr) -> Transform | None:
    # rising (x - lower)·h/(c - lower) on (lower, c), falling (upper - x)·h/(upper - c) on (c, upper)
    height = 2 / (upper - lower)
    up = height / (c - lower) if c != lower else S.Zero
    down = height / (upper - c) if c != upper else S.Zero
    pieces = ((c, -lower * up, up), (lower, lower * up, -up), (upper, upper * down, -down), (c, -upper * down, down))
    return folded_polynomial(tuple((t, (sign(t) * constant, slope)) for t, constant, slope in pieces))


def _ordered(lower: Expr, upper: Expr, **_: Expr) -> str | None:
    return "lower must be less than upper" if (lower < upper) == False else None  # noqa: E712 - SymPy's false


def _mode_inside(lower: Expr, c: Expr, upper: Expr) -> str | None:
    outside = (c < lower) == True or (c > upper) == True  # noqa: E712 - SymPy's true
    return "the mode c must lie in [lower, upper]" if outside else _ordered(lower, upper)


def _triangle(x: Expr, lower: Expr, c: Expr, upper: Expr) -> Expr:
    height = 2 / (upper - lower)
    up = height * (x - lower) / (c - lower) if c != lower else S.Zero
    down = height * (upper - x) / (upper - c) if c != upper else S.Zero
    return Piecewise((up, x < c), (down, True)) if up != 0 and down != 0 else up + down


RECORDS = (
    Record(
        "uniform",
        "Uniform",
        (Parameter("lower", REAL, S.Zero, "lower end"), Parameter("upper", REAL, S.One, "upper end")),
        support=lambda lower, upper: (lower, upper),
        density=lambda x, lower, upper: 1 / (upper - lower),
        transform=_uniform,
        sampler=lambda rng, size, lower, upper: rng.uniform(lower, upper, size),
        citation=f"{JKB2}, ch. 26",
        check=_ordered,
    ),
    Record(
        "beta",
        "Beta",
        (positive("alpha", "shape at 0"), positive("beta", "shape at 1")),
        support=lambda **_: (S.Zero, S.One),
        density=lambda x, alpha, beta: x ** (alpha - 1) * (1 - x) ** (beta - 1) / beta_function(alpha, beta),
        transform=lambda alpha, beta: beta_transform(alpha, beta),
        sampler=lambda rng, size, alpha, beta: rng.beta(alpha, beta, size),
        citation=f"{JKB2}, ch. 25",
    ),
    Record(
        "arcsine",
        "Arcsine",
        (),
        support=lambda: (-S.One, S.One),
        density=lambda x: 1 / (pi * sqrt(1 - x**2)),
        transform=lambda: beta_transform(HALF, HALF, HALF),
        sampler=lambda rng, size: 2 * rng.beta(0.5, 0.5, size) - 1,
        citation=f"{JKB2}, ch. 25; on (-1, 1)",
    ),
    Record(
        "kumaraswamy",
        "Kumaraswamy",
        (positive("a", "shape: λ^a is Beta(1, b)"), positive("b", "shape at 1")),
        support=lambda **_: (S.Zero, S.One),
        density=lambda x, a, b: a * b * x ** (a - 1) * (1 - x**a) ** (b - 1),
        transform=lambda a, b: beta_transform(S.One, b, 1 / a) if a.is_Rational else None,
        sampler=lambda rng, size, a, b: rng.beta(1.0, b, size) ** (1 / a),
        citation="Kumaraswamy (1980), A generalized probability density function for double-bounded random processes",
    ),
    Record(
        "triangular",
        "Triangular",
        (
            Parameter("lower", REAL, S.Zero, "lower end"),
            Parameter("c", REAL, HALF, "mode"),
            Parameter("upper", REAL, S.One, "upper end"),
        ),
        support=lambda lower, c, upper: (lower, upper),
        density=_triangle,
        transform=_triangular,
        sampler=lambda rng, size, lower, c, upper: rng.triangular(lower, c, upper, size),
        citation=f"{EVANS}, ch. 41",
        check=_mode_inside,
        breaks=lambda lower, c, upper: (c,),
    ),
    Record(
        "log_uniform",
        "Log-uniform",
        (positive("lower", "lower end"), positive("upper", "upper end")),
        support=lambda lower, upper: (lower, upper),
        density=lambda x, lower, upper: 1 / (x * log(upper / lower)),
        transform=lambda lower, upper: None,
        sampler=lambda rng, size, lower, upper: lower * (upper / lower) ** rng.random(size),
        citation="Hamming (1970), On the distribution of numbers",
        check=_ordered,
        aliases=("reciprocal",),
    ),
)
