"""Chapter 3. Change of variables: λ → λ² → λ, and the Jacobian that is forgotten."""

from __future__ import annotations

from hypothesis import given
from sympy import Integer, Rational

from priorcalc.mellin import same_law
from priorcalc.testing import powers, transforms, weights
from tests.properties.book import few, holds, some


@some
@given(x=transforms())
def test_squaring_and_rooting_is_nothing(x):
    """(X²)^½ and X have one law, for X > 0.

    Why: M(2s - 1), then s → (s + 1)/2.
    A failure looks like: a scale that is squared and not rooted.
    Exercise: why is (X^½)² = X for X > 0 only, and what does that say of a signed λ?
    """
    assert same_law((x ** Integer(2)) ** Rational(1, 2), x)


@some
@given(x=transforms(), k=powers())
def test_a_power_and_its_reciprocal_undo_each_other(x, k):
    """(X^k)^{1/k} and X have one law, for k of either sign.

    Why: s → 1 + k(s - 1) is undone by s → 1 + (s - 1)/k.
    A failure looks like: an exponent bent about s = 0 and not about s = 1.
    Exercise: k = -1 sends a pole at 0 to a tail. Which law of the catalogue is its own reciprocal?
    """
    assert same_law((x**k) ** (1 / k), x)


@few
@given(w=weights())
def test_squaring_keeps_probabilities(prior, w):
    """P(λ² > v) = P(|λ| > √v).

    Why: they are one event.
    A failure looks like: only one branch of a signed λ.
    Exercise: which noise has P(λ² > v) ≠ P(λ > √v)?
    """
    holds("law of λ²", prior, near_w=w)


@few
@given(w=weights(least=-1, most=0))
def test_the_density_of_the_square_has_its_jacobian(prior, w):
    """p(v) = [p_λ(√v) + p_λ(-√v)]/2√v, for the formula that was derived.

    Why: dv = 2λ dλ, and two values of λ have one square.
    A failure looks like: a law of λ² whose mass is not 1.
    Exercise: drop the 2√v for ``rayleigh()``. What is the mass then?
    """
    holds("formula of λ²", prior, near_w=w)


@few
@given(w=weights(least=-1, most=0))
def test_the_square_is_the_law_it_is_named_after(prior, w):
    """The named law, with its parameters, has the density of λ².

    Why: the name was proved by one division of transforms; here it meets numbers.
    A failure looks like: Exponential(scale=1) for a mean of 2: a rate for a scale.
    Exercise: λ² of a Gaussian is χ². Of a Gaussian with mean 1?
    """
    holds("name of λ²", prior, near_w=w)


def test_the_square_of_an_atom_is_an_atom_of_the_same_mass(prior):
    """P(λ² = x²) = P(λ = x) + P(λ = -x).

    Why: a point mass has no Jacobian.
    A failure looks like: inverted dropout with λ² at 1/p for 1/p².
    Exercise: what does δ(√v - 2)/2√v weigh?
    """
    holds("atoms of λ²", prior)
