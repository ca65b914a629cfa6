"""How the density p of a weight behaves at 0 and at ∞.

With the density of ln λ like C e^{au} as u → -∞:  p(0) is E[1/λ]/(√(2π)σ₀) for a > 1;
p ~ (C/(√(2π)σ₀)) ln(1/|w|) for a = 1; p ~ (C/2σ₀) E|Z|^{-a} |w/σ₀|^{a-1} for a < 1.
At ∞: like C' e^{-αu}, p ~ |w|^{-1-α}; like exp(-k e^{γu}), Laplace's method gives
p ~ exp(-K|w|^β) with β = 2γ/(γ + 2), K = ½(kγ)^{2/(γ+2)} + k(kγ)^{-γ/(γ+2)}, up to
powers of w; a further factor u^b, as the Poisson law has, gives (ln|w|)^{2b/(γ+2)}; with
λ ≤ c, p ~ exp(-w²/(2c²σ₀²)).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from priorcalc.numeric.endings import ending, log_power
from priorcalc.numeric.kernels import HALF_LOG_2PI
from priorcalc.numeric.scale import Continuum, Scale

_DEEPEST, _FURTHEST = -1e280, 560.0
_LIGHTEST = ("power", "subexponential", "exponential", "gaussian", "none")


@dataclass(frozen=True)
class Pole:
    """p near 0: ``coefficient`` (finite), times ln(1/|w|)**``exponent`` (logarithmic) or |w|**``exponent`` (power)."""

    kind: str
    coefficient: float
    exponent: float = 0.0

    def __str__(self) -> str:
        """The behaviour as a formula."""
        if self.kind == "finite":
            return f"finite, p(0) = {self.coefficient:.6g}"
        power = "" if self.exponent == 1 else f"^{self.exponent:.6g}"
        base = "ln(1/|w|)" if self.kind == "logarithmic" else "|w|"
        return f"{self.kind}, p(w) ~ {self.coefficient:.6g} {base}{power}"


@dataclass(frozen=True)
class Tail:
    """p far out: |w|**(-1 - index) (power), or ln p ~ -rate·|w|**index·(ln|w|)**bend (exponential, gaussian)."""

    kind: str
    index: float
    rate: float = np.nan
    bend: float = 0.0

    def __str__(self) -> str:
        """The behaviour as a formula."""
        if self.kind == "power":
            return f"power, p(w) ~ |w|^{-1 - self.index:.6g}"
        if self.kind == "subexponential":
            return "subexponential, between every power and every exp(-|w|^a)"
        if self.kind == "none":
            return "none, the weight is 0"
        power = "" if self.index == 1 else f"^{self.index:.6g}"
        log = "" if self.bend == 0 else " ln|w|" if self.bend == 1 else f" (ln|w|)^{self.bend:.6g}"
        return f"{self.kind}, ln p(w) ~ -{self.rate:.6g} |w|{power}{log}"


def pole(scale: Scale, sigma0: float = 1.0) -> Pole:
    """The behaviour of the continuous part of p at 0.

    Examples
    --------
    >>> rayleigh = Continuum(lambda u: 2 * u - 0.5 * np.exp(2 * u), -np.inf, np.inf)
    >>> print(pole(Scale(continua=(rayleigh,))))
    finite, p(0) = 0.5
    """
    ends = [ending(part, -1) for part in scale.continua]
    a = min((end.rate for end in ends), default=np.inf)
    bend = max((end.bend for end in ends if end.rate == a), default=0.0)
    if a > 1 or (a == 1 and bend < -1):
        return Pole("finite", float(np.exp(log_power(scale, -1.0) - HALF_LOG_2PI)) / sigma0)
    strength = float(sum(np.exp(end.level) for end in ends if end.rate == a and end.bend == bend))
    if a == 1:
        return Pole("logarithmic", strength / (1 + bend) * float(np.exp(-HALF_LOG_2PI)) / sigma0, 1 + bend)
    log_mean = -0.5 * a * np.log(2) + gammaln(0.5 * (1 - a)) - 0.5 * np.log(np.pi)
    # With a bend the coefficient still varies, by a power of ln(1/|w|).
    coefficient = 0.5 * strength * float(np.exp(log_mean)) * sigma0**-a if bend == 0 else np.nan
    return Pole("power", coefficient, a - 1)


def tail(scale: Scale, sigma0: float = 1.0) -> Tail:
    """The behaviour of p at ∞: that of its heaviest part.

    Examples
    --------
    >>> rayleigh = Continuum(lambda u: 2 * u - 0.5 * np.exp(2 * u), -np.inf, np.inf)
    >>> print(tail(Scale(continua=(rayleigh,)), sigma0=2.0))
    exponential, ln p(w) ~ -0.5 |w|
    """
    parts = [_tail(part, sigma0) for part in scale.continua]
    parts += [Tail("gaussian", 2.0, 0.5 * float(np.exp(-2 * u)) / sigma0**2) for u in scale.points]
    return min(parts, key=lambda one: (_LIGHTEST.index(one.kind), one.index, one.rate), default=Tail("none", np.nan))


def _tail(part: Continuum, sigma0: float) -> Tail:
    if np.isfinite(part.upper):
        return Tail("gaussian", 2.0, 0.5 * float(np.exp(-2 * part.upper)) / sigma0**2)
    end = ending(part, 1)
    if np.isfinite(end.rate):
        return Tail("power", end.rate)
    gamma, log_k, b = _fall(part)
    if gamma < 0.05:
        return Tail("subexponential", np.nan)
    beta = 2 * gamma / (gamma + 2)
    # ½(kγ)^{2/(γ+2)} + k(kγ)^{-γ/(γ+2)}
    rate = (0.5 + 1 / gamma) * float(np.exp(2 / (gamma + 2) * (log_k + np.log(gamma))))
    # The λ that counts is |w|^{2/(γ+2)} up to logarithms, and u^b is that of its logarithm.
    bend = 2 * b / (gamma + 2)
    return Tail("exponential", beta, rate * (2 / (gamma + 2)) ** bend * sigma0**-beta, bend)


def _fall(part: Continuum) -> tuple[float, float, float]:
    """γ, ln k and b of ln density ~ -k e^{γu} u^b, as far out as it is a double; γ = 0 where it falls more slowly."""
    first, last = _visible(part)
    found = _bent(part, last)
    if found is not None:
        return found
    u = np.array([last - 2e-3 * (last - first), last])
    with np.errstate(all="ignore"):
        logs = np.log(-np.asarray(part.log_density(u), dtype=np.float64))
    gamma = _near(float(np.diff(logs)[0] / np.diff(u)[0]), 1e-8)
    return gamma, float(logs[1] - gamma * last), 0.0


def _visible(part: Continuum) -> tuple[float, float]:
    """A place where the density is, and the last one up to which its logarithm is a double."""

    def seen(u: float) -> bool:
        with np.errstate(all="ignore"):
            return bool(part.log_density(np.array([u]))[0] > _DEEPEST)

    places = [*sorted(part.breaks, reverse=True), 0.5, *(-(2.0**k) for k in range(-1, 10))]
    first = next((u for u in places if u < _FURTHEST and seen(u)), 0.5)
    near, far = first, _FURTHEST
    if seen(far):
        return first, far
    for _ in range(60):
        middle = 0.5 * (near + far)
        near, far = (middle, far) if seen(middle) else (near, middle)
    return first, near


def _bent(part: Continuum, top: float) -> tuple[float, float, float] | None:
    """γ, ln k and b where b is not 0, from four radii, if three more agree."""
    far = top / np.array([1.0, 2.0, 4.0, 8.0, 1.5, 3.0, 6.0])
    with np.errstate(all="ignore"):
        logs = np.log(-np.asarray(part.log_density(far), dtype=np.float64))
        # What is left out is of the order 1/u².
        terms = np.stack([far**0, far, np.log(far), 1 / far], axis=1)
    if not np.isfinite(logs).all() or not np.isfinite(terms).all():
        return None
    fit = np.linalg.solve(terms[:4], logs[:4])
    gamma, b = float(fit[1]), float(fit[2])
    if abs(b) < 0.02 or np.abs(terms[4:] @ fit - logs[4:]).max() > 0.05:
        return None
    # A power of a logarithm is known to a hundredth: among multiples of 1/120 its nearest would be any.
    gamma, b = _near(gamma, 1e-3), _near(b, 2e-2, parts=12)
    # Both are known now, and k(u) is a constant and a term in 1/u.
    rest = logs[:2] - gamma * far[:2] - b * np.log(far[:2])
    return gamma, float(2 * rest[0] - rest[1]), b


def _near(value: float, apart: float, parts: int = 120) -> float:
    """The nearest multiple of 1/parts, if it is near."""
    near = round(value * parts) / parts
    return near if abs(value - near) < apart else value
