"""priorcalc: the prior that random scaling noise puts on a network's weights.

``derive_prior("rayleigh")`` takes a law of the noise λ and derives the law of λ² and of a weight
w = λ·z, z ~ N(0, σ₀²): in closed form where one exists, by quadrature otherwise, with the steps and the checks.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

# Nothing is imported until it is asked for (PEP 562), so that ``import priorcalc`` costs nothing.
_HOME = {
    "derive_prior": "priorcalc.entry",
    "Prior": "priorcalc.prior",
    "layer_prior": "priorcalc.layer",
    "LayerPrior": "priorcalc.layer",
    "NoiseLaw": "priorcalc.laws.noise",
    "Certificate": "priorcalc.verify.certificate",
    "PriorcalcError": "priorcalc.errors",
    "ParameterError": "priorcalc.errors",
    "FormulaError": "priorcalc.errors",
    "UnknownLawError": "priorcalc.errors",
    "NotADensityError": "priorcalc.errors",
    "PrecisionError": "priorcalc.errors",
    "MissingExtraError": "priorcalc.errors",
}
_MODULES = ("laws", "errors", "symbols")

__all__ = [
    "Certificate",
    "FormulaError",
    "LayerPrior",
    "MissingExtraError",
    "NoiseLaw",
    "NotADensityError",
    "ParameterError",
    "PrecisionError",
    "Prior",
    "PriorcalcError",
    "UnknownLawError",
    "__version__",
    "derive_prior",
    "errors",
    "laws",
    "layer_prior",
    "symbols",
]

if TYPE_CHECKING:
    from priorcalc import errors, laws, symbols
    from priorcalc.entry import derive_prior
    from priorcalc.errors import (
        FormulaError,
        MissingExtraError,
        NotADensityError,
        ParameterError,
        PrecisionError,
        PriorcalcError,
        UnknownLawError,
    )
    from priorcalc.laws.noise import NoiseLaw
    from priorcalc.layer import LayerPrior, layer_prior
    from priorcalc.prior import Prior
    from priorcalc.verify.certificate import Certificate


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f"priorcalc.{name}")
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'priorcalc' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
