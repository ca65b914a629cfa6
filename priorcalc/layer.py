"""The prior of a layer: which of its weights share a scale, and what that does to them together.

A weight is λ_unit · τ_layer · ξ_weight · z, z ~ N(0, σ₀²), with the factors that are given: a λ for each unit is ARD,
a τ for the layer ADD, both ARD-ADD, a ξ for each weight DropConnect, a Bernoulli τ stochastic depth.  One weight alone
has the product of the transforms; weights are dependent through the factors that they share (``sharing.py``), and the
density of all of them is one integral over the coarser factor of a product over the groups of the finer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, reduce
from math import prod
from operator import mul
from typing import Any

import numpy as np
from sympy import Expr

from priorcalc.distribution import Array, number
from priorcalc.entry import derive_prior
from priorcalc.errors import ParameterError, remedy
from priorcalc.joint import Joint, joint_of
from priorcalc.law import generator
from priorcalc.laws.noise import NoiseLaw, shown
from priorcalc.numeric.draws import draw
from priorcalc.numeric.nested import group_norms, log_nested
from priorcalc.prior import Prior
from priorcalc.sharing import (
    Factor,
    SquareCorrelation,
    factors_of,
    sides_of,
    square_correlation,
    zero_probability,
)

ROLES = ("unit", "layer", "weight")
NAMES = {
    ("unit",): "ARD",
    ("layer",): "ADD",
    ("unit", "layer"): "ARD-ADD",
    ("weight",): "DropConnect",
}


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
        by_role = sorted(self.factors, key=lambda factor: ROLES.index(factor.role))
        words = [f"{factor.role}={factor.law!r}" for factor in by_role]
        words += [] if self.sigma == 1 else [f"sigma0={shown(self.sigma)}"]
        words += ["groups=…"] if self.grouped else []
        return f"layer_prior({', '.join([str(self.shape), *words])})"

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
        # In one order whoever has which, so that the numbers of a product are made once.
        return _marginal(tuple(sorted((factor.law for factor in self.factors), key=repr)), self.sigma)

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
        return zero_probability(self.factors)

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
        inner, outer = self.factors
        given = (float(self.sigma), inner.scale, inner.blocks, outer.scale, outer.label)
        values = [log_nested(row, *given) for row in flat.reshape(-1, flat.shape[-1])]
        return _plain(np.array(values).reshape(flat.shape[:-1]))

    @cached_property
    def _joints(self) -> dict[int, Joint]:
        """The joint laws of the groups of the one factor, by size."""
        sizes = (block.places.shape[1] for block in self.factors[0].blocks)
        return {size: joint_of(self.marginal._derivation, size) for size in sizes}

    def _independent(self, groups: Any) -> Any:
        """The sum over groups (..., groups, size) that share nothing."""
        size = group_norms(groups)
        values = np.asarray(self._joints[groups.shape[-1]].log_of_norm(size))
        spike = self.factors[0].scale.spike
        if spike > 0:
            values = np.where(size == 0, np.log(spike), values)
        return values.sum(axis=-1)

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
        return square_correlation(self.factors)

    def plot(self, ax: Any = None, *, rng: Any = None, title: str = "") -> Any:
        """Draw one weight matrix from the prior as a heat map with its colour bar; the axes are returned.

        Parameters
        ----------
        ax : matplotlib Axes, optional
            Where to draw; a figure of its own by default.
        rng : None, int, SeedSequence or Generator
            The seed of the draw.
        title : str

        Raises
        ------
        ParameterError
            If the weights are not a matrix.

        Examples
        --------
        >>> layer_prior((8, 5), unit="rayleigh").plot(rng=0, title="ARD").get_title()
        'ARD'
        """
        from priorcalc.present.plots import plot_layer

        return plot_layer(self, ax, rng=rng, title=title)


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
    sides = sides_of(shape)
    factors = factors_of(sides, {"weight": weight, "unit": unit, "layer": layer}, groups)
    sigma = derive_prior(factors[0].law, sigma0=sigma0)._derivation.sigma0
    return LayerPrior(sides, factors, sigma, groups is not None)


@lru_cache(maxsize=64)
def _marginal(noises: tuple[NoiseLaw, ...], sigma0: Expr) -> Prior:
    return derive_prior(reduce(mul, noises), sigma0=sigma0)


def _plain(values: Any) -> Any:
    return float(values) if np.ndim(values) == 0 else values
