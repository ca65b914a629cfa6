"""Verification of a derivation: run each kind of check and gather the evidence.

The proof works in the algebra, the enclosure in ball arithmetic; the estimate and the sample start from the definition
of λ.  One seed, and the certificate is the same on any executor.
"""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np

from priorcalc.derive import Derivation
from priorcalc.errors import ParameterError, remedy
from priorcalc.measure import free_symbols
from priorcalc.verify import enclosure, identity, monte_carlo, quadrature, streaming
from priorcalc.verify.certificate import Certificate
from priorcalc.verify.evidence import KINDS, Evidence
from priorcalc.verify.gather import ALONE
from priorcalc.verify.setting import setting
from priorcalc.verify.subject import describe, rebuild

_LIBRARIES = ("priorcalc", "sympy", "numpy", "scipy", "mpmath", "python-flint")


def verify(
    derivation: Derivation,
    samples: int = 1_000_000,
    rng: Any = None,
    executor: Executor | None = None,
    kinds: Iterable[str] = KINDS,
    false_alarm: float = 1e-6,
    progress: Callable[[int, int], None] | None = None,
) -> Certificate:
    """Check what a derivation claims, in up to four ways.

    Parameters
    ----------
    derivation
        The law of λ and what was derived from it.
    samples
        Number of draws of λ and of w; at least 1.
    rng
        None, a seed, a ``SeedSequence`` or a ``Generator`` (SPEC 7).
    executor
        Any ``concurrent.futures.Executor`` to draw on; the result does not depend on it.
    kinds
        Which kinds of evidence to gather.
    false_alarm
        Bound of the probability that the sample refutes anything in a derivation that is right.
    progress
        Called with (draws done, draws to do).

    Raises
    ------
    ParameterError
        If a parameter is a symbol and more than a proof is asked for; if an argument is out of range.

    Examples
    --------
    >>> from priorcalc import laws
    >>> from priorcalc.derive import derive
    >>> certificate = verify(derive(laws.half_cauchy()), samples=10_000, rng=1, kinds=("proof", "sample"))
    >>> certificate.upheld, {e.verdict for e in certificate.of("proof")}
    (True, {'upheld'})
    """
    order = ordered(samples, rng, kinds, false_alarm)
    refuse_symbols(derivation, order)
    evidence = certain(derivation, order.kinds)
    if "sample" in order.kinds:
        with ALONE:
            at = setting(derivation)
        law = derivation.noise.measure
        tally, lost = streaming.stream(law, at.sigma0, at.octave, samples, order.seed, executor, progress)
        evidence += sampled(derivation, tally, false_alarm, lost)
    return Certificate(describe(derivation), evidence, order.settings, versions())


@dataclass(frozen=True)
class Order:
    """What was asked for, once it has been found to make sense."""

    kinds: tuple[str, ...]
    samples: int
    false_alarm: float
    seed: np.random.SeedSequence

    @property
    def settings(self) -> dict[str, Any]:
        """All that is needed to run the same again, as plain JSON values."""
        return {
            "kinds": list(self.kinds),
            "samples": self.samples,
            "false_alarm": self.false_alarm,
            "entropy": str(self.seed.entropy),
            "spawn_key": list(self.seed.spawn_key),
        }


def ordered(samples: int, rng: Any, kinds: Iterable[str], false_alarm: float) -> Order:
    """The arguments of a verification, or an error that says what is wrong with them."""
    asked = _kinds(kinds)
    if samples < 1 or not 0 < false_alarm < 1:
        found = f"samples={samples}, false_alarm={false_alarm}"
        raise ParameterError(remedy("verify", found, "give at least one draw and a probability between 0 and 1"))
    return Order(asked, samples, false_alarm, seed_of(rng))


def refuse_symbols(derivation: Derivation, order: Order) -> None:
    """Only a proof can do with parameters that are symbols."""
    symbols = derivation.sigma0.free_symbols | free_symbols(derivation.noise.measure)
    if symbols and order.kinds != ("proof",):
        names = ", ".join(sorted(str(symbol) for symbol in symbols))
        todo = "derive the prior with numbers in their place, or ask for kinds=('proof',)"
        raise ParameterError(remedy(f"verify of {derivation.noise!r}", f"{names} need numbers", todo))


def certain(derivation: Derivation, kinds: tuple[str, ...]) -> tuple[Evidence, ...]:
    """The evidence that does not draw: proof, enclosure, estimate, as far as they are asked for."""
    evidence: tuple[Evidence, ...] = ()
    with ALONE:
        if "proof" in kinds:
            evidence += identity.proofs(derivation)
        if "enclosure" in kinds:
            evidence += enclosure.enclosures(derivation, required=kinds == ("enclosure",))
        if "estimate" in kinds:
            evidence += quadrature.estimates(derivation)
    return evidence


def sampled(derivation: Derivation, tally: streaming.Tally, false_alarm: float, lost: int) -> tuple[Evidence, ...]:
    """The evidence of draws that have been counted."""
    with ALONE, np.errstate(all="ignore"):
        return monte_carlo.samples(setting(derivation), tally, false_alarm, lost)


def seed_of(rng: Any) -> np.random.SeedSequence:
    """The seed of a certificate; a generator gives one by its next draws."""
    match rng:
        case np.random.SeedSequence():
            return rng
        case np.random.Generator():
            return np.random.SeedSequence([int(word) for word in rng.integers(2**32, size=4)])
    try:
        return np.random.SeedSequence(rng)
    except (TypeError, ValueError) as error:
        todo = "give None, a whole number ≥ 0, a SeedSequence or a Generator"
        raise ParameterError(remedy(f"rng={rng!r}", str(error), todo)) from error


def _kinds(kinds: Iterable[str]) -> tuple[str, ...]:
    wanted = {kinds} if isinstance(kinds, str) else set(kinds)
    strange = wanted - set(KINDS)
    if strange or not wanted:
        raise ParameterError(
            remedy(f"kinds={sorted(wanted)}", f"{sorted(strange)} is no kind of evidence", f"choose from {KINDS}")
        )
    return tuple(kind for kind in KINDS if kind in wanted)


def versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for library in _LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            found[library] = "not installed"
    return found


def recheck(certificate: Certificate, executor: Executor | None = None) -> Certificate:
    """Derive the subject of a certificate anew and run its checks with its seed."""
    settings = certificate.settings
    if "layer" in certificate.subject:
        found, todo = "a layer cannot be rebuilt from its text", "call verify_many with the layer_prior that it names"
        raise ParameterError(remedy("recheck", found, todo))
    derivation = rebuild(certificate.subject)
    entropy = settings["entropy"].strip("[]")
    words = [int(word) for word in entropy.split(",")]
    seed = np.random.SeedSequence(words if len(words) > 1 else words[0], spawn_key=tuple(settings["spawn_key"]))
    again = verify(derivation, settings["samples"], seed, executor, settings["kinds"], settings["false_alarm"])
    changed = {
        key: (old, again.subject.get(key)) for key, old in certificate.subject.items() if again.subject.get(key) != old
    }
    if not changed:
        return again
    found = "; ".join(f"{key} was {old} and is {new}" for key, (old, new) in changed.items())
    refuted = Evidence("proof", "the derivation still claims what it claimed", "refuted", found)
    return Certificate(again.subject, (refuted, *again.evidence), again.settings, again.versions)
