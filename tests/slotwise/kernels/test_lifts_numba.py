"""The compiled lifts of scene, segment and touchpoint are the sums of the tables' rows, in the order of plain numpy."""

import numpy as np
import pytest

pytest.importorskip("numba")

from hypothesis import given
from hypothesis import strategies as st

from slotwise.kernels import lifts_numba

ROWS, SIZE = 6, 9
SEEDS, CANDIDATES = st.integers(0, 2**32), st.integers(0, 20)
FACETS = st.lists(st.integers(0, ROWS - 1), max_size=3)


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


@given(seed=SEEDS, m=CANDIDATES, scene=FACETS, segment=FACETS, named=st.integers(-1, ROWS - 1), moves=st.booleans())
def test_what_is_the_same_everywhere(seed, m, scene, segment, named, moves) -> None:
    """Sums over the facets of scene and segment, the named scene's own row, what goes on now; 0 where none is known."""
    products, lifts, clicks, places, out = world(seed, m, 7)
    now = np.random.default_rng(seed + 1).random(SIZE if moves else 0).astype(np.float32)
    rows = np.array(scene, np.int32), np.array(segment, np.int32)
    lifts_numba.everywhere(products, lifts, clicks, *rows, named, now, places, out)
    named_rows = [named] if named >= 0 else []
    expected = [summed(table, facets, products) for facets in (scene, segment, named_rows) for table in (lifts, clicks)]
    check(out, places, [*expected, now[products] if moves else np.zeros(m, np.float32)])


@given(seed=SEEDS, m=CANDIDATES, segment=FACETS, named=st.integers(-1, ROWS - 1))
def test_what_differs_by_touchpoint(seed, m, segment, named) -> None:
    """Each candidate has the lifts of its own touchpoint, 0 without one, and the rate that they make expected."""
    products, lifts, clicks, places, out = world(seed, m, 3)
    random = np.random.default_rng(seed + 1)
    touchpoints = random.integers(-1, ROWS, m).astype(np.int32)
    rates = random.normal(size=SIZE).astype(np.float32)
    lifts_numba.here(products, lifts, clicks, touchpoints, named, np.array(segment, np.int32), rates, places, out)
    known = touchpoints >= 0
    own_clicks, own = (np.where(known, table[touchpoints, products], np.float32(0)) for table in (clicks, lifts))
    scene = summed(clicks, [named] if named >= 0 else [], products)
    check(out, places, [own_clicks, own, rates[products] + (scene + own_clicks) + summed(clicks, segment, products)])


@pytest.mark.parametrize("name", ["everywhere", "here"])
def test_no_array_makes_it_compile_again(name: str) -> None:
    """Each function has one compiled form, so a mapped array cannot stall a request with a compilation."""
    assert len(getattr(lifts_numba, name).signatures) == 1
