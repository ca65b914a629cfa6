"""Every step of a derivation compared: before and after, at a random admissible point, to 20 digits.

The parameters that are symbols are drawn inside their domains, the step's own variable inside its interval.  The two
sides are evaluated as they stand (``sides.py``): an integral is integrated, a series summed, an inverse transform
taken along its line; nothing that the algebra knows is used.  The point depends on the step alone, so that a page
written twice is the same page.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from mpmath import mp, mpf
from sympy import Expr, Rational, Symbol, oo

from priorcalc import laws
from priorcalc.derive import Derivation
from priorcalc.errors import ParameterError
from priorcalc.measure import free_symbols
from priorcalc.steps.step import Step, line
from priorcalc.symbols import s
from priorcalc.verify.claims import FAILURES
from priorcalc.verify.evidence import Verdict
from priorcalc.verify.sides import side

REQUIRED = 20
"""Digits to which the two sides must agree."""
SHOWN = 25
MOST_DRAWS = 500
Point = Mapping[Symbol, Expr]


@dataclass(frozen=True)
class Mark:
    """What the comparison of a step's two sides gave.

    Attributes
    ----------
    verdict : {"upheld", "refuted", "undecided"}
    digits : int
        Digits to which the sides agree, at most 25.
    point : str
        Where they were compared: ``"w = 1.31"``.
    """

    verdict: Verdict
    digits: int
    point: str

    def __str__(self) -> str:
        if self.verdict == "undecided":
            return f"not compared ({self.point})"
        where = f" at {self.point}" if self.point else ""
        return f"{'✓' if self.verdict == 'upheld' else '✗'} {self.digits} digits{where}"


def mark(step: Step, derivation: Derivation) -> Mark | None:
    """Compare the two sides of a step; None if it has not two sides.

    Examples
    --------
    >>> from priorcalc.derive import derive
    >>> from priorcalc.steps import steps
    >>> derivation = derive(laws.rayleigh())
    >>> [str(mark(step, derivation)) for step in steps(derivation)][1]
    '✓ 25 digits at v = 1.05'
    """
    if step.before is None or step.after is None:
        return None
    rng = random.Random(f"{step.section} {step.rule.id} {step.quantity}")
    try:
        point = _drawn(step, derivation, rng)
        before, after = (side(expr.xreplace(dict(point))) for expr in (step.before, step.after))
    except (*FAILURES, NotImplementedError) as error:
        return Mark("undecided", 0, str(error)[:120])
    where = ", ".join(f"{_name(symbol)} = {float(value):g}" for symbol, value in point.items())
    digits = _agreement(before, after)
    return Mark("upheld" if digits >= REQUIRED else "refuted", digits, where)


def _agreement(before: mpf, after: mpf) -> int:
    with mp.workdps(40):
        error = abs(before - after) / max(abs(before), abs(after), mpf(10) ** -300)
        return SHOWN if error <= mpf(10) ** -SHOWN else max(0, int(mp.floor(-mp.log10(error))))


def _name(symbol: Symbol) -> str:
    return {"lam": "λ", "lambda": "λ", "sigma": "σ", "sigma0": "σ₀", "beta": "β", "alpha": "α"}.get(
        symbol.name, symbol.name
    )


def _drawn(step: Step, derivation: Derivation, rng: random.Random) -> dict[Symbol, Expr]:
    assert step.before is not None and step.after is not None
    free = (step.before.free_symbols | step.after.free_symbols) - {line}
    parameters = free_symbols(derivation.noise.measure) | derivation.sigma0.free_symbols
    indices = {symbol for symbol in free if symbol.is_integer and symbol not in parameters}
    point = admissible(derivation, sorted(parameters, key=str), rng)
    point |= {symbol: Rational(rng.randint(0, 3)) for symbol in sorted(indices, key=str)}
    for symbol in sorted(free - set(point) - {step.symbol}, key=str):
        point[symbol] = _decimal(rng, 0.4, 2.4)
    if step.symbol in free:
        lower, upper = (end.xreplace(point) for end in step.within)
        point[step.symbol] = _on_strip(lower, upper, rng) if step.symbol == s else _inside(lower, upper, rng)
    return {symbol: value for symbol, value in point.items() if symbol in free}


def admissible(derivation: Derivation, parameters: list[Symbol], rng: random.Random) -> dict[Symbol, Expr]:
    """Values for the parameters that are symbols, inside the domains of the law that they belong to.

    Raises
    ------
    ParameterError
        If none was found.
    """
    noise = derivation.noise
    record = laws.find(noise.name) if noise.name is not None else None
    for _ in range(MOST_DRAWS):
        wide = rng.random() < 0.6
        point: dict[Symbol, Expr] = {
            symbol: Rational(rng.randint(1, 4)) if symbol.is_integer else _decimal(rng, 0.2, 2.6 if wide else 0.9)
            for symbol in parameters
        }
        try:
            if record is not None:
                record.bind({name: value.xreplace(point) for name, value in noise.params})
            return point
        except ParameterError:
            continue
    raise ParameterError("no admissible values were found for the symbols")


def _decimal(rng: random.Random, low: float, high: float) -> Rational:
    return Rational(rng.randint(round(100 * low), round(100 * high)), 100)


def _inside(lower: Expr, upper: Expr, rng: random.Random) -> Expr:
    share = _decimal(rng, 0.2, 0.8)
    if upper == oo:
        start = lower if lower.is_finite else Rational(0)
        return start + 3 * share
    return lower + share * (upper - lower) if lower.is_finite else upper - 3 * share


def _on_strip(lower: Expr, upper: Expr, rng: random.Random) -> Expr:
    # To the right of 1, where the strip is wide enough: every transform here exists at 1.
    share = _decimal(rng, 0.3, 0.7)
    return 1 + share * (min(upper, Rational(5, 2)) - 1)
