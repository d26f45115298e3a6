"""The compiled row of person and scene, against answers written by hand and against plain counting."""

from math import log1p

import numpy as np
import pytest

pytest.importorskip("numba")

from hypothesis import given
from hypothesis import strategies as st

from slotwise.kernels import request_numba

HOUR, DAY = 3_600_000, 86_400_000
MINUTE = HOUR // 60
NOW = 20_000 * DAY + 6 * HOUR
KINDS = np.array([0, 2, 3])
CATEGORY = np.array([0, 0, 1, -1], np.int32)
LOG_PRICE = np.array([1, 3, np.nan, np.nan], np.float32)


def person(ago=(), interests=(), shown_ago=(), totals=(0, 0, 0, 0), first_ago=0, places=range(12)) -> np.ndarray:
    """The twelve features of a person, given by times before now."""
    row = np.full(12, 7, np.float32)
    times, shown = (NOW - np.array(each, np.int64) for each in (ago, shown_ago))
    own, counts, where = np.array(interests, np.int32), np.array(totals, np.int64), np.array(places, np.int64)
    request_numba.person(times, own, CATEGORY, LOG_PRICE, shown, counts, KINDS, NOW - first_ago, NOW, where, row)
    return row


def test_a_person_with_a_past() -> None:
    """Activity, tenure, the visit under way, what is repeated, the usual price, conversions and exposures."""
    ago = [3 * DAY, 31 * MINUTE + 2 * HOUR, 2 * HOUR, 100 * MINUTE, 90 * MINUTE, 30 * MINUTE, 0]
    row = person(ago, [0, 1, 0, 2, 3], [8 * DAY, 7 * DAY, HOUR], [5, 4, 2, 1], 10 * DAY)
    visit = [log1p(7), log1p(4), 10, 0, 6, 2, 1 - 4 / 5, 3, 5 / 3, log1p(1), 3 / 105, 2]
    assert np.array_equal(row, np.array(visit, np.float32))


def test_a_person_of_whom_nothing_is_known() -> None:
    """Counts are 0, rates are the prior's, and what needs a past is missing."""
    nothing = [0, 0, 0, np.nan, 0, 0, np.nan, 0, np.nan, 0, 0.01, 0]
    assert np.array_equal(person(), np.array(nothing, np.float32), equal_nan=True)


def test_what_nobody_reads_stays_as_it_is() -> None:
    """Only the features that are read are filled in, at their places."""
    row = person([HOUR], [0], first_ago=2 * DAY, places=[-1, -1, 4, 0, *[-1] * 8])
    assert row.tolist() == [1, 7, 7, 7, 2, *[7] * 7]


@given(st.lists(st.integers(0, 4).map(lambda each: each * 15 * MINUTE), max_size=12), st.integers(0, 40))
def test_a_visit_ends_with_a_pause(gaps: list[int], idle: int) -> None:
    """Counted from now back while pauses are at most half an hour, as the definition says it."""
    ago = [idle * MINUTE]
    for gap in gaps:
        ago.append(ago[-1] + gap)
    pauses = [idle * MINUTE, *gaps]
    expected = next((place for place, each in enumerate(pauses) if each > 30 * MINUTE), len(pauses))
    assert person(ago[::-1])[5] == expected


@given(seed=st.integers(0, 2**32), h=st.integers(1, 700))
def test_prices_and_what_is_different(seed: int, h: int) -> None:
    """Any number of prices adds up as numpy adds them up, to the bit; equal products and categories count once."""
    random = np.random.default_rng(seed)
    interests, category = random.integers(0, 90, h).astype(np.int32), random.integers(-1, 9, 90).astype(np.int32)
    log_price = np.where(random.random(90) < 0.2, np.nan, random.normal(3, 1, 90)).astype(np.float32)
    row, nothing = np.empty(12, np.float32), np.zeros(0, np.int64)
    request_numba.person(
        nothing, interests, category, log_price, nothing, np.zeros(4, np.int64), KINDS, NOW, NOW, np.arange(12), row
    )
    known = log_price[interests][~np.isnan(log_price[interests])]
    level = np.add.reduce(known) / np.float32(len(known)) if len(known) else np.float32(np.nan)
    assert np.array_equal(row[8], level, equal_nan=True)
    different = len(set(interests.tolist()))
    expected = log1p(different), 1 - different / h, len(set(category[interests].tolist()))
    assert row[[1, 6, 7]].tobytes() == np.array(expected, np.float32).tobytes()


def test_a_scene() -> None:
    """Hour and weekday in UTC, how much of the scene is known, the code of every facet's value, every number."""
    facets, first = np.array([1, -1, 4], np.int32), np.array([0, 2, 3, 5], np.int32)
    numbers, row = np.array([1.5, np.nan], np.float32), np.full(9, 7, np.float32)
    monday = 1_767_571_200_000  # 2026-01-05
    places = np.array([8, 7, 6, 5, 4, 3, 2, -1])
    request_numba.scene(facets, first, numbers, np.array([0, 1]), monday + 90 * MINUTE, places, row)
    assert np.array_equal(row, [7, 7, 1.5, 1, np.nan, 1, 1, 0, 1.5], equal_nan=True)


@given(day=st.integers(0, 30_000), ms=st.integers(0, DAY - 1))
def test_the_time(day: int, ms: int) -> None:
    """Every moment since 1970, which began on a Thursday, has its hour and its weekday."""
    row, nothing = np.empty(2, np.float32), np.zeros(0, np.int32)
    places = np.array([0, 1, -1])
    request_numba.scene(
        nothing, np.zeros(1, np.int32), np.zeros(0, np.float32), np.zeros(0, np.int64), day * DAY + ms, places, row
    )
    assert row.tolist() == [np.float32(ms / HOUR), (day + 3) % 7]


@pytest.mark.parametrize("name", ["person", "scene"])
def test_no_array_makes_it_compile_again(name: str) -> None:
    """Each function has one compiled form, so a mapped array cannot stall a request with a compilation."""
    assert len(getattr(request_numba, name).signatures) == 1
