# make demo    install, then derive and verify every row of the table
# make test    install with the test extra, then run every test and doctest
# make cover   the tests again, with the share of lines and branches that they run; 95 % or it fails
# make class   the property book's short run, for a lesson
# make figures draw every figure of the documents anew
# make power   what verification says of every wrong derivation of the museum, and of 2,000 right ones
# make mutants how many small changes to the algebra and the quadrature the tests notice, of a sample of them
# make bench   how right and how fast the numbers are, law by law, and beside others
# make check   lint, types, doctests, and the fast tests against the lower bounds of setup.cfg
#
# Everything is installed into .venv; delete it to start afresh (make clean).

PYTHON ?= python3
JOBS ?= 2
BIN = .venv/bin
PIP = install --quiet --disable-pip-version-check

# What the lower bounds are tried on: the guards, the README and every doctest; quick, and it runs the whole road.
LOWER_TESTS = tests/test_layers.py tests/test_imports.py tests/test_readme.py priorcalc
# The lower bounds have wheels for these Pythons only.
LOWER_PYTHONS = python3.11 python3.12 $(PYTHON)

.PHONY: demo test cover class check lint types doctest lower figures power mutants bench clean

demo: .venv/core.stamp
	$(BIN)/priorcalc table

test: .venv/test.stamp
	$(BIN)/python -m pytest -n $(JOBS)

cover: .venv/test.stamp
	$(BIN)/python -m pytest -n $(JOBS) --cov=priorcalc --cov-branch --cov-report=term --cov-fail-under=95

class: .venv/test.stamp
	HYPOTHESIS_PROFILE=class $(BIN)/python -m pytest -v tests/properties

check: lint types doctest lower

lint: .venv/check.stamp
	$(BIN)/ruff check .

types: .venv/check.stamp
	$(BIN)/mypy

doctest: .venv/check.stamp
	$(BIN)/python -m pytest -q priorcalc tests/test_readme.py

# Deprecations are let pass here alone: an old release may use what its own newer dependencies deprecate.
lower: .venv-lower/stamp
	.venv-lower/bin/python -m pytest -q -n $(JOBS) -W ignore::DeprecationWarning $(LOWER_TESTS)

# The same bytes each time, for one release of Matplotlib and of the fonts that come with it.
figures: .venv/core.stamp
	$(BIN)/python -m figures

power: .venv/test.stamp
	$(BIN)/python -m benchmarks.power

# Hours, for the default sample of 400: every mutant is tried by all the tests that reach it, until one fails.
mutants: .venv/test.stamp
	$(BIN)/python -m pip $(PIP) -e '.[mutants]'
	$(BIN)/python -m benchmarks.mutants $(if $(SAMPLE),--sample $(SAMPLE))

# The peers are an extra; what is not installed is left out and named.
bench: .venv/test.stamp
	$(BIN)/python -m pip $(PIP) -e '.[bench]' || true
	$(BIN)/python -m benchmarks

clean:
	rm -rf .venv .venv-lower

# A stamp is older than setup.cfg when the dependencies may have changed, and only then.
.venv/python.stamp:
	$(PYTHON) -m venv .venv
	@touch $@

.venv/core.stamp: .venv/python.stamp setup.cfg pyproject.toml
	$(BIN)/python -m pip $(PIP) -e .
	@touch $@

.venv/test.stamp: .venv/python.stamp setup.cfg pyproject.toml
	$(BIN)/python -m pip $(PIP) -e '.[test]'
	@touch $@ .venv/core.stamp

.venv/check.stamp: .venv/python.stamp setup.cfg pyproject.toml
	$(BIN)/python -m pip $(PIP) -e '.[test,check]'
	@touch $@ .venv/core.stamp .venv/test.stamp

.venv-lower/stamp: setup.cfg pyproject.toml
	@set -e; for python in $(LOWER_PYTHONS); do \
	    if $$python -c 'import sys; sys.exit(sys.version_info[:2] not in {(3, 11), (3, 12)})' 2>/dev/null; then \
	        $$python -m venv .venv-lower; break; \
	    fi; \
	done; test -d .venv-lower || { echo 'make lower: give a Python 3.11 or 3.12, as in LOWER_PYTHONS=python3.11' >&2; exit 1; }
	sed -n '/^install_requires/,/^$$/s/^ *\([a-z]*\)>=\([0-9.]*\).*/\1==\2/p' setup.cfg > .venv-lower/lower.txt
	.venv-lower/bin/python -m pip $(PIP) -c .venv-lower/lower.txt -e '.[test]'
	@touch $@
