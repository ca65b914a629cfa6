"""The figures of the documents: one module each, ``data()`` for the numbers and ``draw(data)`` for the picture.

``python -m figures`` (``make figures``) writes them all to docs/figures/; run again, it writes the same bytes.
"""

from __future__ import annotations

from pathlib import Path

from matplotlib.figure import Figure

from priorcalc.present.plots import save

NAMES = ("table", "tails", "shrinkage", "joint", "structures", "verification", "dropout_mean")
FOLDER = Path(__file__).resolve().parents[1] / "docs" / "figures"


def write(figure: Figure, script: str, folder: Path = FOLDER) -> Path:
    """Save the figure of a script as a PNG that bears the script's name."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{Path(script).stem}.png"
    save(figure, path)
    return path
