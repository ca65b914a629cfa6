"""What the laws of λ, λ² and w have in common: a name, a density, a distribution function.

Names and formulas are a ``Recognition``'s, numbers those of an object from ``numeric/``; a subclass says which.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from sympy import Expr

from priorcalc.laws.noise import shown
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


def params(recognition: Recognition) -> dict[str, Any]:
    """Parameters by name; the factor c of a law c·X that has no scale of its own is its ``scale``."""
    found = {name: number(value) for name, value in recognition.params}
    if recognition.factor != 1:
        found["scale"] = number(recognition.factor)
    return found


class Distribution(ABC):
    """A law with a name, if it has one, and with numbers."""

    _known: Recognition

    @property
    @abstractmethod
    def _numbers(self) -> Any:
        """The object that computes."""

    @property
    def name(self) -> str | None:
        """The recognised law, or None."""
        return self._known.name

    @property
    def params(self) -> dict[str, Any]:
        """Its parameters, floats or expressions; a factor c of c·X is called ``scale``."""
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
        """The density as a SymPy expression, if there is one."""
        return self._known.expr

    @property
    def atom(self) -> Any:
        """The probability of exactly 0."""
        return number(self._known.atom)

    def pdf(self, x: Array) -> Array:
        """The density at x, of the continuous part."""
        return self._numbers.pdf(x)

    def logpdf(self, x: Array) -> Array:
        """The logarithm of the density, computed as such: right where ``pdf`` underflows."""
        return self._numbers.logpdf(x)

    def cdf(self, x: Array) -> Array:
        """P(X ≤ x); an atom is a jump."""
        return self._numbers.cdf(x)

    def logcdf(self, x: Array) -> Array:
        """ln P(X ≤ x)."""
        return self._numbers.logcdf(x)

    def sf(self, x: Array) -> Array:
        """P(X > x), computed as such and not as 1 - cdf."""
        return self._numbers.sf(x)

    def logsf(self, x: Array) -> Array:
        """ln P(X > x), right where ``sf`` underflows."""
        return self._numbers.logsf(x)

    def ppf(self, q: Array) -> Array:
        """The quantile: the least x with P(X ≤ x) ≥ q."""
        return self._numbers.ppf(q)

    def isf(self, q: Array) -> Array:
        """The quantile of the upper tail."""
        return self._numbers.isf(q)
