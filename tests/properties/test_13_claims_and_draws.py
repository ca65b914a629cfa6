"""Chapter 13. Claims and draws: what a derivation says of its laws, and what samplers do, against the definition."""

from __future__ import annotations

from hypothesis import given

from priorcalc.testing import seeds, weights
from tests.properties.book import few, holds, once

near_weights = weights(least=-1, most=0)
far_weights = weights(least=0, most=2)


@few
@given(w=near_weights)
def test_the_formula_is_the_mixture_integral(prior, w):
    """``expr`` at w is ∫ N(w; 0, λ²σ₀²) dP(λ).

    Why: it was derived so; the number comes from quadrature over λ, which knows no transform.
    A failure looks like: a scale of Gauss's multiplication formula that was dropped.
    Exercise: halve σ₀² in the derivation. Which other properties see it?
    """
    holds("formula of the weight", prior, near_w=w)


@few
@given(w=far_weights)
def test_the_formula_holds_far_out_too(prior, w):
    """The same, where p is small.

    Why: a formula is for all w.
    A failure looks like: a density that is cut off, or cosh - sinh where an exponential was meant.
    Exercise: where does a plot of ln p show it, and where one of p?
    """
    holds("formula far out", prior, far_w=w)


@few
@given(w=near_weights)
def test_the_name_says_the_same_as_the_formula(prior, w):
    """The named law with its parameters has the density p(w).

    Why: the quotient of the transforms is 1.
    A failure looks like: a rate where the record has a scale.
    Exercise: which parameter of StudentT would you get wrong first?
    """
    holds("name of the weight", prior, near_w=w)


@few
@given(w=near_weights)
def test_the_noise_is_what_was_asked_for(prior, w):
    """``noise.expr`` is the density of the definition.

    Why: it is shown to the user, who takes it for what was derived from.
    A failure looks like: the density of |λ| under the name of λ.
    Exercise: for which laws do the two agree?
    """
    holds("formula of λ", prior, near_w=w)


def test_the_spike_is_that_of_the_noise(prior):
    """P(w = 0) = P(λ² = 0) = P(λ = 0).

    Why: z ≠ 0 almost surely.
    A failure looks like: keep for drop.
    Exercise: what is P(w = 0) for a product of two dropout noises?
    """
    holds("spike", prior)


@once
@given(seed=seeds())
def test_draws_of_the_noise_have_its_law(prior, seed):
    """sup |ECDF - F| stays within the band of Dvoretzky, Kiefer, Wolfowitz and Massart, but with probability 1e-9.

    Why: the inequality holds for every law, with atoms or without.
    A failure looks like: rate for scale in a sampler.
    Exercise: how large an error of the scale does the band let pass?
    """
    holds("draws of λ", prior, seed=seed)


@once
@given(seed=seeds())
def test_rare_draws_of_the_noise_are_as_rare_as_they_should_be(prior, seed):
    """Beyond the quantile of order 1e-4 lie as many of the draws as Chernoff's inequality allows.

    Why: the band is blind in the tail; a count is not.
    A failure looks like: half-Cauchy draws cut off at 1000, which no histogram shows.
    Exercise: what does the cut do to the variance of w, and what to the posterior?
    """
    holds("rare draws of λ", prior, seed=seed)


@once
@given(seed=seeds())
def test_draws_of_the_weight_have_the_derived_law(prior, seed):
    """Draws of σ₀λz against F(w), in the band.

    Why: it is the model.
    A failure looks like: z drawn once for a whole row.
    Exercise: why is this no check of the sampler of λ alone?
    """
    holds("draws of w", prior, seed=seed)


@once
@given(seed=seeds())
def test_one_seed_gives_one_sample(prior, seed):
    """rvs(rng=seed) twice, and with a Generator of that seed.

    Why: randomness comes from ``rng`` alone (SPEC 7).
    A failure looks like: a figure that nobody can draw again.
    Exercise: what does rng=None promise?
    """
    holds("draws repeat", prior, seed=seed)
