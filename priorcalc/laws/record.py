"""What the catalogue knows of a law: one record, the same slots in the same order.

A noise law, a variance prior and a weight prior are the same kind of thing, so they
share this type.  A record's formulas are functions of its parameters, which may be
numbers or symbols; nothing here computes with floats but the sampler.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sympy import Expr, S, oo

from priorcalc.errors import ParameterError, close_matches, remedy
from priorcalc.exact import exact, exponent, writable
from priorcalc.measure import Density, Measure
from priorcalc.mellin import Transform
from priorcalc.symbols import lam


@dataclass(frozen=True)
class Domain:
    """An interval of admissible values; an open end is not admissible itself."""

    lower: Expr
    upper: Expr
    closed_below: bool
    closed_above: bool
    integer: bool = False

    def __str__(self) -> str:
        left, right = "(["[self.closed_below], ")]"[self.closed_above]
        kind = "a whole number in " if self.integer else "in "
        return f"{kind}{left}{self.lower}, {self.upper}{right}"

    def admits(self, value: Expr) -> bool | None:
        """Whether a value lies in the domain; None where its assumptions do not tell."""
        below = value >= self.lower if self.closed_below else value > self.lower
        above = value <= self.upper if self.closed_above else value < self.upper
        whole = value.is_integer if self.integer else True
        # A symbol confined to (0, oo) is taken at its word for an upper bound: it cannot be declared.
        if value.free_symbols and above not in (S.true, S.false):
            above = S.true
        answers = [None if a not in (True, False, S.true, S.false) else bool(a) for a in (below, above, whole)]
        return False if False in answers else None if None in answers else True


POSITIVE = Domain(S.Zero, oo, False, False)
NON_NEGATIVE = Domain(S.Zero, oo, True, False)
REAL = Domain(-oo, oo, False, False)
EXTENDED = Domain(-oo, oo, True, True)
KEEP = Domain(S.Zero, S.One, False, True)
RATE = Domain(S.Zero, S.One, True, False)
OPEN_UNIT = Domain(S.Zero, S.One, False, False)
COUNT = Domain(S.One, oo, True, False, integer=True)

EXPONENTS = ("shape", "degrees of freedom", "index")
"""How the meaning of a parameter begins that stands in exponents and Γ's."""


@dataclass(frozen=True)
class Parameter:
    """A parameter: its textbook name, its domain, its default (None if it must be given) and what it means."""

    name: str
    domain: Domain
    default: Expr | None
    meaning: str


@dataclass(frozen=True, eq=False)
class Record:
    """A law of the catalogue; records are compared by identity, for each stands once.

    ``density`` is called with a positive or real symbol and the parameters by name; ``transform`` gives the
    Mellin transform of |X|, or None where it has no closed form here; ``sampler`` is called as
    ``sampler(rng, size, **floats)`` and None means "by the inverse of the distribution function".
    ``measure`` is given instead of ``support`` and ``density`` by laws with atoms.  ``families`` are broader
    families; ``check`` names a condition that ties parameters together, or returns None.
    """

    name: str
    title: str
    parameters: tuple[Parameter, ...]
    support: Callable[..., tuple[Expr, Expr]] | None
    density: Callable[..., Expr] | None
    transform: Callable[..., Transform | None]
    sampler: Callable[..., Any] | None
    citation: str
    families: tuple[str, ...] = ()
    measure: Callable[..., Measure] | None = None
    check: Callable[..., str | None] | None = None
    breaks: Callable[..., tuple[Expr, ...]] | None = None
    aliases: tuple[str, ...] = ()

    @property
    def scale(self) -> str | None:
        """The name of the one scale parameter, for which ``scale=`` is an alias."""
        scales = [p.name for p in self.parameters if p.meaning.startswith("scale")]
        return scales[0] if len(scales) == 1 else None

    @property
    def signature(self) -> str:
        """The call, with its defaults: ``rayleigh(sigma=1)``."""
        words = (p.name if p.default is None else f"{p.name}={p.default}" for p in self.parameters)
        return f"{self.name}({', '.join(words)})"

    def bind(self, given: Mapping[str, Any]) -> dict[str, Expr]:
        """Check parameters, fill in defaults, make numbers exact."""
        given = dict(given)
        names = [p.name for p in self.parameters]
        if "scale" in given and "scale" not in names and self.scale:
            if self.scale in given:
                asked = f"{self.name}({self.scale}=…, scale=…)"
                raise ParameterError(remedy(asked, f"scale is an alias of {self.scale}", "give one of the two"))
            given[self.scale] = given.pop("scale")
        for name in given:
            if name not in names:
                hint = close_matches(name, names) if names else "it takes none"
                raise ParameterError(
                    remedy(f"{self.name}({name}=…)", f"{self.signature} has no parameter {name!r}", hint)
                )
        values = {p.name: self._value(p, given) for p in self.parameters}
        broken = self.check(**values) if self.check else None
        if broken:
            shown = ", ".join(f"{name}={value}" for name, value in values.items())
            raise ParameterError(remedy(f"{self.name}({shown})", "the parameters do not fit together", broken))
        return values

    def _value(self, parameter: Parameter, given: Mapping[str, Any]) -> Expr:
        name = parameter.name
        if name not in given:
            if parameter.default is None:
                meaning = f"give {name}= ({parameter.meaning}, {parameter.domain})"
                raise ParameterError(remedy(f"{self.name}()", f"the parameter {name!r} has no default", meaning))
            return parameter.default
        asked = f"{self.name}({name}={given[name]!r})"
        try:
            value = exact(given[name])
        except ParameterError as error:
            raise ParameterError(
                remedy(asked, f"{name} is not a number", f"{name} ({parameter.meaning}) must be {parameter.domain}")
            ) from error
        if value.is_extended_real is False or parameter.domain.admits(value) is False:
            raise ParameterError(
                remedy(
                    asked,
                    f"{name} = {value} is outside its domain",
                    f"{name} ({parameter.meaning}) must be {parameter.domain}",
                )
            )
        if parameter.domain.admits(value) is None:
            todo = f"declare it, as in sympy.Symbol({name!r}, positive=True): {name} must be {parameter.domain}"
            raise ParameterError(remedy(asked, f"it is not known whether {value} is admissible", todo))
        return value

    def write(self, x: Expr, values: Mapping[str, Expr]) -> Expr:
        """The density at x, with parameters that SymPy can raise to powers."""
        assert self.density is not None
        exponents = {p.name for p in self.parameters if p.meaning.startswith(EXPONENTS)}
        written = {name: (exponent if name in exponents else writable)(value) for name, value in values.items()}
        return self.density(x, **written)

    def measure_of(self, values: Mapping[str, Expr]) -> Measure:
        """Where the mass lies, as a measure in λ."""
        if self.measure is not None:
            return self.measure(**values)
        assert self.support is not None
        lower, upper = self.support(**values)
        breaks = self.breaks(**values) if self.breaks else ()
        return Density(self.write(lam, values), lower, upper, breaks, self.draw(values))

    def draw(self, values: Mapping[str, Expr]) -> Callable[[Any, Any], Any] | None:
        """The sampler with its parameters bound, if it has one and they are numbers."""
        if self.sampler is None or any(value.free_symbols for value in values.values()):
            return None
        sampler, floats = self.sampler, {name: float(value) for name, value in values.items()}
        return lambda rng, size: sampler(rng, size, **floats)


def positive(name: str, meaning: str, default: Expr | None = None) -> Parameter:
    """A parameter in (0, oo)."""
    return Parameter(name, POSITIVE, default, meaning)


def scale(name: str = "scale", meaning: str = "scale", default: Expr | None = S.One) -> Parameter:
    """A scale parameter: c·X has c times it."""
    return Parameter(name, POSITIVE, default, meaning)


def half_line(**_: Expr) -> tuple[Expr, Expr]:
    """The support (0, oo)."""
    return S.Zero, oo
