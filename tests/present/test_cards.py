"""The card that a notebook shows, for laws of every scale."""

import pytest

from priorcalc import derive_prior


@pytest.mark.parametrize("scale", [1e-12, 1e-3, 1.0, 1e6])
@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("rayleigh", lambda s: {"sigma": s}),
        ("half_cauchy", lambda s: {"beta": s}),
        ("gamma", lambda s: {"alpha": 2, "beta": 1 / s}),
        ("inverse_nakagami", lambda s: {"m": 150, "omega": s**-2}),
        ("weibull", lambda s: {"alpha": 150, "beta": s}),
        ("point", lambda s: {"value": s}),
        ("uniform", lambda s: {"lower": 0, "upper": s}),
    ],
)
def test_a_card_is_shown_at_every_scale(name, values, scale):
    card = derive_prior(name, **values(scale))._repr_html_()
    assert "entropy" in card
    assert "in the tail" in card
