"""Pictures say what is so: their numbers meet closed forms, and what is on the axes is what the law has."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import dataclass

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure
from mpmath import mp

from priorcalc import NoiseLaw, ParameterError, cli, derive_prior, laws
from priorcalc.present import plots
from priorcalc.present.plots.canvas import STYLE
from priorcalc.present.plots.curve import reach

HORSESHOE = derive_prior("half_cauchy")
LAPLACE = derive_prior("rayleigh")
SLAB = derive_prior("bernoulli", p=0.8)
CLOUD = NoiseLaw.mixture([(0.3, laws.point(0)), (0.7, laws.half_cauchy())])


def texts(ax):
    """The words on axes."""
    return [text.get_text() for text in ax.texts if text.get_text()]


def test_a_pole_leaves_the_frame_and_is_marked():
    """The horseshoe is infinite at 0: the curve passes the top of the frame there, and only there."""
    ax = plots.plot_density(HORSESHOE)
    x, y = ax.lines[0].get_data()
    top = ax.get_ylim()[1]
    assert texts(ax) == ["p → ∞"]
    assert 0 < np.abs(x[y > top]).max() < 0.02 * np.ptp(ax.get_xlim())
    with mp.workdps(30):
        u = mp.mpf(1) / 2
        exact = mp.exp(u) * mp.e1(u) / mp.sqrt(2 * mp.pi**3)
    assert np.interp(1.0, x, y) == pytest.approx(float(exact), rel=1e-4)


@pytest.mark.parametrize(
    ("law", "poles"),
    [
        (LAPLACE, []),
        (derive_prior("lognormal", sigma=8).noise, [(0.0, False)]),
        (HORSESHOE.variance, [(0.0, True)]),
        (derive_prior("arcsine").noise, [(-1.0, True), (1.0, True)]),
        (derive_prior("gaussian", mu=1, sigma=0.3), [(0.0, True)]),
        (derive_prior("beta", alpha=2, beta=3).noise, []),
    ],
    ids=["Laplace", "tall but finite", "beta prime", "arcsine", "weak logarithm", "bounded"],
)
def test_poles_are_those_of_the_density(law, poles):
    """p → ∞ is said of a density that is infinite there, and "clipped" of one that is only tall."""
    found = plots.density_curve(law).poles
    assert [(pole.point, pole.infinite) for pole in found] == poles


def test_a_spike_is_an_arrow_with_its_mass():
    """Of a spike-and-slab the picture has the slab's density, 0.8 φ, and an arrow at 0 with mass 0.2."""
    ax = plots.plot_density(SLAB)
    x, y = ax.lines[0].get_data()
    assert y == pytest.approx(0.8 * np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi), rel=1e-12)
    arrows = [text for text in ax.texts if text.arrow_patch is not None]
    assert [arrow.xy[0] for arrow in arrows] == [0.0]
    assert texts(ax) == ["mass 0.2"]


def test_a_law_of_atoms_has_an_axis_of_masses():
    """Bernoulli noise: two arrows whose tips stand at 0.2 and 0.8 on an axis called P(λ)."""
    ax = plots.plot_density(SLAB.noise)
    assert ax.get_ylabel() == "P(λ)"
    assert sorted(text.xy for text in ax.texts if text.arrow_patch is not None) == [(0.0, 0.2), (1.0, 0.8)]


def test_a_spike_at_zero_is_named_where_the_axis_is_in_logs():
    """A log axis has no 0, so the mass there is said in words."""
    assert texts(plots.plot_density(SLAB, scale="loglog")) == ["and mass 0.2 at 0"]
    assert texts(plots.plot_density(SLAB, scale="log")) == ["mass 0.2"]


def test_atoms_add_up_whichever_way_they_came():
    """The atoms of λ² from ±1 are one; those of a mixture keep their masses; a prior has at most the spike."""
    signs = derive_prior({-1: 0.25, 0: 0.25, 1: 0.5})
    assert signs.noise.jumps() == ((-1.0, 0.25), (0.0, 0.25), (1.0, 0.5))
    assert signs.variance.jumps() == ((0.0, 0.25), (1.0, 0.75))
    assert signs.jumps() == ((0.0, 0.25),)
    assert LAPLACE.jumps() == LAPLACE.noise.jumps() == ()


def test_many_atoms_are_binned_and_keep_their_mass():
    """500 draws as a law: bars whose area is the share of the atoms in the frame, and a note that says so."""
    sample = np.random.default_rng(3).gamma(2.0, size=500)
    law = derive_prior(NoiseLaw.from_samples(sample)).noise
    ax = plots.plot_density(law)
    bars = ax.patches[0].get_data()
    low, high = ax.get_xlim()
    share = np.mean((sample >= low) & (sample <= high))
    assert (bars.values * np.diff(bars.edges)).sum() == pytest.approx(share, rel=1e-12)
    assert "atoms, in 80 bins" in texts(ax)[0]


@pytest.mark.parametrize("scale", ["linear", "log", "loglog"])
@pytest.mark.parametrize("noise", [laws.half_cauchy(), laws.poisson(2), laws.uniform(), CLOUD, laws.gamma(0.1, 1)])
def test_every_scale_draws_every_kind_of_law(noise, scale):
    """Three panels, none empty, finite frames; saved without a warning (which would be an error)."""
    prior = derive_prior(noise)
    axes = prior.plot(scale=scale)
    assert [ax.get_xlabel() for ax in axes] == ["λ", "λ²", "w"]
    for ax in axes:
        assert ax.lines or ax.patches
        assert np.isfinite([*ax.get_xlim(), *ax.get_ylim()]).all()
    axes[0].figure.savefig(io.BytesIO(), format="png")


def test_the_axis_holds_the_law():
    """The frame of a law with light tails holds 98 % of it; that of a heavy one at least 80 %, not its quantiles."""
    for law, least in ((LAPLACE, 0.98), (HORSESHOE, 0.8), (HORSESHOE.variance, 0.8), (SLAB, 0.98)):
        low, high = reach(law)
        assert law.cdf(high) - law.cdf(low) > least
    assert reach(HORSESHOE)[1] < 0.1 * HORSESHOE.ppf(0.995)


def test_the_distribution_function_steps_by_the_mass():
    """F(0-) = 0.4 and F(0) = 0.6 for a spike of 0.2."""
    x, F = plots.plot_cdf(SLAB).lines[0].get_data()
    assert (F[x < 0].max(), F[x >= 0].min()) == pytest.approx((0.4, 0.6), abs=1e-12)
    assert np.all(np.diff(F) >= 0)


def test_comparing_names_each_law_with_its_parameters():
    """One line and one legend entry for each prior, over a range that holds them all."""
    ax = plots.plot_compare([HORSESHOE, LAPLACE, SLAB], scale="log")
    named = [text.get_text() for text in ax.get_legend().get_texts()]
    assert named == ["Horseshoe (τ=1)", "Laplace (b=1)", "Spike and slab (p=0.8, σ=1)"]
    assert len({line.get_color() for line in ax.lines if line.get_label() in named}) == 3
    low, high = ax.get_xlim()
    assert all(low <= reach(p, "log")[0] and reach(p, "log")[1] <= high for p in (HORSESHOE, LAPLACE, SLAB))


def test_the_horseshoe_is_the_density_of_its_shrinkage():
    """κ ~ Beta(½, ½): p(κ) = 1/(π√(κ(1-κ))), F(κ) = (2/π) asin √κ (Carvalho, Polson & Scott 2010)."""
    kappa = plots.ShrinkageLaw(HORSESHOE)
    k = np.array([1e-6, 0.1, 0.5, 0.9, 1 - 1e-6])
    assert kappa.pdf(k) == pytest.approx(1 / (np.pi * np.sqrt(k * (1 - k))), rel=1e-9)
    assert kappa.cdf(k) == pytest.approx(2 / np.pi * np.arcsin(np.sqrt(k)), rel=1e-9)
    assert kappa.ppf(kappa.cdf(k)) == pytest.approx(k, rel=1e-8)
    assert kappa.jumps() == ()


def test_a_spike_is_shrunk_wholly():
    """Of κ the spike is the atom at 1, and the slab the one at τ²/(τ² + σ₀²)."""
    kappa = plots.ShrinkageLaw(derive_prior("bernoulli", p=0.8, sigma0=2), noise_std=1)
    assert np.array(kappa.jumps()) == pytest.approx(np.array([[0.2, 0.8], [1.0, 0.2]]), rel=1e-12)
    assert kappa.cdf(np.array([0.19, 0.2, 0.21, 1.0])) == pytest.approx([0, 0.8, 0.8, 1], abs=1e-12)


def test_the_estimate_is_what_is_left_after_shrinkage():
    """E[κ | y] of the horseshoe, by 20-digit quadrature from the definition; E[w | y] = (1 - E[κ | y])·y."""
    y, factor = plots.plot_shrinkage(HORSESHOE).lines[0].get_data()
    _, mean = plots.plot_shrinkage(HORSESHOE, kind="estimate").lines[0].get_data()
    assert mean == pytest.approx((1 - factor) * y, rel=1e-12)
    with mp.workdps(20):

        def averaged(weight):
            return mp.quad(lambda k: weight(k) * mp.exp(-2 * k) / mp.sqrt(1 - k), [0, 0.5, 1])

        exact = averaged(lambda k: k) / averaged(lambda k: 1)  # y = 2: p(y | κ) p(κ) ∝ e^{-κy²/2} (1-κ)^{-½}
    assert np.interp(2.0, y, factor) == pytest.approx(float(exact), rel=1e-4)


def test_the_penalty_of_laplace_has_the_slope_of_its_sign():
    """-d ln p/dw = sign(w)/b, broken at 0; that of a Gaussian is w/σ², whole."""
    w, slope = plots.plot_score(LAPLACE).lines[0].get_data()
    assert slope[w != 0] == pytest.approx(np.sign(w[w != 0]), rel=1e-9)
    assert np.isnan(slope[w == 0]).all()
    w, slope = plots.plot_score(derive_prior("point", value=2)).lines[0].get_data()
    assert slope[w != 0] == pytest.approx(w[w != 0] / 4, rel=1e-9)


def test_an_infinite_slope_is_cut_and_said():
    """The horseshoe's penalty has slope ±∞ at 0; Laplace's has not."""
    assert texts(plots.plot_score(HORSESHOE)) == ["→ ±∞ at 0"]
    assert texts(plots.plot_score(LAPLACE)) == []


@pytest.mark.parametrize("prior", [HORSESHOE, LAPLACE, SLAB, derive_prior(CLOUD)], ids=repr)
def test_draws_lie_in_the_band_of_the_whole(prior):
    """sup |F_n - F| < ε with P(> ε) ≤ 1 % for each law and a fixed seed: a false alarm would be there every time."""
    seen = plots.compare_draws(prior, samples=20_000, rng=7)
    assert seen.supremum < seen.dkw == pytest.approx(np.sqrt(np.log(200) / 40_000), rel=1e-12)
    outside = np.abs(seen.seen - seen.expected) > seen.spread
    assert outside.sum() <= 5  # of ≤ 60 bins at 1 %: P(≥ 6) < 4e-5
    widths = np.diff(seen.edges)
    mass = prior.cdf(seen.edges[-1]) - prior.cdf(seen.edges[0]) - prior.atom
    assert (seen.expected * widths).sum() == pytest.approx(mass, rel=1e-9)
    assert seen.spike == pytest.approx((prior.atom, prior.atom), abs=0.02)


def test_the_largest_difference_is_that_of_the_draws():
    """The extremes that are kept are sup |F_n - F|, taken on both sides of each draw, here by brute force."""
    seen = plots.compare_draws(LAPLACE, samples=500, rng=5)
    draws = np.sort(LAPLACE.rvs(500, rng=5))
    F = LAPLACE.cdf(draws)
    n = np.arange(500)
    assert seen.supremum == pytest.approx(max(np.max((n + 1) / 500 - F), np.max(F - n / 500)), rel=1e-12)


@dataclass(frozen=True)
class Mistaken:
    """Draws of one prior under the name and distribution function of another."""

    drawn: object
    claimed: object

    def __getattr__(self, name):
        return getattr(self.drawn if name == "rvs" else self.claimed, name)


def test_draws_of_another_law_leave_the_bands():
    """Laplace(1.2) is not Laplace(1): at 20 000 draws both bands show it."""
    seen = plots.compare_draws(Mistaken(derive_prior("rayleigh", sigma=1.2), LAPLACE), samples=20_000, rng=7)
    assert seen.supremum > seen.dkw
    assert (np.abs(seen.seen - seen.expected) > seen.spread).mean() > 0.3


def test_weights_that_share_a_scale_have_circles():
    """Two weights with one Rayleigh λ have the density K₀(r)/2π; with a λ each, the product of two Laplace laws."""
    grid = plots.contours(LAPLACE, (-3, 3))
    radius = np.hypot(grid.axis[:, None], grid.axis)
    for i, j in ((0, 0), (10, 100), (90, 91)):
        with mp.workdps(20):
            exact = mp.log(mp.besselk(0, mp.mpf(float(radius[i, j]))) / (2 * mp.pi))
        assert grid.shared[i, j] == pytest.approx(float(exact), abs=2e-6)
    apart = -np.abs(grid.axis[:, None]) - np.abs(grid.axis) - 2 * np.log(2)
    assert grid.independent == pytest.approx(apart, abs=1e-12)
    assert grid.shared == pytest.approx(grid.shared.T, abs=0)


def test_the_joint_picture_says_where_the_masses_are():
    """Shared, a spike of 0.2 is at the origin; apart, 0.04 there and 0.32 on the axes."""
    left, right = plots.plot_joint(SLAB)
    assert texts(left) == ["mass 0.2 at (0, 0)"]
    assert texts(right) == ["mass 0.04 at (0, 0), 0.32 on the axes"]


class Rows:
    """A layer whose weights are 1 … 6."""

    def rvs(self, size=None, rng=None):
        """One matrix."""
        return np.arange(1.0, 7.0).reshape(2, 3)


def test_a_layer_is_drawn_row_by_row():
    """Row i, column j of the picture is w_ij, on colours that are symmetric about 0."""
    ax = plots.plot_layer(Rows(), title="ARD")
    (image,) = ax.images
    assert np.array_equal(image.get_array(), Rows().rvs())
    assert image.norm.vmin == -image.norm.vmax
    assert (ax.get_xlabel(), ax.get_ylabel(), ax.get_title()) == ("to unit j", "from unit i", "ARD")


def test_drawing_touches_no_global_state(tmp_path):
    """Settings are as before, no figure is known to pyplot, and axes of a user keep the user's style."""
    from matplotlib import pyplot

    before = dict(mpl.rcParams)
    figure = Figure()
    ax = figure.add_subplot()
    with mpl.rc_context({"lines.linewidth": 7.0}):
        assert plots.plot_density(LAPLACE, ax) is ax
        plots.plot_density(LAPLACE)
    assert ax.lines[0].get_linewidth() == 7.0
    LAPLACE.plot()
    plots.plot_verification(LAPLACE, samples=1000, rng=0)
    plots.save(figure, tmp_path / "a.svg")
    assert dict(mpl.rcParams) == before
    assert pyplot.get_fignums() == []


def test_the_colours_are_okabe_and_itos():
    """Seven colours that the colour-blind tell apart; the style is one file."""
    from matplotlib import rc_params_from_file

    colours = rc_params_from_file(STYLE, use_default_template=False)["axes.prop_cycle"].by_key()["color"]
    assert {colour.upper().lstrip("#") for colour in colours} == set(
        "0072B2 D55E00 009E73 CC79A7 E69F00 56B4E9 000000".split()
    )


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_the_same_picture_has_the_same_bytes(suffix, tmp_path):
    """Two figures of one prior, saved one after the other."""
    for name in ("a", "b"):
        plots.save(derive_prior("half_cauchy").plot()[0].figure, tmp_path / (name + suffix))
    assert (tmp_path / ("a" + suffix)).read_bytes() == (tmp_path / ("b" + suffix)).read_bytes()


@pytest.mark.parametrize(
    "asked",
    [
        lambda: plots.plot_density(LAPLACE, scale="cubic"),
        lambda: plots.plot_density(LAPLACE, limits=(1, -1)),
        lambda: plots.plot_density(LAPLACE, scale="loglog", limits=(-1, 1)),
        lambda: plots.plot_density(LAPLACE, limits=(0, np.inf)),
        lambda: plots.plot_shrinkage(LAPLACE, kind="none"),
        lambda: plots.plot_shrinkage(LAPLACE, noise_std=0),
        lambda: plots.plot_compare([]),
        lambda: plots.plot_joint(derive_prior("point", value=0)),
        lambda: plots.plot_verification(LAPLACE, samples=3),
        lambda: plots.save(Figure(), "a.jpg"),
        lambda: LAPLACE.plot([Figure().add_subplot()] * 2),
        lambda: derive_prior("rayleigh", sigma=__import__("sympy").Symbol("s", positive=True)).plot(),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_remedy(asked):
    """What was asked, what was found, what to do."""
    with pytest.raises(ParameterError, match=r"(?s).+: .+; .+\."):
        asked()


@pytest.mark.parametrize(("suffix", "magic"), [(".png", b"\x89PNG"), (".svg", b"<?xml"), (".pdf", b"%PDF")])
def test_the_command_writes_the_format_of_the_suffix(suffix, magic, tmp_path, capsys):
    """``priorcalc plot NOISE -o FILE`` exits 0, writes the file, and talks on stderr alone."""
    path = tmp_path / f"a{suffix}"
    with pytest.raises(SystemExit) as stop:
        cli.main(["plot", "half_cauchy", "-o", str(path), "--scale", "log", "--range", "-3", "3"])
    assert stop.value.code == 0
    assert path.read_bytes().startswith(magic)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("rest", [["-o", "a.jpg"], ["-o", "a"], ["-o", "no/where/a.png"], []])
def test_the_command_refuses_other_suffixes(rest, tmp_path, monkeypatch, capsys):
    """Exit status 64, and no file."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as stop:
        cli.main(["plot", "rayleigh", *rest])
    assert stop.value.code == 64
    assert capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_only_drawing_imports_matplotlib():
    """A prior is derived and evaluated without Matplotlib; ``plot`` imports it, and never pyplot."""
    program = """
import sys
from priorcalc import derive_prior
prior = derive_prior("rayleigh")
prior.pdf(1.0)
assert "matplotlib" not in sys.modules
prior.plot()
assert "matplotlib" in sys.modules
assert "matplotlib.pyplot" not in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
