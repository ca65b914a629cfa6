"""Laws that users bring: formulas, expressions, frozen SciPy laws, callables, atoms, samples.

Each function gives the fields of a ``NoiseLaw``: the measure, which is the definition, and the transform where the
algebra of densities or the catalogue has one.  Nothing that is brought is evaluated as code, and every density is
checked on entry (``entry.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sympy import Expr, Symbol

from priorcalc.errors import ParameterError, close_matches, remedy
from priorcalc.exact import exact
from priorcalc.formula import parse_formula
from priorcalc.laws import entry
from priorcalc.laws.discrete import atoms_transform, table
from priorcalc.laws.fields import MOST_TERMS, Fields, discrete, fields
from priorcalc.laws.from_scipy import frozen as frozen
from priorcalc.measure import Atoms, Sampler
from priorcalc.symbols import lam

MOST_SAMPLES = 16
"""A sample of more different values has no transform."""


def formula(text: str, support: Sequence[Any] | None, normalize: bool, params: Mapping[str, Any]) -> Fields:
    """The law of a density written as text.

    >>> formula("2*lam*exp(-lam**2)", None, False, {})["transform"]
    GammaRatio(scale=1, upper=((1/2, 1/2),), lower=(), spread=0, bessel=())
    """
    values = {name: exact(value) for name, value in params.items()}
    label = _label("from_formula", repr(text), support, normalize, params)
    checked = entry.density(label, exact(parse_formula(text, values)), entry.support_ends(support), normalize)
    return fields(label, checked.measure, checked.transform, checked.note)


def expression(expr: Expr, support: Sequence[Any] | None, normalize: bool, params: Mapping[Any, Any]) -> Fields:
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
    return fields(label, checked.measure, checked.transform, checked.note)


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
    return fields(label, entry.opaque(label, pdf, entry.support_ends(support), sampler, normalize), None, note)


def atoms(points: Mapping[Any, Any]) -> Fields:
    """The discrete law ``{value: probability}``.

    >>> atoms({0: 0.2, 0.5: 0.3, 2: 0.5})["transform"].spike
    1/5
    """
    measure = Atoms(table(points))
    transform = atoms_transform(measure.points) if len(measure.points) <= MOST_TERMS else None
    return fields(f"from_atoms({dict(points)!r})", measure, transform)


def samples(draws: Any) -> Fields:
    """The empirical law of a sample; equal draws are counted.

    >>> samples([1.0, 1.0, 2.0, 0.5])["measure"].points
    ((1/2, 1/4), (1, 1/2), (2, 1/4))
    """
    from priorcalc.numeric.admission import distinct

    values, counts = distinct(draws)
    label = f"from_samples(<{sum(counts)} draws>)"
    return discrete(label, values, counts, MOST_SAMPLES)


def _label(constructor: str, first: str, support: Any, normalize: bool, params: Mapping[str, Any]) -> str:
    words = [first]
    words += [] if support is None else [f"support=({', '.join(map(str, entry.support_ends(support)))})"]
    words += ["normalize=True"] if normalize else []
    words += [f"{name}={value}" for name, value in params.items()]
    return f"{constructor}({', '.join(words)})"
