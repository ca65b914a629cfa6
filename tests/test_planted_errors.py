"""Errors planted in the algebra are seen by the checks: a verification that cannot fail verifies nothing.

Each test breaks one line of the package, derives with it, and asks ``verify`` for its verdict; the same derivation
without the error is upheld.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from sympy import Rational, S

import priorcalc.derive
import priorcalc.laws.discrete
import priorcalc.mellin
from priorcalc import derive_prior, laws, recognise, templates
from priorcalc.measure import Atoms

SAMPLES = 50_000


def forget():
    """Drop what was recognised so far."""
    for cache in (recognise._named, templates._pattern, templates._reduced):
        cache.cache_clear()


@pytest.fixture
def no_memory():
    """Results of the broken code are not kept, nor those of the sound code used for it."""
    forget()
    yield
    forget()


def verdicts(prior):
    """The verdicts of the evidence, by kind."""
    return {(evidence.kind, evidence.verdict) for evidence in prior.verify(samples=SAMPLES, rng=1).evidence}


@pytest.mark.parametrize(("name", "params"), [("rayleigh", {}), ("exponential", {}), ("weibull", {"alpha": 3})])
def test_dropping_gausss_scale_factor_is_refuted(name, params, monkeypatch, no_memory):
    """Γ(n·z) split without its n**(n·z) shifts the scale; quadrature from the definition sees it."""
    assert ("estimate", "refuted") not in verdicts(derive_prior(name, **params))
    forget()
    with monkeypatch.context() as broken:
        broken.setattr(priorcalc.mellin, "gauss_scale", lambda factors, q: S.One)
        prior = derive_prior(name, **params)
        assert prior.expr is not None
    assert ("estimate", "refuted") in verdicts(prior)


def test_halving_the_variance_of_the_base_weight_is_refuted(monkeypatch, no_memory):
    """σ₀²/2 for σ₀² in the transform of |z|."""
    right = priorcalc.derive.chi_transform
    with monkeypatch.context() as broken:
        broken.setattr(priorcalc.derive, "chi_transform", lambda nu, sigma: right(nu, sigma * Rational(1, 2) ** S.Half))
        prior = derive_prior("rayleigh")
    found = verdicts(prior)
    assert {("proof", "refuted"), ("estimate", "refuted"), ("sample", "refuted")} & found
    assert ("estimate", "refuted") in found and ("sample", "refuted") in found


def test_keeping_with_the_drop_probability_is_refuted(no_memory):
    """p for 1 - p: the transform of the dropped unit beside the measure of the kept one."""
    law = laws.bernoulli(0.8)
    swapped = replace(law, measure=Atoms(((S.Zero, Rational(4, 5)), (S.One, Rational(1, 5)))))
    found = verdicts(derive_prior(swapped, check=False))
    assert ("estimate", "refuted") in found and ("sample", "refuted") in found


def test_the_command_line_says_so_with_its_exit_status(monkeypatch, no_memory, capsys):
    """``priorcalc verify`` exits 1 when something is refuted, and 0 when it is not."""
    from priorcalc import cli

    with pytest.raises(SystemExit) as right:
        cli.main(["verify", "rayleigh", "--samples", "1e6"])
    with monkeypatch.context() as broken, pytest.raises(SystemExit) as wrong:
        broken.setattr(priorcalc.mellin, "gauss_scale", lambda factors, q: S.One)
        forget()
        cli.main(["verify", "rayleigh", "--samples", "1e5"])
    assert (right.value.code, wrong.value.code) == (0, 1)
    assert "refuted" in capsys.readouterr().out
