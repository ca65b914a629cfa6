"""Beta noise gives a Meijer G-function.

Claim.  If λ ~ Beta(a, b) and w = λz with z ~ N(0, σ₀²), then E|w|^(s−1) has, at slope ½, three gamma functions above
the bar and two below it, and the density of w is a Meijer G-function of w²/(2σ₀²): eq. (60). It has no simpler name
that we know.
"""

from sympy import Symbol, gamma, meijerg, pi, sqrt

from derivations.page import same, step_of, steps_of, write
from priorcalc import derive_prior, laws
from priorcalc.mellin import same_law
from priorcalc.symbols import s, w

a, b, σ0 = (Symbol(name, positive=True) for name in ("alpha", "beta", "sigma0"))
noise = laws.beta(a, b)

# The beta integral, eq. (28): one gamma function above the bar, one below it.
assert same(noise.transform(s), gamma(a + b) * gamma(a + s - 1) / (gamma(a) * gamma(a + b + s - 1)))

# **1.** The law of λ² is found by the change of variables, eq. (3). Its transform has slope 2, and only a uniform noise
# (b = 1) makes it a beta law again.
assert same_law(laws.beta(a, 1).transform ** 2, laws.beta(a / 2, 1).transform)

# **2.** Multiplying by |z| adds a gamma function of slope ½. Duplication, eq. (9), above and below, brings all to that
# slope.
magnitude = noise.transform * laws.half_normal(σ0).transform
assert len(magnitude.normal.upper) == 3 and len(magnitude.normal.lower) == 2

# **3.** A ratio of gamma functions of one slope is a G-function, eq. (21).
y = w**2 / (2 * σ0**2)
front = gamma(a + b) * 2 ** (-b) / (gamma(a) * sqrt(2 * pi) * σ0)
by_hand = front * meijerg([[], [(a + b - 1) / 2, (a + b) / 2]], [[0, (a - 1) / 2, a / 2], []], y)

# The machine finds the same law
prior = derive_prior(noise, sigma0=σ0)
assert (prior.name, prior.form) == (None, "meijerg")
assert same(prior.expr, by_hand)

# by the same steps.
assert steps_of(prior) == [
    "change-of-variables", "mellin-definition", "power", "duplication",
    "chi", "scale-mixture", "duplication", "meijer-g", "mirror",
]  # fmt: skip
assert same(step_of(prior, "scale-mixture").after, magnitude(s))

checked = derive_prior("beta", alpha=2, beta=3)

if __name__ == "__main__":
    write(__file__)
