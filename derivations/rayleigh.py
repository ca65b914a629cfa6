"""Rayleigh noise gives Laplace weights.

Claim.  If λ ~ Rayleigh(σ) and w = λz with z ~ N(0, σ₀²), then λ² is exponential with mean 2σ² and w is Laplace with
scale σσ₀: eq. (54).
"""

from sympy import Abs, Symbol, exp, gamma, sqrt

from derivations.page import same, step_of, steps_of, write
from priorcalc import derive_prior, laws
from priorcalc.mellin import same_law
from priorcalc.symbols import s, v, w

σ, σ0 = Symbol("sigma", positive=True), Symbol("sigma0", positive=True)
noise = laws.rayleigh(σ)

# The transform of the noise is one gamma function: E λ^(s−1) = (σ√2)^(s−1) Γ((s + 1)/2).
assert same(noise.transform(s), (σ * sqrt(2)) ** (s - 1) * gamma((s + 1) / 2))

# **1.** Squaring sends s to 2s − 1, eq. (7), and Γ((s + 1)/2) becomes Γ(s): the exponential law, by eq. (25).
variance = noise.transform**2
assert same_law(variance, laws.exponential(2 * σ**2).transform)

# **2.** Multiplying by |z| pairs Γ(s/2) with Γ((s + 1)/2). Legendre's duplication formula, eq. (9), makes them one.
magnitude = noise.transform * laws.half_normal(σ0).transform
assert same_law(magnitude, laws.exponential(σ * σ0).transform)

# **3.** So |w| is exponential with mean σσ₀. Half of its density stands on either side of 0, eq. (22).
b = σ * σ0
by_hand = exp(-Abs(w) / b) / (2 * b)

# The machine finds the same laws
prior = derive_prior(noise, sigma0=σ0)
assert (prior.variance.name, prior.name) == ("Exponential", "Laplace")
assert same(prior.variance.expr, exp(-v / (2 * σ**2)) / (2 * σ**2))
assert same(prior.expr, by_hand)

# by the same steps.
assert steps_of(prior) == [
    "change-of-variables", "mellin-definition", "power", "division",
    "chi", "scale-mixture", "duplication", "inverse-exp", "mirror", "division",
]  # fmt: skip
assert same(step_of(prior, "duplication").after, b ** (s - 1) * gamma(s))

checked = derive_prior("rayleigh")

if __name__ == "__main__":
    write(__file__)
