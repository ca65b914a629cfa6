"""A museum of wrong derivations: each is an error that somebody makes, in one row of the table or beside it.

Every mutant claims something false of a noise, or draws it wrongly.  ``verify`` has to refute all of them: the estimate
every wrong claim, the sample every wrong sampler and every claim that is off by more than a million draws can show.
``benchmarks/power.py`` prints what catches which.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sympy import Abs, Expr, Piecewise, Rational, S, Sum, exp, log, pi, sqrt

from priorcalc import laws
from priorcalc.derive import Derivation, derive
from priorcalc.laws.noise import NoiseLaw
from priorcalc.measure import Density
from priorcalc.recognise import Recognition
from priorcalc.symbols import lam, v, w


@dataclass(frozen=True)
class Mutant:
    """One error: the row it stands in, what was done wrong, and the derivation that results.

    ``small`` says that a million draws of |w| cannot show it, ``sampler`` that only draws can.
    """

    row: str
    error: str
    make: Callable[[], Derivation]
    small: bool = False
    sampler: bool = False


def borrowed(noise: NoiseLaw, other: NoiseLaw, role: str = "weight", sigma0: Any = 1) -> Derivation:
    """The derivation of a noise with one of its laws taken from that of another noise."""
    return replace(derive(noise, S(sigma0)), **{role: getattr(derive(other), role)})


def changed(noise: NoiseLaw, role: str, change: Callable[[Expr], Expr], keep_name: bool = False) -> Derivation:
    """The derivation of a noise with one density changed; the name goes, unless it is to be kept."""
    right = derive(noise)
    known: Recognition = getattr(right, role)
    assert known.expr is not None
    new = replace(known, expr=change(known.expr))
    if not keep_name:
        new = replace(new, name=None, params=(), record=None, form="special")
    return replace(right, **{role: new})


def renamed(noise: NoiseLaw, role: str, **params: Any) -> Derivation:
    """The derivation of a noise with other parameters beside the right formula."""
    right = derive(noise)
    known: Recognition = getattr(right, role)
    new = tuple((name, S(params.get(name, value))) for name, value in known.params)
    return replace(right, **{role: replace(known, params=new)})


def with_atom(noise: NoiseLaw, mass: Any) -> Derivation:
    """The derivation of a noise with a spike of another mass beside the right slab."""
    right = derive(noise)
    return replace(right, weight=replace(right.weight, atom=S(mass)))


def drawn(noise: NoiseLaw, sampler: Callable[[Any, Any], Any]) -> Derivation:
    """The derivation of a noise whose law draws by another sampler."""
    assert isinstance(noise.measure, Density)
    return derive(replace(noise, measure=replace(noise.measure, sampler=sampler)))


def _narrower(width: Expr) -> Callable[[Expr], Expr]:
    return lambda expr: expr.xreplace({w: w / width}) / width


def _cut(end: Any) -> Callable[[Expr], Expr]:
    return lambda expr: Piecewise((expr, Abs(w) < end), (S.Zero, True))


def _unfolded(noise: NoiseLaw) -> Callable[[Expr], Expr]:
    # p_λ(√v), without the dv = 2λ dλ
    return lambda expr: noise.measure.expr.xreplace({lam: sqrt(v)})  # type: ignore[union-attr]


def _swamee_ohija(expr: Expr) -> Expr:
    # E1 as engineers have it (Swamee & Ohija 1985), good to a few in a thousand
    u = w**2 / 2
    a = log((Rational("0.56146") / u + Rational("0.65")) * (1 + u))
    b = u**4 * exp(Rational("7.7") * u) * (2 + u) ** Rational("3.7")
    return exp(u) * (a ** Rational("-7.7") + b) ** Rational("-0.13") / sqrt(2 * pi**3)


def _first_terms(count: int) -> Callable[[Expr], Expr]:
    def change(expr: Expr) -> Expr:
        (series,) = expr.atoms(Sum)
        ((index, first, _),) = series.limits
        return expr.xreplace({series: sum(series.function.xreplace({index: first + k}) for k in range(count))})

    return change


_KEEP = laws.bernoulli(0.8)
_NOISY = laws.gaussian_dropout(0.2)
_RAYLEIGH = laws.rayleigh()
_WIDE = laws.rayleigh(2)
_INVERSE = laws.inverse_nakagami(1.5, 2)
_CAUCHY = laws.half_cauchy()
_SPIKED = NoiseLaw.mixture([(0.3, laws.point(0)), (0.7, laws.rayleigh())])

BERNOULLI = (
    Mutant("Bernoulli", "drop rate for keep probability", lambda: borrowed(_KEEP, laws.bernoulli(0.2))),
    Mutant(
        "Bernoulli", "drop rate for keep probability in λ²", lambda: borrowed(_KEEP, laws.bernoulli(0.2), "variance")
    ),
    Mutant("Bernoulli", "a spike of 0.19 for 0.2", lambda: with_atom(_KEEP, "0.19")),
    Mutant("Bernoulli", "a slab of mass 1 beside the spike", lambda: changed(_KEEP, "weight", lambda e: e * 5 / 4)),
    Mutant("Bernoulli", "the spike forgotten", lambda: with_atom(_KEEP, 0)),
    Mutant("Bernoulli", "inverted dropout without its scale", lambda: borrowed(laws.dropout(0.2), _KEEP)),
    Mutant(
        "Bernoulli",
        "σ₀²/p for σ₀²/p² in inverted dropout",
        lambda: borrowed(laws.dropout(0.2), laws.dropout(0.2) ** 0.5),
    ),
    Mutant(
        "Bernoulli", "λ² at 1/p for 1/p²", lambda: borrowed(laws.dropout(0.2), laws.dropout(0.2) ** 0.5, "variance")
    ),
    Mutant("Bernoulli", "the slab of a mixture not weighted", lambda: changed(_SPIKED, "weight", lambda e: e * 10 / 7)),
)

GAUSSIAN = (
    Mutant("Gaussian", "σ² for σ", lambda: borrowed(laws.gaussian(0, 2), laws.gaussian(0, 4))),
    Mutant("Gaussian", "the mean of Gaussian dropout forgotten", lambda: borrowed(_NOISY, laws.gaussian(0, 0.5))),
    Mutant("Gaussian", "θ = μ²/σ² for μ²/2σ²", lambda: borrowed(laws.gaussian(1, 1), laws.gaussian(sqrt(2), 1))),
    Mutant(
        "Gaussian",
        "the half line's density on the whole line",
        lambda: changed(laws.gaussian(), "weight", lambda e: 2 * e),
    ),
    Mutant("Gaussian", "one branch of ±λ only, in p(w)", lambda: changed(laws.gaussian(), "weight", lambda e: e / 2)),
    Mutant("Gaussian", "one branch of ±λ only, in λ²", lambda: changed(laws.gaussian(), "variance", lambda e: e / 2)),
    Mutant(
        "Gaussian", "no Jacobian in λ → λ²", lambda: changed(laws.gaussian(), "variance", _unfolded(laws.gaussian()))
    ),
    Mutant("Gaussian", "N(0, |λ|) for N(0, λ²)", lambda: borrowed(laws.gaussian(), laws.gaussian() ** 0.5)),
    Mutant("Gaussian", "variance rate for rate/(1 - rate)", lambda: borrowed(_NOISY, laws.gaussian(1, sqrt(S(1) / 5)))),
    Mutant("Gaussian", "five terms of the Poisson mixture", lambda: changed(_NOISY, "weight", _first_terms(5))),
    Mutant(
        "Gaussian", "ten terms of the Poisson mixture", lambda: changed(_NOISY, "weight", _first_terms(10)), small=True
    ),
)

RAYLEIGH = (
    Mutant("Rayleigh", "no Jacobian in λ → λ²", lambda: changed(_RAYLEIGH, "variance", _unfolded(_RAYLEIGH))),
    Mutant("Rayleigh", "E λ² = σ² for 2σ²", lambda: borrowed(_RAYLEIGH, laws.exponential() ** 0.5, "variance")),
    Mutant(
        "Rayleigh", "rate for scale in λ²", lambda: borrowed(_WIDE, (laws.exponential(S(1) / 8)) ** 0.5, "variance")
    ),
    Mutant("Rayleigh", "b = √2 σ", lambda: borrowed(_RAYLEIGH, sqrt(2) * laws.rayleigh())),
    Mutant("Rayleigh", "b = σ² for σ", lambda: borrowed(_WIDE, laws.rayleigh(4))),
    Mutant("Rayleigh", "rate for scale in p(w)", lambda: borrowed(_WIDE, laws.rayleigh(0.5))),
    Mutant("Rayleigh", "a scale off by 1 %", lambda: borrowed(_RAYLEIGH, laws.rayleigh(1.01))),
    Mutant("Rayleigh", "a scale off by 0.001 %", lambda: borrowed(_RAYLEIGH, laws.rayleigh(1.00001)), small=True),
    Mutant("Rayleigh", "exp(-w/b)/b, of the half line", lambda: changed(_RAYLEIGH, "weight", lambda e: 2 * e)),
    Mutant("Rayleigh", "a tail cut off at 8", lambda: changed(_RAYLEIGH, "weight", _cut(8))),
    Mutant("Rayleigh", "a tail cut off at 30", lambda: changed(_RAYLEIGH, "weight", _cut(30)), small=True),
    Mutant("Rayleigh", "σ₀ forgotten", lambda: borrowed(_RAYLEIGH, _RAYLEIGH, sigma0=S.Half)),
    Mutant("Rayleigh", "a right formula under b = 2", lambda: renamed(_RAYLEIGH, "weight", b=2)),
    Mutant("Rayleigh", "a right formula under scale 1 for λ²", lambda: renamed(_RAYLEIGH, "variance", scale=1)),
    Mutant(
        "Rayleigh",
        "no even function",
        lambda: changed(_RAYLEIGH, "weight", lambda e: e.xreplace({Abs(w): w})),
        small=True,
    ),
)

INVERSE_NAKAGAMI = (
    Mutant("Inverse Nakagami", "ν = m for 2m", lambda: borrowed(_INVERSE, laws.inverse_nakagami(0.75, 2))),
    Mutant("Inverse Nakagami", "scale 1/Ω for 1/√Ω", lambda: borrowed(_INVERSE, laws.inverse_nakagami(1.5, 4))),
    Mutant("Inverse Nakagami", "scale √Ω for 1/√Ω", lambda: borrowed(_INVERSE, laws.inverse_nakagami(1.5, 0.5))),
    Mutant("Inverse Nakagami", "Γ(s) for Γ(s/2)", lambda: borrowed(_INVERSE, laws.inverse_gamma(1.5, 0.75))),
    Mutant("Inverse Nakagami", "Nakagami", lambda: borrowed(_INVERSE, laws.nakagami(1.5, 2))),
    Mutant(
        "Inverse Nakagami",
        "rate for scale in λ²",
        lambda: borrowed(_INVERSE, laws.inverse_gamma(1.5, S(4) / 3) ** 0.5, "variance"),
    ),
    Mutant(
        "Inverse Nakagami",
        "the law of λ for that of λ²",
        lambda: borrowed(_INVERSE, laws.inverse_nakagami(1.5, 2) ** 0.5, "variance"),
    ),
)

HALF_CAUCHY = (
    Mutant("Half-Cauchy", "an approximate E₁", lambda: changed(_CAUCHY, "weight", _swamee_ohija), small=True),
    Mutant("Half-Cauchy", "the full Cauchy's 1/π for 2/π", lambda: changed(_CAUCHY, "weight", lambda e: e / 2)),
    Mutant("Half-Cauchy", "β² for β", lambda: borrowed(laws.half_cauchy(2), laws.half_cauchy(4))),
    Mutant("Half-Cauchy", "u = w²/β² for w²/2β²", lambda: changed(_CAUCHY, "weight", _narrower(sqrt(S.Half)))),
    Mutant("Half-Cauchy", "the horseshoe+", lambda: borrowed(_CAUCHY, _CAUCHY * _CAUCHY)),
    Mutant("Half-Cauchy", "no Jacobian in λ → λ²", lambda: changed(_CAUCHY, "variance", _unfolded(_CAUCHY))),
    Mutant("Half-Cauchy", "λ² ~ BetaPrime(1, 1)", lambda: borrowed(_CAUCHY, laws.beta_prime(1, 1) ** 0.5, "variance")),
    Mutant("Half-Cauchy", "a square for a product of two", lambda: borrowed(_CAUCHY * _CAUCHY, _CAUCHY**2)),
    Mutant(
        "Half-Cauchy",
        "one scale of two in a product",
        lambda: borrowed(_CAUCHY * laws.half_cauchy(3), _CAUCHY * _CAUCHY),
    ),
)

OTHERS = (
    Mutant("Uniform", "1/c√2π for 1/2c√2π", lambda: changed(laws.uniform(), "weight", lambda e: 2 * e)),
    Mutant("Uniform", "(0, b) for (a, b)", lambda: borrowed(laws.uniform(0.5, 2), laws.uniform(0, 2))),
    Mutant("Gamma", "scale for rate", lambda: borrowed(laws.gamma(2.5, 2), laws.gamma(2.5, 0.5))),
    Mutant("Beta", "its parameters exchanged", lambda: borrowed(laws.beta(2, 3), laws.beta(3, 2))),
    Mutant("Weibull", "the scale raised to its shape", lambda: borrowed(laws.weibull(1.5, 2), laws.weibull(1.5, 3))),
    Mutant("Lomax", "a tail of index α + 1", lambda: borrowed(laws.lomax(2), laws.lomax(3))),
    Mutant("Log-normal", "σ for 2σ in λ²", lambda: borrowed(laws.lognormal(), laws.lognormal(0, 0.5), "variance")),
    Mutant("Log-normal", "μ for 2μ in λ²", lambda: borrowed(laws.lognormal(1, 1), laws.lognormal(0.5, 1), "variance")),
    Mutant("Kolmogorov", "the logistic of 2λ", lambda: borrowed(laws.kolmogorov(), 2 * laws.kolmogorov())),
    Mutant("Pareto", "a slash of index α + 1", lambda: borrowed(laws.pareto(2), laws.pareto(3))),
)

SAMPLERS = (
    Mutant(
        "Rayleigh",
        "draws: an exponential",
        lambda: drawn(_RAYLEIGH, lambda rng, size: rng.exponential(1.25, size)),
        sampler=True,
    ),
    Mutant(
        "Rayleigh",
        "draws: the scale off by 1 %",
        lambda: drawn(_RAYLEIGH, lambda rng, size: rng.rayleigh(1.01, size)),
        sampler=True,
    ),
    Mutant(
        "Gamma",
        "draws: shape 2.45 for 2.5",
        lambda: drawn(laws.gamma(2.5), lambda rng, size: rng.gamma(2.45, 1, size)),
        sampler=True,
    ),
    Mutant(
        "Gamma",
        "draws: scale for rate",
        lambda: drawn(laws.gamma(2.5, 2), lambda rng, size: rng.gamma(2.5, 2, size)),
        sampler=True,
    ),
    Mutant(
        "Half-Cauchy",
        "draws: cut off at 1000",
        lambda: drawn(_CAUCHY, lambda rng, size: abs(rng.standard_cauchy(size)).clip(0, 1000)),
        sampler=True,
    ),
    Mutant(
        "Nakagami",
        "draws: no square root",
        lambda: drawn(laws.nakagami(2), lambda rng, size: rng.gamma(2, 0.5, size)),
        sampler=True,
    ),
    Mutant(
        "Gaussian",
        "draws: variance for deviation",
        lambda: drawn(laws.gaussian(0, 2), lambda rng, size: rng.normal(0, 4, size)),
        sampler=True,
    ),
    Mutant(
        "Gaussian",
        "draws: |λ| for λ",
        lambda: drawn(laws.gaussian(1, 1), lambda rng, size: abs(rng.normal(1, 1, size))),
        sampler=True,
    ),
    Mutant(
        "Uniform",
        "draws: in steps of 1/64",
        lambda: drawn(laws.uniform(), lambda rng, size: rng.integers(1, 65, size) / 64),
        sampler=True,
    ),
)

MUTANTS = (*BERNOULLI, *GAUSSIAN, *RAYLEIGH, *INVERSE_NAKAGAMI, *HALF_CAUCHY, *OTHERS, *SAMPLERS)
