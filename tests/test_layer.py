"""The prior of a layer: marginals, rows, whole matrices, spikes, correlations, groups."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import mpmath
import numpy as np
import pytest
from matplotlib.figure import Figure
from sympy import Symbol

from priorcalc import derive_prior, laws
from priorcalc.errors import ParameterError, UnknownLawError
from priorcalc.joint import joint_of
from priorcalc.layer import layer_prior
from priorcalc.numeric.groups import along, convolution, recurrent
from tests.textbook import DRAWS, LAWS, nodes_of

SAMPLE = 20_000
NEVER = 1e-9
"""The probability with which a sampling test of this file fails by chance."""


PAIRS = list(product(LAWS, LAWS))


def distance(count):
    """What the empirical distribution function of ``count`` draws exceeds with probability NEVER at most (Massart)."""
    return np.sqrt(np.log(2 / NEVER) / (2 * count))


@pytest.mark.parametrize(("unit", "layer"), PAIRS)
def test_the_marginal_is_the_two_dimensional_integral(unit, layer):
    """p(w) = ∫∫ N(w; 0, λ²τ²) dP(λ) dP(τ) at five points, for all pairs of noises as unit × layer."""
    marginal = layer_prior((3, 2), unit=LAWS[unit], layer=LAWS[layer]).marginal
    (u, a), (v, b) = nodes_of(unit), nodes_of(layer)
    scale = np.exp(u[:, None] + v)
    for w in (0.01, 0.3, 1.0, 2.5, 9.0):
        terms = np.exp(-0.5 * (w / scale) ** 2) / scale
        assert abs(a @ terms @ b / np.sqrt(2 * np.pi) / marginal.pdf(w) - 1) < 1e-9


@pytest.mark.parametrize(("unit", "layer"), PAIRS)
def test_the_marginal_is_the_law_of_the_products(unit, layer):
    """20,000 draws λτz lie about the distribution function as they must, but once in 10⁹ by chance."""
    marginal = layer_prior((3, 2), unit=LAWS[unit], layer=LAWS[layer]).marginal
    rng = np.random.default_rng(len(unit) * 100 + len(layer))
    w = np.sort(DRAWS[unit](rng, SAMPLE) * DRAWS[layer](rng, SAMPLE) * rng.normal(size=SAMPLE))
    below = np.searchsorted(w, w, side="right") / SAMPLE
    assert np.abs(below - marginal.cdf(w)).max() < distance(SAMPLE)


def test_names_of_marginals_and_rows():
    """Half-Cauchy × half-Cauchy is the horseshoe+; a row of Rayleigh units is multivariate Laplace."""
    plus = layer_prior((4, 3), unit="half_cauchy", layer="half_cauchy")
    assert plus.marginal.name == "Horseshoe+" and plus.row.name == "Multivariate horseshoe+"
    assert layer_prior((4, 3), unit="rayleigh").row.name == "Multivariate Laplace"
    deep = layer_prior((4, 3), layer=laws.bernoulli(p=0.5))
    assert deep.marginal.name == "Spike and slab" and deep.row.n == 3
    names = {"ARD": {"unit": "rayleigh"}, "ADD": {"layer": "rayleigh"}, "DropConnect": {"weight": "rayleigh"}}
    for name, noise in (names | {"ARD-ADD": {"unit": "rayleigh", "layer": "uniform"}}).items():
        assert layer_prior((2, 2), **noise).structure == name


def test_ard_sums_over_rows_and_add_takes_the_layer_whole():
    """ln p(W) = Σ_i ln J(row i) under ARD, ln J(all of W) under ADD, Σ ln p(w_ij) under DropConnect."""
    w = np.random.default_rng(5).normal(size=(3, 6, 4))
    for noise in ("half_cauchy", "rayleigh", "lognormal"):
        prior = derive_prior(noise)
        rows = layer_prior((6, 4), unit=noise)
        assert np.allclose(rows.logpdf(w), rows.row.logpdf(w).sum(axis=-1), rtol=1e-13)
        whole = layer_prior((24, 1), unit=noise, groups=np.zeros((24, 1), dtype=int))
        assert np.allclose(layer_prior((6, 4), layer=noise).logpdf(w), whole.logpdf(w.reshape(3, 24, 1)), rtol=1e-13)
        each = layer_prior((6, 4), weight=noise)
        assert np.allclose(each.logpdf(w), prior.logpdf(w).sum(axis=(-1, -2)), rtol=1e-13)


def _by_hand(w, log_unit, log_layer, span):
    """ln ∫ ∏_i [∫ ∏_j N(w_ij; 0, λ²τ²) p(λ) dλ] p(τ) dτ in mpmath, over u = ln λ and v = ln τ."""
    squares, n = [mpmath.fsum(mpmath.mpf(x) ** 2 for x in row) for row in w], len(w[0])

    def inner(square, v):
        return mpmath.quad(
            lambda u: mpmath.exp(log_unit(u) - n * (u + v) - square * mpmath.exp(-2 * (u + v)) / 2),
            span[0],
            method="gauss-legendre",
        ) / (2 * mpmath.pi) ** (mpmath.mpf(n) / 2)

    with mpmath.workdps(15):
        outer = mpmath.quad(
            lambda v: mpmath.exp(log_layer(v)) * mpmath.fprod(inner(square, v) for square in squares),
            span[1],
            method="gauss-legendre",
        )
        return mpmath.log(outer)


def test_ard_add_is_the_nested_integral():
    """Unit Rayleigh × layer uniform on a 2 × 2 matrix agrees with mpmath's double integral to 1e-9."""
    w = [[0.3, -1.1], [0.7, 0.2]]
    span = [-9, -4, -2, -1, 0, 1, 2, 3], [-9, -4, -2, -1, 0]
    true = float(_by_hand(w, lambda u: 2 * u - mpmath.exp(2 * u) / 2, lambda v: v, span))
    assert abs(layer_prior((2, 2), unit="rayleigh", layer="uniform").logpdf(w) - true) < 1e-9 * max(1, abs(true))


@pytest.mark.parametrize(("unit", "layer"), PAIRS)
def test_ard_add_is_the_nested_sum(unit, layer):
    """ln p(W) = ln ∫ ∏_i [∫ N(row i; 0, λ²τ²) dP(λ)] dP(τ) by nodes written out by hand, for all pairs, to 1e-9."""
    w = np.array([[0.3, -1.1, 0.5], [0.7, 0.2, 0.01], [-2.0, 1.5, 0.4], [0.02, -0.01, 0.05]])
    (u, a), (v, b) = nodes_of(unit), nodes_of(layer)
    scale = np.exp(u[:, None] + v)
    rows = [a @ (np.exp(-0.5 * square / scale**2) / scale**3) for square in (w**2).sum(axis=1)]
    true = np.log(np.prod(rows, axis=0) @ b) - 6 * np.log(2 * np.pi)
    assert abs(layer_prior((4, 3), unit=LAWS[unit], layer=LAWS[layer]).logpdf(w) - true) < 1e-9 * max(1, abs(true))


@pytest.mark.parametrize("noise", LAWS)
def test_a_constant_layer_scale_changes_nothing_but_the_scale(noise):
    """τ = c is ARD with σ₀ = c, and two atoms of τ are the mixture of two such priors."""
    w = np.random.default_rng(2).normal(size=(5, 4))
    w[2] *= 1e-3
    ard = [layer_prior((5, 4), unit=LAWS[noise], sigma0=Fraction(c)).logpdf(w) for c in ("0.5", "3")]
    assert layer_prior((5, 4), unit=LAWS[noise], layer=laws.point(3)).logpdf(w) == pytest.approx(ard[1], rel=1e-11)
    both = layer_prior((5, 4), unit=LAWS[noise], layer={0.5: 0.25, 3: 0.75}).logpdf(w)
    assert both == pytest.approx(np.logaddexp(np.log(0.25) + ard[0], np.log(0.75) + ard[1]), rel=1e-11)


@pytest.mark.parametrize("layer", LAWS)
def test_a_constant_unit_scale_leaves_add(layer):
    """λ = 1 under ARD-ADD is ADD."""
    w = np.random.default_rng(3).normal(size=(5, 4))
    one = layer_prior((5, 4), unit=laws.point(1), layer=LAWS[layer]).logpdf(w)
    assert one == pytest.approx(layer_prior((5, 4), layer=LAWS[layer]).logpdf(w), rel=1e-11)


def test_one_row_of_ard_add_is_the_row_law_of_the_product():
    """For a single unit, ARD-ADD is a row with the scale λτ."""
    for unit, layer in (({0.25: 0.5, 1: 0.5}, "half_cauchy"), ("rayleigh", {0.5: 0.3, 2: 0.7})):
        one = layer_prior((1, 5), unit=unit, layer=layer)
        w = np.array([[0.2, -3.0, 1.0, 0.0, 1e-3]])
        assert one.logpdf(w) == pytest.approx(one.row.logpdf(w[0]), rel=1e-9)


def test_groups_within_groups():
    """With units and weights, each unit's scale is shared by weights that have one each: ln p is a sum over units."""
    layer = layer_prior((3, 2), unit="uniform", weight="rayleigh")
    w = np.array([[0.3, -1.0], [2.0, 0.1], [0.5, 0.6]])
    parts = [layer_prior((1, 2), layer="uniform", weight="rayleigh").logpdf(row[None]) for row in w]
    assert layer.logpdf(w) == pytest.approx(sum(parts), rel=1e-12)
    assert layer.logpdf(np.stack([w, -w[::-1]])) == pytest.approx([sum(parts)] * 2, rel=1e-12)


def test_rows_of_very_different_size():
    """Scaling W and σ₀ by c shifts ln p by -N ln c, for rows that are far apart and heavy tails on both factors."""
    w = np.random.default_rng(4).normal(size=(6, 3)) * 10.0 ** np.arange(-9, 9, 3)[:, None]
    one = layer_prior((6, 3), unit="half_cauchy", layer="half_cauchy").logpdf(w)
    for size in (1e-9, 1e9):
        scaled = layer_prior((6, 3), unit="half_cauchy", layer="half_cauchy", sigma0=size).logpdf(w * size)
        assert scaled == pytest.approx(one - 18 * np.log(size), rel=1e-10)


def test_stochastic_depth_keeps_its_atom():
    """A Bernoulli layer is exactly 0 with probability 1 - p, and its density elsewhere is p times that of the rest."""
    deep = layer_prior((6, 4), unit="rayleigh", layer=laws.bernoulli(p=0.8))
    rest = layer_prior((6, 4), unit="rayleigh")
    w = rest.rvs(rng=1)
    assert deep.atom == pytest.approx(0.2, rel=1e-15) and deep.logpdf(np.zeros((6, 4))) == pytest.approx(np.log(0.2))
    assert deep.logpdf(w) == pytest.approx(np.log(0.8) + rest.logpdf(w), rel=1e-13)
    zero = (deep.rvs(4000, rng=2) == 0).reshape(4000, -1)
    assert np.array_equal(zero.any(axis=1), zero.all(axis=1))
    assert abs(zero[:, 0].mean() - 0.2) < distance(4000)


def test_dropout_keeps_an_atom_for_every_row():
    """Under Bernoulli units k zero rows have the factor (1-p)^k, and a matrix of zeros the product of all."""
    keep = laws.bernoulli(p=0.75)
    ard = layer_prior((3, 2), unit=keep)
    w = np.array([[0.3, -1.0], [0.0, 0.0], [2.0, 0.1]])
    slab = layer_prior((2, 2), unit=laws.point(1))
    assert ard.logpdf(w) == pytest.approx(np.log(0.25) + 2 * np.log(0.75) + slab.logpdf(w[[0, 2]]), rel=1e-14)
    assert ard.atom == pytest.approx(0.25**3) and ard.logpdf(0 * w) == pytest.approx(3 * np.log(0.25))
    both = layer_prior((3, 2), unit=keep, layer=laws.bernoulli(p=0.5))
    assert both.atom == pytest.approx(0.5 + 0.5 * 0.25**3) and both.logpdf(0 * w) == pytest.approx(np.log(both.atom))
    assert both.logpdf(w) == pytest.approx(np.log(0.5) + ard.logpdf(w), rel=1e-14)
    smooth = layer_prior((3, 2), unit=keep, layer="rayleigh")
    rows = layer_prior((2, 2), unit=laws.point(1), layer="rayleigh").logpdf(w[[0, 2]])
    assert smooth.logpdf(w) == pytest.approx(np.log(0.25) + 2 * np.log(0.75) + rows, rel=1e-12)
    each = layer_prior((3, 2), weight=keep)
    assert each.atom == pytest.approx(0.25**6)
    assert each.logpdf(w) == pytest.approx(2 * np.log(0.25) + derive_prior(keep).logpdf(w[[0, 2]]).sum(), rel=1e-14)


def test_a_zero_row_without_an_atom_has_the_limit_of_the_density():
    """Where P(λ = 0) = 0, a row that is exactly 0 is a point like others: its density is the limit, inf at a pole."""
    w = np.array([[0.3, -1.0], [0.0, 0.0]])
    assert layer_prior((2, 2), unit="rayleigh", layer="rayleigh").logpdf(w) == np.inf
    finite = layer_prior((2, 2), unit=laws.inverse_nakagami(m=2), layer=laws.inverse_nakagami(m=3))
    near = w + np.array([[0.0, 0.0], [1e-9, -1e-9]])
    assert finite.logpdf(w) == pytest.approx(finite.logpdf(near), rel=1e-9)
    assert finite.logpdf(0 * w) == pytest.approx(finite.logpdf(1e-9 * np.ones((2, 2))), rel=1e-9)


@pytest.mark.parametrize("far", [1e-4, 1.0, 30.0])
def test_single_weights_that_are_zero_are_integrated_over_the_layer(far):
    """Laplace units, half-Cauchy layer: p(w, 0) = ∫ p(τ) (e^{-|w|/τ}/2τ)(1/2τ) dτ, by mpmath."""
    layer = layer_prior((2, 1), unit="rayleigh", layer="half_cauchy")
    with mpmath.workdps(30):
        marks = [0, far / 50, far / 5, far, 5 * far, 50 * far, mpmath.inf]
        exact = mpmath.quad(lambda t: mpmath.exp(-far / t) / (2 * mpmath.pi * t**2 * (1 + t**2)), marks)
    expected = float(mpmath.log(exact))
    assert layer.logpdf(np.array([[far], [0.0]])) == pytest.approx(expected, rel=1e-11)
    assert layer.logpdf(np.array([[0.0], [-far]])) == pytest.approx(expected, rel=1e-11)


def test_correlation_of_squares():
    """Rayleigh: .200/0 (ARD), .200/.200 (ADD), .2727/.0909 (ARD-ADD), 0/0 (DropConnect)."""
    for noise, same, other in (
        ({"unit": "rayleigh"}, 0.2, 0),
        ({"layer": "rayleigh"}, 0.2, 0.2),
        ({"unit": "rayleigh", "layer": "rayleigh"}, 3 / 11, 1 / 11),
        ({"weight": "rayleigh"}, 0, 0),
        ({"unit": "gaussian"}, 0.25, 0),
        ({"unit": laws.gaussian(mu=1)}, (10 - 4) / (30 - 4), 0),
        ({"unit": "lognormal"}, (np.e**8 - np.e**4) / (3 * np.e**8 - np.e**4), 0),
    ):
        found = layer_prior((4, 4), **noise).square_correlation()
        assert found.same_row == pytest.approx(same, rel=1e-12) and found.other_row == pytest.approx(other, rel=1e-12)


def test_correlation_of_squares_where_there_is_none_or_in_symbols():
    """nan where E w⁴ = ∞ or w = 0; a formula where a parameter is a symbol."""
    for noise in ("half_cauchy", laws.inverse_nakagami(m=2), laws.point(0)):
        assert np.isnan(layer_prior((4, 4), unit=noise).square_correlation()).all()
    assert layer_prior((4, 4), unit=laws.inverse_nakagami(m=3)).square_correlation().same_row == pytest.approx(0.2)
    m = Symbol("m", positive=True)
    formula = layer_prior((4, 4), unit=laws.nakagami(m=m)).square_correlation().same_row
    assert (formula - 1 / (2 * m + 3)).simplify() == 0


def test_correlation_of_squares_by_draws():
    """ARD-ADD of uniform scales: the sample correlations of squares agree with the formula to six standard errors."""
    prior = layer_prior((2, 2), unit="uniform", layer="uniform")
    w = prior.rvs(200_000, rng=8) ** 2
    found = prior.square_correlation()
    batches = w.reshape(100, 2000, 2, 2)
    for true, other in ((found.same_row, (0, 1)), (found.other_row, (1, 0))):
        estimates = [np.corrcoef(batch[:, 0, 0], batch[:, *other])[0, 1] for batch in batches]
        assert abs(np.mean(estimates) - true) < 6 * np.std(estimates) / 10 + 2e-3  # a ratio has a bias of order 1/2000


def test_any_sharing_pattern_is_a_grouping():
    """Rows, columns, filters and units over time are labels; only which are equal counts, not the numbers."""
    w = np.random.default_rng(6).normal(size=(4, 5))
    columns = layer_prior((4, 5), unit="half_cauchy", groups=along((4, 5), 1))
    assert columns.logpdf(w) == pytest.approx(layer_prior((5, 4), unit="half_cauchy").logpdf(w.T), rel=1e-13)
    named = layer_prior((4, 5), unit="half_cauchy", groups=7 - 3 * along((4, 5), 0))
    assert named.logpdf(w) == pytest.approx(layer_prior((4, 5), unit="half_cauchy").logpdf(w), rel=1e-13)
    kernel = np.random.default_rng(7).normal(size=(4, 2, 3, 3))
    filters = layer_prior(kernel.shape, unit="rayleigh", groups=convolution(kernel.shape))
    assert filters.row.n == 36
    assert filters.logpdf(kernel) == pytest.approx(filters.row.logpdf(np.moveaxis(kernel, 1, 0).reshape(2, 36)).sum())
    times = np.random.default_rng(8).normal(size=(3, 2, 4))
    unrolled = layer_prior(times.shape, unit="rayleigh", layer="uniform", groups=recurrent(times.shape))
    folded = layer_prior((2, 12), unit="rayleigh", layer="uniform")
    assert unrolled.logpdf(times) == pytest.approx(folded.logpdf(np.moveaxis(times, 1, 0).reshape(2, 12)), rel=1e-12)
    uneven = layer_prior((2, 3), unit="rayleigh", groups=[[0, 0, 1], [2, 1, 1]])
    w = uneven.rvs(3, rng=0)
    parts = (w[:, 0, :2], np.stack([w[:, 0, 2], w[:, 1, 1], w[:, 1, 2]], axis=-1), w[:, 1, :1])
    true = sum(joint_of(derive_prior("rayleigh")._derivation, x.shape[-1]).logpdf(x) for x in parts)
    assert np.allclose(uneven.logpdf(w), true, rtol=1e-13)
    with pytest.raises(ParameterError, match="different sizes"):
        uneven.row  # noqa: B018


def test_drop_connect_has_no_row_structure():
    """Exchanging weights between rows changes ln p under ARD, not under DropConnect; its squares are uncorrelated."""
    w = np.array([[3.0, 2.0], [0.1, 0.2]])
    mixed = np.array([[3.0, 0.1], [2.0, 0.2]])
    rows, each = (layer_prior((2, 2), **noise) for noise in ({"unit": "half_cauchy"}, {"weight": "half_cauchy"}))
    assert each.logpdf(w) == pytest.approx(each.logpdf(mixed), rel=1e-14)
    assert rows.logpdf(w) > rows.logpdf(mixed) + 1
    assert layer_prior((2, 2), weight="rayleigh").square_correlation() == (0, 0)
    with pytest.raises(ParameterError, match="scale of its own"):
        each.row  # noqa: B018


def test_draws_share_what_they_should():
    """Weights of one row have one λ: with a base weight of variance ≈ 0 about its sign, their sizes are equal."""
    layer = layer_prior((40, 3), unit=laws.categorical({1: 0.5, 1000: 0.5}))
    large = np.abs(layer.rvs(50, rng=1)) > 30
    mostly = large.mean(axis=-1)
    assert np.isin(np.round(mostly * 3), (0, 1, 2, 3)).all() and abs(large.mean() - 0.5 * 0.976) < 0.05
    assert ((mostly > 0.3) & (mostly < 0.5)).mean() < 0.02


def test_wrong_questions_are_refused():
    """No noise, a shape that is none, groups that do not fit: each with a remedy."""
    for arguments, match in (
        (((3, 3),), "no noise"),
        (((3, 0),), "whole number"),
        (((3, 0, 2),), "whole number"),
        (((),), "whole number"),
        ((7,), "tuple"),
        (((3, 2.5),), "whole number"),
    ):
        with pytest.raises(ParameterError, match=match):
            layer_prior(*arguments, **({} if match == "no noise" else {"unit": "rayleigh"}))
    with pytest.raises(ParameterError, match="shape"):
        layer_prior((3, 3), unit="rayleigh", groups=[0, 1, 2])
    with pytest.raises(ParameterError, match="whole numbers"):
        layer_prior((2, 2), unit="rayleigh", groups=np.eye(2))
    with pytest.raises(ParameterError, match="groups say"):
        layer_prior((2, 2), layer="rayleigh", groups=np.eye(2, dtype=int))
    with pytest.raises(ParameterError, match="last axes"):
        layer_prior((2, 3), unit="rayleigh").logpdf(np.ones((3, 2)))
    with pytest.raises(ParameterError, match=r"laws\.bernoulli\(p="):
        layer_prior((2, 2), layer="bernoulli")
    with pytest.raises(UnknownLawError, match="rayleigh"):
        layer_prior((2, 2), unit="raleigh")
    with pytest.raises(TypeError, match="structure"):
        layer_prior((2, 2), structure="ARD")
    three = layer_prior((2, 2), unit="rayleigh", layer=laws.bernoulli(p=0.5), weight={0.5: 0.5, 2: 0.5})
    assert three.rvs(2, rng=0).shape == (2, 2, 2) and np.isfinite(three.marginal.logpdf(0.3))
    with pytest.raises(ParameterError, match="three factors"):
        three.logpdf(np.ones((2, 2)))
    symbolic = layer_prior((2, 2), unit=laws.rayleigh(sigma=Symbol("sigma", positive=True)))
    with pytest.raises(ParameterError, match="symbols"):
        symbolic.logpdf(np.ones((2, 2)))
    with pytest.raises(ParameterError, match="symbols"):
        symbolic.rvs()


@pytest.mark.parametrize(
    "noise", [{"unit": "rayleigh"}, {"unit": "uniform", "layer": "rayleigh"}, {"weight": "uniform"}]
)
def test_nan_gives_nan_and_infinity_the_density_zero(noise):
    """A weight that is nan makes ln p nan, one that is infinite makes it -inf; neither warns."""
    layer = layer_prior((2, 2), **noise)
    assert np.isnan(layer.logpdf([[1.0, np.nan], [2.0, 3.0]])) and layer.logpdf([[1.0, np.inf], [2.0, 3.0]]) == -np.inf
    assert layer.logpdf(np.ones((0, 2, 2))).shape == (0,) and isinstance(layer.logpdf(np.ones((2, 2))), float)


def test_a_plot_is_a_draw():
    """``plot`` shows the matrix that ``rvs`` draws with the same seed, on the axes that are given."""
    layer = layer_prior((5, 4), unit="rayleigh")
    ax = Figure().add_subplot()
    assert layer.plot(ax, rng=3, title="ARD") is ax and ax.get_title() == "ARD"
    assert np.array_equal(ax.images[0].get_array(), layer.rvs(rng=3))
    with pytest.raises(ParameterError, match="matrix"):
        layer_prior((2, 3, 4), unit="rayleigh").plot(rng=0)


@pytest.mark.parametrize("zeros", range(1, 10, 2))
@pytest.mark.parametrize("away", [1, 2])
def test_zeros_under_a_heavy_tail_are_a_pole_or_an_integral(zeros, away):
    """τ half-Cauchy, t units: near τ = 0 the integrand is τ^{4·away - zeros}, integrable above -1; by mpmath."""
    layer = layer_prior((zeros + away, 1), unit=laws.inverse_nakagami(m=2), layer="half_cauchy")
    others = [1.0, -0.5][:away]
    found = layer.logpdf(np.array([0.0] * zeros + others)[:, None])
    if zeros >= 4 * away + 1:
        assert found == np.inf
        return

    def integrand(t):
        """The half-Cauchy density of τ and the t density, 4 degrees of freedom and scale 1, at each weight over τ."""
        given = mpmath.fprod(0.375 * (1 + (x / t) ** 2 / 4) ** -2.5 / t for x in [0.0] * zeros + others)
        return 2 / (mpmath.pi * (1 + t * t)) * given

    with mpmath.workdps(25):
        exact = mpmath.quad(integrand, [0, 0.01, 0.1, 0.5, 1, 2, 10, 100, mpmath.inf])
    assert found == pytest.approx(float(mpmath.log(exact)), rel=1e-11)


def test_groups_of_several_sizes_count_alike():
    """Groups of one, two and three weights under one τ: the density is that of the conditional laws, averaged."""
    w = np.array([[0.4, -1.0, 2.0], [0.1, 0.3, -0.7]])
    prior = layer_prior((2, 3), unit="rayleigh", layer="rayleigh", groups=[[0, 1, 1], [2, 2, 2]])
    sizes = [(abs(w[0, 0]), 1), (np.hypot(*w[0, 1:]), 2), (np.linalg.norm(w[1]), 3)]
    joint = {
        1: lambda r: mpmath.exp(-r) / 2,
        2: lambda r: mpmath.besselk(0, r) / (2 * mpmath.pi),
        3: lambda r: mpmath.exp(-r) / (4 * mpmath.pi * r),
    }
    with mpmath.workdps(25):
        exact = mpmath.quad(
            lambda t: t * mpmath.exp(-t * t / 2) * mpmath.fprod(joint[n](float(r) / t) / t**n for r, n in sizes),
            [0.01, 0.1, 0.5, 1, 2, 4, 12],
        )
    assert prior.logpdf(w) == pytest.approx(float(mpmath.log(exact)), rel=1e-11)
