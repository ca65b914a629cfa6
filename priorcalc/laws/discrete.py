"""Laws with atoms: dropout in its forms, counts, finite tables.

An atom at c > 0 makes the weight N(0, c²σ₀²) with that probability, and an atom at 0 the spike.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sympy import Expr, S, Symbol, binomial, exp, factorial, oo

from priorcalc.errors import NotADensityError, remedy
from priorcalc.exact import exact
from priorcalc.laws.record import COUNT, KEEP, POSITIVE, RATE, REAL, Domain, Parameter, Record
from priorcalc.measure import Atoms, Lattice, Measure
from priorcalc.mellin import GammaRatio, Mixture, Transform, mixture
from priorcalc.symbols import n

K = Symbol("k", integer=True, nonnegative=True)
PROBABILITY = Domain(S.Zero, S.One, True, True)
SWITCH = Domain(S.Zero, S.One, True, True, integer=True)
JKK = "Johnson, Kemp & Kotz (2005), Univariate Discrete Distributions"


def atoms_transform(points: tuple[tuple[Expr, Expr], ...]) -> Transform:
    """The mixture of point masses at |value|; what sits at 0 is left out and becomes the spike."""
    return mixture((mass, GammaRatio(abs(value))) for value, mass in points if value != 0)


def _bernoulli(p: Expr, value: Expr = S.One) -> tuple[tuple[Expr, Expr], ...]:
    return ((S.Zero, 1 - p), (value, p)) if p != 1 else ((value, p),)


def _kept(rate: Expr, inverted: Expr) -> tuple[tuple[Expr, Expr], ...]:
    return _bernoulli(1 - rate, 1 / (1 - rate) if inverted == 1 else S.One)


def _binomial(n: Expr, p: Expr) -> tuple[tuple[Expr, Expr], ...] | None:
    if not n.is_Integer:
        return None
    return tuple((S(k), binomial(n, k) * p**k * (1 - p) ** (n - k)) for k in range(int(n) + 1) if p != 1 or k == n)


def _binomial_measure(n: Expr, p: Expr) -> Measure:
    return Atoms(_binomial(n, p) or ())


def _binomial_transform(n: Expr, p: Expr) -> Transform | None:
    points = _binomial(n, p)
    return atoms_transform(points) if points and len(points) <= 64 else None


RECORDS = (
    Record(
        "bernoulli",
        "Bernoulli",
        (Parameter("p", KEEP, None, "probability of KEEPING the unit, λ = 1"),),
        support=None,
        density=None,
        transform=lambda p: atoms_transform(_bernoulli(p)),
        sampler=None,
        citation="Hinton et al. (2012), Improving neural networks by preventing co-adaptation",
        measure=lambda p: Atoms(_bernoulli(p)),
    ),
    Record(
        "dropout",
        "Dropout",
        (
            Parameter("rate", RATE, None, "probability of DROPPING the unit, λ = 0"),
            Parameter("inverted", SWITCH, S.One, "1: kept units are scaled by 1/(1-rate), 0: they are not"),
        ),
        support=None,
        density=None,
        transform=lambda rate, inverted: atoms_transform(_kept(rate, inverted)),
        sampler=None,
        citation="Srivastava et al. (2014), Dropout, JMLR 15",
        families=("Bernoulli (scaled)",),
        measure=lambda rate, inverted: Atoms(_kept(rate, inverted)),
    ),
    Record(
        "point",
        "Point mass",
        (Parameter("value", REAL, None, "where the mass is"),),
        support=None,
        density=None,
        transform=lambda value: atoms_transform(((value, S.One),)),
        sampler=None,
        citation="no noise",
        measure=lambda value: Atoms(((value, S.One),)),
    ),
    Record(
        "poisson",
        "Poisson",
        (Parameter("mu", POSITIVE, None, "mean"),),
        support=None,
        density=None,
        transform=lambda mu: Mixture(
            ((exp(-mu) * mu ** (n + 1) / factorial(n + 1), GammaRatio(n + 1)),), n, 1 - exp(-mu)
        ),
        sampler=None,
        citation=f"{JKK}, ch. 4",
        measure=lambda mu: Lattice(
            exp(-mu) * mu**K / factorial(K), K, 0, oo, None if mu.free_symbols else _poisson(float(mu))
        ),
    ),
    Record(
        "geometric",
        "Geometric",
        (Parameter("p", KEEP, None, "probability of success; λ = 1, 2, … trials"),),
        support=None,
        density=None,
        transform=lambda p: Mixture(((p * (1 - p) ** n, GammaRatio(n + 1)),), n) if p != 1 else GammaRatio(),
        sampler=None,
        citation=f"{JKK}, ch. 5",
        measure=lambda p: (
            Lattice(p * (1 - p) ** (K - 1), K, 1, oo, None if p.free_symbols else _geometric(float(p)))
            if p != 1
            else Atoms(((S.One, S.One),))
        ),
    ),
    Record(
        "binomial",
        "Binomial",
        (Parameter("n", COUNT, None, "number of trials"), Parameter("p", KEEP, None, "probability of success")),
        support=None,
        density=None,
        transform=_binomial_transform,
        sampler=None,
        citation=f"{JKK}, ch. 3",
        measure=_binomial_measure,
        check=lambda n, p: None if n.is_Integer and n <= 10000 else "n must be a whole number up to 10000",
    ),
)


def _poisson(mu: float) -> Any:
    return lambda rng, size: rng.poisson(mu, size)


def _geometric(p: float) -> Any:
    return lambda rng, size: rng.geometric(p, size)


def table(points: Mapping[Any, Any]) -> tuple[tuple[Expr, Expr], ...]:
    """The atoms of ``{value: probability}``, checked: masses in [0, 1] that sum to 1."""
    atoms = tuple((exact(value), exact(mass)) for value, mass in points.items())
    shown = f"atoms {dict(points)!r}"
    for value, mass in atoms:
        if value.is_finite is False or value.is_real is False:
            raise NotADensityError(remedy(shown, f"an atom at {value}", "give finite real values"))
        if PROBABILITY.admits(mass) is False:
            raise NotADensityError(remedy(shown, f"the mass {mass} of {value}", "masses lie in [0, 1]"))
    total = sum((mass for _, mass in atoms), S.Zero)
    if not atoms or (not total.free_symbols and abs(total - 1) > 1e-9):
        raise NotADensityError(remedy(shown, f"the masses sum to {total}", "make them sum to 1"))
    return tuple((value, mass / total) for value, mass in atoms if mass != 0)
