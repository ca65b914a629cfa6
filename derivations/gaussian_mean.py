"""Gaussian noise with a mean gives a series of Bessel functions.

Claim.  If λ ~ N(μ, σ²), μ ≠ 0, and w = λz with z ~ N(0, σ₀²), then λ²/σ² is non-central χ² with one degree of freedom
and non-centrality μ²/σ², and w is a Poisson mixture of variance-gamma laws: eq. (53). It is no generalised hyperbolic
law.
"""

from sympy import Abs, S, Symbol, besselk, exp, factorial, gamma, pi, sqrt

from derivations.page import same, step_of, steps_of, write
from priorcalc import derive_prior, laws
from priorcalc.mellin import same_law
from priorcalc.symbols import n, s, w

μ, σ, σ0 = (Symbol(name, positive=True) for name in ("mu", "sigma", "sigma0"))
noise = laws.gaussian(μ, σ)

# Folding, eq. (2), adds the two branches to a cosh; its series makes |λ| the law of σχ with 2n + 1 degrees of freedom,
# n being a Poisson number with mean θ, eq. (18).
θ = μ**2 / (2 * σ**2)
((weight, part),) = noise.transform.parts
assert same(weight, exp(-θ) * θ**n / factorial(n))
assert same_law(part, laws.chi(2 * n + 1, σ).transform)

# **1.** Squaring each part gives non-central χ².
assert same_law(noise.transform**2, (σ**2 * laws.noncentral_chi_square(1, μ**2 / σ**2)).transform)

# **2.** Each part times |z| has two gamma functions that differ by n + ½: the Bessel function of order n, eq. (29).
magnitude = part * laws.half_normal(σ0).transform
assert same(magnitude(s), (2 * σ * σ0) ** (s - 1) * gamma(s / 2) * gamma(n + s / 2) / (sqrt(pi) * gamma(n + S.Half)))

# **3.** The parts are added with their weights, eq. (17).
a = Abs(w) / (σ * σ0)
by_hand = weight * (a / 2) ** n * besselk(n, a) / (sqrt(pi) * gamma(n + S.Half) * σ * σ0)

# The machine finds the same laws
prior = derive_prior(noise, sigma0=σ0)
assert (prior.variance.name, prior.name, prior.form) == ("Noncentral chi-square", None, "series")
assert same(prior.expr.function, by_hand)

# by the same steps.
assert [rule for rule in steps_of(prior) if rule != "division"] == [
    "change-of-variables", "poisson-mixture", "chi", "scale-mixture", "inverse-bessel-k", "mirror", "blend",
]  # fmt: skip
assert same(step_of(prior, "scale-mixture").after, magnitude(s))

checked = derive_prior("gaussian", mu=1, sigma=0.5)

if __name__ == "__main__":
    write(__file__)
