"""Gauss–Legendre rules against mpmath at 40 digits and against exact integrals."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest

from priorcalc.numeric.nodes import gauss_legendre


def reference(n):
    """Roots of Pₙ from mpmath's root finder applied to its own Legendre function, and their weights."""
    with mpmath.workdps(40):
        rule = []
        for i in range(1, n + 1):
            near = mpmath.cos(mpmath.pi * (i - 0.25) / (n + 0.5))
            x = mpmath.findroot(lambda t: mpmath.legendre(n, t), (near, near + 1e-4))
            slope = n * (x * mpmath.legendre(n, x) - mpmath.legendre(n - 1, x)) / (x * x - 1)
            rule.append((x, 2 / ((1 - x * x) * slope**2)))
        return [(float(x) if abs(x) > 1e-30 else 0.0, float(w)) for x, w in reversed(rule)]


@pytest.mark.parametrize("n", [1, 2, 3, 8, 15])
def test_nodes_and_weights_are_correctly_rounded(n):
    """Every node and weight is the double nearest to the exact one."""
    nodes, weights = gauss_legendre(n)
    assert list(zip(nodes, weights, strict=True)) == reference(n)


@pytest.mark.parametrize("n", [20, 32, 64, 256])
def test_the_rule_is_exact_for_polynomials(n):
    """The rule integrates x^(2n-2) and 1 to rounding: the weights carry no error that grows with n."""
    nodes, weights = gauss_legendre(n)
    assert weights.sum() == pytest.approx(2.0, rel=4e-16)
    assert weights @ nodes ** (2 * n - 2) == pytest.approx(2 / (2 * n - 1), rel=1e-13)
    assert np.all(np.diff(nodes) > 0)
    assert np.array_equal(nodes, -nodes[::-1])


def test_the_rule_is_shared_and_cannot_be_spoilt():
    """Two calls give one array, which refuses to be written to."""
    nodes, _ = gauss_legendre(8)
    assert gauss_legendre(8)[0] is nodes
    with pytest.raises(ValueError, match="read-only"):
        nodes[0] = 0.0
