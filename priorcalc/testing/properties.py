"""The table of properties: what ``check_prior`` runs and the property book proves its chapters with.

Each is a theorem on every Gaussian scale mixture, or on what a derivation claims; none is about one law.
"""

from __future__ import annotations

from collections.abc import Mapping

from priorcalc.testing import claims, densities, draws, ends, mixtures
from priorcalc.testing.property import Property

PROPERTIES: Mapping[str, Property] = {
    one.name: one for module in (densities, mixtures, ends, claims, draws) for one in module.PROPERTIES
}
CHAPTERS = tuple(dict.fromkeys(one.chapter for one in PROPERTIES.values()))
