"""Formula text cut into tokens, and the shape of it that is given to Python's grammar.

Every operand becomes the same letter ``x``, so that no word of the text reaches Python; its place in the line
tells which token it was.  Columns count from 1 in the text as it was given.
"""

from __future__ import annotations

import keyword
import re
import unicodedata
from dataclasses import dataclass

from priorcalc.errors import FormulaError, remedy
from priorcalc.formula.vocabulary import RESERVED, SPELLINGS

_OPERATORS = {"^": "**", "·": "*", "⋅": "*", "×": "*", "∗": "*", "−": "-", "÷": "/", "∕": "/"}
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)|(?P<raised>⁻?[⁰¹²³⁴-⁹]+)"
    r"|(?P<name>√|∞|(?!\d)(?:(?![⁰¹²³⁴-⁹])\w)+)|(?P<operator>\*\*|[-+*/^(),·⋅×∗−÷∕])"
)
_REFUSED = {
    **dict.fromkeys("'\"`", "text in quotes is not part of a formula"),
    **dict.fromkeys("[]{}", "lists and subscripts are not part of a formula"),
    **dict.fromkeys("<>=!:", "comparisons and assignments are not part of a formula"),
    ".": "attributes are not part of a formula",
    "|": "bars are not read, the absolute value is abs(x)",
}


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    column: int


TODO = "write numbers, names, + - * / ^ and brackets"


def refusal(text: str, column: int, found: str, todo: str = TODO) -> FormulaError:
    shown = text if len(text) <= 60 else text[:57] + "..."
    return FormulaError(remedy(f"formula {shown!r}", f"at column {column}, {found}", todo))


def tokenise(text: str) -> list[Token]:
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            why = _REFUSED.get(text[position], f"{text[position]!r} is not part of a formula")
            raise refusal(text, position + 1, why)
        word = unicodedata.normalize("NFKC", match[0]) if match.lastgroup == "name" else match[0].translate(_RAISED)
        word = SPELLINGS.get(word, _OPERATORS.get(word, word))
        if keyword.iskeyword(word):
            raise refusal(text, position + 1, f"{word!r} is a word of programs, not of formulas")
        if match.lastgroup != "space":
            tokens.append(Token(str(match.lastgroup), word, position + 1))
        position = match.end()
    return tokens


def shape_of(text: str, tokens: list[Token]) -> tuple[str, dict[int, Token]]:
    """Write x for every operand, and remember which token stands where."""
    shape, place, opened = "", dict[int, Token](), list[Token]()
    for before, token in zip([Token("operator", "(", 0), *tokens], tokens, strict=False):
        ended = before.kind != "operator" or before.text == ")"
        if ended and (token.kind in ("number", "name") or (token.text == "(" and before.kind != "name")):
            found = f"{before.text} and {token.text} stand side by side"
            raise refusal(text, token.column, found, f"write {before.text}*{token.text} if a product is meant")
        if not ended and token.text in ("*", "/", "**", ",", ")") and (before.text, token.text) != ("(", ")"):
            raise refusal(text, token.column, f"a number or a name is missing before {token.text}")
        raised = (before.kind == "raised") + (token.kind == "raised")
        if raised == 2 or (raised and (token.text == "**" or not ended)):
            raise refusal(text, token.column, "it is not clear what is raised to which power", "use brackets")
        if token.text == ")" and not opened:
            raise refusal(text, token.column, "a bracket is closed that was not opened", "balance the brackets")
        opened = [*opened, token] if token.text == "(" else opened[:-1] if token.text == ")" else opened
        if token.kind == "raised":
            shape += "** - " if token.text.startswith("-") else "** "
            token = Token("number", token.text.lstrip("-"), token.column)
            place[len(shape) - 2] = token
        place[len(shape)] = token
        shape += (token.text if token.kind == "operator" else "x") + " "
    if opened:
        raise refusal(text, opened[-1].column, "this bracket is not closed", "balance the brackets")
    if not tokens or (tokens[-1].kind == "operator" and tokens[-1].text != ")"):
        raise refusal(text, len(text) + 1, "a number or a name is missing")
    return shape, place


def is_free(word: str) -> bool:
    """Whether a word may name a parameter: a name that formulas do not use themselves."""
    match = _TOKEN.fullmatch(word)
    is_name = match is not None and match.lastgroup == "name" and unicodedata.normalize("NFKC", word) == word
    return is_name and word not in RESERVED and not keyword.iskeyword(word)
