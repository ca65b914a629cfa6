"""The reference values stand up to a third route and to the theorems that every scale mixture obeys.

Third route: textbook closed forms of p(w) and P(W > w), evaluated at 40 digits here, with neither quadrature nor
Mellin inversion.  Theorems: p(w) = E[φ(w/λ)/λ] is decreasing, log p is convex in w², and mass lies between rectangles.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from mpmath import mp

from tests.reference.loader import load

Real = Any
LAWS = load()
ROUNDING = mp.mpf("1e-29")  # 30 digits rounded, with room for the last


def bessel_mixture(m: float, omega: float) -> Callable[[Real], Real]:
    """Nakagami(m, Ω): (w/2r)**(m-½) K_{m-½}(w/r) / (√π Γ(m) r), r = √(Ω/2m)."""

    def density(w: Real) -> Real:
        order, r = mp.mpf(m) - mp.mpf(1) / 2, mp.sqrt(mp.mpf(omega) / (2 * mp.mpf(m)))
        return (w / (2 * r)) ** order * mp.besselk(order, w / r) / (mp.sqrt(mp.pi) * mp.gamma(m) * r)

    return density


def student(nu: int, scale: Callable[[], Real]) -> Callable[[Real], Real]:
    """Student's t density with ν degrees of freedom."""

    def density(w: Real) -> Real:
        half = mp.mpf(nu + 1) / 2
        front = mp.gamma(half) / (mp.gamma(mp.mpf(nu) / 2) * mp.sqrt(nu * mp.pi) * scale())
        return front * (1 + (w / scale()) ** 2 / nu) ** -half

    return density


def tricomi(a: float, b: float, scale: float = 1) -> Callable[[Real], Real]:
    """λ² ~ scale·BetaPrime(a, b): Γ(b+½) U(b+½, 3/2-a, w²/2scale) / (√(2π·scale) B(a, b))."""

    def density(w: Real) -> Real:
        front = mp.gamma(mp.mpf(b) + 0.5) / (mp.sqrt(2 * mp.pi * scale) * mp.beta(a, b))
        return front * mp.hyperu(mp.mpf(b) + 0.5, mp.mpf(1.5) - a, w * w / (2 * scale))

    return density


def bell(w: Real, scale: Real) -> Real:
    return mp.exp(-((w / scale) ** 2) / 2) / (scale * mp.sqrt(2 * mp.pi))


def flat(w: Real, lower: float, upper: float) -> Real:
    """Uniform(lower, upper): difference of two E₁ over 2(upper - lower)√(2π)."""
    inner = mp.e1(w * w / (2 * mp.mpf(lower) ** 2)) if lower else mp.zero
    return (mp.e1(w * w / (2 * mp.mpf(upper) ** 2)) - inner) / (2 * (upper - lower) * mp.sqrt(2 * mp.pi))


def off_centre(w: Real) -> Real:
    """N(1, ¼): the Poisson(2) mixture of variance-gammas."""
    s, theta, x = mp.mpf(1) / 2, mp.mpf(2), 2 * w
    k, following = mp.besselk(0, x), mp.besselk(1, x)
    total, weight = mp.zero, mp.exp(-theta)
    for n in range(90):
        total += weight * k / mp.gamma(n + s)
        k, following = following, k + 2 * (n + 1) / x * following  # K_{n+2} = K_n + 2(n+1)/x K_{n+1}, upwards stable
        weight *= theta * w / (2 * s) / (n + 1)
    return total / (mp.sqrt(mp.pi) * s)


def logistic(w: Real) -> Real:
    """Kolmogorov noise: 2w is standard logistic."""
    return 2 * mp.exp(-2 * w) / (1 + mp.exp(-2 * w)) ** 2


DENSITIES: dict[str, Callable[[Real], Real]] = {
    "rayleigh(1)": lambda w: mp.exp(-w) / 2,
    "rayleigh(2.5)": lambda w: mp.exp(-w / 2.5) / 5,
    "half_cauchy(1)": lambda w: mp.exp(w * w / 2) * mp.e1(w * w / 2) / mp.sqrt(2 * mp.pi**3),
    "gaussian(0,1)": lambda w: mp.besselk(0, w) / mp.pi,
    "gaussian(1,0.5)": off_centre,
    "bernoulli(0.8)": lambda w: mp.mpf(0.8) * bell(w, 1),
    "inverse_nakagami(0.5,1)": lambda w: 1 / (mp.pi * (1 + w * w)),
    "inverse_nakagami(2.5,3)": student(5, lambda: 1 / mp.sqrt(3)),
    "frechet(2)": student(2, lambda: mp.one),
    "uniform(0,1)": lambda w: flat(w, 0, 1),
    "uniform(1,2)": lambda w: flat(w, 1, 2),
    "uniform(-1,2)": lambda w: 2 * flat(w, 0, 1) / 3 + flat(w, 1, 2) / 3,
    "half_normal(1)": lambda w: mp.besselk(0, w) / mp.pi,
    "maxwell(1)": bessel_mixture(1.5, 3),
    "nakagami(0.7,2)": bessel_mixture(0.7, 2),
    "half_student_t(3)": tricomi(0.5, 1.5, 3),
    "pareto(1)": lambda w: -mp.expm1(-w * w / 2) / (mp.sqrt(2 * mp.pi) * w * w),
    "kolmogorov(1)": logistic,
    "kumaraswamy(2,3)": lambda w: 6 * bell(w, 1) * mp.hyperu(3, 0.5, w * w / 2),
    "log_uniform(0.5,2)": lambda w: (mp.erfc(w / mp.sqrt(8)) - mp.erfc(w * mp.sqrt(2))) / (4 * w * mp.log(2)),
    "point(1.5)": lambda w: bell(w, mp.mpf(1.5)),
    "categorical(0:0.25,0.5:0.25,2:0.5)": lambda w: bell(w, mp.mpf(0.5)) / 4 + bell(w, mp.mpf(2)) / 2,
}

TAILS: dict[str, Callable[[Real], Real]] = {
    "rayleigh(1)": lambda w: mp.exp(-w) / 2,
    "bernoulli(0.8)": lambda w: mp.mpf(0.8) * mp.erfc(w / mp.sqrt(2)) / 2,
    "inverse_nakagami(0.5,1)": lambda w: mp.atan(1 / w) / mp.pi,
    "frechet(2)": lambda w: 1 / (2 + w * w + w * mp.sqrt(2 + w * w)),
    "kolmogorov(1)": lambda w: 1 / (1 + mp.exp(2 * w)),
    "point(1.5)": lambda w: mp.erfc(w / (mp.mpf(1.5) * mp.sqrt(2))) / 2,
}

EACH_LAW = pytest.mark.parametrize("key", sorted(LAWS))


def columns(key: str) -> tuple[list[Real], list[Real], list[Real]]:
    """w (the double itself), ln p and ln sf of a law, at 60 digits."""
    points = LAWS[key]["points"]
    return (
        [mp.mpf(float(point["w"])) for point in points],
        [mp.mpf(point["logp"]) for point in points],
        [mp.mpf(point["logsf"]) for point in points],
    )


def agrees(key: str, field: str, closed: Callable[[Real], Real]) -> int:
    """The number of points up to w = 100 compared with the closed form, all to 1e-28."""
    compared = 0
    for point in LAWS[key]["points"]:
        w = mp.mpf(float(point["w"]))
        stored = point["p"] if field == "p" else point["sf"]
        if stored is not None and w <= 100:
            assert abs(mp.mpf(stored) / closed(w) - 1) < 1e-28, (key, field, point["w"])
            compared += 1
    return compared


@pytest.mark.parametrize("key", sorted(DENSITIES))
def test_density_is_the_textbook_closed_form(key: str) -> None:
    """p(w) equals the classical closed form, computed without quadrature, to 28 digits."""
    with mp.workdps(60):
        assert agrees(key, "p", DENSITIES[key]) >= 19


@pytest.mark.parametrize("key", sorted(TAILS))
def test_tail_is_the_textbook_closed_form(key: str) -> None:
    """P(W > w) equals the classical closed form to 28 digits."""
    with mp.workdps(60):
        assert agrees(key, "sf", TAILS[key]) >= 19


def test_logarithm_and_value_agree() -> None:
    """exp(logp) = p and exp(logsf) = sf, as far as 30 digits of a logarithm can tell."""
    with mp.workdps(60):
        for reference in LAWS.values():
            for point in reference["points"]:
                for value, log in ((point["p"], point["logp"]), (point["sf"], point["logsf"])):
                    if value is not None:
                        gap = abs(mp.log(mp.mpf(value)) - mp.mpf(log))
                        assert gap <= ROUNDING * max(1, abs(mp.mpf(log)))
                    else:
                        assert mp.mpf(log) <= -4000 * mp.log(10)


@EACH_LAW
def test_density_decreases_and_its_log_is_convex_in_the_square(key: str) -> None:
    """A Gaussian scale mixture has p decreasing in |w| and log p convex in w² (complete monotonicity)."""
    with mp.workdps(60):
        w, logp, _ = columns(key)
        # At w = 1e-12 and 1e-9 a density that is flat at 0 moves by less than the 30 digits: equality is allowed.
        assert all(low <= high for high, low in pairwise(logp))
        slopes = [(b - a) / (y * y - x * x) for (x, a), (y, b) in pairwise(zip(w, logp, strict=True))]
        # Digits of a difference of logarithms, divided by the step in w², are what a slope is good for.
        slack = [
            4 * ROUNDING * max(1, abs(a), abs(b)) / (y * y - x * x)
            for (x, a), (y, b) in pairwise(zip(w, logp, strict=True))
        ]
        for (s, e), (t, d) in pairwise(zip(slopes, slack, strict=True)):
            assert s <= t + e + d


@EACH_LAW
def test_mass_between_points_lies_between_rectangles(key: str) -> None:
    """(y-x) p(y) ≤ P(x < W ≤ y) ≤ (y-x) p(x) for x < y, since p decreases; this ties sf to p."""
    with mp.workdps(60):
        w, logp, logsf = columns(key)
        for k in range(len(w) - 1):
            width = w[k + 1] - w[k]
            mass = mp.exp(logsf[k]) - mp.exp(logsf[k + 1])
            slack = ROUNDING * mp.exp(logsf[k]) * max(1, abs(logsf[k]))
            assert width * mp.exp(logp[k + 1]) - slack <= mass <= width * mp.exp(logp[k]) + slack


@EACH_LAW
def test_half_the_continuous_mass_lies_to_the_right_of_zero(key: str) -> None:
    """½(1 - P(λ=0)) - P(W > w) = P(0 < W ≤ w) ≥ w p(w), and tends to 0 with w."""
    with mp.workdps(60):
        w, logp, logsf = columns(key)
        half = (1 - mp.mpf(LAWS[key]["atom"])) / 2
        for x, a, b in zip(w, logp, logsf, strict=True):
            assert half - mp.exp(b) >= x * mp.exp(a) - ROUNDING
        assert half - mp.exp(logsf[0]) < mp.mpf("0.001")


@EACH_LAW
def test_variance_cdf_is_a_cdf_and_moments_obey_jensen(key: str) -> None:
    """P(λ=0) ≤ P(λ² ≤ v) increases to at most 1; (E|λ|^½)² ≤ E|λ|; Markov: P(λ² > 9) ≤ E|λ|^s / 3^s."""
    with mp.workdps(60):
        entry = LAWS[key]
        cdf = [mp.mpf(entry["variance_cdf"][v]) for v in ("0.01", "0.25", "1.0", "9.0")]
        ladder = [mp.mpf(entry["atom"]), *cdf, mp.one]
        assert all(low <= high + ROUNDING for low, high in pairwise(ladder))
        half, one = mp.mpf(entry["abs_moment"]["0.5"]), mp.mpf(entry["abs_moment"]["1.0"])
        assert half**2 <= one + ROUNDING
        assert 1 - cdf[-1] <= min(half / mp.sqrt(3), one / 3) + ROUNDING


@pytest.mark.parametrize(
    ("left", "right"),
    [("arcsine", "beta(0.5,0.5)"), ("gaussian(0,1)", "half_normal(1)")],
)
def test_laws_with_one_absolute_value_have_one_prior(left: str, right: str) -> None:
    """Only |λ| matters: equal laws of |λ| give the same numbers, digit for digit."""
    fields = ("points", "abs_moment", "variance_cdf", "atom")
    assert [LAWS[left][field] for field in fields] == [LAWS[right][field] for field in fields]  # type: ignore[literal-required]


def test_routes_agreed() -> None:
    """Every law kept has its two routes within 1e-28, and there are at least 32 laws of about 20 points."""
    assert len(LAWS) >= 32
    for reference in LAWS.values():
        assert mp.mpf(reference["worst_disagreement"]) < mp.mpf("1e-28")
        assert len(reference["points"]) >= 20
