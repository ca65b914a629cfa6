"""Formula text under random attack: any text at all, and random formulas compared with mpmath."""

from __future__ import annotations

import mpmath
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Expr, Rational

from priorcalc.errors import FormulaError
from priorcalc.formula import parse_formula, to_formula_text
from priorcalc.formula.vocabulary import FUNCTIONS, MAX_NESTED
from priorcalc.symbols import lam

SIGNS = "+-*/^(),.λ²√π_'[]{}:=<>0123456789"
SCRAPS = [*FUNCTIONS, *SIGNS, "**", "lam", "lambda ", "e", "1e", "oo", " ", "(lam)", "9**9"]
scrambled = st.lists(st.sampled_from(SCRAPS), max_size=40).map("".join)
ARGUMENTS = ["lam", "-lam", "1/3", "-2", "0", "1e9", "-1e9", "37.5", "1e-300", "9^99", "-1/2"]
called = st.builds(
    lambda name, arguments: f"{name}({', '.join(arguments)})",
    st.sampled_from(sorted(FUNCTIONS)),
    st.lists(st.sampled_from(ARGUMENTS), max_size=4),
)


@given(st.one_of(st.text(alphabet=st.characters()), scrambled, called))
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever the text, the outcome is an expression in λ alone or a FormulaError, whose message can be printed."""
    try:
        found = parse_formula(text)
    except FormulaError as error:
        assert str(error).encode()
        return
    assert found.free_symbols <= {lam}


# A formula as a tree: (kind, parts...), with its text by the grammar's precedences and its value by mpmath.
Tree = tuple[object, ...]
PRECEDENCE = {"+": 1, "-": 1, "*": 2, "/": 2, "neg": 3, "^": 4}
TOTAL = {
    "sin": mpmath.sin, "atan": mpmath.atan, "tanh": mpmath.tanh, "erf": mpmath.erf, "abs": abs,
    "sqrt(1+abs": lambda x: mpmath.sqrt(1 + abs(x)), "log(2+abs": lambda x: mpmath.log(2 + abs(x)),
    "exp(-abs": lambda x: mpmath.exp(-abs(x)), "1/(3+abs": lambda x: 1 / (3 + abs(x)),
}  # fmt: skip
numbers = st.sampled_from(["1", "2", "7", "0.3", "1.25", "5e-2", ".5", "3.0"]).map(lambda digits: ("number", digits))
leaves = st.one_of(numbers, st.just(("noise",)), st.just(("noise",)))


def grown(parts: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    """Put one more operator or function on top."""
    exponent = st.sampled_from([("number", "2"), ("number", "3"), ("^", ("number", "2"), ("number", "2"))])
    return st.one_of(
        st.tuples(st.sampled_from("+-*"), parts, parts),
        st.tuples(st.just("/"), parts, numbers),
        st.tuples(st.just("neg"), parts),
        st.tuples(st.just("^"), parts, exponent),
        st.tuples(st.sampled_from(sorted(TOTAL)), parts),
    )


trees = st.recursive(leaves, grown, max_leaves=7).filter(lambda tree: weight(tree) <= MAX_NESTED)


def weight(tree: Tree) -> int:
    """How deep functions other than exp, log, sqrt and abs are nested; erf counts twice, as special functions do."""
    inner = max((weight(part) for part in tree[1:] if type(part) is tuple), default=0)
    return inner + {"sin": 1, "atan": 1, "tanh": 1, "erf": 2}.get(str(tree[0]), 0)


def written(tree: Tree) -> str:
    """The text with no more brackets than the precedences need."""

    def inside(part: Tree, least: int) -> str:
        return written(part) if PRECEDENCE.get(str(part[0]), 5) >= least else f"({written(part)})"

    match tree:
        case ("number", digits):
            return str(digits)
        case ("noise",):
            return "λ"
        case ("neg", part):
            return "-" + inside(part, 3)
        case ("^", base, exponent):
            return f"{inside(base, 5)}^{inside(exponent, 4)}"
        case (str(sign), left, right):
            return inside(left, PRECEDENCE[sign]) + sign + inside(right, PRECEDENCE[sign] + 1)
        case (str(name), part):
            call = f"{name}({written(part)})" + ")" * name.count("(")
            return f"({call})" if "/" in name else call
    raise AssertionError(tree)


def valued(tree: Tree, at: mpmath.mpf) -> mpmath.mpf:
    """The value of the tree at one λ."""
    match tree:
        case ("number", digits):
            return mpmath.mpf(digits)
        case ("noise",):
            return at
        case ("neg", part):
            return -valued(part, at)
        case ("^", base, exponent):
            return valued(base, at) ** int(valued(exponent, at))
        case (str(sign), left, right):
            x, y = valued(left, at), valued(right, at)
            return x + y if sign == "+" else x - y if sign == "-" else x * y if sign == "*" else x / y
        case (str(name), part):
            return TOTAL[name](valued(part, at))
    raise AssertionError(tree)


def at_seven_fifths(expr: Expr) -> mpmath.mpf:
    """The value of an expression at λ = 7/5."""
    return mpmath.mpf(str(expr.subs(lam, Rational(7, 5)).evalf(30, maxn=1000)))


def agree(x: mpmath.mpf, y: mpmath.mpf) -> bool:
    """Equality to 15 digits of the larger of the value and 1."""
    return bool(abs(x - y) <= mpmath.mpf("1e-15") * max(1, abs(x)))


@given(trees)
@settings(max_examples=150, deadline=None)
def test_a_formula_has_the_value_of_its_tree(tree: Tree) -> None:
    """Signs bind as in mathematics: -x^2 = -(x^2), x^2^3 = x^8, a-b-c = (a-b)-c, a/b/c = (a/b)/c."""
    with mpmath.workdps(400):
        assert agree(valued(tree, mpmath.mpf(7) / 5), at_seven_fifths(parse_formula(written(tree))))


@given(trees)
@settings(max_examples=60, deadline=None)
def test_reading_undoes_writing(tree: Tree) -> None:
    """The text made from an expression reads back as an expression of the same value."""
    expr = parse_formula(written(tree))
    with mpmath.workdps(400):
        assert agree(at_seven_fifths(expr), at_seven_fifths(parse_formula(to_formula_text(expr))))
