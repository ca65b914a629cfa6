"""Laws that users bring: formulas, expressions, frozen SciPy laws, callables, atoms, samples.

Each function gives the fields of a ``NoiseLaw``: the measure, which is the definition, and the transform where the
algebra of densities or the catalogue has one.  Nothing that is brought is evaluated as code, and every density is
checked on entry (``entry.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Any

from sympy import Abs, Expr, Integer, Rational, S, Symbol, sympify

from priorcalc.densities import transform_of
from priorcalc.errors import NotADensityError, ParameterError, PrecisionError, close_matches, remedy
from priorcalc.exact import exact
from priorcalc.formula import parse_formula
from priorcalc.laws import entry
from priorcalc.laws.discrete import atoms_transform, table
from priorcalc.laws.record import Record
from priorcalc.laws.scipy_names import SCIPY, Row
from priorcalc.measure import Atoms, Density, Empirical, Measure, Opaque, Power, Sampler
from priorcalc.mellin import GammaRatio, Transform
from priorcalc.symbols import lam

Fields = dict[str, Any]

MOST_TERMS = 64
"""A law with more atoms has no transform: its prior is a sum that nobody reads."""
MOST_SAMPLES = 16
MOST_EXACT = 1000
"""More atoms than these are kept in floats."""
MOST_POINTS = 20_000
LEFT_OUT = 1e-15


def formula(text: str, support: Sequence[Any] | None, normalize: bool, params: Mapping[str, Any]) -> Fields:
    """The law of a density written as text.

    >>> formula("2*lam*exp(-lam**2)", None, False, {})["transform"]
    GammaRatio(scale=1, upper=((1/2, 1/2),), lower=(), spread=0, bessel=())
    """
    values = {name: exact(value) for name, value in params.items()}
    label = _label("from_formula", repr(text), support, normalize, params)
    checked = entry.density(label, exact(parse_formula(text, values)), entry.support_ends(support), normalize)
    return _fields(label, checked.measure, checked.transform, checked.note)


def expression(
    expr: Expr, support: Sequence[Any] | None, normalize: bool, params: Mapping[Any, Any]
) -> Fields:
    """The law of a density given as an expression with one free symbol besides the parameters.

    >>> from sympy import exp
    >>> from sympy.abc import x
    >>> expression(exp(-x), None, False, {})["measure"].expr
    exp(-lam)
    """
    label = _label("from_expr", str(expr), support, normalize, {str(name): value for name, value in params.items()})
    given = exact(expr)
    names = {symbol.name: symbol for symbol in given.free_symbols}
    for name in map(str, params):
        if name not in names:
            raise ParameterError(remedy(label, f"the expression has no symbol {name!r}", close_matches(name, names)))
    bound = {names[str(name)]: exact(value) for name, value in params.items()}
    free = sorted(given.free_symbols - set(bound), key=str)
    if len(free) > 1:
        found = f"it has {len(free)} free symbols, {', '.join(map(str, free))}"
        todo = "keep one for the noise and give the others as parameters: numbers, or symbols with positive=True"
        raise ParameterError(remedy(label, found, todo))
    # At once, so that a parameter's value may bear the noise's own symbol without being taken for it.
    noise: dict[Symbol, Expr] = {symbol: lam for symbol in free}
    density = given.xreplace(noise | bound)
    checked = entry.density(label, density, entry.support_ends(support), normalize)
    return _fields(label, checked.measure, checked.transform, checked.note)


def function(
    pdf: Callable[[Any], Any],
    support: Sequence[Any] | None,
    rvs: Callable[[Any, Any], Any] | None,
    normalize: bool,
) -> Fields:
    """The law of a vectorised density.

    >>> import numpy
    >>> function(lambda x: numpy.exp(-x), None, None, False)["measure"].mass
    1.0
    """
    label = _label("from_callable", getattr(pdf, "__name__", type(pdf).__name__), support, normalize, {})
    sampler: Sampler | None = None if rvs is None else lambda rng, size: rvs(size, rng)
    note = "The density is a function, so the prior is integrated numerically."
    return _fields(label, entry.opaque(label, pdf, entry.support_ends(support), sampler, normalize), None, note)


def atoms(points: Mapping[Any, Any]) -> Fields:
    """The discrete law ``{value: probability}``.

    >>> atoms({0: 0.2, 0.5: 0.3, 2: 0.5})["transform"].spike
    1/5
    """
    measure = Atoms(table(points))
    transform = atoms_transform(measure.points) if len(measure.points) <= MOST_TERMS else None
    return _fields(f"from_atoms({dict(points)!r})", measure, transform)


def samples(draws: Any) -> Fields:
    """The empirical law of a sample; equal draws are counted.

    >>> samples([1.0, 1.0, 2.0, 0.5])["measure"].points
    ((1/2, 1/4), (1, 1/2), (2, 1/4))
    """
    from priorcalc.numeric.admission import distinct

    values, counts = distinct(draws)
    label = f"from_samples(<{sum(counts)} draws>)"
    return _discrete(label, values, counts, MOST_SAMPLES)


def _discrete(label: str, values: Sequence[float], weights: Sequence[float], most: int) -> Fields:
    if len(values) > MOST_EXACT:
        total = sum(weights)
        note = f"The law has {len(values)} atoms: the prior is summed numerically."
        return _fields(label, Empirical(tuple(values), tuple(weight / total for weight in weights)), None, note)
    masses = [exact(weight) for weight in weights]
    whole = sum(masses, S.Zero)
    points = tuple((exact(value), mass / whole) for value, mass in zip(values, masses, strict=True))
    return _fields(label, Atoms(points), atoms_transform(points) if len(points) <= most else None)


def frozen(law: Any) -> Fields:
    """The law of a frozen ``scipy.stats`` law: the catalogue's if it has it, else its density or its atoms.

    >>> from scipy import stats
    >>> frozen(stats.gamma(2.5, scale=2))["label"]
    'gamma(alpha=2.5, beta=0.5)'
    """
    try:
        dist, (shapes, loc, scale) = law.dist, law.dist._parse_args(*law.args, **law.kwds)
        name = str(dist.name)
    except (AttributeError, TypeError) as error:
        todo = "freeze a law of scipy.stats by calling it, as in scipy.stats.gamma(2.5)"
        raise ParameterError(remedy(f"from_scipy({law!r})", f"it is no frozen law ({error})", todo)) from error
    numbers = tuple(exact(_scalar(name, value)) for value in (*shapes, loc, scale))
    label = f"from_scipy({name}({', '.join(map(str, numbers[:-2]))}, loc={numbers[-2]}, scale={numbers[-1]}))"
    valid = getattr(dist, "_argcheck", lambda *_: True)(*shapes)
    if not valid or not numbers[-1].is_positive:
        raise ParameterError(remedy(label, "SciPy has no such law", "give shapes and a scale in their domains"))
    if name in SCIPY:
        fields = _of_row(label, SCIPY[name], numbers, law)
        if fields is not None:
            return fields
    if getattr(law, "pmf", None) is not None:
        return _discrete(label, *_enumerated(label, law), MOST_TERMS)
    return _fields(label, _scipy_density(law), None, f"SciPy's {name} has no closed form here.")


def _scalar(name: str, value: Any) -> Any:
    if getattr(value, "ndim", 0) != 0:
        raise ParameterError(remedy(f"from_scipy({name})", "a parameter is an array", "freeze one law at a time"))
    return value.item() if getattr(value, "item", None) is not None else value


def _of_row(label: str, row: Row, numbers: tuple[Expr, ...], law: Any) -> Fields | None:
    """The catalogue's law, moved by loc and scale; None where the record does not admit it."""
    from priorcalc import laws

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
    shown = ", ".join(f"{name}={laws.noise.shown(value)}" for name, value in params.items())
    measure, transform = record.measure_of(params), record.transform(**params)
    if stretch != 1:
        measure = Power(measure, S.One, stretch)
        transform = None if transform is None else transform.scaled(stretch)
        return _fields(f"{laws.noise.shown(stretch)}*{record.name}({shown})", measure, transform)
    fields = _fields(f"{record.name}({shown})", measure, transform)
    return fields | {"name": record.title, "params": tuple(params.items()), "families": record.families}


def _moved(
    label: str, record: Record, params: Mapping[str, Expr], folded: bool, loc: Expr, stretch: Expr, law: Any
) -> Fields | None:
    # loc + stretch·X has the density f((x - loc)/stretch)/stretch; a symmetric X has f(|x|)/2.
    if record.density is None or record.support is None:
        return None
    place = (lam - loc) / stretch
    lower, upper = record.support(**params)
    breaks = record.breaks(**params) if record.breaks else ()
    expr = record.density(Abs(place) if folded else place, **params) / stretch
    transform: Transform | None = None
    if folded:
        expr, lower, breaks = expr / 2, -upper, (*(-b for b in breaks), S.Zero, *breaks)
        transform = record.transform(**params) if loc == 0 else None
    ends = lower * stretch + loc, upper * stretch + loc
    if transform is None:
        found = transform_of(expr, lam, *ends)
        transform = None if found is None else found.transform
    measure = Density(expr, *ends, tuple(b * stretch + loc for b in breaks), _scipy_sampler(law))
    return _fields(label, measure, transform)


def _scipy_sampler(law: Any) -> Sampler:
    return lambda rng, size: law.rvs(size=size, random_state=rng)


def _scipy_density(law: Any) -> Opaque:
    from priorcalc.numeric.admission import Tamed

    lower, upper = (float(end) for end in law.support())
    pdf = Tamed(law.logpdf, lower, upper, log=True)
    return Opaque(pdf, exact(lower), exact(upper), log=True, sampler=_scipy_sampler(law))


def _enumerated(label: str, law: Any) -> tuple[list[float], list[float]]:
    """The points of a discrete law from its median outwards, until all but 1e-15 of the mass is there."""
    listed = getattr(law.dist, "xk", None)
    if listed is not None:
        shift = float(law.mean() - law.dist().mean())
        values = [float(value) + shift for value in listed]
        return values, [float(mass) for mass in law.pmf(values)]
    first, last = law.support()
    found: dict[float, float] = {}
    for point in islice(_outwards(float(law.median()), first, last), MOST_POINTS):
        mass = float(law.pmf(point))
        if mass > 0:
            found[point] = mass
        if len(found) % 16 == 0 and sum(found.values()) >= 1 - LEFT_OUT:
            break
    total = sum(found.values())
    if abs(total - 1) > 1e-12:
        todo = "use a law with lighter tails, or from_atoms with the points that matter"
        raise PrecisionError(remedy(label, f"{len(found)} atoms hold only {total:.15g} of the mass", todo))
    values = sorted(found)
    return values, [found[value] for value in values]


def _outwards(middle: float, first: float, last: float) -> Any:
    step, more = 0, True
    while more:
        points = {middle - step, middle + step}
        inside = sorted(point for point in points if first <= point <= last)
        yield from inside
        more, step = bool(inside), step + 1


def _fields(label: str, measure: Measure, transform: Transform | None, note: str = "") -> Fields:
    return {
        "label": label,
        "name": None,
        "params": (),
        "measure": measure,
        "transform": transform,
        "families": (),
        "note": note,
    }


def _label(constructor: str, first: str, support: Any, normalize: bool, params: Mapping[str, Any]) -> str:
    words = [first]
    words += [] if support is None else [f"support=({', '.join(str(sympify(end)) for end in support)})"]
    words += ["normalize=True"] if normalize else []
    words += [f"{name}={value}" for name, value in params.items()]
    return f"{constructor}({', '.join(words)})"
