"""What a density that is brought must be, and how each failure is told."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from sympy import Expr, I, Rational, S, Symbol, exp, gamma, oo, pi, sqrt

from priorcalc.errors import NotADensityError, ParameterError
from priorcalc.laws import entry
from priorcalc.laws.noise import NoiseLaw
from priorcalc.measure import Density, Opaque
from priorcalc.mellin import GammaRatio
from priorcalc.numeric.admission import moment
from priorcalc.numeric.measures import signed_scale
from priorcalc.symbols import lam

HALF_LINE = (S.Zero, oo)


def mass(law: NoiseLaw) -> float:
    return moment(signed_scale(law.measure).folded)


@pytest.mark.parametrize(
    ("support", "ends"),
    [
        (None, (0, oo)),
        ((0, 1), (0, 1)),
        ((-1, Rational(1, 2)), (-1, Rational(1, 2))),
        ((0.1, math.inf), (Rational(1, 10), oo)),
        ((-np.inf, np.float64(2.5)), (-oo, Rational(5, 2))),
        (np.array([0.0, 2.0]), (0, 2)),
    ],
)
def test_a_support_is_a_pair_of_exact_ends(support: Any, ends: tuple[Expr, Expr]) -> None:
    """Numbers, fractions and infinities of Python, NumPy and SymPy, as exact numbers."""
    assert entry.support_ends(support) == ends


@pytest.mark.parametrize(
    "support", [(1, 0), (1, 1), (oo, oo), (-oo, -oo), (0,), (0, 1, 2), 3, (0, math.nan), (0, I), "ab"]
)
def test_a_support_that_is_no_interval_is_refused(support: Any) -> None:
    """Empty, reversed, not a pair, not real: ParameterError, which names what was given."""
    with pytest.raises(ParameterError, match=r"support="):
        entry.support_ends(support)


@pytest.mark.parametrize(
    ("text", "support", "words"),
    [
        ("1 - lam", (0, 2), "negative"),
        ("lam - lam^3", (0, 1.5), "negative"),
        ("lam*exp(-lam^2/2)", (-1, oo), "negative at lam = -"),
        ("sin(lam)/2", (0, 4), "negative"),
        ("-exp(-lam)", None, "negative"),
        ("sqrt(1 - lam)", (0, 2), "no real value"),
        ("log(lam - 3)", (0, 4), "no real value"),
        ("1/(1 + lam)", None, "mass is infinite"),
        ("1/lam", (0, 1), "mass is infinite"),
        ("1/(1 + lam + lam^2)^(1/2)", None, "mass is infinite"),
        ("1/(lam - 1)^2", (0, 2), "mass is infinite"),
        ("1/(sin(lam)*3)", (0, 3), "mass is infinite"),
        ("0", (0, 1), "mass is 0"),
    ],
)
def test_what_no_factor_makes_a_density_is_refused(text: str, support: Any, words: str) -> None:
    """Negative, not real, or of infinite mass: NotADensityError, even with normalize=True."""
    with pytest.raises(NotADensityError, match=words):
        NoiseLaw.from_formula(text, support=support, normalize=True)


@pytest.mark.parametrize(
    ("text", "support", "mass"),
    [
        ("exp(-lam^4)", None, "0.9064"),
        ("2*lam", (0, 2), "is 4"),
        ("exp(-lam - lam^2)", None, "0.5456"),
        ("0.3989*exp(-lam^2/2)", (-oo, oo), "0.99989"),
    ],
)
def test_a_mass_other_than_one_is_refused_with_the_mass_and_the_remedy(text: str, support: Any, mass: str) -> None:
    """The message states the measured mass and says normalize=True; with it the law is accepted."""
    with pytest.raises(NotADensityError, match=rf"mass .*{mass}.*normalize=True"):
        NoiseLaw.from_formula(text, support=support)
    law = NoiseLaw.from_formula(text, support=support, normalize=True)
    assert abs(moment(signed_scale(law.measure).folded) - 1) < 1e-10


def test_an_exact_mass_divides_exactly() -> None:
    """e^{-λ⁴} has the mass Γ(5/4), and the density keeps it as that."""
    law = NoiseLaw.from_formula("exp(-lam^4)", normalize=True)
    assert law.measure.expr.subs(lam, 0) == 4 / gamma(Rational(1, 4))
    assert law.transform == GammaRatio(S.One, ((S.Zero, Rational(1, 4)),))


def test_a_mass_within_rounding_of_one_is_accepted_and_divided_out() -> None:
    """0.39894228 for 1/√2π: 1 - 4e-9 is what rounding leaves, and the law has mass 1."""
    law = NoiseLaw.from_formula("0.39894228*exp(-lam^2/2)", support=(-oo, oo))
    assert law.transform == GammaRatio(sqrt(2), ((S.Zero, S.Half),))
    assert law.measure.expr.equals(exp(-(lam**2) / 2) / sqrt(2 * pi))


def test_a_transform_that_quadrature_contradicts_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two roads to E|λ|^r must agree; else the law has no transform, and its note says which moment differs."""
    right = entry.transform_of
    monkeypatch.setattr(entry, "transform_of", lambda *given: entry.Found(right(*given).transform.scaled(S(2)), S.One))
    law = NoiseLaw.from_formula("exp(-lam)")
    assert law.transform is None
    assert "dropped: E|lam|^" in law.note
    assert law.measure.expr == exp(-lam)


def test_a_mass_that_quadrature_contradicts_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The measured mass counts: a wrong exact one does not let e^{-λ}/2 pass."""
    wrong = entry.Found(GammaRatio(S.One, ((S.Zero, S.One),)), S.One)
    monkeypatch.setattr(entry, "transform_of", lambda *given: wrong)
    with pytest.raises(NotADensityError, match=r"mass is 0\.5"):
        NoiseLaw.from_formula("exp(-lam)/2")


def test_what_the_algebra_does_not_know_is_said() -> None:
    """No transform, a mass by quadrature, and a note that tells why the prior is integrated."""
    law = NoiseLaw.from_formula("exp(-lam - lam^2)", normalize=True)
    assert law.transform is None
    assert "no transform" in law.note


def test_symbols_need_a_mass_that_is_proved() -> None:
    """With σ positive the mass is shown to be 1; with σ of unknown sign it is not, and the remedy is to declare it."""
    sigma = Symbol("sigma", positive=True)
    text = "lam*exp(-lam^2/(2*sigma^2))/sigma^2"
    law = NoiseLaw.from_formula(text, sigma=sigma)
    assert law.transform == GammaRatio(sqrt(2) * sigma, ((S.Half, S.Half),))
    with pytest.raises(ParameterError, match="positive=True"):
        NoiseLaw.from_formula(text, sigma=Symbol("sigma"))
    with pytest.raises(NotADensityError, match="not shown to be 1"):
        NoiseLaw.from_formula("exp(-lam/sigma)", sigma=sigma)
    scaled = NoiseLaw.from_formula("exp(-lam/sigma)", normalize=True, sigma=sigma)
    assert scaled.measure == Density(exp(-lam / sigma) / sigma, S.Zero, oo)


@pytest.mark.parametrize(
    ("pdf", "support", "words"),
    [
        (lambda x: 1.0, (0, 1), r"shape \(\)"),
        (lambda x: np.ones(3), (0, 1), r"shape \(3,\)"),
        (lambda x: math.exp(-x), None, "raised TypeError"),
        (lambda x: 1j * x, (0, 1), "complex"),
        (lambda x: np.array(["a"] * len(x)), (0, 1), "not real numbers"),
        (lambda x: x - 0.5, (0, 1), "negative"),
        (lambda x: np.where(x > 0.5, np.nan, 1.0), (0, 1), "nan"),
        (lambda x: np.where(x > 0.5, np.inf, 1.0), (0, 1), "infinite"),
        (lambda x: 1 / (1 + x), None, "mass is infinite"),
        (lambda x: 1 / x, (0, 1), "mass is infinite"),
        (lambda x: 1 / (1 - x), (0, 1), "mass is infinite"),
        (lambda x: 1 / (x - 1) ** 2, (0.5, 2), "mass is infinite"),
        (lambda x: 2 * np.exp(-x), None, r"mass is 2.*normalize=True"),
        (lambda x: 0 * x, (0, 1), "mass is 0"),
        ({}.__getitem__, (0, 1), "raised"),
    ],
)
def test_a_callable_that_is_no_density_is_refused(pdf: Callable[[Any], Any], support: Any, words: str) -> None:
    """Wrong shape, raising, complex, negative, nan, divergent, or of another mass: NotADensityError says which."""
    with pytest.raises(NotADensityError, match=words):
        NoiseLaw.from_callable(pdf, support=support)


@pytest.mark.parametrize(
    ("pdf", "support"),
    [
        (lambda x: np.exp(-x), None),
        (lambda x: 2 * x**3 * np.exp(-(x**2)), None),  # ∞·0 far out
        (lambda x: x**-2 * np.exp(-1 / x), None),  # ∞·0 near 0
        (lambda x: 1 / (np.pi * np.sqrt(1 - x * x)), (-1, 1)),  # infinite at the double 1.0
        (lambda x: 0.5 / np.sqrt(x), (0, 1)),
        (lambda x: 0.5 * (1 - x) ** -0.5, (0, 1)),
        (lambda x: 1 / (1 + x) ** 2, None),
        (lambda x: np.exp(-np.abs(x - 1)) / 2, (-math.inf, math.inf)),
        (lambda x: 1e30 * np.exp(-1e30 * x), None),
    ],
)
def test_a_callable_density_is_accepted(pdf: Callable[[Any], Any], support: Any) -> None:
    """Singular at an end, 0·∞ far out, on either side of 0, at an odd scale: its mass is measured as 1."""
    law = NoiseLaw.from_callable(pdf, support=support)
    assert isinstance(law.measure, Opaque)
    assert law.transform is None
    assert abs(mass(law) - 1) < 1e-8


def test_a_callable_is_normalised_by_its_measured_mass() -> None:
    """∫ 3e^{-x} dx = 3 is divided out."""
    law = NoiseLaw.from_callable(lambda x: 3 * np.exp(-x), normalize=True)
    assert law.measure.mass == pytest.approx(3, rel=1e-12)
    assert mass(law) == pytest.approx(1, rel=1e-12)
