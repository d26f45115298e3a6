"""The compiled lifts of scene, segment and touchpoint are the sums of the tables' rows, in the order of plain numpy."""

import numpy as np
import pytest

pytest.importorskip("numba")

from hypothesis import given
from hypothesis import strategies as st

from slotwise.kernels import lifts_numba

ROWS, SIZE = 6, 9
SEEDS, CANDIDATES = st.integers(0, 2**32), st.integers(0, 20)
FACETS = st.lists(st.integers(-1, ROWS - 1), max_size=3)


def world(seed: int, m: int, count: int) -> tuple[np.ndarray, ...]:
    """Products, both tables, places of so many features (-1 where nobody reads one), and a block to fill."""
    random = np.random.default_rng(seed)
    tables = random.normal(size=(2, ROWS, SIZE)).astype(np.float32)
    places = random.permutation(count).astype(np.int64)
    places[random.random(count) < 0.2] = -1
    return random.integers(0, SIZE, m).astype(np.int32), *tables, places, np.full((count, m), 7, np.float32)


def summed(table: np.ndarray, rows: list[int], products: np.ndarray) -> np.ndarray:
    """The rows of a table added up for some products, one after the other."""
    total = np.zeros(len(products), np.float32)
    for row in rows:
        total += table[row, products]
    return total


def check(out: np.ndarray, places: np.ndarray, expected: list[np.ndarray]) -> None:
    """Every column that is read holds the same bits, every other one what it held before."""
    for feature, place in enumerate(places.tolist()):
        assert place < 0 or out[place].tobytes() == expected[feature].tobytes(), feature
    assert (np.delete(out, places[places >= 0], axis=0) == 7).all()


@given(
    seed=SEEDS,
    m=CANDIDATES,
    scene=FACETS,
    segment=FACETS,
    named=st.integers(-1, ROWS - 1),
    moves=st.booleans(),
    missing=st.sampled_from([None, None, 0, 3]),
)
def test_the_situation(seed, m, scene, segment, named, moves, missing) -> None:
    """Sums over the known facets of scene and segment, the rows of named scene and touchpoint, what is expected of all.

    0 where none is known; nothing is filled where a row that is needed is missing, whichever table lacks it.
    """
    products, lifts, clicks, places, out = world(seed, m, 10)
    random = np.random.default_rng(seed + 1)
    now = random.random(SIZE if moves else 0).astype(np.float32)
    touchpoints, rates = random.integers(-1, ROWS, m).astype(np.int32), random.normal(size=SIZE).astype(np.float32)
    facets = np.array([*scene, *segment], np.int32)
    columns = np.arange(len(scene)), len(scene) + np.arange(len(segment))
    made = np.ones((2, ROWS), np.bool_)
    if missing is not None:
        made[random.integers(0, 2), missing] = False
    done = lifts_numba.situation(
        products, lifts, clicks, *made, facets, *columns, named, touchpoints, now, rates, places, out
    )
    assert done == (missing not in {*scene, *segment, *touchpoints.tolist()})
    if not done:
        assert (out == 7).all()
        return
    rows = [[each for each in facet if each >= 0] for facet in (scene, segment, [named])]
    expected = [summed(table, facet, products) for facet in rows for table in (lifts, clicks)]
    own_clicks, own = (
        np.where(touchpoints >= 0, table[touchpoints, products], np.float32(0)) for table in (clicks, lifts)
    )
    rate = rates[products] + (expected[5] + own_clicks) + expected[3]
    check(out, places, [*expected, now[products] if moves else np.zeros(m, np.float32), own_clicks, own, rate])


def test_no_array_makes_it_compile_again() -> None:
    """It has one compiled form, so a mapped array cannot stall a request with a compilation."""
    assert len(lifts_numba.situation.signatures) == 1
