"""The words of formula text: its constants, its functions, and the limits on what they may be given.

SymPy multiplies some things out at once (9**9**9, gamma(10**9), exp(10**9*log(2))), and evaluates a special function
of numbers to as many digits as it takes: what would be large or slow is refused before it is built.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import sympy
from sympy import Add, Expr, Integer, Mul, Pow, Rational, S
from sympy.functions.special.hyper import TupleArg

from priorcalc.functions import hyperu
from priorcalc.symbols import lam

MAX_LENGTH, MAX_TOKENS, MAX_DEPTH = 4000, 400, 100  # of the text; of brackets and operators inside each other
MAX_DIGITS, MAX_MAGNITUDE = 400, 600  # digits of one number; a constant c has 10**-600 < |c| < 10**600
MAX_POWER_BITS, MAX_NODES, MAX_COMPARED = 10**5, 3000, 10  # of a power multiplied out; of a value's tree; of max()
MAX_SPECIAL, MAX_ORDER, MAX_ALL_NUMBERS = 300, 20, 40  # |x| for numbers x given to special functions
MAX_ROOT_BITS, MAX_NESTED, MAX_INNER_BITS = (
    2000,
    3,
    (0, 6, 14),
)  # of a number under a root; see weight; of an inner exponent

CONSTANTS: Mapping[str, Expr] = {"lam": lam, "pi": S.Pi, "e": S.Exp1, "E": S.Exp1, "EulerGamma": S.EulerGamma}
INFINITE = {"oo": S.Infinity, "inf": S.Infinity}
SPELLINGS = {"λ": "lam", "lambda": "lam", "π": "pi", "√": "sqrt", "∞": "oo", "Γ": "gamma"}


def bit_length(q: Rational) -> int:
    return max(abs(int(q.p)), int(q.q)).bit_length()


def _refuse_large(base: Expr, exponent: Expr) -> None:
    bits = max((bit_length(q) for q in base.atoms(Rational)), default=1)
    if bits > 1 and any(bits * abs(q) > MAX_POWER_BITS for q in exponent.atoms(Rational)):
        raise OverflowError("the power is too large to be written out")
    # A root of a number is taken prime by prime: 24**(p/q) becomes (2**(3p mod q) * 3**p)**(1/q), with that integer
    # written out; only equal multiplicities, as in 6 or 36, keep it small.
    root = max((int(q.q) for q in exponent.atoms(Rational)), default=1)
    for number in (f.as_base_exp()[0] for f in Mul.make_args(base) if root > 1):
        if number.is_Rational and bit_length(number) > 1:
            parts = [Integer(abs(int(n))) for n in (number.p, number.q)] if bit_length(number) <= MAX_ROOT_BITS else []
            uneven = any(len({*n.factors(limit=2**15).values()}) > 1 for n in parts)
            if not parts or (uneven and bit_length(number) * root > MAX_ROOT_BITS):
                raise OverflowError("the root is too long to be written out, a power in decimals needs fewer digits")


def power(base: Expr, exponent: Expr) -> Expr:
    _refuse_large(base, exponent)
    for term in Add.make_args(exponent) if base is S.Exp1 else ():
        for factor in Mul.make_args(term):
            if factor.func is sympy.log:  # SymPy turns exp(n*log(b)) into b**n
                _refuse_large(factor.args[0], term / factor)
    if base == 0 and exponent.is_negative:
        raise ZeroDivisionError("a division by zero")
    return Pow(base, exponent)


def _extreme(kind: Callable[..., Expr]) -> Callable[..., Expr]:
    def build(*arguments: Expr) -> Expr:
        if sum(len(x.args) if x.func is kind else 1 for x in arguments) > MAX_COMPARED:  # SymPy compares every pair
            raise OverflowError(f"more than {MAX_COMPARED} are compared")
        return kind(*arguments)

    return build


def _bessel(name: str) -> Callable[..., Expr]:
    def build(nu: Expr, z: Expr) -> Expr:
        if z.could_extract_minus_sign():  # SymPy writes J_nu(-x) as (-x)**nu * x**-nu * J_nu(x)
            _refuse_large(z, nu)
        return getattr(sympy, name)(nu, z)

    return build


def _incomplete(kind: Callable[..., Expr]) -> Callable[..., Expr]:
    def build(a: Expr, z: Expr) -> Expr:
        if z.is_number and not z > 0:
            raise ValueError("the incomplete gamma function is read at positive numbers only")
        return kind(a, z)

    return build


def _hyper(upper: int) -> Callable[..., Expr]:
    def build(*arguments: Expr) -> Expr:
        if any(b.is_integer and b.is_nonpositive for b in arguments[upper:-1]):
            raise ZeroDivisionError("a lower parameter is zero or a negative integer")
        return sympy.hyper(arguments[:upper], arguments[upper:-1], arguments[-1])

    return build


def _parabolic_cylinder(nu: Expr, z: Expr) -> Expr:
    if z.is_nonnegative:  # DLMF 12.7.14
        return 2 ** (nu / 2) * sympy.exp(-(z**2) / 4) * hyperu(-nu / 2, S.Half, z**2 / 2)
    # DLMF 12.4.1 with 12.2.6 and 12.2.7: an even and an odd solution, both entire, so that z may be negative.
    even = sympy.hyper([-nu / 2], [S.Half], z**2 / 2) * sympy.sqrt(S.Pi) / sympy.gamma((1 - nu) / 2)
    odd = sympy.hyper([(1 - nu) / 2], [3 * S.Half], z**2 / 2) * sympy.sqrt(2 * S.Pi) * z / sympy.gamma(-nu / 2)
    return 2 ** (nu / 2) * sympy.exp(-(z**2) / 4) * (even - odd)


@dataclass(frozen=True)
class Word:
    """How a function is built, how many arguments it takes (0: some), how large their numbers may be (0: any)."""

    build: Callable[..., Expr]
    count: int
    largest: int = 0
    largest_of_all: int = 0  # when every argument is a number


def nesting_weight(name: str) -> int:
    """Nested functions may weigh MAX_NESTED together: SymPy's questions about their signs grow out of hand."""
    if name in "log ln exp sqrt abs Abs sign Heaviside max Max min Min expm1 log1p".split():
        return 0
    return 2 if FUNCTIONS[name].largest else 1


def _named(words: str, count: int, largest: int = 0, prefix: str = "") -> dict[str, Word]:
    return {word: Word(getattr(sympy, prefix + word), count, largest) for word in words.split()}


_BESSEL = ("besseli", "besselj", "besselk", "bessely")
_gamma = sympy.gamma
_HYPER = {f"hyp{p}f{q}": (_hyper(p), p + q + 1) for q in (1, 2) for p in range(q + 2)}
_HYPER |= {"hyperu": (hyperu, 3), "D": (_parabolic_cylinder, 2)}
FUNCTIONS: Mapping[str, Word] = {
    **_named("log ln sin cos tan cot sec csc sinh cosh tanh coth sech csch sign Heaviside Abs", 1),
    **_named("asin acos atan asinh acosh atanh", 1),
    **{"arc" + name: function for name, function in _named("sin cos tan sinh cosh tanh", 1, prefix="a").items()},
    **dict.fromkeys(("max", "Max"), Word(_extreme(sympy.Max), 0)),
    **dict.fromkeys(("min", "Min"), Word(_extreme(sympy.Min), 0)),
    "abs": Word(sympy.Abs, 1),
    "exp": Word(lambda x: power(S.Exp1, x), 1),
    "expm1": Word(lambda x: power(S.Exp1, x) - 1, 1),
    "log1p": Word(lambda x: sympy.log(1 + x), 1),
    "sqrt": Word(lambda x: power(x, S.Half), 1),
    **_named("gamma loggamma digamma erf erfc Ei E1", 1, MAX_SPECIAL),
    **{name: Word(_bessel(name), 2, MAX_SPECIAL, MAX_ALL_NUMBERS) for name in _BESSEL},
    **{name[-1] + "v": Word(_bessel(name), 2, MAX_SPECIAL, MAX_ALL_NUMBERS) for name in _BESSEL},
    **_named("expint polygamma", 2, MAX_ORDER),
    "uppergamma": Word(_incomplete(sympy.uppergamma), 2, MAX_ORDER),
    "lowergamma": Word(_incomplete(sympy.lowergamma), 2, MAX_ORDER),
    "factorial": Word(lambda n: _gamma(n + 1), 1, MAX_SPECIAL),
    "beta": Word(lambda a, b: _gamma(a) * _gamma(b) / _gamma(a + b), 2, MAX_SPECIAL),
    "binomial": Word(lambda n, k: _gamma(n + 1) / (_gamma(k + 1) * _gamma(n - k + 1)), 2, MAX_SPECIAL),
    **{name: Word(build, count, MAX_SPECIAL, MAX_ALL_NUMBERS) for name, (build, count) in _HYPER.items()},
}
WRITABLE = {function.build for function in FUNCTIONS.values()}
WRITABLE |= {Add, Mul, Pow, TupleArg, sympy.hyper, sympy.exp, sympy.Max, sympy.Min, sympy.uppergamma, sympy.lowergamma}
WRITABLE |= {getattr(sympy, name) for name in _BESSEL}
RESERVED = frozenset({*SPELLINGS, *INFINITE, *CONSTANTS, *FUNCTIONS})
BINARY: Mapping[type[ast.operator], Callable[[Expr, Expr], Expr]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a * power(b, S.NegativeOne),
    ast.Pow: power,
}
