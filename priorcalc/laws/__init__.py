"""The catalogue: ``laws.rayleigh(sigma=2)`` is the law of a noise λ.

One record a law, in files by family.  Names are matched without regard to case, spaces, hyphens and
underscores.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import Parameter as Argument
from inspect import Signature
from typing import Any

from priorcalc.errors import UnknownLawError, close_matches, remedy
from priorcalc.laws import bounded, discrete, gamma_family, gaussian_family, heavy_tails, others
from priorcalc.laws.noise import NoiseLaw
from priorcalc.laws.record import Record

RECORDS: Mapping[str, Record] = {
    record.name: record
    for module in (discrete, gaussian_family, gamma_family, bounded, heavy_tails, others)
    for record in module.RECORDS
}


def plain(name: str) -> str:
    """A name without case, spaces, hyphens, underscores and accents that do not tell laws apart."""
    return name.casefold().translate(str.maketrans("é", "e", " -_"))


_BY_NAME = {plain(word): record for record in RECORDS.values() for word in (record.name, record.title, *record.aliases)}


def find(name: str) -> Record:
    """The record of a name; UnknownLawError names the close matches."""
    record = _BY_NAME.get(plain(name))
    if record is None:
        todo = close_matches(name, RECORDS) + " `priorcalc laws` lists all"
        raise UnknownLawError(remedy(f"the law {name!r}", "the catalogue has no such name", todo))
    return record


def law(name: str, **params: Any) -> NoiseLaw:
    """The law of a name of the catalogue.

    >>> law("Half Cauchy", beta=2)
    half_cauchy(beta=2)
    """
    return NoiseLaw.of_record(find(name), params)


def categorical(points: Mapping[Any, Any]) -> NoiseLaw:
    """The discrete law ``{value: probability}``.

    >>> categorical({0: 0.2, 0.5: 0.3, 2: 0.5}).transform.spike
    1/5
    """
    return NoiseLaw.from_atoms(points)


def _constructor(record: Record) -> Callable[..., NoiseLaw]:
    names = [p.name for p in record.parameters]

    def build(*args: Any, **params: Any) -> NoiseLaw:
        if len(args) > len(names):
            raise TypeError(f"{record.signature} takes {len(names)} parameters, {len(args)} were given")
        twice = [name for name in names[: len(args)] if name in params]
        if twice:
            raise TypeError(f"{record.signature}: {twice[0]} was given twice")
        return NoiseLaw.of_record(record, {**dict(zip(names, args, strict=False)), **params})

    build.__name__ = build.__qualname__ = record.name
    lines = [f"    {p.name}: {p.meaning}, {p.domain}" for p in record.parameters]
    build.__doc__ = "\n".join(
        [f"{record.title} noise, ``{record.signature}``.", "", *lines, "", f"Source: {record.citation}."]
    )
    empty = Argument.empty
    arguments = [
        Argument(p.name, Argument.POSITIONAL_OR_KEYWORD, default=empty if p.default is None else p.default)
        for p in record.parameters
    ]
    build.__signature__ = Signature(arguments, return_annotation=NoiseLaw)  # type: ignore[attr-defined]
    return build


_CONSTRUCTORS = {name: _constructor(record) for name, record in RECORDS.items()}


def __getattr__(name: str) -> Callable[..., NoiseLaw]:
    if name in _CONSTRUCTORS:
        return _CONSTRUCTORS[name]
    # An attribute of a module that is missing is an AttributeError, or hasattr and doctest would stumble.
    raise AttributeError(f"priorcalc.laws has no law {name!r}; {close_matches(name, RECORDS)}")


def __dir__() -> list[str]:
    return sorted([*_CONSTRUCTORS, "categorical", "find", "law", "NoiseLaw", "RECORDS"])
