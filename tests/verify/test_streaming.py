"""Draws are split, counted and merged exactly, whoever draws them and in whatever order."""

from __future__ import annotations

from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from priorcalc import laws
from priorcalc.derive import derive
from priorcalc.errors import ParameterError
from priorcalc.laws.examples import EXAMPLES
from priorcalc.laws.noise import NoiseLaw
from priorcalc.measure import Density
from priorcalc.verify import streaming
from priorcalc.verify.monte_carlo import chance
from priorcalc.verify.recipe import pack, unpack
from priorcalc.verify.run import verify
from priorcalc.verify.streaming import BLOCK, Tally, stream
from tests.verify.executors import Dying, Killed, Shuffled

SEED = np.random.SeedSequence(11)
LAW = laws.rayleigh(2).measure
SAMPLES = 5 * BLOCK + 12_345


def counted(executor: Executor | None, samples: int = SAMPLES) -> tuple[Tally, int]:
    return stream(LAW, 0.5, 0, samples, SEED, executor)


def same(x: Tally, y: Tally) -> bool:
    """All counts equal, and the sums of the blocks to the last bit."""
    plain = (x.n, x.zero_scales, x.positive_scales, x.zero_weights, x.positive_weights)
    other = (y.n, y.zero_scales, y.positive_scales, y.zero_weights, y.positive_weights)
    sums = all(a == b and np.array_equal(p, q) for (a, p), (b, q) in zip(x.sums, y.sums, strict=True))
    return plain == other and sums and np.array_equal(x.scales, y.scales) and np.array_equal(x.weights, y.weights)


ALONE = counted(None)[0]


@pytest.mark.parametrize("workers", [1, 2, 7])
def test_the_counts_do_not_depend_on_the_number_of_threads(workers: int) -> None:
    """Blocks have their own seeds, so 1, 2 and 7 workers draw the same."""
    with ThreadPoolExecutor(workers) as pool:
        assert same(counted(pool)[0], ALONE)


def test_the_counts_do_not_depend_on_processes() -> None:
    """A law of the catalogue can be sent to a fresh process, and is drawn there as here."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert same(counted(pool)[0], ALONE)


def test_the_counts_do_not_depend_on_the_order() -> None:
    """An executor that shuffles and delays gives the same."""
    assert same(counted(Shuffled(3))[0], ALONE)


def test_a_lost_task_is_given_out_again_and_reported() -> None:
    """Each task is lost twice; the third try counts, and the tries are told."""
    tally, again = counted(Dying(2))
    assert same(tally, ALONE)
    assert again == 2 * 6


def test_a_task_that_is_always_lost_raises() -> None:
    """Nothing is silently dropped."""
    with pytest.raises(OSError, match="the worker is gone"):
        counted(Dying(9))


def test_a_killed_process_is_made_up_for(tmp_path: Path) -> None:
    """A worker that is killed breaks its pool; what is left is drawn here, and reported."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        tally, again = counted(Killed(pool, tmp_path / "died"))
    assert same(tally, ALONE)
    assert again > 0


def test_a_certificate_does_not_depend_on_the_executor() -> None:
    """The same evidence, to the digit, with and without one."""
    derivation = derive(laws.half_cauchy())
    alone = verify(derivation, SAMPLES, 4, kinds=("sample",))
    with ThreadPoolExecutor(3) as pool:
        assert verify(derivation, SAMPLES, 4, pool, kinds=("sample",)) == alone


def test_progress_reaches_the_end() -> None:
    """It is told the draws done, ascending, and the draws to do."""
    told: list[tuple[int, int]] = []
    stream(LAW, 1.0, 0, 3 * BLOCK, SEED, None, lambda done, todo: told.append((done, todo)))
    assert told == sorted(told)
    assert told[-1] == (3 * BLOCK, 3 * BLOCK)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_law_of_the_catalogue_can_be_sent(name: str) -> None:
    """As bytes that draw the same numbers after the journey."""
    measure = EXAMPLES[name]().measure
    packed = pack(measure)
    assert isinstance(packed, bytes)
    from priorcalc.numeric.draws import draw

    here, there = (draw(law, np.random.default_rng(0), 50) for law in (measure, unpack(packed)))
    assert np.array_equal(here, there)


def test_a_sampler_that_cannot_be_sent_is_refused_with_what_to_do() -> None:
    """A nameless function of a user's is no matter for a process pool."""
    noise = laws.rayleigh()
    assert isinstance(noise.measure, Density)
    measure = Density(
        noise.measure.expr, noise.measure.lower, noise.measure.upper, (), lambda rng, size: rng.rayleigh(1, size)
    )
    own = NoiseLaw("own", None, (), measure, noise.transform)
    with (
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool,
        pytest.raises(ParameterError, match="top level"),
    ):
        verify(derive(own), 1000, 1, pool, kinds=("sample",))


WITHIN = st.floats(2.0**-80, 2.0**80, exclude_max=True)
BEYOND = st.floats(2.0**80, np.inf)
BEFORE = st.floats(0.0, 2.0**-80, exclude_max=True)


@given(st.lists(WITHIN, min_size=1, max_size=200))
def test_bins_hold_what_lies_between_their_edges(values: list[float]) -> None:
    """Of 160 octaves, a value lies at or above the left end of its bin and below the next, also where it is an end."""
    x = np.array([*values, *(2.0 ** np.arange(-80, 80))])
    place = streaming.bins(0, x)
    assert np.all(streaming.edges(0, place) <= x)
    assert np.all(x < streaming.edges(0, place + 1))


@given(st.lists(BEFORE, min_size=1), st.lists(BEYOND, min_size=1))
def test_what_lies_outside_the_octaves_falls_in_the_first_and_the_last_bin(low: list[float], high: list[float]) -> None:
    """Zero and infinity among them, so that every draw is counted somewhere."""
    assert set(streaming.bins(0, np.array(low))) == {0}
    assert set(streaming.bins(0, np.array(high))) == {2 * 80 * 512 - 1}


@pytest.mark.parametrize("octave", [-1070, -3, 0, 5, 1020])
def test_all_edges_are_ascending_numbers(octave: int) -> None:
    """Wherever the law lies, also at the ends of what a double can hold."""
    edges = streaming.edges(octave, np.arange(2 * 80 * 512))
    assert np.all(np.isfinite(edges)) and edges[0] > 0 and np.all(np.diff(edges) > 0)


@pytest.mark.parametrize(("count", "n", "p"), [(0, 20, 0.1), (7, 20, 0.1), (20, 20, 0.9), (450, 1000, 0.5)])
def test_chances_are_those_of_the_binomial_law(count: int, n: int, p: float) -> None:
    """Twice the smaller tail, against SciPy's sum."""
    tails = binom.cdf(count, n, p), binom.sf(count - 1, n, p)
    assert chance(count, n, p) == pytest.approx(min(1.0, 2 * min(tails)), rel=1e-10)
