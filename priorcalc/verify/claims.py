"""What a derivation claims, taken apart: densities as formulas, atoms, names.

A claimed density is a formula in λ, v or w whose Dirac deltas are atoms.  A name with parameters is a second claim of
the same density, by the record's own formula; it is checked on its own where the two are not one expression.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import mpmath
import numpy as np
from numpy.typing import NDArray
from sympy import Abs, DiracDelta, Expr, Mul, Rational, S, Sum, Symbol, lambdify, meijerg

from priorcalc.errors import PriorcalcError
from priorcalc.numeric.evaluate import evaluate
from priorcalc.numeric.logarithmic import log_function
from priorcalc.numeric.scale import Continuum
from priorcalc.recognise import Recognition
from priorcalc.verify.tables import COARSE, FINE, tabulate

Floats = NDArray[np.float64]
_SLOW = (meijerg, Sum)
_DIGITS = (50, 35)
_AGREE = 1e-13
_FEW = 10
_TERMS = 400
_LIGHT = 1e-14
_MOST = 20_000
FAILURES = (PriorcalcError, ArithmeticError, ValueError, TypeError, mpmath.libmp.libhyper.NoConvergence)


@dataclass(frozen=True)
class Claim:
    """A density claimed for the law of λ, λ² or w: ``says`` is its text, ``expr`` its continuous part in ``symbol``.

    ``atoms`` are (place, mass), zero among them if it has mass.
    """

    says: str
    symbol: Symbol
    expr: Expr
    atoms: tuple[tuple[Expr, Expr], ...]

    @property
    def is_slow(self) -> bool:
        """Whether only mpmath can evaluate it, point by point."""
        return bool(self.expr.has(*_SLOW))

    def log(self, points: Floats, digits: int = 30) -> Floats:
        """The log of the claimed density at points of either sign, from so many digits; nan where it cannot be had.

        A density that comes out negative is ``inf``: it agrees with nothing.
        """
        out = np.full(len(points), np.nan)
        middle = len(points) // 2
        if len(points) and _is_long(self.expr, self.symbol, Rational(float(points[middle]))):
            return out
        for outwards in (range(middle, len(points)), range(middle - 1, -1, -1)):
            for k in outwards:
                out[k] = self._log(float(points[k]), digits)
                if np.isnan(out[k]) and self.is_slow:
                    # A series that fails here fails farther out as well, and takes long to say so.
                    break
        return out

    def _log(self, point: float, digits: int) -> float:
        try:
            value = evaluate(self.expr, self.symbol, point, digits)
        except FAILURES:
            return np.nan
        if value < 0:
            return np.inf
        return float(mpmath.log(value)) if value > 0 else -np.inf

    def log_in_log(self) -> Callable[[Floats], Floats]:
        """u ↦ the log density, with respect to u = ln x, of the claimed law of x > 0, by ``numeric/logarithmic``."""
        function = log_function(self.expr, self.symbol)

        def log(u: Floats) -> Floats:
            sign, value = function(u)
            with np.errstate(invalid="ignore"):
                return np.where(sign > 0, value + u, -np.inf)

        return log

    def tabulated(self, low: float, high: float) -> Continuum:
        """The claimed law of |w| in t = ln |w|, interpolated on (low, high) from values of many digits."""
        return tabulate(self._many, low, high, COARSE if self.is_slow else FINE)

    def _many(self, t: Floats) -> Floats:
        """The log density at e^t: compiled and at two precisions where that is quick, else digit by digit."""
        order = np.argsort(t)
        if self.is_slow:
            out = np.empty(len(t))
            out[order] = self.log(np.exp(t[order]), _FEW)
            return out
        function = lambdify(self.symbol, self.expr, "mpmath")
        logs = np.array([[_plain_log(function, x, digits) for digits in _DIGITS] for x in t])
        with np.errstate(invalid="ignore"):
            # where the two differ, terms cancel: SymPy finds the precision that it takes
            lost = ~(np.abs(logs[:, 0] - logs[:, 1]) <= _AGREE)
        logs[lost, 0] = self.log(np.exp(t[lost]))
        return logs[:, 0]


def _is_long(expr: Expr, symbol: Symbol, point: Expr) -> bool:
    """Whether a series in it takes more terms than can be afforded at many points."""
    for series in expr.atoms(Sum):
        ((index, first, _),) = series.limits
        total, quiet = S.Zero, 0
        for k in range(_TERMS):
            term = series.function.xreplace({index: first + k, symbol: point}).evalf(6)
            total += term
            quiet = quiet + 1 if abs(term) <= 1e-12 * abs(total) and total != 0 else 0
            if quiet > 3:
                break
        else:
            return True
    return False


def _plain_log(function: Callable[[Any], Any], t: float, digits: int) -> float:
    with mpmath.workdps(digits):
        try:
            value = function(mpmath.exp(t))
            return float(mpmath.log(value)) if value > 0 else np.nan
        except FAILURES:
            return np.nan


def claims(known: Recognition, symbol: Symbol, letter: str) -> tuple[Claim, ...]:
    """The densities that a recognition claims: its formula, and what its name says if that is another formula."""
    found = []
    if known.expr is not None:
        rest, deltas = split(known.expr, symbol)
        found.append(Claim(f"p({letter}) by its formula", symbol, rest, (*_at_zero(known), *deltas)))
    named = _by_name(known, symbol)
    if named is not None and all(named - claim.expr != 0 for claim in found):
        found.append(Claim(f"p({letter}) by the name {called(known)}", symbol, named, _at_zero(known)))
    return tuple(found)


def called(known: Recognition) -> str:
    """The name with its parameters, as a call."""
    inner = ", ".join(f"{name}={value}" for name, value in known.params)
    front = "" if known.factor == 1 else f"{known.factor}·"
    return f"{front}{known.name}({inner})"


def _at_zero(known: Recognition) -> tuple[tuple[Expr, Expr], ...]:
    return ((S.Zero, known.atom),) if known.atom != 0 else ()


def _by_name(known: Recognition, symbol: Symbol) -> Expr | None:
    record = known.record
    if known.name is None or record is None or record.density is None:
        return None
    own = {p.name for p in record.parameters}
    params = {name: value for name, value in known.params if name in own}
    if set(params) != own:
        return None
    # A record of a weight writes its density in |w|; one of a noise in λ itself.
    argument = Abs(symbol) if not symbol.is_positive and record.support is None else symbol
    keep = next((value for name, value in known.params if name == "p" and name not in own), 1 - known.atom)
    return keep * record.write(argument / known.factor, params) / known.factor


def split(expr: Expr, symbol: Symbol) -> tuple[Expr, tuple[tuple[Expr, Expr], ...]]:
    """A density without its Dirac deltas, and the deltas as (place, mass).

    >>> from sympy import sqrt
    >>> from priorcalc.symbols import v
    >>> split(3 * DiracDelta(v - 2) / 4 + DiracDelta(sqrt(v) - 3) / (8 * sqrt(v)) + v, v)
    (v, ((2, 3/4), (9, 1/4)))
    """
    rest: Expr = S.Zero
    atoms: list[tuple[Expr, Expr]] = []
    for term in expr.expand(mul=True, deep=False).as_ordered_terms() if expr.has(DiracDelta) else (expr,):
        if isinstance(term, Sum) and term.has(DiracDelta):
            atoms += _lattice(term, symbol)
            continue
        deltas = [factor for factor in Mul.make_args(term) if factor.func is DiracDelta]
        if not deltas:
            rest = rest + term
            continue
        (delta,) = deltas
        # δ(c·x^q - a) has its mass where x^q = a/c, divided by the slope there.
        argument = delta.args[0].xreplace({Abs(symbol): symbol})
        constant, power = argument.as_independent(symbol, as_Add=True)
        factor, unknown = power.as_independent(symbol, as_Add=False)
        exponent = unknown.as_base_exp()[1]
        place = (-constant / factor) ** (1 / exponent)
        slope = argument.diff(symbol).xreplace({symbol: place})
        atoms.append((place, (term / delta).xreplace({symbol: place}) / abs(slope)))
    return rest, tuple(atoms)


def _lattice(series: Sum, symbol: Symbol) -> list[tuple[Expr, Expr]]:
    # The atoms of a series, up to where they no longer count.
    ((index, first, _),) = series.limits
    found: list[tuple[Expr, Expr]] = []
    for k in range(_MOST):
        _, ((place, mass),) = split(series.function.xreplace({index: first + k}), symbol)
        found.append((place, mass.evalf(20)))
        if k > 3 and abs(mass) < _LIGHT and abs(mass) < abs(found[-2][1]):
            break
    return found


def numbers_of(known: Recognition) -> dict[str, float]:
    """The parameters of a name as floats, the factor of c·X among them as ``scale``."""
    found = {name: float(value) for name, value in known.params}
    return found if known.factor == 1 else {**found, "scale": float(known.factor)}


def masses_agree(claim: Claim, spike: float, points: Floats, masses: Floats) -> tuple[float, bool]:
    """The largest difference between claimed atoms and those of the definition, and whether their places agree."""
    claimed = {0.0: 0.0}
    for place, mass in claim.atoms:
        claimed[float(place)] = claimed.get(float(place), 0.0) + float(mass)
    defined = {0.0: spike}
    for point, mass in zip(points, masses, strict=True):
        near = [key for key in claimed if abs(key - point) <= 1e-12 * abs(point)]
        key = near[0] if near else float(point)
        defined[key] = defined.get(key, 0.0) + float(mass)
    gaps = [abs(claimed.get(key, 0.0) - defined.get(key, 0.0)) for key in {*claimed, *defined}]
    return max(gaps), max(gaps) < 1e-9
