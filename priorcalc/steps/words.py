"""How the steps speak of laws and of forms: the sentences' nouns."""

from __future__ import annotations

from sympy import Expr

from priorcalc.laws.noise import NoiseLaw, shown
from priorcalc.recognise import Recognition

_GREEK = {
    "alpha": "α", "beta": "β", "sigma": "σ", "mu": "μ", "omega": "Ω", "nu": "ν", "tau": "τ", "chi": "χ", "psi": "ψ",
}  # fmt: skip


def value(expr: Expr) -> str:
    """A parameter's value as a person writes it."""
    text = shown(expr).replace("**", "^").replace("sqrt(", "√(").replace("*", "·")
    for name in sorted(_GREEK, key=len, reverse=True):
        text = text.replace(name, _GREEK[name])
    return text


def law_of(noise: NoiseLaw) -> str:
    """The noise by its name, or as it was made."""
    if noise.name is None:
        return noise.label
    return title(noise.name, noise.params)


def title(name: str, params: tuple[tuple[str, Expr], ...]) -> str:
    """A law with its parameters: ``Rayleigh(σ = 1)``."""
    inner = ", ".join(f"{_GREEK.get(key, key)} = {value(given)}" for key, given in params)
    return f"{name}({inner})" if inner else name


def found(law: Recognition) -> str:
    """A recognised law, with the factor that stretches it."""
    assert law.name is not None
    front = "" if law.factor == 1 else f"{value(law.factor)} × "
    return front + title(law.name, law.params)
