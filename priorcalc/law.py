"""The law of the noise λ, or of the variance factor λ², as a user holds it.

Names and formulas come from the derivation, numbers from the measure: each method is one call downwards, made
when it is first asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from sympy import Expr

from priorcalc.derive import Derivation
from priorcalc.errors import ParameterError, remedy
from priorcalc.laws.noise import shown
from priorcalc.measure import Measure, free_symbols
from priorcalc.numeric.draws import draw
from priorcalc.numeric.measures import signed_scale
from priorcalc.numeric.noise import SignedLaw
from priorcalc.recognise import Recognition

Array = Any
"""Anything NumPy broadcasts; a scalar gives a scalar."""


def number(value: Expr) -> Any:
    """A float where the value is a number, the expression where it is symbolic."""
    return value if value.free_symbols else float(value)


def call(title: str, params: tuple[tuple[str, Expr], ...], factor: Expr) -> str:
    """A law as a constructor call: ``Laplace(b=1)``, ``4*ChiSquare(nu=1)``."""
    words = "".join(word[:1].upper() + word[1:] for word in title.replace("-", " ").split())
    inner = ", ".join(f"{name}={_plain(value)}" for name, value in params)
    front = "" if factor == 1 else f"{_plain(factor)}*"
    return f"{front}{words}({inner})"


def _plain(value: Expr) -> str:
    if value.free_symbols or value.is_Rational:
        return shown(value)
    return f"{float(value):.12g}"


def generator(rng: Any) -> np.random.Generator:
    """A NumPy generator from None, a seed, a SeedSequence or a Generator (SPEC 7)."""
    try:
        return np.random.default_rng(rng)
    except (TypeError, ValueError) as error:
        todo = "give rng=None, a whole number ≥ 0, a numpy SeedSequence or Generator"
        raise ParameterError(remedy(f"rng={rng!r}", str(error), todo)) from error


def refuse_symbols(derivation: Derivation, asked: str) -> None:
    """Refuse floats of a prior whose parameters are symbols."""
    symbols = derivation.sigma0.free_symbols | free_symbols(derivation.noise.measure)
    if symbols:
        names = ", ".join(sorted(str(symbol) for symbol in symbols))
        raise ParameterError(remedy(asked, f"{names} are symbols", "call derive_prior with numbers in their place"))


@dataclass(frozen=True)
class Law:
    """The law of the noise λ, or of the variance factor λ².

    ``atom`` is P(λ = 0).  ``expr`` is the density in ``lam`` or ``v``; atoms away from zero stand in it as Dirac
    deltas, which ``pdf`` leaves out and ``cdf`` holds as jumps.

    Examples
    --------
    >>> from priorcalc import derive_prior
    >>> v = derive_prior("rayleigh").variance
    >>> v, v.params, v.cdf(2.0) + v.sf(2.0)
    (Exponential(scale=2), {'scale': 2.0}, 1.0)
    """

    recognition: Recognition
    measure: Measure
    derivation: Derivation = field(repr=False)

    @property
    def name(self) -> str | None:
        """The recognised law, or None."""
        return self.recognition.name

    @property
    def params(self) -> dict[str, Any]:
        """Its parameters, floats or expressions; a factor c of c·X is called ``scale``."""
        return params(self.recognition)

    @property
    def families(self) -> tuple[str, ...]:
        """Broader families that contain it."""
        return self.recognition.families

    @property
    def form(self) -> str:
        """How the density is known: named, special, meijerg, series or quadrature."""
        return self.recognition.form

    @property
    def expr(self) -> Expr | None:
        """The density as a SymPy expression, if there is one."""
        return self.recognition.expr

    @property
    def atom(self) -> Any:
        """The probability of exactly 0."""
        return number(self.recognition.atom)

    @property
    def variable(self) -> str:
        """The symbol of what it is the law of: λ or λ²."""
        return "λ" if self.measure is self.derivation.noise.measure else "λ²"

    @property
    def source(self) -> str:
        """The noise that it comes from, as a constructor call."""
        return repr(self.derivation.noise)

    def jumps(self) -> tuple[tuple[float, float], ...]:
        """Its atoms as (point, mass), in ascending order."""
        above, below = self._numbers.signed_scale.positive, self._numbers.signed_scale.negative
        found = {0.0: above.spike + below.spike}
        for half, sign in ((above, 1.0), (below, -1.0)):
            for point, mass in zip(half.points, half.masses, strict=True):
                at = sign * float(np.exp(point))
                found[at] = found.get(at, 0.0) + mass
        return tuple((point, mass) for point, mass in sorted(found.items()) if mass > 0)

    def __repr__(self) -> str:
        known = self.recognition
        if known.name is not None:
            return call(known.name, known.params, known.factor)
        return f"Law({known.expr})" if known.expr is not None else f"Law(of {self.derivation.noise!r})"

    @cached_property
    def _numbers(self) -> SignedLaw:
        refuse_symbols(self.derivation, f"numbers of {self!r}")
        return SignedLaw(signed_scale(self.measure))

    def pdf(self, x: Array) -> Array:
        """The density at x, of the continuous part."""
        return self._numbers.pdf(x)

    def logpdf(self, x: Array) -> Array:
        """The logarithm of the density."""
        return self._numbers.logpdf(x)

    def cdf(self, x: Array) -> Array:
        """P(X ≤ x)."""
        return self._numbers.cdf(x)

    def sf(self, x: Array) -> Array:
        """P(X > x), computed as such."""
        return self._numbers.sf(x)

    def logcdf(self, x: Array) -> Array:
        """ln P(X ≤ x)."""
        return self._numbers.logcdf(x)

    def logsf(self, x: Array) -> Array:
        """ln P(X > x), right where ``sf`` underflows."""
        return self._numbers.logsf(x)

    def ppf(self, q: Array) -> Array:
        """The quantile: the least x with P(X ≤ x) ≥ q."""
        return self._numbers.ppf(q)

    def isf(self, q: Array) -> Array:
        """The quantile of the upper tail."""
        return self._numbers.isf(q)

    def rvs(self, size: Any = None, rng: Any = None) -> Array:
        """Draw from the law; a float when ``size`` is None."""
        refuse_symbols(self.derivation, f"draws of {self!r}")
        return shaped(draw(self.measure, generator(rng), size or 1), size)


def shaped(draws: Any, size: Any) -> Any:
    """One float when no size was asked for."""
    return float(np.asarray(draws).reshape(-1)[0]) if size is None else draws


def params(recognition: Recognition) -> dict[str, Any]:
    """Parameters by name; the factor c of a law c·X that has no scale of its own is its ``scale``."""
    found = {name: number(value) for name, value in recognition.params}
    if recognition.factor != 1:
        found["scale"] = number(recognition.factor)
    return found
