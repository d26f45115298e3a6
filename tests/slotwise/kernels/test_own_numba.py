"""The compiled look at a person's own past gives what the plain look-ups beside a list give, for any past."""

import numpy as np
import pytest

pytest.importorskip("numba")

from hypothesis import given
from hypothesis import strategies as st

from slotwise.kernels import beside_numpy, own_numba

NOW, DAY = 1_700_000_000_000, 86_400_000
SIZE, CATEGORIES = 15, 4
SEEDS, LENGTHS = st.integers(0, 2**32), st.integers(0, 200)
LOGS = np.log1p(np.arange(256, dtype=np.float32))


def check(out: np.ndarray, places: np.ndarray, expected: list[np.ndarray]) -> None:
    """Every column that is read is the expected one, every other one holds what it held before."""
    for feature, place in enumerate(places.tolist()):
        assert place < 0 or np.array_equal(out[place], expected[feature], equal_nan=True), feature
    assert (np.delete(out, places[places >= 0], axis=0) == 7).all()


def places_of(count: int, random: np.random.Generator) -> np.ndarray:
    """Places of so many features in any order, -1 where nobody reads one."""
    places = random.permutation(count).astype(np.int64)
    places[random.random(count) < 0.2] = -1
    return places


@given(seed=SEEDS, h=LENGTHS, paid=st.integers(0, 20), m=st.integers(0, 30))
def test_touched(seed: int, h: int, paid: int, m: int) -> None:
    """Products, categories, prices and purchases: the same numbers, with products of no known category or price."""
    random = np.random.default_rng(seed)
    interests, bought, wanted = (random.integers(0, SIZE, count).astype(np.int32) for count in (h, paid, m))
    times = np.sort(NOW - random.integers(0, 90 * DAY, h))
    category = random.integers(0, CATEGORIES + 1, SIZE)
    log_price = np.where(random.random(SIZE) < 0.3, np.nan, random.normal(size=SIZE)).astype(np.float32)
    usual, shares = random.random(SIZE).astype(np.float32), random.random(h)
    places, out = places_of(11, random), np.full((11, m), 7, np.float32)
    own_numba.touched(
        interests, times, bought, NOW, wanted, category, CATEGORIES, log_price, usual, shares, LOGS, places, out
    )
    table, of_category = np.empty((4, m), np.float32), np.empty((2, CATEGORIES + 1), np.float32)
    beside_numpy.touches(interests, times, NOW, wanted, table)
    often, days, steps, span = table
    beside_numpy.history_by_code(category[interests].astype(np.int32), times, shares, NOW, of_category)
    half, known = np.float32(0.5), log_price[interests][~np.isnan(log_price[interests])]
    due = (days + half) / (span / np.maximum(often - 1, 1) + half)
    level = np.add.reduce(known) / np.float32(len(known)) if len(known) else np.float32(np.nan)
    own, last = category[wanted], category[interests[-1]] if h else -1
    expected = [
        LOGS[often.astype(int)],
        (often + np.float32(10) * usual[wanted]) / (np.float32(h) + np.float32(10)),
        days,
        steps,
        np.where(often > 1, due, np.float32(np.nan)),
        of_category[0, own],
        of_category[1, own],
        (own == last).astype(np.float32),
        log_price[wanted] - level,
        LOGS[[(bought == each).sum() for each in wanted]] if m else np.zeros(0, np.float32),
        LOGS[[(category[bought] == each).sum() for each in own]] if m else np.zeros(0, np.float32),
    ]
    check(out, places, expected)


@given(seed=SEEDS, s=LENGTHS, m=st.integers(0, 30))
def test_shown(seed: int, s: int, m: int) -> None:
    """Exposures of a week, hours since the last and dismissals, of all contents of a product together."""
    random = np.random.default_rng(seed)
    product_of, wanted = (random.integers(0, SIZE, count).astype(np.int32) for count in (40, m))
    contents, dismissed = random.integers(0, 40, s).astype(np.int32), random.random(s) < 0.3
    ago = np.where(random.random(s) < 0.8, random.integers(0, 14 * DAY, s), 7 * DAY + random.integers(-1, 2, s))
    times = NOW - ago
    places, out = places_of(3, random), np.full((3, m), 7, np.float32)
    own_numba.shown(contents, product_of, times, dismissed, NOW, wanted, places, out)
    expected = np.empty((3, m), np.float32)
    beside_numpy.exposures(product_of[contents], times, dismissed, NOW, wanted, expected)
    check(out, places, list(expected))


@pytest.mark.parametrize("name", ["touched", "shown"])
def test_no_array_makes_it_compile_again(name: str) -> None:
    """Each function has one compiled form, so a mapped array cannot stall a request with a compilation."""
    assert len(getattr(own_numba, name).signatures) == 1
