"""The known integrals in which direct integration ends, as rules.

Each is the integral over a kernel of the variance that classical tables give; the theory page uses them under the
equations named here.  They are compared numerically wherever a derivation uses one.
"""

from __future__ import annotations

from priorcalc.rules import Rule

SUBSTITUTION = Rule(
    "substitution", "Substitution", "∫ f(v) dv = ∫ f(g(t)) |g'(t)| dt", r"\int f(v)\,dv=\int f(g(t))\,|g'(t)|\,dt",
    "g differentiable and monotone", "DLMF 1.4(v)", "4",
)  # fmt: skip
BESSEL = Rule(
    "bessel-integral", "The integral of Bessel's K",
    "∫ t^(p-1) e^(-αt - β/t) dt = 2 (β/α)^(p/2) K_p(2√(αβ)) over t > 0",
    r"\int_0^\infty t^{p-1}e^{-\alpha t-\beta/t}\,dt=2\left(\frac{\beta}{\alpha}\right)^{p/2}K_p(2\sqrt{\alpha\beta})",
    "α, β > 0", "DLMF 10.32.10", "49",
)  # fmt: skip
EULER = Rule(
    "euler-integral", "Euler's integral", "∫ t^(a-1) e^(-zt) dt = Γ(a) z^(-a) over t > 0",
    r"\int_0^\infty t^{a-1}e^{-zt}\,dt=\Gamma(a)\,z^{-a}", "a > 0, z > 0", "DLMF 5.9.1", "25",
)  # fmt: skip
TRICOMI = Rule(
    "tricomi-integral", "The integral of Tricomi's U",
    "∫ t^(a-1) (1+t)^(b-a-1) e^(-zt) dt = Γ(a) U(a, b, z) over t > 0",
    r"\int_0^\infty t^{a-1}(1+t)^{b-a-1}e^{-zt}\,dt=\Gamma(a)\,U(a,b,z)", "a > 0, z > 0", "DLMF 13.4.4", "30",
)  # fmt: skip
INCOMPLETE = Rule(
    "incomplete-gamma-integral", "The incomplete gamma function",
    "∫ t^(a-1) e^(-zt) dt = z^(-a) γ(a, z) over 0 < t < 1",
    r"\int_0^1 t^{a-1}e^{-zt}\,dt=z^{-a}\,\gamma(a,z)", "a > 0, z > 0", "DLMF 8.2.1", "34",
)  # fmt: skip

SEARCHED = Rule(
    "computer-algebra", "Computer algebra", "∫ f(λ) dλ = F, as a program proposes and quadrature confirms",
    r"\int f(\lambda)\,d\lambda=F", "compared at several w, not proved", "SymPy, sympy.integrate", "4",
)  # fmt: skip

INTEGRALS = (SUBSTITUTION, BESSEL, EULER, TRICOMI, INCOMPLETE)
