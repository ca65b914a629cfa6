"""The joint density of n weights from its definition, with 40 digits: ∫ N(x; 0, λ² Iₙ) p(λ) dλ over u = ln λ."""

from __future__ import annotations

from itertools import pairwise

import mpmath
from mpmath import exp, log, mpf, pi

LOG_DENSITIES = {
    "rayleigh": (lambda u: 2 * u - exp(2 * u) / 2, -90, 90),
    "half_cauchy": (lambda u: log(2 / pi) + u - log(1 + exp(2 * u)), -140, 140),
    "uniform": (lambda u: u, -140, 0),
    "lognormal": (lambda u: -u * u / 2 - log(2 * pi) / 2, -90, 90),
    "inverse_nakagami_half": (lambda u: log(2 / pi) / 2 - u - exp(-2 * u) / 2, -90, 140),
    "beta_2_3": (lambda u: 2 * u + 2 * log(-mpmath.expm1(u)) + log(12), -140, -(mpf(10) ** -30)),
}
"""ln of the density of u, from the textbook density of λ, and the range of u outside which it does not count."""


def by_definition(law, n, radius, digits=40):
    """ln p at ‖x‖ = radius."""
    log_density, low, high = LOG_DENSITIES[law]
    with mpmath.workdps(digits):
        n, r, low, high = mpf(n), mpf(radius), mpf(low), mpf(high)

        def term(u):
            return log_density(u) - n * u - r * r * exp(-2 * u) / 2

        mode = _mode(term, low, high)
        top = term(mode)
        # Steps that grow from far below the width of the peak, until the integrand has died away on either side.
        total = mpf(0)
        for side, end in ((1, high), (-1, low)):
            step = _step(term, mode, top, side, end)
            edges = [mode]
            while side * (end - edges[-1]) > 0 and (len(edges) == 1 or term(edges[-1]) > top - 85):
                edges.append(min(edges[-1] + step, end) if side > 0 else max(edges[-1] - step, end))
                step *= mpf(5) / 4
            total += side * sum(
                mpmath.quad(lambda u: exp(term(u) - top), [a, b], method="gauss-legendre", maxdegree=4)
                for a, b in pairwise(edges)
            )
        return top + log(total) - n * log(2 * pi) / 2


def _mode(term, low, high):
    a, b = low, high
    for _ in range(14):
        points = [a + (b - a) * k / 24 for k in range(25)]
        k = max(range(25), key=lambda i: term(points[i]))
        a, b = points[max(k - 1, 0)], points[min(k + 1, 24)]
    return (a + b) / 2 if high > b or a > low else a


def _step(term, mode, top, side, end):
    """A distance over which the integrand falls by about e."""
    step = mpf(1)
    while step > mpf(10) ** -30 and (side * (end - mode) < step or term(mode + side * step) < top - 1):
        step /= 2
    return step
