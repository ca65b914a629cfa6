"""The fields of a ``NoiseLaw`` for a law that is brought, and those of a discrete one.

Atoms are exact numbers while they are few; a sample or a long table stays in floats (``measure.Empirical``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sympy import S

from priorcalc.exact import exact
from priorcalc.laws.discrete import atoms_transform
from priorcalc.measure import Atoms, Blend, Empirical, Measure
from priorcalc.mellin import Transform

Fields = dict[str, Any]

MOST_TERMS = 64
"""A law with more atoms has no transform: its prior is a sum that nobody reads."""
MOST_EXACT = 200
"""More atoms than these are kept in floats."""


def fields(label: str, measure: Measure, transform: Transform | None, note: str = "") -> Fields:
    return {
        "label": label,
        "name": None,
        "params": (),
        "measure": measure,
        "transform": transform,
        "families": (),
        "note": note,
    }


def discrete(label: str, values: Sequence[float], weights: Sequence[float], most: int) -> Fields:
    if len(values) > MOST_EXACT:
        note = f"The law has {len(values)} atoms: the prior is summed numerically."
        return fields(label, _in_floats(values, weights), None, note)
    masses = [exact(weight) for weight in weights]
    whole = sum(masses, S.Zero)
    points = tuple((exact(value), mass / whole) for value, mass in zip(values, masses, strict=True))
    return fields(label, Atoms(points), atoms_transform(points) if len(points) <= most else None)


def _in_floats(values: Sequence[float], weights: Sequence[float]) -> Measure:
    # The spike at 0 is told apart, as an exact atom.
    total = sum(weights)
    zero = sum(weight for value, weight in zip(values, weights, strict=True) if value == 0)
    others = [(value, weight / (total - zero)) for value, weight in zip(values, weights, strict=True) if value != 0]
    rest = Empirical(tuple(value for value, _ in others), tuple(mass for _, mass in others))
    if zero == 0:
        return rest
    spike = exact(zero) / exact(total)
    return Blend(((spike, Atoms(((S.Zero, S.One),))), (1 - spike, rest)))
