"""Laws of a weight: symmetric about 0, known by the law of |w|.

They are records like the noises, but their density is that of w on the whole line, written in |w|; it is None
where only a Meijer G-function writes it.  Each transform is that of a scale λ times Γ(s/2), the transform
of |z|.
"""

from __future__ import annotations

from sympy import Expr, Rational, S, besselk, exp, expint, factorial, gamma, lowergamma, pi, sqrt

from priorcalc.functions import hyperu
from priorcalc.laws.bounded import beta_function
from priorcalc.laws.gaussian_family import chi_transform, normal_density
from priorcalc.laws.heavy_tails import beta_prime_transform
from priorcalc.laws.others import gig_transform
from priorcalc.laws.record import REAL, Parameter, Record, positive, scale
from priorcalc.mellin import GammaRatio, Mixture
from priorcalc.symbols import n

HALF = Rational(1, 2)
ELEMENTARY_ORDER = 20
"""Up to this half-integer order K_ν is written out as an exponential times a polynomial."""
CPS = "Carvalho, Polson & Scott (2010), The horseshoe estimator for sparse signals"
GH = "Barndorff-Nielsen (1977, 1978), Hyperbolic distributions"


def bessel_k(order: Expr, x: Expr) -> Expr:
    """K_ν(x), written out where ν is half an odd number."""
    if not (order.is_Rational and order.q == 2 and abs(order) < ELEMENTARY_ORDER):
        return besselk(abs(order) if order.is_number else order, x)
    last = int(abs(order) - HALF)  # DLMF 10.49.12
    series = (factorial(last + k) / (factorial(k) * factorial(last - k) * (2 * x) ** k) for k in range(last + 1))
    return sqrt(pi / (2 * x)) * exp(-x) * sum(series, S.Zero)


def _variance_gamma(x: Expr, shape: Expr, scale: Expr) -> Expr:
    order = shape - HALF
    return (x / (2 * scale)) ** order * bessel_k(order, x / scale) / (sqrt(pi) * gamma(shape) * scale)


def _student_t(x: Expr, nu: Expr, sigma: Expr) -> Expr:
    kernel = (1 + x**2 / (nu * sigma**2)) ** (-(nu + 1) / 2)
    return gamma((nu + 1) / 2) * kernel / (gamma(nu / 2) * sqrt(pi * nu) * sigma)


def _horseshoe(x: Expr, tau: Expr) -> Expr:
    u = x**2 / (2 * tau**2)
    return exp(u) * expint(1, u) / (sqrt(2 * pi**3) * tau)


def _normal_beta_prime(x: Expr, alpha: Expr, beta: Expr, scale: Expr) -> Expr:
    u = x**2 / (2 * scale**2)
    tricomi = hyperu(beta + HALF, Rational(3, 2) - alpha, u)
    return gamma(beta + HALF) * tricomi / (sqrt(2 * pi) * scale * beta_function(alpha, beta))


def _slash(x: Expr, q: Expr, sigma: Expr) -> Expr:
    u = x**2 / (2 * sigma**2)
    return q * u ** (-(q + 1) / 2) * lowergamma((q + 1) / 2, u) / (2 * sqrt(2 * pi) * sigma)


def _hyperbolic(x: Expr, p: Expr, chi: Expr, psi: Expr) -> Expr:
    radius = sqrt(chi + x**2)
    order = p - HALF
    front = (psi / chi) ** (p / 2) / (sqrt(2 * pi) * besselk(p, sqrt(chi) * sqrt(psi)))
    return front * (radius / sqrt(psi)) ** order * bessel_k(order, sqrt(psi) * radius)


def _normal_inverse_gaussian(x: Expr, alpha: Expr, delta: Expr) -> Expr:
    radius = sqrt(delta**2 + x**2)
    return alpha * delta * exp(alpha * delta) * besselk(1, alpha * radius) / (pi * radius)


RECORDS = (
    Record(
        "normal",
        "Normal",
        (scale("sigma", "scale: standard deviation"),),
        support=None,
        density=lambda x, sigma: normal_density(x, S.Zero, sigma),
        transform=lambda sigma: chi_transform(S.One, sigma),
        sampler=lambda rng, size, sigma: rng.normal(0.0, sigma, size),
        citation="the weight without noise",
        families=("Student-t (limit)", "Generalized hyperbolic (limit)"),
    ),
    Record(
        "laplace",
        "Laplace",
        (scale("b"),),
        support=None,
        density=lambda x, b: exp(-x / b) / (2 * b),
        transform=lambda b: GammaRatio(b, ((S.Zero, S.One),)),
        sampler=lambda rng, size, b: rng.laplace(0.0, b, size),
        citation="Andrews & Mallows (1974), Scale mixtures of normal distributions",
        families=("Variance gamma", "Generalized hyperbolic", "Exponential power"),
    ),
    Record(
        "cauchy",
        "Cauchy",
        (scale("beta"),),
        support=None,
        density=lambda x, beta: 1 / (pi * beta * (1 + (x / beta) ** 2)),
        transform=lambda beta: beta_prime_transform(HALF, HALF, HALF, beta),
        sampler=lambda rng, size, beta: beta * rng.standard_cauchy(size),
        citation="Andrews & Mallows (1974), Scale mixtures of normal distributions",
        families=("Student-t", "Generalized hyperbolic"),
    ),
    Record(
        "student_t",
        "Student-t",
        (positive("nu", "degrees of freedom"), scale("sigma")),
        support=None,
        density=_student_t,
        transform=lambda nu, sigma: beta_prime_transform(HALF, nu / 2, HALF, sigma * sqrt(nu)),
        sampler=lambda rng, size, nu, sigma: sigma * rng.standard_t(nu, size),
        citation="Andrews & Mallows (1974), Scale mixtures of normal distributions",
        families=("Generalized hyperbolic",),
    ),
    Record(
        "variance_gamma",
        "Variance gamma",
        (positive("shape", "shape of the gamma law of the variance"), scale("scale")),
        support=None,
        density=_variance_gamma,
        transform=lambda shape, scale: GammaRatio(2 * scale, ((S.Zero, HALF), (shape - HALF, HALF))),
        sampler=lambda rng, size, shape, scale: (
            scale * (2 * rng.gamma(shape, 1.0, size)) ** 0.5 * rng.normal(0.0, 1.0, size)
        ),
        citation="Madan & Seneta (1990), The variance gamma model for share market returns",
        families=("Generalized hyperbolic",),
    ),
    Record(
        "horseshoe",
        "Horseshoe",
        (scale("tau"),),
        support=None,
        density=_horseshoe,
        transform=lambda tau: beta_prime_transform(HALF, HALF, HALF, tau) * chi_transform(S.One),
        sampler=lambda rng, size, tau: tau * rng.standard_cauchy(size) * rng.normal(0.0, 1.0, size),
        citation=CPS,
        families=("Normal beta prime",),
    ),
    Record(
        "horseshoe_plus",
        "Horseshoe+",
        (scale("tau"),),
        support=None,
        density=None,
        transform=lambda tau: (
            beta_prime_transform(HALF, HALF, HALF, tau) * beta_prime_transform(HALF, HALF, HALF) * chi_transform(S.One)
        ),
        sampler=lambda rng, size, tau: (
            tau * rng.standard_cauchy(size) * rng.standard_cauchy(size) * rng.normal(0.0, 1.0, size)
        ),
        citation="Bhadra, Datta, Polson & Willard (2017), The horseshoe+ estimator of ultra-sparse signals",
    ),
    Record(
        "normal_beta_prime",
        "Normal beta prime",
        (positive("alpha", "shape at 0 of λ²"), positive("beta", "shape in the tail of λ²"), scale("scale")),
        support=None,
        density=_normal_beta_prime,
        transform=lambda alpha, beta, scale: beta_prime_transform(alpha, beta, HALF, scale) * chi_transform(S.One),
        sampler=lambda rng, size, alpha, beta, scale: (
            scale * (rng.gamma(alpha, 1.0, size) / rng.gamma(beta, 1.0, size)) ** 0.5 * rng.normal(0.0, 1.0, size)
        ),
        citation="Armagan, Dunson & Clyde (2011), Generalized beta mixtures of Gaussians",
    ),
    Record(
        "slash",
        "Slash",
        (positive("q", "index of the tail"), scale("sigma")),
        support=None,
        density=_slash,
        transform=lambda q, sigma: GammaRatio(sigma, ((q + 1, -S.One),), ((q + 2, -S.One),)) * chi_transform(S.One),
        sampler=lambda rng, size, q, sigma: sigma * (1 + rng.pareto(q, size)) * rng.normal(0.0, 1.0, size),
        citation="Rogers & Tukey (1972), Understanding some long-tailed symmetrical distributions",
    ),
    Record(
        "logistic",
        "Logistic",
        (scale("scale"),),
        support=None,
        density=lambda x, scale: exp(-x / scale) / (scale * (1 + exp(-x / scale)) ** 2),
        transform=lambda scale: Mixture(((2 * (-1) ** n, GammaRatio(scale / (n + 1), ((S.Zero, S.One),))),), n),
        sampler=lambda rng, size, scale: rng.logistic(0.0, scale, size),
        citation="Andrews & Mallows (1974), Scale mixtures of normal distributions",
    ),
    Record(
        "normal_inverse_gaussian",
        "Normal inverse Gaussian",
        (positive("alpha", "steepness of the tail"), scale("delta")),
        support=None,
        density=_normal_inverse_gaussian,
        transform=lambda alpha, delta: gig_transform(-HALF, delta**2, alpha**2) ** HALF * chi_transform(S.One),
        sampler=lambda rng, size, alpha, delta: (
            rng.wald(delta / alpha, delta**2, size) ** 0.5 * rng.normal(0.0, 1.0, size)
        ),
        citation="Barndorff-Nielsen (1997), Normal inverse Gaussian distributions and stochastic volatility",
        families=("Generalized hyperbolic",),
    ),
    Record(
        "generalized_hyperbolic",
        "Generalized hyperbolic",
        (Parameter("p", REAL, None, "index"), positive("chi", "χ of λ² ~ GIG"), positive("psi", "ψ of λ² ~ GIG")),
        support=None,
        density=_hyperbolic,
        transform=lambda p, chi, psi: gig_transform(p, chi, psi) ** HALF * chi_transform(S.One),
        sampler=None,
        citation=GH,
    ),
    Record(
        "exponential_power",
        "Exponential power",
        (scale("scale"), positive("beta", "shape: exp(-|w|^beta)", None)),
        support=None,
        density=lambda x, scale, beta: beta * exp(-((x / scale) ** beta)) / (2 * scale * gamma(1 / beta)),
        transform=lambda scale, beta: GammaRatio(scale, ((S.Zero, 1 / beta),)) if beta.is_Rational else None,
        sampler=lambda rng, size, scale, beta: (
            scale * rng.gamma(1 / beta, 1.0, size) ** (1 / beta) * (2 * rng.integers(0, 2, size) - 1)
        ),
        citation="Box & Tiao (1973), Bayesian Inference in Statistical Analysis; West (1987)",
    ),
)
