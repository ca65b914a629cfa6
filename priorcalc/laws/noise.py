"""The law of a noise λ: where its mass lies, its transform, and the algebra of laws.

``X * Y`` is the product of two independent variables, ``X ** k`` a power of one (so ``X * X`` is not
``X ** 2``), ``2 * X`` a scale.  Each operation acts on the measure and on the transform alike; only |X|
matters, since w = λz is symmetric, and products and powers keep |X| alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Expr, S

from priorcalc.errors import NotADensityError, ParameterError, remedy
from priorcalc.exact import exact, is_long
from priorcalc.laws import bring
from priorcalc.laws.record import Record
from priorcalc.measure import Blend, Measure, Power, Product
from priorcalc.mellin import Transform, mixture, multiply


@dataclass(frozen=True)
class NoiseLaw:
    """The law of a noise λ.

    Attributes
    ----------
    label : str
        How it was made, as a call: what ``repr`` shows.
    name, params
        The catalogue's title and the exact parameters; None and {} for a law of one's own.
    measure : Measure
        The definition: densities, atoms, mixtures.
    transform : Transform or None
        The Mellin transform of |λ|; None where no closed form is known.
    brought : bool
        Whether a user's own density is in it, so that what is derived is compared with quadrature.

    Examples
    --------
    >>> from priorcalc import laws
    >>> 2 * laws.rayleigh(sigma=1) ** 0.5
    2*rayleigh(sigma=1)**(1/2)
    """

    label: str
    name: str | None
    params: tuple[tuple[str, Expr], ...]
    measure: Measure
    transform: Transform | None
    families: tuple[str, ...] = ()
    note: str = ""
    brought: bool = False

    def __repr__(self) -> str:
        return self.label

    @classmethod
    def of_record(cls, record: Record, values: Mapping[str, Any]) -> NoiseLaw:
        """The law of a record of the catalogue with its parameters bound."""
        bound = record.bind(values)
        label = f"{record.name}({', '.join(f'{name}={shown(value)}' for name, value in bound.items())})"
        transform = record.transform(**bound)
        return cls(label, record.title, tuple(bound.items()), record.measure_of(bound), transform, record.families)

    @classmethod
    def from_formula(
        cls, text: str, support: Sequence[Any] | None = None, normalize: bool = False, **params: Any
    ) -> NoiseLaw:
        """The law whose density is a formula in ``lam`` (or ``λ``); nothing is ever evaluated as code.

        Parameters
        ----------
        text : str
            The density, such as ``"2*lam*exp(-lam**2)"``.
        support : pair of numbers, optional
            The ends of the support, (0, oo) by default; they may be signed or infinite.
        normalize : bool
            Divide by the mass, instead of refusing a mass other than 1.
        **params
            Values of the other names in the formula.

        Raises
        ------
        FormulaError
            If the text is not a formula.
        NotADensityError
            If the function is negative, or its mass infinite or not 1.
        """
        return cls(**bring.formula(text, support, normalize, params), brought=True)

    @classmethod
    def from_expr(
        cls, expr: Expr, support: Sequence[Any] | None = None, normalize: bool = False, **params: Any
    ) -> NoiseLaw:
        """The law whose density is a SymPy expression with one free symbol besides ``params``."""
        return cls(**bring.expression(expr, support, normalize, params), brought=True)

    @classmethod
    def from_scipy(cls, frozen: Any) -> NoiseLaw:
        """A frozen ``scipy.stats`` law, continuous or discrete."""
        return cls(**bring.frozen(frozen), brought=True)

    @classmethod
    def from_callable(
        cls,
        pdf: Callable[[Any], Any],
        support: Sequence[Any] | None = None,
        rvs: Callable[[Any, Any], Any] | None = None,
        normalize: bool = False,
    ) -> NoiseLaw:
        """The law of a vectorised density; a sampler, if there is one, is called as ``rvs(size, rng)``."""
        return cls(**bring.function(pdf, support, rvs, normalize), brought=True)

    @classmethod
    def from_atoms(cls, points: Mapping[Any, Any]) -> NoiseLaw:
        """The discrete law ``{value: probability}``."""
        return cls(**bring.atoms(points), brought=True)

    @classmethod
    def from_samples(cls, samples: Any) -> NoiseLaw:
        """The empirical law of a sample: each draw has the same mass."""
        return cls(**bring.samples(samples), brought=True)

    @classmethod
    def mixture(cls, parts: Iterable[tuple[Any, NoiseLaw]]) -> NoiseLaw:
        """The mixture of laws with weights that sum to one."""
        weighted = tuple((exact(weight), law) for weight, law in parts)
        shown_parts = f"mixture([{', '.join(f'({shown(weight)}, {law!r})' for weight, law in weighted)}])"
        if any((weight < 0) == True for weight, _ in weighted):  # noqa: E712 - SymPy's true
            raise NotADensityError(remedy(shown_parts, "a weight is negative", "give weights in [0, 1]"))
        total = sum((weight for weight, _ in weighted), S.Zero)
        if not total.free_symbols and abs(total - 1) > 1e-9:
            raise NotADensityError(remedy(shown_parts, f"the weights sum to {shown(total)}", "make them sum to 1"))
        weighted = tuple((weight / total, law) for weight, law in weighted if weight != 0)
        transforms = [law.transform for _, law in weighted]
        known = [t for t in transforms if t is not None and t.index is None]
        transform = None
        if len(known) == len(weighted):
            transform = mixture((p * q, x) for (p, _), t in zip(weighted, known, strict=True) for q, x in t.parts)
        measure = Blend(tuple((weight, law.measure) for weight, law in weighted))
        return cls(shown_parts, None, (), measure, transform, brought=any(law.brought for _, law in weighted))

    def __mul__(self, other: Any) -> NoiseLaw:
        """The law of X·Y for X and Y independent, or of c·X for a number c > 0."""
        if not isinstance(other, NoiseLaw):
            return self._scaled(other)
        left, right = self.transform, other.transform
        transform = None if left is None or right is None else multiply(left, right)
        label = f"{_wrapped(self)}*{_wrapped(other)}"
        brought = self.brought or other.brought
        return NoiseLaw(label, None, (), Product(self.measure, other.measure), transform, brought=brought)

    __rmul__ = __mul__

    def __pow__(self, k: Any) -> NoiseLaw:
        """The law of |X|**k for a rational k other than 0; a float is the fraction it prints as."""
        k = exact(k)
        asked = f"{self!r}**{shown(k)}"
        if k == 0 or not k.is_Rational:
            raise ParameterError(remedy(asked, f"the exponent {k}", "give a rational exponent other than 0"))
        spiked = self.transform is not None and self.transform.total != 1
        if k < 0 and spiked:
            raise NotADensityError(remedy(asked, "λ is 0 with positive probability", "give a positive exponent"))
        # A long exponent has no transform that could be recognised, and SymPy multiplies it out.
        transform = None if self.transform is None or is_long(k) else self.transform**k
        label = f"{_wrapped(self)}**{k}" if k.is_Integer else f"{_wrapped(self)}**({k})"
        return NoiseLaw(label, None, (), Power(self.measure, k, S.One), transform, brought=self.brought)

    def _scaled(self, c: Any) -> NoiseLaw:
        c = exact(c)
        if not (c.is_positive and c.is_finite is not False):
            raise ParameterError(
                remedy(f"{shown(c)} * {self!r}", f"{c} is not known to be positive", "scale by a positive number")
            )
        transform = None if self.transform is None else self.transform.scaled(c)
        label = f"{shown(c)}*{_wrapped(self)}"
        return NoiseLaw(label, None, (), Power(self.measure, S.One, c), transform, brought=self.brought)


def shown(value: Any) -> str:
    """A number as a person writes it: a fraction with a short decimal form as a decimal.

    >>> from fractions import Fraction
    >>> shown(1.5), shown(Fraction(1, 3)), shown(2), shown(10**200)
    ('1.5', '1/3', '2', '1e+200')
    """
    value = exact(value)
    if value.is_Integer and 16 < len(str(value)) < 300 and exact(float(value)) == value:
        return repr(float(value))
    if not value.is_Rational or value.is_Integer:
        return str(value)
    power_of_ten = value.q
    for prime in (2, 5):
        while power_of_ten % prime == 0:
            power_of_ten //= prime
    return repr(float(value)) if power_of_ten == 1 and len(repr(float(value))) <= 12 else str(value)


def _wrapped(law: NoiseLaw) -> str:
    return f"({law!r})" if "*" in law.label and not law.label.endswith(")") else law.label
