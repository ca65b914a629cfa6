"""One step of a derivation: a rule, what it turns into what, and where the two sides are equal.

A step claims ``before = after`` for every admissible value of its symbol, which lies in the open interval ``within``,
and of the parameters.  It is data: what prints it is in ``present/``, what compares the two sides in ``verify/``.
A step that only sets a scene, or says why the road ends, has no sides.
"""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Expr, S, Symbol, oo

from priorcalc.rules import Rule, rule
from priorcalc.symbols import w

MODEL = "The model"
VARIANCE = "The variance prior"
TRANSFORM = "The weight prior, by transforms"
DIRECT = "The weight prior, by direct integration"
MASS = "The check"

noise = Symbol("lambda", positive=True)
"""|λ|, as the variable of an integral over the half line."""

u = Symbol("u", real=True)
"""ln λ, the variable of quadrature."""

line = Symbol("gamma", real=True)
"""The abscissa of the line along which a transform is inverted."""

Interval = tuple[Expr, Expr]
HALF_LINE: Interval = (S.Zero, oo)


@dataclass(frozen=True)
class Step:
    """``quantity = before = after``, by a rule.

    Attributes
    ----------
    rule : Rule
        What is applied, with its statement, assumptions and equation of the theory page.
    statement : str
        What is done, in one or two sentences.
    symbol : Symbol
        The variable of the two sides.
    before, after : Expr or None
        The two sides; None where nothing is computed.
    quantity : str
        What both sides are: ``"p(w)"``.
    section : str
        The heading under which the step stands.
    within : pair
        The open interval of ``symbol`` on which the sides are equal.

    Examples
    --------
    >>> from priorcalc import laws
    >>> from priorcalc.derive import derive
    >>> from priorcalc.steps import steps
    >>> [step.rule.id for step in steps(derive(laws.rayleigh())) if step.section == TRANSFORM]
    ['chi', 'scale-mixture', 'duplication', 'inverse-exp', 'mirror', 'division']
    """

    rule: Rule
    statement: str
    symbol: Symbol
    before: Expr | None = None
    after: Expr | None = None
    quantity: str = "p(w)"
    section: str = TRANSFORM
    within: Interval = HALF_LINE

    @property
    def citation(self) -> str:
        """Where the rule is from."""
        return self.rule.citation


def take(
    rule_id: str,
    statement: str,
    section: str,
    quantity: str = "p(w)",
    before: Expr | None = None,
    after: Expr | None = None,
    symbol: Symbol = w,
    within: Interval = HALF_LINE,
) -> Step:
    """A step by the rule of this id."""
    return Step(rule(rule_id), statement, symbol, before, after, quantity, section, within)
