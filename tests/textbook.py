"""Six noises as the textbooks have them: draws, and quadrature nodes in ln λ, written out by hand."""

from __future__ import annotations

import numpy as np

from priorcalc import laws

LAWS = {
    "bernoulli": laws.bernoulli(p=0.7),
    "half_cauchy": laws.half_cauchy(beta=1),
    "rayleigh": laws.rayleigh(sigma=1),
    "inverse_nakagami": laws.inverse_nakagami(m=2, omega=1),
    "uniform": laws.uniform(lower=0, upper=1),
    "lognormal": laws.lognormal(mu=0, sigma=1),
}
DRAWS = {
    "bernoulli": lambda rng, n: (rng.random(n) < 0.7).astype(float),
    "half_cauchy": lambda rng, n: np.abs(np.tan(np.pi * (rng.random(n) - 0.5))),
    "rayleigh": lambda rng, n: np.sqrt(-2 * np.log1p(-rng.random(n))),
    "inverse_nakagami": lambda rng, n: 1 / np.sqrt(rng.gamma(2.0, 0.5, n)),
    "uniform": lambda rng, n: rng.random(n),
    "lognormal": lambda rng, n: np.exp(rng.normal(size=n)),
}
_DENSITIES = {  # of u = ln λ, and where it counts
    "half_cauchy": (lambda u: 2 / np.pi / (np.exp(-u) + np.exp(u)), -36.0, 36.0),
    "rayleigh": (lambda u: np.exp(2 * u - 0.5 * np.exp(2 * u)), -36.0, 6.0),
    "inverse_nakagami": (lambda u: 8 * np.exp(-4 * u - 2 * np.exp(-2 * u)), -6.0, 36.0),
    "uniform": (np.exp, -36.0, 0.0),
    "lognormal": (lambda u: np.exp(-0.5 * u * u) / np.sqrt(2 * np.pi), -12.0, 12.0),
}


def nodes_of(name):
    """Nodes u = ln λ and their masses: those of Gauss and Legendre on intervals of length at most one."""
    if name == "bernoulli":
        return np.zeros(1), np.array([0.7])
    density, low, high = _DENSITIES[name]
    nodes, weights = np.polynomial.legendre.leggauss(16)
    edges = np.linspace(low, high, int(high - low) + 1)
    if name == "uniform":  # its end is where large weights come from: the Gaussian factor falls steeply towards it
        edges = np.concatenate([edges[:-5], np.linspace(edges[-5], high, 17)])
    middle, half = (edges[1:] + edges[:-1]) / 2, np.diff(edges) / 2
    u = (middle[:, None] + half[:, None] * nodes).ravel()
    return u, density(u) * (half[:, None] * weights).ravel()
