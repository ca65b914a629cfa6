"""Strategies that draw laws, transforms, weights and seeds, and shrink to what a person can read.

Parameters are short decimals and shrink to 1, laws shrink to ``rayleigh(sigma=1)``, weights to 1.0; ``repr`` of what
is drawn is the call that makes it.  Randomness is drawn as a seed, never as a generator.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st
from sympy import Expr, Rational, oo

from priorcalc import laws
from priorcalc.errors import NotADensityError, ParameterError
from priorcalc.laws.noise import NoiseLaw
from priorcalc.laws.record import Parameter
from priorcalc.layer import LayerPrior, layer_prior
from priorcalc.mellin import GammaRatio

FIRST = ("rayleigh", "half_cauchy", "uniform", "bernoulli", "gaussian", "inverse_nakagami", "gamma", "beta")
"""The order in which laws are tried when a counterexample is shrunk; the others follow by name."""
NAMES = (*FIRST, *sorted(set(laws.RECORDS) - set(FIRST)))
ALGEBRAIC = ("rayleigh", "half_cauchy", "exponential", "uniform", "pareto", "beta_prime", "lognormal", "inverse_gamma")
"""Laws with one gamma ratio, from which transforms are made."""
SHARED = ("rayleigh", "half_cauchy", "inverse_nakagami", "exponential", "gamma", "half_normal")
"""Laws with a smooth density, quick to integrate twice."""

positives = st.integers(-7, 72).map(lambda k: (8 + k) / 8)
"""0.125, 0.25, …, 10: exact in binary and short in decimal; they shrink to 1."""
units = st.sampled_from((0.5, 0.2, 0.8, 0.1, 0.9, 0.3, 0.7, 0.01, 0.99))
"""Shares strictly between 0 and 1."""


def _values(parameter: Parameter) -> st.SearchStrategy[float]:
    domain = parameter.domain
    if domain.integer:
        low = int(domain.lower) if domain.lower.is_finite else 0
        high = int(domain.upper) if domain.upper.is_finite else low + 12
        return st.integers(low, high)
    if domain.lower == 0 and domain.upper == 1:
        return units
    if domain.lower == 0:
        return positives
    # The real line: 0 first.
    return st.integers(-24, 24).map(lambda k: k / 8)


@st.composite
def noise_laws(draw: st.DrawFn, names: Sequence[str] = NAMES, composed: bool = False) -> NoiseLaw:
    """Laws of the catalogue with admissible parameters.

    Parameters
    ----------
    names : sequence of str
        Which laws; a counterexample shrinks towards few parameters, then towards the first.
    composed : bool
        Whether to draw products, powers, multiples and mixtures of two laws as well.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(noise_laws(["rayleigh", "half_cauchy"]), lambda law: law.transform is not None)
    rayleigh(sigma=1)
    """
    if not composed:
        return _catalogued(draw, names)
    kind = draw(st.sampled_from(("one", "multiple", "power", "product", "mixture")))
    law = _catalogued(draw, names)
    match kind:
        case "multiple":
            return draw(positives) * law
        case "power":
            try:
                return law ** draw(powers())
            except NotADensityError:
                assume(False)
        case "product":
            return law * _catalogued(draw, names)
        case "mixture":
            share = draw(units)
            return NoiseLaw.mixture([(share, law), (1 - Rational(str(share)), _catalogued(draw, names))])
    return law


def _catalogued(draw: st.DrawFn, names: Sequence[str]) -> NoiseLaw:
    record = laws.find(draw(st.sampled_from(tuple(names))))
    values: dict[str, Any] = {parameter.name: draw(_values(parameter)) for parameter in record.parameters}
    try:
        return NoiseLaw.of_record(record, values)
    except ParameterError:
        # Parameters that are admissible one by one need not fit together: lower < upper.
        assume(False)
        raise


def powers() -> st.SearchStrategy[Expr]:
    """Rational exponents other than 0, of either sign.

    >>> from hypothesis import find
    >>> find(powers(), lambda k: k < 0)
    -1
    """
    sizes = ("1", "2", "1/2", "3", "1/3", "3/2", "2/3", "-1", "-2", "-1/2", "-3", "-1/3", "-3/2")
    return st.sampled_from([Rational(size) for size in sizes])


@st.composite
def transforms(draw: st.DrawFn, most: int = 3) -> GammaRatio:
    """Mellin transforms of products of powers of up to ``most`` laws on (0, ∞): gamma ratios.

    >>> from hypothesis import find, settings
    >>> find(transforms(), lambda x: True, settings=settings(max_examples=5))
    GammaRatio(scale=sqrt(2), upper=((1/2, 1/2),), lower=(), spread=0, bessel=())
    """
    product: GammaRatio | None = None
    for _ in range(draw(st.integers(1, most))):
        law = _catalogued(draw, ALGEBRAIC)
        assume(law.transform is not None and len(law.transform.parts) == 1)
        assert law.transform is not None
        factor = law.transform.parts[0][1] ** draw(powers())
        product = factor if product is None else product * factor
    assert product is not None
    return product


def weights(unit: float = 1.0, least: int = -9, most: int = 4) -> st.SearchStrategy[float]:
    """Weights of either sign with two digits, from 10^least to 10^most units; 0 is not among them.

    >>> from hypothesis import find
    >>> find(weights(), lambda w: w < 0)
    -1.0
    """
    digits = st.integers(10, 99)
    decade = st.integers(least, most)
    return st.builds(lambda d, e, sign: sign * float(f"{d / 10}e{e}") * unit, digits, decade, st.sampled_from((1, -1)))


def ratios() -> st.SearchStrategy[float]:
    """Numbers above 1, from 1.01 to 100."""
    return st.one_of(st.sampled_from((2.0, 10.0, 100.0)), st.integers(1, 90).map(lambda k: 1 + k / 100))


def quantiles() -> st.SearchStrategy[float]:
    """Probabilities up to a half, down to 1e-300."""
    return st.one_of(st.integers(1, 49).map(lambda k: k / 100), st.integers(2, 300).map(lambda k: float(f"1e-{k}")))


def exponents() -> st.SearchStrategy[float]:
    """Exponents of moments, from -0.95 to 4.95 in steps of 0.05; they shrink to 1."""
    return st.integers(-39, 79).map(lambda k: (20 + k) / 20)


def seeds() -> st.SearchStrategy[int]:
    """Seeds of a generator.

    >>> from hypothesis import find
    >>> find(seeds(), lambda seed: True)
    0
    """
    return st.integers(0, 2**32 - 1)


@st.composite
def structures(draw: st.DrawFn, names: Sequence[str] = SHARED) -> LayerPrior:
    """Layers of up to 4 × 4 weights in which laws have one or two roles: ARD, ADD, ARD-ADD, DropConnect.

    Examples
    --------
    >>> from hypothesis import find, settings
    >>> find(structures(), lambda layer: layer.structure == "ADD", settings=settings(max_examples=50))
    layer_prior((1, 1), layer=rayleigh(sigma=1))
    """
    shape = (draw(st.integers(1, 4)), draw(st.integers(1, 4)))
    roles = draw(st.sampled_from((("unit",), ("layer",), ("unit", "layer"), ("weight",))))
    return layer_prior(shape, **{role: _catalogued(draw, names) for role in roles})


@st.composite
def user_densities(draw: st.DrawFn) -> NoiseLaw:
    """Laws given as a formula by a user, on the half line, the whole line or an interval, with their mass measured.

    >>> from hypothesis import find, settings
    >>> find(user_densities(), lambda law: True, settings=settings(max_examples=5))
    from_formula('exp(-lam)', normalize=True)
    """
    a, b, c = draw(st.integers(0, 4)), draw(st.integers(1, 4)), draw(st.integers(1, 6))
    power = "" if a == 0 else "lam*" if a == 1 else f"lam^{a}*"
    inner = "lam" if b == 1 else f"lam^{b}"
    rate = "" if c == 1 else f"{c}*"
    shapes: tuple[tuple[str, tuple[Any, Any] | None], ...] = (
        (f"{power}exp(-{rate}{inner})", None),
        (f"{power}(1 + {rate}{inner})^(-{a + 2})", None) if b > 1 else (f"(1 + {rate}lam)^(-{a + 2})", None),
        (f"{power}(1 - lam)^{b}", (0, 1)),
        (f"exp(-{rate}abs(lam))", (-oo, oo)),
        (f"1 + {c}*sin({b}*lam)^2", (0, 3)),
    )
    text, support = draw(st.sampled_from(shapes))
    return NoiseLaw.from_formula(text, support=support, normalize=True)
