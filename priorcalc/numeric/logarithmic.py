"""A SymPy expression in x as a function of u = ln x, computed in logarithms.

Every node of the tree is a pair (sign f, ln |f|): a product adds logs, a power multiplies
one, a sum is ``max + log1p(Σ ± e^{difference})``, and e^g has the log g.  So nothing over-
or underflows before the result does.  Differences that vanish at an end of a support
are taken in u: c - x^k = c·(1 - e^{ku - ln c}) through expm1, e^g - 1 likewise, ln x is u.
Where a sum still cancels by more than two digits, its points go to mpmath (``logexact.py``).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import sympy
from sympy import Dummy, Expr, Symbol

from priorcalc.errors import FormulaError, PrecisionError, remedy
from priorcalc.numeric.logexact import evaluate
from priorcalc.numeric.logmerge import merged
from priorcalc.numeric.lognode import Node, constant_node, from_log, guarded
from priorcalc.numeric.logspecial import BINARY, UNARY, Floats, Number, Signed, signed
from priorcalc.numeric.logsum import add, extreme, piecewise, step

_TINY = -37.0  # ln of 1e-16
_CLOSE = -4.6  # ln of 1e-2: a log this small has lost two digits
_END = 1e300  # stands for u = ±inf
_FAR = 300.0  # e^±300: beyond any scale a density has; used only to settle ∞ - ∞


def log_function(expr: Expr, symbol: Symbol) -> Callable[[Floats], Signed]:
    """Compile a real expression in one positive symbol x into u ↦ (sign f, ln |f|) at x = e^u.

    For a law on x < 0 substitute ``symbol -> -symbol`` first.  Hypergeometric and other functions
    that are not in the table are evaluated point by point by mpmath, which is slow.

    Parameters
    ----------
    expr
        An expression with no other free symbol.
    symbol
        The symbol x.

    Raises
    ------
    FormulaError
        If there is another symbol, or a function without a numerical meaning.

    Examples
    --------
    >>> from sympy import exp
    >>> from sympy.abc import x
    >>> sign, log = log_function(x * exp(-x**2 / 2), x)(np.array([-4000.0, 2.0]))
    >>> bool(log[0] == -4000.0), bool(np.isclose(log[1], 2 - np.exp(4.0) / 2))
    (True, True)
    """
    others = sorted(str(other) for other in expr.free_symbols - {symbol})
    if others:
        raise FormulaError(remedy(str(expr), f"{', '.join(others)} has no value", "give every parameter a number"))
    x = Dummy("x", positive=True, integer=symbol.is_integer)
    combined = expr.replace(sympy.binomial, _binomial).replace(sympy.factorial, lambda k: sympy.gamma(k + 1))
    node = compile_node(combined.xreplace({symbol: x}), x)

    def function(u: Floats) -> Signed:
        points = np.atleast_1d(np.asarray(u, dtype=np.float64))
        with np.errstate(all="ignore"):
            sign, log = node.log(np.clip(points, -_END, _END))
            lost = np.isnan(log) | np.isnan(sign)
            if lost.any():
                sign, log = np.array(sign), np.array(log)
                sign[lost], log[lost] = _rescue(node, expr, np.clip(points[lost], -_END, _END))
            log = np.where(np.isinf(points) & (np.abs(log) > _END / 1e9), np.sign(log) * np.inf, log)
        return sign.reshape(np.shape(u)), log.reshape(np.shape(u))

    return function


def _rescue(node: Node, expr: Expr, u: Floats) -> Signed:
    # 0/0 at one point, as of ln x/(x² - 1) at 1: the neighbour's value, to 1e-13 at a point without mass.
    sign, log = node.log(u + np.where(u == 0, 1e-30, 1e-13 * u))
    # ∞ - ∞ far out, as of e^{-x²} I₀(x): what is e^{-1e100} or less at e^300 is 0 beyond.
    lost = (np.isnan(log) | np.isnan(sign)) & (np.abs(u) > _FAR)
    near_sign, near = node.log(np.clip(u, -_FAR, _FAR))
    settled = lost & (np.abs(near) > 1e100)
    sign, log = np.where(settled, near_sign, sign), np.where(settled, np.sign(near) * np.inf, log)
    if (np.isnan(log) | np.isnan(sign)).any():
        at = u[np.isnan(log) | np.isnan(sign)][0]
        raise PrecisionError(remedy(f"{expr} at exp({at})", "no real value", "check the formula and its support"))
    return sign, log


def compile_node(expr: Expr, x: Symbol) -> Node:
    """The node of an expression in the positive symbol x."""
    if x not in expr.free_symbols:
        return constant_node(expr)
    handler = HANDLERS.get(expr.func)
    if handler is not None:
        return guarded(handler(expr, x), expr, x)
    if expr.func in UNARY:
        return guarded(_unary(UNARY[expr.func], compile_node(expr.args[0], x)), expr, x)
    if expr.func in BINARY and x not in expr.args[0].free_symbols:
        order = float(expr.args[0])
        function = BINARY[expr.func]
        return guarded(_unary(lambda g: function(order, g), compile_node(expr.args[1], x)), expr, x)
    return _by_mpmath(expr, x)


def _by_mpmath(expr: Expr, x: Symbol) -> Node:
    tries = evaluate(expr, x, np.array([-0.7, 0.3, 1.1]))[1]
    if np.isnan(tries).all():
        todo = "use elementary and special functions of SymPy, or give a callable"
        raise FormulaError(remedy(str(expr), f"{expr.func} has no real numerical value", todo))
    return from_log(lambda u: evaluate(expr, x, u))


def _binomial(n: Expr, k: Expr) -> Expr:
    return sympy.gamma(n + 1) / (sympy.gamma(k + 1) * sympy.gamma(n - k + 1))


def _symbol(expr: Expr, x: Symbol) -> Node:
    # a count is known exactly, though its log is not
    return Node(lambda u: (np.ones(u.shape), u), (lambda u: np.rint(np.exp(u))) if x.is_integer else np.exp)


def _mul(expr: Expr, x: Symbol) -> Node:
    fixed, moving = expr.as_independent(x, as_Add=False)
    constant, together, rest = merged(list(sympy.Mul.make_args(moving)), x, compile_node)
    first = constant_node(fixed * constant)
    nodes = [*together, *(compile_node(factor, x) for factor in rest)]

    def log(u: Floats) -> Signed:
        sign, size = first.log(u)
        weight = np.abs(size)
        for node in nodes:
            s, part = node.log(u)
            sign, size, weight = sign * s, size + part, weight + np.abs(part)
        # Logs of opposite sign that cancel lose digits: ε·Σ|l| is to stay near 1e-13 where the value is a double.
        rest = weight - np.abs(size)
        rough = (rest > 2e3) & (np.abs(size) < 800) & (weight < np.inf)
        if rough.any():
            s, part = evaluate(expr, x, u[rough])
            size[rough] = np.where(np.isnan(part), size[rough], part)
        return sign, size

    def real(u: Floats) -> Floats:
        value = first.real(u)
        for node in nodes:
            value = value * node.real(u)
        return value

    return Node(log, real)


def _pow(expr: Expr, x: Symbol) -> Node:
    base, exponent = expr.args
    if x in exponent.free_symbols:
        return _exponential(compile_node(exponent * sympy.log(base), x))
    inner, power = compile_node(base, x), float(exponent)

    def log(u: Floats) -> Signed:
        sign, size = inner.log(u)
        if exponent.is_integer:
            return (sign if exponent.is_odd else np.abs(sign)), power * size
        return np.where(sign < 0, np.nan, sign), power * size

    if base == x and not x.is_integer:
        return Node(log, lambda u: np.exp(power * u))
    return Node(log, lambda u: np.power(inner.real(u), power))


def _exponential(inner: Node) -> Node:
    return Node(lambda u: (np.ones(u.shape), inner.real(u)), lambda u: np.exp(inner.real(u)))


def _logarithm(expr: Expr, x: Symbol) -> Node:
    argument = expr.args[0]
    inner = compile_node(argument, x)
    constant_part, rest = argument.as_independent(x, as_Add=True)
    power = argument.is_Symbol or argument.is_Mul or argument.is_Pow
    small = compile_node(rest, x) if constant_part == 1 and not power else None

    def real(u: Floats) -> Floats:
        sign, size = inner.log(u)
        return np.where(sign < 0, np.nan, size)

    def log(u: Floats) -> Signed:
        sign, size = signed(real(u))
        close = size < (_TINY if small is not None else _CLOSE)
        if not power and close.any():
            # ln(1 + g) from g itself: it is g once g < 1e-16
            s, part = small.log(u[close]) if small is not None else evaluate(argument - 1, x, u[close])
            sign[close] = s
            size[close] = np.where(part < _TINY, part, np.log(np.abs(np.log1p(s * np.exp(part)))))
        return sign, size

    return Node(log, real)


def _unary(function: Callable[[Number], Signed], inner: Node) -> Node:
    def log(u: Floats) -> Signed:
        sign, size = inner.log(u)
        return function(Number(inner.real(u), sign, size))

    return from_log(log)


def _absolute(expr: Expr, x: Symbol) -> Node:
    inner = compile_node(expr.args[0], x)

    def log(u: Floats) -> Signed:
        sign, size = inner.log(u)
        return np.abs(sign), size

    return Node(log, lambda u: np.abs(inner.real(u)))


HANDLERS: dict[type, Callable[[Expr, Symbol], Node]] = {
    Dummy: _symbol,
    sympy.Mul: _mul,
    sympy.Pow: _pow,
    sympy.exp: lambda expr, x: _exponential(compile_node(expr.args[0], x)),
    sympy.log: _logarithm,
    sympy.Abs: _absolute,
    sympy.Add: lambda expr, x: add(expr, x, compile_node),
    sympy.Piecewise: lambda expr, x: piecewise(expr, x, compile_node),
    sympy.Max: lambda expr, x: extreme(expr, x, compile_node, 1.0),
    sympy.Min: lambda expr, x: extreme(expr, x, compile_node, -1.0),
    sympy.Heaviside: lambda expr, x: step(expr, x, compile_node),
    sympy.sign: lambda expr, x: step(expr, x, compile_node),
}
