"""Chapter 7. Limits between the rows: a family's border is another family, and the way there has a rate."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from priorcalc import derive_prior, laws
from tests.properties.book import few

points = st.integers(1, 30).map(lambda k: k / 10)
large = st.integers(4, 8).map(lambda k: 10.0 ** (k / 2))
small = st.integers(3, 6).map(lambda k: 10.0**-k)


def log_normal(w: float) -> float:
    """ln N(w; 0, 1)."""
    return -0.5 * w * w - 0.5 * math.log(2 * math.pi)


@few
@given(w=points, m=large)
def test_a_student_t_becomes_normal(w, m):
    """ν (ln t_ν(w) - ln N(w)) → (w⁴ - 2w² - 1)/4, so inverse Nakagami noise with m = ν/2 → ∞ is no noise.

    Why: expand -(ν+1)/2 ln(1 + w²/ν) and the gamma functions in 1/ν.
    A failure looks like: a limit of 0 and yet a wrong rate: degrees of freedom m where 2m was meant.
    Exercise: at which w does the Student-t cross the normal density?
    """
    nu = 2 * m
    apart = float(derive_prior("inverse_nakagami", m=m).logpdf(w)) - log_normal(w)
    assert abs(apart - (w**4 - 2 * w**2 - 1) / (4 * nu)) < (1 + w**6) / nu**2 + 1e-13


@few
@given(w=points, sigma=small)
def test_narrow_lognormal_noise_is_a_second_derivative(w, sigma):
    """ln p(w) = ln N(w) + ½σ²(w⁴ - 4w² + 1) + O(σ⁴) for ln λ ~ N(0, σ²).

    Why: the average of g over N(0, σ²) is g + ½σ²g″, with g(u) = N(w; 0, e^{2u}).
    A failure looks like: σ taken for a variance, and the deviation for its square root.
    Exercise: for which w does narrow noise leave the density as it was?
    """
    apart = float(derive_prior("lognormal", mu=0, sigma=sigma).logpdf(w)) - log_normal(w)
    assert abs(apart - 0.5 * sigma**2 * (w**4 - 4 * w**2 + 1)) < 2 * (1 + w**8) * sigma**4 + 1e-13


@few
@given(w=points, chi=small)
def test_generalized_hyperbolic_becomes_variance_gamma(w, chi):
    """λ² ~ GIG(3/2, χ, 2) → Gamma(3/2, 1) as χ → 0, and so do the priors, at the rate χ.

    Why: v^{p-1} e^{-(χ/v + ψv)/2} loses its first term; for p > 1 the loss is linear in χ.
    A failure looks like: χ and ψ exchanged, which is the law of 1/λ².
    Exercise: let ψ → 0 with p < 0 instead. Which row of the table is at that border?
    """
    hyperbolic = derive_prior(laws.gig(p=1.5, chi=chi, psi=2) ** 0.5)
    gamma = derive_prior(laws.gamma(alpha=1.5, beta=1) ** 0.5)
    assert abs(float(hyperbolic.logpdf(w)) - float(gamma.logpdf(w))) < 20 * chi


@few
@given(w=points, q=small)
def test_dropout_that_keeps_all_is_no_noise(w, q):
    """Bernoulli(1 - q): the slab is (1 - q)·N(w), the spike q, whatever q.

    Why: with probability 1 - q the weight is untouched.
    A failure looks like: keep and drop exchanged; at q = ½ nobody sees it.
    Exercise: inverted dropout multiplies by 1/(1 - q). What is then the variance of w?
    """
    prior = derive_prior("bernoulli", p=1 - q)
    assert abs(float(prior.logpdf(w)) - math.log1p(-q) - log_normal(w)) < 1e-13
    assert abs(prior.atom - q) < 1e-15


@few
@given(w=points, mu=small)
def test_gaussian_noise_of_small_mean_is_nearly_that_of_mean_zero(w, mu):
    """p(w; μ) = p(w; 0) (1 + O(μ²)): the mean enters through its square.

    Why: λ and -λ give one prior, so p is even in μ.
    A failure looks like: a term in μ, from one branch of the fold.
    Exercise: the weight at μ = 0 is K₀(|w|)/π. Which sign has the term in μ² at w = 3?
    """
    shifted, centred = derive_prior("gaussian", mu=mu, sigma=1), derive_prior("gaussian", mu=0, sigma=1)
    assert abs(float(shifted.logpdf(w)) - float(centred.logpdf(w))) < 5 * mu**2 + 1e-13


@few
@given(w=points, m=large)
def test_nakagami_noise_of_large_shape_is_no_noise(w, m):
    """λ² ~ Gamma(m, m/Ω) → Ω: the prior → N(0, Ω), at the rate 1/m.

    Why: the variance of λ² is Ω²/m.
    A failure looks like: Ω taken for E λ.
    Exercise: find the term in 1/m as for the Student-t. Why has it the same sign?
    """
    apart = float(derive_prior("nakagami", m=m).logpdf(w)) - log_normal(w)
    assert abs(apart) < (1 + w**4) / m
