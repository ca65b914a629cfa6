"""``derive_prior``: every way of bringing a noise, and every way of bringing it wrongly."""

from __future__ import annotations

import ast
import math
from pathlib import Path

import numpy as np
import pytest
import scipy.stats
import sympy

import priorcalc
from priorcalc import NoiseLaw, derive_prior, laws, layer_prior
from priorcalc.entry import looks_like_formula
from priorcalc.errors import FormulaError, NotADensityError, ParameterError, PriorcalcError, UnknownLawError

x = sympy.Symbol("x")


def test_a_name_gives_the_prior_and_its_variance():
    """The first lines of the promise."""
    prior = derive_prior("rayleigh")
    assert repr(prior) == "Laplace(b=1)"
    assert repr(prior.variance) == "Exponential(scale=2)"
    assert prior.params == {"b": 1.0}
    assert str(prior.expr) == "exp(-Abs(w))/2"


@pytest.mark.parametrize(
    ("noise", "options", "name"),
    [
        ("lam*exp(-lam**2/2)", {}, "Laplace"),
        ("λ*exp(-λ^2/2)", {}, "Laplace"),
        ("2*lam*exp(-lam**2)", {"support": (0, sympy.oo)}, "Laplace"),
        ("a*lam*exp(-a*lam**2/2)", {"a": 3}, "Laplace"),
        ("exp(-lam**4)", {"support": (0, math.inf), "normalize": True}, None),
        (6 * x * (1 - x), {"support": (0, 1)}, None),
        (2 / (sympy.pi * (1 + x**2)), {"support": (0, np.inf)}, "Horseshoe"),
        (scipy.stats.rayleigh(scale=2), {}, "Laplace"),
        (scipy.stats.gamma(2.5), {}, None),
        (scipy.stats.poisson(2), {}, None),
        (lambda t: 3 * np.asarray(t) ** 2, {"support": (0, 1)}, None),
        ({0: 0.2, 0.5: 0.3, 2: 0.5}, {}, None),
        ({0: 0.25, 2: 0.75}, {}, "Spike and slab"),
        (NoiseLaw.from_samples([0.5, 1.0, 2.0]), {}, None),
        (NoiseLaw.mixture([(0.3, laws.point(0)), (0.7, laws.rayleigh())]), {}, "Spike and Laplace slab"),
        (laws.half_cauchy() * laws.half_cauchy(), {}, "Horseshoe+"),
        (laws.inverse_gamma(3, 3) ** 0.5, {}, "Student-t"),
        (laws.inverse_gaussian() ** 0.5, {}, "Normal inverse Gaussian"),
        (laws.gig(2, 1, 3) ** 0.5, {}, "Generalized hyperbolic"),
        (laws.levy() ** 0.5, {}, "Cauchy"),
        (2 * laws.rayleigh(), {}, "Laplace"),
        (laws.kolmogorov(2), {}, "Logistic"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_every_kind_of_noise_is_taken(noise, options, name):
    """Names, formulas, expressions, SciPy laws, callables, atoms, samples, mixtures, products, powers."""
    prior = derive_prior(noise, **options)
    assert prior.name == name
    inner = np.array([0.3, 1.0, 2.5])
    assert np.all(prior.pdf(inner) > 0)
    assert np.allclose(prior.cdf(-inner) + prior.cdf(inner), 1, rtol=1e-12)


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda: derive_prior("raleigh"), UnknownLawError),
        (lambda: derive_prior("rayleigh", sigma=-1), ParameterError),
        (lambda: derive_prior("rayleigh", sigma=float("nan")), ParameterError),
        (lambda: derive_prior("rayleigh", sigme=1), ParameterError),
        (lambda: derive_prior("rayleigh", support=(0, 1)), ParameterError),
        (lambda: derive_prior("rayleigh", normalize=True), ParameterError),
        (lambda: derive_prior("nakagami"), ParameterError),
        (lambda: derive_prior("bernoulli", p=1.5), ParameterError),
        (lambda: derive_prior("rayleigh", sigma0=0), ParameterError),
        (lambda: derive_prior("rayleigh", sigma0=-1), ParameterError),
        (lambda: derive_prior("rayleigh", sigma0=math.inf), ParameterError),
        (lambda: derive_prior("rayleigh", sigma0=math.nan), ParameterError),
        (lambda: derive_prior("rayleigh", sigma0="1"), ParameterError),
        (lambda: derive_prior("rayleigh", sigma0=sympy.Symbol("s")), ParameterError),
        (lambda: derive_prior("__import__('os').system('true')"), FormulaError),
        (lambda: derive_prior("lam*exp(-lam**2/2"), FormulaError),
        (lambda: derive_prior("lam*exp(-lam**2)"), NotADensityError),
        (lambda: derive_prior("lam", normalize=True), NotADensityError),
        (lambda: derive_prior("1 - 2*lam", support=(0, 1), normalize=True), NotADensityError),
        (lambda: derive_prior("2*lam", support=(1, 0)), ParameterError),
        (lambda: derive_prior({0: 0.5, 1: 0.6}), NotADensityError),
        (lambda: derive_prior({0: -0.5, 1: 1.5}), NotADensityError),
        (lambda: derive_prior({}), NotADensityError),
        (lambda: derive_prior({0: 1}, support=(0, 1)), ParameterError),
        (lambda: derive_prior(laws.rayleigh(), sigma=2), ParameterError),
        (lambda: derive_prior(3), ParameterError),
        (lambda: derive_prior(None), ParameterError),
        (lambda: derive_prior(lambda t: -np.ones_like(t), support=(0, 1)), NotADensityError),
        (lambda: NoiseLaw.mixture([(0.5, laws.rayleigh())]), NotADensityError),
        (lambda: laws.rayleigh() ** 0, ParameterError),
        (lambda: laws.bernoulli(0.5) ** -1, NotADensityError),
        (lambda: -1 * laws.rayleigh(), ParameterError),
    ],
)
def test_a_wrong_call_is_a_named_error_with_a_remedy(call, error):
    """The error is the promised one and a builtin; it says what was asked, found, and what to do."""
    with pytest.raises(error) as raised:
        call()
    assert isinstance(raised.value, PriorcalcError)
    asked, _, rest = str(raised.value).partition(": ")
    assert asked and ("; " in rest or "\n" in rest), str(raised.value)


def test_a_closed_form_that_quadrature_does_not_confirm_is_dropped(monkeypatch):
    """A wrong form is never returned: it falls back to quadrature, and the derivation says why."""
    from dataclasses import replace

    from priorcalc import entry

    right = entry.derive

    def wrong(law, sigma0):
        derivation = right(law, sigma0)
        return replace(
            derivation, weight=replace(derivation.weight, expr=derivation.weight.expr * (1 + sympy.Rational(1, 10**6)))
        )

    monkeypatch.setattr(entry, "derive", wrong)
    prior = derive_prior("lam*exp(-lam**2/2)")
    assert (prior.form, prior.expr, prior.name) == ("quadrature", None, None)
    assert "dropped" in prior.derivation.derivation.note
    assert abs(prior.pdf(1.0) / (math.exp(-1) / 2) - 1) < 1e-12


def test_check_can_be_switched_off():
    """The comparison costs quadrature; without it the algebra's answer is returned as it is."""
    assert derive_prior("lam*exp(-lam**2/2)", check=False).name == "Laplace"


def test_symbolic_parameters_have_no_floats_and_say_so():
    """Numbers of a symbolic prior are refused with the symbols' names."""
    prior = derive_prior("rayleigh", sigma=sympy.Symbol("sigma", positive=True))
    assert str(prior.expr) == "exp(-Abs(w)/sigma)/(2*sigma)"
    with pytest.raises(ParameterError, match="sigma"):
        prior.pdf(1.0)
    with pytest.raises(ParameterError, match="sigma"):
        prior.rvs(3)


def test_the_same_modulus_gives_the_same_prior():
    """Only |λ| matters: U(-1, 2) is the mixture ⅔ U(0, 1) + ⅓ U(1, 2)."""
    signed = derive_prior("uniform", lower=-1, upper=2)
    mixed = derive_prior(
        NoiseLaw.mixture([(sympy.Rational(2, 3), laws.uniform(0, 1)), (sympy.Rational(1, 3), laws.uniform(1, 2))])
    )
    w = np.geomspace(1e-6, 30, 25)
    assert np.allclose(signed.logpdf(w), mixed.logpdf(w), rtol=1e-13)


@pytest.mark.parametrize("text", ["raleigh", "half cauchy", "inverse-nakagami", "x", "Fréchet 2"])
def test_words_are_names(text):
    """A misspelt name is a name, so that the error can suggest the right one."""
    assert not looks_like_formula(text)


@pytest.mark.parametrize("text", ["exp(-lam)", "1/lam**2", "lam", "λ", "2*λ", "(lam)"])
def test_operators_make_a_formula(text):
    """Anything with an operator or a bracket is read as a formula."""
    assert looks_like_formula(text)


HOSTILE = "__import__('pathlib').Path({!r}).touch()"
ENTRIES = {
    "support of a formula": lambda bad: derive_prior("exp(-lam)", support=(0, bad)),
    "support of an expression": lambda bad: derive_prior(x, support=(bad, 1)),
    "support of a callable": lambda bad: NoiseLaw.from_callable(lambda x: x, support=(0, bad)),
    "parameter of a formula": lambda bad: derive_prior("a*exp(-a*lam)", a=bad),
    "parameter of a law": lambda bad: derive_prior("rayleigh", sigma=bad),
    "sigma0": lambda bad: derive_prior("rayleigh", sigma0=bad),
    "search": lambda bad: derive_prior("lognormal", search=bad),
    "power": lambda bad: laws.rayleigh() ** bad,
    "multiple": lambda bad: bad * laws.rayleigh(),
    "atom": lambda bad: derive_prior({bad: 1}),
    "mass": lambda bad: derive_prior({1: bad}),
    "share of a mixture": lambda bad: NoiseLaw.mixture([(bad, laws.rayleigh())]),
    "sample": lambda bad: NoiseLaw.from_samples([bad, 1]),
    "name": lambda bad: laws.law(bad),
    "noise": lambda bad: derive_prior(bad),
    "weights that share": lambda bad: derive_prior("rayleigh").joint(bad),
    "shape of a layer": lambda bad: layer_prior((2, bad), unit="rayleigh"),
    "noise of a layer": lambda bad: layer_prior((2, 2), unit=bad),
    "seed": lambda bad: derive_prior("rayleigh").rvs(rng=bad),
}


@pytest.mark.parametrize("entry", ENTRIES)
def test_text_in_the_place_of_a_number_is_never_run(entry, tmp_path):
    """Wherever a number is asked for, text is refused by name, and nothing happened."""
    trace = tmp_path / "it_was_run"
    with pytest.raises(PriorcalcError):
        ENTRIES[entry](HOSTILE.format(str(trace)))
    assert not trace.exists()


def test_no_text_is_given_to_sympys_reader():
    """sympify evaluates text as Python: each call in the package is strict, and the other readers are not called."""
    loose = []
    for path in Path(priorcalc.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(getattr(node, "func", None), "attr", getattr(getattr(node, "func", None), "id", ""))
            strict = any(k.arg == "strict" and k.value.value is True for k in getattr(node, "keywords", ()))
            if name in {"parse_expr", "eval", "exec"} or (name == "sympify" and not strict):
                loose.append(f"{path.name}:{node.lineno}")
    assert not loose
