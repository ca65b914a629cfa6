"""An infinite lattice law as the scale of a weight: atoms where they count one by one, a density beyond them.

Far out, p(w) = Σ_k m(k) N(w; 0, k²) is carried by atoms whose own mass is below every double.  With a smooth
cut χ(k) = ½ erfc((k - K)/W) the sum is Σ m χ over the atoms kept, plus Σ m (1 - χ), whose terms vary so slowly
at unit steps that ∫ m(x)(1 - χ(x)) N(w; 0, x²) dx is the same: by Poisson's summation formula the two differ by
e^{-(πW)²} and e^{-2π²s²}, s the width of the integrand's peak (10 and more where these terms matter at all).
"""

from __future__ import annotations

from functools import singledispatch
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr
from sympy import Symbol, oo

from priorcalc.measure import Blend, Lattice, Power
from priorcalc.numeric.logarithmic import log_function
from priorcalc.numeric.measures import signed_scale
from priorcalc.numeric.scale import Continuum, Scale
from priorcalc.numeric.transport import joined, power, weighted

Floats = NDArray[np.float64]

CENTRE = 0.7
"""K, as a share of the last atom kept, whose mass is e^-737 of the largest."""
NARROW = 8.0
"""K/W."""
FEWEST = 64
"""With fewer atoms the cut would not be smooth at unit steps; no admissible parameter comes to that."""


@singledispatch
def weight_scale(measure: Any) -> Scale:
    """The law of |λ| for the numbers of a weight: as ``signed_scale`` has it, but endless where the law is.

    >>> from sympy import Rational, Symbol
    >>> k = Symbol("k", integer=True)
    >>> endless = weight_scale(Lattice(Rational(1, 4) * Rational(3, 4) ** (k - 1), k, 1, oo))
    >>> len(endless.continua)
    1
    """
    return signed_scale(measure).folded


@weight_scale.register
def _(measure: Lattice) -> Scale:
    atoms = signed_scale(measure).folded
    last = np.exp(max(atoms.points, default=0.0))
    if measure.last != oo or last < FEWEST:
        return atoms
    centre, width = CENTRE * last, CENTRE * last / NARROW
    # Between the integers the mass is read as a function of a real variable.
    real = Symbol("x", positive=True)
    log_mass = log_function(measure.mass.xreplace({measure.index: real}), real)

    def cut(x: Floats) -> Floats:
        return log_ndtr((centre - x) * np.sqrt(2) / width)

    def log_density(u: Floats) -> Floats:
        with np.errstate(over="ignore"):
            x = np.exp(u)
            log = log_mass(u)[1] + u + log_ndtr((x - centre) * np.sqrt(2) / width)
        return np.where(np.isnan(log), -np.inf, log)

    masses = np.array(atoms.masses) * np.exp(cut(np.exp(np.array(atoms.points))))
    beyond = Continuum(log_density, 0.0, np.inf, (float(np.log(centre)), float(np.log(last))))
    return Scale(atoms.spike, atoms.points, tuple(masses.tolist()), (beyond,))


@weight_scale.register
def _(measure: Blend) -> Scale:
    return joined(*(weighted(weight_scale(part), float(weight)) for weight, part in measure.parts if weight != 0))


@weight_scale.register
def _(measure: Power) -> Scale:
    return power(weight_scale(measure.base), float(measure.exponent), float(measure.factor))
