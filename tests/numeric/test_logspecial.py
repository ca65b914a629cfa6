"""Special functions in logarithms against mpmath, at arguments of either sign from 1e-300 to 1e300."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
import sympy

from priorcalc.numeric.logspecial import BINARY, UNARY, Number, besseli_scaled, log1mexp

SIZES = ["1e-300", "1e-30", "1e-17", "1e-9", "1e-5", "0.01", "0.4", "0.9", "1.3", "3.3", "11", "42", "59", "61", "88"]
SIZES += ["300", "650", "720", "4000", "1e6", "3e9", "1e30", "1e300"]
TRIGONOMETRIC = (sympy.sin, sympy.cos, sympy.tan, sympy.besselj, sympy.bessely)
ON_ONE = (sympy.asin, sympy.acos, sympy.atanh)
POSITIVE = (sympy.Ei, *BINARY)
ORDERS = {
    sympy.besseli: (0.0, 0.5, 1.0, 2.7, -0.4, -2.0, 30.0),
    sympy.besselk: (0.0, 0.3, 0.9, 1.0, 2.5, -1.5, 20.0),
    sympy.besselj: (0.0, 1.0, 2.5),
    sympy.bessely: (0.0, 1.0, 2.5),
    sympy.expint: (1.0,),
    sympy.lowergamma: (0.3, 1.0, 2.5, 40.0),
    sympy.uppergamma: (0.3, 1.0, 2.5, 40.0),
}
MPMATH = {
    sympy.besseli: mpmath.besseli,
    sympy.besselk: mpmath.besselk,
    sympy.besselj: mpmath.besselj,
    sympy.bessely: mpmath.bessely,
    sympy.expint: mpmath.expint,
    sympy.lowergamma: lambda a, x: mpmath.gammainc(a, 0, x),
    sympy.uppergamma: lambda a, x: mpmath.gammainc(a, x),
    sympy.Ei: mpmath.ei,
}


def arguments(function):
    """The arguments at which it is real and its log has digits to speak of."""
    sizes = [x for x in SIZES if not (function in TRIGONOMETRIC and float(x) > 50)]
    sizes = [x for x in sizes if not (function in ON_ONE and float(x) >= 1)]
    if function is sympy.acosh:
        return [x for x in sizes if float(x) > 1]
    return sizes if function in POSITIVE else sizes + [f"-{x}" for x in sizes]


def seen(compute, texts):
    """Sign and log at each of the arguments."""
    with np.errstate(all="ignore"):
        value = np.array([float(x) for x in texts])
        return compute(Number(value, np.sign(value), np.log(np.abs(value))))


def truth(function, text, *order):
    """The same by mpmath, None where it is 0 or cannot be told."""
    known = MPMATH.get(function) or getattr(mpmath, function.__name__)
    with mpmath.workdps(40):
        try:
            value = mpmath.re(known(*map(mpmath.mpf, order), mpmath.mpf(float(text))))
        except (ValueError, OverflowError, ZeroDivisionError, mpmath.libmp.NoConvergence):
            return None
        if value == 0 or not mpmath.isfinite(value):
            return None
        return float(mpmath.sign(value)), float(mpmath.log(abs(value)))


LOST = {
    (sympy.besseli, 30.0): {"1e-9"},
    (sympy.bessely, 0.0): {"1e-300"},
    (sympy.bessely, 1.0): {"1e-300"},
    (sympy.bessely, 2.5): {"1e-300"},
    (sympy.lowergamma, 40.0): {"1e-9"},
    (sympy.uppergamma, 0.3): {"720", "4000", "1e6"},
    (sympy.uppergamma, 1.0): {"720", "4000", "1e6"},
    (sympy.uppergamma, 2.5): {"720", "4000", "1e6"},
    (sympy.uppergamma, 40.0): {"4000", "1e6", "3e9"},
}
"""Where neither SciPy nor a leading term has it, and mpmath is to be asked: nan."""
CASES = [(function, ()) for function in UNARY] + [
    (function, (order,)) for function in ORDERS for order in ORDERS[function]
]


@pytest.mark.parametrize(("function", "order"), CASES, ids=lambda value: getattr(value, "__name__", str(value)))
def test_sign_and_log_are_those_of_mpmath(function, order):
    """To 3e-14, relative where the log is large; nan exactly where another is to be asked."""
    texts = arguments(function)
    compute = UNARY[function] if not order else lambda x: BINARY[function](order[0], x)
    for text, sign, log in zip(texts, *seen(compute, texts), strict=True):
        expected = truth(function, text, *order)
        if text in LOST.get((function, *order), ()):
            assert np.isnan(log), text
        elif expected is not None:
            assert sign == expected[0], text
            assert log == pytest.approx(expected[1], rel=3e-14, abs=3e-14), text


@pytest.mark.parametrize("function", ORDERS)
def test_what_is_not_real_or_not_known_is_nan(function):
    """K, Y, E₁ and the incomplete gamma functions have no log at negative arguments."""
    order = ORDERS[function][-1]
    log = seen(lambda x: BINARY[function](order, x), ["-1.3", "-60"])[1]
    assert np.isnan(log).all()


def test_next_to_its_root_another_is_asked_for_ei():
    """Ei(0.3725…) = 0: SciPy's digits are gone there, and the sign changes."""
    sign, log = seen(UNARY[sympy.Ei], ["0.3725", "0.38", "0.36"])
    assert np.isnan(log[0]) and np.isfinite(log[1:]).all() and sign[1] == 1 and sign[2] == -1


def test_at_infinity_they_have_their_limits():
    """0 or ∞, not nan."""
    limits = {sympy.erfc: -np.inf, sympy.Ei: np.inf}
    for function, limit in limits.items():
        assert seen(UNARY[function], ["inf"])[1][0] == limit
    for function, limit in {sympy.besselk: -np.inf, sympy.expint: -np.inf}.items():
        assert seen(lambda x, f=function: BINARY[f](1.0, x), ["inf"])[1][0] == limit


def test_orders_that_are_not_known_are_left_to_mpmath():
    """E₂, I of an order below -1 and not whole, incomplete gamma functions of a negative order."""
    assert np.isnan(seen(lambda x: BINARY[sympy.expint](2.0, x), ["1.3"])[1][0])
    assert np.isnan(seen(lambda x: besseli_scaled(-1.5, x), ["1.3"])[1][0])
    for function in (sympy.lowergamma, sympy.uppergamma):
        assert np.isnan(seen(lambda x, f=function: BINARY[f](-0.5, x), ["1.3"])[1][0])


@pytest.mark.parametrize("text", ["-1e-300", "-1e-17", "-1e-3", "-0.69", "-0.7", "-3", "-50", "-800"])
def test_the_log_of_one_minus_an_exponential(text):
    """At both ends to 2e-16."""
    with mpmath.workdps(400):
        expected = float(mpmath.log(-mpmath.expm1(mpmath.mpf(float(text)))))
    with np.errstate(divide="ignore"):
        found = log1mexp(np.array([float(text)]))[0]
    assert found == pytest.approx(expected, rel=4e-16, abs=0)
