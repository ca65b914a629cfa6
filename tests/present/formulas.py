"""Every formula that the catalogue's derivations show, and the arguments that show them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from sympy import Expr, Symbol

from priorcalc import laws
from priorcalc.argument import Argument
from priorcalc.derive import derive
from priorcalc.laws.examples import EXAMPLES
from priorcalc.steps import Step, steps

LOOKED_AT = {
    "rayleigh": {}, "half_cauchy": {}, "inverse_nakagami": {"m": 1.5}, "beta": {"alpha": 2, "beta": 3}, "lognormal": {},
}  # fmt: skip
SIGMA0 = Symbol("sigma0", positive=True)


@cache
def argument(name: str) -> Argument:
    return Argument(derive(laws.law(name, **LOOKED_AT[name])))


@cache
def shown(name: str) -> tuple[Step, ...]:
    return steps(derive(EXAMPLES[name]()))


@cache
def shown_with_symbols(name: str) -> tuple[Step, ...]:
    record = laws.RECORDS[name]
    values = {p.name: Symbol(p.name, positive=True, integer=p.domain.integer or None) for p in record.parameters}
    return steps(derive(laws.law(name, **values), SIGMA0))


WITH_SYMBOLS = tuple(name for name in laws.RECORDS if name != "binomial")


def sides(name: str) -> Iterator[Expr]:
    for step in (*shown(name), *(shown_with_symbols(name) if name in WITH_SYMBOLS else ())):
        yield from (side for side in (step.before, step.after) if side is not None)
