"""The argument from noise to prior."""

from __future__ import annotations

from dataclasses import dataclass

from priorcalc.derive import Derivation


@dataclass(frozen=True)
class Argument:
    """Steps."""

    derivation: Derivation
