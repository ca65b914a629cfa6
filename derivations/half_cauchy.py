"""Half-Cauchy noise gives the horseshoe.

Claim.  If λ ~ half-Cauchy(β) and w = λz with z ~ N(0, σ₀²), then λ²/β² is beta-prime with both shapes ½, that is
F(1, 1), and w is the horseshoe with scale βσ₀, e^u E₁(u)/(√(2π³) βσ₀) at u = w²/(2β²σ₀²): eq. (56) and eq. (57).
"""

from sympy import Symbol, exp, expint, gamma, pi, sqrt

from derivations.page import same, step_of, steps_of, write
from priorcalc import derive_prior, laws
from priorcalc.mellin import same_law
from priorcalc.symbols import s, v, w

β, σ0 = Symbol("beta", positive=True), Symbol("sigma0", positive=True)
noise = laws.half_cauchy(β)

# The beta integral of the second kind, eq. (27), with y = x²/β², gives one gamma function that rises, one that falls.
assert same(noise.transform(s), β ** (s - 1) * gamma(s / 2) * gamma(1 - s / 2) / pi)

# **1.** Squaring, eq. (7), leaves one of either kind, so the square is a beta-prime law: the source calls it unnamed.
variance = noise.transform**2
assert same_law(variance, laws.beta_prime(0.5, 0.5, β**2).transform)
assert same_law(variance, (β**2 * laws.f(1, 1)).transform)

# A half-Cauchy variable is a ratio of two normal ones, so that its reciprocal has the same law.
assert same_law(laws.half_cauchy(1).transform ** (-1), laws.half_cauchy(1).transform)

# **2.** Multiplying by |z| adds a second Γ(s/2): two rise and one falls.
magnitude = noise.transform * laws.half_normal(σ0).transform
assert same(magnitude(s), (sqrt(2) * β * σ0) ** (s - 1) * gamma(s / 2) ** 2 * gamma(1 - s / 2) / sqrt(pi) ** 3)

# **3.** That is the second form of eq. (32), the exponential integral; half of it stands on either side, eq. (22).
u = w**2 / (2 * β**2 * σ0**2)
by_hand = exp(u) * expint(1, u) / (sqrt(2 * pi**3) * β * σ0)

# The machine finds the same laws
prior = derive_prior(noise, sigma0=σ0)
assert (prior.variance.name, prior.name) == ("Beta prime", "Horseshoe")
assert same(prior.variance.expr, 1 / (pi * β**2 * sqrt(v / β**2) * (1 + v / β**2)))
assert same(prior.expr, by_hand)

# by the same steps; no identity of gamma functions is needed, for all have the slope ½ from the start.
assert steps_of(prior) == [
    "change-of-variables", "mellin-definition", "power", "division",
    "chi", "scale-mixture", "inverse-expint", "mirror", "division",
]  # fmt: skip
assert same(step_of(prior, "scale-mixture").after, magnitude(s))

checked = derive_prior("half_cauchy")

if __name__ == "__main__":
    write(__file__)
