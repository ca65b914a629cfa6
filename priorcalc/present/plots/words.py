"""The words of a picture: the symbol of a variable and the name of a law with its parameters.

A law that is drawn has ``pdf``, ``cdf``, ``ppf``, ``name``, ``params``, the ``variable`` it is the law of ("λ",
"λ²" or "w"), the ``source`` (the noise as a call) and ``jumps()``, its atoms.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Protocol

GREEK = {
    "alpha": "α", "beta": "β", "chi": "χ", "lam": "λ", "mu": "μ", "nu": "ν", "omega": "Ω", "psi": "ψ", "sigma": "σ",
    "sigma0": "σ₀", "tau": "τ",
}  # fmt: skip
LONGEST = 44


class Drawable(Protocol):
    """What a picture needs of a law."""

    @property
    def name(self) -> str | None: ...
    @property
    def params(self) -> Mapping[str, Any]: ...
    @property
    def variable(self) -> str: ...
    @property
    def source(self) -> str: ...
    def pdf(self, x: Any, /) -> Any: ...
    def cdf(self, x: Any, /) -> Any: ...
    def ppf(self, q: Any, /) -> Any: ...
    def jumps(self) -> tuple[tuple[float, float], ...]: ...


def name_of(law: Drawable) -> str:
    """The law and its parameters in the field's symbols; a law without a name by the noise it comes from.

    >>> from priorcalc import derive_prior
    >>> name_of(derive_prior("inverse_nakagami", m=1.5)), name_of(derive_prior("gaussian", mu=1, sigma=0.5))
    ('Student-t (ν=3, σ=1)', 'w, λ ~ gaussian(μ=1, σ=0.5)')
    """
    if law.name is None:
        front = "" if law.variable == "λ" else f"{law.variable}, "
        return shortened(f"{front}λ ~ {greek(law.source)}")
    inner = ", ".join(f"{GREEK.get(name, name)}={value:.4g}" for name, value in law.params.items())
    return f"{law.name} ({inner})" if inner else law.name


def greek(text: str) -> str:
    """The names of parameters as their letters.

    >>> greek("gamma(alpha=2, beta=1)")
    'gamma(α=2, β=1)'
    """
    return re.sub(r"\b(\w+)(?==)", lambda found: GREEK.get(found[1], found[1]), text)


def shortened(text: str) -> str:
    """A text that fits a legend."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
