"""Inverse Nakagami noise gives Student's t.

Claim.  If 1/λ ~ Nakagami(m, Ω) and w = λz with z ~ N(0, σ₀²), then λ² is inverse gamma with shape m and scale m/Ω, and
w is Student's t with ν = 2m degrees of freedom and scale σ₀/√Ω: eq. (55).
"""

from sympy import Symbol, gamma, pi, sqrt

from derivations.page import same, step_of, steps_of, write
from priorcalc import derive_prior, laws
from priorcalc.mellin import same_law
from priorcalc.symbols import s, w

m, Ω, σ0 = (Symbol(name, positive=True) for name in ("m", "omega", "sigma0"))
noise = laws.inverse_nakagami(m, Ω)

# The noise is the reciprocal of a Nakagami variable, so that its gamma function falls: s becomes 2 − s, eq. (7).
assert same_law(noise.transform, laws.nakagami(m, Ω).transform ** (-1))
assert same(noise.transform(s), sqrt(m / Ω) ** (s - 1) * gamma(m + (1 - s) / 2) / gamma(m))

# **1.** Squaring gives Γ(m + 1 − s): the inverse gamma law.
variance = noise.transform**2
assert same_law(variance, laws.inverse_gamma(m, m / Ω).transform)

# **2.** Multiplying by |z| adds a gamma function that rises: one rises, one falls.
magnitude = noise.transform * laws.half_normal(σ0).transform
gammas = gamma(s / 2) * gamma(m + (1 - s) / 2)
assert same(magnitude(s), (σ0 * sqrt(2 * m / Ω)) ** (s - 1) * gammas / (sqrt(pi) * gamma(m)))

# **3.** One and one is the binomial row, eq. (27): a power of 1 + w²/(2mσ₀²/Ω), which is Student's t.
ν, ς = 2 * m, σ0 / sqrt(Ω)
by_hand = gamma((ν + 1) / 2) / (gamma(ν / 2) * sqrt(ν * pi) * ς) * (1 + w**2 / (ν * ς**2)) ** (-(ν + 1) / 2)

# The machine finds the same laws
prior = derive_prior(noise, sigma0=σ0)
assert (prior.variance.name, prior.name) == ("Inverse gamma", "Student-t")
assert same(prior.params["nu"], ν) and same(prior.params["sigma"], ς)
assert same(prior.expr, by_hand)

# by the same steps.
assert [rule for rule in steps_of(prior) if rule != "division"] == [
    "change-of-variables", "mellin-definition", "power", "chi", "scale-mixture", "inverse-binomial", "mirror",
]  # fmt: skip
assert same(step_of(prior, "scale-mixture").after, magnitude(s))

checked = derive_prior("inverse_nakagami", m=1.5)

if __name__ == "__main__":
    write(__file__)
