"""``derive_prior``: whatever a user brings as a noise, as a law, and its prior.

A name of the catalogue, a formula, a SymPy expression, a frozen SciPy law, a callable density, atoms, or a law
built with the algebra.  What is derived for a law that a user brought is compared with quadrature from the
definition before it is returned; a closed form that does not agree is dropped, and the derivation says so.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import singledispatch
from typing import Any

from sympy import Expr, Symbol

from priorcalc import laws
from priorcalc.computer_algebra import searched
from priorcalc.derive import Derivation, derive
from priorcalc.errors import ParameterError, PriorcalcError, UnknownLawError, remedy
from priorcalc.exact import exact
from priorcalc.formula import parse_formula
from priorcalc.laws.noise import NoiseLaw
from priorcalc.laws.record import POSITIVE
from priorcalc.measure import free_symbols
from priorcalc.numeric.evaluate import evaluate
from priorcalc.numeric.lattice import weight_scale
from priorcalc.numeric.weight import WeightNumbers
from priorcalc.prior import Prior
from priorcalc.recognise import UNKNOWN
from priorcalc.symbols import w

TRIED = ("0.125", "0.875", "2.75")
"""The weights, in units of the median, at which a closed form is compared with quadrature."""
AGREEMENT = 1e-9


def derive_prior(
    noise: Any,
    /,
    *,
    sigma0: Any = 1,
    support: Sequence[Any] | None = None,
    normalize: bool = False,
    check: bool = True,
    search: float = 0,
    **params: Any,
) -> Prior:
    """The prior on a weight w = λ·z, z ~ N(0, σ₀²), that the noise λ induces.

    ``p(w) = ∫ N(w; 0, λ²σ₀²) p(λ) dλ``, in closed form where one exists, by quadrature otherwise.

    Parameters
    ----------
    noise : str, sympy.Expr, frozen scipy law, callable, mapping or NoiseLaw
        The law of λ: a name of the catalogue (``"rayleigh"``), a formula in ``lam`` or ``λ``, an expression
        with one free symbol, ``scipy.stats.gamma(2.5)``, a vectorised density, ``{value: probability}``, or a
        law built from ``laws`` with ``*`` and ``**``.
    sigma0 : number or positive symbol
        The standard deviation (not the variance) of the base weight.
    support : pair, optional
        The ends of the support of a formula, expression or callable; (0, oo) by default.
    normalize : bool
        Divide a density by its mass instead of refusing a mass other than 1.
    check : bool
        Compare the closed form for a law of your own with quadrature; catalogue laws need no such check.
    search : float
        Seconds that SymPy's integrator may take, in a process of its own, where the algebra of transforms has no
        closed form; what it proposes is kept only if quadrature confirms it.  0: it is not asked.
    **params
        Parameters of a named law, or values of the other names in a formula.  Symbols stay symbols.

    Raises
    ------
    UnknownLawError, ParameterError, FormulaError, NotADensityError
        Each says what was asked, what was found and what to do.

    References
    ----------
    Nalisnick, Hernández-Lobato & Smyth (2019), Dropout as a Structured Shrinkage Prior, ICML.

    Examples
    --------
    >>> derive_prior("rayleigh")
    Laplace(b=1)
    >>> derive_prior("half_cauchy").variance
    BetaPrime(alpha=0.5, beta=0.5, scale=1)
    >>> derive_prior("lam*exp(-lam**2/2)").name
    'Laplace'
    """
    law = as_noise(noise, support, normalize, params)
    derivation = derive(law, _sigma0(sigma0))
    seconds = _seconds(search)
    if derivation.weight.expr is None and seconds > 0:
        return Prior(_compared(searched(derivation, seconds)))
    return Prior(_compared(derivation) if law.brought and check else derivation)


def _seconds(value: Any) -> float:
    asked, todo = f"search={value!r}", "give the seconds that SymPy's integrator may take, such as 20, or 0"
    try:
        seconds = float(value)
    except (TypeError, ValueError) as error:
        raise ParameterError(remedy(asked, "it is not a number", todo)) from error
    if not 0 <= seconds < float("inf"):
        raise ParameterError(remedy(asked, "it is not a number of seconds", todo))
    return seconds


def _sigma0(value: Any) -> Expr:
    asked = f"sigma0={value!r}"
    todo = "sigma0 is the standard deviation of the base weight: give a positive number or a positive symbol"
    try:
        sigma0 = exact(value)
    except ParameterError as error:
        raise ParameterError(remedy(asked, "it is not a number", todo)) from error
    if POSITIVE.admits(sigma0) is not True:
        raise ParameterError(remedy(asked, f"{sigma0} is not known to be positive and finite", todo))
    return sigma0


@singledispatch
def as_noise(noise: Any, support: Sequence[Any] | None, normalize: bool, params: Mapping[str, Any]) -> NoiseLaw:
    """The law of λ that ``noise`` stands for."""
    if getattr(noise, "dist", None) is not None:
        _only(noise, support, normalize, params, "a frozen SciPy law has its own support and parameters")
        return NoiseLaw.from_scipy(noise)
    if callable(noise):
        _only(noise, None, False, params, "a callable density takes the noise alone: bind its parameters first")
        return NoiseLaw.from_callable(noise, support=support, normalize=normalize)
    todo = "give a name, a formula, an expression, a SciPy law, a callable, {value: probability} or a NoiseLaw"
    raise ParameterError(remedy(f"derive_prior({noise!r})", f"a {type(noise).__name__} is no law", todo))


@as_noise.register
def _(noise: NoiseLaw, support: Sequence[Any] | None, normalize: bool, params: Mapping[str, Any]) -> NoiseLaw:
    _only(noise, support, normalize, params, "a law is complete: give its parameters when you build it")
    return noise


@as_noise.register
def _(noise: Expr, support: Sequence[Any] | None, normalize: bool, params: Mapping[str, Any]) -> NoiseLaw:
    return NoiseLaw.from_expr(noise, support=support, normalize=normalize, **params)


@as_noise.register
def _(noise: Mapping, support: Sequence[Any] | None, normalize: bool, params: Mapping[str, Any]) -> NoiseLaw:  # type: ignore[type-arg]
    _only(noise, support, normalize, params, "atoms are complete")
    return NoiseLaw.from_atoms(noise)


@as_noise.register
def _(noise: str, support: Sequence[Any] | None, normalize: bool, params: Mapping[str, Any]) -> NoiseLaw:
    try:
        record = laws.find(noise)
    except UnknownLawError:
        if looks_like_formula(noise):
            return NoiseLaw.from_formula(noise, support=support, normalize=normalize, **params)
        raise
    _only(noise, support, normalize, {}, "a named law has its own support")
    return NoiseLaw.of_record(record, params)


def looks_like_formula(text: str) -> bool:
    """Whether a text that is no name is meant as a formula: it has the noise, a digit or an operator in it.

    >>> looks_like_formula("raleigh"), looks_like_formula("exp(-lam)")
    (False, True)
    """
    return re.fullmatch(r"[^\W\d_]([^\W_]|[\s_-])*", text.strip()) is None or text.strip() in ("lam", "λ", "lambda")


def read_value(text: str) -> Expr:
    """The value of a parameter given as text: a number, or a bare word as a positive symbol.

    >>> read_value("3/2"), read_value("tau").is_positive
    (3/2, True)
    """
    word = text.strip()
    if word.isidentifier() and word not in ("oo", "inf", "pi", "e", "E"):
        return Symbol(word, positive=True)
    return parse_formula(word)


def _only(noise: Any, support: Any, normalize: bool, params: Mapping[str, Any], why: str) -> None:
    extra = [name for name, given in (("support", support is not None), ("normalize", normalize)) if given]
    extra += list(params)
    if extra:
        raise ParameterError(
            remedy(f"derive_prior({noise!r}, {', '.join(extra)}=…)", why, f"leave out {', '.join(extra)}")
        )


def _compared(derivation: Derivation) -> Derivation:
    """The derivation, its closed form dropped if quadrature from the definition does not give the same numbers."""
    expr = derivation.weight.expr
    if expr is None or derivation.sigma0.free_symbols or free_symbols(derivation.noise.measure):
        return derivation
    numbers = WeightNumbers(weight_scale(derivation.noise.measure), float(derivation.sigma0))
    unit = float(numbers.isf((1 - float(derivation.weight.atom)) / 4))
    for factor in TRIED:
        point = float(factor) * unit
        try:
            # In units of a typical weight the density is a double, whatever σ₀ is.
            closed = float(evaluate(expr, w, point, digits=15) * unit)
        except (PriorcalcError, ArithmeticError, ValueError, TypeError) as error:
            return _dropped(derivation, f"the closed form could not be evaluated at w = {point:.6g} ({error})")
        integrated = unit and math.exp(numbers.logpdf(point) + math.log(unit))
        if not abs(closed - integrated) <= AGREEMENT * integrated:
            values = f"{closed:.12g}/{unit:.6g} at w = {point:.6g}, quadrature {integrated:.12g}/{unit:.6g}"
            return _dropped(derivation, f"the closed form gave {values}")
    return derivation


def _dropped(derivation: Derivation, why: str) -> Derivation:
    weight = replace(UNKNOWN, atom=derivation.weight.atom)
    return replace(derivation, weight=weight, transform=None, note=f"A closed form was found and dropped: {why}.")
