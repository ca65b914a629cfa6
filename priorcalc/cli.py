"""The command line: parse, call, print, exit code.

Results go to stdout, talk to stderr.  Exit status: 0 done, 1 refuted, 2 undecided, 64 bad usage or input.
Nothing heavy is imported before a command runs, so that ``--help`` answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from priorcalc.prior import Prior
    from priorcalc.verify.certificate import Certificate

DONE, REFUTED, UNDECIDED, BAD_USAGE = 0, 1, 2, 64
COMMAND = {"context_settings": {"help_option_names": ["-h", "--help"]}}


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, no_args_is_help=True)
@click.version_option(package_name="priorcalc", message="priorcalc %(version)s")
def cli() -> None:
    """The prior that random scaling noise puts on a network's weights.

    A noise λ on a hidden unit gives its weights w = λz, z ~ N(0, σ₀²), a Gaussian scale mixture prior.
    NOISE is a name of the catalogue (`priorcalc laws`) or a density in `lam`, such as "2*lam*exp(-lam**2)".
    """


def noise_options(command: Any) -> Any:
    """The options that say which noise is meant."""
    for option in (
        click.option("--sigma0", default="1", metavar="S", help="Standard deviation of the base weight (default 1)."),
        click.option("--normalize", is_flag=True, help="Divide a density by its mass."),
        click.option("--support", nargs=2, metavar="A B", help="Ends of the support of a formula (default 0 oo)."),
        click.option("--param", "-p", "params", multiple=True, metavar="K=V", help="A parameter, e.g. sigma=2."),
        click.argument("noise", metavar="NOISE"),
    ):
        command = option(command)
    return command


@cli.command(**COMMAND)
@click.option("--samples", default="1e6", metavar="N", help="Monte Carlo draws per row (default 1e6).")
@click.option("--seed", default=0, show_default=True, help="Seed of the draws.")
def table(samples: str, seed: int) -> None:
    """Derive and verify every row of the source's table, and two more noises that it mentions."""
    from priorcalc.entry import derive_prior
    from priorcalc.present.rows import ROWS, rows_table
    from priorcalc.present.terminal import console, progress

    count = _count(samples)
    checked = []
    with progress(len(ROWS)) as advance:
        for row in ROWS:
            prior = derive_prior(row.noise())
            checked.append((row, prior, prior.verify(samples=count, rng=seed)))
            advance(row.title)
    console().print(rows_table(checked))
    sys.exit(_status([certificate for _, _, certificate in checked]))


@cli.command(**COMMAND)
@noise_options
@click.option(
    "--format", "style", type=click.Choice(["text", "latex", "html", "json"]), default="text", show_default=True
)
def derive(noise: str, params: Sequence[str], support: Any, normalize: bool, sigma0: str, style: str) -> None:
    """Derive p(λ²) and p(w), and show the steps."""
    from priorcalc.present.formats import FORMATS

    prior = _prior(noise, params, support, normalize, sigma0)
    click.echo(FORMATS[style](prior.derivation))


@cli.command(**COMMAND)
@click.argument("noise", metavar="NOISE", required=False)
@click.option("--all", "every", is_flag=True, help="Every law of the catalogue, and every structure of a layer.")
@click.option("--param", "-p", "params", multiple=True, metavar="K=V", help="A parameter, e.g. sigma=2.")
@click.option("--support", nargs=2, metavar="A B", help="Ends of the support of a formula (default 0 oo).")
@click.option("--normalize", is_flag=True, help="Divide a density by its mass.")
@click.option("--sigma0", default="1", metavar="S", help="Standard deviation of the base weight (default 1).")
@click.option("--samples", default="1e6", metavar="N", help="Monte Carlo draws (default 1e6).")
@click.option("--seed", default=0, show_default=True, help="Seed of the draws.")
@click.option("--workers", default=1, show_default=True, help="Processes to work with.")
@click.option("--dask", metavar="ADDRESS", help="Work on the Dask cluster whose scheduler has this address instead.")
@click.option("--json", "as_json", is_flag=True, help="Print the certificates as JSON.")
def verify(
    noise: str | None,
    every: bool,
    params: Sequence[str],
    support: Any,
    normalize: bool,
    sigma0: str,
    samples: str,
    seed: int,
    workers: int,
    dask: str | None,
    as_json: bool,
) -> None:
    """Check a derivation by proof, by enclosure, by quadrature from the definition, and by Monte Carlo.

    With --all one line for each law, as it is done.  An interruption prints how many were.
    """
    if every == (noise is not None):
        raise click.UsageError("give a NOISE or --all, not both and not neither")
    from priorcalc.present.terminal import print_certificate, progress
    from priorcalc.verify.many import steps, verify_many
    from priorcalc.verify.workers import cluster, pool

    count = _count(samples)
    subjects = _everything() if every else [_prior(str(noise), params, support, normalize, sigma0)._derivation]
    certificates: list[Certificate] = []
    try:
        with cluster(dask) if dask else pool(workers) as executor:
            with progress(steps(subjects, count, executor is None)) as advance:
                told = partial(advance, f"{len(subjects)} to verify")
                for _, certificate in verify_many(subjects, count, seed, executor, progress=told):
                    certificates.append(certificate)
                    print_certificate(certificate, as_json, brief=every)
    except KeyboardInterrupt:
        click.echo(f"priorcalc: {len(certificates)} of {len(subjects)} were finished", err=True)
        raise
    sys.exit(_status(certificates))


@cli.command(**COMMAND)
@noise_options
@click.option("--out", "-o", required=True, metavar="FILE", help="Where to write the picture: .png, .svg or .pdf.")
@click.option("--scale", type=click.Choice(["linear", "log", "loglog"]), default="linear", show_default=True)
@click.option("--range", "limits", type=float, nargs=2, metavar="A B", help="Ends of the axis of w.")
def plot(
    noise: str,
    params: Sequence[str],
    support: Any,
    normalize: bool,
    sigma0: str,
    out: str,
    scale: str,
    limits: tuple[float, float] | None,
) -> None:
    """Draw the densities of λ, λ² and w side by side."""
    from priorcalc.present.plots import save, suffix_of

    suffix_of(out)  # refuse the format before anything is computed
    figure = _prior(noise, params, support, normalize, sigma0).plot(scale=scale, limits=limits)[0].figure
    try:
        save(figure, out)
    except OSError as error:
        raise click.UsageError(f"{out!r} cannot be written: {error.strerror}") from None
    click.echo(f"wrote {out}", err=True)


@cli.command(**COMMAND)
def laws() -> None:
    """List the catalogue: names, parameters and their conventions."""
    from priorcalc.present.rows import laws_table
    from priorcalc.present.terminal import console

    console().print(laws_table())


def _prior(noise: str, params: Sequence[str], support: Any, normalize: bool, sigma0: str) -> Prior:
    from priorcalc.entry import derive_prior, read_value

    given = {name: read_value(value) for name, value in map(_pair, params)}
    ends = tuple(read_value(end) for end in support) if support else None
    return derive_prior(noise, sigma0=read_value(sigma0), support=ends, normalize=normalize, **given)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (equals and name.strip().isidentifier() and value.strip()):
        raise click.UsageError(f"--param {text!r} is not of the form name=value")
    return name.strip(), value.strip()


def _count(text: str) -> int:
    try:
        count = int(float(text))
    except (ValueError, OverflowError):
        raise click.UsageError(f"--samples {text!r} is not a number") from None
    if count < 1:
        raise click.UsageError(f"--samples {text} must be at least 1")
    return count


def _everything() -> list[Any]:
    from priorcalc import laws
    from priorcalc.derive import derive
    from priorcalc.laws.examples import EXAMPLES
    from priorcalc.layer import layer_prior

    keep = laws.law("bernoulli", p=0.8)
    structures: tuple[dict[str, Any], ...] = (
        {"unit": "half_cauchy"},  # ARD
        {"layer": "half_cauchy"},  # ADD
        {"unit": "half_cauchy", "layer": "half_cauchy"},  # ARD-ADD
        {"weight": keep},  # DropConnect
        {"layer": keep},  # stochastic depth
    )
    return [*(derive(law()) for law in EXAMPLES.values()), *(layer_prior((2, 3), **given) for given in structures)]


def _status(certificates: Sequence[Certificate]) -> int:
    verdicts = {evidence.verdict for certificate in certificates for evidence in certificate.evidence}
    if "refuted" in verdicts:
        return REFUTED
    return DONE if all(certificate.upheld for certificate in certificates) else UNDECIDED


def main(args: Sequence[str] | None = None) -> None:
    """Run a command; turn every refusal into one line on stderr and an exit status."""
    try:
        status = cli.main(args=args, prog_name="priorcalc", standalone_mode=False)
    except click.Abort:
        click.echo("priorcalc: interrupted", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(BAD_USAGE)
    except Exception as error:
        from priorcalc.errors import PriorcalcError

        if not isinstance(error, PriorcalcError):
            raise
        click.echo(f"priorcalc: {error}", err=True)
        sys.exit(BAD_USAGE)
    sys.exit(status or DONE)
