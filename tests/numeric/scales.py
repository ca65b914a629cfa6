"""Scales written out by hand for the tests of priorcalc.numeric: ln density of u = ln λ, from the textbook density."""

from __future__ import annotations

import numpy as np
from scipy.special import betaln, gammaln

from priorcalc.numeric.scale import Continuum, Scale

INF = np.inf


def continuum(log_density, lower=-INF, upper=INF, breaks=()):
    """A law of λ with one continuous part."""
    return Scale(continua=(Continuum(log_density, lower, upper, breaks),))


def beta(a, b):
    """The beta law on (0, 1)."""
    return continuum(lambda u: a * u + (b - 1) * np.log(-np.expm1(u)) - betaln(a, b), upper=0.0)


def gamma(a):
    """The gamma law of rate 1."""
    return continuum(lambda u: a * u - np.exp(u) - gammaln(a))


SCALES = {
    "rayleigh": continuum(lambda u: 2 * u - 0.5 * np.exp(2 * u)),
    "half_normal": continuum(lambda u: 0.5 * np.log(2 / np.pi) + u - 0.5 * np.exp(2 * u)),
    "half_cauchy": continuum(lambda u: np.log(2 / np.pi) + u - np.logaddexp(0, 2 * u)),
    "uniform": continuum(lambda u: u + 0.0, upper=0.0),
    "beta_2_3": beta(2, 3),
    "beta_half_half": beta(0.5, 0.5),
    "beta_1_tenth": beta(1, 0.1),
    "exponential": gamma(1),
    "inverse_nakagami_half": continuum(lambda u: 0.5 * np.log(2 / np.pi) - u - 0.5 * np.exp(-2 * u)),
    "lognormal": continuum(lambda u: -0.5 * u * u - 0.5 * np.log(2 * np.pi)),
    "pareto_1": continuum(lambda u: -u, lower=0.0),
    "gamma_0.3": gamma(0.3),
    "levy": continuum(lambda u: -0.5 * np.log(2 * np.pi) - 0.5 * u - 0.5 * np.exp(-u)),
}

ATOMS = Scale(points=(float(np.log(0.5)), float(np.log(2.0))), masses=(0.3, 0.7))
SPIKED = Scale(0.2, (float(np.log(0.5)), float(np.log(2.0))), (0.3, 0.5))
