"""The compiled pooling: keys as the plain ones, codes checked, contents and columns where they belong."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from slotwise.kernels import pooling_numba, shortlist_numpy

FLOATS = st.one_of(st.sampled_from([0.0, -0.0, np.nan, np.inf, -np.inf, 1e-45, -1e-45]), st.floats(width=32))
ALL, NOTHING = np.zeros(0, np.bool_), np.zeros(0, np.int32)


@given(
    scores=arrays(np.float32, st.integers(0, 30), elements=FLOATS),
    above=st.sampled_from([-np.inf, 0.0, 1.0]),
    masks=st.booleans(),
    number=st.integers(0, 3),
    at=st.integers(0, 4),
)
def test_keys_are_those_of_shortlists(scores, above, masks, number, at):
    """For any scores, behind the keys that are there."""
    codes = np.random.default_rng(len(scores)).permutation(32)[: len(scores)].astype(np.int32)
    allowed = np.arange(32) % 3 > 0 if masks else ALL
    found, expected = np.zeros(at + len(scores), np.uint64), np.zeros(len(scores), np.uint64)
    end = pooling_numba.put_scored(codes, scores, allowed, above, number, 5, 32, found, at)
    count = shortlist_numpy.pack(codes, scores, allowed, above, number, 5, expected)
    assert found[at:end].tolist() == expected[:count].tolist()
    assert not found[:at].any()


def test_a_ranked_list_stays_in_its_order():
    """Keys of a list sort as it stands, behind those of the lists before."""
    keys = np.zeros(5, np.uint64)
    keys[0] = 7
    assert pooling_numba.put_ranked(np.array([4, 1, 3], np.int32), 2, 5, 32, keys, 1) == 4
    assert keys[:4].tolist() == sorted(keys[:4].tolist())
    assert (keys[1:4] & np.uint64(31)).tolist() == [4, 1, 3]


@pytest.mark.parametrize("code", [-1, 5, 2**31 - 1, -(2**31)])
def test_a_code_that_is_none(code):
    """Codes from the number of products on, and below 0, are told."""
    codes, keys = np.array([1, code], np.int32), np.zeros(2, np.uint64)
    assert pooling_numba.put_ranked(codes, 0, 3, 5, keys, 0) == -1
    assert pooling_numba.put_scored(codes, np.ones(2, np.float32), ALL, 0.0, 0, 3, 5, keys, 0) == -1


def test_columns_of_contents():
    """What may be shown of each product, in the order of the products, with the columns of its product; all finite."""
    start, by_product = np.array([0, 2, 2, 3]), np.array([5, 0, 3], np.int32)
    products, found = np.array([2, 1, 0], np.int32), np.zeros((2, 6), np.int32)
    assert pooling_numba.contents(products, start, by_product, np.arange(6) != 0, found) == 2
    assert found[:, :2].tolist() == [[3, 5], [0, 2]]
    assert pooling_numba.contents(products, np.zeros(0, np.int64), NOTHING, ALL, found) == 3
    assert found[:, :3].tolist() == [[2, 1, 0], [0, 1, 2]]
    assert pooling_numba.contents(products, start, by_product, ALL, found) == 3
    scores = np.array([np.nan, 1, np.inf, -np.inf, 2, 3], np.float32)
    codes, tables = np.zeros((2, 3), np.int32), np.zeros((2, 2, 3), np.float32)
    pooling_numba.fill(products, found, scores, np.arange(6, dtype=np.float32), codes, tables)
    most = float(np.finfo(np.float32).max)
    assert codes.tolist() == [[2, 0, 0], [3, 5, 0]]
    assert tables[0].tolist() == [[0, most, most], [-most, 3, 3]]
    assert tables[1].tolist() == [[0, 2, 2], [3, 5, 5]]


@pytest.mark.parametrize("name", ["put_scored", "put_ranked", "unite", "contents", "fill"])
def test_no_array_makes_it_compile_again(name):
    """Each function has one compiled form, so a mapped array cannot stall a request with a compilation."""
    assert len(getattr(pooling_numba, name).signatures) == 1
