"""SymPy's integrator as a last resort: asked under a time limit, believed only if quadrature agrees."""

from __future__ import annotations

import json
import subprocess
from types import SimpleNamespace

import pytest
from mpmath import mp, mpf
from sympy import Rational

from priorcalc import ParameterError, derive_prior
from priorcalc.numeric.evaluate import evaluate
from priorcalc.symbols import w

LOG_UNIFORM = ("1/(lam*log(4))", {"support": (0.5, 2)})


def answering(monkeypatch: pytest.MonkeyPatch, text: str, status: int = 0) -> None:
    """Let the other process answer that."""
    reply = SimpleNamespace(returncode=status, stdout=json.dumps(text))
    monkeypatch.setattr(subprocess, "run", lambda *args, **kwargs: reply)


@pytest.mark.parametrize("point", ["1e-3", "0.3", "1", "4"])
def test_a_density_it_finds_is_that_of_the_definition(point: str) -> None:
    """Log-uniform noise on (a, b): p(w) = [Φ(w/a) - Φ(w/b)]/(w ln(b/a)), against 30-digit quadrature."""
    text, given = LOG_UNIFORM
    prior = derive_prior(text, search=120, **given)
    assert prior.form == "special" and prior.derivation.derivation.weight.rule == "computer-algebra"
    with mp.workdps(30):
        x = mpf(Rational(point).p) / Rational(point).q
        truth = mp.quad(lambda s: mp.npdf(x, 0, s) / (s * mp.log(4)), [mpf(1) / 2, 1, 2])
        found = mpf(str(evaluate(prior.expr, w, Rational(point), digits=30)))
        assert abs(found / truth - 1) < mpf(10) ** -25


def test_its_step_is_compared_and_said_not_to_be_proved() -> None:
    """The derivation shows the integral, the answer, and by what right."""
    text, given = LOG_UNIFORM
    derivation = derive_prior(text, search=120, **given).derivation
    (step,) = [step for step in derivation.steps if step.rule.id == "computer-algebra"]
    mark = derivation.marks[derivation.steps.index(step)]
    assert mark is not None and mark.verdict == "upheld"
    assert "not proved" in step.rule.assumptions


def test_it_is_not_asked_where_the_algebra_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    """No process is started for a law with a closed form, nor without search=."""
    monkeypatch.setattr(subprocess, "run", lambda *args, **kwargs: pytest.fail("it was asked"))
    assert derive_prior("2*lam*exp(-lam**2)", search=5).name == "Laplace"
    assert derive_prior(LOG_UNIFORM[0], **LOG_UNIFORM[1]).form == "quadrature"
    assert derive_prior(lambda x: 2 * x, support=(0, 1), search=5).form == "quadrature"


def test_a_wrong_answer_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that quadrature contradicts leads back to quadrature, with the reason."""
    answering(monkeypatch, "exp(-lam)/2")
    prior = derive_prior(LOG_UNIFORM[0], search=5, **LOG_UNIFORM[1])
    assert prior.form == "quadrature" and prior.expr is None
    assert "dropped" in str(prior.derivation) and "quadrature" in str(prior.derivation)


@pytest.mark.parametrize("text", ["__import__('os').getcwd()", "nonsense(lam)", "9**9**9"])
def test_an_answer_that_is_no_formula_is_no_answer(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """What comes back is read by the whitelist."""
    answering(monkeypatch, text)
    prior = derive_prior(LOG_UNIFORM[0], search=5, **LOG_UNIFORM[1])
    assert prior.form == "quadrature" and "found nothing" in " ".join(str(prior.derivation).split())


def test_none_found_and_none_in_time_are_told() -> None:
    """Each with the time it was given."""
    none = derive_prior("exp(-lam)", support=(0, 1), normalize=True, search=120)
    assert none.form == "quadrature" and "given 120 s, found nothing" in " ".join(str(none.derivation).split())
    late = derive_prior(LOG_UNIFORM[0], search=0.01, **LOG_UNIFORM[1])
    assert late.form == "quadrature" and "given 0.01 s, came to no end" in " ".join(str(late.derivation).split())


@pytest.mark.parametrize("search", [-1, float("nan"), float("inf"), "soon", None])
def test_a_time_that_is_none_is_refused(search: object) -> None:
    """Seconds are a number, not negative, not infinite."""
    with pytest.raises(ParameterError, match="search="):
        derive_prior("lognormal", search=search)
