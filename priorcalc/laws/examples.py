"""One example of every law of the catalogue, with parameters where it has no default: for tours and checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from priorcalc.laws import RECORDS, categorical, law
from priorcalc.laws.noise import NoiseLaw

_GIVEN: Mapping[str, Mapping[str, Any]] = {
    "bernoulli": {"p": 0.8},
    "dropout": {"rate": 0.2},
    "point": {"value": 1.5},
    "gaussian_dropout": {"rate": 0.2},
    "folded_normal": {"mu": 1, "sigma": 0.5},
    "truncated_normal": {"mu": 1, "sigma": 0.5},
    "chi": {"nu": 4},
    "rice": {"nu": 1},
    "nakagami": {"m": 0.75},
    "inverse_nakagami": {"m": 1.5},
    "gamma": {"alpha": 2.5},
    "inverse_gamma": {"alpha": 3},
    "weibull": {"alpha": 1.5},
    "generalized_gamma": {"a": 1, "d": 2, "p": 3},
    "frechet": {"alpha": 3},
    "beta": {"alpha": 2, "beta": 3},
    "kumaraswamy": {"a": 2, "b": 3},
    "log_uniform": {"lower": 0.5, "upper": 2},
    "half_student_t": {"nu": 3},
    "pareto": {"alpha": 2},
    "lomax": {"alpha": 2},
    "burr": {"c": 3, "k": 2},
    "dagum": {"a": 3, "p": 0.5},
    "beta_prime": {"alpha": 2, "beta": 1.5},
    "f": {"d1": 3, "d2": 5},
    "gig": {"p": 0.25},
    "chi_square": {"nu": 3},
    "noncentral_chi_square": {"nu": 2, "nc": 1},
    "poisson": {"mu": 2},
    "geometric": {"p": 0.3},
    "binomial": {"n": 4, "p": 0.5},
}


def _example(name: str) -> Callable[[], NoiseLaw]:
    return lambda: law(name, **_GIVEN.get(name, {}))


EXAMPLES: Mapping[str, Callable[[], NoiseLaw]] = {
    **{name: _example(name) for name in RECORDS},
    "categorical": lambda: categorical({0: 0.2, 0.5: 0.3, 2: 0.5}),
}
