"""The exceptions of priorcalc.

Each is also the builtin a Python programmer would expect, so ``except ValueError``
keeps working.  A message says what was asked, what was found and what to do; the
helper :func:`remedy` keeps the three parts in that order everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class PriorcalcError(Exception):
    """Anything priorcalc refuses to do."""


class ParameterError(PriorcalcError, ValueError):
    """A parameter is missing, misspelt, not a number, or outside its domain."""


class FormulaError(PriorcalcError, ValueError):
    """A formula's text is not one that priorcalc reads."""


class UnknownLawError(PriorcalcError, LookupError):
    """No law of the catalogue bears that name."""


class NotADensityError(PriorcalcError, ValueError):
    """A function is negative, complex, nan, or has a mass that is infinite or not 1."""


class PrecisionError(PriorcalcError, ArithmeticError):
    """A number cannot be had to the accuracy that was promised."""


class MissingExtraError(PriorcalcError, ImportError):
    """An optional dependency is needed and not installed."""


def remedy(asked: str, found: str, todo: str) -> str:
    """Join the three parts of a message into one line.

    >>> remedy("rayleigh(sigma=-1)", "sigma = -1 is not positive", "give a positive scale")
    'rayleigh(sigma=-1): sigma = -1 is not positive; give a positive scale.'
    """
    end = "" if todo.endswith("?") else "."
    return f"{asked}: {found}; {todo}{end}"


def close_matches(word: str, known: Iterable[str]) -> str:
    """Name the known words that a misspelt one may have meant, as the end of a sentence.

    >>> close_matches("raleigh", ["rayleigh", "uniform"])
    "did you mean 'rayleigh'?"
    >>> close_matches("zzz", ["b", "a"])
    'known: a, b'
    """
    words = sorted(known)
    near = get_close_matches(word, words, n=3, cutoff=0.6)
    if near:
        return "did you mean " + " or ".join(repr(match) for match in near) + "?"
    return "known: " + ", ".join(words)
