"""The prior that a reference value is about."""

from __future__ import annotations

from priorcalc import Prior, derive_prior, laws
from tests.reference.loader import Reference


def prior_of(key: str, entry: Reference) -> Prior:
    """The prior of a key of the reference file."""
    if key == "half_cauchy*half_cauchy":
        return derive_prior(laws.half_cauchy() * laws.half_cauchy())
    if entry["name"] == "arcsine":  # the reference's is on (0, 1), the catalogue's on (-1, 1)
        return derive_prior("beta", alpha=0.5, beta=0.5)
    if entry["name"] == "categorical":
        return derive_prior({float(value): float(mass) for value, mass in entry["params"]["table"].items()})
    return derive_prior(entry["name"], **{name: float(value) for name, value in entry["params"].items()})
