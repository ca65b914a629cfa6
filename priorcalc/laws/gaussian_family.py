"""Laws around the Gaussian: folded, truncated, its radial relatives, and their reciprocals.

If z ~ N(0, I_ν) then σ‖z‖ is chi with E|λ|^r = σ^r 2^{r/2} Γ((ν+r)/2)/Γ(ν/2); ν = 1, 2, 3 are
half-normal, Rayleigh and Maxwell, and Nakagami is chi with a real number of degrees of freedom.  With a
mean the law is a Poisson mixture of chi laws (theory, the non-central case).
"""

from __future__ import annotations

from sympy import Expr, Rational, S, besseli, erf, exp, factorial, gamma, oo, pi, sqrt

from priorcalc.laws.record import EXTENDED, NON_NEGATIVE, RATE, REAL, Parameter, Record, half_line, positive, scale
from priorcalc.mellin import GammaRatio, Mixture, Transform
from priorcalc.symbols import n

HALF = Rational(1, 2)
JKB1 = "Johnson, Kotz & Balakrishnan (1994), Continuous Univariate Distributions, vol. 1"
NAKAGAMI = "Nakagami (1960), The m-distribution"


def chi_transform(nu: Expr, sigma: Expr = S.One) -> GammaRatio:
    """The transform of σ·χ_ν: (σ√2)^(s-1) Γ((ν-1)/2 + s/2), over its value at s = 1.

    >>> chi_transform(S(5))(S(3))  # E χ₅², at s - 1 = 2
    5
    """
    return GammaRatio(sqrt(2) * sigma, (((nu - 1) / 2, HALF),))


def noncentral(theta: Expr, nu: Expr, sigma: Expr) -> Transform:
    """σ·χ_ν with non-centrality 2θ: the Poisson(θ) mixture of σ·χ_{ν+2n}."""
    if theta == 0:
        return chi_transform(nu, sigma)
    return Mixture(((exp(-theta) * theta**n / factorial(n), chi_transform(nu + 2 * n, sigma)),), n)


def normal_density(x: Expr, mu: Expr, sigma: Expr) -> Expr:
    """The density of N(μ, σ²)."""
    return exp(-((x - mu) ** 2) / (2 * sigma**2)) / (sqrt(2 * pi) * sigma)


def chi_density(x: Expr, nu: Expr, sigma: Expr) -> Expr:
    """The density of σ·χ_ν."""
    return 2 * (x / sigma) ** (nu - 1) * exp(-(x**2) / (2 * sigma**2)) / (2 ** (nu / 2) * gamma(nu / 2) * sigma)


def _truncated_mass(mu: Expr, sigma: Expr, lower: Expr, upper: Expr) -> Expr:
    return (erf((upper - mu) / (sqrt(2) * sigma)) - erf((lower - mu) / (sqrt(2) * sigma))) / 2


def _dropout_sigma(rate: Expr) -> Expr:
    return sqrt(rate / (1 - rate))


MU = Parameter("mu", REAL, S.Zero, "mean")

RECORDS = (
    Record(
        "gaussian",
        "Gaussian",
        (MU, scale("sigma", "scale: standard deviation")),
        support=lambda **_: (-oo, oo),
        density=normal_density,
        transform=lambda mu, sigma: noncentral(mu**2 / (2 * sigma**2), S.One, sigma),
        sampler=lambda rng, size, mu, sigma: rng.normal(mu, sigma, size),
        citation=f"{JKB1}, ch. 13",
        breaks=lambda mu, sigma: (mu,),
        aliases=("normal",),
    ),
    Record(
        "gaussian_dropout",
        "Gaussian dropout",
        (Parameter("rate", RATE, None, "drop rate: variance rate/(1-rate) around mean 1"),),
        support=lambda **_: (-oo, oo),
        density=lambda x, rate: normal_density(x, S.One, _dropout_sigma(rate)),
        transform=lambda rate: noncentral((1 - rate) / (2 * rate), S.One, _dropout_sigma(rate)),
        sampler=lambda rng, size, rate: rng.normal(1.0, (rate / (1 - rate)) ** 0.5, size),
        citation="Srivastava et al. (2014), Dropout, JMLR 15, section 10",
        families=("Gaussian",),
        check=lambda rate: "rate = 0 is no noise: use point(1)" if rate == 0 else None,
        breaks=lambda rate: (S.One,),
    ),
    Record(
        "half_normal",
        "Half-normal",
        (scale("sigma", "scale of the normal"),),
        support=half_line,
        density=lambda x, sigma: 2 * normal_density(x, S.Zero, sigma),
        transform=lambda sigma: chi_transform(S.One, sigma),
        sampler=lambda rng, size, sigma: abs(rng.normal(0.0, sigma, size)),
        citation=f"{JKB1}, ch. 13",
        families=("Chi", "Nakagami", "Generalized gamma"),
    ),
    Record(
        "folded_normal",
        "Folded normal",
        (Parameter("mu", REAL, None, "mean of the normal"), scale("sigma", "scale of the normal", None)),
        support=half_line,
        density=lambda x, mu, sigma: normal_density(x, mu, sigma) + normal_density(x, -mu, sigma),
        transform=lambda mu, sigma: noncentral(mu**2 / (2 * sigma**2), S.One, sigma),
        sampler=lambda rng, size, mu, sigma: abs(rng.normal(mu, sigma, size)),
        citation="Leone, Nelson & Nottingham (1961), The folded normal distribution",
        breaks=lambda mu, sigma: (abs(mu),) if mu != 0 else (),
    ),
    Record(
        "truncated_normal",
        "Truncated normal",
        (
            Parameter("mu", REAL, None, "mean of the normal"),
            positive("sigma", "standard deviation of the normal"),
            Parameter("lower", EXTENDED, S.Zero, "lower end"),
            Parameter("upper", EXTENDED, oo, "upper end"),
        ),
        support=lambda mu, sigma, lower, upper: (lower, upper),
        density=lambda x, mu, sigma, lower, upper: (
            normal_density(x, mu, sigma) / _truncated_mass(mu, sigma, lower, upper)
        ),
        transform=lambda mu, sigma, lower, upper: (
            chi_transform(S.One, sigma) if (mu == 0 and (lower, upper) in ((0, oo), (-oo, oo), (-oo, 0))) else None
        ),
        sampler=None,
        citation=f"{JKB1}, ch. 13",
        check=lambda mu, sigma, lower, upper: "lower must be less than upper" if (lower < upper) == False else None,  # noqa: E712 - SymPy's false
        breaks=lambda mu, sigma, lower, upper: (mu,),
    ),
    Record(
        "rayleigh",
        "Rayleigh",
        (scale("sigma"),),
        support=half_line,
        density=lambda x, sigma: x * exp(-(x**2) / (2 * sigma**2)) / sigma**2,
        transform=lambda sigma: chi_transform(S(2), sigma),
        sampler=lambda rng, size, sigma: rng.rayleigh(sigma, size),
        citation=f"{JKB1}, ch. 18",
        families=("Chi", "Nakagami", "Weibull", "Rice", "Generalized gamma"),
    ),
    Record(
        "maxwell",
        "Maxwell",
        (scale("sigma"),),
        support=half_line,
        density=lambda x, sigma: sqrt(2 / pi) * x**2 * exp(-(x**2) / (2 * sigma**2)) / sigma**3,
        transform=lambda sigma: chi_transform(S(3), sigma),
        sampler=lambda rng, size, sigma: sigma * rng.chisquare(3.0, size) ** 0.5,
        citation=f"{JKB1}, ch. 18",
        families=("Chi", "Nakagami", "Generalized gamma"),
    ),
    Record(
        "chi",
        "Chi",
        (positive("nu", "degrees of freedom"), scale("sigma")),
        support=half_line,
        density=chi_density,
        transform=chi_transform,
        sampler=lambda rng, size, nu, sigma: sigma * rng.chisquare(nu, size) ** 0.5,
        citation=f"{JKB1}, ch. 18",
        families=("Nakagami", "Generalized gamma"),
    ),
    Record(
        "rice",
        "Rice",
        (
            Parameter("nu", NON_NEGATIVE, None, "distance of the centre from the origin"),
            positive("sigma", "scale of each coordinate", S.One),
        ),
        support=half_line,
        density=lambda x, nu, sigma: (
            x * exp(-(x**2 + nu**2) / (2 * sigma**2)) * besseli(0, x * nu / sigma**2) / sigma**2
        ),
        transform=lambda nu, sigma: noncentral(nu**2 / (2 * sigma**2), S(2), sigma),
        sampler=lambda rng, size, nu, sigma: (
            (rng.normal(nu, sigma, size) ** 2 + rng.normal(0, sigma, size) ** 2) ** 0.5
        ),
        citation="Rice (1945), Mathematical analysis of random noise",
        breaks=lambda nu, sigma: (nu,) if nu != 0 else (),
    ),
    Record(
        "nakagami",
        "Nakagami",
        (positive("m", "shape"), positive("omega", "spread: E λ²", S.One)),
        support=half_line,
        density=lambda x, m, omega: 2 * (m / omega) ** m * x ** (2 * m - 1) * exp(-m * x**2 / omega) / gamma(m),
        transform=lambda m, omega: GammaRatio(sqrt(omega / m), ((m - HALF, HALF),)),
        sampler=lambda rng, size, m, omega: rng.gamma(m, omega / m, size) ** 0.5,
        citation=NAKAGAMI,
        families=("Generalized gamma",),
    ),
    Record(
        "inverse_nakagami",
        "Inverse Nakagami",
        (positive("m", "shape"), positive("omega", "spread of the Nakagami variable 1/λ", S.One)),
        support=half_line,
        density=lambda x, m, omega: 2 * (m / omega) ** m * x ** (-2 * m - 1) * exp(-m / (omega * x**2)) / gamma(m),
        transform=lambda m, omega: GammaRatio(sqrt(m / omega), ((m + HALF, -HALF),)),
        sampler=lambda rng, size, m, omega: rng.gamma(m, omega / m, size) ** -0.5,
        citation=f"{NAKAGAMI}; the law of 1/λ",
    ),
)
