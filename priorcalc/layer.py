"""The prior of a layer: which of its weights share a scale, and what that does to them together.

A weight is λ_unit · τ_layer · ξ_weight · z, z ~ N(0, σ₀²), with the factors that are given: a λ for each unit is ARD,
a τ for the layer ADD, both ARD-ADD, a ξ for each weight DropConnect, a Bernoulli τ stochastic depth.  One weight alone
has the product of the transforms; weights are dependent through the factors that they share, and, with m_k = E[factor^k],
corr(w_a², w_b²) = (∏ shared m₄ · ∏ others m₂² - ∏ m₂²)/(3 ∏ m₄ - ∏ m₂²).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import prod
from typing import Any, NamedTuple

import numpy as np
from sympy import Expr, S, gammasimp, nan, oo

from priorcalc.distribution import Array, number
from priorcalc.entry import as_noise, derive_prior
from priorcalc.errors import ParameterError, remedy
from priorcalc.exact import exact
from priorcalc.joint import Joint, joint_of
from priorcalc.law import generator
from priorcalc.laws.noise import NoiseLaw, shown
from priorcalc.measure import free_symbols
from priorcalc.numeric.draws import draw
from priorcalc.numeric.endings import log_power
from priorcalc.numeric.groups import Block, Ints, along, blocks, labels
from priorcalc.numeric.joint import JointNumbers, norms
from priorcalc.numeric.lattice import weight_scale
from priorcalc.numeric.layer import Member, log_shared
from priorcalc.numeric.scale import Scale
from priorcalc.prior import Prior

ROLES = ("unit", "layer", "weight")
NAMES = {
    ("unit",): "ARD",
    ("layer",): "ADD",
    ("unit", "layer"): "ARD-ADD",
    ("weight",): "DropConnect",
}


class SquareCorrelation(NamedTuple):
    """corr(w_a², w_b²) for two weights of one row and of two rows; nan where E w⁴ is infinite or w is always 0."""

    same_row: Any
    other_row: Any


@dataclass(frozen=True)
class Factor:
    """A factor of the scale: which noise, and the labels of the weights that share it."""

    role: str
    law: NoiseLaw
    label: Ints

    @cached_property
    def scale(self) -> Scale:
        """The law of the factor in floats."""
        if free_symbols(self.law.measure):
            asked = f"numbers of a layer with {self.role}={self.law!r}"
            raise ParameterError(remedy(asked, "it has symbols", "call layer_prior with numbers in their place"))
        return weight_scale(self.law.measure)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The groups of weights that share it, by size."""
        return blocks(self.label)


@dataclass(frozen=True, eq=False)
class LayerPrior:
    """The prior of an array of weights; made by :func:`layer_prior`.

    ``logpdf`` is with respect to Lebesgue measure plus a point mass at 0 for every group of weights that can be exactly
    0 together: a row that is 0 counts with the probability P(λ = 0), a matrix that is 0 with P(τ = 0) besides.

    Examples
    --------
    >>> layer = layer_prior((50, 50), unit="half_cauchy", layer="half_cauchy")
    >>> layer.structure, layer.marginal
    ('ARD-ADD', Horseshoe+(tau=1))
    >>> weights = layer.rvs(rng=0)
    >>> weights.shape, bool(abs(layer.logpdf(weights) - layer.logpdf(-weights)) < 1e-9)
    ((50, 50), True)
    """

    shape: tuple[int, ...]
    factors: tuple[Factor, ...]
    sigma: Expr
    grouped: bool = field(default=False)

    def __repr__(self) -> str:
        words = [f"{role}={law!r}" for role in ROLES for law in self._laws(role)]
        words += [] if self.sigma == 1 else [f"sigma0={shown(self.sigma)}"]
        words += ["groups=…"] if self.grouped else []
        return f"layer_prior({', '.join([str(self.shape), *words])})"

    def _laws(self, role: str) -> list[NoiseLaw]:
        return [factor.law for factor in self.factors if factor.role == role]

    @property
    def structure(self) -> str:
        """Who shares a scale: ARD, ADD, ARD-ADD, DropConnect, or what is multiplied."""
        roles = tuple(factor.role for factor in self.factors)
        return NAMES.get(roles, " × ".join(roles))

    @property
    def sigma0(self) -> Any:
        """The base weight's standard deviation."""
        return number(self.sigma)

    @cached_property
    def marginal(self) -> Prior:
        """The law of one weight: the product of the transforms."""
        first, *rest = (law for role in ROLES for law in self._laws(role))
        product = first
        for law in rest:
            product = product * law
        return derive_prior(product, sigma0=self.sigma)

    @cached_property
    def row(self) -> Joint:
        """The joint law of the weights of one row, or of one of ``groups``; of a part of the layer under ADD."""
        roles = [factor.role for factor in self.factors]
        if "weight" in roles:
            todo = "use marginal: given the other scales, the weights are independent"
            raise ParameterError(remedy("row", "each weight has a scale of its own", todo))
        sizes = {block.places.shape[1] for f in self.factors if f.role == "unit" for block in f.blocks}
        if len(sizes) > 1:
            found = f"the groups have {len(sizes)} different sizes"
            raise ParameterError(remedy("row", found, "use derive_prior(...).joint(n) for the size that you mean"))
        return joint_of(self.marginal._derivation, sizes.pop() if sizes else prod(self.shape[1:]))

    @cached_property
    def atom(self) -> float:
        """The probability that the whole array is exactly 0."""
        zero = np.full(prod(self.shape), -np.inf)
        with np.errstate(divide="ignore"):
            for k, factor in enumerate(self.factors):
                firsts = [block.places[:, 0] for block in factor.blocks]
                inner = np.concatenate([_sums(zero, block, self.factors[:k]) for block in factor.blocks])
                spike = factor.scale.spike
                zero = np.full(prod(self.shape), np.nan)
                zero[np.concatenate(firsts)] = np.logaddexp(np.log(spike), np.log1p(-spike) + inner)
            firsts = [block.places[:, 0] for block in self.factors[-1].blocks]
            return float(np.exp(zero[np.concatenate(firsts)].sum()))

    def logpdf(self, weights: Array) -> Array:
        """ln p(W) for W of shape (..., *shape), a value for each array.

        One factor is a sum over its groups; of two, the outer is integrated over, in logs, to 1e-9 relative.
        """
        points = np.asarray(weights, dtype=np.float64)
        count = len(self.shape)
        if points.shape[points.ndim - count :] != self.shape:
            asked = f"logpdf of an array of shape {points.shape}"
            raise ParameterError(remedy(asked, f"its last axes are not {self.shape}", "give W of shape (..., *shape)"))
        for factor in self.factors:
            factor.scale  # noqa: B018 - symbols are refused first
        flat = points.reshape(*points.shape[: points.ndim - count], prod(self.shape))
        if len(self.factors) == 1:
            return _plain(sum(self._independent(block.of(flat)) for block in self.factors[0].blocks))
        if len(self.factors) > 2:
            todo = "leave out one of unit, layer and weight; rvs and marginal take all three"
            raise ParameterError(remedy("logpdf with three factors", "it would take two nested integrals", todo))
        rows = flat.reshape(-1, flat.shape[-1])
        return _plain(np.array([self._nested(row) for row in rows]).reshape(flat.shape[:-1]))

    @cached_property
    def _joints(self) -> dict[int, Joint]:
        """The joint laws of the groups of the one factor, by size."""
        sizes = (block.places.shape[1] for block in self.factors[0].blocks)
        return {size: joint_of(self.marginal._derivation, size) for size in sizes}

    def _independent(self, groups: Any) -> Any:
        """The sum over groups (..., groups, size) that share nothing."""
        size = np.abs(groups[..., 0]) if groups.shape[-1] == 1 else norms(groups)
        values = np.asarray(self._joints[groups.shape[-1]].log_of_norm(size))
        spike = self.factors[0].scale.spike
        if spike > 0:
            values = np.where(size == 0, np.log(spike), values)
        return values.sum(axis=-1)

    def _nested(self, row: Any) -> float:
        inner, outer = self.factors
        sigma0, total = float(self.sigma), 0.0
        size = np.empty(len(row))
        # A group of the inner factor lies within one of the outer: its norm is kept at its first weight.
        for block in inner.blocks:
            group = block.of(row)
            size[block.places[:, 0]] = np.abs(group[..., 0]) if group.shape[-1] == 1 else norms(group)
        for places in (places for block in outer.blocks for places in block.places):
            within = np.zeros(len(row), dtype=bool)
            within[places] = True
            members = []
            for block in inner.blocks:
                firsts = block.places[:, 0]
                firsts = firsts[within[firsts]]
                if len(firsts):
                    numbers = JointNumbers(inner.scale, block.places.shape[1], sigma0)
                    members.append(Member(numbers, size[firsts]))
            total += log_shared(outer.scale, members)
        return total

    def rvs(self, size: Any = None, rng: Any = None) -> Array:
        """Draw arrays from the definition: shape ``size`` + ``shape``."""
        for factor in self.factors:
            factor.scale  # noqa: B018 - symbols are refused first
        seeded = generator(rng)
        batch = () if size is None else (size,) if np.ndim(size) == 0 else tuple(size)
        out = seeded.normal(0.0, float(self.sigma), (*batch, prod(self.shape)))
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            for factor in self.factors:
                scales = draw(factor.law.measure, seeded, (*batch, int(factor.label.max()) + 1))
                out *= scales[..., factor.label]
        return out.reshape(*batch, *self.shape)

    def square_correlation(self) -> SquareCorrelation:
        """corr(w_a², w_b²) of two weights in one row, or one of ``groups``, and of two in different ones.

        >>> layer_prior((9, 9), unit="rayleigh", layer="rayleigh").square_correlation()
        SquareCorrelation(same_row=0.2727272727272727, other_row=0.09090909090909091)
        """
        second, fourth = ([_moment(factor, k) for factor in self.factors] for k in (2, 4))
        same, other = (self._correlation(second, fourth, shared) for shared in (("unit", "layer"), ("layer",)))
        return SquareCorrelation(same, other)

    def _correlation(self, second: Sequence[Expr], fourth: Sequence[Expr], shared: tuple[str, ...]) -> Any:
        if any(value in (oo, nan) for value in (*second, *fourth)):
            return float("nan")
        squares = [m**2 for m in second]
        roles = [factor.role for factor in self.factors]
        both = [m4 if role in shared else m for role, m4, m in zip(roles, fourth, squares, strict=True)]
        variance = gammasimp(3 * prod(fourth) - prod(squares))
        return float("nan") if variance == 0 else number(gammasimp((prod(both) - prod(squares)) / variance))


def layer_prior(
    shape: Sequence[int],
    *,
    unit: Any = None,
    layer: Any = None,
    weight: Any = None,
    sigma0: Any = 1,
    groups: Any = None,
) -> LayerPrior:
    """The prior of a layer whose weights share scales.

    Parameters
    ----------
    shape : tuple of int
        (n_in, n_out): row i holds the outgoing weights of unit i.  More axes are welcome, as for a convolution.
    unit, layer, weight : optional
        The noise on each unit (ARD), on the layer (ADD), on each weight (DropConnect): whatever ``derive_prior``
        takes.  Those that are given are multiplied; a Bernoulli ``layer`` is stochastic depth.
    sigma0 : number or positive symbol
        The standard deviation of the base weights.
    groups : integer array of that shape, optional
        Which weights share a ``unit`` scale: equal numbers do.  By default those with the same first index; see
        ``priorcalc.numeric.groups`` for convolutions and recurrent nets.

    Raises
    ------
    ParameterError
        If no noise is given, or the shape or the groups do not fit.

    References
    ----------
    Nalisnick, Hernández-Lobato & Smyth (2019), Dropout as a Structured Shrinkage Prior, ICML.

    Examples
    --------
    >>> layer_prior((784, 100), unit="rayleigh").row
    MultivariateLaplace(b=1, n=100)
    """
    sides = _shape(shape)
    given = {role: noise for role, noise in (("weight", weight), ("unit", unit), ("layer", layer)) if noise is not None}
    if not given:
        todo = "give unit=, layer= or weight=, such as unit='half_cauchy'"
        raise ParameterError(remedy(f"layer_prior({sides})", "no noise is given", todo))
    if groups is not None and unit is None:
        todo = "give unit=, the noise that they share"
        raise ParameterError(remedy("layer_prior(groups=…)", "groups say who shares a unit's scale", todo))
    count = prod(sides)
    label = {
        "weight": np.arange(count),
        "unit": (along(sides, 0) if groups is None else labels(groups, sides)).ravel(),
        "layer": np.zeros(count, dtype=np.int64),
    }
    factors = tuple(Factor(role, as_noise(noise, None, False, {}), label[role]) for role, noise in given.items())
    sigma = derive_prior(factors[0].law, sigma0=sigma0)._derivation.sigma0
    return LayerPrior(sides, factors, sigma, groups is not None)


def _shape(shape: Any) -> tuple[int, ...]:
    asked, todo = f"layer_prior({shape!r})", "give (n_in, n_out), whole numbers ≥ 1"
    try:
        sides = tuple(int(exact(side)) if exact(side).is_Integer else 0 for side in shape)
    except (TypeError, ParameterError) as error:
        raise ParameterError(remedy(asked, "the shape is not a tuple of numbers", todo)) from error
    if not sides or min(sides) < 1:
        raise ParameterError(remedy(asked, "a side is not a whole number ≥ 1", todo))
    return sides


def _sums(zero: Any, block: Block, inner: Sequence[Factor]) -> Any:
    """ln of the probability that all groups of the next finer factor within each group are 0; -inf if there is none."""
    if not inner:
        return np.full(len(block.places), -np.inf)
    held = zero[block.places]
    return np.where(np.isnan(held), 0.0, held).sum(axis=1)


def _moment(factor: Factor, k: int) -> Expr:
    """E[factor^k], exact where the transform tells that it is finite."""
    transform = factor.law.transform
    if transform is not None and transform.index is None:
        if all((law.strip[1] > k + 1) == True for _, law in transform.parts):  # noqa: E712 - SymPy's true
            return sum((weight * law(S(k + 1)) for weight, law in transform.parts), S.Zero)
    with np.errstate(over="ignore"):
        value = float(np.exp(log_power(factor.scale, float(k))))
    return exact(value)


def _plain(values: Any) -> Any:
    return float(values) if np.ndim(values) == 0 else values
