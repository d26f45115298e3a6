"""The compiled look at the rings of the trail gives what plain numpy gives, for any rings and any past."""

import numpy as np
import pytest

pytest.importorskip("numba")

from hypothesis import given
from hypothesis import strategies as st

from slotwise.kernels import after_numba, beside_numpy

HOUR, NOW = 3_600_000, 1_700_000_000_000
SCALES = np.array([-6.0, -2.0, -1e4]) * HOUR
HALVES = np.exp2(-np.arange(5))
SEEDS = st.integers(0, 2**32)
LATEST = st.lists(st.integers(0, 11), max_size=5)


def rings(seed: int) -> tuple[np.ndarray, ...]:
    """Neighbours of twelve products, -1 for none, when they were touched, some of them after now, and steps apart."""
    random = np.random.default_rng(seed)
    neighbours = random.integers(-1, 12, (12, random.integers(1, 7))).astype(np.int32)
    there = neighbours >= 0
    times = np.where(there, NOW + HOUR - random.integers(0, 30 * HOUR, neighbours.shape), 0)
    steps = np.where(there, random.choice([-3, -2, -1, 1, 2, 3], neighbours.shape), 0).astype(np.int8)
    return neighbours, times, steps


def collected(latest: list[int], world: tuple[np.ndarray, ...]) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """What came after the latest products, how, the exponents of its decay, and how much came after the first."""
    most = len(latest) * world[0].shape[1]
    products, found, exponents = np.empty(most, np.int32), np.empty((3, most), np.int64), np.empty(3 * most)
    count, last = after_numba.collect(np.array(latest, np.int32), *world, NOW, SCALES, products, found, exponents)
    return products[:count], found, exponents[: count + 2 * last], last


@given(seed=SEEDS, latest=LATEST)
def test_collect(seed: int, latest: list[int]) -> None:
    """All that was touched after each of the latest products, ring by ring, with ages of at least 0 to decay by."""
    world = rings(seed)
    products, found, exponents, last = collected(latest, world)
    neighbours, times, steps = world
    rows = np.array(latest, np.int32)
    back, column = (steps[rows] > 0).nonzero()
    age = np.maximum(NOW - times[rows[back], column], 0)
    assert products.tolist() == neighbours[rows[back], column].tolist()
    assert found[:, : len(back)].tolist() == [back.tolist(), steps[rows[back], column].tolist(), age.tolist()]
    assert last == (back == 0).sum()
    parts = age / SCALES[0], age[:last] / SCALES[1], age[:last] / SCALES[2]
    assert exponents.tobytes() == np.concatenate(parts).tobytes()


@given(seed=SEEDS, latest=LATEST, m=st.integers(0, 20), unread=st.sets(st.integers(0, 3)))
def test_shares(seed: int, latest: list[int], m: int, unread: set[int]) -> None:
    """Times and share after the last product, share after all of them, minutes since: the bits of plain numpy."""
    world = rings(seed)
    products, found, exponents, last = collected(latest, world)
    wanted = np.random.default_rng(seed).integers(0, 12, m).astype(np.int32)
    places = np.array([-1 if each in unread else place for each, place in enumerate((2, 0, 1, 3))])
    out = np.full((4, m), 7, np.float32)
    decayed, count = np.exp2(exponents), len(products)
    rows = np.array(latest, np.int32)
    after_numba.shares(products, found, last, decayed, HALVES, rows, *world[:2], NOW, wanted, places, out)
    back, steps = found[0, :count], found[1, :count]
    times, share = decayed[count : count + last] / steps[:last], decayed[count + last :] / steps[:last]
    everything = decayed[:count] / steps
    total = np.bincount(back, weights=everything, minlength=5)
    weights = times, share / max(float(share.sum()), 1.0), everything * (HALVES / np.maximum(total, 1.0))[back]
    expected = np.empty((4, m), np.float32)
    for mine, column in zip(weights, expected[:3], strict=True):
        beside_numpy.spread(products[: len(mine)], mine, wanted, column)
    expected[3] = minutes(rows[:1], *world[:2], wanted)
    for place, column in zip(places.tolist(), expected, strict=True):
        assert place < 0 or out[place].tobytes() == column.tobytes()
    assert all((out[place] == 7).all() for place in range(4) if place not in places)


def minutes(last: np.ndarray, neighbours: np.ndarray, times: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Minutes since a product was touched on either side of the last one; missing if it was not."""
    newest = np.empty(len(wanted), np.int64)
    beside_numpy.latest(neighbours[last].ravel(), times[last].ravel(), wanted, newest)
    return np.where(newest > 0, (NOW - newest) / 60_000, np.nan).astype(np.float32)


@pytest.mark.parametrize("name", ["collect", "shares"])
def test_no_array_makes_it_compile_again(name: str) -> None:
    """Each function has one compiled form, so a mapped array cannot stall a request with a compilation."""
    assert len(getattr(after_numba, name).signatures) == 1
