"""SymPy expressions written as formula text: the inverse of ``reader.py``."""

from __future__ import annotations

import sympy
from sympy import Expr, Rational, preorder_traversal

from priorcalc.errors import FormulaError, remedy
from priorcalc.formula.reader import parse_formula
from priorcalc.formula.tokens import is_free
from priorcalc.formula.vocabulary import CONSTANTS, WRITABLE
from priorcalc.symbols import lam


def to_formula_text(expr: Expr) -> str:
    """Write a SymPy expression as text that :func:`parse_formula` reads back.

    Raises
    ------
    FormulaError
        When something in it has no name in formulas.

    Examples
    --------
    >>> to_formula_text(2 * lam * sympy.exp(-(lam**2)))
    '2*lam*exp(-lam**2)'
    """
    floats = {number: Rational(repr(float(number))) for number in expr.atoms(sympy.Float)}
    exact = expr.xreplace(floats)
    for node in preorder_traversal(exact):
        known = node in CONSTANTS.values() or node.is_Rational
        if not (known or (is_free(node.name) if node.is_Symbol else node.func in WRITABLE)):
            found = f"{node} has no name in formulas"
            raise FormulaError(remedy(f"text of {exact}", found, "give the expression itself"))
    plain = exact.replace(sympy.hyper, lambda a, b, z: sympy.Function(f"hyp{len(a)}f{len(b)}")(*a, *b, z))
    text = str(sympy.sstr(plain))
    free = {symbol.name: symbol for symbol in exact.free_symbols - {lam}}
    parse_formula(text, free)
    return text
