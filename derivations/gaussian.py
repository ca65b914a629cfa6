"""Gaussian noise with mean zero gives a Bessel function.

Claim.  If λ ~ N(0, σ²) and w = λz with z ~ N(0, σ₀²), then λ² is σ² times χ² with one degree of freedom, and w has the
density K₀(|w|/(σσ₀))/(πσσ₀): a variance-gamma law, on the boundary of the generalised hyperbolic family; eq. (52).
"""

from sympy import Abs, Symbol, besselk, gamma, pi, sqrt

from derivations.page import same, step_of, steps_of, write
from priorcalc import derive_prior, laws
from priorcalc.mellin import same_law
from priorcalc.symbols import s, w

σ, σ0 = Symbol("sigma", positive=True), Symbol("sigma0", positive=True)
noise = laws.gaussian(0, σ)

# The sign of λ is lost, eq. (2), so the noise is as good as half-normal; its transform is that of σ|z|, eq. (14).
assert same_law(noise.transform, laws.half_normal(σ).transform)
assert same(noise.transform(s), (σ * sqrt(2)) ** (s - 1) * gamma(s / 2) / sqrt(pi))

# **1.** Squaring gives Γ(s − ½): the law of σ² times χ²₁, a gamma law with shape ½.
variance = noise.transform**2
assert same_law(variance, (σ**2 * laws.chi_square(1)).transform)
assert same_law(variance, laws.gamma(0.5, 1 / (2 * σ**2)).transform)

# **2.** Multiplying by |z| squares the gamma function.
magnitude = noise.transform * laws.half_normal(σ0).transform
assert same(magnitude(s), (2 * σ * σ0) ** (s - 1) * gamma(s / 2) ** 2 / pi)

# **3.** Two equal gamma functions are Bessel's K₀, eq. (29) with a = b.
by_hand = besselk(0, Abs(w) / (σ * σ0)) / (pi * σ * σ0)

# The machine finds the same laws
prior = derive_prior(noise, sigma0=σ0)
assert (prior.variance.name, prior.name) == ("Chi-square", "Variance gamma")
assert "Generalized hyperbolic" in prior.families
assert same(prior.expr, by_hand)

# by the same steps.
assert [rule for rule in steps_of(prior) if rule != "division"] == [
    "change-of-variables", "mellin-definition", "power", "chi", "scale-mixture", "inverse-bessel-k", "mirror",
]  # fmt: skip
assert same(step_of(prior, "scale-mixture").after, magnitude(s))

checked = derive_prior("gaussian")

if __name__ == "__main__":
    write(__file__)
