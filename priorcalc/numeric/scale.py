"""The law of a scale |λ| as quadrature sees it: in the variable u = ln |λ|.

A law of |λ| has a spike P(λ = 0), atoms e^u with masses, and continuous parts, each
a sub-density of u with respect to du (weights of a mixture are folded in)::

    p(w) = Σ m_j N(w; 0, e^{2u_j}σ₀²) + Σ ∫ N(w; 0, e^{2u}σ₀²) exp(log_density(u)) du.

In u a power is a change of slope, a scale is a shift, and nothing over- or underflows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from operator import is_

import numpy as np
from numpy.typing import NDArray

from priorcalc.errors import PrecisionError, remedy

Floats = NDArray[np.float64]
_LOG_2 = float(np.log(2))
_UNCERTAIN = 1e-6
LEAST = -700.0
"""ln of the least mass that is kept as a number."""


@dataclass(frozen=True)
class End:
    """A finite end e of a continuum, told exactly: a double u near e ≠ 0 knows u - e only to an ulp.

    ``point`` is e^e as the law has it (the end of the support of |λ|), and ``log_density(t)``
    is the continuum's at the distance t > 0 inwards from e, right for every t down to 1e-300.
    """

    point: float
    log_density: Callable[[Floats], Floats]


@dataclass(frozen=True)
class Continuum:
    """A sub-density of u = ln |λ| on (lower, upper): ``log_density(u)`` is ln p_λ(e^u) + u.

    ``log_density`` maps a float array to one of the same shape, -inf where there is no
    mass, never nan.  ``breaks`` are interior points where it peaks, kinks or changes scale;
    ``ends`` tell more of the lower and the upper end, where that is known.
    """

    log_density: Callable[[Floats], Floats]
    lower: float
    upper: float
    breaks: tuple[float, ...] = ()
    ends: tuple[End | None, End | None] = (None, None)


@dataclass(frozen=True)
class Scale:
    """The law of |λ|: ``spike`` + Σ ``masses`` + Σ ∫ exp(log_density) = 1; ``points`` are the atoms' u = ln |λ|.

    A mass may be below every double; then ``log_masses`` are given as well.
    """

    spike: float = 0.0
    points: tuple[float, ...] = ()
    masses: tuple[float, ...] = ()
    continua: tuple[Continuum, ...] = ()
    log_masses: tuple[float, ...] = ()

    @property
    def logs(self) -> Floats:
        """The logs of the masses, -inf for an atom without any."""
        with np.errstate(divide="ignore"):
            return np.array(self.log_masses) if self.log_masses else np.log(np.array(self.masses, dtype=np.float64))


def insist_on_mass(mass: float) -> None:
    """Refuse the numbers of a law whose mass by quadrature is not 1: they would be as wrong as the mass."""
    if not abs(mass - 1) < _UNCERTAIN:
        todo = "if it has a very narrow peak or step, give its place as an end of the support, or use a wider law"
        raise PrecisionError(remedy("quadrature over λ", f"the mass that it finds is {mass:.6g} and not 1", todo))


def of_logs(spike: float, points: Iterable[float], logs: Iterable[float], continua: Iterable[Continuum] = ()) -> Scale:
    """The law with atoms of those log masses, which it keeps where a mass is no normal double."""
    kept = tuple(float(log) for log in logs)
    masses = tuple(float(mass) for mass in np.exp(kept))
    return Scale(spike, tuple(points), masses, tuple(continua), kept if min(kept, default=0.0) < LEAST else ())


@dataclass(frozen=True)
class SignedScale:
    """The law of a signed λ: its halves λ > 0 and λ < 0, the latter as a law of -λ; the spike is on ``positive``."""

    positive: Scale
    negative: Scale = Scale()

    @property
    def folded(self) -> Scale:
        """The law of |λ|."""
        above, below = self.positive, self.negative
        even = len(above.continua) == len(below.continua) and all(map(is_, above.continua, below.continua))
        return Scale(
            above.spike + below.spike,
            above.points + below.points,
            above.masses + below.masses,
            tuple(map(_doubled, above.continua)) if even else above.continua + below.continua,
            (*above.logs.tolist(), *below.logs.tolist()) if above.log_masses or below.log_masses else (),
        )


def _doubled(part: Continuum) -> Continuum:
    """Both halves of an even law at once."""
    ends = tuple(end and End(end.point, _raised(end.log_density)) for end in part.ends)
    return replace(part, log_density=_raised(part.log_density), ends=(ends[0], ends[1]))


def _raised(f: Callable[[Floats], Floats]) -> Callable[[Floats], Floats]:
    return lambda u: f(u) + _LOG_2
