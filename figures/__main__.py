"""Write the figures that are named, or all of them: ``python -m figures [--to FOLDER] [NAME ...]``."""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path

from figures import FOLDER, NAMES, write


def main() -> None:
    """Draw each figure from its own data and say where it was written."""
    parser = argparse.ArgumentParser(prog="python -m figures", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)}; all by default")
    parser.add_argument("--to", type=Path, default=FOLDER, metavar="FOLDER")
    given = parser.parse_args()
    if unknown := sorted(set(given.names) - set(NAMES)):
        parser.error(f"no figure is called {', '.join(unknown)}; there are {', '.join(NAMES)}")
    for name in given.names or NAMES:
        module = import_module(f"figures.{name}")
        print(write(module.draw(module.data()), name, given.to))


if __name__ == "__main__":
    main()
