"""Enclosures: not yet."""

from __future__ import annotations

from priorcalc.derive import Derivation
from priorcalc.verify.evidence import Evidence


def enclosures(derivation: Derivation, required: bool) -> tuple[Evidence, ...]:
    """None yet."""
    return ()
