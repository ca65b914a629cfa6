"""An infinite lattice law as the scale of a weight: atoms where they count one by one, a density beyond them.

Far out, p(w) = Σ_k m(k) N(w; 0, k²) is carried by atoms whose own mass is below every double.  With a smooth
cut χ, 1 up to K/2 and 0 from 3K/2 on, the sum is Σ m χ over the atoms kept, plus Σ m (1 - χ), whose terms vary so
slowly at unit steps that ∫ m(x)(1 - χ(x)) N(w; 0, x²) dx is the same: by Poisson's summation formula the two differ
by the Fourier transforms at 2π of χ and of the integrand's peak.  Of χ(x) = ½ erfc(2s/(1 - s²)), s = (x - K)/(K/2),
it falls like e^-(2πK)^⅔, of a peak of width s it is e^{-2π²s²}.  At the w for which k = x matters most,
s⁻² = -3(ln m)'/x - (ln m)'', and K is where s² is 2 at least.  In a product with another law all this holds for
each value of the other.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import singledispatch
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr
from sympy import Symbol, oo

from priorcalc.measure import Blend, Lattice, Power, Product
from priorcalc.numeric.convolve import product
from priorcalc.numeric.endings import log_power
from priorcalc.numeric.logarithmic import log_function
from priorcalc.numeric.measures import lattice_scale, signed_scale
from priorcalc.numeric.scale import Continuum, Scale, SignedScale, insist_on_mass, of_logs
from priorcalc.numeric.transport import joined, power, weighted

Floats = NDArray[np.float64]

STEEP = 2.0
FEWEST = 192
"""3K/2 at least, so that (2πK)^⅔ is 80."""
FURTHEST = 1 << 16
"""Where K is looked for."""
WIDE = 2.0
"""s² beyond K."""


def weight_scale(measure: Any) -> Scale:
    """The law of |λ| for the numbers of a weight: as ``signed_scale`` has it, but endless where the law is.

    Raises PrecisionError if quadrature does not find the mass 1, as where a peak is too narrow to be seen.

    >>> from sympy import Rational, Symbol
    >>> k = Symbol("k", integer=True)
    >>> endless = weight_scale(Lattice(Rational(1, 4) * Rational(3, 4) ** (k - 1), k, 1, oo))
    >>> len(endless.continua)
    1
    """
    scale = _scale(measure)
    insist_on_mass(scale.spike + float(np.exp(log_power(scale, 0.0))))
    return scale


@singledispatch
def _scale(measure: Any) -> Scale:
    return signed_scale(measure).folded


@_scale.register
def _(measure: Lattice) -> Scale:
    if measure.last != oo:
        return signed_scale(measure).folded
    # Between the integers the mass is read as a function of a real variable.
    real = Symbol("x", positive=True)
    log_mass = log_function(measure.mass.xreplace({measure.index: real}), real)
    law = lattice_scale(measure, 3 * _smooth_from(log_mass) // 2)
    atoms = law.positive
    centre = float(np.exp(max(atoms.points))) / 1.5
    # Above, x is no double, and a mass that has died out stays so.
    last = 709.0 if log_mass(np.array([709.0]))[1][0] < -1e6 else np.inf

    def log_density(u: Floats) -> Floats:
        seen = np.clip(u, np.log(centre / 2), last)
        with np.errstate(over="ignore"):
            log = log_mass(seen)[1] + seen + _log_cut(np.exp(seen), centre, 1.0)
        return np.where(np.isnan(log) | (seen != u), -np.inf, log)

    beyond = Continuum(log_density, -np.inf, np.inf, (float(np.log(centre)), float(np.log(1.5 * centre))))
    logs = atoms.logs + _log_cut(np.exp(np.array(atoms.points)), centre, -1.0)
    return SignedScale(of_logs(atoms.spike, atoms.points, logs.tolist(), (beyond,)), law.negative).folded


def _log_cut(x: Floats, centre: float, side: float) -> Floats:
    """ln(1 - χ) for side 1, ln χ for side -1."""
    s = np.clip((x - centre) / (centre / 2), -1.0, 1.0)
    with np.errstate(divide="ignore"):
        return np.asarray(log_ndtr(side * np.sqrt(2) * STEEP * s / (1 - s * s)))


def _smooth_from(log_mass: Callable[[Floats], tuple[Floats, Floats]]) -> int:
    """The least K from which on the peaks are wide."""
    k = np.arange(2 * FEWEST // 3 - 1, FURTHEST + 2, dtype=np.float64)
    log = log_mass(np.log(k))[1]
    with np.errstate(all="ignore"):
        slope, bend = (log[2:] - log[:-2]) / 2, log[2:] - 2 * log[1:-1] + log[:-2]
        # s² is infinite or beyond where the mass does not fall.
        narrow = WIDE * (-3 * slope / k[1:-1] - bend) > 1
    found = np.flatnonzero(narrow)
    return int(k[1 + found[-1]]) + 1 if len(found) else 2 * FEWEST // 3


@_scale.register
def _(measure: Blend) -> Scale:
    return joined(*(weighted(_scale(part), float(weight)) for weight, part in measure.parts if weight != 0))


@_scale.register
def _(measure: Power) -> Scale:
    return power(_scale(measure.base), float(measure.exponent), float(measure.factor))


@_scale.register
def _(measure: Product) -> Scale:
    return product(_scale(measure.left), _scale(measure.right))
