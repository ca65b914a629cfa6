"""``check_prior``: look for an example at which a property of a prior fails, and shrink it.

Hypothesis draws the examples, from a seed; every property that applies is tried in the order of the book.  The first
that fails ends the run with the simplest example that was found; a run that ends well says how much was tried.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st

from priorcalc.errors import ParameterError, close_matches, remedy
from priorcalc.law import refuse_symbols
from priorcalc.testing.densities import unit_of
from priorcalc.testing.properties import PROPERTIES
from priorcalc.testing.property import Broken, Comparison, Property
from priorcalc.testing.strategies import exponents, quantiles, ratios, seeds, weights

PROFILES: Mapping[str, int] = MappingProxyType({"class": 5, "ci": 10, "dev": 25, "deep": 400})
"""Examples tried of each property."""


@dataclass(frozen=True)
class Outcome:
    """What became of one property: how many examples it said something about, and the one that came nearest to failing.

    ``at`` is that example, ``broken`` the failure, if there was one.
    """

    property: str
    examples: int
    worst: Comparison | None
    at: Mapping[str, Any]
    broken: Broken | None = None


@dataclass(frozen=True)
class Report:
    """What ``check_prior`` tried: one outcome for each property that applies, and the seed that repeats the run."""

    prior: str
    outcomes: tuple[Outcome, ...]
    profile: str
    seed: int

    def __str__(self) -> str:
        """A table: property, examples, worst error, what was allowed."""
        lines = [f"{self.prior}: {len(self.outcomes)} properties hold (profile {self.profile}, seed {self.seed})"]
        for one in self.outcomes:
            error = "–" if one.worst is None else f"{one.worst.error:.1e} of {one.worst.bound:.1e}"
            lines.append(f"  {one.property:<28} {one.examples:>4} examples   worst error {error}")
        return "\n".join(lines)


def check_prior(prior: Any, profile: str = "dev", seed: int = 0, only: Iterable[str] | None = None) -> Report:
    """Run every property that applies on a prior, and raise ``Broken`` with the first counterexample.

    Parameters
    ----------
    prior : Prior
        Of a law of your own, or of the catalogue.
    profile : {"class", "ci", "dev", "deep"}
        5, 10, 25 or 400 examples of each property.
    seed : int
        One seed, one run, as long as the same modules are imported: hypothesis also tries numbers of their source.
    only : iterable of str, optional
        Names of properties, where not all are wanted.

    Raises
    ------
    Broken
        An ``AssertionError`` that names the property, the example, the value found and the value expected.
    ParameterError
        For an unknown profile or property, or a prior whose parameters are symbols.

    Examples
    --------
    >>> from priorcalc import derive_prior
    >>> report = check_prior(derive_prior("rayleigh"), profile="class", only=["mass", "kurtosis"])
    >>> [(one.property, one.examples) for one in report.outcomes]
    [('mass', 1), ('kurtosis', 1)]
    """
    if profile not in PROFILES:
        todo = close_matches(profile, PROFILES)
        raise ParameterError(remedy(f"check_prior(profile={profile!r})", "there is no such profile", todo))
    refuse_symbols(prior.noise.derivation, f"check_prior({prior!r})")
    outcomes = []
    for one in _wanted(only):
        if one.applies(prior):
            outcome = explore(one, prior, PROFILES[profile], seed)
            if outcome.broken is not None:
                raise outcome.broken from None
            outcomes.append(outcome)
    return Report(repr(prior), tuple(outcomes), profile, seed)


def _wanted(only: Iterable[str] | None) -> list[Property]:
    if only is None:
        return list(PROPERTIES.values())
    names = [only] if isinstance(only, str) else list(only)
    for name in names:
        if name not in PROPERTIES:
            todo = close_matches(name, PROPERTIES)
            raise ParameterError(remedy(f"check_prior(only={name!r})", "there is no such property", todo))
    return [PROPERTIES[name] for name in names]


def explore(one: Property, prior: Any, examples: int, start: int = 0) -> Outcome:
    """Try a property of a prior at up to ``examples`` examples; what it says of the worst, and the failure, if any."""
    if not one.arguments:
        examples = 1
    seen: list[tuple[Mapping[str, Any], Comparison]] = []
    failed: list[Broken] = []

    @seed(start)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        derandomize=False,
        print_blob=False,
        report_multiple_bugs=False,
        verbosity=Verbosity.quiet,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.fixed_dictionaries({name: _drawn(name, prior) for name in one.arguments}))
    def run(example: dict[str, Any]) -> None:
        try:
            found = one.check(prior, **example)
        except Broken as broken:
            failed.append(broken)
            raise
        if found is not None:
            seen.append((example, found))

    try:
        run()
    except Broken:
        # The last failure is the example that hypothesis shrank to.
        return Outcome(one.name, len(seen) + len(failed), None, failed[-1].at, failed[-1])
    at, worst = max(seen, key=lambda pair: pair[1].share, default=({}, None))
    return Outcome(one.name, len(seen), worst, at)


def _drawn(kind: str, prior: Any) -> st.SearchStrategy[Any]:
    match kind:
        case "w":
            return weights(_decade(prior))
        case "near_w":
            return weights(_decade(prior), -1, 0)
        case "far_w":
            return weights(_decade(prior), 0, 2)
        case "ratio":
            return ratios()
        case "q":
            return quantiles()
        case "s":
            return exponents()
        case "order":
            return st.integers(1, 6)
        case "factor":
            return st.sampled_from((2.0, 0.5, 3.0, 0.1, 10.0, 7.0))
        case "seed":
            return seeds()
    raise ParameterError(remedy(f"an argument {kind!r} of a property", "it has no strategy", "see Property.arguments"))


def _decade(prior: Any) -> float:
    """The power of ten next to a typical weight, so that examples are as short as can be."""
    return float(f"1e{round(math.log10(unit_of(prior)))}")
