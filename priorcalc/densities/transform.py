"""The algebra of densities: from a formula to the Mellin transform of |λ|, by looking and not by integrating.

A density on (0, oo) or (0, t) that is one product (``reading.py``) has the transform of its shape (``shapes.py``).  The
support (t, oo) is (0, 1/t) for 1/λ; a power on (t₁, t₂) is a difference of two powers; a sum is a signed mixture; a
signed support is folded, since only |λ| matters.  Where nothing fits the answer is None.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Add, Dummy, Expr, Interval, Piecewise, Pow, S, Symbol, cosh, exp, expand, oo, simplify, sinh

from priorcalc.densities.kernels import INFINITE, Found
from priorcalc.densities.monomials import MAX_TERMS, Form
from priorcalc.densities.reading import read
from priorcalc.densities.shapes import gauss_read, gaussian, to_infinity, up_to
from priorcalc.mellin import mixture


def transform_of(expr: Expr, symbol: Symbol, lower: Expr, upper: Expr) -> Found | None:
    """The transform of |λ| for a density of λ on (lower, upper), and the mass by which it had to be divided.

    Parameters
    ----------
    expr
        The density, in exact numbers and symbols that are declared positive.
    symbol
        λ.
    lower, upper
        The ends of the support; they may be signed or infinite.

    Returns
    -------
    Found or None
        None means "not known"; a mass of oo that the integral diverges.

    Examples
    --------
    >>> from priorcalc.symbols import lam
    >>> found = transform_of(2 * lam * exp(-(lam**2)), lam, S.Zero, oo)
    >>> found.transform, found.mass
    (GammaRatio(scale=1, upper=((1/2, 1/2),), lower=(), spread=0, bessel=()), 1)
    """
    found = _signed(expr, symbol, lower, upper)
    return None if found is not None and found.mass == -oo else found


def _signed(expr: Expr, symbol: Symbol, lower: Expr, upper: Expr) -> Found | None:
    if expr.func == Piecewise:
        pieces = _pieces(expr, lower, upper)
        return None if pieces is None else _together([_signed(piece, symbol, *ends) for piece, *ends in pieces])
    x = Dummy("x", positive=True)
    if lower.is_nonnegative:
        return _half(expr.xreplace({symbol: x}), x, lower, upper)
    if upper.is_nonpositive:
        return _half(expr.xreplace({symbol: -x}), x, -upper, -lower)
    if not (lower.is_extended_negative and upper.is_extended_positive):
        return None
    above, below = expr.xreplace({symbol: x}), expr.xreplace({symbol: -x})
    if (lower, upper) == (-oo, oo):
        whole = _whole_line(above, below, x)
        if whole is not None:
            return whole
    return _together([_half(above, x, S.Zero, upper), _half(below, x, S.Zero, -lower)])


def _whole_line(above: Expr, below: Expr, x: Symbol) -> Found | None:
    """A sum of Gaussians: what holds for x > 0 is the formula for x < 0 too, which |x| would not be."""
    terms = [gauss_read(term, x) for term in _terms(above, x)]
    mirrored = [gauss_read(term, x) for term in _terms(below, x)]
    known = [term for term in terms if term is not None]
    if len(known) < len(terms) or {(c, b, -m) for c, b, m in known} != set(mirrored):
        return None
    return _together([gaussian(term) for term in known])


def _pieces(expr: Expr, lower: Expr, upper: Expr) -> list[tuple[Expr, Expr, Expr]] | None:
    """Each piece of a Piecewise with the ends of its interval; None where a condition is no interval."""
    rest, pieces = Interval(lower, upper), []
    for piece, condition in expr.args:
        try:
            region = rest & condition.as_set()
        except NotImplementedError:
            return None
        if region.is_empty is not True and region.func != Interval:
            return None
        if region.func == Interval and piece != 0:
            pieces.append((piece, region.inf, region.sup))
        rest = rest - region
    return pieces


def _half(expr: Expr, x: Symbol, lower: Expr, upper: Expr) -> Found | None:
    form = read(expr, x)
    found = None if form is None else _product(form, lower, upper)
    if found is not None:
        return found
    terms = _terms(expr, x)
    if len(terms) > 1:
        found = _together([_term(term, x, lower, upper) for term in terms])
    mirrored = expr.xreplace({x: -x})
    if found is None and (lower, upper) == (0, oo) and expand(expr - mirrored) == 0:
        whole = _whole_line(expr, mirrored, x)  # an even function: half of it on the whole line
        found = None if whole is None else replace(whole, mass=whole.mass / 2)
    return found


def _terms(expr: Expr, x: Symbol) -> tuple[Expr, ...]:
    large = (p for p in expr.atoms(Pow) if p.exp.is_Integer and abs(p.exp) > MAX_TERMS and p.base.func == Add)
    if any(large):
        return (expr,)
    # exp(a + b) stays whole: its exponent is read as one.
    flat = expand(expr.rewrite([cosh, sinh], exp), power_exp=False)
    terms: tuple[Expr, ...] = Add.make_args(flat)
    return terms if len(terms) <= MAX_TERMS else (expr,)


def _term(term: Expr, x: Symbol, lower: Expr, upper: Expr) -> Found | None:
    form = read(term, x)
    return None if form is None else _product(form, lower, upper)


def _together(parts: list[Found | None]) -> Found | None:
    """The sum of densities, from their transforms and (signed) masses."""
    known = [part for part in parts if part is not None and part.mass != 0]
    if not known or None in parts:
        return None
    if any(part.mass in (oo, -oo) for part in known):
        # Two divergent parts may cancel, unless no part is negative.
        return INFINITE if all(part.mass == oo or part.mass.is_nonnegative for part in known) else None
    mass = _tidy(sum((part.mass for part in known), S.Zero))
    if mass == 0:
        return None
    first = known[0].transform
    if all(part.transform == first for part in known):
        return Found(first, mass)
    if any(part.transform is None or part.transform.index is not None for part in known):
        return Found(None, mass)
    pieces = ((_tidy(part.mass / mass * p), law) for part in known if part.transform for p, law in part.transform.parts)
    return Found(mixture(pieces), mass)


def _tidy(mass: Expr) -> Expr:
    return simplify(mass) if mass.free_symbols else expand(mass)


def _product(form: Form, lower: Expr, upper: Expr) -> Found | None:
    if form.constant.is_real is False or form.power.is_real is False:
        return None  # a root or a logarithm of a negative number
    if lower == 0:
        found = to_infinity(form) if upper == oo else up_to(form, upper)
    elif upper == oo and lower.is_positive:
        # y = 1/x maps (t, oo) to (0, 1/t), and x^a dx to y^{-a-2} dy
        found = up_to(_reciprocal(form), 1 / lower)
        if found is not None and found.transform is not None:
            found = replace(found, transform=found.transform**S.NegativeOne)
    else:
        found = _between(form, lower, upper)
    if found is None or found.mass != oo:
        return None if found is None else replace(found, mass=_tidy(found.mass))
    return INFINITE if form.constant.is_positive else Found(None, -oo) if form.constant.is_negative else None


def _reciprocal(form: Form) -> Form:
    power = -form.power - 2
    binomials = []
    for y in form.binomials:  # d + e·x^k = y^{-k}(e + d·y^k)
        power -= y.k * y.p
        binomials.append(replace(y, d=y.e, e=y.d))
    rates = tuple((-k, r) for k, r in form.rates)
    logs = tuple(replace(term, j=-term.j) for term in form.logs)
    specials = tuple(replace(f, k=-f.k) for f in form.specials)
    return Form(form.constant, expand(power), rates, form.curve, tuple(binomials), logs, specials)


def _between(form: Form, lower: Expr, upper: Expr) -> Found | None:
    if not (form.is_monomial and lower.is_positive and upper.is_positive):
        return None
    if (form.power + 1).is_positive:
        parts = [_product(form, S.Zero, upper), _product(replace(form, constant=-form.constant), S.Zero, lower)]
    elif (form.power + 1).is_negative:
        parts = [_product(form, lower, oo), _product(replace(form, constant=-form.constant), upper, oo)]
    else:
        return None  # 1/x has the transform of a logarithm
    return _together(parts)
