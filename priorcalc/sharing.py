"""A scale that weights share: whose law it is, who shares it, and what sharing does.

Weights that share no factor are independent; the signs of all are.  So what sharing does is seen in their squares:
with m_k = E[factor^k],

    corr(w_a², w_b²) = (∏ shared m₄ · ∏ others m₂² - ∏ m₂²)/(3 ∏ m₄ - ∏ m₂²)

and in zeros: a group is 0 together if its factor is, or if all finer groups within it are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any, NamedTuple

import numpy as np
from sympy import Expr, S, gammasimp, nan, oo

from priorcalc.distribution import number
from priorcalc.entry import as_noise
from priorcalc.errors import ParameterError, remedy
from priorcalc.exact import exact
from priorcalc.laws.noise import NoiseLaw
from priorcalc.measure import free_symbols
from priorcalc.numeric.endings import log_power
from priorcalc.numeric.groups import Block, Ints, along, blocks, labels
from priorcalc.numeric.lattice import weight_scale
from priorcalc.numeric.scale import Scale


class SquareCorrelation(NamedTuple):
    """corr(w_a², w_b²) for two weights of one row and of two rows; nan where E w⁴ is infinite or w is always 0."""

    same_row: Any
    other_row: Any


@dataclass(frozen=True)
class Factor:
    """A factor of the scale: its role (unit, layer or weight), its law, and labels: weights with one label share it."""

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


def sides_of(shape: Any) -> tuple[int, ...]:
    """The shape of a layer, checked.

    >>> sides_of([3, 2.0])
    (3, 2)
    """
    asked, todo = f"layer_prior({shape!r})", "give (n_in, n_out), whole numbers ≥ 1"
    try:
        sides = tuple(int(exact(side)) if exact(side).is_Integer else 0 for side in shape)
    except (TypeError, ParameterError) as error:
        raise ParameterError(remedy(asked, "the shape is not a tuple of numbers", todo)) from error
    if not sides or min(sides) < 1:
        raise ParameterError(remedy(asked, "a side is not a whole number ≥ 1", todo))
    return sides


def factors_of(shape: tuple[int, ...], noises: Mapping[str, Any], groups: Any = None) -> tuple[Factor, ...]:
    """The factors that are given, from the finest groups to the coarsest.

    Examples
    --------
    >>> (unit,) = factors_of((2, 3), {"weight": None, "unit": "rayleigh", "layer": None})
    >>> unit.law, unit.label
    (rayleigh(sigma=1), array([0, 0, 0, 1, 1, 1]))
    """
    given = {role: noises[role] for role in ("weight", "unit", "layer") if noises[role] is not None}
    if not given:
        todo = "give unit=, layer= or weight=, such as unit='half_cauchy'"
        raise ParameterError(remedy(f"layer_prior({shape})", "no noise is given", todo))
    if groups is not None and "unit" not in given:
        todo = "give unit=, the noise that they share"
        raise ParameterError(remedy("layer_prior(groups=…)", "groups say who shares a unit's scale", todo))
    count = prod(shape)
    label = {
        "weight": np.arange(count),
        "unit": (along(shape, 0) if groups is None else labels(groups, shape)).ravel(),
        "layer": np.zeros(count, dtype=np.int64),
    }
    return tuple(Factor(role, _law(role, noise), label[role]) for role, noise in given.items())


def _law(role: str, noise: Any) -> NoiseLaw:
    try:
        return as_noise(noise, None, False, {})
    except ParameterError as error:
        match noise:
            case str():
                todo = f"parameters go with the law, as in {role}=laws.bernoulli(p=0.8)"
                raise ParameterError(remedy(f"layer_prior({role}={noise!r})", str(error).rstrip("."), todo)) from error
        raise


def square_correlation(factors: Sequence[Factor]) -> SquareCorrelation:
    """The correlations of squares of two weights that share all but their own factor, and the layer's alone.

    Examples
    --------
    >>> from priorcalc import laws
    >>> one = np.zeros(4, dtype=np.int64)
    >>> square_correlation([Factor("unit", laws.rayleigh(), one)])
    SquareCorrelation(same_row=0.2, other_row=0.0)
    """
    second, fourth = ([_moment(factor, k) for factor in factors] for k in (2, 4))
    roles = [factor.role for factor in factors]
    same, other = (_correlation(roles, second, fourth, shared) for shared in (("unit", "layer"), ("layer",)))
    return SquareCorrelation(same, other)


def _correlation(roles: Sequence[str], second: Sequence[Expr], fourth: Sequence[Expr], shared: tuple[str, ...]) -> Any:
    if any(value in (oo, nan) for value in (*second, *fourth)):
        return float("nan")
    squares = [m**2 for m in second]
    both = [m4 if role in shared else m for role, m4, m in zip(roles, fourth, squares, strict=True)]
    variance = gammasimp(3 * prod(fourth) - prod(squares))
    return float("nan") if variance == 0 else number(gammasimp((prod(both) - prod(squares)) / variance))


def _moment(factor: Factor, k: int) -> Expr:
    """E[factor^k], exact where the transform tells that it is finite."""
    transform = factor.law.transform
    if transform is not None and transform.index is None:
        if all((law.strip[1] > k + 1) == True for _, law in transform.parts):  # noqa: E712 - SymPy's true
            return sum((weight * law(S(k + 1)) for weight, law in transform.parts), S.Zero)
    with np.errstate(over="ignore"):
        value = float(np.exp(log_power(factor.scale, float(k))))
    return exact(value)


def zero_probability(factors: Sequence[Factor]) -> float:
    """The probability that all weights are exactly 0, given the factors from the finest groups to the coarsest.

    Examples
    --------
    Two units that are dropped with probability 1/4 each:

    >>> from priorcalc import laws
    >>> zero_probability([Factor("unit", laws.bernoulli(p=0.75), np.array([0, 0, 1, 1]))])
    0.0625
    """
    count = len(factors[0].label)
    zero = np.full(count, -np.inf)
    with np.errstate(divide="ignore"):
        for k, factor in enumerate(factors):
            inner = np.concatenate([_all_zero(zero, block, k > 0) for block in factor.blocks])
            spike = factor.scale.spike
            # What is known of a group is kept at its first weight.
            zero, firsts = np.full(count, np.nan), _firsts(factor)
            zero[firsts] = np.logaddexp(np.log(spike), np.log1p(-spike) + inner)
        return float(np.exp(zero[_firsts(factors[-1])].sum()))


def _firsts(factor: Factor) -> Ints:
    return np.concatenate([block.places[:, 0] for block in factor.blocks])


def _all_zero(zero: Any, block: Block, finer: bool) -> Any:
    """ln of the probability that all groups of the next finer factor within each group are 0; -inf if there is none."""
    if not finer:
        return np.full(len(block.places), -np.inf)
    held = zero[block.places]
    return np.where(np.isnan(held), 0.0, held).sum(axis=1)
