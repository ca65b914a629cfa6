"""The command line: what it prints, where it prints it, and its exit status."""

from __future__ import annotations

import json

import pytest

from priorcalc import cli, laws


def run(capsys, *args):
    """The exit status, stdout and stderr of a command."""
    with pytest.raises(SystemExit) as ended:
        cli.main(list(args))
    captured = capsys.readouterr()
    return ended.value.code, captured.out, captured.err


def test_help_names_every_command(capsys):
    """``priorcalc --help`` and no argument at all."""
    status, out, _ = run(capsys, "--help")
    assert status == 0
    assert all(command in out for command in ("table", "derive", "verify", "plot", "laws"))


@pytest.mark.parametrize("command", ["table", "derive", "verify", "plot", "laws"])
def test_every_command_explains_itself(capsys, command):
    """-h and --help of each command."""
    assert run(capsys, command, "--help")[0] == run(capsys, command, "-h")[0] == 0


def test_the_table_is_derived_verified_and_named(capsys):
    """All rows with the source's names, all upheld, exit status 0."""
    status, out, _ = run(capsys, "table", "--samples", "2e5")
    assert status == 0
    for word in ("SpikeAndSlab", "ChiSquare", "Generalized", "Laplace", "Exponential", "StudentT", "InverseGamma"):
        assert word in out, word
    for word in ("Horseshoe", "BetaPrime", "NoncentralChiSquare", "Uniform", "Beta(alpha=2"):
        assert word in out, word
    assert "9 of 9 rows upheld" in out
    assert "NOT UPHELD" not in out


def test_laws_lists_the_whole_catalogue(capsys):
    """Every record with its call and the meaning of its parameters."""
    status, out, _ = run(capsys, "laws")
    assert status == 0
    assert all(name in out for name in laws.RECORDS)
    assert "KEEPING" in out and "rate" in out


@pytest.mark.parametrize("style", ["text", "latex", "html"])
def test_derive_shows_the_steps_in_every_format(capsys, style):
    """The result is on stdout and names the prior."""
    status, out, err = run(capsys, "derive", "rayleigh", "-p", "sigma=2", "--format", style)
    assert (status, err) == (0, "")
    assert "Laplace" in out


def test_derive_as_json_is_json(capsys):
    """Machine-readable, for a formula given as text."""
    status, out, _ = run(capsys, "derive", "2*lam*exp(-lam**2)", "--format", "json")
    assert status == 0
    assert "Laplace" in json.dumps(json.loads(out))


def test_derive_takes_symbols_support_and_normalisation(capsys):
    """A bare word is a positive symbol; the support may be signed; a mass may be divided out."""
    assert "σ" in run(capsys, "derive", "rayleigh", "-p", "sigma=sigma")[1]
    assert run(capsys, "derive", "lam**2", "--support", "-1", "1", "--normalize")[0] == 0


def test_verify_prints_the_certificate_and_exits_zero(capsys):
    """One law, claim by claim; and as JSON."""
    status, out, _ = run(capsys, "verify", "rayleigh", "--samples", "2e5")
    assert status == 0
    assert "Laplace" in out and "proof" in out and "estimate" in out and "sample" in out
    status, out, _ = run(capsys, "verify", "rayleigh", "--samples", "2e5", "--json")
    assert json.loads(out)["evidence"]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["derive", "raleigh"], "did you mean 'rayleigh'"),
        (["derive", "rayleigh", "-p", "sigma=-1"], "outside its domain"),
        (["derive", "rayleigh", "-p", "sigma"], "name=value"),
        (["derive", "rayleigh", "-p", "sigma=import os"], "formula"),
        (["derive", "rayleigh", "--sigma0", "0"], "sigma0"),
        (["derive", "lam*exp(-lam**2"], "formula"),
        (["derive", "lam*exp(-lam**2)"], "normalize"),
        (["derive"], "NOISE"),
        (["derive", "rayleigh", "--format", "pdf"], "--format"),
        (["verify"], "NOISE or --all"),
        (["verify", "rayleigh", "--all"], "NOISE or --all"),
        (["verify", "rayleigh", "--samples", "many"], "--samples"),
        (["verify", "rayleigh", "--samples", "0"], "--samples"),
        (["verify", "rayleigh", "--workers", "0"], "workers"),
        (["plot", "rayleigh", "-o", "/nowhere/x.xyz"], "xyz"),
        (["frobnicate"], "frobnicate"),
    ],
)
def test_bad_usage_is_one_message_on_stderr_and_status_64(capsys, args, says):
    """Nothing on stdout; the message says what to do; no traceback."""
    status, out, err = run(capsys, *args)
    assert status == cli.BAD_USAGE
    assert out == ""
    assert says in err
    assert "Traceback" not in err
