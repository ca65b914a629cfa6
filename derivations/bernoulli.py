"""Bernoulli noise gives spike and slab.

Claim.  If λ is 1 with probability p, the probability to keep a unit, and 0 otherwise, and w = λz with z ~ N(0, σ₀²),
then λ² is Bernoulli(p) again, and w is 0 with probability 1 − p and N(0, σ₀²) otherwise: eq. (51).
"""

from sympy import Symbol, exp, pi, sqrt

from derivations.page import same, step_of, steps_of, write
from priorcalc import derive_prior, laws
from priorcalc.mellin import same_law
from priorcalc.symbols import w

p, σ0 = Symbol("p", positive=True), Symbol("sigma0", positive=True)
noise = laws.bernoulli(p)

# What the weights of the transform lack to 1 is the spike at zero.
((mass, part),) = noise.transform.parts
assert mass == p and part.upper == part.lower == () and noise.transform.spike == 1 - p

# **1.** 0² = 0 and 1² = 1: the variance has the law of the noise.
assert same_law(noise.transform**2, noise.transform)

# **2.** Given λ = 1 the weight is the base weight, given λ = 0 it is 0, eq. (16).
slab = exp(-(w**2) / (2 * σ0**2)) / (sqrt(2 * pi) * σ0)

# **3.** Inverted dropout drops at the rate q and scales what it keeps by 1/(1 − q); the slab is as much wider.
q = Symbol("q", positive=True)
inverted = derive_prior("dropout", rate=q, sigma0=σ0)
assert same(inverted.params["sigma"] ** 2, (σ0 / (1 - q)) ** 2)
assert same(inverted.variance.params["scale"], 1 / (1 - q) ** 2)

# The machine finds the same laws
prior = derive_prior(noise, sigma0=σ0)
assert (prior.variance.name, prior.name) == ("Bernoulli", "Spike and slab")
assert same(prior.atom, 1 - p) and same(prior.params["sigma"], σ0)
assert same(prior.expr, p * slab)

# by the same steps; no transform is needed where the law is a few atoms.
assert steps_of(prior) == ["power", "spike"]
assert same(step_of(prior, "spike").before, p * slab)

checked = derive_prior("bernoulli", p=0.8)

if __name__ == "__main__":
    write(__file__)
