"""Laws with a power tail: Student's t, the beta prime and its powers, Pareto.

If x ~ BetaPrime(a, b) (a ratio of gammas) then E x^r = Γ(a+r)Γ(b-r)/(Γ(a)Γ(b)): one Γ rises, one falls,
and the moments stop at r = b.  The square of a half-Cauchy is BetaPrime(1/2, 1/2).
"""

from __future__ import annotations

from sympy import Expr, Rational, S, gamma, pi, sqrt

from priorcalc.laws.bounded import JKB2, beta_function
from priorcalc.laws.gaussian_family import JKB1
from priorcalc.laws.record import Record, half_line, positive, scale
from priorcalc.mellin import GammaRatio, Transform

HALF = Rational(1, 2)


def beta_prime_transform(a: Expr, b: Expr, power: Expr = S.One, scale: Expr = S.One) -> GammaRatio:
    """The transform of scale · x**power for x ~ BetaPrime(a, b) and power > 0."""
    return GammaRatio(scale, ((a - power, power), (b + power, -power)))


def beta_prime_density(x: Expr, alpha: Expr, beta: Expr, scale: Expr) -> Expr:
    """The density of scale · BetaPrime(α, β)."""
    ratio = x / scale
    return ratio ** (alpha - 1) * (1 + ratio) ** (-alpha - beta) / (beta_function(alpha, beta) * scale)


def _power(a: Expr, b: Expr, power: Expr, scale: Expr) -> Transform | None:
    return beta_prime_transform(a, b, power, scale) if power.is_Rational else None


RECORDS = (
    Record(
        "half_cauchy",
        "Half-Cauchy",
        (scale("beta"),),
        support=half_line,
        density=lambda x, beta: 2 / (pi * beta * (1 + (x / beta) ** 2)),
        transform=lambda beta: beta_prime_transform(HALF, HALF, HALF, beta),
        sampler=lambda rng, size, beta: beta * abs(rng.standard_cauchy(size)),
        citation="Gelman (2006), Prior distributions for variance parameters in hierarchical models",
        families=("Half-Student-t",),
    ),
    Record(
        "half_student_t",
        "Half-Student-t",
        (positive("nu", "degrees of freedom"), scale("sigma")),
        support=half_line,
        density=lambda x, nu, sigma: (
            2
            * gamma((nu + 1) / 2)
            * (1 + x**2 / (nu * sigma**2)) ** (-(nu + 1) / 2)
            / (gamma(nu / 2) * sqrt(pi * nu) * sigma)
        ),
        transform=lambda nu, sigma: beta_prime_transform(HALF, nu / 2, HALF, sigma * sqrt(nu)),
        sampler=lambda rng, size, nu, sigma: sigma * abs(rng.standard_t(nu, size)),
        citation="Gelman (2006), Prior distributions for variance parameters in hierarchical models",
    ),
    Record(
        "pareto",
        "Pareto",
        (positive("alpha", "shape: index of the tail"), scale("m", "scale: the lower end")),
        support=lambda alpha, m: (m, S.Infinity),
        density=lambda x, alpha, m: alpha * m**alpha * x ** (-alpha - 1),
        transform=lambda alpha, m: GammaRatio(m, ((alpha + 1, -S.One),), ((alpha + 2, -S.One),)),
        sampler=lambda rng, size, alpha, m: m * (1 + rng.pareto(alpha, size)),
        citation=f"{JKB1}, ch. 20",
    ),
    Record(
        "lomax",
        "Lomax",
        (positive("alpha", "shape: index of the tail"), scale("scale")),
        support=half_line,
        density=lambda x, alpha, scale: alpha * (1 + x / scale) ** (-alpha - 1) / scale,
        transform=lambda alpha, scale: beta_prime_transform(S.One, alpha, S.One, scale),
        sampler=lambda rng, size, alpha, scale: scale * rng.pareto(alpha, size),
        citation=f"{JKB1}, ch. 20",
        families=("Beta prime", "Burr"),
    ),
    Record(
        "burr",
        "Burr",
        (positive("c", "shape"), positive("k", "shape"), scale("scale")),
        support=half_line,
        density=lambda x, c, k, scale: c * k * (x / scale) ** (c - 1) * (1 + (x / scale) ** c) ** (-k - 1) / scale,
        transform=lambda c, k, scale: _power(S.One, k, 1 / c, scale),
        sampler=lambda rng, size, c, k, scale: scale * rng.pareto(k, size) ** (1 / c),
        citation="Burr (1942), Cumulative frequency functions; type XII",
    ),
    Record(
        "dagum",
        "Dagum",
        (positive("a", "shape"), positive("p", "shape"), scale("scale")),
        support=half_line,
        density=lambda x, a, p, scale: a * p * (x / scale) ** (a * p - 1) * (1 + (x / scale) ** a) ** (-p - 1) / scale,
        transform=lambda a, p, scale: _power(p, S.One, 1 / a, scale),
        sampler=lambda rng, size, a, p, scale: scale * rng.pareto(p, size) ** (-1 / a),
        citation="Dagum (1977), A new model of personal income distribution",
    ),
    Record(
        "beta_prime",
        "Beta prime",
        (positive("alpha", "shape at 0"), positive("beta", "shape: index of the tail"), scale("scale")),
        support=half_line,
        density=beta_prime_density,
        transform=lambda alpha, beta, scale: beta_prime_transform(alpha, beta, S.One, scale),
        sampler=lambda rng, size, alpha, beta, scale: scale * rng.gamma(alpha, 1.0, size) / rng.gamma(beta, 1.0, size),
        citation=f"{JKB2}, ch. 25",
        families=("F (scaled)", "Generalized beta prime"),
    ),
    Record(
        "f",
        "F",
        (positive("d1", "degrees of freedom above"), positive("d2", "degrees of freedom below")),
        support=half_line,
        density=lambda x, d1, d2: beta_prime_density(x, d1 / 2, d2 / 2, d2 / d1),
        transform=lambda d1, d2: beta_prime_transform(d1 / 2, d2 / 2, S.One, d2 / d1),
        sampler=lambda rng, size, d1, d2: rng.f(d1, d2, size),
        citation=f"{JKB2}, ch. 27",
        families=("Beta prime",),
        aliases=("fisher", "snedecor"),
    ),
    Record(
        "strawderman_berger",
        "Strawderman-Berger",
        (),
        support=half_line,
        density=lambda x: x * (1 + x**2) ** Rational(-3, 2),
        transform=lambda: beta_prime_transform(S.One, HALF, HALF),
        sampler=lambda rng, size: rng.pareto(0.5, size) ** 0.5,
        citation="Strawderman (1971); Berger (1980): the variance λ² has the density (1 + v)^(-3/2)/2",
        families=("Burr",),
    ),
)
