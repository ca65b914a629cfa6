"""Laws whose transform is no ratio of gammas: log-normal, the logistic's relatives, the inverse Gaussians.

The log-normal has M(s) = e^{μ(s-1)+σ²(s-1)²/2}; a generalised inverse Gaussian has a quotient of K Bessel
functions; the Kolmogorov law is an alternating mixture of Rayleigh laws, Σ (-1)^{k-1} 8k²x e^{-2k²x²}.
"""

from __future__ import annotations

from sympy import Expr, Piecewise, Rational, S, besselk, cosh, exp, log, pi, sqrt

from priorcalc.laws.gaussian_family import JKB1, chi_transform
from priorcalc.laws.record import REAL, Parameter, Record, half_line, positive, scale
from priorcalc.mellin import GammaRatio, Mixture
from priorcalc.symbols import n

TERMS = 8
"""Terms of each half of the theta series: at the crossing x = 3/4 the first one left out is below 1e-36."""


def gig_transform(p: Expr, chi: Expr, psi: Expr) -> GammaRatio:
    """The transform of GIG(p, χ, ψ): (χ/ψ)^{(s-1)/2} K_{p+s-1}(√(χψ)) / K_p(√(χψ))."""
    return GammaRatio(sqrt(chi) / sqrt(psi), bessel=((p, S.One, sqrt(chi) * sqrt(psi), 1),))


def gig_density(x: Expr, p: Expr, chi: Expr, psi: Expr) -> Expr:
    """The density of GIG(p, χ, ψ), ∝ x^{p-1} e^{-(χ/x + ψx)/2}."""
    return (psi / chi) ** (p / 2) * x ** (p - 1) * exp(-(chi / x + psi * x) / 2) / (2 * besselk(p, sqrt(chi * psi)))


def _kolmogorov(x: Expr, scale: Expr) -> Expr:
    # Jacobi's identity turns the alternating series, good for large t, into one of positive terms for small t.
    t = x / scale
    large = sum(((-1) ** (k - 1) * 8 * k**2 * t * exp(-2 * k**2 * t**2) for k in range(1, TERMS + 1)), S.Zero)
    waves = ((2 * k - 1) ** 2 * pi**2 / 4 for k in range(1, TERMS + 1))
    small = sum(((c / t**2 - 1) * exp(-c / (2 * t**2)) for c in waves), S.Zero) * sqrt(2 * pi) / t**2
    return Piecewise((small, x < 3 * scale / 4), (large, True)) / scale


RECORDS = (
    Record(
        "lognormal",
        "Log-normal",
        (Parameter("mu", REAL, S.Zero, "mean of ln λ"), positive("sigma", "standard deviation of ln λ", S.One)),
        support=half_line,
        density=lambda x, mu, sigma: exp(-((log(x) - mu) ** 2) / (2 * sigma**2)) / (x * sigma * sqrt(2 * pi)),
        transform=lambda mu, sigma: GammaRatio(exp(mu), spread=sigma**2),
        sampler=lambda rng, size, mu, sigma: rng.lognormal(mu, sigma, size),
        citation=f"{JKB1}, ch. 14",
        breaks=lambda mu, sigma: (exp(mu),),
    ),
    Record(
        "half_logistic",
        "Half-logistic",
        (scale("scale"),),
        support=half_line,
        density=lambda x, scale: 1 / (2 * scale * cosh(x / (2 * scale)) ** 2),
        transform=lambda scale: None,
        sampler=lambda rng, size, scale: abs(rng.logistic(0.0, scale, size)),
        citation="Balakrishnan (1985), Order statistics from the half logistic distribution",
    ),
    Record(
        "kolmogorov",
        "Kolmogorov",
        (scale("scale"),),
        support=half_line,
        density=_kolmogorov,
        transform=lambda scale: Mixture(((2 * (-1) ** n, chi_transform(S(2), scale / (2 * (n + 1)))),), n),
        sampler=None,
        citation="Kolmogorov (1933); Andrews & Mallows (1974), Scale mixtures of normal distributions",
        breaks=lambda scale: (3 * scale / 4,),
    ),
    Record(
        "inverse_gaussian",
        "Inverse Gaussian",
        (positive("mu", "mean", S.One), positive("shape", "shape: variance μ³/shape", S.One)),
        support=half_line,
        density=lambda x, mu, shape: (
            sqrt(shape / (2 * pi)) * x ** Rational(-3, 2) * exp(-shape * (x - mu) ** 2 / (2 * mu**2 * x))
        ),
        transform=lambda mu, shape: gig_transform(-Rational(1, 2), shape, shape / mu**2),
        sampler=lambda rng, size, mu, shape: rng.wald(mu, shape, size),
        citation=f"{JKB1}, ch. 15",
        families=("Generalized inverse Gaussian",),
        aliases=("wald",),
    ),
    Record(
        "gig",
        "Generalized inverse Gaussian",
        (
            Parameter("p", REAL, None, "index"),
            positive("chi", "weight of 1/x in the exponent", S.One),
            positive("psi", "weight of x in the exponent", S.One),
        ),
        support=half_line,
        density=gig_density,
        transform=gig_transform,
        sampler=None,
        citation="Jørgensen (1982), Statistical Properties of the Generalized Inverse Gaussian Distribution",
        aliases=("generalized_inverse_gaussian",),
    ),
)
