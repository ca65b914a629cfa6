"""The gamma law, its powers and its reciprocals.

If x ~ Gamma(α, rate 1) then E x^r = Γ(α+r)/Γ(α): each law here is scale · x^k, so its transform has
one Γ, rising for k > 0 (gamma, Weibull, generalised gamma) and falling for k < 0 (inverse gamma, Fréchet, Lévy).
"""

from __future__ import annotations

from sympy import Expr, Rational, S, besseli, exp, gamma, pi, sqrt

from priorcalc.laws.gaussian_family import JKB1, noncentral
from priorcalc.laws.record import NON_NEGATIVE, Parameter, Record, half_line, positive, scale
from priorcalc.mellin import GammaRatio, Transform


def gamma_density(x: Expr, alpha: Expr, beta: Expr) -> Expr:
    """The density of the gamma law with rate β."""
    return beta**alpha * x ** (alpha - 1) * exp(-beta * x) / gamma(alpha)


def inverse_gamma_density(x: Expr, alpha: Expr, beta: Expr) -> Expr:
    """The density of the reciprocal of a gamma variable with rate β."""
    return beta**alpha * x ** (-alpha - 1) * exp(-beta / x) / gamma(alpha)


def _power_of_gamma(scale: Expr, a: Expr, slope: Expr) -> Transform | None:
    # A slope that is still a symbol is a Fox H-function: honestly not known here until it is a number.
    return GammaRatio(scale, ((a, slope),)) if slope.is_Rational else None


RECORDS = (
    Record(
        "exponential",
        "Exponential",
        (scale("scale", "scale: the mean, 1/rate"),),
        support=half_line,
        density=lambda x, scale: exp(-x / scale) / scale,
        transform=lambda scale: GammaRatio(scale, ((S.Zero, S.One),)),
        sampler=lambda rng, size, scale: rng.exponential(scale, size),
        citation=f"{JKB1}, ch. 19",
        families=("Gamma", "Weibull", "Generalized gamma"),
    ),
    Record(
        "chi_square",
        "Chi-square",
        (positive("nu", "degrees of freedom"),),
        support=half_line,
        density=lambda x, nu: gamma_density(x, nu / 2, Rational(1, 2)),
        transform=lambda nu: GammaRatio(S(2), ((nu / 2 - 1, S.One),)),
        sampler=lambda rng, size, nu: rng.chisquare(nu, size),
        citation=f"{JKB1}, ch. 18",
        families=("Gamma", "Generalized gamma"),
    ),
    Record(
        "gamma",
        "Gamma",
        (positive("alpha", "shape"), positive("beta", "rate", S.One)),
        support=half_line,
        density=gamma_density,
        transform=lambda alpha, beta: GammaRatio(1 / beta, ((alpha - 1, S.One),)),
        sampler=lambda rng, size, alpha, beta: rng.gamma(alpha, 1 / beta, size),
        citation=f"{JKB1}, ch. 17",
        families=("Generalized gamma",),
    ),
    Record(
        "inverse_gamma",
        "Inverse gamma",
        (positive("alpha", "shape"), scale("beta", "scale: the rate of the gamma variable 1/λ")),
        support=half_line,
        density=inverse_gamma_density,
        transform=lambda alpha, beta: GammaRatio(beta, ((alpha + 1, -S.One),)),
        sampler=lambda rng, size, alpha, beta: beta / rng.gamma(alpha, 1.0, size),
        citation=f"{JKB1}, ch. 17",
    ),
    Record(
        "weibull",
        "Weibull",
        (positive("alpha", "shape"), scale("beta")),
        support=half_line,
        density=lambda x, alpha, beta: alpha * (x / beta) ** (alpha - 1) * exp(-((x / beta) ** alpha)) / beta,
        transform=lambda alpha, beta: _power_of_gamma(beta, 1 - 1 / alpha, 1 / alpha),
        sampler=lambda rng, size, alpha, beta: beta * rng.weibull(alpha, size),
        citation=f"{JKB1}, ch. 21",
        families=("Generalized gamma",),
    ),
    Record(
        "generalized_gamma",
        "Generalized gamma",
        (
            scale("a", "scale", None),
            positive("d", "shape: λ^(d-1) at the origin"),
            positive("p", "shape: exp(-λ^p) in the tail"),
        ),
        support=half_line,
        density=lambda x, a, d, p: p * x ** (d - 1) * exp(-((x / a) ** p)) / (a**d * gamma(d / p)),
        transform=lambda a, d, p: _power_of_gamma(a, (d - 1) / p, 1 / p),
        sampler=lambda rng, size, a, d, p: a * rng.gamma(d / p, 1.0, size) ** (1 / p),
        citation="Stacy (1962), A generalization of the gamma distribution",
    ),
    Record(
        "frechet",
        "Fréchet",
        (positive("alpha", "shape: index of the tail"), scale("scale")),
        support=half_line,
        density=lambda x, alpha, scale: alpha * (x / scale) ** (-alpha - 1) * exp(-((x / scale) ** (-alpha))) / scale,
        transform=lambda alpha, scale: _power_of_gamma(scale, 1 + 1 / alpha, -1 / alpha),
        sampler=lambda rng, size, alpha, scale: scale * rng.exponential(1.0, size) ** (-1 / alpha),
        citation="Johnson, Kotz & Balakrishnan (1995), Continuous Univariate Distributions, vol. 2, ch. 22",
    ),
    Record(
        "levy",
        "Lévy",
        (scale("scale"),),
        support=half_line,
        density=lambda x, scale: sqrt(scale / (2 * pi)) * x ** Rational(-3, 2) * exp(-scale / (2 * x)),
        transform=lambda scale: GammaRatio(scale / 2, ((Rational(3, 2), -S.One),)),
        sampler=lambda rng, size, scale: scale / rng.normal(0.0, 1.0, size) ** 2,
        citation="Feller (1971), vol. II, section II.4",
        families=("Inverse gamma",),
    ),
    Record(
        "noncentral_chi_square",
        "Noncentral chi-square",
        (
            positive("nu", "degrees of freedom"),
            Parameter("nc", NON_NEGATIVE, None, "non-centrality: the sum of squared means"),
        ),
        support=half_line,
        density=lambda x, nu, nc: (
            exp(-(x + nc) / 2) * (x / nc) ** (nu / 4 - Rational(1, 2)) * besseli(nu / 2 - 1, sqrt(nc * x)) / 2
            if nc != 0
            else gamma_density(x, nu / 2, Rational(1, 2))
        ),
        transform=lambda nu, nc: noncentral(nc / 2, nu, S.One) ** S(2),
        sampler=lambda rng, size, nu, nc: rng.noncentral_chisquare(nu, nc, size),
        citation="Johnson, Kotz & Balakrishnan (1995), vol. 2, ch. 29",
        breaks=lambda nu, nc: (nc,) if nc != 0 else (),
    ),
)
