"""Write scale_mixtures.json: ln p, ln P(W > w) and ln P(0 < W ≤ w) for w = λz, by mpmath alone.

From the definition, at 40 digits: ∫ K(w/λ) p(λ) dλ by tanh-sinh, cut at the mode of the integrand and around
λ = w, over the range where the integrand is above e^-110 of its peak.  λ runs in ln λ; next to an upper end
with a singularity it runs in the variable that removes it.  Regenerate only to add laws or points: existing
values must come out the same to all digits written.  Takes some three minutes.
"""

import json
from itertools import pairwise
from pathlib import Path

from mpmath import erf, erfc, exp, gamma, inf, log, mp, mpf, pi, quad, sin, sqrt

mp.dps = 40  # this script runs alone
POINTS = ["1e-300", "1e-100", "1e-12", "1e-6", ".1", "1", "3", "30", "1e3", "1e6", "1e100", "1e300"]
HALF = log(mpf(1) / 2)

# The density of λ, its support, and where wanted the chart of λ > ½: λ(v) and |dλ/dv| p(λ(v)), v from 0 to top.
LAWS = {
    "rayleigh": (lambda x: x * exp(-x * x / 2), 0, inf, None),
    "half_normal": (lambda x: sqrt(2 / pi) * exp(-x * x / 2), 0, inf, None),
    "half_cauchy": (lambda x: 2 / pi / (1 + x * x), 0, inf, None),
    "uniform": (lambda x: mpf(1), 0, 1, None),
    "beta_2_3": (lambda x: 12 * x * (1 - x) ** 2, 0, 1, None),
    "beta_half_half": (
        lambda x: 1 / pi / sqrt(x * (1 - x)), 0, 1, (lambda v: 1 - sin(v) ** 2, lambda v: 2 / pi, pi / 4),
    ),
    "beta_1_tenth": (
        lambda x: (1 - x) ** (mpf(-9) / 10) / 10, 0, 1,
        (lambda v: 1 - v**10, lambda v: mpf(1), mpf(2) ** (mpf(-1) / 10)),
    ),
    "exponential": (lambda x: exp(-x), 0, inf, None),
    "inverse_nakagami_half": (lambda x: sqrt(2 / pi) / x**2 * exp(-1 / (2 * x * x)), 0, inf, None),
    "lognormal": (lambda x: exp(-log(x) ** 2 / 2) / x / sqrt(2 * pi), 0, inf, None),
    "pareto_1": (lambda x: 1 / x**2, 1, inf, None),
    "gamma_0.3": (lambda x: x ** (mpf(3) / 10 - 1) * exp(-x) / gamma(mpf(3) / 10), 0, inf, None),
    "levy": (lambda x: exp(-1 / (2 * x)) / x ** mpf(1.5) / sqrt(2 * pi), 0, inf, None),
}  # fmt: skip


def log_kernel(kind, x, lam):
    """The log of φ(x)/λ, Φ(-x) or Φ(x) - ½."""
    if kind == "logpdf":
        return -x * x / 2 - log(lam) - log(2 * pi) / 2
    if kind == "centre":
        return log(erf(x / sqrt(2)) / 2)
    if x < 1e5:
        return log(erfc(x / sqrt(2)) / 2)
    return -x * x / 2 - log(x * sqrt(2 * pi)) + log(1 - 1 / x**2 + 3 / x**4 - 15 / x**6)


def log_integral(height, low, high, centre):
    """ln ∫ exp(height), for one peak."""
    grid = [low + (high - low) * i / 800 for i in range(801)]
    top = max(range(801), key=lambda i: height(grid[i]))
    left, right = grid[max(top - 1, 0)], grid[min(top + 1, 800)]
    for _ in range(260):
        a, b = left + (right - left) * mpf("0.382"), left + (right - left) * mpf("0.618")
        left, right = (a, right) if height(a) < height(b) else (left, b)
    mode = (left + right) / 2
    peak = height(mode)
    low, high = edge(height, mode, low, peak - 110), edge(height, mode, high, peak - 110)
    cuts = {low, mode, high, *(centre + k for k in (-2, -1, 0, 1, 2) if low < centre + k < high)}
    for a, b in ((low, mode), (mode, high)):
        count = max(4, min(60, int((b - a) / 2)))
        cuts |= {a + (b - a) * mpf(i) / count for i in range(1, count)}
    cuts = sorted(cuts)
    total = sum(quad(lambda s: exp(height(s) - peak), [a, b]) for a, b in pairwise(cuts))
    return log(total) + peak


def edge(height, inside, outside, level):
    """Where the height falls to the level, going out."""
    if height(outside) > level:
        return outside
    for _ in range(90):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if height(middle) > level else (inside, middle)
    return outside


def value(law, w, kind):
    """ln of the average of the kernel over λ."""
    density, low, high, chart = LAWS[law]
    tiny = mpf(10) ** -35
    a = log(low) + tiny if low > 0 else mpf(-1600)
    b = HALF if chart else (-tiny if high == 1 else mpf(1600))

    def in_log(u):
        lam = exp(u)
        p = density(lam)
        return log(p) + u + log_kernel(kind, w / lam, lam) if p > 0 else -inf

    total = log_integral(in_log, a, b, log(w))
    if chart:
        point, mass, top = chart
        total = log(exp(total) + exp(log_integral(
            lambda v: log(mass(v)) + log_kernel(kind, w / point(v), point(v)), mpf(0), top, mpf(-9)
        )))  # fmt: skip
    return mp.nstr(total, 25)


if __name__ == "__main__":
    table = {
        law: {kind: {w: value(law, mpf(float(w)), kind) for w in POINTS} for kind in ("logpdf", "logsf", "centre")}
        for law in LAWS
    }
    Path(__file__).with_suffix(".json").write_text(json.dumps(table, indent=1) + "\n")
