"""From a measure, the definition of a law, to the law of λ as quadrature sees it.

The tree of densities, atoms, mixtures, products and powers becomes a ``SignedScale``: spike,
atoms at u = ln |λ|, continua in u, on either side of 0.  A product or a power keeps |λ| alone:
atoms × anything are shifts of u, density × density a convolution, a power is u ↦ k·u + ln f.
"""

from __future__ import annotations

from functools import singledispatch

import numpy as np
from sympy import Expr, S, Symbol, oo

from priorcalc.errors import ParameterError, PrecisionError, remedy
from priorcalc.measure import Atoms, Blend, Density, Empirical, Lattice, Measure, Opaque, Power, Product
from priorcalc.numeric.convolve import product
from priorcalc.numeric.densities import formula_halves, opaque_halves
from priorcalc.numeric.logarithmic import log_function
from priorcalc.numeric.scale import Scale, SignedScale, of_logs
from priorcalc.numeric.transport import joined, power, weighted

_MOST = 200_000
_BLOCK = 1 << 16
_SCANNED = 1 << 23
_DEPTH = 737.0  # -ln of 1e-320


@singledispatch
def signed_scale(measure: Measure) -> SignedScale:
    """The law of λ in the variable u = ln |λ|, its halves λ > 0 and λ < 0 apart.

    Raises
    ------
    NotADensityError
        If a density is found to be negative.
    PrecisionError
        If a lattice law has more points than can be summed.

    Examples
    --------
    >>> from sympy import S
    >>> law = signed_scale(Atoms(((S(0), S(1) / 4), (S(1), S(1) / 2), (S(-2), S(1) / 4))))
    >>> law.positive.spike, law.positive.masses, law.negative.points == (np.log(2.0),)
    (0.25, (0.5,), True)
    """
    raise TypeError(f"{measure!r} is not a measure")


@signed_scale.register
def _density(measure: Density) -> SignedScale:
    above, below = formula_halves(measure)
    return SignedScale(Scale(continua=above), Scale(continua=below))


@signed_scale.register
def _opaque(measure: Opaque) -> SignedScale:
    above, below = opaque_halves(measure)
    return SignedScale(Scale(continua=above), Scale(continua=below))


@signed_scale.register
def _atoms(measure: Atoms) -> SignedScale:
    values = [(float(point), float(mass)) for point, mass in measure.points]
    spike = sum(mass for point, mass in values if point == 0)
    above = [Scale(0.0, (float(np.log(point)),), (mass,)) for point, mass in values if point > 0]
    below = [Scale(0.0, (float(np.log(-point)),), (mass,)) for point, mass in values if point < 0]
    return SignedScale(joined(Scale(spike), *above), joined(*below))


@signed_scale.register
def _empirical(measure: Empirical) -> SignedScale:
    values, masses = np.array(measure.values), np.array(measure.masses)
    sides = (values > 0, values < 0)
    above, below = (Scale(0.0, tuple(np.log(np.abs(values[k])).tolist()), tuple(masses[k].tolist())) for k in sides)
    return SignedScale(above, below)


@signed_scale.register
def _lattice(measure: Lattice) -> SignedScale:
    return lattice_scale(measure)


def lattice_scale(measure: Lattice, least: int = 0) -> SignedScale:
    """The atoms that matter, and in an endless law those up to ``least`` at any rate."""
    first, last, index = measure.first, measure.last, measure.index
    mirrored = measure.mass.subs(index, -index)
    if last < 0:
        return SignedScale(Scale(), _counts(mirrored, index, -last, S(-first)))
    below = _counts(mirrored, index, S.One, S(-first)) if first < 0 else Scale()
    spike = float(measure.mass.subs(index, 0)) if first <= 0 else 0.0
    above = _counts(measure.mass, index, S(max(first, 1)), last, least)
    return SignedScale(joined(Scale(spike), above), below)


def _counts(mass: Expr, index: Symbol, first: Expr, last: Expr, least: int = 0) -> Scale:
    """The atoms at first, first + 1, …, last, all positive; beyond ``least`` those above e^-737 of the largest."""
    log_mass = log_function(mass, index)
    start, stop = int(first), _SCANNED if last == oo else int(last) + 1
    points, logs, peak = [], [], -np.inf
    while start < stop:
        k = np.arange(start, min(start + _BLOCK, stop), dtype=np.float64)
        sign, log = log_mass(np.log(k))
        log = np.where(sign > 0, log, -np.inf)
        peak = max(peak, float(log.max()))
        kept = (log > peak - _DEPTH) | ((k <= least) & (log > -np.inf))
        points.append(np.log(k[kept]))
        logs.append(log[kept])
        start += _BLOCK
        if not kept[-1] and np.isfinite(peak) and log[-1] <= log[0]:
            break
        if sum(len(part) for part in points) > _MOST or start >= _SCANNED:
            todo = "use a continuous law of that shape"
            raise PrecisionError(remedy(f"the lattice law {mass}", f"more than {_MOST} atoms matter", todo))
    u, log = np.concatenate(points), np.concatenate(logs)
    kept = (log > peak - _DEPTH) | (np.exp(u) < least + 0.5)
    return of_logs(0.0, u[kept].tolist(), log[kept].tolist())


@signed_scale.register
def _blend(measure: Blend) -> SignedScale:
    parts = [(float(weight), signed_scale(part)) for weight, part in measure.parts]
    parts = [(weight, part) for weight, part in parts if weight > 0]
    above = joined(*(weighted(part.positive, weight) for weight, part in parts))
    below = joined(*(weighted(part.negative, weight) for weight, part in parts))
    return SignedScale(joined(above, Scale(below.spike)), Scale(0.0, below.points, below.masses, below.continua))


@signed_scale.register
def _power(measure: Power) -> SignedScale:
    base, exponent = signed_scale(measure.base).folded, float(measure.exponent)
    if exponent == 0 or (base.spike > 0 and exponent < 0):
        found = "the law has a spike at 0" if exponent else "the exponent is 0"
        raise ParameterError(remedy(f"|λ|**{exponent:g}", found, "use a positive power"))
    return SignedScale(power(base, exponent, float(measure.factor)))


@signed_scale.register
def _product(measure: Product) -> SignedScale:
    return SignedScale(product(signed_scale(measure.left).folded, signed_scale(measure.right).folded))
