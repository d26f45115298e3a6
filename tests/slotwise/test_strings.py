"""StringTable: any strings there and back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise.strings import StringTable

TEXT = st.text(st.characters(exclude_categories=()), max_size=12)


@given(st.lists(TEXT, max_size=10))
def test_strings_come_back(texts):
    """Chinese, emoji, control characters and lone surrogates come back as they were, by place and in order."""
    table = StringTable.of(texts)

    assert list(table) == texts
    assert [table[place] for place in range(len(table))] == texts


@given(st.lists(TEXT, unique=True, max_size=8))
def test_find_is_the_inverse_of_getting(texts):
    """Every string is found at its place; what is not there has none."""
    table = StringTable.of(texts)

    assert [table.find(each) for each in texts] == list(range(len(texts)))
    assert table.find("never" * 10) == -1


def test_a_place_outside_is_an_error():
    """A code of -1 (unknown) never reads a string by accident."""
    table = StringTable.of(["a", "b"])
    for place in (-1, 2):
        with pytest.raises(IndexError):
            table[place]


def test_columns_have_their_types():
    """Bytes and offsets are what a bundle maps."""
    table = StringTable.of([])

    assert (table.data.dtype, table.offsets.dtype, len(table)) == (np.uint8, np.int64, 0)
