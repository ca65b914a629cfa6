"""From a noise law to the prior it puts on a weight: exact, symbolic, no floats.

With w = λ·z, z ~ N(0, σ₀²), only |λ| matters and::

    p(λ²)  from M_λ(2s - 1), or by change of variables        M_{λ²}(s) = M_λ(2s - 1)
    p(w)   from M_λ(s) · M_z(s)                               M_w(s) = σ₀^{s-1} M_λ(s) M_z(s)

n weights that share λ have the radius λ‖z‖, ‖z‖ ~ χ_n: the same product with another factor.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sympy import Abs, Expr, Integer, S

from priorcalc.change_of_variables import density, spike
from priorcalc.laws.gaussian_family import chi_transform
from priorcalc.laws.noise import NoiseLaw
from priorcalc.measure import Power, is_positive
from priorcalc.mellin import Transform, multiply
from priorcalc.recognise import MARGINALS, NOISES, UNKNOWN, VARIANCES, Recognition, recognise
from priorcalc.symbols import lam, v, w
from priorcalc.templates import Template


@dataclass(frozen=True)
class Derivation:
    """The law of λ, of λ² and of w = λz, for z ~ N(0, σ₀²); ``note`` says why there is no closed form, if so."""

    noise: NoiseLaw
    sigma0: Expr
    noise_law: Recognition
    variance: Recognition
    weight: Recognition
    transform: Transform | None

    note: str = ""


def derive(noise: NoiseLaw, sigma0: Expr = S.One) -> Derivation:
    """Derive p(λ²) and p(w) for w = λ·z, z ~ N(0, σ₀²).

    >>> from priorcalc import laws
    >>> derive(laws.rayleigh()).weight.name
    'Laplace'
    """
    law = noise.transform
    transform = None if law is None else multiply(law, chi_transform(S.One, sigma0))
    weight = UNKNOWN if transform is None else recognise(transform, Abs(w), MARGINALS, mirrored=True)
    return Derivation(noise, sigma0, _noise_law(noise), _variance(noise), _known_atom(weight, noise), transform)


def _known_atom(found: Recognition, noise: NoiseLaw) -> Recognition:
    # A law with no closed transform may still have a spike, known from its measure.
    return found if found.expr is not None else replace(found, atom=spike(noise.measure))


def _noise_law(noise: NoiseLaw) -> Recognition:
    expr = density(noise.measure, lam)
    if noise.name is not None:
        atom = spike(noise.measure)
        return Recognition(noise.name, noise.params, noise.families, "named", expr, atom, "definition")
    return _on_half_line(noise, noise.transform if is_positive(noise.measure) else None, expr, lam, NOISES)


def _variance(noise: NoiseLaw) -> Recognition:
    transform = None if noise.transform is None else noise.transform**2
    expr = density(Power(noise.measure, Integer(2), S.One), v)
    return _on_half_line(noise, transform, expr, v, VARIANCES)


def _on_half_line(
    noise: NoiseLaw, transform: Transform | None, expr: Expr | None, x: Expr, templates: tuple[Template, ...]
) -> Recognition:
    # A name if there is one; else the density from the definition; else what the inverse transform writes.
    found = UNKNOWN
    if transform is not None:
        found = recognise(transform, x, templates, mirrored=False, write=expr is None)
    if found.name is not None:
        return found
    if expr is not None:
        return Recognition(None, (), (), "special", expr, spike(noise.measure), "change-of-variables")
    return found if found.expr is not None else replace(UNKNOWN, atom=spike(noise.measure))
