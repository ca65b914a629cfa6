"""Every record of the catalogue: its density, its transform and its sampler are of one law.

The three are written independently in the record; here they meet.  The integrals are mpmath's, over u = ln λ.
"""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
from mpmath import mp
from sympy import Integer, Rational, S, Symbol, lambdify

from priorcalc import laws
from priorcalc.errors import ParameterError, UnknownLawError
from priorcalc.laws.examples import EXAMPLES
from priorcalc.measure import Density
from priorcalc.numeric.draws import draw
from priorcalc.numeric.measures import signed_scale
from priorcalc.numeric.noise import SignedLaw
from priorcalc.symbols import lam, n

FALSE_ALARM = 1e-9
DRAWS = 20_000
CONTINUOUS = [name for name, make in EXAMPLES.items() if isinstance(make().measure, Density)]
TRANSFORMED = [name for name in EXAMPLES if EXAMPLES[name]().transform is not None]


def moment(law, power):
    """E|λ|^power by 20-digit quadrature of the record's density."""
    measure = law.measure
    density = lambdify(lam, measure.expr, "mpmath")
    with mp.workdps(25):
        total = mp.mpf(0)
        for sign in (1, -1):
            ends = sorted(sign * mp.mpf(str(end).replace("oo", "inf")) for end in (measure.lower, measure.upper))
            if ends[1] <= 0:
                continue
            lower = mp.log(ends[0]) if ends[0] > 0 else mp.mpf(-400)
            upper = min(mp.log(ends[1]), mp.mpf(400))
            cuts = {lower, upper, *(mp.mpf(x) for x in (-60, -20, -8, -4, -2, -1, 0, 1, 2, 4, 8, 20, 60))}
            cuts |= {mp.log(abs(mp.mpf(str(b.evalf(30))))) for b in measure.breaks if b != 0}
            inside = sorted(u for u in cuts if lower <= u <= upper)
            total += mp.quad(lambda u, sign=sign: density(sign * mp.exp(u)) * mp.exp(u * (1 + power)), inside)
        return total


def by_transform(law, power):
    """E|λ|^power from the transform; a series is summed."""
    total = mp.mpf(0)
    for weight, ratio in law.transform.parts:
        if law.transform.index is None:
            total += mp.mpf(str((weight * ratio(S(1) + power)).evalf(25)))
        else:
            terms = ((weight * ratio(S(1) + power)).subs(n, k).evalf(25) for k in range(60))
            total += mp.fsum(mp.mpf(str(term)) for term in terms)
    return total


@pytest.mark.parametrize("name", CONTINUOUS)
def test_each_density_has_mass_one(name):
    """∫ p(λ) dλ = 1."""
    assert abs(moment(EXAMPLES[name](), 0) - 1) < 1e-12


@pytest.mark.parametrize("name", [name for name in CONTINUOUS if name in TRANSFORMED and name != "kolmogorov"])
def test_each_transform_is_that_of_its_density(name):
    """M(1 + r) = E|λ|^r at an r on either side of 0."""
    law = EXAMPLES[name]()
    with mpmath.workdps(25):
        for power in (Rational(-1, 4), Rational(2, 5)):
            assert abs(by_transform(law, power) / moment(law, mp.mpf(power.p) / power.q) - 1) < 1e-10


def test_kolmogorovs_alternating_transform_is_summed_by_acceleration():
    """Σ 2(-1)^n E(Rayleigh part)^r converges for r > 0, to E λ^r."""
    law = laws.kolmogorov()
    ((weight, ratio),) = law.transform.parts
    with mpmath.workdps(25):
        term = lambdify(n, weight * ratio(S(3)), "mpmath")
        assert abs(mp.nsum(lambda k: term(int(k)), [0, mp.inf]) - moment(law, 2)) < 1e-12


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_each_sampler_draws_from_its_law(name):
    """sup |ECDF - F| stays within the DKW band, at a false-alarm probability of 1e-9 a law; atoms included."""
    law = EXAMPLES[name]()
    draws = np.sort(np.asarray(draw(law.measure, np.random.default_rng(7), DRAWS), dtype=float))
    cdf = SignedLaw(signed_scale(law.measure)).cdf
    below = draws - 1e-12 * np.abs(draws) - 1e-300  # an atom is known to the rounding of its logarithm
    ecdf = np.searchsorted(draws, draws, side="right") / DRAWS
    ecdf_below = np.searchsorted(draws, draws, side="left") / DRAWS
    gap = max(np.max(np.abs(ecdf - cdf(draws))), np.max(np.abs(ecdf_below - cdf(below))))
    assert gap < np.sqrt(np.log(2 / FALSE_ALARM) / (2 * DRAWS))


@pytest.mark.parametrize("name", sorted(laws.RECORDS))
def test_each_record_says_what_its_parameters_mean(name):
    """A citation, a meaning for each parameter, a signature, and a constructor with a docstring that has both."""
    record = laws.RECORDS[name]
    assert record.citation
    assert all(parameter.meaning for parameter in record.parameters)
    constructor = getattr(laws, name)
    assert record.citation in constructor.__doc__
    assert all(parameter.meaning in constructor.__doc__ for parameter in record.parameters)


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_repr_is_the_constructor_call(name):
    """Evaluating what a law prints as gives the law back."""
    law = EXAMPLES[name]()
    if name == "categorical":
        assert repr(law) == "from_atoms({0: 0.2, 0.5: 0.3, 2: 0.5})"
    else:
        words = {word: getattr(laws, word) for word in laws.RECORDS} | {"oo": S.Infinity}
        assert repr(eval(repr(law), words)) == repr(law)  # noqa: S307 - the text is the catalogue's own


@pytest.mark.parametrize(
    "text",
    ["rayleigh", "Rayleigh", "half cauchy", "Half-Cauchy", "HALF_CAUCHY", "inverse nakagami", "Fréchet", "frechet"],
)
def test_names_are_matched_without_regard_to_case_and_spacing(text):
    """Case, spaces, hyphens, underscores and accents do not tell laws apart."""
    assert laws.find(text).name in laws.RECORDS


def test_an_unknown_name_gets_the_close_matches():
    """The error names what may have been meant, and where all names are."""
    with pytest.raises(UnknownLawError, match="did you mean 'rayleigh'"):
        laws.find("raleigh")
    with pytest.raises(LookupError, match="priorcalc laws"):
        laws.find("zzz")


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: laws.rayleigh(sigma=-1), "outside its domain"),
        (lambda: laws.rayleigh(sigma=0), "outside its domain"),
        (lambda: laws.rayleigh(sigma=float("nan")), "not a number"),
        (lambda: laws.rayleigh(sigma=float("inf")), "outside its domain"),
        (lambda: laws.rayleigh(sigma="2"), "not a number"),
        (lambda: laws.rayleigh(sigma=1j), "not a number"),
        (lambda: laws.rayleigh(sigma=Symbol("sigma")), "positive=True"),
        (lambda: laws.rayleigh(sigme=1), "did you mean 'sigma'"),
        (lambda: laws.rayleigh(sigma=1, scale=2), "alias"),
        (lambda: laws.bernoulli(p=1.2), "outside its domain"),
        (lambda: laws.bernoulli(p=0), "outside its domain"),
        (lambda: laws.bernoulli(), "no default"),
        (lambda: laws.dropout(rate=1), "outside its domain"),
        (lambda: laws.dropout(rate=0.5, inverted=2), "outside its domain"),
        (lambda: laws.gaussian_dropout(rate=0), "no noise"),
        (lambda: laws.nakagami(), "no default"),
        (lambda: laws.uniform(2, 1), "lower must be less"),
        (lambda: laws.uniform(1, 1), "lower must be less"),
        (lambda: laws.triangular(0, 2, 1), "mode"),
        (lambda: laws.binomial(2.5, 0.5), "outside its domain"),
        (lambda: laws.gamma(alpha=True), "not a number"),
    ],
)
def test_bad_parameters_are_named_errors_with_a_remedy(call, says):
    """Each says which parameter, what was found, and what is admissible."""
    with pytest.raises(ParameterError, match=says):
        call()


def test_scale_is_an_alias_of_the_one_scale_parameter():
    """half_cauchy(scale=2) is half_cauchy(beta=2)."""
    assert repr(laws.half_cauchy(scale=2)) == repr(laws.half_cauchy(beta=2)) == "half_cauchy(beta=2)"
    with pytest.raises(ParameterError, match="no parameter 'scale'"):
        laws.beta(2, 3, scale=2)


def test_arguments_are_positional_in_the_order_of_the_signature():
    """nakagami(m, omega): too many, or one twice, is Python's own error."""
    assert dict(laws.nakagami(2, 3).params) == {"m": Integer(2), "omega": Integer(3)}
    with pytest.raises(TypeError, match="2 parameters, 3 were given"):
        laws.nakagami(1, 2, 3)
    with pytest.raises(TypeError, match="given twice"):
        laws.nakagami(1, m=2)


def test_a_missing_attribute_is_an_attribute_error():
    """So that hasattr and tab completion work."""
    with pytest.raises(AttributeError, match="did you mean 'rayleigh'"):
        laws.rayleig  # noqa: B018 - the attribute is what is tested
    assert "rayleigh" in dir(laws)
