"""The last resort for a closed form: SymPy's integrator, in a process of its own, under a time limit.

Where the algebra knows no transform, ``p(w) = ∫ N(w; 0, λ²σ₀²) p_|λ|(λ) dλ`` may still have an antiderivative.  The
question and the answer travel as formula text, read by the whitelist, so that nothing received is run.  An answer is a
proposal: whoever asks compares it with quadrature (``entry.py``).
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace

from sympy import Abs, Expr, Integral, Symbol, cancel, exp, integrate, oo, pi, simplify, sqrt

from priorcalc.derive import Derivation
from priorcalc.errors import FormulaError
from priorcalc.formula import parse_formula, to_formula_text
from priorcalc.measure import Density, free_symbols
from priorcalc.recognise import Recognition
from priorcalc.steps.expectation import ends, half_line_density
from priorcalc.steps.integrals import SEARCHED
from priorcalc.symbols import lam, w

_x, _y = Symbol("x", positive=True), Symbol("y", positive=True)


def searched(derivation: Derivation, seconds: float) -> Derivation:
    """The derivation with a density that SymPy found within that time; or with a note on what became of the search.

    Only for a law that is given by a density in numbers; others are returned as they are.
    """
    measure = derivation.noise.measure
    if not isinstance(measure, Density) or free_symbols(measure) or derivation.sigma0.free_symbols:
        return derivation
    folded = half_line_density(measure, lam)
    if folded is None:
        return derivation
    try:
        parts = (folded, derivation.sigma0, *(end for end in ends(measure) if end != oo))
        question = [to_formula_text(part) for part in parts]
    except FormulaError as error:
        return replace(derivation, note=f"SymPy's integrator was not asked: {error}")
    asked = f"SymPy's integrator, given {seconds:g} s,"
    try:
        done = subprocess.run(
            [sys.executable, "-m", "priorcalc.computer_algebra"],
            input=json.dumps(question), capture_output=True, text=True, timeout=seconds, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return replace(derivation, note=f"{asked} came to no end.")
    try:
        found = parse_formula(json.loads(done.stdout)).xreplace({lam: Abs(w)})
    except (FormulaError, json.JSONDecodeError):
        return replace(derivation, note=f"{asked} found nothing.")
    weight = Recognition(None, (), (), "special", found, derivation.weight.atom, SEARCHED.id)
    return replace(derivation, weight=weight, note="")


def mixture(density: Expr, lower: Expr, upper: Expr, sigma0: Expr) -> Expr | None:
    """∫ N(w; 0, λ²σ₀²) p(λ) dλ over (lower, upper), by ``sympy.integrate``, in ``lam`` for |w|; None without one.

    >>> from sympy import S
    >>> mixture(2 / lam**2, S.One, S(2), S.One)
    sqrt(2)*(exp(3*lam**2/8) - 1)*exp(-lam**2/2)/(sqrt(pi)*lam**2)
    """
    normal = exp(-(_y**2) / (2 * sigma0**2 * _x**2)) / (sqrt(2 * pi) * sigma0 * _x)
    integral = integrate(cancel(normal * density.xreplace({lam: _x})), (_x, lower, upper), conds="none")
    if integral.has(Integral):
        return None
    return min(integral, simplify(integral), key=lambda expr: expr.count_ops()).xreplace({_y: lam})


def main() -> int:
    """Read [density, sigma0, lower, upper unless infinite]; write the integral, or nothing and return 1."""
    density, sigma0, lower, *upper = (parse_formula(text) for text in json.load(sys.stdin))
    found = mixture(density, lower, upper[0] if upper else oo, sigma0)
    if found is None:
        return 1
    print(json.dumps(to_formula_text(found)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
