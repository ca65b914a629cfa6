"""Which weights share a scale, as labels: an array of whole numbers of the layer's shape; equal labels share.

Every sharing pattern is one such array: rows of a matrix (a λ for each unit), the filters of an input channel, a unit
over time, single weights, the whole layer.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from priorcalc.errors import ParameterError, remedy

Ints = NDArray[np.int64]


def along(shape: tuple[int, ...], axis: int) -> Ints:
    """The index along one axis: a scale for each place on it.

    >>> along((2, 3), 0)
    array([[0, 0, 0],
           [1, 1, 1]])
    """
    if not -len(shape) <= axis < len(shape):
        asked = f"groups along axis {axis} of an array of shape {shape}"
        raise ParameterError(remedy(asked, f"it has {len(shape)} axes", "give one of them"))
    line = np.arange(shape[axis]).reshape([-1 if k == axis % len(shape) else 1 for k in range(len(shape))])
    return np.ascontiguousarray(np.broadcast_to(line, shape))


def convolution(shape: tuple[int, ...], axis: int = 1) -> Ints:
    """Groups of a convolution's weights, (out, in, height, width): a scale for each input channel, for all its filters.

    >>> [int(label) for label in convolution((4, 2, 3, 3))[0, :, 0, 0]]
    [0, 1]
    """
    return along(shape, axis)


def recurrent(shape: tuple[int, ...], axis: int = 1) -> Ints:
    """Groups of a recurrent net's weights, (time, in, out): a scale for each unit, the same at all times.

    >>> [int(label) for label in recurrent((4, 2, 3))[:, 1, 0]]
    [1, 1, 1, 1]
    """
    return along(shape, axis)


def labels(groups: Any, shape: tuple[int, ...]) -> Ints:
    """Groups that a user gives, as labels 0, 1, … of the layer's shape."""
    asked = f"groups for a layer of shape {shape}"
    given = np.asarray(groups)
    if given.shape != shape:
        raise ParameterError(remedy(asked, f"they have the shape {given.shape}", "give one whole number a weight"))
    if not np.issubdtype(given.dtype, np.integer):
        raise ParameterError(remedy(asked, f"they are of type {given.dtype}", "give whole numbers"))
    return np.unique(given, return_inverse=True)[1].reshape(shape)


@dataclass(frozen=True, eq=False)
class Block:
    """Groups of one size: the places of their weights in the flattened layer, one row a group, and their labels."""

    places: Ints
    labels: Ints

    @cached_property
    def whole(self) -> bool:
        """Whether the groups are the whole layer in its order."""
        return int(self.places[-1, -1]) + 1 == self.places.size and bool((np.diff(self.places.ravel()) == 1).all())

    def of(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """The weights of shape (..., number of weights) as (..., groups, size); a view where they lie in order."""
        if self.whole and self.places.size == weights.shape[-1]:
            return weights.reshape(*weights.shape[:-1], *self.places.shape)
        return weights[..., self.places]


def blocks(label: Ints) -> tuple[Block, ...]:
    """The groups of flattened labels 0, 1, …, by size."""
    order = np.argsort(label, kind="stable")
    sizes = np.bincount(label)
    starts = np.cumsum(sizes) - sizes
    found = []
    for size in np.unique(sizes):
        which = np.flatnonzero(sizes == size)
        found.append(Block(order[starts[which][:, None] + np.arange(size)], which))
    return tuple(found)
