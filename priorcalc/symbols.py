"""The symbols of the mathematics, each made once.

λ is the noise, v = λ² the variance, w one weight, r = ‖w‖ the norm of weights that
share a λ, and s the argument of a Mellin transform ``M(s) = E[X**(s-1)]``.  ``x`` is
a positive dummy in which densities on the half line are looked up, ``n`` the index
of a series.
"""

from __future__ import annotations

from sympy import Symbol

lam = Symbol("lam", real=True)
v = Symbol("v", positive=True)
w = Symbol("w", real=True)
r = Symbol("r", positive=True)
s = Symbol("s")
x = Symbol("x", positive=True)
n = Symbol("n", integer=True, nonnegative=True)
