"""docs/architecture.md is true, or the build fails.

The document's two tables say which module stands in which layer and where each
library may be imported.  Here the tables are read and compared with the syntax tree
of every module; nothing of the package is imported.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "priorcalc"


@dataclass(frozen=True)
class Row:
    """A row of the layer table: its place from the top, its layer, its modules, the layers it may import."""

    place: int
    layer: int
    patterns: tuple[str, ...]
    allowed: frozenset[int]


def table(document: str, heading: str) -> list[list[str]]:
    """The cells of the first table under a heading, without its head."""
    section = document.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.split("\n### ", 1)[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def layers(cell: str) -> frozenset[int]:
    """The layers that a cell names: ``L0–L2, L5``.

    >>> sorted(layers("L0–L2, L5, `prior.py`"))
    [0, 1, 2, 5]
    """
    spans = [(int(low), int(high or low)) for low, high in re.findall(r"\bL(\d+)(?:–L(\d+))?", cell)]
    return frozenset(layer for low, high in spans for layer in range(low, high + 1))


def patterns(cell: str) -> tuple[str, ...]:
    """The paths that a cell names between backquotes."""
    return tuple(re.findall(r"`([^`]+)`", cell))


def matches(path: str, pattern: str) -> bool:
    """Whether a path in the package is the file, or lies in the folder, or fits the glob."""
    return path.startswith(pattern) if pattern.endswith("/") else fnmatch(path, pattern)


def row_of(path: str, rows: list[Row]) -> Row | None:
    """The row of a module; a row for one file of a folder goes before the row for the folder."""
    found = [(len(pattern), row) for row in rows for pattern in row.patterns if matches(path, pattern)]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def named(tree: ast.AST, here: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every dotted name that a module imports, anywhere in it; ``here`` is the package it lies in."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (tuple(alias.name.split(".")) for alias in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                base = here[: len(here) - level + 1] if level else ()
                base += tuple(module.split(".")) if module else ()
                yield from ((*base, alias.name) for alias in names)
            case ast.Call(func=ast.Name(id="__import__" | "import_module"), args=[ast.Constant(value=str(name)), *_]):
                yield tuple(name.split("."))
            case ast.Call(func=ast.Attribute(attr="import_module"), args=[ast.Constant(value=str(name)), *_]):
                yield tuple(name.split("."))


def target(name: tuple[str, ...], package: Path) -> str:
    """The file of the package that a dotted name leads to; a name inside a module leads to the module."""
    parts = name[1:]
    for end in range(len(parts), -1, -1):
        place = package.joinpath(*parts[:end])
        if end and place.with_suffix(".py").is_file():
            return place.with_suffix(".py").relative_to(package).as_posix()
        # A folder without __init__.py is a package too (a namespace); its row is the folder's.
        if place.is_dir():
            return (place / "__init__.py").relative_to(package).as_posix()
    raise AssertionError(name)


def violations(package: Path, document: str) -> Iterator[str]:
    """Each way in which a tree is not as the document says."""
    cells = table(document, "Layers")
    rows = [Row(i, min(layers(c[0])), patterns(c[1]), layers(c[3])) for i, c in enumerate(cells)]
    libraries = {library: cell[1] for cell in table(document, "Libraries") for library in patterns(cell[0])}
    paths = sorted(path.relative_to(package).as_posix() for path in package.rglob("*.py"))
    for pattern in (pattern for row in rows for pattern in row.patterns):
        if not any(matches(path, pattern) for path in paths):
            yield f"{pattern} stands in the table and does not exist"
    for path in paths:
        row = row_of(path, rows)
        if row is None:
            yield f"{path} stands in no row"
            continue
        here = (PACKAGE, *Path(path).parent.parts)
        for name in sorted(set(named(ast.parse((package / path).read_text(encoding="utf-8")), here))):
            if name[0] == PACKAGE:
                yield from inward(path, row, target(name, package), rows)
            elif name[0] not in sys.stdlib_module_names:
                where = libraries.get(name[0], "")
                if row.layer not in layers(where) and not any(matches(path, p) for p in patterns(where)):
                    yield f"{path} imports {name[0]} outside its place"


def inward(path: str, row: Row, to: str, rows: list[Row]) -> Iterator[str]:
    """What is wrong with an import of one module of the package by another."""
    other = row_of(to, rows)
    same_folder = "/" in path and path.split("/")[0] == to.split("/")[0]
    if other is None or to == path or same_folder:
        return  # a module that stands in no row is reported where it is walked
    if other.place >= row.place or other.layer not in row.allowed:
        yield f"{path} (L{row.layer}) imports {to} (L{other.layer})"


def test_every_import_goes_down_as_the_document_says() -> None:
    """A module imports only from rows above its own, and libraries only where they have their place."""
    document = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    found = list(violations(ROOT / PACKAGE, document))
    assert not found, "\n".join(found)


DOCUMENT = """
## Layers
| layer | module | one line | may import |
|---|---|---|---|
| L0 | `errors.py` | – | – |
| L1 | `mellin.py` | – | L0 |
| L2 | `laws/` | – | L0–L1 |
| L3 | `derive.py` | – | L0–L2 |
| L4 | `numeric/` | – | L0–L2 |
| L5 | `__init__.py` | – | L0–L4 |
## Libraries
| library | where | why |
|---|---|---|
| `sympy` | L0–L3 | – |
| `numpy` | `numeric/` | – |
| `matplotlib` | `numeric/plots*` | – |
"""

SOUND = {
    "__init__.py": "from priorcalc.derive import derive",
    "errors.py": "from difflib import get_close_matches",
    "mellin.py": "from sympy import gamma\nfrom priorcalc.errors import remedy",
    "laws/__init__.py": "from priorcalc.laws.gamma import RECORDS",
    "laws/gamma.py": "from priorcalc import errors\nfrom . import beta\nfrom ..errors import remedy",
    "laws/beta.py": "import os.path",
    "derive.py": "import priorcalc.laws.gamma",
    "numeric/__init__.py": "",
    "numeric/grid.py": "import numpy as np",
    "numeric/plots.py": "import matplotlib.pyplot as plt",
}

IN_FUNCTION = "def f():\n  import priorcalc.derive"
FOR_TYPES = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n  from priorcalc.mellin import T"
BY_NAME = "import importlib\nimportlib.import_module('priorcalc.mellin')"
PLANTED: dict[str, tuple[str, str | None, str]] = {
    "upward": ("mellin.py", "from priorcalc.laws.gamma import x", "(L1) imports laws/gamma.py (L2)"),
    "upward, plain": ("mellin.py", "import priorcalc.laws", "(L1) imports laws/__init__.py (L2)"),
    "upward, to a package": ("mellin.py", "from priorcalc import laws", "(L1) imports laws/__init__.py (L2)"),
    "upward, to the root": ("errors.py", "from priorcalc import derive_prior", "(L0) imports __init__.py (L5)"),
    "upward, relative": ("laws/beta.py", "from ..derive import y", "(L2) imports derive.py (L3)"),
    "upward, dots alone": ("laws/beta.py", "from .. import derive", "(L2) imports derive.py (L3)"),
    "upward, in a function": ("errors.py", IN_FUNCTION, "(L0) imports derive.py (L3)"),
    "upward, for types": ("errors.py", FOR_TYPES, "(L0) imports mellin.py (L1)"),
    "upward, by name": ("errors.py", BY_NAME, "(L0) imports mellin.py (L1)"),
    "down to what it may not": ("numeric/grid.py", "import priorcalc.derive", "(L4) imports derive.py (L3)"),
    "no row": ("stray.py", "", "stands in no row"),
    "no row, in a folder": ("more/stray.py", "", "stands in no row"),
    "no module": ("mellin.py", None, "stands in the table and does not exist"),
    "numpy in the algebra": ("mellin.py", "import numpy.random", "imports numpy outside its place"),
    "sympy in the numbers": ("numeric/grid.py", "from sympy import S", "imports sympy outside its place"),
    "matplotlib off the plots": ("numeric/grid.py", "import matplotlib", "imports matplotlib outside its place"),
    "a library unheard of": ("derive.py", "def f(): import torch", "imports torch outside its place"),
}


def plant(folder: Path, files: dict[str, str | None]) -> Path:
    """Write a package; None leaves a file out."""
    for path, text in files.items():
        if text is not None:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
    return folder


def test_a_sound_tree_has_no_violation(tmp_path: Path) -> None:
    """The guard does not cry wolf."""
    assert list(violations(plant(tmp_path, dict(SOUND)), DOCUMENT)) == []


@pytest.mark.parametrize("case", PLANTED)
def test_a_planted_violation_is_the_one_found(case: str, tmp_path: Path) -> None:
    """Each way of breaking the layers is seen, and nothing else with it."""
    path, text, found = PLANTED[case]
    assert list(violations(plant(tmp_path, {**SOUND, path: text}), DOCUMENT)) == [f"{path} {found}"]
