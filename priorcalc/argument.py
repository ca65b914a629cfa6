"""The argument behind a prior: its steps, each compared numerically when it is shown, in text, LaTeX, HTML or JSON.

A façade over ``steps/`` (what is claimed), ``verify/stepwise.py`` (that both sides of each step agree) and
``present/`` (how it looks); nothing is computed before it is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from priorcalc.derive import Derivation
from priorcalc.present.formats import FORMATS, RICH, as_data
from priorcalc.steps import Step, steps
from priorcalc.verify.stepwise import Mark, mark


@dataclass(frozen=True)
class Argument:
    """What ``prior.derivation`` is: the steps from the noise to the weight.

    Examples
    --------
    >>> from priorcalc import laws
    >>> from priorcalc.derive import derive
    >>> argument = Argument(derive(laws.rayleigh()))
    >>> argument.steps[0].rule.id, argument.upheld
    ('definition', True)
    """

    derivation: Derivation

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps in order, each with its rule, statement, before, after and citation."""
        return steps(self.derivation)

    @cached_property
    def marks(self) -> tuple[Mark | None, ...]:
        """What the numerical comparison of each step's two sides gave; None for a step that has not two sides."""
        return tuple(mark(step, self.derivation) for step in self.steps)

    @property
    def upheld(self) -> bool:
        """Whether both sides agreed to 20 digits in every step that has two."""
        return all(each is None or each.verdict == "upheld" for each in self.marks)

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        return f"Argument({self.derivation.noise!r}, {len(self.steps)} steps)"

    def _repr_html_(self) -> str:
        return RICH["html"](self)

    def _repr_latex_(self) -> str:
        return RICH["latex"](self)

    def to_text(self) -> str:
        """Unicode text, at most 100 columns wide."""
        return FORMATS["text"](self)

    def to_latex(self) -> str:
        """A LaTeX document that stands alone."""
        return FORMATS["latex"](self)

    def to_html(self) -> str:
        """One HTML file that stands alone: MathML, no scripts, nothing fetched."""
        return FORMATS["html"](self)

    def to_dict(self) -> dict[str, Any]:
        """The steps as plain JSON values."""
        return as_data(self)
