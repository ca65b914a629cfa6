"""Groups within groups: ln p of weights with a scale for each inner group and one for each outer group.

Given the outer scales the inner groups are independent, and an inner group lies within one outer group, so

    ln p(W) = Σ_outer ln ∫ ∏_{inner ⊂ outer} p(w_inner | τ) dP(τ)

with one integral for each outer group (``numeric/layer.py``), which sees the inner groups by their norms alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from priorcalc.numeric.groups import Block, Ints
from priorcalc.numeric.joint import JointNumbers, norms
from priorcalc.numeric.layer import Member, log_shared
from priorcalc.numeric.scale import Scale

Floats = NDArray[np.float64]


def log_nested(
    weights: Floats, sigma0: float, inner: Scale, blocks: Sequence[Block], outer: Scale, label: Ints
) -> float:
    """ln p of flat weights, given the inner groups by size and the label of each weight's outer group.

    Examples
    --------
    Two rows of two weights; λ and τ are 1, so that all weights are standard normal:

    >>> from priorcalc.numeric.groups import blocks
    >>> one = Scale(points=(0.0,), masses=(1.0,))
    >>> rows, whole = blocks(np.array([0, 0, 1, 1])), np.zeros(4, dtype=np.int64)
    >>> w = np.array([0.1, -2.0, 0.5, 3.0])
    >>> true = -0.5 * (w @ w) - 2 * np.log(2 * np.pi)
    >>> bool(abs(log_nested(w, 1.0, one, rows, one, whole) - true) < 1e-12)
    True
    """
    members: dict[int, list[Member]] = defaultdict(list)
    for block in blocks:
        size, owner = group_norms(block.of(weights)), label[block.places[:, 0]]
        numbers = JointNumbers(inner, block.places.shape[1], sigma0)
        order = np.argsort(owner, kind="stable")
        owners, starts = np.unique(owner[order], return_index=True)
        for one, part in zip(owners.tolist(), np.split(size[order], starts[1:]), strict=True):
            members[one].append(Member(numbers, part))
    return float(sum(log_shared(outer, within) for within in members.values()))


def group_norms(groups: Floats) -> Floats:
    """The norms of groups of shape (..., groups, size); of a group of one weight, its modulus.

    >>> group_norms(np.array([[3.0, -4.0]])), group_norms(np.array([[-5.0]]))
    (array([5.]), array([5.]))
    """
    return np.abs(groups[..., 0]) if groups.shape[-1] == 1 else norms(groups)
