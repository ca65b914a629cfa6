"""Write values.json: p(w) and P(W > w) of w = λz, E|λ|**s and P(λ² ≤ v), each by two routes that agree to 1e-28.

    python tests/reference/make.py                 laws that are not in values.json yet (a stopped run resumes)
    python tests/reference/make.py --all           every law again, about ten minutes on one core
    python tests/reference/make.py --law NAME      the laws whose key or name is NAME, as in "gamma(2.5,1)" or gamma
    python tests/reference/make.py --check [N]     recompute N random values and compare; writes nothing

The definitions are in noise.py, the routes in routes.py.  mpmath and the standard library only: nothing of the package.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from pathlib import Path
from typing import Any

from mpmath import mp
from noise import LAWS, Noise, Real
from routes import DIGITS_A, DIGITS_B, density_a, moment_a, quad, route_b, tail_a, variance_cdf_a

VALUES = Path(__file__).with_name("values.json")
AGREE = "1e-28"
DIGITS = 30
POINTS = [1e-12, 1e-9, 1e-6, 1e-4, 1e-3, 0.01, 0.1, 0.3, 0.5, 0.8, 1.0]
POINTS += [1.5, 2.0, 3.0, 5.0, 8.0, 15.0, 40.0, 100.0, 1e3, 1e4, 1e6]
ORDERS = [0.5, 1.0]
VARIANCES = [0.01, 0.25, 1.0, 9.0]


class Disagreement(ArithmeticError):
    """The two routes differ by more than AGREE: nothing is written."""


def agreed(what: str, a: Real, b: Real) -> tuple[Real, Real]:
    """The value and the relative difference of the routes."""
    with mp.workdps(DIGITS_A):
        gap = abs(a - b) / abs(a) if a else abs(b)
        if not gap < mp.mpf(AGREE):
            raise Disagreement(f"{what}: {mp.nstr(a, 35)} against {mp.nstr(b, 35)}, relative {mp.nstr(gap, 3)}")
        return a, gap


def text(x: Real) -> str:
    return str(mp.nstr(x, DIGITS))


def variance_cdf_b(law: Noise, v: float) -> Real:
    """P(λ² ≤ v) in the variable q, λ = √v·q⁴, at 80 digits; for atoms the complement of the atoms above."""
    with mp.workdps(DIGITS_B):
        if law.atoms is not None:
            above = 1 - law.zero()
            for value, probability in law.atoms():
                if value > 1e4 or probability < mp.mpf(10) ** -70:
                    break
                above -= probability if value * value <= v else 0
            return 1 - above
        density, root = law.density, mp.sqrt(mp.mpf(v))
        assert density is not None
        lower, upper = law.support
        if root <= lower:
            return mp.zero
        if root >= upper:
            return mp.one
        start = (lower / root) ** mp.mpf("0.25") if lower else mp.zero
        marks = [(mark / root) ** mp.mpf("0.25") for mark in law.marks if mark < root]
        points = sorted({start, mp.one, *(x for x in [mp.one / 3, 3 * mp.one / 4, *marks] if start < x < 1)})
        log = mp.log(root)
        return quad(lambda q: 4 * density(log + 4 * mp.log(q)) / q if q else mp.zero, points, mp.one, "1e-40")


def point_record(w: float, p: Real, sf: Real) -> dict[str, str | None]:
    """p and sf are null where they are below 1e-4000; their logarithms are always there."""
    with mp.workdps(DIGITS_A):
        tiny = mp.mpf(10) ** -4000
        return {
            "w": repr(w),
            "p": text(p) if p > tiny else None,
            "sf": text(sf) if sf > tiny else None,
            "logp": text(mp.log(p)),
            "logsf": text(mp.log(sf)),
        }


def record(law: Noise) -> dict[str, Any]:
    gaps: list[Real] = []
    points = []
    for w, p_b, sf_b in route_b(law, POINTS):
        p, gap_p = agreed(f"{law.key} p({w})", density_a(law, w), p_b)
        sf, gap_sf = agreed(f"{law.key} sf({w})", tail_a(law, w), sf_b)
        gaps += [gap_p, gap_sf]
        points.append(point_record(w, p, sf))
    moments: dict[str, str] = {}
    for s in ORDERS:
        if s >= law.hi:
            moments[repr(s)] = "inf"
            continue
        with mp.workdps(DIGITS_B):
            closed = mp.re(law.moment(mp.mpf(s)))
        value, gap = agreed(f"{law.key} E|λ|^{s}", moment_a(law, s), closed)
        gaps.append(gap)
        moments[repr(s)] = text(value)
    cdf: dict[str, str] = {}
    for v in VARIANCES:
        value, gap = agreed(f"{law.key} P(λ² ≤ {v})", variance_cdf_a(law, v), variance_cdf_b(law, v))
        gaps.append(gap)
        cdf[repr(v)] = text(value)
    with mp.workdps(DIGITS_A):
        return {
            "name": law.name,
            "params": law.params,
            "atom": text(law.zero()),
            "points": points,
            "abs_moment": moments,
            "variance_cdf": cdf,
            "worst_disagreement": mp.nstr(max(gaps), 2),
        }


def read() -> dict[str, Any]:
    return json.loads(VALUES.read_text(encoding="utf-8"))["laws"] if VALUES.exists() else {}


def write(laws: dict[str, Any]) -> None:
    """One law a line, sorted: the same values give the same bytes, and a changed law is a changed line."""
    rows = [f"{json.dumps(key)}:{json.dumps(laws[key], sort_keys=True, separators=(',', ':'))}" for key in sorted(laws)]
    head = f'{{"digits":{DIGITS},"routes_agree_to":"{AGREE}","laws":{{'
    fresh = VALUES.with_suffix(".part")
    fresh.write_text(head + "\n" + ",\n".join(rows) + "\n}}\n", encoding="utf-8")
    fresh.replace(VALUES)


def build(wanted: list[Noise], kept: dict[str, Any]) -> int:
    keys = {law.key for law in LAWS}
    kept = {key: value for key, value in kept.items() if key in keys}
    failures = 0
    for law in wanted:
        start = time.perf_counter()
        try:
            kept[law.key] = record(law)
        except ArithmeticError as error:
            failures += 1
            kept.pop(law.key, None)
            print(f"NOT WRITTEN {law.key}: {error}", flush=True)
            continue
        finally:
            write(kept)
        worst = kept[law.key]["worst_disagreement"]
        print(f"{law.key:32} worst {worst:>9}  {time.perf_counter() - start:6.1f} s", flush=True)
    if not kept:
        return 1
    worst = max((mp.mpf(entry["worst_disagreement"]), key) for key, entry in kept.items())
    count = sum(len(entry["points"]) for entry in kept.values())
    print(f"{len(kept)} laws, {count} points; worst {mp.nstr(worst[0], 2)} ({worst[1]}); {failures} failed")
    return 1 if failures else 0


def check(size: int) -> int:
    """Recompute ``size`` random points by both routes and compare with the file to all its digits but the last."""
    stored = read()
    rng = random.Random()
    worst = mp.zero
    for _ in range(size):
        law = rng.choice([law for law in LAWS if law.key in stored])
        row = rng.choice(stored[law.key]["points"])
        w = float(row["w"])
        ((_, p_b, sf_b),) = route_b(law, [w])
        pairs = {"logp": (density_a(law, w), p_b), "logsf": (tail_a(law, w), sf_b)}
        for name, routes in pairs.items():
            with mp.workdps(DIGITS_A):  # here too: a logarithm taken outside would have 15 digits
                logs = [mp.log(value) for value in routes]
                near = max(abs(mp.mpf(row[name]) - x) / max(1, abs(x)) for x in logs)
            worst = max(worst, near)
            print(f"{law.key:32} {name:5} at {row['w']:>8}: {mp.nstr(near, 2)}", flush=True)
    print(f"worst of {2 * size}: {mp.nstr(worst, 2)}")
    return 0 if worst < mp.mpf(AGREE) else 1


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--law", action="append", default=[], metavar="NAME")
    parser.add_argument("--check", type=int, nargs="?", const=8, metavar="N")
    options = parser.parse_args(arguments)
    if options.check:
        return check(options.check)
    stored = read()
    if options.law:
        wanted = [law for law in LAWS if {law.key, law.name} & set(options.law)]
        if not wanted:
            parser.error(f"no law is called {', '.join(options.law)}; they are: {', '.join(law.key for law in LAWS)}")
        return build(wanted, stored)
    return build([law for law in LAWS if options.all or law.key not in stored], {} if options.all else stored)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
