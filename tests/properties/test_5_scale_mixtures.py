"""Chapter 5. Scale mixtures: what only w = λz with a normal z can be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from priorcalc.testing import exponents, weights
from priorcalc.testing.strategies import ratios, units
from tests.properties.book import few, holds, once

factors = st.sampled_from((2.0, 0.5, 3.0, 0.1, 10.0, 7.0))


@few
@given(s=exponents())
def test_the_tower_rule(prior, s):
    """∫ |w|^s p(w) dw = σ₀^s E|λ|^s E|z|^s, and both sides are infinite together.

    Why: λ and z are independent: E|λz|^s = E|λ|^s E|z|^s.
    A failure looks like: a variance of σ₀ E λ² for σ₀² E λ².
    Exercise: for which s is it infinite under half-Cauchy noise?
    """
    holds("tower rule", prior, s=s)


def test_no_scale_mixture_has_a_lower_kurtosis_than_the_normal(prior):
    """E w⁴ ≥ 3 (E w²)², with equality for a constant |λ| alone.

    Why: Jensen; E λ⁴ ≥ (E λ²)².
    A failure looks like: an excess kurtosis given for a kurtosis.
    Exercise: noise always makes tails heavier. What would give a prior with lighter ones?
    """
    holds("kurtosis", prior)


def test_the_kurtosis_is_that_of_the_moments(prior):
    """kurtosis = E w⁴/(E w²)².

    Why: the mean is 0.
    A failure looks like: σ₀ left in a number that has no unit.
    Exercise: how does the kurtosis of λ₁λ₂z follow from those of λ₁z and λ₂z?
    """
    holds("kurtosis and moments", prior)


@few
@given(w=weights(), ratio=ratios())
def test_the_density_falls_on_either_side_of_zero(prior, w, ratio):
    """p(a) ≥ p(b) for 0 < a < b: unimodal, with the mode at 0.

    Why: each normal density falls.
    A failure looks like: a bump where two formulas were joined.
    Exercise: is a prior without noise at 0 always unimodal? See λ = 1 or 100.
    """
    holds("unimodal", prior, w=w, ratio=ratio)


@few
@given(w=weights())
def test_the_score_points_to_zero(prior, w):
    """w d ln p/dw ≤ 0: the prior pulls every weight to 0.

    Why: d ln p/dw = -(w/σ₀²) E[1/λ² | w].
    A failure looks like: a penalty that pushes.
    Exercise: for which noise does the pull vanish as w grows?
    """
    holds("score points to zero", prior, w=w)


@few
@given(w=weights(), ratio=ratios(), order=st.integers(1, 6))
def test_a_scale_mixture_is_completely_monotone_in_the_square(prior, w, ratio, order):
    """(-1)^n Δ^n p(√y) ≥ 0 for every n, over equal steps of y = w².

    Why: p(√y) = E e^{-yτ}·√(τ/π), τ = 1/2λ²σ₀², is a Laplace transform (Bernstein); and only scale mixtures are
    (Schoenberg).
    A failure looks like: a density cut off at ten standard deviations: falling and convex, until the cut.
    Exercise: Cauchy and uniform weights are both unimodal. Which is no scale mixture, and which n shows it?
    """
    holds("complete monotonicity", prior, w=w, ratio=ratio, order=order)


@few
@given(w=weights(), ratio=ratios())
def test_the_log_density_is_convex_in_the_square(prior, w, ratio):
    """ln p(√((a² + b²)/2)) ≤ [ln p(a) + ln p(b)]/2.

    Why: a Laplace transform is log-convex (Hölder).
    A failure looks like: a tail lighter than a Gaussian's.
    Exercise: deduce that the kurtosis is at least 3.
    """
    holds("log-convex in w²", prior, w=w, ratio=ratio)


@once
@given(w=weights(least=-6, most=2), factor=factors)
def test_the_base_deviation_is_a_scale(prior, w, factor):
    """p(cw; cσ₀) = p(w; σ₀)/c.

    Why: cλz = λ(cz).
    A failure looks like: σ₀ taken for a variance.
    Exercise: no other parameter of the model is a scale of w. True?
    """
    holds("σ₀ is a scale", prior, w=w, factor=factor)


@once
@given(w=weights(least=-6, most=2), factor=factors)
def test_scaling_the_noise_scales_the_weight(prior, w, factor):
    """c·λ in the place of λ gives p(w/c)/c.

    Why: (cλ)z = c(λz).
    A failure looks like: a multiple that the algebra has and the quadrature has not.
    Exercise: inverted dropout scales by 1/p. What does that do to the prior?
    """
    holds("scaling λ is scaling w", prior, w=w, factor=factor)


@once
@given(w=weights(least=-6, most=2))
def test_only_the_modulus_of_the_noise_counts(prior, w):
    """|λ| in the place of λ gives the same p(w).

    Why: z and -z have one law.
    A failure looks like: half a Gaussian's noise counted once, or twice.
    Exercise: so gaussian(0, 1) and half_normal(1) give one prior. Do they give one law of λ²?
    """
    holds("only |λ| counts", prior, w=w)


@once
@given(w=weights(least=-6, most=2), q=units)
def test_dropout_thins_a_prior(prior, w, q):
    """Bernoulli(q)·λ in the place of λ gives q·p(w), and a spike for the rest.

    Why: with probability 1 - q the weight is 0, else it is what it was.
    A failure looks like: an atom that a product forgets.
    Exercise: what does it do to the variance, and what to the kurtosis?
    """
    holds("dropout thins", prior, w=w, q=q)
