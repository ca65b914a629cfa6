"""What a user holds: the prior of one weight, and the laws of λ and λ² behind it.

A façade: the algebra is in ``derive.py``, the numbers in ``numeric/``, the checks in ``verify/``, the pictures
in ``present/``; each method here is one call downwards, made when it is first asked for.
"""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from sympy import Integer, S

from priorcalc.argument import Argument
from priorcalc.derive import Derivation
from priorcalc.distribution import Array, Distribution, call, number
from priorcalc.joint import Joint, joint_of
from priorcalc.law import Law, generator, refuse_symbols, shaped, symbols_of
from priorcalc.measure import Power
from priorcalc.numeric import moments, tails
from priorcalc.numeric.closed import ClosedWeight, closed_or_integrated
from priorcalc.numeric.draws import draw
from priorcalc.numeric.gaussian_mixture import as_gaussian_mixture
from priorcalc.numeric.lattice import weight_scale
from priorcalc.numeric.weight import WeightNumbers
from priorcalc.present import card, summary
from priorcalc.recognise import Recognition
from priorcalc.verify.certificate import Certificate
from priorcalc.verify.run import verify


@dataclass(frozen=True)
class Prior(Distribution):
    """The law of one weight w = λ·z, z ~ N(0, σ₀²).

    The density is symmetric.  With an atom at 0, ``pdf`` is the density of the continuous part, which
    integrates to 1 - ``atom``, and ``cdf`` holds the jump: F(0) = (1 + atom)/2.

    Examples
    --------
    >>> from priorcalc import derive_prior
    >>> prior = derive_prior("rayleigh", sigma=2)
    >>> prior, prior.expr
    (Laplace(b=2), exp(-Abs(w)/2)/4)
    >>> prior.cdf(0.0), prior.variance
    (0.5, Exponential(scale=8))
    """

    _derivation: Derivation
    variable: ClassVar[str] = "w"

    @property
    def _known(self) -> Recognition:  # type: ignore[override]
        return self._derivation.weight

    @property
    def sigma0(self) -> Any:
        """The base weight's standard deviation."""
        return number(self._derivation.sigma0)

    @cached_property
    def noise(self) -> Law:
        """The law of λ."""
        return Law(self._derivation.noise_law, self._derivation.noise.measure, self._derivation)

    @cached_property
    def variance(self) -> Law:
        """The law of λ², the factor of the variance σ₀²λ²."""
        measure = Power(self._derivation.noise.measure, Integer(2), S.One)
        return Law(self._derivation.variance, measure, self._derivation)

    @property
    def source(self) -> str:
        """The noise that it comes from, as a constructor call."""
        return repr(self._derivation.noise)

    def jumps(self) -> tuple[tuple[float, float], ...]:
        """Its atoms as (point, mass): the spike at 0, if there is one."""
        return ((0.0, float(self._weights.scale.spike)),) if self._weights.scale.spike > 0 else ()

    def __repr__(self) -> str:
        known = self._known
        if known.name is not None:
            return call(known.name, known.params, known.factor)
        return f"Prior({known.expr})" if known.expr is not None else f"Prior(noise={self._derivation.noise!r})"

    @cached_property
    def derivation(self) -> Argument:
        """The steps, each with rule, statement, before, after, citation; prints as text, shows as HTML."""
        return Argument(self._derivation)

    def verify(self, samples: int = 1_000_000, rng: Any = None, executor: Executor | None = None) -> Certificate:
        """Check the derivation by proof, enclosure, quadrature from the definition, and Monte Carlo of λ·z.

        Parameters
        ----------
        samples : int
            Draws of λ and of w.
        rng : None, int, SeedSequence or Generator
            The seed; the certificate records it.
        executor : concurrent.futures.Executor, optional
            Where to draw; the result does not depend on it.
        """
        return verify(self._derivation, samples=samples, rng=rng, executor=executor)

    def summary(self) -> str:
        """A table of facts: names, density, moments, behaviour at 0 and in the tail, central intervals."""
        return summary.text(self._facts)

    @property
    def _facts(self) -> list[tuple[str, str]]:
        return summary.facts(self, numbers=not symbols_of(self._derivation))

    def _repr_html_(self) -> str:
        return card.card("p(w)", card.written(self.expr) or card.MIXTURE, self._facts)

    def _repr_latex_(self) -> str | None:
        return card.formula("p(w)", card.written(self.expr) or card.MIXTURE)

    @cached_property
    def _weights(self) -> WeightNumbers:
        # From the definition alone: quadrature over λ.
        refuse_symbols(self._derivation, f"numbers of {self!r}")
        return WeightNumbers(weight_scale(self._derivation.noise.measure), float(self._derivation.sigma0))

    @cached_property
    def _numbers(self) -> WeightNumbers | ClosedWeight:
        # The elementary formula where there is one.
        return closed_or_integrated(self.name, self.params, self._weights)

    def score(self, w: Array) -> Array:
        """d ln p(w) / dw: minus the slope of the penalty that the prior is."""
        return self._numbers.score(w)

    def shrinkage(self, y: Array, noise_std: Any = 1) -> Array:
        """E[κ | y] for y = w + N(0, noise_std²), κ = 1/(1 + λ²σ₀²/noise_std²): the share by which y is shrunk to 0.

        The posterior mean is E[w | y] = (1 - E[κ | y])·y.  Carvalho, Polson & Scott (2010).
        """
        return self._numbers.shrinkage(y, noise_std)

    def mean(self) -> float:
        """E w: 0 by symmetry, nan where it does not exist."""
        return moments.mean(self._weights)

    def var(self) -> float:
        """Var w = σ₀² E λ²; inf where that is infinite, nan where the mean does not exist."""
        return moments.var(self._weights)

    def std(self) -> float:
        """The standard deviation."""
        return moments.std(self._weights)

    def median(self) -> float:
        """0, by symmetry."""
        return moments.median(self._weights)

    def kurtosis(self) -> float:
        """Pearson's kurtosis, 3 E λ⁴/(E λ²)² ≥ 3; 3 for a Gaussian."""
        return moments.kurtosis(self._weights)

    def entropy(self) -> float:
        """The differential entropy -∫ p ln p; -inf with an atom."""
        return moments.entropy(self._weights)

    def moment(self, k: int) -> float:
        """E w^k for a whole k ≥ 0."""
        return moments.moment(self._weights, k)

    def abs_moment(self, s: float) -> float:
        """E|w|^s = σ₀^s E|λ|^s · 2^{s/2} Γ((1+s)/2)/√π; inf where it diverges."""
        return moments.abs_moment(self._weights, s)

    def interval(self, mass: float) -> tuple[float, float]:
        """The ends of the central interval that holds ``mass``."""
        return moments.interval(self._weights, mass)

    @property
    def pole(self) -> tails.Pole:
        """How p(w) behaves as w → 0: finite, logarithmic or a power."""
        return tails.pole(self._weights.scale, self._weights.sigma0)

    @property
    def tail(self) -> tails.Tail:
        """How p(w) behaves as w → ∞: Gaussian, exponential, or a power with its index."""
        return tails.tail(self._weights.scale, self._weights.sigma0)

    def joint(self, n: Any) -> Joint:
        """The law of n weights that share one λ; n a number, or a positive integer symbol for ``expr``."""
        return joint_of(self._derivation, n)

    def as_gaussian_mixture(self, rtol: float = 1e-10, mass: float = 1 - 1e-12) -> tuple[Any, Any, float]:
        """The finite Gaussian mixture that is the prior on its central ``mass``.

        Returns the standard deviations, the weights, and the measured error of the density relative to itself.
        """
        return as_gaussian_mixture(self._weights, rtol, mass)

    def rvs(self, size: Any = None, rng: Any = None) -> Array:
        """Draw weights λ·z from the definition; a float when ``size`` is None."""
        refuse_symbols(self._derivation, f"draws of {self!r}")
        seeded = generator(rng)
        scales = draw(self._derivation.noise.measure, seeded, size or 1)
        return shaped(scales * seeded.normal(0.0, float(self._derivation.sigma0), size or 1), size)

    def plot(self, ax: Any = None, *, scale: str = "linear", limits: tuple[float, float] | None = None) -> Any:
        """Draw the laws of λ, λ² and w side by side, on three axes of its own or yours; on one axes, that of w."""
        from priorcalc.present.plots import plot_prior

        return plot_prior(self, ax, scale=scale, limits=limits)
