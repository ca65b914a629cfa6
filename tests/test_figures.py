"""The figures of the documents: their numbers meet closed forms, their panels hold what they say, their bytes stay."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from mpmath import mp

import figures

ROOT = Path(__file__).resolve().parents[1]


@cache
def data(name):
    """The numbers of a figure, once for all tests."""
    return import_module(f"figures.{name}").data()


@cache
def drawn(name):
    """The figure of those numbers."""
    return import_module(f"figures.{name}").draw(data(name))


def panels(name):
    """The axes of a figure, without colour bars."""
    return [ax for ax in drawn(name).axes if ax.get_label() != "<colorbar>"]


def test_every_script_is_listed_and_every_listed_figure_is_kept():
    """``figures.NAMES``, the scripts, the pictures and the page agree."""
    scripts = {path.stem for path in (ROOT / "figures").glob("*.py") if not path.stem.startswith("_")}
    kept = {path.stem for path in (ROOT / "docs" / "figures").glob("*.png")}
    page = (ROOT / "docs" / "figures.md").read_text(encoding="utf-8")
    assert scripts == kept == set(figures.NAMES)
    assert all(f"](figures/{name}.png)" in page and f"(../figures/{name}.py)" in page for name in scripts)


@pytest.mark.parametrize("name", figures.NAMES)
def test_no_panel_is_empty_or_unlabelled(name):
    """Each panel has something drawn in a finite frame, and says what its outer axes are of."""
    for ax in panels(name):
        assert ax.lines or ax.images or ax.collections or ax.patches
        assert np.isfinite([*ax.get_xlim(), *ax.get_ylim()]).all()
        assert ax.get_xlabel() or not ax.get_subplotspec().is_last_row()
        assert ax.get_ylabel() or not ax.get_subplotspec().is_first_col()


@pytest.mark.parametrize("name", figures.NAMES)
def test_no_words_are_cut_off_and_no_titles_overlap(name):
    """Every text lies within the figure, and the titles of neighbouring panels do not touch."""
    figure = drawn(name)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    page = figure.bbox
    renderer = canvas.get_renderer()
    titles = []
    for ax in figure.axes:
        named = [ax.title, ax.xaxis.label, ax.yaxis.label, *ax.texts]
        boxes = [text.get_window_extent(renderer) for text in named if text.get_text()]
        legend = ax.get_legend()
        boxes += [legend.get_window_extent(renderer)] if legend else []
        for box in boxes:
            assert page.x0 - 1 <= box.x0 and box.x1 <= page.x1 + 1 and page.y0 - 1 <= box.y0 and box.y1 <= page.y1 + 1
        if ax.title.get_text():
            titles.append(ax.title.get_window_extent(renderer))
    assert not any(a.overlaps(b) for k, a in enumerate(titles) for b in titles[:k])


TABLE = {
    (1, 0): lambda x: np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi),
    (1, 1): lambda x: np.where(x > 0, np.exp(-abs(x) / 2) / np.sqrt(2 * np.pi * abs(x)), 0),
    (2, 0): lambda x: np.where(x > 0, x * np.exp(-(x**2) / 2), 0),
    (2, 1): lambda x: np.where(x > 0, np.exp(-abs(x) / 2) / 2, 0),
    (2, 2): lambda x: np.exp(-abs(x)) / 2,
    (3, 2): lambda x: 2 / (np.pi * np.sqrt(3) * (1 + x**2 / 3) ** 2),
    (4, 0): lambda x: np.where(x > 0, 2 / (np.pi * (1 + x**2)), 0),
    (4, 1): lambda x: np.where(x > 0, 1 / (np.pi * np.sqrt(abs(x)) * (1 + x)), 0),
}


@pytest.mark.parametrize(("row", "column"), TABLE)
def test_the_table_draws_the_closed_forms(row, column):
    """Each curve of the grid whose density is elementary, at every point that is drawn."""
    curve = data("table")[row][column]
    assert curve.y == pytest.approx(TABLE[row, column](curve.x), rel=1e-8, abs=1e-300)


@pytest.mark.parametrize("row", [1, 4])
def test_the_table_draws_the_priors_with_poles(row):
    """K₀(w)/π for Gaussian noise and eᵘE₁(u)/√(2π³) for half-Cauchy noise, by 30 digits at some of the points."""
    curve = data("table")[row][2]
    for k in range(0, len(curve.x), 97):
        with mp.workdps(30):
            w = abs(mp.mpf(float(curve.x[k])))
            u = w**2 / 2
            exact = mp.besselk(0, w) / mp.pi if row == 1 else mp.exp(u) * mp.e1(u) / mp.sqrt(2 * mp.pi**3)
        assert curve.y[k] == pytest.approx(float(exact), rel=1e-9)
    assert [(pole.point, pole.infinite) for pole in curve.poles] == [(0.0, True)]


def test_the_table_has_its_atoms():
    """Bernoulli noise: atoms of λ, of λ² and of w, and no density but the slab's."""
    noise, variance, weight = data("table")[0]
    assert noise.jumps == variance.jumps == ((0.0, pytest.approx(0.2)), (1.0, pytest.approx(0.8)))
    assert weight.jumps == ((0.0, pytest.approx(0.2)),)
    assert not noise.y.any() and weight.y.max() == pytest.approx(0.8 / np.sqrt(2 * np.pi), rel=1e-4)


def test_the_tails_have_the_slopes_that_are_said():
    """In logs the horseshoe falls by 2 and the Student-t by 4 in a decade; no other is a line, each falls faster."""
    tails = data("tails")
    slopes = np.diff(np.log(tails.density[:, -100::99] + 1e-320)) / np.diff(np.log(tails.x[-100::99]))
    found = dict(zip(tails.labels, slopes[:, 0], strict=True))
    assert found["Horseshoe (τ=1)"] == pytest.approx(-2, abs=0.01)
    assert found["Student-t (ν=3, σ=1)"] == pytest.approx(-4, abs=0.01)
    assert len(tails.labels) == len(panels("tails")[0].lines) == 9


def test_the_unit_of_each_tail_is_its_median():
    """In units of its median |w|, Laplace is (ln 2/2)·2^{-x}."""
    tails = data("tails")
    k = tails.labels.index("Laplace (b=1)")
    near = tails.x < 100
    assert tails.density[k, near] == pytest.approx(np.log(2) / 2 * 2.0 ** -tails.x[near], rel=1e-9)


def test_a_gaussian_prior_shrinks_all_by_half():
    """With λ = 1 and unit noise κ = ½ whatever y is, and the penalty's slope is w."""
    gaussian, slab, laplace, *_ = data("shrinkage")
    assert gaussian.factor == pytest.approx(np.full(1200, 0.5), rel=1e-12)
    assert gaussian.slope == pytest.approx(gaussian.y, rel=1e-9)
    assert laplace.slope == pytest.approx(np.sign(laplace.y), rel=1e-9)
    odds = 0.25 * np.sqrt(2) * np.exp(-(slab.y**2) / 4)  # of the spike against the slab, given y
    assert slab.factor == pytest.approx((odds + 0.5) / (odds + 1), rel=1e-9)


def test_the_horseshoe_is_where_it_got_its_name():
    """Its κ is Beta(½, ½): 1/(π√(κ(1-κ))), with poles at both ends."""
    kappa = data("shrinkage")[-1].kappa
    inside = (kappa.x > 1e-3) & (kappa.x < 1 - 1e-3)
    k = kappa.x[inside]
    assert kappa.y[inside] == pytest.approx(1 / (np.pi * np.sqrt(k * (1 - k))), rel=1e-9)
    assert [pole.point for pole in kappa.poles] == [0.0, 1.0]


def test_sharing_makes_circles_and_the_rest_stars():
    """The shared density falls with the radius alone; the other is higher near the axes than on the diagonal."""
    for grid in data("joint"):
        radius = np.hypot(grid.axis[:, None], grid.axis).ravel()
        order = np.argsort(radius)
        assert np.all(np.diff(grid.shared.ravel()[order]) <= 1e-12)
        one, far = (int(np.argmin(np.abs(grid.axis - at))) for at in (1.0, np.sqrt(2)))
        near = int(np.argmin(np.abs(grid.axis - 1e-3)))
        assert grid.independent[far, near] > grid.independent[one, one] + 0.1


def test_the_structures_share_what_they_say():
    """w/z is constant along rows (dropout, ARD, ARD-ADD) or over the layer (ADD), and over nothing for DropConnect."""
    weights = data("structures")
    z = weights["ADD"] / np.array([np.tan(np.pi / 8), 1.0, 1 / np.tan(np.pi / 8)])[:, None, None]
    scales = {name: matrices / z for name, matrices in weights.items()}
    for name in ("dropout", "ARD", "ARD-ADD"):
        assert np.ptp(scales[name], axis=2) == pytest.approx(0, abs=1e-9 * scales[name].max())
        assert np.all(np.ptp(scales[name][..., 0], axis=1) > 0)
    assert scales["ARD-ADD"] / scales["ARD"] == pytest.approx(weights["ADD"] / z, rel=1e-9)
    assert np.unique(scales["dropout"].round(9)).tolist() == [0, 1]
    assert len(np.unique(scales["DropConnect"])) == z.size
    assert abs(z.mean()) < 5 / np.sqrt(z.size) and z.std() == pytest.approx(1, abs=5 / np.sqrt(2 * z.size))


def test_the_heat_maps_are_those_weights_on_one_scale():
    """Five columns, three rows; every image is its matrix, and its colours end at ±3."""
    images = [ax.images[0] for ax in panels("structures")]
    wanted = [matrices[layer] for layer in range(3) for matrices in data("structures").values()]
    assert all(np.array_equal(image.get_array(), matrix) for image, matrix in zip(images, wanted, strict=True))
    assert {(image.norm.vmin, image.norm.vmax) for image in images} == {(-3.0, 3.0)}


def test_the_draws_of_every_row_lie_in_the_bands():
    """Five rows at fixed seeds: P(some sup |F_n - F| > ε) ≤ 5 % over the choice of the seeds."""
    for seen in data("verification"):
        assert seen.count == 100_000
        assert seen.supremum < seen.dkw
        assert (np.abs(seen.seen - seen.expected) > seen.spread).sum() <= 5


def test_the_mean_of_dropout_takes_the_prior_from_bessel_to_gauss():
    """E λ² = 1 throughout: K₀(|w|)/π at μ = 0, φ(w) at μ = 1, kurtosis 9 - 6μ⁴ between."""
    means = data("dropout_mean")
    assert means.kurtosis == pytest.approx(9 - 6 * means.mu**4, rel=1e-9)
    first, last = means.linear[0], means.linear[-1]
    assert last.y == pytest.approx(np.exp(-(last.x**2) / 2) / np.sqrt(2 * np.pi), rel=1e-12)
    for k in range(0, len(first.x), 151):
        assert first.y[k] == pytest.approx(float(mp.besselk(0, abs(first.x[k])) / mp.pi), rel=1e-9)


def test_the_same_run_gives_the_same_bytes(tmp_path):
    """Two interpreters with different hash seeds draw curves and heat maps: the same bytes."""
    asked = ["tails", "structures"]
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "figures", "--to", str(tmp_path / seed), *asked]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
    for name in asked:
        assert (tmp_path / "1" / f"{name}.png").read_bytes() == (tmp_path / "2" / f"{name}.png").read_bytes()


def test_an_unknown_figure_is_refused():
    """``python -m figures nothing`` names the figures there are."""
    done = subprocess.run(
        [sys.executable, "-m", "figures", "nothing"], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 2 and "no figure is called nothing" in done.stderr
