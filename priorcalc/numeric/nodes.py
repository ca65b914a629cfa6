"""Gauss–Legendre nodes and weights, correctly rounded.

The nodes are the roots x of Pₙ and the weights 2 / ((1 - x²) Pₙ'(x)²).  With the
recurrence k P_k = (2k-1) x P_{k-1} - (k-1) P_{k-2} and (1 - x²) Pₙ' = n (P_{n-1} - x Pₙ),
two steps of Newton from a double give some 60 digits.  The arithmetic is in integers, in
units of 2⁻²²⁴, so that it is exact up to one unit an operation and the last division
rounds correctly.  (Eigenvalue methods in doubles lose up to 1e-10 in the weights at n = 256.)
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_BITS = 224
_ONE = 1 << _BITS


@lru_cache(maxsize=64)
def gauss_legendre(n: int) -> tuple[Floats, Floats]:
    """Nodes and weights of the n-point Gauss–Legendre rule on [-1, 1], each to half a unit in its last place.

    ∫ f(x) dx over [-1, 1] = Σ wᵢ f(xᵢ), exactly for polynomials of degree below 2n.

    Parameters
    ----------
    n
        The number of nodes, at least 1.

    Returns
    -------
    nodes, weights
        Read-only arrays of n doubles; the nodes ascend.

    Examples
    --------
    >>> nodes, weights = gauss_legendre(5)
    >>> abs(weights @ nodes**8 - 2 / 9) < 1e-15
    np.True_
    """
    upper = [_root_and_weight(n, i) for i in range(1, n // 2 + 1)]
    middle = [_weigh(n, 0)] if n % 2 else []
    nodes = [-x for x, _ in upper] + [0.0 for _ in middle] + [x for x, _ in reversed(upper)]
    weights = [w for _, w in upper] + middle + [w for _, w in reversed(upper)]
    return _frozen(nodes), _frozen(weights)


def _root_and_weight(n: int, i: int) -> tuple[float, float]:
    # Tricomi's start is good to O(n⁻⁴); each step of Newton squares the error.
    guess = (1 - (1 - 1 / n) / (8 * n * n)) * np.cos(np.pi * (i - 0.25) / (n + 0.5))
    x = int(float(guess) * 2.0**53) << (_BITS - 53)
    step = _ONE
    while abs(step) > 1 << 60:
        value, slope = _legendre(n, x)
        step = (value << _BITS) // slope
        x -= step
    return x / _ONE, _weigh(n, x)


def _weigh(n: int, x: int) -> float:
    _, slope = _legendre(n, x)
    return (2 << 3 * _BITS) / ((_ONE * _ONE - x * x) * slope * slope >> _BITS)


def _legendre(n: int, x: int) -> tuple[int, int]:
    """Pₙ(x) and Pₙ'(x) in units of 2⁻²²⁴, for x in the same units."""
    before, value = _ONE, x
    for k in range(2, n + 1):
        before, value = value, ((2 * k - 1) * (x * value >> _BITS) - (k - 1) * before) // k
    return value, (n * (before - (x * value >> _BITS)) << _BITS) // (_ONE - (x * x >> _BITS))


def _frozen(values: list[float]) -> Floats:
    array = np.array(values, dtype=np.float64)
    array.flags.writeable = False
    return array
