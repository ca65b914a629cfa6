"""Distribution functions at many points at once, for a sample to be compared with.

From a log density in u = ln x: Gauss–Legendre of 8 nodes between neighbouring points, the rest beyond the first and
the last by ``definition.py``.  Both tails are summed from their own ends.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import roots_legendre

from priorcalc.numeric.scale import Continuum, Scale
from priorcalc.verify import definition
from priorcalc.verify.definition import integrate

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Tails:
    """P(X < x) and P(X ≥ x) at ascending points x."""

    below: Floats
    above: Floats


def smooth(continuum: Continuum, u: Floats) -> Tails:
    """The tails of a law whose log density is smooth between the points u."""
    nodes, weights = roots_legendre(8)
    half = 0.5 * np.diff(u)[:, None]
    at = 0.5 * (u[1:] + u[:-1])[:, None] + half * nodes
    with np.errstate(all="ignore"):
        masses = np.sum(half * weights * np.exp(continuum.log_density(at)), axis=1)
    law = Scale(continua=(continuum,))
    first = float(np.exp(integrate(law, u[:1], definition.below).log[0]))
    last = float(np.exp(integrate(law, u[-1:], _beyond).log[0]))
    return Tails(first + np.append(0.0, np.cumsum(masses)), last + np.append(np.cumsum(masses[::-1])[::-1], 0.0))


def rough(continuum: Continuum, u: Floats) -> Tails:
    """The tails of a law with kinks and singularities, each by its own integral."""
    law = Scale(continua=(continuum,))
    return Tails(*(np.exp(integrate(law, u, kernel).log) for kernel in (definition.below, _beyond)))


def _beyond(t: Floats, u: Floats) -> Floats:
    return np.where(u > t, 0.0, -np.inf)


def with_atoms(tails: Tails, x: Floats, places: Floats, masses: Floats) -> Tails:
    """The tails of the whole law, atoms included: one at x is not below x, as far as rounding lets it be told."""
    under = places[None, :] < x[:, None]
    return clear_of(Tails(tails.below + under @ masses, tails.above + ~under @ masses), x, places)


def clear_of(tails: Tails, x: Floats, places: Floats) -> Tails:
    """The tails with nan where x is so near to one of the places that rounding decides on which side a draw falls."""
    unclear = np.any(np.abs(places[None, :] - x[:, None]) <= 1e-12 * x[:, None], axis=1)
    return Tails(np.where(unclear, np.nan, tails.below), np.where(unclear, np.nan, tails.above))
