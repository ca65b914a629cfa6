"""The noise laws of the reference values, written from their textbook definitions.

Each law is given twice, by two formulas that share nothing but the parameters: the density ``f(u)`` of ``u = ln|λ|``
(so ``f(u) = λ p(λ)``, folded over the two signs) or the list of atoms, and the absolute moment ``M(s) = E|λ|**s`` in
closed form on its strip ``Re s < hi``.  Route A integrates the first, route B inverts the second; an error in either
formula shows as a disagreement.  mpmath and the standard library only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from mpmath import mp

Real = Any  # an mpf; mpmath has no types
Complex = Any  # an mpf or mpc


@dataclass(frozen=True)
class Noise:
    """One law of λ.  ``support`` and ``marks`` (the mode or the kinks of the density) are values of |λ|."""

    name: str
    params: dict[str, Any]
    moment: Callable[[Complex], Complex]
    density: Callable[[Real], Real] | None = None
    atoms: Callable[[], Iterator[tuple[Real, Real]]] | None = None
    zero: Callable[[], Real] = lambda: mp.zero
    hi: float = float("inf")
    support: tuple[float, float] = (0.0, float("inf"))
    marks: tuple[float, ...] = (1.0,)
    singular_end: bool = False

    @property
    def key(self) -> str:
        """The name with its arguments, as in ``gamma(2.5,1)``."""
        table = self.params.get("table")
        words = [f"{k}:{q}" for k, q in table.items()] if table else [str(v) for v in self.params.values()]
        return self.name + (f"({','.join(words)})" if words else "")


def _num(x: float) -> Real:
    return mp.mpf(x)


# ---------------------------------------------------------------- generalised gamma: x**d exp(-x**p), x = λ/a, and 1/x


def _gen_gamma(name: str, params: dict[str, Any], a: Callable[[], Real], d: float, p: float) -> Noise:
    """Density of ln λ is p x**d e^(-x**p) / Γ(d/p), x = λ/a; E λ**s = a**s Γ((d+s)/p)/Γ(d/p).  p < 0 inverts."""

    def density(u: Real) -> Real:
        z = u - mp.log(a())
        return abs(p) * mp.exp(d * z - mp.exp(p * z)) / mp.gamma(_num(d) / p)

    def moment(s: Complex) -> Complex:
        return a() ** s * mp.gamma((d + s) / p) / mp.gamma(_num(d) / p)

    hi = float("inf") if p > 0 else -float(d)
    return Noise(name, params, moment, density, hi=hi)


def _root2(sigma: float) -> Callable[[], Real]:
    return lambda: mp.sqrt(2) * sigma


def rayleigh(sigma: float) -> Noise:
    return _gen_gamma("rayleigh", {"sigma": sigma}, _root2(sigma), 2, 2)


def half_normal(sigma: float) -> Noise:
    return _gen_gamma("half_normal", {"sigma": sigma}, _root2(sigma), 1, 2)


def maxwell(sigma: float) -> Noise:
    return _gen_gamma("maxwell", {"sigma": sigma}, _root2(sigma), 3, 2)


def chi(nu: float) -> Noise:
    return _gen_gamma("chi", {"nu": nu}, _root2(1), nu, 2)


def chi_square(nu: float) -> Noise:
    return _gen_gamma("chi_square", {"nu": nu}, lambda: _num(2), nu / 2, 1)


def nakagami(m: float, omega: float) -> Noise:
    return _gen_gamma("nakagami", {"m": m, "omega": omega}, lambda: mp.sqrt(_num(omega) / m), 2 * m, 2)


def inverse_nakagami(m: float, omega: float) -> Noise:
    return _gen_gamma("inverse_nakagami", {"m": m, "omega": omega}, lambda: mp.sqrt(_num(m) / omega), -2 * m, -2)


def exponential(scale: float) -> Noise:
    return _gen_gamma("exponential", {"scale": scale}, lambda: _num(scale), 1, 1)


def gamma(alpha: float, beta: float) -> Noise:
    return _gen_gamma("gamma", {"alpha": alpha, "beta": beta}, lambda: 1 / _num(beta), alpha, 1)


def inverse_gamma(alpha: float, beta: float) -> Noise:
    return _gen_gamma("inverse_gamma", {"alpha": alpha, "beta": beta}, lambda: _num(beta), -alpha, -1)


def weibull(alpha: float, beta: float) -> Noise:
    return _gen_gamma("weibull", {"alpha": alpha, "beta": beta}, lambda: _num(beta), alpha, alpha)


def generalized_gamma(a: float, d: float, p: float) -> Noise:
    return _gen_gamma("generalized_gamma", {"a": a, "d": d, "p": p}, lambda: _num(a), d, p)


def frechet(alpha: float) -> Noise:
    return _gen_gamma("frechet", {"alpha": alpha}, lambda: mp.one, -alpha, -alpha)


def levy(scale: float) -> Noise:
    return _gen_gamma("levy", {"scale": scale}, lambda: _num(scale) / 2, -0.5, -1)


# ------------------------------------------------------------- generalised beta prime: y = x**c, y**a / (1+y)**(a+b)


def _gen_beta_prime(name: str, params: dict[str, Any], q: Callable[[], Real], c: float, a: float, b: float) -> Noise:
    """Density of ln λ is c y**a (1+y)**(-a-b) / B(a, b), y = (λ/q)**c; E λ**s = q**s B(a+s/c, b-s/c)/B(a, b)."""

    def density(u: Real) -> Real:
        z = c * (u - mp.log(q()))
        return c * mp.exp(a * z - (_num(a) + b) * mp.log1p(mp.exp(z))) / mp.beta(a, b)

    def moment(s: Complex) -> Complex:
        return q() ** s * mp.gamma(a + s / c) * mp.gamma(b - s / c) / (mp.gamma(a) * mp.gamma(b))

    return Noise(name, params, moment, density, hi=b * c)


def half_student_t(nu: float) -> Noise:
    return _gen_beta_prime("half_student_t", {"nu": nu}, lambda: mp.sqrt(nu), 2, 0.5, nu / 2)


def beta_prime(alpha: float, beta: float) -> Noise:
    return _gen_beta_prime("beta_prime", {"alpha": alpha, "beta": beta}, lambda: mp.one, 1, alpha, beta)


def lomax(alpha: float) -> Noise:
    return _gen_beta_prime("lomax", {"alpha": alpha}, lambda: mp.one, 1, 1, alpha)


def burr(c: float, k: float) -> Noise:
    return _gen_beta_prime("burr", {"c": c, "k": k}, lambda: mp.one, c, 1, k)


def dagum(a: float, p: float) -> Noise:
    return _gen_beta_prime("dagum", {"a": a, "p": p}, lambda: mp.one, a, p, 1)


def f(d1: float, d2: float) -> Noise:
    return _gen_beta_prime("f", {"d1": d1, "d2": d2}, lambda: _num(d2) / d1, 1, d1 / 2, d2 / 2)


def half_cauchy(beta: float) -> Noise:
    return Noise(
        "half_cauchy",
        {"beta": beta},
        lambda s: mp.mpf(beta) ** s / mp.cos(mp.pi * s / 2),
        lambda u: 1 / (mp.pi * mp.cosh(u - mp.log(beta))),
        hi=1.0,
    )


def half_cauchy_product() -> Noise:
    """The product of two independent half-Cauchys: 4 ln λ / (π²(λ² - 1)), the local scale of the horseshoe+."""
    return Noise(
        "half_cauchy*half_cauchy",
        {},
        lambda s: 1 / mp.cos(mp.pi * s / 2) ** 2,
        lambda u: 2 / mp.pi**2 * (u / mp.sinh(u) if u else mp.one),
        hi=1.0,
    )


# ------------------------------------------------------------------------------------------------- bounded supports


def uniform(lower: float, upper: float) -> Noise:
    """Folded over the signs when lower < 0: twice the density below min(-lower, upper)."""
    inner, outer = (max(lower, 0), upper) if lower >= 0 else (min(-lower, upper), max(-lower, upper))
    width = upper - lower

    def density(u: Real) -> Real:
        return mp.exp(u) * (2 if lower < 0 and u < mp.log(inner) else 1) / width

    def moment(s: Complex) -> Complex:
        low = mp.mpf(abs(lower)) ** (s + 1) if lower else mp.zero
        return (mp.mpf(upper) ** (s + 1) + (low if lower < 0 else -low)) / ((s + 1) * width)

    support = (float(max(lower, 0)), float(outer))
    return Noise("uniform", {"lower": lower, "upper": upper}, moment, density, support=support, marks=(inner or outer,))


def _beta(name: str, params: dict[str, Any], a: float, b: float) -> Noise:
    return Noise(
        name,
        params,
        lambda s: mp.gamma(a + s) * mp.gamma(_num(a) + b) / (mp.gamma(a) * mp.gamma(_num(a) + b + s)),
        lambda u: mp.exp(a * u) * (-mp.expm1(u)) ** (_num(b) - 1) / mp.beta(a, b),
        support=(0.0, 1.0),
        marks=(0.5,),
        singular_end=b < 1,
    )


def beta(alpha: float, beta: float) -> Noise:
    return _beta("beta", {"alpha": alpha, "beta": beta}, alpha, beta)


def arcsine() -> Noise:
    return _beta("arcsine", {}, 0.5, 0.5)


def kumaraswamy(a: float, b: float) -> Noise:
    return Noise(
        "kumaraswamy",
        {"a": a, "b": b},
        lambda s: b * mp.beta(1 + s / a, b),
        lambda u: a * b * mp.exp(a * u) * (-mp.expm1(a * u)) ** (b - 1),
        support=(0.0, 1.0),
        marks=(0.5,),
    )


def triangular(lower: float, c: float, upper: float) -> Noise:
    """lower = 0, upper = 1: the density rises as 2λ/c to the corner c and falls as 2(1-λ)/(1-c)."""
    assert (lower, upper) == (0, 1)

    def density(u: Real) -> Real:
        lam = mp.exp(u)
        return lam * (2 * lam / c if lam < c else -2 * mp.expm1(u) / (1 - _num(c)))

    def moment(s: Complex) -> Complex:
        return 2 * (1 - _num(c) ** (s + 1)) / ((1 - _num(c)) * (s + 1) * (s + 2))

    params = {"lower": lower, "c": c, "upper": upper}
    return Noise("triangular", params, moment, density, support=(0.0, 1.0), marks=(c,))


def log_uniform(lower: float, upper: float) -> Noise:
    return Noise(
        "log_uniform",
        {"lower": lower, "upper": upper},
        lambda s: (_num(upper) ** s - _num(lower) ** s) / (s * mp.log(_num(upper) / lower)),
        lambda u: 1 / mp.log(_num(upper) / lower),
        support=(float(lower), float(upper)),
    )


# --------------------------------------------------------------------------------------------------------- the rest


def gaussian(mu: float, sigma: float, name: str = "gaussian") -> Noise:
    """|λ| for λ ~ N(μ, σ²); E|λ|**s = σ**s 2**(s/2) Γ((1+s)/2)/√π · 1F1(-s/2; 1/2; -μ²/2σ²)."""

    def density(u: Real) -> Real:
        lam = mp.exp(u)
        bells = sum(mp.exp(-(((lam + sign * mu) / sigma) ** 2) / 2) for sign in (-1, 1))
        return lam * bells / (sigma * mp.sqrt(2 * mp.pi))

    def moment(s: Complex) -> Complex:
        centred = _num(sigma) ** s * 2 ** (s / 2) * mp.gamma((1 + s) / 2) / mp.sqrt(mp.pi)
        return centred * (mp.hyp1f1(-s / 2, mp.mpf(1) / 2, -((_num(mu) / sigma) ** 2) / 2) if mu else 1)

    return Noise(name, {"mu": mu, "sigma": sigma}, moment, density)


def truncated_normal(mu: float, sigma: float) -> Noise:
    """N(μ, σ²) on (0, ∞), with a = μ/σ.  E λ**s = (σ√2)**s [Γ((1+s)/2) ₁F₁(-s/2; ½; -a²/2)
    + a√2 Γ(1+s/2) ₁F₁((1-s)/2; 3/2; -a²/2)] / (2√π Φ(a)): the even and the odd part of e^{ax}.
    """

    def mass() -> Real:
        return mp.ncdf(_num(mu) / sigma)

    def density(u: Real) -> Real:
        lam = mp.exp(u)
        return lam * mp.npdf(lam, mu, sigma) / mass()

    def moment(s: Complex) -> Complex:
        a = _num(mu) / sigma
        half, z = mp.mpf(1) / 2, -(a**2) / 2
        even = mp.gamma((1 + s) / 2) * mp.hyp1f1(-s / 2, half, z)
        odd = a * mp.sqrt(2) * mp.gamma(1 + s / 2) * mp.hyp1f1((1 - s) / 2, 3 * half, z)
        return (_num(sigma) * mp.sqrt(2)) ** s * (even + odd) / (2 * mp.sqrt(mp.pi) * mass())

    return Noise("truncated_normal", {"mu": mu, "sigma": sigma}, moment, density)


def rice(nu: float, sigma: float) -> Noise:
    def density(u: Real) -> Real:
        x, n = mp.exp(u) / sigma, _num(nu) / sigma
        return x**2 * mp.exp(-(x**2 + n**2) / 2) * mp.besseli(0, x * n)

    def moment(s: Complex) -> Complex:
        centred = _num(sigma) ** s * 2 ** (s / 2) * mp.gamma(1 + s / 2)
        return centred * mp.hyp1f1(-s / 2, 1, -((_num(nu) / sigma) ** 2) / 2)

    return Noise("rice", {"nu": nu, "sigma": sigma}, moment, density)


def noncentral_chi_square(nu: float, nc: float) -> Noise:
    half = _num(nu) / 2

    def density(u: Real) -> Real:
        x = mp.exp(u)
        return x / 2 * mp.exp(-(x + nc) / 2) * (x / nc) ** (half / 2 - 0.5) * mp.besseli(half - 1, mp.sqrt(nc * x))

    def moment(s: Complex) -> Complex:
        return 2**s * mp.gamma(half + s) / mp.gamma(half) * mp.hyp1f1(-s, half, -_num(nc) / 2)

    return Noise("noncentral_chi_square", {"nu": nu, "nc": nc}, moment, density)


def pareto(alpha: float) -> Noise:
    return Noise(
        "pareto",
        {"alpha": alpha},
        lambda s: alpha / (alpha - s),
        lambda u: alpha * mp.exp(-alpha * u),
        hi=float(alpha),
        support=(1.0, float("inf")),
    )


def lognormal(mu: float, sigma: float) -> Noise:
    return Noise(
        "lognormal",
        {"mu": mu, "sigma": sigma},
        lambda s: mp.exp(mu * s + (sigma * s) ** 2 / 2),
        lambda u: mp.exp(-(((u - mu) / sigma) ** 2) / 2) / (sigma * mp.sqrt(2 * mp.pi)),
    )


def gig(p: float, chi: float, psi: float) -> Noise:
    def density(u: Real) -> Real:
        weight = (_num(psi) / chi) ** (_num(p) / 2) / (2 * mp.besselk(p, mp.sqrt(_num(chi) * psi)))
        return weight * mp.exp(p * u - (chi * mp.exp(-u) + psi * mp.exp(u)) / 2)

    def moment(s: Complex) -> Complex:
        z = mp.sqrt(_num(chi) * psi)
        return (_num(chi) / psi) ** (s / 2) * mp.besselk(p + s, z) / mp.besselk(p, z)

    return Noise("gig", {"p": p, "chi": chi, "psi": psi}, moment, density)


def inverse_gaussian(mu: float, shape: float) -> Noise:
    def density(u: Real) -> Real:
        lam = mp.exp(u)
        return mp.sqrt(shape / (2 * mp.pi * lam)) * mp.exp(-shape * (lam - mu) ** 2 / (2 * _num(mu) ** 2 * lam))

    def moment(s: Complex) -> Complex:
        z = _num(shape) / mu
        return _num(mu) ** s * mp.sqrt(2 * z / mp.pi) * mp.exp(z) * mp.besselk(s - mp.mpf(1) / 2, z)

    return Noise("inverse_gaussian", {"mu": mu, "shape": shape}, moment, density)


def half_logistic(scale: float) -> Noise:
    return Noise(
        "half_logistic",
        {"scale": scale},
        lambda s: 2 * _num(scale) ** s * mp.gamma(1 + s) * mp.altzeta(s),
        lambda u: mp.exp(u) / scale / (2 * mp.cosh(mp.exp(u) / (2 * scale)) ** 2),
    )


def kolmogorov(scale: float) -> Noise:
    """The limit law of √n·sup|Fₙ - F|; both theta series of its density, each where it converges fast."""

    def density(u: Real) -> Real:
        x = mp.exp(u) / scale
        return _sum(_theta_right(x) if x > 1 else _theta_left(x))

    def moment(s: Complex) -> Complex:
        return 2 * _num(scale) ** s * 2 ** (-s / 2) * mp.gamma(1 + s / 2) * mp.altzeta(s)

    return Noise("kolmogorov", {"scale": scale}, moment, density)


def _theta_right(x: Real) -> Iterator[Real]:
    return ((-1) ** (k - 1) * 8 * (k * x) ** 2 * mp.exp(-2 * (k * x) ** 2) for k in count(1))


def _theta_left(x: Real) -> Iterator[Real]:
    odd = ((((2 * k - 1) * mp.pi / (2 * x)) ** 2) for k in count(1))
    return (mp.sqrt(2 * mp.pi) / x * (q - 1) * mp.exp(-q / 2) for q in odd)


def _sum(terms: Iterator[Real]) -> Real:
    total = next(terms)
    for term in terms:
        total += term
        if abs(term) <= mp.eps * abs(total) / 1024:
            return total
    return total


# ---------------------------------------------------------------------------------------------------------- discrete


def _discrete(name: str, params: dict[str, Any], atoms: Callable[[], Iterator[tuple[Real, Real]]], zero: Any) -> Noise:
    """Positive atoms in increasing order, and ``zero()`` the probability of 0; M(s) = Σ P(k) k**s is summed here."""
    lines: dict[tuple[int, Real], list[tuple[Real, Real]]] = {}

    def line(c: Real) -> list[tuple[Real, Real]]:
        key = (mp.prec, c)
        if key not in lines:
            lines[key] = [(mp.log(value), term) for value, term in significant(atoms(), lambda value: value**c)]
        return lines[key]

    def moment(s: Complex) -> Complex:
        return sum(term * mp.expj(mp.im(s) * log) for log, term in line(mp.re(s)))

    return Noise(name, params, moment, atoms=atoms, zero=zero)


def significant(atoms: Iterator[tuple[Real, Real]], weight: Callable[[Real], Real]) -> list[tuple[Real, Real]]:
    """The pairs (value, probability · weight(value)) up to where they have become negligible for good."""
    kept: list[tuple[Real, Real]] = []
    total, last = mp.zero, mp.zero
    for value, probability in atoms:
        term = probability * weight(value)
        kept.append((value, term))
        total += term
        if term < last and term < mp.eps * total / 2**20:  # past the peak of a log-concave sequence
            break
        last = term
    return [(value, term) for value, term in kept if term > mp.eps * total / 2**20]


def bernoulli(p: float) -> Noise:
    return _discrete("bernoulli", {"p": p}, lambda: iter([(mp.one, _num(p))]), lambda: 1 - _num(p))


def point(value: float) -> Noise:
    return _discrete("point", {"value": value}, lambda: iter([(_num(value), mp.one)]), lambda: mp.zero)


def categorical(table: dict[str, float]) -> Noise:
    pairs = sorted((float(value), probability) for value, probability in table.items())
    return _discrete(
        "categorical",
        {"table": table},
        lambda: iter([(_num(v), _num(q)) for v, q in pairs if v > 0]),
        lambda: sum((_num(q) for v, q in pairs if v == 0), mp.zero),
    )


def binomial(n: int, p: float) -> Noise:
    def atoms() -> Iterator[tuple[Real, Real]]:
        return ((_num(k), mp.binomial(n, k) * _num(p) ** k * (1 - _num(p)) ** (n - k)) for k in range(1, n + 1))

    return _discrete("binomial", {"n": n, "p": p}, atoms, lambda: (1 - _num(p)) ** n)


def geometric(p: float) -> Noise:
    def atoms() -> Iterator[tuple[Real, Real]]:
        return ((_num(k), _num(p) * (1 - _num(p)) ** (k - 1)) for k in count(1))

    return _discrete("geometric", {"p": p}, atoms, lambda: mp.zero)


def poisson(mu: float) -> Noise:
    def atoms() -> Iterator[tuple[Real, Real]]:
        term = mp.exp(-_num(mu))
        for k in count(1):
            term = term * mu / k
            yield _num(k), term

    return _discrete("poisson", {"mu": mu}, atoms, lambda: mp.exp(-_num(mu)))


LAWS: tuple[Noise, ...] = (
    rayleigh(1),
    rayleigh(2.5),
    half_cauchy(1),
    gaussian(0, 1),
    gaussian(1, 0.5),
    bernoulli(0.8),
    inverse_nakagami(0.5, 1),
    inverse_nakagami(2.5, 3),
    uniform(0, 1),
    uniform(1, 2),
    uniform(-1, 2),
    beta(2, 3),
    beta(0.5, 0.5),
    arcsine(),
    half_normal(1),
    maxwell(1),
    nakagami(0.7, 2),
    exponential(1),
    gamma(2.5, 1),
    gamma(0.3, 1),
    inverse_gamma(3, 2),
    weibull(1.5, 1),
    weibull(4, 1),
    generalized_gamma(1, 2, 3),
    half_student_t(3),
    pareto(1),
    pareto(2.5),
    lognormal(0, 1),
    frechet(2),
    levy(1),
    inverse_gaussian(1, 1),
    gig(0.5, 1, 1),
    half_logistic(1),
    kolmogorov(1),
    beta_prime(0.5, 0.5),
    lomax(2),
    burr(2, 1),
    triangular(0, 0.5, 1),
    log_uniform(0.5, 2),
    kumaraswamy(2, 3),
    poisson(2),
    rice(1, 1),
    half_cauchy_product(),
    chi(3.5),
    chi_square(3),
    noncentral_chi_square(3, 2),
    dagum(2, 1.5),
    f(3, 5),
    gaussian(1, 2, name="folded_normal"),
    geometric(0.75),
    binomial(5, 0.25),
    categorical({"0": 0.25, "0.5": 0.25, "2": 0.5}),
    point(1.5),
    truncated_normal(1, 0.5),
    # Laws that are others with parameters of their own.
    replace(categorical({"0": 0.5, "2": 0.5}), name="dropout", params={"rate": 0.5}),
    replace(gaussian(1, 0.5), name="gaussian_dropout", params={"rate": 0.2}),
    replace(burr(2, 0.5), name="strawderman_berger", params={}),
)
