"""The law of a noise λ that may be signed: two half lines and a spike at 0.

For x ≥ 0: F(x) = P(λ < 0) + P(λ = 0) + F₊(x) and S(x) = S₊(x); for x < 0: F(x) = P(-λ ≥ -x) and
S(x) = F₋(-x) + P(λ = 0) + P(λ > 0).  Each is a sum of positive terms, in logs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from priorcalc.numeric.halfline import HalfLine
from priorcalc.numeric.polynomials import Floats
from priorcalc.numeric.scale import SignedScale, insist_on_mass

_TIE = 1e-15


@dataclass(frozen=True)
class SignedLaw:
    """Density, tails and quantiles of λ; arrays of any shape, scalars as arrays of shape ().

    Examples
    --------
    >>> from priorcalc.numeric.scale import Continuum, Scale
    >>> half = Scale(0.0, (), (), (Continuum(lambda u: u - np.exp(u) - np.log(2), -np.inf, np.inf),))
    >>> laplace = SignedLaw(SignedScale(half, half))
    >>> np.allclose(laplace.cdf(np.array([-2.0, 2.0])), [0.5 * np.exp(-2), 1 - 0.5 * np.exp(-2)], rtol=1e-13)
    True
    """

    signed_scale: SignedScale

    @cached_property
    def _above(self) -> HalfLine:
        return HalfLine(self.signed_scale.positive)

    @cached_property
    def _below(self) -> HalfLine:
        return HalfLine(self.signed_scale.negative)

    @cached_property
    def _halves(self) -> tuple[float, float]:
        """Ln P(λ ≥ 0) and ln P(λ < 0), together 0."""
        above, below = self._above.log_total, self._below.log_total
        insist_on_mass(float(np.exp(np.logaddexp(above, below))))
        return above, below

    def logpdf(self, x: Floats) -> Floats:
        """The log density of the continuous part."""
        points = np.asarray(x, dtype=np.float64)
        return np.where(points >= 0, self._above.logpdf(np.abs(points)), self._below.logpdf(np.abs(points)))

    def pdf(self, x: Floats) -> Floats:
        """The density of the continuous part."""
        with np.errstate(over="ignore"):
            return np.exp(self.logpdf(x))

    def logcdf(self, x: Floats) -> Floats:
        """Ln P(λ ≤ x)."""
        return self._log_tail(x, -1)

    def logsf(self, x: Floats) -> Floats:
        """Ln P(λ > x)."""
        return self._log_tail(x, 1)

    def cdf(self, x: Floats) -> Floats:
        """P(λ ≤ x)."""
        return np.exp(self.logcdf(x))

    def sf(self, x: Floats) -> Floats:
        """P(λ > x)."""
        return np.exp(self.logsf(x))

    def _log_tail(self, x: Floats, side: int) -> Floats:
        points = np.asarray(x, dtype=np.float64)
        flat = points.ravel()
        out = np.full(flat.shape, np.nan)
        right, left = flat >= 0, flat < 0
        above, below = self._halves
        if right.any():
            tail = self._above.logcdf(flat[right]) if side == -1 else self._above.logsf(flat[right])
            out[right] = np.logaddexp(below, tail) if side == -1 else tail
        if left.any():
            # -λ ≥ y holds the atom at y, -λ < y does not: step to the float before y
            y = np.nextafter(-flat[left], 0.0) if self.signed_scale.negative.points else -flat[left]
            tail = self._below.logsf(y) if side == -1 else self._below.logcdf(y)
            out[left] = tail if side == -1 else np.logaddexp(above, tail)
        return np.asarray(np.minimum(out, 0.0)).reshape(points.shape)

    def ppf(self, q: Floats) -> Floats:
        """The smallest x with P(λ ≤ x) ≥ q; nan for q outside [0, 1]."""
        return self._quantile(q, -1)

    def isf(self, q: Floats) -> Floats:
        """The smallest x with P(λ > x) ≤ q; nan for q outside [0, 1]."""
        return self._quantile(q, 1)

    def _quantile(self, q: Floats, side: int) -> Floats:
        self._halves  # noqa: B018 - the mass is looked at first
        share = np.asarray(q, dtype=np.float64)
        flat = share.ravel()
        out = np.full(flat.shape, np.nan)
        small = (flat >= 0) & (flat <= 0.5)
        large = (flat > 0.5) & (flat <= 1)
        with np.errstate(divide="ignore"):
            # both speak of the tail that is smaller, and so better known
            out[small] = self._at(np.log(flat[small]), side)
            out[large] = self._at(np.log1p(-flat[large]), -side)
        return out.reshape(share.shape)

    def _at(self, target: Floats, side: int) -> Floats:
        """The x at which ln F (side -1) or ln S (side 1) is the target, at most ln ½."""
        outer, inner = (self._below, self._above) if side == -1 else (self._above, self._below)
        # what lies strictly on the outer half, and what is left for 0 and the other half
        mass = float(np.exp(outer.log_tail(np.array([-np.inf]), 1)[0]))
        spike = self.signed_scale.positive.spike
        # F jumps at its own points and S after them, which a reflection exchanges: lean to the proper side of a tie
        lean = side * _TIE if self.signed_scale.folded.points or spike else 0.0
        share = np.exp(target)
        far = share <= mass - lean if mass > 0 else np.zeros(target.shape, dtype=bool)
        rest = share[~far] - mass - (spike if side == 1 else 0.0) + 2 * lean * (side == 1)
        out = np.zeros_like(target)
        with np.errstate(divide="ignore", over="ignore"):
            out[far] = side * outer.clip(np.exp(outer.solve(target[far] + (2 * lean if side == -1 else 0.0), 1)))
            past = inner.clip(np.exp(inner.solve(np.log(np.maximum(rest, 0.0)), -1)))
            out[~far] = np.where(rest < 0, 0.0, -side * past)
        return out + 0.0  # no -0
