"""Chapter 1. Densities: what p(w) = ∫ N(w; 0, λ²σ₀²) dP(λ) must be, whatever the law of λ.

Run one theorem on one law: ``pytest tests/properties -k "even and rayleigh"``.
"""

from __future__ import annotations

from hypothesis import given

from priorcalc.testing import weights
from tests.properties.book import few, holds


@few
@given(w=weights())
def test_a_density_is_nowhere_negative(prior, w):
    """p(w) ≥ 0.

    Why: an average of normal densities, with weights that are probabilities.
    A failure looks like: p(3.1e4) = -1e-18, from a polynomial that approximates p rather than ln p.
    Exercise: in ``numeric/tables.py`` interpolate exp of the values. Which weight is the first to fail?
    """
    holds("non-negative density", prior, w=w)


@few
@given(w=weights())
def test_a_density_is_the_exponential_of_its_logarithm(prior, w):
    """p(w) = exp(ln p(w)) wherever p(w) is a double.

    Why: two methods speak of one number.
    A failure looks like: a factor σ₀ that only one of the two has.
    Exercise: for which law is ln p(1e4) finite and p(1e4) zero? Why is that no failure?
    """
    holds("density and log density", prior, w=w)


@few
@given(w=weights())
def test_a_density_is_even(prior, w):
    """p(-w) = p(w), to the last bit.

    Why: z and -z have one law, and so have λz and -λz.
    A failure looks like: an expression in w where |w| was meant, right on one side only.
    Exercise: λ need not be even. Find a law in the catalogue that is signed and not even.
    """
    holds("even density", prior, w=w)


def test_a_density_has_the_mass_that_the_spike_leaves(prior):
    """∫ p(w) dw = 1 - P(w = 0).

    Why: Fubini; each normal density integrates to 1, and λ = 0 has no density to give.
    A failure looks like: 0.8 for 1: a slab that forgot the spike, or a half line's density on the whole line (2).
    Exercise: multiply the density of ``bernoulli(0.8)`` by 5/4. Which other chapter sees it?
    """
    holds("mass", prior)


def test_no_density_has_more_entropy_than_the_normal_one_of_its_variance(prior):
    """-∫ p ln p ≤ ½ ln(2πe Var w), where the variance is finite.

    Why: Gibbs' inequality, against the normal density.
    A failure looks like: an entropy in bits, or with the sign of the logarithm of σ₀ turned.
    Exercise: for which noise is it an equality?
    """
    holds("entropy", prior)


@few
@given(w=weights())
def test_the_score_is_the_slope_of_the_log_density(prior, w):
    """ln p(b) - ln p(a) = ∫_a^b score(w) dw.

    Why: the fundamental theorem of calculus.
    A failure looks like: a score with σ₀ for σ₀², or that of -ln p.
    Exercise: the score at 0 is nan for the horseshoe. What would you have it be?
    """
    holds("score is the slope", prior, w=w)
