"""A property: a statement about a prior, with the numbers that bear it out or refute it.

Each compares what was found with what the theorem says, and derives its bound from the accuracy that priorcalc
promises of a density or a tail, 1e-12 relative, and from the rounding of the numbers themselves: a double x knows
ln p(x) to |x d ln p/dx| ulps, and a logarithm L is kept to |L| ulps.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from priorcalc.errors import PriorcalcError

PROMISED = 1e-12
"""The relative accuracy of a density and of a tail."""
ULP = 2.0**-52


@dataclass(frozen=True)
class Comparison:
    """What was found, what the theorem says, how far they are apart, and how far they may be."""

    found: float
    expected: float
    error: float
    bound: float

    @property
    def holds(self) -> bool:
        """Whether the error is within its bound; nan is not."""
        return self.error <= self.bound

    @property
    def share(self) -> float:
        """The error as a share of its bound."""
        return self.error / self.bound if self.bound > 0 else 0.0 if self.holds else float("inf")


class Broken(AssertionError):
    """A property that does not hold, with the example that shows it."""

    def __init__(self, name: str, statement: str, prior: str, at: Mapping[str, Any], why: str) -> None:
        self.name, self.at, self.why = name, dict(at), why
        where = ", ".join(f"{key} = {value!r}" for key, value in at.items())
        super().__init__(f"{name} fails for {prior}{' at ' + where if where else ''}: {why}. It says: {statement}")


@dataclass(frozen=True)
class Property:
    """A theorem about a prior.

    Attributes
    ----------
    name : str
        A few words; what a failure is called.
    chapter : str
        The chapter of the property book it belongs to.
    statement : str
        The theorem in symbols.
    arguments : tuple of str
        What an example consists of, by kind: ``w``, ``near_w``, ``far_w``, ``ratio``, ``q``, ``s``, ``order``,
        ``factor``, ``seed``.
    compare : callable
        Called with the prior and the arguments by name; gives a ``Comparison``, or None where the theorem says nothing.
    applies : callable
        Whether the theorem is about this prior at all.
    """

    name: str
    chapter: str
    statement: str
    arguments: tuple[str, ...]
    compare: Callable[..., Comparison | None]
    applies: Callable[[Any], bool] = lambda prior: True

    def check(self, prior: Any, **example: Any) -> Comparison | None:
        """The comparison at one example; ``Broken`` if it does not hold."""
        try:
            seen = self.compare(prior, **example)
        except (PriorcalcError, ArithmeticError) as error:
            raise Broken(self.name, self.statement, repr(prior), example, f"{type(error).__name__}: {error}") from error
        if seen is None or seen.holds:
            return seen
        apart = f"error {seen.error:.3g} where {seen.bound:.3g} is allowed"
        why = f"found {seen.found!r}, expected {seen.expected!r}, {apart}"
        raise Broken(self.name, self.statement, repr(prior), example, why)


def equal(found: float, expected: float, bound: float) -> Comparison:
    """Two numbers that should be one; the error is relative, and infinities must agree."""
    if found == expected:
        return Comparison(found, expected, 0.0, bound)
    return Comparison(found, expected, abs(found - expected) / abs(expected) if expected else abs(found), bound)


def near(found: float, expected: float, bound: float) -> Comparison:
    """Two numbers that should be one, with an absolute error: logarithms, and shares of a whole."""
    return Comparison(found, expected, 0.0 if found == expected else abs(found - expected), bound)


def at_most(found: float, ceiling: float, bound: float) -> Comparison:
    """A number that should not exceed another, with an absolute error."""
    return Comparison(found, ceiling, 0.0 if found <= ceiling else found - ceiling, bound)


def log_bound(*logs: float) -> float:
    """The bound of an error in logarithms of those sizes; where p is no double, ln p is kept to 2e-14 of itself."""
    return sum(PROMISED + (4 * ULP if abs(log) < 745 else 2e-14) * abs(log) for log in logs)
