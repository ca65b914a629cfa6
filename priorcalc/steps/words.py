"""How the steps speak of laws and of forms: the sentences' nouns."""

from __future__ import annotations

import re

from sympy import Expr

from priorcalc.laws.noise import NoiseLaw, shown
from priorcalc.recognise import Recognition

_GREEK = {
    "alpha": "α", "beta": "β", "sigma": "σ", "mu": "μ", "omega": "Ω", "nu": "ν", "tau": "τ", "chi": "χ", "psi": "ψ",
    "oo": "∞",
}  # fmt: skip
_DIGITS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_POWERS = {"**2": "²", "**3": "³", "**4": "⁴"}


def letter(name: str) -> str:
    """A parameter's name as a letter: ``sigma0`` is σ₀."""
    stem = name.rstrip("0123456789")
    return _GREEK.get(stem, stem) + name[len(stem) :].translate(_DIGITS)


def value(expr: Expr) -> str:
    """A parameter's value as a person writes it.

    >>> from sympy import Symbol
    >>> value(2 * Symbol("sigma0") ** 2)
    '2·σ₀²'
    """
    text = re.sub(r"[A-Za-z]\w*", lambda word: "√" if word[0] == "sqrt" else letter(word[0]), shown(expr))
    text = re.sub(r"\*\*[234](?![0-9./])", lambda power: _POWERS[power[0]], text)
    return text.replace("**", "^").replace("*", "·")


def law_of(noise: NoiseLaw) -> str:
    """The noise by its name, or as it was made."""
    if noise.name is None:
        return noise.label
    return title(noise.name, noise.params)


def title(name: str, params: tuple[tuple[str, Expr], ...]) -> str:
    """A law with its parameters: ``Rayleigh(σ = 1)``."""
    words = [(letter(key), value(given)) for key, given in params]
    inner = ", ".join(key if key == given else f"{key} = {given}" for key, given in words)
    return f"{name}({inner})" if inner else name


def found(law: Recognition) -> str:
    """A recognised law, with the factor that stretches it."""
    assert law.name is not None
    front = "" if law.factor == 1 else f"{value(law.factor)} × "
    return front + title(law.name, law.params)
