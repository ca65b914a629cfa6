"""The theory page is whole and true: its numbers run, its links lead somewhere, its rows equal their definition.

Each row's density is written here once more in mpmath and compared, to 25 digits at random parameters, with the
mixture integral over the density of the noise.  The integrals use the trapezoidal rule after u = sinh t.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from mpmath import mp, mpf

from priorcalc.rules import RULES, Rule

ROOT = Path(__file__).resolve().parents[1]
DIGITS = 40
STEP = mpf(1) / 64
TOLERANCE = mpf(10) ** -25
ZERO = mpf(0)

Number = mpf
Function = Callable[[Number], Number]
Draw = Callable[[float, float], Number]
Pairs = list[tuple[Number, Number]]


# The page


@dataclass(frozen=True)
class Equation:
    """A numbered equation of the page: its anchor, its bold title, the text down to the next anchor or heading."""

    number: str
    title: str
    text: str


@cache
def page() -> str:
    return (ROOT / "docs" / "theory.md").read_text(encoding="utf-8")


@cache
def equations() -> tuple[Equation, ...]:
    blocks = re.findall(r"^\(eq-(\d+)\)=\n(.*?)(?=^\(eq-|^#|\Z)", page(), flags=re.MULTILINE | re.DOTALL)
    return tuple(Equation(number, re.match(r"\*\*(.*?)\*\*", text)[1].rstrip("."), text) for number, text in blocks)


def test_the_numbers_run_from_one() -> None:
    """Anchors are eq-1, eq-2, … without a gap, and as many as there are tags."""
    assert [one.number for one in equations()] == [str(k + 1) for k in range(len(equations()))]
    assert len(re.findall(r"\\tag\{", page())) == len(equations())


@pytest.mark.parametrize("one", equations(), ids=lambda one: one.number)
def test_every_anchor_shows_its_number(one: Equation) -> None:
    """One displayed formula stands under an anchor, and its tag is the anchor's number."""
    assert re.findall(r"\\tag\{(\d+)\}", one.text) == [one.number]
    assert one.text.count("$$") == 2


def test_every_reference_leads_to_an_equation() -> None:
    """A link to an equation shows the number that it leads to, and the equation exists."""
    links = re.findall(r"\[\((\d+)\)\]\(#eq-(\d+)\)", page())
    assert len(links) == page().count("](#eq-")
    assert all(shown == target for shown, target in links)
    assert {target for _, target in links} <= {one.number for one in equations()}


def test_the_mathematics_is_balanced() -> None:
    """Every formula closes what it opens: dollars, braces, \\left and \\right."""
    displays = re.findall(r"\$\$(.*?)\$\$", page(), flags=re.DOTALL)
    prose = re.sub(r"\$\$.*?\$\$", "", page(), flags=re.DOTALL)
    assert all(line.count("$") % 2 == 0 for line in prose.splitlines())
    for formula in [*displays, *re.findall(r"\$([^$\n]+)\$", prose)]:
        assert formula.count("{") == formula.count("}"), formula
        assert len(re.findall(r"\\left\b", formula)) == len(re.findall(r"\\right\b", formula)), formula


@pytest.mark.parametrize("one", RULES.values(), ids=lambda one: one.id)
def test_a_rule_cites_an_equation_of_the_page(one: Rule) -> None:
    """The number of a rule is on the page, and the equation there quotes the same formula of the DLMF, if any."""
    found = {equation.number: equation for equation in equations()}[one.equation]
    sources = re.findall(r"DLMF (\d+\.\d+[.(]\w+)", one.citation)
    assert all(source in found.text for source in sources[:1])


def test_no_two_rules_share_an_equation() -> None:
    """One rule, one number."""
    assert len({one.equation for one in RULES.values()}) == len(RULES)


# The rows


def line(f: Function) -> Number:
    """∫ f(u) du over the real line, for f that falls exponentially on both sides."""
    total = f(mpf(0))
    for side in (1, -1):
        k = 1
        while True:
            t = side * k * STEP
            term = f(mp.sinh(t)) * mp.cosh(t)
            total += term
            if abs(term) < mpf(10) ** (3 - DIGITS) * abs(total):
                break
            k += 1
    return STEP * total


def integral(f: Function, low: Number = ZERO, high: Number = mp.inf) -> Number:
    """∫ f(x) dx from ``low`` to ``high``."""
    if high == mp.inf:
        return line(lambda u: f(low + mp.exp(u)) * mp.exp(u))
    width = high - low
    return line(lambda u: f(low + width / (1 + mp.exp(-u))) * width / (1 + mp.exp(-u)) / (1 + mp.exp(u)))


def normal(w: Number, sigma: Number) -> Number:
    return mp.exp(-(w**2) / (2 * sigma**2)) / (mp.sqrt(2 * mp.pi) * sigma)


def mix(noise: Function, w: Number, base: Number, low: Number = ZERO, high: Number = mp.inf) -> Number:
    """The mixture integral over the density of the noise."""
    return integral(lambda x: noise(x) * normal(w, x * base), low, high)


def mix_variance(density: Function, w: Number, base: Number, high: Number = mp.inf) -> Number:
    """The mixture integral over the density of the variance."""
    return integral(lambda v: density(v) * normal(w, mp.sqrt(v) * base), mpf(0), high)


def joint(noise: Function, n: int, r: Number, base: Number) -> Number:
    """The density, at radius r, of n weights that share the noise."""

    def given(x: Number) -> Number:
        return mp.exp(-(r**2) / (2 * x**2 * base**2)) * (2 * mp.pi * x**2 * base**2) ** (-mpf(n) / 2)

    return integral(lambda x: noise(x) * given(x))


def half_normal(sigma: Number) -> Function:
    return lambda x: 2 * normal(x, sigma)


def rayleigh(sigma: Number) -> Function:
    return lambda x: x / sigma**2 * mp.exp(-(x**2) / (2 * sigma**2))


def half_cauchy(beta: Number) -> Function:
    return lambda x: 2 / (mp.pi * beta * (1 + (x / beta) ** 2))


def nakagami(m: Number, omega: Number) -> Function:
    front = 2 * (m / omega) ** m / mp.gamma(m)
    return lambda x: front * x ** (2 * m - 1) * mp.exp(-m * x**2 / omega)


def inverse_nakagami(m: Number, omega: Number) -> Function:
    return lambda x: nakagami(m, omega)(1 / x) / x**2


def gig(p: Number, chi: Number, psi: Number) -> Function:
    front = (psi / chi) ** (p / 2) / (2 * mp.besselk(p, mp.sqrt(chi * psi)))
    return lambda v: front * v ** (p - 1) * mp.exp(-(chi / v + psi * v) / 2)


def kolmogorov(x: Number) -> Number:
    """The density of Kolmogorov's law, by whichever of its two theta series is the faster."""
    terms = range(1, 60)
    if x > 1:
        return 8 * x * mp.fsum((-1) ** (k - 1) * k**2 * mp.exp(-2 * k**2 * x**2) for k in terms)
    rates = [(2 * k - 1) ** 2 * mp.pi**2 / 8 for k in terms]
    return mp.sqrt(2 * mp.pi) * mp.fsum(mp.exp(-c / x**2) * (2 * c / x**4 - 1 / x**2) for c in rates)


def row_gaussian(draw: Draw) -> Pairs:
    w, sigma, base = draw(0.2, 3), draw(0.5, 2), draw(0.5, 2)
    return [(mp.besselk(0, w / (sigma * base)) / (mp.pi * sigma * base), mix(half_normal(sigma), w, base))]


def row_gaussian_mean(draw: Draw) -> Pairs:
    w, mu, sigma, base = draw(0.2, 3), draw(-2, 2), draw(0.7, 2), draw(0.5, 2)
    theta, scale = mu**2 / (2 * sigma**2), sigma * base

    def part(n: int) -> Number:
        front = mp.exp(-theta) * theta**n / mp.factorial(n) / (mp.sqrt(mp.pi) * mp.gamma(n + mpf(1) / 2) * scale)
        return front * (w / (2 * scale)) ** n * mp.besselk(n, w / scale)

    def folded(x: Number) -> Number:
        return normal(x - mu, sigma) + normal(x + mu, sigma)

    return [(mp.fsum(part(n) for n in range(90)), mix(folded, w, base))]


def row_rayleigh(draw: Draw) -> Pairs:
    w, sigma, base = draw(0.2, 3), draw(0.5, 2), draw(0.5, 2)
    b = sigma * base
    return [(mp.exp(-w / b) / (2 * b), mix(rayleigh(sigma), w, base))]


def student(r: Number, n: int, nu: Number, scale: Number) -> Number:
    half = mpf(n) / 2
    front = mp.gamma(nu / 2 + half) / (mp.gamma(nu / 2) * (nu * mp.pi) ** half * scale**n)
    return front * (1 + r**2 / (nu * scale**2)) ** (-nu / 2 - half)


def row_inverse_nakagami(draw: Draw) -> Pairs:
    w, m, omega, base = draw(0.2, 3), draw(0.5, 3), draw(0.5, 2), draw(0.5, 2)
    return [(student(w, 1, 2 * m, base / mp.sqrt(omega)), mix(inverse_nakagami(m, omega), w, base))]


def row_half_cauchy_variance(draw: Draw) -> Pairs:
    v, beta = draw(0.2, 3), draw(0.5, 2)
    formula = (v / beta**2) ** mpf(-0.5) / (1 + v / beta**2) / (mp.pi * beta**2)
    return [(formula, half_cauchy(beta)(mp.sqrt(v)) / (2 * mp.sqrt(v)))]


def row_half_cauchy(draw: Draw) -> Pairs:
    w, beta, base = draw(0.2, 3), draw(0.5, 2), draw(0.5, 2)
    u = w**2 / (2 * beta**2 * base**2)
    return [(mp.exp(u) * mp.e1(u) / (mp.sqrt(2 * mp.pi**3) * beta * base), mix(half_cauchy(beta), w, base))]


def row_uniform(draw: Draw) -> Pairs:
    w, c, base = draw(0.2, 3), draw(0.5, 2), draw(0.5, 2)
    formula = mp.e1(w**2 / (2 * c**2 * base**2)) / (2 * c * base * mp.sqrt(2 * mp.pi))
    return [(formula, mix(lambda x: 1 / c, w, base, high=c))]


def row_uniform_interval(draw: Draw) -> Pairs:
    w, a, b, base = draw(0.2, 3), draw(0.2, 0.5), draw(0.8, 2), draw(0.5, 2)
    below, above = mp.e1(w**2 / (2 * a**2 * base**2)), mp.e1(w**2 / (2 * b**2 * base**2))
    formula = (above - below) / (2 * (b - a) * base * mp.sqrt(2 * mp.pi))
    return [(formula, mix(lambda x: 1 / (b - a), w, base, low=a, high=b))]


def row_beta(draw: Draw) -> Pairs:
    w, a, b, base = draw(0.2, 2), draw(1.1, 2.9), draw(1.1, 2.9), draw(0.7, 2)
    front = mp.gamma(a + b) * 2**-b / (mp.gamma(a) * mp.sqrt(2 * mp.pi) * base)
    g = mp.meijerg([[], [(a + b - 1) / 2, (a + b) / 2]], [[0, (a - 1) / 2, a / 2], []], w**2 / (2 * base**2))
    return [(front * g, mix(lambda x: x ** (a - 1) * (1 - x) ** (b - 1) / mp.beta(a, b), w, base, high=mpf(1)))]


def row_beta_variance(draw: Draw) -> Pairs:
    w, a, b, base = draw(0.2, 2), draw(0.5, 2.9), draw(1.1, 2.9), draw(0.7, 2)
    y = w**2 / (2 * base**2)
    front = mp.gamma(a + b) / (mp.gamma(a) * mp.sqrt(2 * mp.pi) * base)
    formula = front * mp.exp(-y) * mp.hyperu(b, mpf(3) / 2 - a, y)
    return [(formula, mix_variance(lambda v: v ** (a - 1) * (1 - v) ** (b - 1) / mp.beta(a, b), w, base, high=mpf(1)))]


def row_nakagami(draw: Draw) -> Pairs:
    w, m, omega, base = draw(0.2, 3), draw(0.5, 3), draw(0.5, 2), draw(0.5, 2)
    rho, order = base * mp.sqrt(omega / (2 * m)), m - mpf(1) / 2
    formula = (w / (2 * rho)) ** order * mp.besselk(order, w / rho) / (mp.sqrt(mp.pi) * mp.gamma(m) * rho)
    return [(formula, mix(nakagami(m, omega), w, base))]


def row_beta_prime_variance(draw: Draw) -> Pairs:
    w, a, b, base = draw(0.2, 3), draw(0.5, 3), draw(0.5, 3), draw(0.5, 2)
    half = mpf(1) / 2
    front = mp.gamma(b + half) / (mp.sqrt(2 * mp.pi) * base * mp.beta(a, b))
    formula = front * mp.hyperu(b + half, 3 * half - a, w**2 / (2 * base**2))
    return [(formula, mix_variance(lambda v: v ** (a - 1) * (1 + v) ** (-a - b) / mp.beta(a, b), w, base))]


def half_t(nu: Number, sigma: Number) -> Function:
    return lambda x: 2 * student(x, 1, nu, sigma)


def row_half_t(draw: Draw) -> Pairs:
    w, nu, sigma, base = draw(0.2, 3), draw(0.7, 4), draw(0.5, 2), draw(0.5, 2)
    front = mp.gamma((nu + 1) / 2) / (mp.sqrt(2 * mp.pi * nu) * sigma * base * mp.beta(mpf(1) / 2, nu / 2))
    formula = front * mp.hyperu((nu + 1) / 2, 1, w**2 / (2 * nu * sigma**2 * base**2))
    return [(formula, mix(half_t(nu, sigma), w, base))]


def slash(w: Number, alpha: Number, m: Number, base: Number) -> Number:
    y, order = w**2 / (2 * m**2 * base**2), (alpha + 1) / 2
    return alpha / (2 * m * base * mp.sqrt(2 * mp.pi)) * y**-order * mp.gammainc(order, 0, y)


def row_pareto(draw: Draw) -> Pairs:
    w, alpha, m, base, one = draw(0.2, 3), draw(0.5, 3), draw(0.5, 2), draw(0.5, 2), mpf(1)
    classical = (normal(mpf(0), one) - normal(w, one)) / w**2
    definition = mix(lambda x: alpha * m**alpha * x ** (-alpha - 1), w, base, low=m)
    return [(slash(w, alpha, m, base), definition), (slash(w, one, one, one), classical)]


def row_levy(draw: Draw) -> Pairs:
    w, c, base = draw(0.2, 3), draw(0.5, 2), draw(0.5, 2)
    scale = base * mp.sqrt(c)

    def levy(v: Number) -> Number:
        return mp.sqrt(c / (2 * mp.pi)) * v ** mpf(-1.5) * mp.exp(-c / (2 * v))

    return [(1 / (mp.pi * scale * (1 + w**2 / scale**2)), mix_variance(levy, w, base))]


def row_kolmogorov(draw: Draw) -> Pairs:
    w, base = draw(0.2, 3), draw(0.5, 2)
    formula = mp.exp(-w / base) / (base * (1 + mp.exp(-w / base)) ** 2)
    r = draw(0.5, 2)
    eta = mp.altzeta(r)
    moment = integral(lambda x: x**r * kolmogorov(x))
    return [
        (formula, mix(lambda x: kolmogorov(x / 2) / 2, w, base)),
        (2 ** (1 - r / 2) * mp.gamma(1 + r / 2) * eta, moment),
    ]


def row_horseshoe_plus(draw: Draw) -> Pairs:
    x, one = draw(1.2, 3), mpf(1)
    variance = mp.log(x**2) / (mp.pi**2 * x * (x**2 - 1))
    convolution = integral(lambda y: half_cauchy(one)(x / y) * half_cauchy(one)(y) / y)
    return [(4 * mp.log(x) / (mp.pi**2 * (x**2 - 1)), convolution), (variance, convolution / (2 * x))]


def row_gamma(draw: Draw) -> Pairs:
    w, alpha, beta, base = draw(0.2, 2), draw(0.6, 2.9), draw(0.5, 2), draw(0.5, 2)
    front = 2 ** (alpha - 1) * beta / (2 * mp.sqrt(2) * mp.pi * mp.gamma(alpha) * base)
    formula = front * mp.meijerg([[], []], [[0, (alpha - 1) / 2, alpha / 2], []], beta**2 * w**2 / (8 * base**2))

    def noise(x: Number) -> Number:
        return beta**alpha * x ** (alpha - 1) * mp.exp(-beta * x) / mp.gamma(alpha)

    return [(formula, mix(noise, w, base))]


def row_inverse_gamma(draw: Draw) -> Pairs:
    w, alpha, beta, base = draw(0.2, 3), draw(0.5, 3), draw(0.5, 2), draw(0.5, 2)
    zeta = beta * base / w
    front = alpha * beta**alpha / (mp.sqrt(2 * mp.pi) * base) * (base / w) ** (alpha + 1)
    formula = front * mp.exp(zeta**2 / 4) * mp.pcfd(-alpha - 1, zeta)

    def noise(x: Number) -> Number:
        return beta**alpha * x ** (-alpha - 1) * mp.exp(-beta / x) / mp.gamma(alpha)

    return [(formula, mix(noise, w, base))]


def row_nig(draw: Draw) -> Pairs:
    w, mu, kappa, base = draw(0.2, 3), draw(0.5, 2), draw(0.5, 2), draw(0.5, 2)
    root = mp.sqrt(1 + w**2 / (kappa * base**2))
    formula = mp.sqrt(kappa) * mp.exp(kappa / mu) / (mp.pi * mu * base) * mp.besselk(1, kappa * root / mu) / root

    def wald(v: Number) -> Number:
        return mp.sqrt(kappa / (2 * mp.pi * v**3)) * mp.exp(-kappa * (v - mu) ** 2 / (2 * mu**2 * v))

    return [(formula, mix_variance(wald, w, base))]


def joint_rayleigh(draw: Draw) -> Pairs:
    r, sigma, base = draw(0.3, 3), draw(0.5, 2), draw(0.5, 2)

    def formula(n: int) -> Number:
        order = 1 - mpf(n) / 2
        front = (2 * mp.pi * base**2) ** (-mpf(n) / 2) / sigma**2
        return front * (r * sigma / base) ** order * mp.besselk(order, r / (sigma * base))

    return [(formula(n), joint(rayleigh(sigma), n, r, base)) for n in (1, 2, 5)]


def joint_inverse_nakagami(draw: Draw) -> Pairs:
    r, m, omega, base = draw(0.3, 3), draw(0.5, 3), draw(0.5, 2), draw(0.5, 2)
    noise = inverse_nakagami(m, omega)
    return [(student(r, n, 2 * m, base / mp.sqrt(omega)), joint(noise, n, r, base)) for n in (1, 2, 5)]


def joint_half_cauchy(draw: Draw) -> Pairs:
    r, beta, base = draw(0.3, 3), draw(0.5, 2), draw(0.5, 2)

    def formula(n: int) -> Number:
        order = mpf(n + 1) / 2
        front = (2 * mp.pi * beta**2 * base**2) ** (-mpf(n) / 2) * mp.gamma(order) / mp.pi
        return front * mp.hyperu(order, order, r**2 / (2 * beta**2 * base**2))

    return [(formula(n), joint(half_cauchy(beta), n, r, base)) for n in (1, 2, 5)]


def joint_gig(draw: Draw) -> Pairs:
    r, p, chi, psi, base = draw(0.3, 3), draw(-2, 2), draw(0.5, 2), draw(0.5, 2), draw(0.5, 2)
    density = gig(p, chi, psi)

    def formula(n: int) -> Number:
        half, q = mpf(n) / 2, chi + r**2 / base**2
        front = (psi / chi) ** (p / 2) / ((2 * mp.pi * base**2) ** half * mp.besselk(p, mp.sqrt(chi * psi)))
        return front * (q / psi) ** ((p - half) / 2) * mp.besselk(p - half, mp.sqrt(psi * q))

    return [(formula(n), joint(lambda x: 2 * x * density(x**2), n, r, base)) for n in (1, 2, 5)]


def moment(noise: Function, k: int) -> Number:
    return integral(lambda x: x**k * noise(x))


def square_correlation(draw: Draw) -> Pairs:
    m2, m4 = (moment(rayleigh(mpf(1)), k) for k in (2, 4))
    # cov(w_a², w_b²) and var(w_a²) from E w_a² w_b² = E v² and E w_a⁴ = 3 E v².
    covariance, variance = m4 - m2**2, 3 * m4 - m2**2
    m, omega = draw(2.5, 4), draw(0.5, 2)
    n2, n4 = (moment(inverse_nakagami(m, omega), k) for k in (2, 4))
    exact = (1 / ((m - 1) * (m - 2)) - 1 / (m - 1) ** 2) / (3 / ((m - 1) * (m - 2)) - 1 / (m - 1) ** 2)
    return [(covariance / variance, mpf(1) / 5), ((n4 - n2**2) / (3 * n4 - n2**2), exact)]


def square_correlation_layer(draw: Draw) -> Pairs:
    sigma, tau = draw(0.5, 2), draw(0.5, 2)
    m2, m4 = (moment(rayleigh(sigma), k) for k in (2, 4))
    t2, t4 = (moment(rayleigh(tau), k) for k in (2, 4))
    below = 3 * m4 * t4 - m2**2 * t2**2
    return [
        ((m4 * t4 - m2**2 * t2**2) / below, mpf(3) / 11),
        ((m2**2 * t4 - m2**2 * t2**2) / below, mpf(1) / 11),
    ]


def kurtosis(draw: Draw) -> Pairs:
    b = draw(0.5, 2)  # Laplace weights: 24 b⁴ / (2 b²)²
    v2, v4 = (moment(rayleigh(b), k) for k in (2, 4))
    return [(3 * v4 / v2**2, mpf(6)), (integral(lambda w: w**4 * mp.exp(-w / b) / b) / (2 * b**2) ** 2, mpf(6))]


def complete_monotonicity(draw: Draw) -> Pairs:
    x = draw(0.3, 3)  # the horseshoe in x = w²; each derivative as |derivative|, with the sign that is claimed
    with mp.workdps(80):
        derivatives = [mp.diff(lambda t: mp.exp(t / 2) * mp.e1(t / 2), x, n) for n in range(6)]
    return [((-1) ** n * value, abs(value)) for n, value in enumerate(derivatives)]


def characteristic_function(draw: Draw) -> Pairs:
    t, sigma, base = draw(0.3, 3), draw(0.5, 2), draw(0.5, 2)
    noise = rayleigh(sigma)
    by_noise = integral(lambda x: noise(x) * mp.exp(-(base**2) * t**2 * x**2 / 2))
    return [(by_noise, 1 / (1 + (sigma * base * t) ** 2))]  # the Laplace law's


def score(draw: Draw) -> Pairs:
    w, sigma, base = draw(0.3, 3), draw(0.5, 2), draw(0.5, 2)
    noise = rayleigh(sigma)
    precision = mix(lambda x: noise(x) / x**2, w, base) / mix(noise, w, base)
    return [(w / base**2 * precision, 1 / (sigma * base))]  # the Laplace law's score is constant


def value_at_zero(draw: Draw) -> Pairs:
    sigma, base = draw(0.5, 2), draw(0.5, 2)
    return [(moment(rayleigh(sigma), -1) / (base * mp.sqrt(2 * mp.pi)), 1 / (2 * sigma * base))]


def tricomi_ratio(noise_at_zero: Number, a: Number, formula: Number, w: Number, base: Number) -> Number:
    """The power pole over the true density."""
    front = noise_at_zero / (base * mp.sqrt(2 * mp.pi)) * 2 ** (-(a + 1) / 2) * mp.gamma((1 - a) / 2)
    return front * (w / base) ** (a - 1) / formula


def pole(draw: Draw) -> Pairs:
    base, c = draw(0.5, 2), draw(0.5, 2)
    w = mpf(10) ** -400  # logarithmic: the ratio tends to 1 as 1/ln(1/w), so the difference of two points is taken

    def uniform(x: Number) -> Number:
        return mp.e1(x**2 / (2 * c**2 * base**2)) / (2 * c * base * mp.sqrt(2 * mp.pi))

    slope = (uniform(w) - uniform(w * 10)) / mp.log(10)
    a, b, tiny = draw(0.2, 0.8), draw(0.5, 2), mpf(10) ** -200
    # Power: λ² ~ BetaPrime(a/2, b) has p_λ(x) ~ 2 x^(a-1) / B(a/2, b).
    half = mpf(1) / 2
    front = mp.gamma(b + half) / (mp.sqrt(2 * mp.pi) * base * mp.beta(a / 2, b))
    formula = front * mp.hyperu(b + half, 3 * half - a / 2, tiny**2 / (2 * base**2))
    ratio = tricomi_ratio(2 / mp.beta(a / 2, b), a, formula, tiny, base)
    return [(slope, 1 / c / (base * mp.sqrt(2 * mp.pi))), (ratio, mpf(1))]


def tail(draw: Draw) -> Pairs:
    w, nu, sigma, base = mpf(10) ** 30, draw(0.7, 4), draw(0.5, 2), draw(0.5, 2)
    constant = 2 * student(mpf(10) ** 60, 1, nu, sigma) * mpf(10) ** (60 * (nu + 1))
    front = mp.gamma((nu + 1) / 2) / (mp.sqrt(2 * mp.pi * nu) * sigma * base * mp.beta(mpf(1) / 2, nu / 2))
    formula = front * mp.hyperu((nu + 1) / 2, 1, w**2 / (2 * nu * sigma**2 * base**2))
    moment_of_z = 2 ** (nu / 2) * mp.gamma((1 + nu) / 2) / mp.sqrt(mp.pi)
    return [(constant / 2 * base**nu * moment_of_z * w ** (-nu - 1), formula)]


CHECKS: dict[str, Callable[[Draw], Pairs]] = {
    "Gaussian noise with mean zero": row_gaussian,
    "Gaussian noise with a mean": row_gaussian_mean,
    "Rayleigh noise: Laplace weights": row_rayleigh,
    "Inverse Nakagami noise: Student's t": row_inverse_nakagami,
    "Half-Cauchy noise, the variance": row_half_cauchy_variance,
    "Half-Cauchy noise: the horseshoe": row_half_cauchy,
    "Uniform on $(0,c)$": row_uniform,
    "Uniform on $(a,b)$": row_uniform_interval,
    "Beta noise": row_beta,
    "Beta variance": row_beta_variance,
    "Nakagami noise: variance-gamma": row_nakagami,
    "Beta-prime variance": row_beta_prime_variance,
    "Half-Student-t noise": row_half_t,
    "Pareto noise: slash": row_pareto,
    "Lévy variance: Cauchy": row_levy,
    "Kolmogorov noise: logistic": row_kolmogorov,
    "Two half-Cauchy noises, multiplied": row_horseshoe_plus,
    "Gamma noise": row_gamma,
    "Inverse gamma noise": row_inverse_gamma,
    "Inverse Gaussian variance": row_nig,
    "Rayleigh: multivariate Laplace": joint_rayleigh,
    "Inverse Nakagami: multivariate t": joint_inverse_nakagami,
    "Half-Cauchy: multivariate horseshoe": joint_half_cauchy,
    "GIG variance: multivariate generalised hyperbolic": joint_gig,
    "The fingerprint of sharing": square_correlation,
    "The same under two noises": square_correlation_layer,
    "Kurtosis": kurtosis,
    "Complete monotonicity": complete_monotonicity,
    "Characteristic function": characteristic_function,
    "Score": score,
    "At zero: finite": value_at_zero,
    "At zero: a pole": pole,
    "Power tails": tail,
}

# Two restate the spike rule, which is checked as a rule; two are an inequality of Jensen's and a warning.
WORDS = {
    "Bernoulli noise: spike and slab",
    "Bernoulli: a row that vanishes at once",
    "Training",
    "What does not follow: MAP estimates",
}


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("title", CHECKS)
def test_an_equation_of_the_page_holds(title: str, seed: int) -> None:
    """At random admissible parameters a numbered equation equals its definition to 25 digits."""
    rng = random.Random(f"{title} {seed}")
    with mp.workdps(DIGITS):
        pairs = CHECKS[title](lambda low, high: mpf(rng.uniform(low, high)))
        assert pairs
        for left, right in pairs:
            assert abs(left - right) <= TOLERANCE * abs(right), (title, mp.nstr(left, 30), mp.nstr(right, 30))


def test_every_equation_is_checked() -> None:
    """Each equation is the statement of a rule, which test_rules.py compares, or is compared here."""
    of_rules = {one.equation for one in RULES.values()}
    titles = {one.title for one in equations() if one.number not in of_rules}
    assert titles == set(CHECKS) | WORDS


def test_the_horseshoe_lies_between_its_bounds() -> None:
    """(K/2) ln(1 + 4/w²) < p(w) < K ln(1 + 2/w²) with K = (2π³)^(-1/2), for unit scales."""
    with mp.workdps(DIGITS):
        k = 1 / mp.sqrt(2 * mp.pi**3)
        for exponent in range(-8, 9, 2):
            w = mpf(10) ** exponent
            p = k * mp.hyperu(1, 1, w**2 / 2)
            assert k / 2 * mp.log1p(4 / w**2) < p < k * mp.log1p(2 / w**2)


def test_the_page_links_to_the_slips() -> None:
    """Where MAP is warned of, the reader is sent to the page that shows it."""
    assert "(slips.md)" in page() and (ROOT / "docs" / "slips.md").is_file()
