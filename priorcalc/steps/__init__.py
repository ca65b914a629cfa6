"""The steps of a derivation, as a teacher would write them; each cites one rule.

The model; the variance prior, by the change of variables and in the algebra; the weight prior by transforms and, where
a textbook does it, by direct integration, both ending in the same line; the check that the mass is 1.  Where there is
no closed form the steps say what was tried and why it stops, and give the integral that is computed.
"""

from __future__ import annotations

from priorcalc.derive import Derivation
from priorcalc.steps.direct import direct
from priorcalc.steps.ending import ending
from priorcalc.steps.model import model
from priorcalc.steps.step import DIRECT, MASS, MODEL, TRANSFORM, VARIANCE, Step
from priorcalc.steps.variance import variance
from priorcalc.steps.weight import weight

__all__ = ["DIRECT", "MASS", "MODEL", "TRANSFORM", "VARIANCE", "Step", "steps"]


def steps(derivation: Derivation) -> tuple[Step, ...]:
    """The steps from the definition to p(λ²) and p(w), in the order in which they are read."""
    parts = (model, variance, weight, direct, ending)
    return tuple(step for part in parts for step in part(derivation))
