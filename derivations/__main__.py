"""``python -m derivations``: run every page and write it into docs/derivations."""

from derivations.page import PAGES, write

for name in PAGES:
    write(name)
    print(f"docs/derivations/{name}.md")
