"""Nodes of compiled expressions: the log and the plain value say the same."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp

from priorcalc.errors import FormulaError
from priorcalc.numeric.lognode import constant_node, from_log

U = np.array([-3.0, 0.0, 2.5])


def test_the_value_of_a_log_is_its_exponential():
    """±e^{log}, and 0 where the sign is 0, whatever the log."""
    node = from_log(lambda u: (np.array([-1.0, 0.0, 1.0]), np.array([0.5, 7.0, -800.0])))
    assert list(node.real(U)) == [-np.exp(0.5), 0.0, 0.0]
    assert list(node.log(U)[1]) == [0.5, 7.0, -800.0]


@pytest.mark.parametrize(
    ("number", "value", "log"),
    [
        (sp.Rational(1, 3), 1 / 3, -np.log(3)),
        (-sp.pi, -np.pi, np.log(np.pi)),
        (sp.Integer(10) ** 400, np.inf, 400 * np.log(10)),
        (-(sp.Integer(10) ** -400), 0.0, -400 * np.log(10)),
        (sp.S.Zero, 0.0, -np.inf),
    ],
)
def test_a_number_is_known_by_its_log_where_it_is_no_double(number, value, log):
    """For any u; the log is rounded once."""
    node = constant_node(number)
    assert node.real(U) == pytest.approx(np.full(3, value), rel=1e-15)
    sign, size = node.log(U)
    assert size == pytest.approx(np.full(3, log), rel=1e-15) and set(sign) == {float(sp.sign(number))}


@pytest.mark.parametrize("number", [sp.I, sp.nan, 1 + sp.I])
def test_what_is_no_real_number_is_refused(number):
    """The message says what was found and what to do."""
    with pytest.raises(FormulaError, match="this is not a finite real number; give real parameters"):
        constant_node(number)
