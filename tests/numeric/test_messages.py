"""What the numbers refuse is said in full: what was asked, what was found, what to do."""

from __future__ import annotations

import re

import numpy as np
import pytest
import sympy
from sympy import I, Rational, S, Sum, Symbol, exp, log, oo

from priorcalc.errors import FormulaError, NotADensityError, ParameterError, PrecisionError
from priorcalc.measure import Atoms, Density, Lattice, Opaque, Power
from priorcalc.numeric.admission import distinct, divergence
from priorcalc.numeric.convolve import product
from priorcalc.numeric.draws import draw
from priorcalc.numeric.endings import log_power
from priorcalc.numeric.evaluate import evaluate
from priorcalc.numeric.gaussian_mixture import as_gaussian_mixture
from priorcalc.numeric.groups import along, labels
from priorcalc.numeric.logarithmic import log_function
from priorcalc.numeric.lognode import constant_node
from priorcalc.numeric.measures import lattice_scale, signed_scale
from priorcalc.numeric.moments import abs_moment, entropy, interval, moment
from priorcalc.numeric.scale import Continuum, End, Scale
from priorcalc.numeric.weight import WeightNumbers
from priorcalc.symbols import lam

x, k = Symbol("x", positive=True), Symbol("k", integer=True, nonnegative=True)
EVERYWHERE = (-np.inf, np.inf)
RAYLEIGH = WeightNumbers(Scale(continua=(Continuum(lambda u: 2 * u - 0.5 * np.exp(2 * u), *EVERYWHERE),)))
# λ whose logarithm has the density 1/(π(1 + u²)): no power of λ has a mean, and p ln p is not integrable either
LOG_CAUCHY = WeightNumbers(Scale(continua=(Continuum(lambda u: -np.log(np.pi) - np.log1p(u * u), *EVERYWHERE),)))
HOLE = WeightNumbers(Scale(continua=(Continuum(lambda u: np.where(u < 0, np.nan, -u * u), *EVERYWHERE),)))
RIPPLES = WeightNumbers(Scale(continua=(Continuum(lambda u: 300 * np.sin(1e5 * u) - u * u, *EVERYWHERE),)))
LOG_SLOW = WeightNumbers(
    Scale(continua=(Continuum(lambda u: -np.log1p(np.log1p(u * u)) - np.log1p(np.abs(u)), *EVERYWHERE),))
)
POWER_TAILS = Scale(continua=(Continuum(lambda u: -1.5 * np.abs(u), *EVERYWHERE),))
MANY = Scale(0.0, tuple(float(u) for u in range(500)), (1 / 500,) * 500)


def halves(value):
    """A density given as a function that makes two numbers of each."""
    return np.stack([value, value])


ERRORS = {
    "from_samples: the sample is no array of numbers (could not convert string to float: 'a'); give floats.": (
        ParameterError,
        lambda: distinct(["a"]),
    ),
    "from_samples(array of shape (1, 1)): a sample is a non-empty list of numbers; give a one-dimensional array.": (
        ParameterError,
        lambda: distinct([[1.0]]),
    ),
    "from_samples(array of shape (0,)): a sample is a non-empty list of numbers; give a one-dimensional array.": (
        ParameterError,
        lambda: distinct([]),
    ),
    "from_samples(array of shape (3,)): 2 of the values are nan or infinite; leave them out.": (
        ParameterError,
        lambda: distinct([1.0, np.nan, np.inf]),
    ),
    "quadrature over ln λ: the log density is nan at ln λ = …; mend it.": (
        PrecisionError,
        lambda: HOLE.logpdf(np.array([1.0])),
    ),
    "quadrature over ln λ: the error estimate stays at …; name the points where the density peaks or kinks.": (
        PrecisionError,
        lambda: RIPPLES.logpdf(np.array([1.0])),
    ),
    "a product of discrete laws: more than 200000 atoms; use fewer points.": (
        PrecisionError,
        lambda: product(MANY, MANY),
    ),
    "1 - lam: it is negative at |λ| = …; mend the density.": (
        NotADensityError,
        lambda: signed_scale(Density(1 - lam, S.Zero, S(3))).positive.continua[0].log_density(np.array([0.9])),
    ),
    "a density given as a function: for an array of shape (…,) it gave one of shape (2, …); let it act elementwise.": (
        NotADensityError,
        lambda: signed_scale(Opaque(halves, S.Zero, S.One)),
    ),
    "a density given as a function: at … it is negative or nan; mend it or its support.": (
        NotADensityError,
        lambda: signed_scale(Opaque(lambda v: -v, S.Zero, S(2))),
    ),
    "E|λ|^1.49999999: the mean of a power is finite only up to the exponent 1.5; "
    "take an exponent that is not so near to it.": (PrecisionError, lambda: log_power(POWER_TAILS, 1.49999999)),
    "E|λ|^-1.49999999: the mean of a power is finite only up to the exponent -1.5; "
    "take an exponent that is not so near to it.": (PrecisionError, lambda: log_power(POWER_TAILS, -1.49999999)),
    "quadrature over ln λ: the density of ln λ falls too slowly to be integrated; "
    "give a law whose density falls like a power.": (PrecisionError, lambda: LOG_SLOW.ppf(np.array([0.9]))),
    "3 is not a measure": (TypeError, lambda: signed_scale(3)),
    "'a law' is not a measure": (TypeError, lambda: draw("a law", np.random.default_rng(0), ())),
    "log(-x) + I at x = 1: its value came out as …*I; this is a defect of priorcalc: please report it.": (
        PrecisionError,
        lambda: evaluate(log(-x) + I, x, 1),
    ),
    "Sum((k + 1)**(-2), (k, 0, oo)): 20000 terms did not suffice for 30 digits; "
    "use prior.pdf, which integrates instead.": (
        PrecisionError,
        lambda: evaluate(Sum(1 / (k + 1) ** 2, (k, 0, oo)), x, 1),
    ),
    "as_gaussian_mixture(rtol=0, mass=0.999999999999): needs rtol > 0 and 0 < mass < 1; give such values.": (
        ParameterError,
        lambda: as_gaussian_mixture(RAYLEIGH, rtol=0),
    ),
    "as_gaussian_mixture(rtol=1e-10, mass=1.0): needs rtol > 0 and 0 < mass < 1; give such values.": (
        ParameterError,
        lambda: as_gaussian_mixture(RAYLEIGH, mass=1.0),
    ),
    "as_gaussian_mixture(rtol=1e-17): the best mixture found errs by …; ask for a larger rtol.": (
        PrecisionError,
        lambda: as_gaussian_mixture(RAYLEIGH, rtol=1e-17),
    ),
    "groups along axis 2 of an array of shape (2, 3): it has 2 axes; give one of them.": (
        ParameterError,
        lambda: along((2, 3), 2),
    ),
    "groups along axis -3 of an array of shape (2, 3): it has 2 axes; give one of them.": (
        ParameterError,
        lambda: along((2, 3), -3),
    ),
    "groups for a layer of shape (2, 3): they have the shape (1, 1); give one whole number a weight.": (
        ParameterError,
        lambda: labels([[1]], (2, 3)),
    ),
    "groups for a layer of shape (1, 1): they are of type float64; give whole numbers.": (
        ParameterError,
        lambda: labels([[1.0]], (1, 1)),
    ),
    "a*b*x: a, b has no value; give every parameter a number.": (
        FormulaError,
        lambda: log_function(Symbol("b") * x * Symbol("a"), x),
    ),
    "f(_x): f has no real numerical value; use elementary and special functions of SymPy, or give a callable.": (
        FormulaError,
        lambda: log_function(sympy.Function("f")(x), x),
    ),
    "I: this is not a finite real number; give real parameters.": (FormulaError, lambda: constant_node(I)),
    "Contains(_x, Integers): this is not a comparison; use <, <=, >, >= between real expressions.": (
        FormulaError,
        lambda: log_function(sympy.Piecewise((x, sympy.Contains(x, S.Integers)), (1, True)), x),
    ),
    "the lattice law 1/300000: more than 200000 atoms matter; use a continuous law of that shape.": (
        PrecisionError,
        lambda: lattice_scale(Lattice(Rational(1, 300000), k, 1, S(300000))),
    ),
    "|λ|**0: the exponent is 0; use a positive power.": (
        ParameterError,
        lambda: signed_scale(Power(Density(exp(-lam), S.Zero, oo), S.Zero, S.One)),
    ),
    "|λ|**-1: the law has a spike at 0; use a positive power.": (
        ParameterError,
        lambda: signed_scale(Power(Atoms(((S.Zero, S.Half), (S.One, S.Half))), S(-1), S.One)),
    ),
    "abs_moment(nan): the exponent is not a finite number; give a real number.": (
        ParameterError,
        lambda: abs_moment(RAYLEIGH, np.nan),
    ),
    "moment(-1): the order is not a natural number; see abs_moment.": (ParameterError, lambda: moment(RAYLEIGH, -1)),
    "moment(1.5): the order is not a natural number; see abs_moment.": (ParameterError, lambda: moment(RAYLEIGH, 1.5)),
    "interval(1.5): a mass lies between 0 and 1; give one that does.": (
        ParameterError,
        lambda: interval(RAYLEIGH, 1.5),
    ),
    "entropy: p ln p falls too slowly in ln|w|; there may be no finite entropy.": (
        PrecisionError,
        lambda: entropy(LOG_CAUCHY),
    ),
}


@pytest.mark.parametrize("message", ERRORS)
def test_an_error_says_what_to_do(message):
    """Word for word; … stands for a number that depends on where the quadrature looks."""
    kind, call = ERRORS[message]
    with pytest.raises(kind) as raised:
        call()
    assert re.fullmatch(re.escape(message).replace("…", r"[-+.e\d]+"), str(raised.value)), str(raised.value)


DIVERGENT = {
    "its integral diverges at the lower end of |lam|": [
        Continuum(lambda u: 0 * u, *EVERYWHERE),
        Continuum(lambda u: np.minimum(0.0, -u), *EVERYWHERE),
        Continuum(lambda u: -u * u - 1.2 * np.log(np.abs(u - 1)), 1.0, np.inf),
    ],
    "its integral diverges at the upper end of |lam|": [
        Continuum(lambda u: np.minimum(0.0, u), *EVERYWHERE),
        Continuum(lambda u: -u * u - 1.2 * np.log(np.abs(u - 1)), -np.inf, 1.0),
        Continuum(lambda u: u, -1.0, 2.0, ends=(None, End(2.0, lambda t: -1.2 * np.log(t)))),
    ],
    "its integral diverges at |lam| = 2.71828": [
        Continuum(lambda u: -u * u - np.log(np.abs(u - 1)), *EVERYWHERE, breaks=(1.0,)),
        Continuum(lambda u: -u * u - np.where(u > 1, np.log(np.abs(u - 1)), 0), *EVERYWHERE, breaks=(1.0,)),
        Continuum(lambda u: -u * u - np.where(u < 1, np.log(np.abs(u - 1)), 0), *EVERYWHERE, breaks=(1.0,)),
    ],
    None: [
        RAYLEIGH.scale.continua[0],
        Continuum(lambda u: -u * u - 0.9 * np.log(np.abs(u - 1)), *EVERYWHERE, breaks=(1.0,)),
        Continuum(lambda u: u, -1.0, 2.0, ends=(End(-1.0, lambda t: -0.5 * np.log(t)), None)),
    ],
}


@pytest.mark.parametrize("fault", DIVERGENT)
def test_an_infinite_mass_is_placed(fault):
    """At the end where it is, and nowhere for densities with a pole that can be integrated."""
    assert [divergence(Scale(continua=(part,))) for part in DIVERGENT[fault]] == [fault] * len(DIVERGENT[fault])
