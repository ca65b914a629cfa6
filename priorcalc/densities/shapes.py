"""From the shape of one product to its row of kernels: what a density on (0, oo) or (0, t) is the law of.

A form (``monomials.py``) has a kernel if its factors are of one of the shapes that ``kernels.py`` integrates, with one
monomial b·x^k as the argument of all of them.  Two shapes are infinite mixtures: a Gaussian with a mean on the whole
line, and e^{-bx^k} I_ν(c·x^{k/2}) with Poisson weights.  A sign or an order that is not known gives None.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Expr, S, Symbol, besseli, exp, expand, factorial, pi, sqrt

from priorcalc.densities.kernels import (
    EXPONENTIAL,
    INFINITE,
    LOG_QUOTIENT,
    POWER,
    SPECIAL,
    Found,
    binomial,
    bounded,
    generalised_inverse_gaussian,
    log_normal,
    log_power,
)
from priorcalc.densities.monomials import ABSOLUTE, MAX_TERMS, POSITIVE, Binomial, Form
from priorcalc.densities.reading import read
from priorcalc.exact import is_one
from priorcalc.mellin import GammaRatio, Mixture
from priorcalc.symbols import n


def to_infinity(form: Form) -> Found | None:
    """The law on (0, oo)."""
    a, c = form.power, form.constant
    shape = (len(form.rates), len(form.binomials), len(form.logs), len(form.specials))
    if form.curve != 0:
        return log_normal(c, a, form.curve) if shape == (0, 0, 0, 0) and form.curve.is_positive else None
    if shape == (0, 0, 0, 0):
        return INFINITE
    if shape == (1, 0, 0, 0):
        ((k, r),) = form.rates
        return INFINITE if r.is_positive else EXPONENTIAL.at(c, a, -r, k)
    if shape == (2, 0, 0, 0):
        (k, r), (k2, r2) = sorted(form.rates, key=lambda pair: pair[0].is_positive is not True)
        fits = k.is_positive and expand(k + k2) == 0 and r.is_negative and r2.is_negative
        return generalised_inverse_gaussian(c, a, -r, -r2, k) if fits else None
    if shape == (0, 1, 0, 0):
        (y,) = form.binomials
        if not (y.d.is_positive and y.e.is_positive):
            return None
        return binomial(-y.p).at(c * y.d**y.p, a, y.e / y.d, y.k)
    if shape == (0, 1, 1, 0):
        return _logarithm(form)
    if len(form.specials) == 1 and shape[1:3] == (0, 0):
        return _special(form)
    return None


def _logarithm(form: Form) -> Found | None:
    # ln(m x^j)/(d + e x^k) = -(j/(k d)) ln(y)/(y - 1) with y = -(e/d) x^k, if m^{k/j} is -e/d
    (y,), (term,) = form.binomials, form.logs
    b = -y.e / y.d
    if y.p != -1 or term.n != 1 or not b.is_positive or not is_one(exp(term.constant * y.k / term.j) / b):
        return None
    return LOG_QUOTIENT.at(-form.constant * term.j / (y.k * y.d), form.power, b, y.k)


def _special(form: Form) -> Found | None:
    (f,) = form.specials
    if f.function == besseli:
        return _noncentral(form)
    if not form.rates:
        sign = 0
    else:
        ((k, r),) = form.rates if len(form.rates) == 1 else ((S.Zero, S.Zero),)
        if k != f.k or not is_one(r**2 / f.b**2):
            return None
        if not (r.is_positive or r.is_negative):
            return None
        sign = 1 if r.is_positive else -1
    row = SPECIAL.get((f.function, sign))
    return None if row is None else row(*f.orders).at(form.constant, form.power, f.b, f.k)


def _noncentral(form: Form) -> Found | None:
    # I_ν(c x^{k/2}) = Σ (c/2)^{ν+2n} x^{k(ν/2+n)} / (n! Γ(ν+n+1)).  If (a+1)/k + ν/2 = ν + 1 the Γ's cancel, and
    # the weights are Poisson's with θ = c²/4b.
    (f,), (nu,) = form.specials, form.specials[0].orders
    if len(form.rates) != 1:
        return None
    ((k, r),) = form.rates
    if expand(2 * f.k - k) != 0 or not r.is_negative or not f.b.is_positive or not k.is_positive:
        return None
    a, b = expand(form.power + k * nu / 2), -r
    if expand((a + 1) / k - nu - 1) != 0 or (nu + 1).is_positive is not True:
        return None
    theta = f.b**2 / (4 * b)
    mass = form.constant / k * (f.b / 2) ** nu * b ** (-nu - 1) * exp(theta)
    if not k.is_Rational:
        return Found(None, mass)
    return Found(_poisson(theta, GammaRatio(b ** (-1 / k), ((expand(a / k + n), 1 / k),))), mass)


Gauss = tuple[Expr, Expr, Expr]
"""c·exp(-b x² + m x), as (c, b, m)."""


def gauss_read(term: Expr, x: Symbol) -> Gauss | None:
    """The term as c·exp(-b x² + m x), b > 0."""
    form = read(term, x)
    if form is None or replace(form, constant=S.One, rates=()) != Form():
        return None
    rates = dict(form.rates)
    b, m = -rates.pop(S(2), S.Zero), rates.pop(S.One, S.Zero)
    return None if rates or not b.is_positive else (form.constant, b, m)


def gaussian(term: Gauss) -> Found:
    """c·exp(-b x² + m x) on the whole line: |N(μ, σ²)|, the Poisson(μ²/2σ²) mixture of σ·χ_{1+2n}."""
    c, b, m = term
    theta = expand(m**2 / (4 * b))
    part = GammaRatio(1 / sqrt(b), ((n if theta != 0 else S.Zero, S.Half),))
    return Found(_poisson(theta, part) if theta != 0 else part, c * sqrt(pi / b) * exp(theta))


def _poisson(theta: Expr, part: GammaRatio) -> Mixture:
    return Mixture(((exp(-theta) * theta**n / factorial(n), part),), n)


def up_to(form: Form, t: Expr) -> Found | None:
    """The law on (0, t)."""
    if form.rates or form.curve != 0 or form.specials or not t.is_positive:
        return None
    if form.is_monomial:
        return POWER.at(form.constant, form.power, 1 / t, S.One)
    if len(form.binomials) == 1 and not form.logs:
        (y,) = form.binomials
        if not is_one(-y.e / y.d * t**y.k):  # it must vanish at t
            return None
        size = _size(y)
        return None if size is None else bounded(y.p).at(form.constant * size, form.power, t**-y.k, y.k)
    if len(form.logs) == 1 and not form.binomials:
        (term,) = form.logs
        if not (term.n.is_Integer and 0 < term.n <= MAX_TERMS and is_one(exp(term.constant) * t**term.j)):
            return None
        # ln(m x^j) = j·ln(x/t) = -j·(-ln y)
        return log_power(term.n).at(form.constant * (-term.j) ** term.n, form.power, 1 / t, S.One)
    return None


def _size(y: Binomial) -> Expr | None:
    # (d + e x^k)^p = d^p (1 - (x/t)^k)^p where d > 0; its sign is that of d throughout.
    if y.d.is_positive or (y.d.is_negative and y.kind == ABSOLUTE):
        return abs(y.d) ** y.p
    if y.d.is_negative and y.kind != POSITIVE and y.p.is_integer:
        return y.d**y.p
    return None
