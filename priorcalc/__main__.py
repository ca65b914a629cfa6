"""``python -m priorcalc``: the command line."""

from priorcalc.cli import main

if __name__ == "__main__":
    main()
