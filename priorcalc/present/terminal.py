"""What a person sees in a terminal: tables on stdout, progress on stderr."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

PIPED_WIDTH = 200


def console(stderr: bool = False) -> Console:
    """A console as wide as the terminal; where output is piped, wide enough not to wrap."""
    screen = Console(stderr=stderr)
    return screen if screen.is_terminal else Console(stderr=stderr, width=PIPED_WIDTH)


@contextmanager
def progress(total: int) -> Iterator[Callable[[str], None]]:
    """A progress bar on stderr that leaves nothing behind; a no-op where stderr is no terminal."""
    screen = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as bar:
        task = bar.add_task("", total=total)

        def advance(description: str) -> None:
            bar.update(task, advance=1, description=description)

        yield advance


def print_certificate(certificate: Any, as_json: bool, brief: bool) -> None:
    """Print a certificate: as JSON, as one line, or claim by claim."""
    if as_json:
        console().print_json(json.dumps(certificate.to_dict()))
    elif brief:
        # through sys.stdout, which a running progress bar makes room for
        print(certificate.brief(), flush=True)
    else:
        console().print(str(certificate), markup=False, highlight=False)
