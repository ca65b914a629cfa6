"""The table of rules is true: both sides of every identity agree to 25 digits at random admissible points.

The left sides are integrals from the definition (a Mellin integral, a convolution, a mixture), summed by the
trapezoidal rule after y = exp(sinh t), where its error falls exponentially in 1/step; the right sides are
gamma functions.  Everything here is mpmath at 40 digits; nothing of the algebra under test is used.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from matplotlib.mathtext import MathTextParser
from mpmath import mp, mpc, mpf

from priorcalc.errors import PriorcalcError
from priorcalc.rules import RULES, Rule, rule

ROOT = Path(__file__).resolve().parents[1]
DIGITS = 40
STEP = mpf(1) / 64
TOLERANCE = mpf(10) ** -25

Number = mpf
Pairs = list[tuple[Number, Number]]
Draw = Callable[[float, float], Number]
Function = Callable[[Number], Number]

# What these say is no equation between two numbers that could be computed apart.
STATEMENTS = {"definition", "mellin-definition", "division"}


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


def half_line(f: Function) -> Number:
    """∫ f(y) dy over y > 0."""
    return line(lambda u: f(mp.exp(u)) * mp.exp(u))


def mellin(f: Function, s: Number) -> Number:
    """∫ y^(s-1) f(y) dy over y > 0."""
    return line(lambda u: f(mp.exp(u)) * mp.exp(s * u))


def mellin_unit(f: Callable[[Number, Number], Number], s: Number) -> Number:
    """∫ y^(s-1) f(y, 1-y) dy over (0, 1), with y = 1/(1 + e^-u) so that 1-y keeps its digits."""
    return line(lambda u: f(1 / (1 + mp.exp(-u)), 1 / (1 + mp.exp(u))) * (1 + mp.exp(-u)) ** -s / (1 + mp.exp(u)))


def normal(w: Number, sigma: Number) -> Number:
    return mp.exp(-(w**2) / (2 * sigma**2)) / (mp.sqrt(2 * mp.pi) * sigma)


def horseshoe(w: Number) -> Number:
    u = w**2 / 2
    return mp.exp(u) * mp.e1(u) / mp.sqrt(2 * mp.pi**3)


def chi_moment(n: Number, r: Number) -> Number:
    """E χₙ^r, by the integral."""
    c = 2 ** (1 - n / 2) / mp.gamma(n / 2)
    return mellin(lambda x: c * x ** (n - 1) * mp.exp(-(x**2) / 2), r + 1)


def fold(draw: Draw) -> Pairs:
    mu = draw(-2, 2)
    folded = half_line(lambda x: mp.exp(-(x**2)) * (normal(x - mu, mpf(1)) + normal(-x - mu, mpf(1))))
    return [(folded, mp.exp(-(mu**2) / 3) / mp.sqrt(3))]


def change_of_variables(draw: Draw) -> Pairs:
    t = draw(0.5, 3)  # the Laplace transform of λ² for λ exponential
    after = half_line(lambda v: mp.exp(-t * v) * mp.exp(-mp.sqrt(v)) / (2 * mp.sqrt(v)))
    return [(after, mp.sqrt(mp.pi / (4 * t)) * mp.exp(1 / (4 * t)) * mp.erfc(1 / (2 * mp.sqrt(t))))]


def mixture_integral(draw: Draw) -> Pairs:
    w, sigma, base = draw(0.3, 3), draw(0.5, 2), draw(0.5, 2)
    by_noise = half_line(lambda x: normal(w, x * base) * x * mp.exp(-(x**2) / (2 * sigma**2)) / sigma**2)
    by_variance = half_line(lambda v: normal(w, mp.sqrt(v) * base) * mp.exp(-v / (2 * sigma**2)) / (2 * sigma**2))
    laplace = mp.exp(-w / (sigma * base)) / (2 * sigma * base)
    return [(by_noise, laplace), (by_variance, laplace)]


def product(draw: Draw) -> Pairs:
    x, s = draw(0.3, 3), draw(0.8, 2)  # two exponential variables

    def density(y: Number) -> Number:
        return 2 * mp.besselk(0, 2 * mp.sqrt(y))

    convolution = half_line(lambda y: mp.exp(-x / y - y) / y)
    return [(convolution, density(x)), (mellin(density, s), mp.gamma(s) ** 2)]


def power(draw: Draw) -> Pairs:
    a, s = draw(3, 5), draw(0.6, 1.6)
    pairs = []
    for k in (mpf(2), mpf(-1), mpf(3) / 2):
        transform = mellin(lambda y, k=k: mp.exp(-(y ** (1 / k))) * y ** (a / k - 1) / abs(k), s)
        pairs.append((transform, mp.gamma(a + k * (s - 1))))
    return pairs


def scale(draw: Draw) -> Pairs:
    a, c, s = draw(1, 3), draw(0.2, 5), draw(0.6, 2)
    return [(mellin(lambda y: mp.exp(-y / c) * (y / c) ** (a - 1) / c, s), c ** (s - 1) * mp.gamma(a + s - 1))]


def chi(draw: Draw) -> Pairs:
    n, s = draw(1, 6), draw(0.6, 3)
    formula = 2 ** ((s - 1) / 2) * mp.gamma((n + s - 1) / 2) / mp.gamma(n / 2)
    half_normal = 2 ** ((s - 1) / 2) * mp.gamma(s / 2) / mp.sqrt(mp.pi)
    return [(chi_moment(n, s - 1), formula), (chi_moment(mpf(1), s - 1), half_normal)]


def scale_mixture(draw: Draw) -> Pairs:
    sigma, base, s = draw(0.5, 2), draw(0.5, 2), draw(0.8, 2.5)

    def noise(x: Number) -> Number:
        return x * mp.exp(-(x**2) / (2 * sigma**2)) / sigma**2

    variance = mellin(lambda v: noise(mp.sqrt(v)) / (2 * mp.sqrt(v)), s)
    b = sigma * base
    weight = mellin(lambda w: mp.exp(-w / b) / b, s)
    by_product = base ** (s - 1) * mellin(noise, s) * chi_moment(mpf(1), s - 1)
    return [(variance, mellin(noise, 2 * s - 1)), (weight, by_product)]


def spike(draw: Draw) -> Pairs:
    p, b, t = draw(0.1, 0.9), draw(0.5, 2), draw(0.5, 2)  # E exp(-t w²), by conditioning on λ ∈ {0, b}
    slab = 2 * half_line(lambda w: mp.exp(-t * w**2) * normal(w, b))
    return [(1 - p + p * slab, 1 - p + p / mp.sqrt(1 + 2 * t * b**2))]


def blend(draw: Draw) -> Pairs:
    a, b, w = draw(0.3, 1), draw(1.2, 3), draw(0.3, 2)  # uniform on (0, b) is a blend of (0, a) and (a, b)

    def inner(low: Number, high: Number) -> Number:
        return mp.quad(lambda x: normal(w, x) / (high - low), [low, (low + high) / 2, high])

    return [(a / b * inner(mpf(0), a) + (1 - a / b) * inner(a, b), inner(mpf(0), b))]


def poisson_mixture(draw: Draw) -> Pairs:
    mu, sigma, x = draw(-2, 2), draw(0.7, 2), draw(0.2, 3)
    theta = mu**2 / (2 * sigma**2)

    def part(n: int) -> Number:
        half = n + mpf(1) / 2  # half the degrees of freedom, 2n + 1
        chi = 2 ** (1 - half) / mp.gamma(half) * (x / sigma) ** (2 * n) * mp.exp(-((x / sigma) ** 2) / 2) / sigma
        return mp.exp(-theta) * theta**n / mp.factorial(n) * chi

    return [(mp.fsum(part(n) for n in range(120)), normal(x - mu, sigma) + normal(x + mu, sigma))]


def log_normal(draw: Draw) -> Pairs:
    mu, sigma, s = draw(-1, 1), draw(0.5, 1.5), draw(0.2, 2.5)
    transform = mellin(lambda x: normal(mp.log(x) - mu, sigma) / x, s)
    return [(transform, mp.exp(mu * (s - 1) + sigma**2 * (s - 1) ** 2 / 2))]


def vertical(transform: Callable[[mpc], mpc], y: Number, c: Number) -> Number:
    """(1/2πi) ∫ y^(-s) F(s) ds along Re s = c."""
    return line(lambda t: mp.re(mpf(y) ** -mpc(c, t) * transform(mpc(c, t)))) / (2 * mp.pi)


def inversion(draw: Draw) -> Pairs:
    y = draw(0.3, 2)
    return [(vertical(mp.gamma, y, draw(0.5, 1.5)), mp.exp(-y))]


def meijer_g(draw: Draw) -> Pairs:
    y, b1, b2, b3, a1, a2 = draw(0.3, 0.9), draw(0, 0.4), draw(0.5, 0.9), draw(0.1, 0.5), draw(-1, 0), draw(1.2, 1.6)

    def above(s: mpc) -> mpc:
        return mp.gamma(b1 + s) * mp.gamma(b2 + s) * mp.gamma(1 - a1 - s)

    c = mpf("0.3")  # one factor of each of the four kinds, in turn
    return [
        (mp.meijerg([[a1], []], [[b1, b2], []], y), vertical(above, y, c)),
        (mp.meijerg([[a1], [a2]], [[b1, b2], []], y), vertical(lambda s: above(s) * mp.rgamma(a2 + s), y, c)),
        (mp.meijerg([[a1], []], [[b1, b2], [b3]], y), vertical(lambda s: above(s) * mp.rgamma(1 - b3 - s), y, c)),
    ]


def mirror(draw: Draw) -> Pairs:
    c, a, w = draw(0.5, 2), draw(0.3, 2), draw(0.3, 2)  # Y gamma: P(|w| ≤ x) = P(Y ≤ x²/c²), differentiated
    y = w**2 / c**2
    density = mp.sqrt(y) * y ** (a - 1) * mp.exp(-y) / mp.gamma(a) / c
    return [(density, mp.diff(lambda x: mp.gammainc(a, 0, x**2 / c**2, regularized=True), w) / 2)]


def shift(draw: Draw) -> Pairs:
    a, k, s = draw(0.2, 1), draw(0.5, 2.5), draw(0.3, 0.8)

    def f(y: Number) -> Number:
        return mp.exp(-y) / (1 + y)

    return [
        (mellin(lambda y: y**a * f(y), s), mellin(f, s + a)),
        (mellin(lambda y: f(y**k), s), mellin(f, s / k) / k),
    ]


def reciprocal(draw: Draw) -> Pairs:
    a, s = draw(1, 2), draw(0.2, 0.8)
    return [(mellin(lambda y: (1 / y) ** a * mp.exp(-1 / y), s), mp.gamma(a - s))]


def inverse_exp(draw: Draw) -> Pairs:
    a, s = draw(-0.5, 2), draw(1, 2)
    return [(mellin(lambda y: y**a * mp.exp(-y), s), mp.gamma(a + s))]


def inverse_lognormal(draw: Draw) -> Pairs:
    sigma, s = draw(0.5, 1.5), draw(-1, 2)
    return [(mellin(lambda y: normal(mp.log(y), sigma), s), mp.exp(sigma**2 * s**2 / 2))]


def inverse_binomial(draw: Draw) -> Pairs:
    a, b, s = draw(-0.5, 2), draw(1.5, 3), draw(0.9, 1.2)
    return [(mellin(lambda y: y**a * (1 + y) ** (-a - b), s), mp.gamma(a + s) * mp.gamma(b - s) / mp.gamma(a + b))]


def inverse_beta(draw: Draw) -> Pairs:
    a, b, s = draw(-0.5, 2), draw(0.5, 3), draw(1, 2)
    right = mp.gamma(b) * mp.gamma(a + s) / mp.gamma(a + b + s)
    return [(mellin_unit(lambda y, rest: y**a * rest ** (b - 1), s), right)]


def inverse_bessel_k(draw: Draw) -> Pairs:
    a, b, s = draw(-0.5, 2), draw(-0.5, 2), draw(1, 2)
    left = mellin(lambda y: 2 * y ** ((a + b) / 2) * mp.besselk(a - b, 2 * mp.sqrt(y)), s)
    return [(left, mp.gamma(a + s) * mp.gamma(b + s))]


def inverse_tricomi(draw: Draw) -> Pairs:
    a, b, c, s = draw(-0.5, 1), draw(-0.5, 1), draw(1.7, 3), draw(1, 1.2)
    front = mp.gamma(a + c) * mp.gamma(b + c)
    left = mellin(lambda y: front * y**a * mp.hyperu(a + c, 1 + a - b, y), s)
    return [(left, mp.gamma(a + s) * mp.gamma(b + s) * mp.gamma(c - s))]


def inverse_tricomi_exp(draw: Draw) -> Pairs:
    a, b, c, s = draw(-0.5, 1), draw(-0.5, 1), draw(-0.5, 3), draw(1, 2)
    left = mellin(lambda y: y**a * mp.exp(-y) * mp.hyperu(c - b, 1 + a - b, y), s)
    return [(left, mp.gamma(a + s) * mp.gamma(b + s) / mp.gamma(c + s))]


def inverse_expint(draw: Draw) -> Pairs:
    a, s, t = draw(-0.5, 0.5), draw(1, 2), draw(0.3, 0.7)
    return [
        (mellin(lambda y: y**a * mp.e1(y), s), mp.gamma(a + s) ** 2 / mp.gamma(a + 1 + s)),
        (mellin(lambda y: y**a * mp.exp(y) * mp.e1(y), t - a), mp.gamma(t) ** 2 * mp.gamma(1 - t)),
    ]


def scaled_erfc(y: Number) -> Number:
    # e^y erfc(√y); far out the rounding of √y would spoil the product, so 40 terms of DLMF 7.12.1 stand in.
    if y < 200:
        return mp.exp(y) * mp.erfc(mp.sqrt(y))
    return mp.fsum((-1) ** k * mp.rf(mpf(1) / 2, k) / y**k for k in range(40)) / mp.sqrt(mp.pi * y)


def inverse_erfc(draw: Draw) -> Pairs:
    a, s, t, half = draw(-0.5, 0.5), draw(1, 2), draw(0.2, 0.3), mpf(1) / 2
    plain = mp.gamma(a + s) * mp.gamma(a + half + s) / (mp.sqrt(mp.pi) * mp.gamma(a + 1 + s))
    scaled = mp.gamma(t) * mp.gamma(half + t) * mp.gamma(half - t) / mp.pi
    return [
        (mellin(lambda y: y**a * mp.erfc(mp.sqrt(y)), s), plain),
        (mellin(lambda y: y**a * scaled_erfc(y), t - a), scaled),
    ]


def inverse_incomplete_gamma(draw: Draw) -> Pairs:
    a, b, s, c = draw(-0.3, 1), draw(-0.5, 1), draw(1, 2), draw(1, 2)
    low = -a - c / 2
    return [
        (mellin(lambda y: y**a * mp.gammainc(b, y), s), mp.gamma(a + b + s) / (a + s)),
        (mellin(lambda y: y**a * mp.gammainc(c, 0, y), low), -mp.gamma(a + c + low) / (a + low)),
    ]


def inverse_kummer(draw: Draw) -> Pairs:
    a, b, c, s = draw(-0.3, 1), draw(1.8, 3), draw(0.6, 3), draw(0.9, 1.2)
    left = mellin(lambda y: mp.gamma(a + b) / mp.gamma(a + c) * y**a * mp.hyp1f1(a + b, a + c, -y), s)
    return [(left, mp.gamma(a + s) * mp.gamma(b - s) * mp.rgamma(c - s))]


def inverse_gauss(draw: Draw) -> Pairs:
    a, b, c, d, s = draw(-0.3, 1), draw(1.8, 2.2), draw(2.3, 3), draw(3.2, 4), draw(0.9, 1.2)
    front = mp.gamma(a + b) * mp.gamma(a + c) / mp.gamma(a + d)
    left = mellin(lambda y: front * y**a * mp.hyp2f1(a + b, a + c, a + d, -y), s)
    return [(left, mp.gamma(a + s) * mp.gamma(b - s) * mp.gamma(c - s) / mp.gamma(d - s))]


def inverse_gauss_complement(draw: Draw) -> Pairs:
    a, b, c, d, s = draw(-0.3, 0.1), draw(0.2, 1), draw(1.8, 2.2), draw(2.3, 3), draw(0.9, 1.2)
    front = mp.gamma(a + c) * mp.gamma(a + d) * mp.gamma(b + c) * mp.gamma(b + d) / mp.gamma(a + b + c + d)
    left = mellin(lambda y: front * y**a * mp.hyp2f1(a + c, a + d, a + b + c + d, 1 - y), s)
    return [(left, mp.gamma(a + s) * mp.gamma(b + s) * mp.gamma(c - s) * mp.gamma(d - s))]


def inverse_logarithm(draw: Draw) -> Pairs:
    a, t = draw(-1, 1), draw(0.3, 0.7)
    s = t - a  # ln y / (y - 1) is u / (e^u - 1) for y = e^u, and 1 at y = 1
    left = line(lambda u: mp.exp((s + a) * u) * (u / mp.expm1(u) if u else 1))
    return [(left, mp.gamma(a + s) ** 2 * mp.gamma(1 - a - s) ** 2)]


def inverse_gauss_unit(draw: Draw) -> Pairs:
    a, b, c, d, s = draw(-0.3, 0.1), draw(0.2, 0.6), draw(0.7, 1.5), draw(1.6, 2), draw(1, 2)
    e = c + d - a - b
    left = mellin_unit(lambda y, rest: y**a * rest ** (e - 1) / mp.gamma(e) * mp.hyp2f1(c - b, d - b, e, rest), s)
    return [(left, mp.gamma(a + s) * mp.gamma(b + s) / (mp.gamma(c + s) * mp.gamma(d + s)))]


def bessel_half_integer(draw: Draw) -> Pairs:
    z = draw(0.2, 5)
    front = mp.sqrt(mp.pi / (2 * z)) * mp.exp(-z)
    f = mp.factorial

    def finite(n: int) -> Number:
        return front * mp.fsum(f(n + k) / (f(k) * f(n - k) * (2 * z) ** k) for k in range(n + 1))

    return [(mp.besselk(n + mpf(1) / 2, z), finite(n)) for n in range(5)]


def bessel_symmetry(draw: Draw) -> Pairs:
    nu, z = draw(0.1, 3), draw(0.3, 3)
    return [(half_line(lambda t: t ** (-nu - 1) * mp.exp(-z * (t + 1 / t) / 2)) / 2, mp.besselk(nu, z))]


def tricomi_power(draw: Draw) -> Pairs:
    a, z = draw(0.3, 3), draw(0.2, 4)  # U(a, a+1, z) by its integral, DLMF 13.4.4, where (1 + t) has the power 0
    return [(half_line(lambda t: mp.exp(-z * t) * t ** (a - 1)) / mp.gamma(a), z**-a), (mp.hyperu(a, a + 1, z), z**-a)]


def gig(p: Number, chi: Number, psi: Number, x: Number) -> Number:
    """The density without its constant."""
    return x ** (p - 1) * mp.exp(-(chi / x + psi * x) / 2)


def gig_transform(draw: Draw) -> Pairs:
    p, chi, psi, s = draw(-2, 2), draw(0.5, 2), draw(0.5, 2), draw(-1, 3)
    mass = half_line(lambda x: gig(p, chi, psi, x))
    root = mp.sqrt(chi * psi)
    right = (chi / psi) ** ((s - 1) / 2) * mp.besselk(p + s - 1, root) / mp.besselk(p, root)
    return [(mellin(lambda x: gig(p, chi, psi, x), s) / mass, right)]


def gig_conjugacy(draw: Draw) -> Pairs:
    p, chi, psi, base, w = draw(-2, 2), draw(0.5, 2), draw(0.5, 2), draw(0.5, 2), draw(0, 3)
    mass = half_line(lambda v: gig(p, chi, psi, v))
    left = half_line(lambda v: gig(p, chi, psi, v) * normal(w, mp.sqrt(v) * base)) / mass
    q, half = chi + w**2 / base**2, mpf(1) / 2
    front = (psi / chi) ** (p / 2) / (mp.sqrt(2 * mp.pi) * base * mp.besselk(p, mp.sqrt(chi * psi)))
    return [(left, front * (q / psi) ** ((p - half) / 2) * mp.besselk(p - half, mp.sqrt(psi * q)))]


def quadrature(draw: Draw) -> Pairs:
    w = draw(0.1, 3)
    kernel = 2 / (mp.pi * mp.sqrt(2 * mp.pi))  # half-Cauchy noise: 2/(π(1 + λ²))
    left = line(lambda u: kernel * mp.exp(-(w**2) / 2 * mp.exp(-2 * u)) / (1 + mp.exp(2 * u)))
    return [(left, horseshoe(w))]


def rayleigh_joint(n: int, r: Number) -> Number:
    """J_n(r) for λ ~ Rayleigh(1), σ₀ = 1, from the definition."""
    return half_line(lambda x: x * mp.exp(-(x**2) / 2 - r**2 / (2 * x**2)) * (2 * mp.pi * x**2) ** (-mpf(n) / 2))


def radial(draw: Draw) -> Pairs:
    s, n = draw(0.8, 2), mpf(3)  # J_3 = e^(-r)/(4πr) for Rayleigh noise: the norm is a gamma variable
    surface = 2 * mp.pi ** (n / 2) / mp.gamma(n / 2)
    norm = mellin(lambda r: surface * r ** (n - 1) * mp.exp(-r) / (4 * mp.pi * r), s)
    noise = mellin(lambda x: x * mp.exp(-(x**2) / 2), s)
    r = draw(0.5, 2)
    return [(norm, noise * chi_moment(n, s - 1)), (rayleigh_joint(3, r), mp.exp(-r) / (4 * mp.pi * r))]


def joint_recursion(draw: Draw) -> Pairs:
    r = draw(0.5, 2)
    # Rayleigh noise: J_1 = e^(-r)/2 and J_2 = K_0(r)/(2π), whose slopes are -e^(-r)/2 and -K_1(r)/(2π).
    return [
        (rayleigh_joint(1, r), mp.exp(-r) / 2),
        (rayleigh_joint(3, r), mp.exp(-r) / 2 / (2 * mp.pi * r)),
        (rayleigh_joint(2, r), mp.besselk(0, r) / (2 * mp.pi)),
        (rayleigh_joint(4, r), mp.besselk(1, r) / (2 * mp.pi) / (2 * mp.pi * r)),
    ]


def normalisation(draw: Draw) -> Pairs:
    c = draw(0.5, 2)
    return [(2 * half_line(lambda w: horseshoe(w / c) / c), mpf(1))]


def moments(draw: Draw) -> Pairs:
    r = draw(-0.5, 0.5)
    noise = mellin(lambda x: 2 / (mp.pi * (1 + x**2)), r + 1)
    right = noise * 2 ** (r / 2) * mp.gamma((1 + r) / 2) / mp.sqrt(mp.pi)
    return [(mellin(lambda w: 2 * horseshoe(w), r + 1), right)]


IDENTITIES: dict[str, Callable[[Draw], Pairs]] = {
    "gauss-multiplication": lambda draw: [
        (
            mp.gamma(n * z),
            (2 * mp.pi) ** ((1 - mpf(n)) / 2)
            * n ** (n * z - mpf(1) / 2)
            * mp.fprod(mp.gamma(z + mpf(k) / n) for k in range(n)),
        )
        for n in range(1, 6)
        for z in [draw(0.1, 3)]
    ],
    "duplication": lambda draw: [
        (mp.gamma(2 * z), 2 ** (2 * z - 1) * mp.gamma(z) * mp.gamma(z + mpf(1) / 2) / mp.sqrt(mp.pi))
        for z in [draw(-0.4, -0.1), draw(0.1, 3)]
    ],
    "recurrence": lambda draw: [(mp.gamma(z + 1), z * mp.gamma(z)) for z in [draw(-0.9, -0.1), draw(0.1, 5)]],
    "reflection": lambda draw: [
        (mp.gamma(z) * mp.gamma(1 - z), mp.pi / mp.sin(mp.pi * z)) for z in [draw(0.1, 0.9), draw(1.1, 1.9)]
    ],
    "tricomi-kummer": lambda draw: [
        (mp.hyperu(a, b, z), z ** (1 - b) * mp.hyperu(a - b + 1, 2 - b, z))
        for a, b, z in [(draw(0.2, 2), draw(-1, 3), draw(0.2, 4))]
    ],
    "tricomi-incomplete-gamma": lambda draw: [
        pair
        for a, z in [(draw(-1, 2), draw(0.2, 4))]
        for pair in [
            (mp.hyperu(a, a, z), mp.exp(z) * mp.gammainc(1 - a, z)),
            (mp.hyperu(1, 1, z), mp.exp(z) * mp.e1(z)),
        ]
    ],
    "tricomi-erfc": lambda draw: [
        (mp.hyperu(mpf(1) / 2, mpf(1) / 2, z), mp.sqrt(mp.pi) * mp.exp(z) * mp.erfc(mp.sqrt(z))) for z in [draw(0.2, 4)]
    ],
    "tricomi-bessel": lambda draw: [
        (
            mp.hyperu(nu + mpf(1) / 2, 2 * nu + 1, 2 * z),
            mp.exp(z) * (2 * z) ** -nu * mp.besselk(nu, z) / mp.sqrt(mp.pi),
        )
        for nu, z in [(draw(-1, 2), draw(0.2, 4))]
    ],
    "tricomi-cylinder": lambda draw: [
        (mp.hyperu(a / 2, mpf(1) / 2, z**2 / 2), 2 ** (a / 2) * mp.exp(z**2 / 4) * mp.pcfd(-a, z))
        for a, z in [(draw(0.2, 3), draw(0.2, 4))]
    ],
    "kummer-incomplete-gamma": lambda draw: [
        (mp.hyp1f1(a, a + 1, -z), a * z**-a * mp.gammainc(a, 0, z)) for a, z in [(draw(0.2, 3), draw(0.2, 4))]
    ],
    "fold": fold,
    "change-of-variables": change_of_variables,
    "mixture-integral": mixture_integral,
    "product": product,
    "power": power,
    "scale": scale,
    "chi": chi,
    "scale-mixture": scale_mixture,
    "spike": spike,
    "blend": blend,
    "poisson-mixture": poisson_mixture,
    "log-normal": log_normal,
    "inversion": inversion,
    "meijer-g": meijer_g,
    "mirror": mirror,
    "shift": shift,
    "reciprocal": reciprocal,
    "inverse-exp": inverse_exp,
    "inverse-lognormal": inverse_lognormal,
    "inverse-binomial": inverse_binomial,
    "inverse-beta": inverse_beta,
    "inverse-bessel-k": inverse_bessel_k,
    "inverse-tricomi": inverse_tricomi,
    "inverse-tricomi-exp": inverse_tricomi_exp,
    "inverse-expint": inverse_expint,
    "inverse-erfc": inverse_erfc,
    "inverse-incomplete-gamma": inverse_incomplete_gamma,
    "inverse-kummer": inverse_kummer,
    "inverse-gauss": inverse_gauss,
    "inverse-gauss-complement": inverse_gauss_complement,
    "inverse-logarithm": inverse_logarithm,
    "inverse-gauss-unit": inverse_gauss_unit,
    "bessel-half-integer": bessel_half_integer,
    "bessel-symmetry": bessel_symmetry,
    "tricomi-power": tricomi_power,
    "gig-transform": gig_transform,
    "gig-conjugacy": gig_conjugacy,
    "quadrature": quadrature,
    "radial": radial,
    "joint-recursion": joint_recursion,
    "normalisation": normalisation,
    "moments": moments,
}


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", IDENTITIES)
def test_both_sides_of_a_rule_agree(name: str, seed: int) -> None:
    """At random points within its assumptions, a rule's two sides agree to 25 digits."""
    rng = random.Random(f"{name} {seed}")
    with mp.workdps(DIGITS):
        pairs = IDENTITIES[name](lambda low, high: mpf(rng.uniform(low, high)))
        assert pairs
        for left, right in pairs:
            assert abs(left - right) <= TOLERANCE * abs(right), (name, mp.nstr(left, 30), mp.nstr(right, 30))


def test_every_rule_is_checked() -> None:
    """No rule escapes the comparison of its sides, but for the definitions and the uniqueness theorem."""
    assert set(IDENTITIES) | STATEMENTS == set(RULES)
    assert not set(IDENTITIES) & STATEMENTS


def test_a_wrong_rule_would_be_caught() -> None:
    """The comparison is sharp: Gauss's factor n^(nz - 1/2) without its 1/2 is off by far more than the tolerance."""
    with mp.workdps(DIGITS):
        z = mpf("0.7")
        wrong = mp.pi ** mpf("-0.5") * 2 ** (2 * z) * mp.gamma(z) * mp.gamma(z + mpf(1) / 2)
        assert abs(wrong / mp.gamma(2 * z) - 1) > mpf("0.5")


@pytest.mark.parametrize("one", RULES.values(), ids=lambda one: one.id)
def test_a_rule_is_complete(one: Rule) -> None:
    """Every slot of a rule is filled, its id is kebab-case, and its LaTeX is one formula that a parser reads."""
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", one.id)
    assert all([one.name, one.statement, one.assumptions, one.citation])
    assert one.equation.isdigit()
    assert "\\" not in one.statement
    assert MathTextParser("path").parse(f"${one.latex}$").width > 0


def test_every_rule_that_the_code_names_is_on_the_table() -> None:
    """An id of an inverse transform, wherever the package writes it, is the id of a rule."""
    named = {
        found
        for path in (ROOT / "priorcalc").rglob("*.py")
        for found in re.findall(r'"(inverse-[a-z-]+)"', path.read_text(encoding="utf-8"))
    }
    assert named <= set(RULES)


def test_an_unknown_rule_is_refused_with_its_neighbours() -> None:
    """A misspelt id raises one of the package's errors, which is a LookupError, with the close matches."""
    assert rule("duplication").name == "Legendre's duplication formula"
    with pytest.raises(PriorcalcError, match=r"did you mean 'duplication'") as caught:
        rule("duplcation")
    assert isinstance(caught.value, LookupError) and not isinstance(caught.value, KeyError)
