"""Two independent ways from a noise law to the density and the tail of w = λz, z ~ N(0, 1).

Route A, the definition: p(w) = ∫ N(w; 0, e^2u) f(u) du and P(W > w) = ∫ ½ erfc(w e^-u/√2) f(u) du, u = ln|λ|, by
tanh-sinh at 50 digits on panels split at ln w, at the integrand's mode and at the marks of the law.
Route B, Mellin-Barnes: E|w|**s = M(s) 2**(s/2) Γ((1+s)/2)/√π, inverted by the trapezoidal rule on Re s = c at 80
digits, p(w) = 1/(4πi) ∫ E|w|**s w**(-s-1) ds and P(W > w) = 1/(4πi) ∫ E|w|**s w**-s ds/s, 0 < c < hi.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from mpmath import mp
from noise import Complex, Noise, Real, significant

DIGITS_A = 50
DIGITS_B = 80
GAP = 130  # the integrand is cut at e^-130 = 4e-57 of its peak

# ----------------------------------------------------------------------------------------------------------- route A


def quad(g: Callable[[Real], Real], points: list[Real], peak: Real, tolerance: Any = "1e-37") -> Real:
    """∫ g over the panels between ``points``; a panel whose error estimate is too large is halved.

    ``peak`` is the size of g: mpmath judges errors absolutely, so it is given g / (peak · length), of order one.
    """
    size = peak * (points[-1] - points[0])
    return size * _adapt(lambda x: g(x) / size, points, tolerance)


def _adapt(g: Callable[[Real], Real], points: list[Real], tolerance: Any) -> Real:
    queue = [(a, b, 0) for a, b in pairwise(points) if b > a]
    done: list[tuple[Real, Real]] = []
    scale = mp.zero
    while queue:
        fresh = [(a, b, depth, *_panel(g, a, b)) for a, b, depth in queue]
        scale = max(scale, abs(sum(value for *_, value, _ in fresh) + sum(value for value, _ in done)))
        queue = []
        for a, b, depth, value, error in fresh:
            if error <= mp.mpf(tolerance) * scale:
                done.append((value, error))
            elif depth == 12:
                raise ArithmeticError(f"panel [{mp.nstr(a)}, {mp.nstr(b)}] does not converge")
            else:
                queue += [(a, (a + b) / 2, depth + 1), ((a + b) / 2, b, depth + 1)]
    return mp.fsum(value for value, _ in done)


def _panel(g: Callable[[Real], Real], a: Real, b: Real) -> tuple[Real, Real]:
    # mpmath keeps every transformed set of nodes for ever, so map to [-1, 1] here: one cached set serves all panels.
    middle, radius = (a + b) / 2, (b - a) / 2
    value, error = mp.quad(lambda x: radius * g(middle + radius * x), [-1, 1], error=True, maxdegree=7)
    return value, error


def _log_ends(law: Noise) -> tuple[Real, Real]:
    lower, upper = law.support
    return (mp.log(lower) if lower else mp.ninf), (mp.log(upper) if upper < float("inf") else mp.inf)


def _bracket(g: Callable[[Real], Real], law: Noise, near: list[Real]) -> tuple[Real, Real, Real]:
    """(left, mode, right) in u such that ``g`` is below e^-GAP of its maximum outside [left, right]."""
    lower, upper = _log_ends(law)
    start, stop = max(lower, min(near) - 6), min(upper, max(near) + 4)
    n = 96
    heights = [(g(start + (stop - start) * k / n), k) for k in range(n + 1)]
    best = max(heights)[1]
    a, b = (start + (stop - start) * k / n for k in (max(best - 1, 0), min(best + 1, n)))
    golden = (mp.sqrt(5) - 1) / 2
    for _ in range(70):
        c, d = b - golden * (b - a), a + golden * (b - a)
        a, b = (a, d) if g(c) >= g(d) else (c, b)
    mode = max([(a + b) / 2, start, stop], key=g)
    floor = g(mode) - GAP
    return _march(g, mode, -1, lower, floor), mode, _march(g, mode, 1, upper, floor)


def _march(g: Callable[[Real], Real], mode: Real, sign: int, end: Real, floor: Real) -> Real:
    room = abs(end - mode)
    inside, outside = mp.zero, mp.mpf("0.01")
    while outside < room and g(mode + sign * outside) > floor:
        inside, outside = outside, outside * mp.mpf("1.4")
    if outside >= room:
        if not room or g(mode + sign * room * (1 - mp.mpf(2) ** -40)) > floor:
            return end
        outside = room
    while outside - inside > outside / 16:
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if g(mode + sign * middle) > floor else (inside, middle)
    return mode + sign * outside


def average(law: Noise, kernel: Callable[[Real], Real], near: list[Real]) -> Real:
    """E kernel(ln|λ|) over the part of the law with λ ≠ 0, from the definition."""
    with mp.workdps(DIGITS_A):
        if law.atoms is not None:
            return mp.fsum(term for _, term in significant(law.atoms(), lambda value: kernel(mp.log(value))))
        density = law.density
        assert density is not None
        marks = [mp.log(mark) for mark in law.marks]
        lower, upper = _log_ends(law)
        cap = upper - mp.mpf("0.001") if law.singular_end else upper  # the bracket need not see the singularity
        with mp.workdps(25):
            left, mode, right = _bracket(lambda u: _log(density(min(u, cap))) + _log(kernel(u)), law, near + marks)
        left, right = (lower if left <= lower else left), (upper if right >= upper else right)
        points = sorted({left, right, *(x for x in [mode, *near, *marks] if left < x < right)})
        if not (law.singular_end and right == upper):
            return quad(lambda u: density(u) * kernel(u), points, density(mode) * kernel(mode))
        # (upper - u)**(b-1) is integrable but not smooth: u = upper - t² makes it so.
        roots = [mp.sqrt(upper - u) for u in reversed(points)]

        def smooth(t: Real) -> Real:
            return 2 * t * density(upper - t * t) * kernel(upper - t * t) if t else mp.zero

        return quad(smooth, roots, kernel(mode))


def _log(x: Real) -> Real:
    return mp.log(x) if x > 0 else mp.ninf


def density_a(law: Noise, w: float) -> Real:
    with mp.workdps(DIGITS_A):
        x, root = mp.mpf(w), mp.sqrt(2 * mp.pi)
        return average(law, lambda u: mp.exp(-((x * mp.exp(-u)) ** 2) / 2 - u) / root, [mp.log(x)])


def tail_a(law: Noise, w: float) -> Real:
    with mp.workdps(DIGITS_A):
        x, root = mp.mpf(w), mp.sqrt(2)
        return average(law, lambda u: mp.erfc(x * mp.exp(-u) / root) / 2, [mp.log(x)])


def moment_a(law: Noise, s: float) -> Real:
    return average(law, lambda u: mp.exp(s * u), [mp.zero])


def variance_cdf_a(law: Noise, v: float) -> Real:
    """P(λ² ≤ v) = P(λ = 0) + ∫_{-∞}^{½ ln v} f(u) du."""
    with mp.workdps(DIGITS_A):
        edge = mp.log(mp.mpf(v)) / 2
        if law.atoms is not None:
            # An atom at √v counts: √v is exact here whenever an atom can be there.
            atoms = significant(law.atoms(), lambda value: mp.one)
            return law.zero() + mp.fsum(term for value, term in atoms if value * value <= v)
        lower, upper = _log_ends(law)
        if edge >= upper:
            return moment_a(law, 0)
        if edge <= lower:
            return mp.zero
        density = law.density
        assert density is not None
        cut = Noise(law.name, law.params, law.moment, density, support=(law.support[0], float("inf")), marks=law.marks)
        with mp.workdps(25):
            left, mode, _ = _bracket(lambda u: _log(density(u)) if u <= edge else mp.ninf, cut, [edge])
        left = max(left, lower)
        marks = [mp.log(mark) for mark in law.marks]
        return quad(density, sorted({left, edge, *(x for x in [mode, *marks] if left < x < edge)}), density(mode))


# ----------------------------------------------------------------------------------------------------------- route B


@dataclass(frozen=True)
class Contour:
    """Samples of E|w|**s at s = c + i·j·h, j = 0, 1, …, until they are negligible."""

    c: Real
    h: Real
    values: tuple[tuple[Complex, Complex], ...]  # (E|w|**s, E|w|**s / s)


def transform(law: Noise, s: Complex) -> Complex:
    return law.moment(s) * _normal(s)


def _normal(s: Complex) -> Complex:
    return 2 ** (s / 2) * mp.gamma((1 + s) / 2) / mp.sqrt(mp.pi)


def contour(law: Noise, c: Real, h: Real, digits: int) -> Contour:
    floor = mp.mpf(10) ** -digits
    top = mp.re(transform(law, c))
    # |M(c+it)| ≤ M(c), but for atoms M is almost periodic and comes back: only the normal factor may stop the sum.
    bound = mp.re(law.moment(c))
    values: list[tuple[Complex, Complex]] = []
    quiet = 0
    while quiet < 4:
        s = mp.mpc(c, len(values) * h)
        value = transform(law, s)
        values.append((value, value / s))
        size = abs(value) if law.atoms is None else bound * abs(_normal(s))
        quiet = quiet + 1 if size < floor * top else 0
    return Contour(c, h, tuple(values))


def invert(line: Contour, w: float) -> tuple[Real, Real]:
    """p(w) and P(W > w) by the trapezoidal rule; the integrand is conjugate-symmetric in Im s."""
    log = mp.log(mp.mpf(w))
    turn, spin = mp.expj(-line.h * log), mp.one
    density, tail = line.values[0][0] / 2, line.values[0][1] / 2
    for value, over_s in line.values[1:]:
        spin *= turn
        density += mp.re(value * spin)
        tail += mp.re(over_s * spin)
    front = line.h / (2 * mp.pi) * mp.exp(-line.c * log)
    return mp.re(front * density / w), mp.re(front * tail)


def route_b(law: Noise, points: list[float]) -> Iterator[tuple[float, Real, Real]]:
    """(w, p(w), P(W > w)) for every point, the fixed contours shared between points."""
    shared: dict[Real, Contour] = {}
    with mp.workdps(DIGITS_B):
        for w in points:
            c = _fixed_line(law, w)
            if c is None:
                line = _saddle_line(law, w)
            else:
                if c not in shared:
                    d = 0.9 * min(c, law.hi - c)
                    extra = 20 + (24 * d if law.hi < float("inf") else 0)
                    # aliasing error e^(-2πd/h) at distance d, and up to `extra` digits lost away from the saddle
                    h = 2 * mp.pi * d / (mp.log(10) * (42 + extra))
                    shared[c] = contour(law, mp.mpf(c), h, int(45 + extra))
                line = shared[c]
            p, sf = invert(line, w)
            yield w, p, sf


def _fixed_line(law: Noise, w: float) -> float | None:
    if law.hi < float("inf"):
        return law.hi / 2 if law.hi <= 3 else (1.5 if w <= 1 else law.hi - 1.5)
    with mp.workdps(30):
        step = mp.mpf(2) ** -20
        slope = (mp.log(mp.re(transform(law, 2 + step))) - mp.log(mp.re(transform(law, 2 - step)))) / (2 * step)
        return 1.5 if slope > mp.log(w) else None


def _saddle_line(law: Noise, w: float) -> Contour:
    """The vertical line through the minimum of E|w|**c w**-c, which is log-convex in c."""
    with mp.workdps(35):
        log = mp.log(w)

        def height(c: Real) -> Real:
            return mp.log(mp.re(transform(law, c))) - c * log

        a, c, b = mp.mpf(1), mp.mpf(2), mp.mpf(4)
        while height(b) < height(c):
            a, c, b = c, b, 2 * b
        golden = (mp.sqrt(5) - 1) / 2
        while b - a > mp.sqrt(c) / 50:  # the width of the saddle is about √c or less
            x, y = b - golden * (b - a), a + golden * (b - a)
            a, b = (a, y) if height(x) <= height(y) else (x, b)
        c = (a + b) / 2
        # Aliasing from the line at distance d: e^(height(c ± d) - height(c) - 2πd/h) must be below 1e-48.
        goal, top = 48 * mp.log(10), height(c)
        shifts = [c * mp.mpf(2) ** (-mp.mpf(k) / 2) for k in range(1, 60)]
        left = max(2 * mp.pi * d / (goal + max(height(c - d) - top, 0)) for d in shifts)
        right = max(2 * mp.pi * d / (goal + max(height(c + d) - top, 0)) for d in [2 * c, c, *shifts])
        h = min(left, right)
    return contour(law, c, h, 50)
