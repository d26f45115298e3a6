"""Columns become codes and tables of strings, whatever their encoding."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.dataset.codes import by_first_appearance, codes, numbers, strings, whole

TEXTS = st.lists(st.none() | st.text(st.characters(blacklist_categories=["Cs"]), max_size=4), max_size=12)


@given(TEXTS, st.booleans())
def test_codes_are_places_among_the_values(texts, encoded):
    """Null and unknown strings are -1; dictionaries give the same codes as plain strings."""
    values = sorted({text for text in texts if text is not None})[1:]
    column = pa.array(texts, pa.string())
    found = codes(column.dictionary_encode() if encoded else column, pa.array(values, pa.string()))

    assert found.dtype == np.int32
    assert found.tolist() == [values.index(text) if text in values else -1 for text in texts]


@given(st.lists(TEXTS, max_size=3))
def test_strings_come_back_as_themselves(chunks):
    """In any number of chunks; null is empty."""
    table = strings(pa.chunked_array([pa.array(chunk, pa.string()) for chunk in chunks], pa.string()))

    assert list(table) == [text or "" for chunk in chunks for text in chunk]


def test_strings_of_a_slice_are_only_those_of_the_slice():
    """Offsets into a larger array do not leak."""
    table = strings(pa.chunked_array([pa.array(["a", "bc", "d", "ef"])[1:3]]))

    assert (list(table), len(table.data)) == (["bc", "d"], 3)


def test_numbers_that_are_none_are_nan():
    """Null, infinite and beyond float32."""
    found = numbers(pa.array([1.5, None, float("inf"), 1e300, float("nan")]))

    assert found.dtype == np.float32
    assert found[0] == 1.5
    assert np.isnan(found[1:]).all()


@pytest.mark.parametrize("type_", [pa.int16(), pa.int64(), pa.float64()])
def test_whole_numbers_have_a_value_for_nothing(type_):
    """Null becomes what the caller says."""
    assert whole(pa.array([3, None], type_), -1).tolist() == [3, -1]


@given(st.lists(st.integers(0, 5)))
def test_keys_are_numbered_as_they_appear(keys):
    """The first key is 0, the next new one 1, and so on."""
    order = list(dict.fromkeys(keys))

    assert by_first_appearance(np.array(keys, np.uint64)).tolist() == [order.index(key) for key in keys]
