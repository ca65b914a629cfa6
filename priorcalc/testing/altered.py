"""A prior with something wrong on purpose: for seeing which property notices."""

from __future__ import annotations

from functools import partial
from typing import Any


class Altered:
    """A prior, or a law, of which some attributes are others.

    Parameters
    ----------
    right : Prior or law
        What everything else is asked of.
    **wrong : callable or object
        By the name of the attribute.  A callable stands in for a method, and is called with ``right`` first.

    Examples
    --------
    >>> from priorcalc import derive_prior
    >>> from priorcalc.testing import Broken, check_prior
    >>> halved = Altered(derive_prior("rayleigh"), logpdf=lambda right, w: right.logpdf(w / 2))
    >>> halved
    Altered(Laplace(b=1), logpdf=…)
    >>> try:
    ...     check_prior(halved, profile="class", only=["mass"])
    ... except Broken as broken:
    ...     print(broken.name, broken.why)
    mass found 2.0, expected 1.0, error 1 where 2e-12 is allowed
    """

    def __init__(self, right: Any, **wrong: Any) -> None:
        self._right, self._wrong = right, wrong

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)  # what is being copied or unpickled has no _wrong yet
        given = self._wrong.get(name)
        if given is None:
            return getattr(self._right, name)
        return partial(given, self._right) if callable(given) else given

    def __repr__(self) -> str:
        words = [f"{name}={'…' if callable(value) else repr(value)}" for name, value in self._wrong.items()]
        return f"Altered({', '.join([repr(self._right), *words])})"
