"""Laws of n weights that share λ: spherical, known by the law of their radius r = ‖w‖ = λσ₀χ_n.

A spherical law has the joint density p(w) = p_r(r)/(S r^{n-1}), S = 2π^{n/2}/Γ(n/2) the area of the unit sphere.  The
records are functions of n, a number or a symbol; a record's transform and density are those of the radius.  Each joint
density is ∫ N(w; 0, v Iₙ) p(v) dv, done by Γ(a) = ∫ t^{a-1} e^{-t} dt, by 2(χ/ψ)^{p/2} K_p(√(χψ)) = ∫ v^{p-1}
e^{-(χ/v + ψv)/2} dv (DLMF 10.32.10), or by Γ(a) U(a, b, u) = ∫ t^{a-1} (1+t)^{b-a-1} e^{-ut} dt (DLMF 13.4.4).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial

from sympy import Expr, S, besselk, exp, gamma, lowergamma, pi, sqrt

from priorcalc.functions import hyperu
from priorcalc.laws.bounded import beta_function
from priorcalc.laws.gaussian_family import chi_transform
from priorcalc.laws.heavy_tails import beta_prime_transform
from priorcalc.laws.others import gig_transform
from priorcalc.laws.record import REAL, Parameter, Record, positive, scale
from priorcalc.laws.weights import CPS, GH, HALF, bessel_k
from priorcalc.mellin import GammaRatio, Transform

Formula = Callable[..., Expr]

NIG = "Øigård & Hanssen (2002), The multivariate normal inverse Gaussian heavy-tailed distribution"
PRIME = "Armagan, Dunson & Clyde (2011), Generalized beta mixtures of Gaussians"
SLASH = "Wang & Genton (2006), The multivariate skew-slash distribution"
T = "Kotz & Nadarajah (2004), Multivariate t Distributions and Their Applications"
LAPLACE = "Kotz, Kozubowski & Podgórski (2001), The Laplace Distribution and Generalizations, ch. 5"


def surface(n: Expr) -> Expr:
    """The area of the unit sphere in n dimensions.

    >>> surface(S(3))
    4*pi
    """
    return 2 * pi ** (n / 2) / gamma(n / 2)


def _normal(r: Expr, n: Expr, sigma: Expr) -> Expr:
    return (2 * pi) ** (-n / 2) * sigma ** (-n) * exp(-(r**2) / (2 * sigma**2))


def _student_t(r: Expr, n: Expr, nu: Expr, sigma: Expr) -> Expr:
    front = gamma((nu + n) / 2) / (gamma(nu / 2) * (pi * nu) ** (n / 2) * sigma**n)
    return front * (1 + r**2 / (nu * sigma**2)) ** (-(nu + n) / 2)


def _cauchy(r: Expr, n: Expr, beta: Expr) -> Expr:
    return _student_t(r, n, S.One, beta)


def _variance_gamma(r: Expr, n: Expr, shape: Expr, scale: Expr) -> Expr:
    # λ²σ₀² is 2·scale² times a gamma variable: χ = r², ψ = 1/scale², p = shape - n/2.
    order = shape - n / 2
    front = 2 ** (1 - shape) * (2 * pi) ** (-n / 2) / (gamma(shape) * scale**n)
    return front * (r / scale) ** order * bessel_k(order, r / scale)


def _laplace(r: Expr, n: Expr, b: Expr) -> Expr:
    return _variance_gamma(r, n, S.One, b)


def _normal_beta_prime(r: Expr, n: Expr, alpha: Expr, beta: Expr, scale: Expr) -> Expr:
    # With t = 1/v the integrand is t^{β + n/2 - 1} (1 + t)^{-α-β} e^{-ut}.
    u = r**2 / (2 * scale**2)
    tricomi = gamma(beta + n / 2) * hyperu(beta + n / 2, n / 2 + 1 - alpha, u)
    return (2 * pi) ** (-n / 2) * scale ** (-n) * tricomi / beta_function(alpha, beta)


def _horseshoe(r: Expr, n: Expr, tau: Expr) -> Expr:
    return _normal_beta_prime(r, n, HALF, HALF, tau)


def _slash(r: Expr, n: Expr, q: Expr, sigma: Expr) -> Expr:
    # λ = √(u/t) turns q λ^{-q-1-n} e^{-u/λ²} dλ into an incomplete Γ.
    u, a = r**2 / (2 * sigma**2), (q + n) / 2
    return q * (2 * pi) ** (-n / 2) * sigma ** (-n) * u ** (-a) * lowergamma(a, u) / 2


def _hyperbolic(r: Expr, n: Expr, p: Expr, chi: Expr, psi: Expr) -> Expr:
    radius, order = sqrt(chi + r**2), p - n / 2
    front = (psi / chi) ** (p / 2) / ((2 * pi) ** (n / 2) * besselk(p, sqrt(chi) * sqrt(psi)))
    return front * (radius / sqrt(psi)) ** order * bessel_k(order, sqrt(psi) * radius)


def _normal_inverse_gaussian(r: Expr, n: Expr, alpha: Expr, delta: Expr) -> Expr:
    # GH at p = -1/2, where K_{1/2}(x) = √(π/2x) e^{-x}.
    radius, order = sqrt(delta**2 + r**2), (n + 1) / 2
    front = 2 * delta * exp(alpha * delta) * (alpha / (2 * pi * radius)) ** order
    return front * bessel_k(order, alpha * radius)


def _variance_gamma_transform(n: Expr, shape: Expr, scale: Expr) -> Transform:
    return GammaRatio(2 * scale, ((shape - HALF, HALF), ((n - 1) / 2, HALF)))


def _beta_prime_transform(n: Expr, alpha: Expr, beta: Expr, scale: Expr) -> Transform:
    return beta_prime_transform(alpha, beta, HALF, scale) * chi_transform(n)


def _horseshoe_plus_transform(n: Expr, tau: Expr) -> Transform:
    return _beta_prime_transform(n, HALF, HALF, tau) * beta_prime_transform(HALF, HALF, HALF)


def _slash_transform(n: Expr, q: Expr, sigma: Expr) -> Transform:
    return GammaRatio(sigma, ((q + 1, -S.One),), ((q + 2, -S.One),)) * chi_transform(n)


def _hyperbolic_transform(n: Expr, p: Expr, chi: Expr, psi: Expr) -> Transform:
    return gig_transform(p, chi, psi) ** HALF * chi_transform(n)


_TAU = (scale("tau"),)
_PRIME = (positive("alpha", "shape at 0 of λ²"), positive("beta", "shape in the tail of λ²"), scale("scale"))
_GIG = (Parameter("p", REAL, None, "index"), positive("chi", "χ of λ² ~ GIG"), positive("psi", "ψ of λ² ~ GIG"))

Row = tuple[str, tuple[Parameter, ...], Formula | None, Formula, str]
# The title, the parameters, the joint density and the transform of the radius as functions of n, and the source.
TABLE: tuple[Row, ...] = (
    ("normal", (scale("sigma"),), _normal, lambda n, sigma: chi_transform(n, sigma), "the weights without noise"),
    ("Laplace", (scale("b"),), _laplace, lambda n, b: _variance_gamma_transform(n, S.One, b), LAPLACE),
    ("Cauchy", (scale("beta"),), _cauchy, lambda n, beta: beta_prime_transform(n / 2, HALF, HALF, beta), T),
    (
        "t",
        (positive("nu", "degrees of freedom"), scale("sigma")),
        _student_t,
        lambda n, nu, sigma: beta_prime_transform(n / 2, nu / 2, HALF, sigma * sqrt(nu)),
        T,
    ),
    (
        "variance gamma",
        (positive("shape", "shape of the gamma law of λ²"), scale("scale")),
        _variance_gamma,
        _variance_gamma_transform,
        LAPLACE,
    ),
    ("horseshoe", _TAU, _horseshoe, lambda n, tau: _beta_prime_transform(n, HALF, HALF, tau), CPS),
    ("horseshoe+", _TAU, None, _horseshoe_plus_transform, CPS),
    ("normal beta prime", _PRIME, _normal_beta_prime, _beta_prime_transform, PRIME),
    ("slash", (positive("q", "index of the tail"), scale("sigma")), _slash, _slash_transform, SLASH),
    (
        "normal inverse Gaussian",
        (positive("alpha", "steepness of the tail"), scale("delta")),
        _normal_inverse_gaussian,
        lambda n, alpha, delta: _hyperbolic_transform(n, -HALF, delta**2, alpha**2),
        NIG,
    ),
    ("generalized hyperbolic", _GIG, _hyperbolic, _hyperbolic_transform, GH),
)


@lru_cache(maxsize=256)
def radial_records(n: Expr) -> tuple[Record, ...]:
    """The records of the radius of n weights that share λ, the most particular first; made once for each n."""
    return tuple(_record(n, *row) for row in TABLE)


def _record(
    n: Expr, title: str, parameters: tuple[Parameter, ...], joint: Formula | None, transform: Formula, citation: str
) -> Record:
    def radius(x: Expr, **values: Expr) -> Expr:
        assert joint is not None
        return surface(n) * x ** (n - 1) * joint(x, n, **values)

    return Record(
        f"multivariate_{title.replace(' ', '_')}",
        f"Multivariate {title}",
        parameters,
        support=None,
        density=None if joint is None else radius,
        transform=partial(transform, n),
        sampler=None,
        citation=citation,
    )
