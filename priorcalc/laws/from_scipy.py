"""Frozen SciPy laws: the catalogue's law where there is one (``scipy_names.py``), else the density or the atoms.

SciPy's law is that of loc + scale·X.  A loc other than 0 moves the density, f((x - loc)/scale)/scale, which the algebra
of densities may know again: Pareto's law less 1 is Lomax's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sympy import Abs, Expr, S

from priorcalc.densities import transform_of
from priorcalc.errors import ParameterError, PrecisionError, remedy
from priorcalc.exact import exact
from priorcalc.laws import entry
from priorcalc.laws.fields import MOST_TERMS, Fields, discrete, fields
from priorcalc.laws.record import Record
from priorcalc.laws.scipy_names import SCIPY, Row
from priorcalc.measure import Density, Opaque, Power, Sampler
from priorcalc.mellin import Transform
from priorcalc.symbols import lam

MOST_POINTS = 20_000
LEFT_OUT = 1e-15
NOTHING = 1e-30


def frozen(law: Any) -> Fields:
    """The law of a frozen ``scipy.stats`` law: the catalogue's if it has it, else its density or its atoms.

    >>> from scipy import stats
    >>> frozen(stats.gamma(2.5, scale=2))["label"]
    'gamma(alpha=2.5, beta=0.5)'
    """
    from priorcalc.laws.noise import shown

    try:
        dist, (shapes, loc, scale) = law.dist, law.dist._parse_args(*law.args, **law.kwds)
        name = str(dist.name)
    except (AttributeError, TypeError) as error:
        todo = "freeze a law of scipy.stats by calling it, as in scipy.stats.gamma(2.5)"
        raise ParameterError(remedy(f"from_scipy({law!r})", f"it is no frozen law ({error})", todo)) from error
    numbers = tuple(exact(_scalar(name, value)) for value in (*shapes, loc, scale))
    *words, last_loc, last_scale = (shown(number) for number in numbers)
    label = f"from_scipy({name}({', '.join([*words, f'loc={last_loc}', f'scale={last_scale}'])}))"
    valid = getattr(dist, "_argcheck", lambda *_: True)(*shapes)
    if not valid or not numbers[-1].is_positive:
        raise ParameterError(remedy(label, "SciPy has no such law", "give shapes and a scale in their domains"))
    known = _of_row(label, SCIPY[name], numbers, law) if name in SCIPY else None
    if known is not None:
        return known
    if getattr(law, "pmf", None) is not None:
        return discrete(label, *_enumerated(label, law), MOST_TERMS)
    note = f"SciPy's {name} is not in the catalogue, so the prior is integrated numerically."
    return fields(label, _scipy_density(law), None, note)


def _scalar(name: str, value: Any) -> Any:
    if getattr(value, "ndim", 0) != 0:
        raise ParameterError(remedy(f"from_scipy({name})", "a parameter is an array", "freeze one law at a time"))
    return value.item() if getattr(value, "item", None) is not None else value


def _of_row(label: str, row: Row, numbers: tuple[Expr, ...], law: Any) -> Fields | None:
    """The catalogue's law, moved by loc and scale; None where the record does not admit it."""
    from priorcalc import laws
    from priorcalc.laws.noise import shown

    *shapes, loc, scale = numbers
    record = laws.RECORDS[row.record]
    given = numbers if row.placed else tuple(shapes) if row.scaled or record.density is None else (*shapes, scale)
    try:
        params = record.bind(row.params(*given))
    except ParameterError:
        return None
    stretch = scale if row.scaled else S.One
    if not row.placed and (loc != 0 or row.folded):
        return _moved(label, record, params, row.folded, loc, stretch, law)
    call = f"{record.name}({', '.join(f'{name}={shown(value)}' for name, value in params.items())})"
    measure, transform = record.measure_of(params), record.transform(**params)
    if stretch != 1:
        measure = Power(measure, S.One, stretch)
        transform = None if transform is None else transform.scaled(stretch)
        return fields(f"{shown(stretch)}*{call}", measure, transform)
    named = {"name": record.title, "params": tuple(params.items()), "families": record.families}
    return fields(call, measure, transform) | named


def _moved(
    label: str, record: Record, params: Mapping[str, Expr], folded: bool, loc: Expr, stretch: Expr, law: Any
) -> Fields | None:
    # loc + stretch·X has the density f((x - loc)/stretch)/stretch; a symmetric X has f(|x|)/2.
    if record.density is None or record.support is None:
        return None
    place = (lam - loc) / stretch
    lower, upper = record.support(**params)
    breaks = record.breaks(**params) if record.breaks else ()
    expr = record.write(Abs(place) if folded else place, params) / stretch
    transform: Transform | None = None
    if folded:
        expr, lower, breaks = expr / 2, -upper, (*(-b for b in breaks), S.Zero, *breaks)
        transform = record.transform(**params) if loc == 0 else None
    ends = lower * stretch + loc, upper * stretch + loc
    if transform is None:
        found = transform_of(expr, lam, *ends)
        transform = None if found is None else found.transform
    measure = Density(expr, *ends, tuple(b * stretch + loc for b in breaks), _scipy_sampler(law))
    note = "" if transform is not None else entry.UNKNOWN_TRANSFORM
    return fields(label, measure, transform, note)


def _scipy_sampler(law: Any) -> Sampler:
    return lambda rng, size: law.rvs(size=size, random_state=rng)


def _scipy_density(law: Any) -> Opaque:
    from priorcalc.numeric.admission import Tamed

    lower, upper = (float(end) for end in law.support())
    pdf = Tamed(law.logpdf, lower, upper, log=True)
    return Opaque(pdf, exact(lower), exact(upper), log=True, sampler=_scipy_sampler(law))


def _enumerated(label: str, law: Any) -> tuple[list[float], list[float]]:
    """The points of a discrete law and their masses, all but 1e-15 of them."""
    listed = getattr(law.dist, "xk", None)
    if listed is not None:
        shift = float(law.mean() - law.dist().mean())
        values = [float(value) + shift for value in listed]
        return values, [float(mass) for mass in law.pmf(values)]
    # pmf and sf take lists; the points from the median outwards until what is left is nothing, or too much.
    first, last = (float(end) for end in law.support())
    low = high = float(law.median())
    step = 16.0
    left = float(law.sf(high)) + float(law.cdf(low - 1))
    while step < MOST_POINTS and left > NOTHING and (low > first or high < last):
        low, high, step = max(first, low - step), min(last, high + step), 2 * step
        left = float(law.sf(high)) + float(law.cdf(low - 1))
    if left > LEFT_OUT:
        todo = "use a law with lighter tails, or from_atoms with the points that matter"
        raise PrecisionError(remedy(label, f"{low:g} to {high:g} leave out {left:.1e} of the mass", todo))
    values = [low + k for k in range(int(high - low) + 1)]
    pairs = [(value, float(mass)) for value, mass in zip(values, law.pmf(values), strict=True) if mass > 0]
    return [value for value, _ in pairs], [mass for _, mass in pairs]
