"""A layer's law is checked as a whole: who shares which scale, and what that does to its weights together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from priorcalc import laws, layer_prior
from priorcalc.errors import ParameterError
from priorcalc.layer import SquareCorrelation
from priorcalc.verify.certificate import Certificate
from priorcalc.verify.layer_draws import layer_samples, pairs, tally, tasks
from priorcalc.verify.layers import layer_estimates
from priorcalc.verify.many import verify_many

KEEP = laws.bernoulli(0.8)
STRUCTURES: dict[str, dict[str, Any]] = {
    "groups": {"unit": KEEP, "groups": [[0, 1], [0, 0]]},
    "ARD": {"unit": "half_cauchy"},
    "ADD": {"layer": "half_cauchy"},
    "ARD-ADD": {"unit": KEEP, "layer": "rayleigh"},
    "DropConnect": {"weight": KEEP},
    "stochastic depth": {"layer": KEEP},
}
SEED = np.random.SeedSequence(5)
SAMPLES = 200_000


def refuted(evidence: tuple[Any, ...]) -> list[str]:
    return [str(e) for e in evidence if e.verdict == "refuted"]


def drawn(layer: Any, claimed: Any = None, samples: int = SAMPLES) -> tuple[Any, ...]:
    """The evidence of draws of one layer, judged by the definition of another."""
    counts = sum((tally(task) for task in tasks(layer, claimed or layer, samples, SEED)), start=np.int64(0))
    return layer_samples(claimed or layer, counts, samples, 1e-6, 0)


@pytest.mark.parametrize("structure", STRUCTURES)
def test_every_structure_is_upheld(structure: str) -> None:
    """By each kind of evidence; false-alarm probability 1e-6."""
    ((_, certificate),) = verify_many([layer_prior((2, 2), **STRUCTURES[structure])], 100_000, 1)
    assert certificate.upheld, str(certificate)
    assert not refuted(certificate.evidence)


def test_pairs_are_one_for_every_way_to_share() -> None:
    """In one row unit and layer are shared, in two rows the layer."""
    layer = layer_prior((2, 3), unit="rayleigh", layer="rayleigh")
    assert [(pair.place, set(pair.shared)) for pair in pairs(layer)] == [(1, {"unit", "layer"}), (3, {"layer"})]
    assert [set(pair.shared) for pair in pairs(layer_prior((2, 3), weight=KEEP))] == [set(), set()]
    grouped = layer_prior((2, 2), unit="rayleigh", groups=[[0, 1], [0, 1]])
    assert [(pair.place, set(pair.shared)) for pair in pairs(grouped)] == [(1, set()), (2, {"unit"})]


@pytest.mark.parametrize(
    ("true", "claimed"),
    [
        ({"unit": "rayleigh"}, {"layer": "rayleigh"}),
        ({"layer": "rayleigh"}, {"unit": "rayleigh"}),
        ({"weight": KEEP}, {"unit": KEEP}),
        ({"layer": KEEP}, {"weight": KEEP}),
    ],
)
def test_draws_that_share_another_scale_are_refuted(true: dict[str, Any], claimed: dict[str, Any]) -> None:
    """Though one weight alone has the same law in both; false-alarm probability 1e-6."""
    found = drawn(layer_prior((2, 2), **true), layer_prior((2, 2), **claimed))
    assert found[0].verdict == "upheld"
    assert refuted(found)


@dataclass(frozen=True)
class Wrong:
    """A layer with one thing changed."""

    layer: Any
    logpdf: Any = None
    atom: Any = None
    correlation: Any = None
    row: Any = None

    def __getattr__(self, name: str) -> Any:
        return getattr(object.__getattribute__(self, "layer"), name)

    def square_correlation(self) -> SquareCorrelation:
        return self.correlation


RIGHT = layer_prior((2, 2), unit=KEEP, layer=laws.uniform(1, 3))
SAME, OTHER = RIGHT.square_correlation()
WRONG = {
    "a density that is off by 1e-6": {"logpdf": lambda w: RIGHT.logpdf(w) + 1e-6},
    "the product of the marginals": {"logpdf": lambda w: np.sum(RIGHT.marginal.logpdf(w), axis=(-2, -1))},
    "an atom for every row": {"atom": RIGHT.atom**2},
    "correlations exchanged": {"correlation": SquareCorrelation(OTHER, SAME)},
    "the joint law of three weights": {"row": RIGHT.marginal.joint(3)},
}


@pytest.mark.parametrize("error", WRONG)
def test_the_estimate_refutes_a_wrong_claim(error: str) -> None:
    """Quadrature from the definition of the factors alone."""
    right = {"logpdf": RIGHT.logpdf, "atom": RIGHT.atom, "correlation": RIGHT.square_correlation(), "row": RIGHT.row}
    assert not refuted(layer_estimates(Wrong(RIGHT, **right)))
    found = layer_estimates(Wrong(RIGHT, **{**right, **WRONG[error]}))
    assert refuted(found)


def test_a_certificate_of_a_layer_is_data_but_is_not_rebuilt_from_text() -> None:
    """It names the structure, and says what to do instead."""
    ((_, certificate),) = verify_many([RIGHT], 1000, 1, kinds=("sample",))
    assert Certificate.from_dict(certificate.to_dict()) == certificate
    assert str(certificate).startswith(
        "ARD-ADD, layer_prior((2, 2), unit=bernoulli(p=0.8), layer=uniform(lower=1, upper=3))"
    )
    with pytest.raises(ParameterError, match="verify_many"):
        certificate.recheck()
