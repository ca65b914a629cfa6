"""The law of the noise λ, or of the variance factor λ², as a user holds it.

Names and formulas come from the derivation, numbers from the measure: each method is one call downwards, made
when it is first asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from priorcalc.derive import Derivation
from priorcalc.distribution import Array, Distribution, call, number
from priorcalc.errors import ParameterError, remedy
from priorcalc.measure import Measure, free_symbols, support
from priorcalc.numeric.draws import draw
from priorcalc.numeric.measures import signed_scale
from priorcalc.numeric.noise import SignedLaw
from priorcalc.present import card, summary
from priorcalc.recognise import Recognition


def generator(rng: Any) -> np.random.Generator:
    """A NumPy generator from None, a seed, a SeedSequence or a Generator (SPEC 7)."""
    try:
        return np.random.default_rng(rng)
    except (TypeError, ValueError) as error:
        todo = "give rng=None, a whole number ≥ 0, a numpy SeedSequence or Generator"
        raise ParameterError(remedy(f"rng={rng!r}", str(error), todo)) from error


def symbols_of(derivation: Derivation) -> list[str]:
    """The names of the symbols that stand for numbers."""
    return sorted(str(symbol) for symbol in derivation.sigma0.free_symbols | free_symbols(derivation.noise.measure))


def refuse_symbols(derivation: Derivation, asked: str) -> None:
    """Refuse floats of a prior whose parameters are symbols."""
    names = ", ".join(symbols_of(derivation))
    if names:
        raise ParameterError(remedy(asked, f"{names} are symbols", "call derive_prior with numbers in their place"))


@dataclass(frozen=True)
class Law(Distribution):
    """The law of the noise λ, or of the variance factor λ².

    ``atom`` is P(λ = 0).  ``expr`` is the density in ``lam`` or ``v``; atoms away from zero stand in it as Dirac
    deltas, which ``pdf`` leaves out and ``cdf`` holds as jumps.

    Examples
    --------
    >>> from priorcalc import derive_prior
    >>> v = derive_prior("rayleigh").variance
    >>> v, v.params, bool(v.cdf(2.0) + v.sf(2.0) == 1)
    (Exponential(scale=2), {'scale': 2.0}, True)
    """

    _known: Recognition
    measure: Measure
    derivation: Derivation = field(repr=False)

    def __repr__(self) -> str:
        known = self._known
        if known.name is not None:
            return call(known.name, known.params, known.factor)
        return f"Law({known.expr})" if known.expr is not None else f"Law(of {self.derivation.noise!r})"

    def _repr_html_(self) -> str:
        return card.card(self._density, card.written(self.expr), summary.identity(self))

    def _repr_latex_(self) -> str | None:
        return card.formula(self._density, card.written(self.expr))

    @property
    def _density(self) -> str:
        return "p(λ)" if self.variable == "λ" else "p_v(v)"

    @cached_property
    def _numbers(self) -> SignedLaw:
        refuse_symbols(self.derivation, f"numbers of {self!r}")
        return SignedLaw(signed_scale(self.measure))

    @property
    def support(self) -> tuple[Any, Any]:
        """The ends between which it lives; ``expr`` is the density there, and the density is 0 elsewhere."""
        lower, upper = support(self.measure)
        return number(lower), number(upper)

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

    def rvs(self, size: Any = None, rng: Any = None) -> Array:
        """Draw from the law; a float when ``size`` is None."""
        refuse_symbols(self.derivation, f"draws of {self!r}")
        return shaped(draw(self.measure, generator(rng), size or 1), size)


def shaped(draws: Any, size: Any) -> Any:
    """One float when no size was asked for."""
    return float(np.asarray(draws).reshape(-1)[0]) if size is None else draws
