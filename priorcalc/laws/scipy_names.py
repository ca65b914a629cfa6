"""SciPy's continuous and discrete laws by the catalogue's names.

A row says which record it is and how SciPy's shapes and scale become its parameters.  SciPy's law is that of
loc + scale·X: a ``scaled`` record has no scale of its own, a ``placed`` one takes the loc as well, and a ``folded``
one is the law of |λ| for a λ that is symmetric about its loc.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sympy import Expr, Rational, S, log

HALF = Rational(1, 2)


@dataclass(frozen=True)
class Row:
    """A record of the catalogue, and its parameters from (shapes…, scale), or (shapes…, loc, scale) if placed."""

    record: str
    params: Callable[..., Mapping[str, Expr]]
    scaled: bool = False
    placed: bool = False
    folded: bool = False


SCIPY: Mapping[str, Row] = {
    # the Gaussian and its relatives
    "norm": Row("gaussian", lambda loc, scale: {"mu": loc, "sigma": scale}, placed=True),
    "halfnorm": Row("half_normal", lambda scale: {"sigma": scale}),
    "foldnorm": Row("folded_normal", lambda c, scale: {"mu": c * scale, "sigma": scale}),
    "truncnorm": Row(
        "truncated_normal",
        lambda a, b, loc, scale: {"mu": loc, "sigma": scale, "lower": loc + a * scale, "upper": loc + b * scale},
        placed=True,
    ),
    "rayleigh": Row("rayleigh", lambda scale: {"sigma": scale}),
    "maxwell": Row("maxwell", lambda scale: {"sigma": scale}),
    "chi": Row("chi", lambda df, scale: {"nu": df, "sigma": scale}),
    "rice": Row("rice", lambda b, scale: {"nu": b * scale, "sigma": scale}),
    "nakagami": Row("nakagami", lambda nu, scale: {"m": nu, "omega": scale**2}),
    # the gamma law, its powers and reciprocals
    "expon": Row("exponential", lambda scale: {"scale": scale}),
    "gamma": Row("gamma", lambda a, scale: {"alpha": a, "beta": 1 / scale}),
    "erlang": Row("gamma", lambda a, scale: {"alpha": a, "beta": 1 / scale}),
    "chi2": Row("chi_square", lambda df: {"nu": df}, scaled=True),
    "ncx2": Row("noncentral_chi_square", lambda df, nc: {"nu": df, "nc": nc}, scaled=True),
    "weibull_min": Row("weibull", lambda c, scale: {"alpha": c, "beta": scale}),
    "gengamma": Row("generalized_gamma", lambda a, c, scale: {"a": scale, "d": a * c, "p": c}),
    "invgamma": Row("inverse_gamma", lambda a, scale: {"alpha": a, "beta": scale}),
    "invweibull": Row("frechet", lambda c, scale: {"alpha": c, "scale": scale}),
    "levy": Row("levy", lambda scale: {"scale": scale}),
    # on an interval
    "uniform": Row("uniform", lambda loc, scale: {"lower": loc, "upper": loc + scale}, placed=True),
    "triang": Row(
        "triangular", lambda c, loc, scale: {"lower": loc, "c": loc + c * scale, "upper": loc + scale}, placed=True
    ),
    "beta": Row("beta", lambda a, b: {"alpha": a, "beta": b}, scaled=True),
    "arcsine": Row("beta", lambda: {"alpha": HALF, "beta": HALF}, scaled=True),
    "powerlaw": Row("beta", lambda a: {"alpha": a, "beta": S.One}, scaled=True),
    "loguniform": Row("log_uniform", lambda a, b, scale: {"lower": a * scale, "upper": b * scale}),
    "reciprocal": Row("log_uniform", lambda a, b, scale: {"lower": a * scale, "upper": b * scale}),
    # with a power tail
    "halfcauchy": Row("half_cauchy", lambda scale: {"beta": scale}),
    "pareto": Row("pareto", lambda b, scale: {"alpha": b, "m": scale}),
    "lomax": Row("lomax", lambda c, scale: {"alpha": c, "scale": scale}),
    "burr12": Row("burr", lambda c, d, scale: {"c": c, "k": d, "scale": scale}),
    "fisk": Row("burr", lambda c, scale: {"c": c, "k": S.One, "scale": scale}),
    "burr": Row("dagum", lambda c, d, scale: {"a": c, "p": d, "scale": scale}),
    "mielke": Row("dagum", lambda k, s, scale: {"a": s, "p": k / s, "scale": scale}),
    "betaprime": Row("beta_prime", lambda a, b, scale: {"alpha": a, "beta": b, "scale": scale}),
    "f": Row("f", lambda dfn, dfd: {"d1": dfn, "d2": dfd}, scaled=True),
    # others
    "lognorm": Row("lognormal", lambda s, scale: {"mu": log(scale), "sigma": s}),
    "gibrat": Row("lognormal", lambda scale: {"mu": log(scale), "sigma": S.One}),
    "invgauss": Row("inverse_gaussian", lambda mu, scale: {"mu": mu * scale, "shape": scale}),
    "wald": Row("inverse_gaussian", lambda scale: {"mu": scale, "shape": scale}),
    "geninvgauss": Row("gig", lambda p, b, scale: {"p": p, "chi": b * scale, "psi": b / scale}),
    "halflogistic": Row("half_logistic", lambda scale: {"scale": scale}),
    "kstwobign": Row("kolmogorov", lambda scale: {"scale": scale}),
    # symmetric about 0: the law of |λ|
    "cauchy": Row("half_cauchy", lambda scale: {"beta": scale}, folded=True),
    "t": Row("half_student_t", lambda df, scale: {"nu": df, "sigma": scale}, folded=True),
    "laplace": Row("exponential", lambda scale: {"scale": scale}, folded=True),
    "logistic": Row("half_logistic", lambda scale: {"scale": scale}, folded=True),
    "dgamma": Row("gamma", lambda a, scale: {"alpha": a, "beta": 1 / scale}, folded=True),
    "dweibull": Row("weibull", lambda c, scale: {"alpha": c, "beta": scale}, folded=True),
    "gennorm": Row("generalized_gamma", lambda beta, scale: {"a": scale, "d": S.One, "p": beta}, folded=True),
    # discrete
    "bernoulli": Row("bernoulli", lambda p: {"p": p}),
    "binom": Row("binomial", lambda n, p: {"n": n, "p": p}),
    "poisson": Row("poisson", lambda mu: {"mu": mu}),
    "geom": Row("geometric", lambda p: {"p": p}),
}
