"""The special functions of scale mixtures that SymPy does not have.

Tricomi's U(a, b, z) is the solution of Kummer's equation that falls like z^{-a}; for Re a > 0 it is
``Γ(a)⁻¹ ∫₀^∞ e^{-zt} t^{a-1} (1+t)^{b-a-1} dt`` (DLMF 13.4.4).  The class bears mpmath's and SciPy's name for it,
so SymPy evaluates it through mpmath and ``lambdify`` finds it in either.
"""

from __future__ import annotations

from typing import Any

from sympy import Expr, Function, S
from sympy.core.function import ArgumentIndexError


class hyperu(Function):  # SymPy's functions are spelt as in formulas
    """Tricomi's confluent hypergeometric function U(a, b, z).

    >>> from sympy import Rational
    >>> hyperu(1, 1, Rational(1, 2)).evalf(20)     # e^z E1(z)
    0.92291063248373046883
    """

    nargs = (3,)

    @classmethod
    def eval(cls, a: Expr, b: Expr, z: Expr) -> Expr | None:
        """U(0, b, z) = 1, and U(a, a+1, z) = z^{-a}."""
        if a == 0:
            return S.One
        return z ** (-a) if b - a == 1 else None

    def fdiff(self, argindex: int = 1) -> Expr:
        """dU/dz = -a·U(a+1, b+1, z), DLMF 13.3.22."""
        a, b, z = self.args
        if argindex != 3:
            raise ArgumentIndexError(self, argindex)
        return -a * hyperu(a + 1, b + 1, z)

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        inner = ", ".join(printer._print(argument) for argument in self.args)
        return rf"U\left({inner}\right)" + (f"^{{{exp}}}" if exp else "")
