"""The law of a whole layer, against its definition: w = λ_unit · τ_layer · ξ_weight · z, with who shares which factor.

Estimate: ln p(W) = ln ∫ ∏_groups [∫ ∏ N(w; 0, λ²τ²σ₀²) dP(λ)] dP(τ), the outer integral over the inner one as a table;
the law of a row's norm; P(W = 0); corr(w_a², w_b²) from the moments of the factors.  The sample is in
``layer_draws.py``; one weight alone is checked as every other prior is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce
from operator import mul
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from sympy import S

from priorcalc.derive import derive
from priorcalc.laws.noise import NoiseLaw
from priorcalc.numeric.measures import signed_scale
from priorcalc.numeric.scale import Continuum, Scale
from priorcalc.symbols import r
from priorcalc.verify import definition
from priorcalc.verify.claims import Claim
from priorcalc.verify.compare import judged, shifted
from priorcalc.verify.definition import HALF_LOG_2PI, Integral, Kernel, integrate
from priorcalc.verify.evidence import Evidence, verdict_of
from priorcalc.verify.tables import FINE, tabulate

Floats = NDArray[np.float64]

_RADII = np.array([1e-4, 1e-2, 0.1, 0.5, 1.0, 2.0, 5.0, 20.0])
_ROLES = ("weight", "unit", "layer")


class Factor(Protocol):
    """A factor of the scale: its role, its law, and the labels of the weights that share it."""

    @property
    def role(self) -> str: ...
    @property
    def law(self) -> NoiseLaw: ...
    @property
    def label(self) -> Any: ...


class Layer(Protocol):
    """What is claimed of a layer, as ``layer_prior`` makes it."""

    @property
    def shape(self) -> tuple[int, ...]: ...
    @property
    def factors(self) -> Sequence[Factor]: ...
    @property
    def grouped(self) -> bool: ...
    @property
    def sigma(self) -> Any: ...
    @property
    def atom(self) -> float: ...
    @property
    def row(self) -> Any: ...
    @property
    def structure(self) -> str: ...
    def logpdf(self, weights: Any) -> Any: ...
    def rvs(self, size: Any = None, rng: Any = None) -> Any: ...
    def square_correlation(self) -> Any: ...


def scale_of(laws: Sequence[NoiseLaw]) -> Scale:
    """The law of |the product| of independent noises; of none, it is 1."""
    if not laws:
        return Scale(points=(0.0,), masses=(1.0,))
    return signed_scale(reduce(mul, laws).measure).folded


def labels(layer: Layer, factor: Factor) -> NDArray[np.intp]:
    """Which weights share the factor, by what its role means: all of them, those of a row, or none.

    Where the user gave groups of his own, they are what is meant.
    """
    places = np.arange(int(np.prod(layer.shape)))
    if layer.grouped:
        return np.asarray(factor.label).ravel()
    return {"layer": 0 * places, "unit": places // int(np.prod(layer.shape[1:])), "weight": places}[factor.role]


def kernel(n: int) -> Kernel:
    """(t, u) -> ln of the density of n weights N(0, e^{2u}) at the norm e^t."""
    return lambda t, u: np.asarray(-0.5 * np.exp(2 * np.minimum(t - u, 350.0)) - n * (u + HALF_LOG_2PI))


def layer_estimates(layer: Layer) -> tuple[Evidence, ...]:
    """What is claimed of the whole layer, against quadrature from the definition."""
    with np.errstate(all="ignore"):
        return (*_densities(layer), *_rows(layer), _zero(layer), *_correlations(layer))


def _densities(layer: Layer) -> Iterator[Evidence]:
    says, factors = "ln p(W) of the layer", [f for role in _ROLES for f in layer.factors if f.role == role]
    if len(factors) > 2:
        yield Evidence("estimate", says, "undecided", "it has three factors")
        return
    draws = np.random.default_rng(20190609).normal(size=(len(_RADII), *layer.shape))
    matrices = draws * _RADII.reshape(-1, *(1 for _ in layer.shape)) * float(layer.sigma)
    inner, *outer = factors
    if outer:
        exact = _nested(matrices, labels(layer, inner), inner, outer[0], float(layer.sigma))
    else:
        exact = _plain(matrices, labels(layer, inner), inner, float(layer.sigma))
    yield judged(says, "the size", _RADII, np.asarray(layer.logpdf(matrices)), exact)


def _norms(matrices: Floats, label: NDArray[np.intp]) -> tuple[Floats, Floats]:
    # The norms of the groups of one factor, and how many weights each has.
    flat = matrices.reshape(len(matrices), -1)
    sizes = np.bincount(label).astype(np.float64)
    return np.sqrt(np.stack([np.bincount(label, row * row) for row in flat])), sizes


def _plain(matrices: Floats, label: NDArray[np.intp], factor: Factor, sigma0: float) -> Integral:
    norms, sizes = _norms(matrices, label)
    scale, total = scale_of([factor.law]), Integral(np.zeros(len(matrices)), np.zeros(len(matrices)))
    for n, column in zip(sizes, norms.T, strict=True):
        found = shifted(integrate(scale, np.log(column / sigma0), kernel(int(n))), -n * np.log(sigma0))
        total = Integral(total.log + found.log, total.error + found.error)
    return total


def _nested(matrices: Floats, label: NDArray[np.intp], inner: Factor, outer: Factor, sigma0: float) -> Integral:
    # All weights share the outer factor.
    norms, sizes = _norms(matrices, label)
    tables = {n: _table(scale_of([inner.law]), int(n)) for n in set(sizes)}
    scale, found = scale_of([outer.law]), []
    for row in norms:
        t = np.log(row / sigma0)

        def groups(_: Floats, u: Floats, t: Floats = t) -> Floats:
            return np.asarray(sum(tables[n](at - u) - n * u for at, n in zip(t, sizes, strict=True)))

        found.append(integrate(scale, np.zeros(1), groups))
    log = np.concatenate([one.log for one in found]) - sizes.sum() * np.log(sigma0)
    return Integral(log, np.concatenate([one.error for one in found]))


def _table(scale: Scale, n: int) -> Any:
    # ln of the density of n weights that share λ, at the norm e^t, for every t that can matter.
    def log(t: Floats) -> Floats:
        return integrate(scale, t, kernel(n)).log

    low, high = -60.0, 60.0
    while log(np.array([high]))[0] < -1e6:
        high -= 1.0
    table: Continuum = tabulate(log, low, high, FINE)

    def value(t: Floats) -> Floats:
        inside = np.clip(t, table.lower, table.upper)
        found = table.log_density(inside) - inside - np.log(2.0)
        return np.where(t > table.upper, -np.inf, found)

    return value


def _rows(layer: Layer) -> Iterator[Evidence]:
    # Groups of one's own may differ in size; then there is no one law of a row.
    if layer.grouped or any(f.role == "weight" for f in layer.factors):
        return
    row, sigma0, n = layer.row, float(layer.sigma), int(np.prod(layer.shape[1:]))
    scale = scale_of([f.law for f in layer.factors])
    points = _RADII * sigma0
    exact = shifted(integrate(scale, np.log(_RADII), kernel(n)), -n * np.log(sigma0))
    yield judged("the numbers of p(w of a row)", "‖w‖", points, np.asarray(row.log_of_norm(points)), exact)
    if row.expr is not None:
        formula = Claim("p(w of a row) by its formula", r, row.expr, ())
        yield judged(formula.says, "‖w‖", points, formula.log(points), exact)


def _zero(layer: Layer) -> Evidence:
    spikes = {f.role: scale_of([f.law]).spike for f in layer.factors}
    unit, whole = spikes.get("unit", 0.0), spikes.get("layer", 0.0)
    rows = [labels(layer, f) for f in layer.factors if f.role == "unit"] or [np.arange(int(np.prod(layer.shape)))]
    each = unit + (1 - unit) * spikes.get("weight", 0.0) ** np.bincount(rows[0])
    whole += (1 - whole) * float(np.prod(each))
    gap = abs(whole - layer.atom)
    return Evidence("estimate", "P(W = 0)", verdict_of(gap <= 1e-9), f"difference {gap:.1e}")


def _correlations(layer: Layer) -> Iterator[Evidence]:
    claimed = layer.square_correlation()
    for says, value, shared in (
        ("corr(w_a², w_b²) in one row", claimed.same_row, ("unit", "layer")),
        ("corr(w_a², w_b²) in two rows", claimed.other_row, ("layer",)),
    ):
        exact = _correlation(layer, shared)
        if np.isnan(exact) and np.isnan(float(value)):
            yield Evidence("estimate", says, "upheld", "it does not exist")
            continue
        gap = abs(exact - float(value))
        yield Evidence("estimate", says, verdict_of(gap <= 1e-9), f"difference {gap:.1e} of {exact:.6g}")


def _correlation(layer: Layer, shared: tuple[str, ...]) -> float:
    fourth, both, square = 3.0, 1.0, 1.0
    for factor in layer.factors:
        found = integrate(scale_of([factor.law]), np.array([2.0, 4.0]), definition.power)
        if not np.all(found.error < 1e-6):
            return float("nan")
        two, four = np.exp(found.log)
        fourth, square = fourth * four, square * two**2
        both *= four if factor.role in shared else two**2
    return float((both - square) / (fourth - square))


def marginal(layer: Layer) -> Any:
    """The derivation of one weight's prior, made anew from the factors."""
    laws = [f.law for role in reversed(_ROLES) for f in layer.factors if f.role == role]
    return derive(reduce(mul, laws), S(layer.sigma))


def of_one_weight(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """The evidence about the marginal, named so."""
    return tuple(replace(e, claim=f"one weight: {e.claim}") for e in evidence)
