"""How every test runs: no window is opened, and hypothesis is repeatable unless asked to explore.

``HYPOTHESIS_PROFILE=dev`` draws new examples on each run, ``deep`` many of them, ``class`` a few, for a lesson; the
default, ``ci``, draws the same ones each time, so that a red build is red for whoever repeats it.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

os.environ.setdefault("MPLBACKEND", "Agg")

# The scripts that made the reference values are no tests, and run on their own.
collect_ignore_glob = ["reference/[!t]*.py"]

# No deadline: the first example of a run pays for SymPy's import and caches, whichever test it is.
SLOW_START = [HealthCheck.too_slow]
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True, suppress_health_check=SLOW_START)
settings.register_profile("class", settings.get_profile("ci"), max_examples=20)
settings.register_profile("dev", deadline=None, print_blob=True, suppress_health_check=SLOW_START)
settings.register_profile("deep", settings.get_profile("dev"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
