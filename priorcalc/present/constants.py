"""Constants as a textbook writes them: one root, and π where it belongs.

A product of rationals, roots of rationals and half-integer powers of π is c with c² = (p/q)·π^k; the squares come out,
and what is left stands under one root: √2/(2√π) is 1/√(2π), 3√6/√π is 3√(6/π).
"""

from __future__ import annotations

from sympy import Expr, Integer, Mul, Rational, factorint, pi

from priorcalc.present.tree import Fraction, Node, Root, Script, Word, num, op, row

HALF = Rational(1, 2)


def as_constant(factor: Expr) -> bool:
    """Whether a factor is a positive rational, its root, or a half-integer power of π."""
    if factor.is_Rational:
        return bool(factor.is_positive)
    base, power = factor.as_base_exp()
    whole = power.is_Rational and power.q in (1, 2)
    return bool(whole and (base == pi or (base.is_Rational and base.is_positive)))


def constant(factors: list[Expr]) -> tuple[list[Node], list[Node]]:
    """What stands above and below the bar; both are empty for 1.

    >>> from sympy import sqrt
    >>> constant([Rational(1, 2), sqrt(2), 1 / sqrt(pi)])[0]
    []
    """
    square = Mul(*(factor**2 for factor in factors))
    number, powers_of_pi = square.as_independent(pi)
    k = int(powers_of_pi.as_base_exp()[1]) if powers_of_pi != 1 else 0
    above, inner = _split(int(number.p))
    below, under = _split(int(number.q))
    root_above: list[Node] = [num(inner)] if inner != 1 else []
    root_below: list[Node] = [num(under)] if under != 1 else []
    k_root = abs(k) if k % 2 else 0
    if k_root:
        (root_above if k > 0 else root_below).append(_pi(abs(k)))
        k = 0
    top: list[Node] = [num(above)] if above != 1 else []
    bottom: list[Node] = [num(below)] if below != 1 else []
    if k:
        (top if k > 0 else bottom).append(_pi(abs(k) // 2))
    if k_root > 1 and len(root_above + root_below) == 1:
        alone = Script(Word("π"), None, row(num(k_root), op("/"), num(2)))
        (top if root_above else bottom).append(alone)
    elif root_above and root_below:
        top.append(Root(Fraction(row(*root_above), row(*root_below))))
    elif root_above:
        top.append(Root(row(*root_above)))
    elif root_below:
        bottom.append(Root(row(*root_below)))
    return top, bottom


def _pi(power: int) -> Node:
    return Word("π") if power == 1 else Script(Word("π"), None, num(power))


def _split(number: int) -> tuple[int, int]:
    """number = square² · rest, rest without square factors; a number too long to factor is left as it is."""
    if number.bit_length() > 128:
        root = int(Integer(number) ** HALF) if (Integer(number) ** HALF).is_Integer else 0
        return (root, 1) if root else (1, number)
    square = rest = 1
    for prime, times in factorint(number).items():
        square *= prime ** (times // 2)
        rest *= prime ** (times % 2)
    return square, rest
