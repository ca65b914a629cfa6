"""Formula text becomes SymPy; nothing is ever evaluated as Python.

The text is cut into tokens, and every operand goes to Python's grammar as the same letter ``x``: what
comes back is the *shape* (four kinds of ``ast`` node), and each operand is looked up by its position.  So
``lambda`` can be the noise, ``^`` a power, ``0.08`` exactly 2/25, and no word of the text reaches Python.
SymPy multiplies some things out at once (9**9**9, gamma(10**9), exp(10**9*log(2))): what would be large is
refused before it is built, and a constant must be a finite real number.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType

from sympy import Expr, Pow, Rational, S, preorder_traversal

from priorcalc.errors import ParameterError, close_matches, remedy
from priorcalc.formula.tokens import Token, is_free, refusal, shape_of, tokenise
from priorcalc.formula.vocabulary import (
    BINARY,
    CONSTANTS,
    FUNCTIONS,
    INFINITE,
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_INNER_BITS,
    MAX_LENGTH,
    MAX_MAGNITUDE,
    MAX_NESTED,
    MAX_NODES,
    MAX_TOKENS,
    bit_length,
    nesting_weight,
)


def _is_finite_real(value: Expr) -> bool:
    if value.is_Rational:
        return max(abs(int(value.p)), int(value.q)).bit_length() <= 4 * MAX_MAGNITUDE
    if value.free_symbols:
        return True
    if value in (S.NaN, S.ComplexInfinity):
        return False
    real, imaginary = value.evalf(6, maxn=30).as_real_imag()
    moderate = real == 0 or Rational(1, 10**MAX_MAGNITUDE) < abs(real) < 10**MAX_MAGNITUDE
    return bool(moderate and abs(imaginary) <= abs(real) / 1000)


def _number(token: Token) -> Expr:
    digits, _, exponent = token.text.lower().partition("e")
    if len(digits) > MAX_DIGITS or len(exponent) > 5 or abs(int(exponent or 0)) > MAX_MAGNITUDE:
        raise OverflowError(f"the number has more than {MAX_DIGITS} digits or an exponent above {MAX_MAGNITUDE}")
    return Rational(token.text)


@dataclass(frozen=True)
class _Reader:
    """Walks the shape and builds the expression."""

    text: str
    place: Mapping[int, Token]
    names: Mapping[str, Expr]

    def read(self, node: ast.AST, depth: int = 0, weight: int = 0) -> Expr:
        token = self.place[node.col_offset]  # type: ignore[attr-defined]
        if depth > MAX_DEPTH:
            raise refusal(self.text, token.column, f"the formula is more than {MAX_DEPTH} deep", "write it flatter")
        match node:
            case ast.Name() if token.kind == "number":
                return self.built(token, _number, token)
            case ast.Name():
                return self.named(token)
            case ast.UnaryOp(op=ast.USub(), operand=inner):
                return -self.read(inner, depth + 1, weight)
            case ast.UnaryOp(op=ast.UAdd(), operand=inner):
                return self.read(inner, depth + 1, weight)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in BINARY:
                a, b = self.read(left, depth + 1, weight), self.read(right, depth + 1, weight)
                return self.built(self.place[right.col_offset], BINARY[type(op)], a, b)
            case ast.Call(func=ast.Name(), args=inner, keywords=[]):
                weight += nesting_weight(token.text) if token.text in FUNCTIONS else 0
                if weight > MAX_NESTED:
                    raise refusal(self.text, token.column, "too many functions stand inside each other", "simplify it")
                return self.called(token, [self.read(argument, depth + 1, weight) for argument in inner])
        raise refusal(self.text, token.column, "this is not part of a formula")

    def named(self, token: Token) -> Expr:
        if token.text in FUNCTIONS:
            raise refusal(self.text, token.column, f"{token.text} is a function", f"write {token.text}(...)")
        if token.text in INFINITE:
            raise refusal(self.text, token.column, "infinity is not a number to compute with", "let it stand alone")
        if token.text not in self.names:
            todo = close_matches(token.text, {*self.names, *FUNCTIONS})
            raise refusal(self.text, token.column, f"the name {token.text!r} is not known", todo)
        return self.names[token.text]

    def called(self, token: Token, arguments: list[Expr]) -> Expr:
        function = FUNCTIONS.get(token.text)
        if function is None:
            todo = f"write {token.text}*(...)" if token.text in self.names else close_matches(token.text, FUNCTIONS)
            raise refusal(self.text, token.column, f"{token.text!r} is not a function that is known", todo)
        if len(arguments) != function.count and (function.count or not arguments):
            found = f"{token.text} is given {len(arguments)} arguments"
            raise refusal(self.text, token.column, found, f"give it {function.count or 'at least one'}")
        numbers = [argument for argument in arguments if not argument.free_symbols]
        largest = function.largest_of_all if len(numbers) == len(arguments) else 0
        largest = largest or function.largest

        def build(*values: Expr) -> Expr:
            if largest and any(abs(number) > largest for number in numbers):
                raise OverflowError(f"{token.text} takes numbers up to {largest} here")
            weight = nesting_weight(token.text)
            powers = {power for x in values for power in x.atoms(Pow)} if weight else set()
            if any(power.exp.is_Rational and bit_length(power.exp) > MAX_INNER_BITS[weight] for power in powers):
                raise OverflowError(f"a power inside {token.text} has a long exponent")
            value = function.build(*values)
            if sum(1 for _ in islice(preorder_traversal(value), MAX_NODES + 1)) > MAX_NODES:
                raise OverflowError("written out it is too long")
            return value

        return self.built(token, build, *arguments)

    def built(self, token: Token, build: Callable[..., Expr], *arguments: Expr) -> Expr:
        try:
            value = build(*arguments)
            finite = _is_finite_real(value)
        except Exception as error:  # SymPy's own refusals are of many kinds
            found = f"this cannot be computed ({error})"[:200]
            raise refusal(self.text, token.column, found, "write it otherwise") from None
        if not finite:
            raise refusal(self.text, token.column, "the value is not a finite real number of moderate size", "mend it")
        return value


def _names(parameters: Mapping[str, Expr]) -> dict[str, Expr]:
    for name, value in parameters.items():
        if not is_free(name):
            todo = "call it otherwise, as in 'a' or 'scale'"
            raise ParameterError(remedy(f"parameter {name!r}", "the name is taken or is not a word", todo))
        if not isinstance(value, Expr) or value.has(S.NaN, S.ComplexInfinity, S.Infinity, S.NegativeInfinity):
            todo = "give a finite number or a symbol of SymPy"
            raise ParameterError(remedy(f"parameter {name}", f"{value!r} is not a SymPy number", todo))
    return {**CONSTANTS, **parameters}


def parse_formula(text: str, parameters: Mapping[str, Expr] = MappingProxyType({})) -> Expr:
    """Read a formula in the noise λ, written ``lam``, ``lambda`` or ``λ``.

    Parameters
    ----------
    text : str
        Numbers, names, ``+ - * / ^ **``, brackets and the functions of ``FUNCTIONS``; numbers are exact.
    parameters : mapping of str to Expr
        What the free names of the formula stand for.

    Raises
    ------
    FormulaError
        For any text that is not such a formula; it tells the column.
    ParameterError
        When a parameter bears a name that formulas use themselves, is not a SymPy expression, or is not used.

    Examples
    --------
    >>> from sympy import Symbol
    >>> parse_formula("0.08*λ*exp(-0.04*lambda^2)")
    2*lam*exp(-lam**2/25)/25
    """
    names = _names(parameters)
    if len(text) > MAX_LENGTH:
        raise refusal(text, MAX_LENGTH, f"the text is longer than {MAX_LENGTH} characters", "shorten it")
    tokens = tokenise(text)
    words = [token.text for token in tokens]
    if words[-1:] in (["oo"], ["inf"]) and words[:-1] in ([], ["+"], ["-"]):
        return -S.Infinity if "-" in words else S.Infinity
    if len(tokens) > MAX_TOKENS:
        raise refusal(
            text, tokens[MAX_TOKENS].column, f"there are more than {MAX_TOKENS} words and signs", "shorten it"
        )
    unused = set(parameters) - set(words)
    if unused:
        found = f"the formula {text!r} has no such name"
        raise ParameterError(remedy(f"parameter {min(unused)}", found, "leave it out or correct it"))
    shape, place = shape_of(text, tokens)
    try:
        tree = ast.parse(shape.rstrip(), mode="eval").body  # a shape of x, signs and brackets: see shape_of
        return _Reader(text, place, names).read(tree)
    except (SyntaxError, RecursionError, MemoryError):
        raise refusal(text, 1, "the signs and brackets make no formula, or one too deep", "write it flatter") from None
