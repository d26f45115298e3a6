"""Closers: masks as bits, joined and counted as the masks themselves would be."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from slotwise.rulebook.closers import Closers


@given(count=st.integers(1, 9), contents=st.integers(1, 40), seed=st.integers(0, 10**6))
def test_bits_say_what_the_masks_say(count, contents, seed):
    """Joined over any rows, counted among any contents, and asked about one content."""
    random = np.random.default_rng(seed)
    masks = [random.random(contents) < 0.3 for _ in range(count)]
    rows, among = random.integers(0, count, random.integers(1, 5)), random.random(contents) < 0.5
    closers = Closers(masks, contents)

    assert closers.joined(rows).tolist() == np.logical_or.reduce([masks[each] for each in rows]).tolist()
    assert closers.counts(rows, among) == [int((masks[each] & among).sum()) for each in rows]


def test_none_at_all():
    """A configuration without closing rules."""
    assert Closers([], 5).counts(np.zeros(0, np.intp), np.ones(5, bool)) == []
