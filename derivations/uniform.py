"""Uniform noise gives an exponential integral.

Claim.  If λ is uniform on (0, c) and w = λz with z ~ N(0, σ₀²), then λ² has the density 1/(2c√v) on (0, c²), that of c²
times a Beta(½, 1) variable, and w has the density E₁(w²/(2c²σ₀²))/(2cσ₀√(2π)): eq. (58), with a logarithmic pole at 0.
"""

from sympy import Symbol, expint, gamma, pi, sqrt

from derivations.page import same, step_of, steps_of, write
from priorcalc import derive_prior, laws
from priorcalc.mellin import same_law
from priorcalc.symbols import s, v, w

c, σ0 = Symbol("c", positive=True), Symbol("sigma0", positive=True)
noise = laws.uniform(0, c)

# E λ^(s−1) = c^(s−1)/s, as a ratio of gamma functions by eq. (11).
assert same(noise.transform(s), c ** (s - 1) * gamma(s) / gamma(s + 1))

# **1.** Squaring gives c² times a beta law.
variance = noise.transform**2
assert same_law(variance, (c**2 * laws.beta(0.5, 1)).transform)

# **2.** Multiplying by |z|, with 1/s = ½ Γ(s/2)/Γ(s/2 + 1), gives two equal gamma functions over their neighbour.
magnitude = noise.transform * laws.half_normal(σ0).transform
assert same_law(magnitude, (c * laws.beta(0.5, 1) ** 0.5).transform * laws.half_normal(σ0).transform)

# **3.** That is the first form of eq. (32), the exponential integral.
by_hand = expint(1, w**2 / (2 * c**2 * σ0**2)) / (2 * c * σ0 * sqrt(2 * pi))

# The machine finds the same laws
prior = derive_prior(noise, sigma0=σ0)
assert (prior.variance.name, prior.name, prior.form) == ("Beta", None, "special")
assert same(prior.variance.expr.subs(v, c**2 / 4), 1 / c**2)
assert same(prior.expr, by_hand)

# by the same steps.
assert [rule for rule in steps_of(prior) if rule != "division"] == [
    "change-of-variables", "mellin-definition", "power", "duplication",
    "chi", "scale-mixture", "duplication", "inverse-expint", "mirror",
]  # fmt: skip
assert same(step_of(prior, "scale-mixture").after, magnitude(s))

checked = derive_prior("uniform")

if __name__ == "__main__":
    write(__file__)
