"""Formula text and SymPy expressions, read and written through a whitelist; nothing is ever evaluated as Python."""

from priorcalc.formula.reader import parse_formula
from priorcalc.formula.writer import to_formula_text

__all__ = ["parse_formula", "to_formula_text"]
