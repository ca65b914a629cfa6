"""Is this a law with a name?  One division.

A template proposes a name and parameters (``templates.py``); the law has that name if the quotient of the two
transforms is 1 in normal form, which proves them equal on the strip they share.  Where no name is proved, the
table of inverse transforms (``special.py``) writes the density.  A "no" means undecided.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from sympy import DiracDelta, Expr, Piecewise, S, Sum, Symbol, oo

from priorcalc import laws
from priorcalc.laws import weights
from priorcalc.laws.record import Record
from priorcalc.mellin import GammaRatio, Transform, same_ratio
from priorcalc.series import HALF_LINE_SERIES, MARGINAL_SERIES, Named, named_series
from priorcalc.special import inverse
from priorcalc.templates import Template, is_small, propose

_WEIGHTS = {record.name: record for record in weights.RECORDS}
_ZERO = (("lower", S.Zero),)


def _noise(
    name: str, fixed: tuple[tuple[str, Expr], ...] = (), slope: str | None = None, stretch: bool = False
) -> Template:
    return Template(laws.RECORDS[name], fixed, slope, stretch)


def _weight(name: str, fixed: tuple[tuple[str, Expr], ...] = (), slope: str | None = None) -> Template:
    return Template(_WEIGHTS[name], fixed, slope)


# The first name that is proved is given: the most particular first.  A χ² may be stretched with one degree of
# freedom only (the square of a Gaussian); with more, the gamma law says it without a factor.
_BOUNDED = (_noise("uniform", _ZERO), _noise("beta", stretch=True), _noise("kumaraswamy", slope="a", stretch=True))
_POWERS = (
    _noise("weibull", slope="alpha"),
    _noise("frechet", slope="alpha"),
    _noise("burr", slope="c"),
    _noise("dagum", slope="a"),
    _noise("generalized_gamma", slope="p"),
    _noise("lognormal"),
    _noise("inverse_gaussian"),
    _noise("gig"),
)
NOISES = (
    _noise("half_normal"),
    _noise("rayleigh"),
    _noise("maxwell"),
    _noise("half_cauchy"),
    _noise("exponential"),
    _noise("chi_square"),
    _noise("gamma"),
    _noise("nakagami"),
    _noise("inverse_nakagami"),
    _noise("levy"),
    _noise("inverse_gamma"),
    _noise("half_student_t"),
    _noise("lomax"),
    _noise("beta_prime"),
    _noise("pareto"),
    *_BOUNDED,
    *_POWERS,
)
VARIANCES = (
    _noise("exponential"),
    _noise("chi_square", (("nu", S.One),), stretch=True),
    _noise("chi_square"),
    _noise("gamma"),
    _noise("inverse_gamma"),
    _noise("beta_prime"),
    _noise("pareto"),
    *_BOUNDED,
    *_POWERS,
)
MARGINALS = (
    _weight("normal"),
    _weight("laplace"),
    _weight("cauchy"),
    _weight("student_t"),
    _weight("variance_gamma"),
    _weight("horseshoe"),
    _weight("horseshoe_plus"),
    _weight("normal_beta_prime"),
    _weight("slash"),
    _weight("normal_inverse_gaussian"),
    _weight("generalized_hyperbolic"),
    _weight("exponential_power", slope="beta"),
)


@dataclass(frozen=True)
class Recognition:
    """What is known of one law: its name if it has one, its density, and the rule that gave it.

    ``factor`` is c for the law of c·X; ``record`` is None where there is no name.  ``expr`` is the density of
    the continuous part (atoms away from zero stand in it as Dirac deltas); ``atom`` the mass at zero.
    """

    name: str | None
    params: tuple[tuple[str, Expr], ...]
    families: tuple[str, ...]
    form: str
    expr: Expr | None
    atom: Expr
    rule: str
    record: Record | None = None
    factor: Expr = S.One


UNKNOWN = Recognition(None, (), (), "quadrature", None, S.Zero, "quadrature")


def recognise(
    transform: Transform, x: Expr, templates: tuple[Template, ...], mirrored: bool, write: bool = True
) -> Recognition:
    """Name and write the law with this transform.

    ``x`` is the argument of the density: ``v`` for a law on the half line, ``Abs(w)`` for one that is
    ``mirrored``, that is symmetric on the whole line and known by its absolute value.  Without ``write`` a law
    that has no name is left unknown.
    """
    if transform.index is not None:
        return _series(transform, transform.index, x, templates, mirrored, write)
    parts = [(weight, _single(law, x, templates, mirrored, write)) for weight, law in transform.parts]
    atom = S.One - transform.total
    if len(parts) == 1 and parts[0][0] == 1:
        return parts[0][1]
    if not all(part.expr is not None for _, part in parts):
        return UNKNOWN
    inside = [part.expr if mirrored else _on_support(part, x) for _, part in parts]
    expr = sum((weight * density for (weight, _), density in zip(parts, inside, strict=True)), S.Zero)
    forms = {part.form for _, part in parts}
    form = "meijerg" if "meijerg" in forms else "special"
    if len(parts) == 1:
        return _spiked(parts[0], atom, expr, form)
    return Recognition(None, (), (), form, expr, atom, "blend")


def _single(law: GammaRatio, x: Expr, templates: tuple[Template, ...], mirrored: bool, write: bool) -> Recognition:
    law = law.cancelled
    if not (law.upper or law.lower or law.bessel) and law.spread == 0:
        expr = DiracDelta(x - law.scale)
        return Recognition(
            "Point mass", (("value", law.scale),), (), "named", expr, S.Zero, "division", laws.RECORDS["point"]
        )
    named = _named(law, templates)
    if named is not None:
        record, params, factor = named
        expr = None
        if record.density is not None:
            expr = record.write(x / factor, dict(params)) / factor
        families, form, rule = record.families, "named", "division"
        if expr is None:
            found = inverse(law, x)
            expr = None if found is None else found.expr / 2 if mirrored else found.expr
        return Recognition(record.title, params, families, form, expr, S.Zero, rule, record, factor)
    found = inverse(law, x) if write else None
    if found is None:
        return UNKNOWN
    return Recognition(None, (), (), found.form, found.expr / 2 if mirrored else found.expr, S.Zero, found.rule)


@lru_cache(maxsize=2048)
def _named(law: GammaRatio, templates: tuple[Template, ...]) -> Named | None:
    if not is_small(law):
        return None
    for template in templates:
        for proposal in propose(template, law):
            if not _admissible(template.record, proposal.params):
                continue
            candidate = template.record.transform(**proposal.params)
            if candidate is None or candidate.index is not None:
                continue
            ((_, ratio),) = candidate.parts
            if same_ratio(law, ratio.scaled(proposal.factor)):
                params = tuple((p.name, proposal.params[p.name]) for p in template.record.parameters)
                return template.record, params, proposal.factor
    return None


def _admissible(record: Record, params: Mapping[str, Expr]) -> bool:
    return all(p.domain.admits(params[p.name]) is not False for p in record.parameters)


def _on_support(part: Recognition, x: Expr) -> Expr | None:
    # In a sum every density on the half line must say where it is zero.
    if part.record is None or part.record.support is None:
        return part.expr
    lower, upper = part.record.support(**dict(part.params))
    if (lower, upper) in ((0, oo), (-oo, oo)):
        return part.expr
    return Piecewise((part.expr, (x > lower * part.factor) & (x < upper * part.factor)), (S.Zero, True))


def _spiked(part: tuple[Expr, Recognition], atom: Expr, expr: Expr, form: str) -> Recognition:
    weight, slab = part
    if slab.name is None:
        return Recognition(None, (), (), form, expr, atom, "spike")
    if slab.name == "Point mass":
        record, value = laws.RECORDS["bernoulli"], slab.params[0][1]
        return Recognition("Bernoulli", (("p", weight),), (), "named", expr, atom, "spike", record, value)
    name = "Spike and slab" if slab.name == "Normal" else f"Spike and {slab.name} slab"
    return Recognition(name, (("p", weight), *slab.params), (), "named", expr, atom, "spike", slab.record, slab.factor)


def _series(
    transform: Transform, n: Symbol, x: Expr, templates: tuple[Template, ...], mirrored: bool, write: bool
) -> Recognition:
    ((weight, law),) = transform.parts
    atom = S.One - transform.total
    named = named_series(weight, law, n, MARGINAL_SERIES if mirrored else HALF_LINE_SERIES)
    if named is not None:
        record, params, factor = named
        expr = record.write(x / factor, dict(params)) / factor
        return Recognition(record.title, params, record.families, "named", expr, atom, "division", record, factor)
    part = _single(law, x, templates, mirrored, write) if write else UNKNOWN
    if part.expr is None:
        return UNKNOWN
    return Recognition(None, (), (), "series", Sum(weight * part.expr, (n, 0, oo)), atom, "poisson-mixture")
