"""The compiled adding up gives the plain sums bit by bit, says when room is short, and leaves the table as it was."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise.kernels import adding_numba, gathering_numpy, shortlist_numpy

WEIGHTS = st.sampled_from([1.0, -1.0, 0.5, 0.0, 3.25, 1e-30, np.inf, np.nan])
ROW, BITS, SIZE, USED = 2, 4, 12, 3


class Room:
    """Buffers with a few entries and keys in them."""

    def __init__(self, room=100):
        self.sums, self.spans = np.zeros(SIZE), np.zeros((4, 2), np.int64)
        self.codes, self.values = np.zeros(USED + room, np.int32), np.zeros(USED + room, np.float32)
        self.keys = np.zeros(USED + room, np.uint64)

    def add(self, function, *terms, allowed):
        return function(
            *terms, allowed, ROW, BITS, self.sums, self.spans, self.codes, self.values, self.keys, USED, USED
        )


def check(room, end, at, sums, allowed):
    """Entries are the sums that are not 0, keys those that retrieve; all else is as before."""
    assert not room.sums.any()
    assert room.spans.tolist() == [[0, 0], [0, 0], [USED, end], [0, 0]]
    found = dict(zip(room.codes[USED:end].tolist(), room.values[USED:end].tolist(), strict=True))
    assert len(found) == end - USED
    assert {code: np.float32(value).tobytes() for code, value in found.items()} == {
        code: np.float32(value).tobytes() for code, value in sums.items() if value != 0
    }
    codes, scores = np.array([*sums], np.int32), np.array([*sums.values()], np.float32)
    keys = np.zeros(len(codes), np.uint64)
    count = shortlist_numpy.pack(codes, scores, allowed, 0.0, ROW, BITS, keys)
    assert sorted(room.keys[USED:at].tolist()) == sorted(keys[:count].tolist())


@given(terms=st.lists(st.tuples(st.integers(0, SIZE - 1), WEIGHTS), max_size=30), masks=st.booleans())
def test_terms(terms, masks):
    """Whatever adds up, sums that come back to 0 on the way included."""
    codes, weights = np.array([code for code, _ in terms], np.int32), np.array([each for _, each in terms], np.float32)
    allowed, room = np.arange(SIZE) % 3 > 0 if masks else np.zeros(0, np.bool_), Room()
    different, sums = np.zeros(len(codes), np.int32), np.zeros(len(codes), np.float32)
    with np.errstate(invalid="ignore"):
        count = gathering_numpy.add_up(codes, weights, different, sums)
    end, at = room.add(adding_numba.add_terms, codes, weights, allowed=allowed)
    check(room, end, at, dict(zip(different[:count].tolist(), sums[:count].tolist(), strict=True)), allowed)


@given(
    seed=st.integers(0, 2**32), lengths=st.lists(st.integers(0, 6), min_size=1, max_size=8), chosen=st.integers(0, 12)
)
def test_rows(seed, lengths, chosen):
    """Rows times their factors, rows asked for twice included."""
    random = np.random.default_rng(seed)
    start = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    products = random.integers(0, SIZE, start[-1]).astype(np.int32)
    weights = random.normal(size=start[-1]).astype(np.float32)
    rows, room = random.integers(0, len(lengths), chosen).astype(np.int32), Room()
    factors, allowed = random.random(chosen).astype(np.float32), np.zeros(0, np.bool_)
    different, sums = np.zeros(100, np.int32), np.zeros(100, np.float32)
    count = gathering_numpy.sum_rows(start, products, weights, rows, factors, SIZE, different, sums)
    end, at = room.add(adding_numba.add_rows, start, products, weights, rows, factors, allowed=allowed)
    expected = dict(zip(different[:count].tolist(), sums[:count].tolist(), strict=True))
    check(room, end, at, expected, allowed)
    full, room = np.zeros((len(lengths), SIZE), np.float32), Room()
    np.add.at(full, (np.repeat(np.arange(len(lengths)), lengths), products), weights)
    if len(products) == np.count_nonzero(full):
        check(room, *room.add(adding_numba.add_full, full, rows, factors, allowed=allowed), expected, allowed)


def test_room_and_codes():
    """Too little room is told with what is needed, a code that is none with nothing; nothing has changed then."""
    room, two, start = Room(1), np.ones(2, np.float32), np.array([0, 1, 3])
    codes, allowed = np.array([3, 3], np.int32), np.zeros(0, np.bool_)
    rows = (start, np.array([1, 2, 3], np.int32), np.ones(3, np.float32), np.array([0, 1], np.int32), two)
    assert room.add(adding_numba.add_terms, codes, two, allowed=allowed) == (-1, 2)
    assert room.add(adding_numba.add_rows, *rows, allowed=allowed) == (-1, 3)
    full = np.ones((2, SIZE), np.float32)
    assert room.add(adding_numba.add_full, full, *rows[3:], allowed=allowed) == (-1, SIZE)
    room = Room()
    for code in (-1, SIZE):
        codes[1] = code
        assert room.add(adding_numba.add_terms, codes, two, allowed=allowed) == (-1, 0)
        rows[3][1] = code
        assert room.add(adding_numba.add_rows, *rows, allowed=allowed) == (-1, 0)
        assert room.add(adding_numba.add_full, full, *rows[3:], allowed=allowed) == (-1, 0)
    assert not room.sums.any()
    assert not room.spans.any()


@pytest.mark.parametrize("name", ["add_terms", "add_rows", "add_full"])
def test_no_array_makes_it_compile_again(name):
    """Each function has one compiled form, so a mapped array cannot stall a request with a compilation."""
    assert len(getattr(adding_numba, name).signatures) == 1
