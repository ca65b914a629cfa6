"""Chapter 2. Distribution functions: F grows from 0 to 1, jumps at the spike, and its quantile leads back."""

from __future__ import annotations

from hypothesis import given

from priorcalc.testing import quantiles, weights
from priorcalc.testing.strategies import ratios
from tests.properties.book import few, holds


@few
@given(w=weights(), ratio=ratios())
def test_a_tail_falls(prior, w, ratio):
    """S(a) ≥ S(b) for 0 < a < b.

    Why: {W > b} is a part of {W > a}.
    A failure looks like: two adjoining panels of a table that do not meet.
    Exercise: the bound is two errors of 1e-12, not 0. Why not 0?
    """
    holds("monotone distribution", prior, w=w, ratio=ratio)


def test_a_distribution_function_goes_from_0_to_1_and_jumps_by_the_spike(prior):
    """F(-∞) = 0, F(0) = (1 + P(w = 0))/2, F(∞) = 1.

    Why: half of the continuous part lies on either side of 0, and F is continuous from the right.
    A failure looks like: F(0) = ½ for a law with a spike, or a claimed spike of 0.19 where it is 0.2.
    Exercise: what is F(0) - F(-1e-300) for ``bernoulli(0.8)``, and what for ``half_cauchy()``?
    """
    holds("limits", prior)


@few
@given(w=weights())
def test_the_two_sides_add_up(prior, w):
    """F(w) + S(w) = 1.

    Why: W ≤ w or W > w.
    A failure looks like: 1 + P(w = 0): an atom that both sides count.
    Exercise: why is S not computed as 1 - F? Try it at w = 40 for ``point(1)``.
    """
    holds("complement", prior, w=w)


@few
@given(w=weights())
def test_a_distribution_function_is_its_own_mirror_image(prior, w):
    """F(-w) = S(w) for w > 0.

    Why: -W has the law of W.
    A failure looks like: a spike counted on the left only.
    Exercise: state it for w = 0.
    """
    holds("reflection", prior, w=w)


@few
@given(w=weights())
def test_the_density_is_the_slope_of_the_distribution_function(prior, w):
    """S(a) - S(b) = ∫_a^b p(w) dw.

    Why: the definition of a density. p and S are two different averages over λ.
    A failure looks like: a factor 2 from a half line, or a scale that only one of the two has.
    Exercise: find a change of p that this chapter misses and chapter 6 does not.
    """
    holds("density is the slope", prior, w=w)


@few
@given(q=quantiles())
def test_the_quantile_leads_back(prior, q):
    """S(S⁻¹(q)) = q off the spike, down to q = 1e-300.

    Why: S is continuous and falls there.
    A failure looks like: a search that stops at 1e-16 because it looked at 1 - q.
    Exercise: the error allowed grows with w p(w)/S(w). For which law does that stay below 2?
    """
    holds("quantile inverts", prior, q=q)


@few
@given(q=quantiles())
def test_the_quantile_is_zero_where_the_distribution_function_jumps(prior, q):
    """F⁻¹(q) = 0 for (1 - m)/2 < q < (1 + m)/2, m = P(w = 0).

    Why: 0 is the least w at which F has reached q.
    A failure looks like: a draw by inversion that is never exactly 0.
    Exercise: dropout sets weights to zero. What does the median weight of a dropped layer tell you?
    """
    holds("quantile of the spike", prior, q=q)
