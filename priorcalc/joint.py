"""What a user holds of n weights that share one λ: w = λz, z ~ N(0, σ₀² Iₙ).

The law is spherical: everything is a function of r = ‖w‖.  Names and formulas are from ``structure.py``, numbers from
``numeric/joint.py``; for n = 1 both are those of the prior itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from sympy import Expr, Integer, S

from priorcalc.derive import Derivation
from priorcalc.distribution import Array, call, number, params
from priorcalc.errors import ParameterError, PriorcalcError, remedy
from priorcalc.exact import exact
from priorcalc.law import generator, refuse_symbols, symbols_of
from priorcalc.measure import Measure, free_symbols
from priorcalc.numeric.closed import ClosedWeight, closed_or_integrated
from priorcalc.numeric.draws import draw
from priorcalc.numeric.evaluate import evaluate
from priorcalc.numeric.halfline import HalfLine
from priorcalc.numeric.joint import JointNumbers, elementary, norms
from priorcalc.numeric.lattice import weight_scale
from priorcalc.numeric.scale import Scale
from priorcalc.numeric.weight import WeightNumbers
from priorcalc.recognise import UNKNOWN, Recognition
from priorcalc.structure import MOST_WRITTEN, shared
from priorcalc.symbols import r, w

TRIED = ("0.125", "0.875", "2.75")
"""The radii, in units of a typical one, at which a closed form for a law of one's own is compared with quadrature."""
AGREEMENT = 1e-9


@dataclass(frozen=True)
class Joint:
    """The law of n weights that share one λ, spherical about 0.

    With an atom, all n weights are exactly 0 with the probability ``atom``; the density is that of the rest.

    Examples
    --------
    >>> from sympy import Integer
    >>> from priorcalc import laws
    >>> from priorcalc.derive import derive
    >>> row = joint_of(derive(laws.rayleigh()), 3)
    >>> row, row.expr
    (MultivariateLaplace(b=1, n=3), exp(-r)/(4*pi*r))
    >>> bool(abs(row.logpdf([0.0, 3.0, 4.0]) + 5 + np.log(20 * np.pi)) < 1e-14)
    True
    """

    _derivation: Derivation
    _known: Recognition
    _n: Expr

    def __repr__(self) -> str:
        known = self._known
        if known.name is not None:
            return call(known.name, (*known.params, ("n", self._n)), known.factor)
        return f"Joint(noise={self._derivation.noise!r}, n={self._n})"

    @property
    def n(self) -> Any:
        """How many weights share the λ: an int, or a symbol."""
        return int(self._n) if self._n.is_Integer else self._n

    @property
    def name(self) -> str | None:
        """The recognised law, such as ``"Multivariate Laplace"``, or None."""
        return self._known.name

    @property
    def params(self) -> dict[str, Any]:
        """Its parameters, floats or expressions."""
        return params(self._known)

    @property
    def families(self) -> tuple[str, ...]:
        """Broader families that contain it."""
        return self._known.families

    @property
    def form(self) -> str:
        """How the density is known: named, special, meijerg, series or quadrature."""
        return self._known.form

    @property
    def expr(self) -> Expr | None:
        """The density of the n weights as an expression in ``symbols.r`` = ‖w‖, if there is one."""
        return self._known.expr

    @property
    def atom(self) -> Any:
        """The probability that all n weights are exactly 0."""
        return number(self._known.atom)

    @cached_property
    def _scale(self) -> Scale:
        asked = f"numbers of {self!r}"
        refuse_symbols(self._derivation, asked)
        if not self._n.is_Integer:
            raise ParameterError(remedy(asked, f"n = {self._n} is a symbol", "call joint(n) with a whole number"))
        return _scale_of(self._derivation.noise.measure)

    @cached_property
    def _sigma0(self) -> float:
        return float(self._derivation.sigma0)

    @cached_property
    def _weight(self) -> WeightNumbers | ClosedWeight:
        """The numbers of one weight."""
        known = self._derivation.weight
        return closed_or_integrated(known.name, params(known), WeightNumbers(self._scale, self._sigma0))

    @cached_property
    def _numbers(self) -> JointNumbers:
        return JointNumbers(self._scale, int(self._n), self._sigma0)

    def logpdf(self, x: Array) -> Array:
        """ln p(x) for x of shape (..., n), of the continuous part.

        At x = 0 it is the limit, inf where E λ^{-n} is infinite.  One row costs its norm and a look-up.
        """
        self._scale  # noqa: B018 - symbols are refused before the shape is looked at
        points = np.asarray(x, dtype=np.float64)
        if points.shape[-1:] != (self.n,):
            asked = f"logpdf of an array of shape {points.shape}"
            raise ParameterError(remedy(asked, f"its last axis is not n = {self.n}", "give x of shape (..., n)"))
        return self._weight.logpdf(points[..., 0]) if self.n == 1 else _plain(self.log_of_norm(norms(points)))

    def pdf(self, x: Array) -> Array:
        """p(x) for x of shape (..., n); it under- or overflows where ``logpdf`` does not."""
        with np.errstate(over="ignore", under="ignore"):
            return _plain(np.exp(self.logpdf(x)))

    def log_of_norm(self, norm: Array) -> Array:
        """ln p of weights whose norm is given; nan for a negative norm."""
        length = np.asarray(norm, dtype=np.float64)
        scale = self._scale
        if self.n == 1:
            return _plain(np.where(length < 0, np.nan, self._weight.logpdf(length)))
        short = elementary(self.name, self.params, self.n)
        if short is None:
            short = elementary((self.name or "").removesuffix(" with a spike"), self.params, self.n)
        values = self._numbers.logpdf(length) if short is None else short(length)
        if short is not None and scale.spike > 0:
            with np.errstate(divide="ignore"):
                values = values + np.log1p(-scale.spike)
        return _plain(np.where(length < 0, np.nan, values))

    def radius_logpdf(self, radius: Array) -> Array:
        """ln of the density of r = ‖w‖, which integrates to 1 - ``atom``: S r^{n-1} p, S the area of the sphere."""
        length = np.asarray(radius, dtype=np.float64)
        self._scale  # noqa: B018 - symbols are refused first
        if self.n == 1:
            return _plain(np.where(length < 0, -np.inf, np.log(2) + self._weight.logpdf(length)))
        return _plain(self._numbers.log_radius(length))

    def rvs(self, size: Any = None, rng: Any = None) -> Array:
        """Draw λ·z from the definition: an array of shape ``size`` + (n,)."""
        self._scale  # noqa: B018 - symbols are refused first
        seeded = generator(rng)
        shape = () if size is None else (size,) if np.ndim(size) == 0 else tuple(size)
        scales = draw(self._derivation.noise.measure, seeded, shape or 1).reshape(shape)
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            return scales[..., None] * seeded.normal(0.0, self._sigma0, (*shape, self.n))


@lru_cache(maxsize=64)
def _scale_of(measure: Measure) -> Scale:
    # Tables belong to a scale: that of a law is made once, whatever n is.
    return weight_scale(measure)


def joint_of(derivation: Derivation, n: Any) -> Joint:
    """The law of n weights that share the λ of a derivation.

    Parameters
    ----------
    n : int or sympy.Symbol
        A whole number ≥ 1, or a symbol declared ``integer=True, positive=True``.

    Raises
    ------
    ParameterError
        For another n.
    """
    count = _count(n)
    transform = derivation.noise.transform
    if count == 1:
        known = derivation.weight
        expr = None if known.expr is None else known.expr.xreplace({w: r})
        return Joint(derivation, replace(known, expr=expr), count)
    # Where the formula for one weight was found wanting, that for n has the same fault.
    if transform is None or derivation.transform is None:
        return Joint(derivation, replace(UNKNOWN, atom=derivation.weight.atom), count)
    found = shared(transform, derivation.sigma0, count)
    if found.expr is None or (derivation.noise.brought and not _agrees(derivation, count)):
        found = replace(UNKNOWN, atom=derivation.weight.atom)
    return Joint(derivation, found, count)


def _count(n: Any) -> Expr:
    asked, todo = f"joint(n={n!r})", "give a whole number ≥ 1 or sympy.Symbol('n', integer=True, positive=True)"
    try:
        count = exact(n.item() if isinstance(n, np.generic) else n)
    except ParameterError as error:
        raise ParameterError(remedy(asked, "n is not a number", todo)) from error
    if not (count.is_integer and count.is_positive):
        raise ParameterError(remedy(asked, "n is not known to be a whole number ≥ 1", todo))
    return count


def _agrees(derivation: Derivation, n: Expr) -> bool:
    """Whether the formula for a law that a user brought gives the numbers that quadrature gives."""
    if derivation.sigma0.free_symbols or free_symbols(derivation.noise.measure):
        return True
    tried = n if n.is_Integer and n <= MOST_WRITTEN else Integer(5)
    expr = shared(derivation.noise.transform, derivation.sigma0, tried).expr if derivation.noise.transform else None
    scale = _scale_of(derivation.noise.measure)
    numbers = JointNumbers(scale, int(tried), float(derivation.sigma0))
    typical = float(HalfLine(scale).isf(np.array((1 - scale.spike) / 2))) * numbers.sigma0 * float(tried) ** 0.5
    for factor in TRIED:
        point = float(factor) * typical
        try:
            closed = float(evaluate(S.Zero if expr is None else expr, r, point, digits=15))
        except (PriorcalcError, ArithmeticError, ValueError, TypeError):
            return False
        integrated = float(np.exp(numbers.logpdf(point)))
        if not abs(closed - integrated) <= AGREEMENT * integrated:
            return False
    return True


def symbols_in(joint: Joint) -> list[str]:
    """The names of the symbols among its parameters and n."""
    return sorted({*symbols_of(joint._derivation), *map(str, joint._n.free_symbols)})


def _plain(values: Any) -> Any:
    return float(values) if np.ndim(values) == 0 else values
