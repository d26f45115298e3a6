"""Touchpoints: entries of touchpoints.json."""

import pytest

from slotwise.errors import CatalogError
from slotwise.touchpoints import Touchpoint


def test_entries_come_back():
    """An entry is read with its lists as tuples, keys of others left out, and written again."""
    entry = {"touchpoint": "app.home", "slots": 3, "kinds": ["banner"], "fallback": ["c1"], "note": "for others"}
    read = Touchpoint.from_json(entry)

    assert (read.slots, read.kinds, read.fallback) == (3, ("banner",), ("c1",))
    assert Touchpoint.from_json(read.to_json()) == read


@pytest.mark.parametrize(
    "entry",
    [{"touchpoint": "", "slots": 1}, {"touchpoint": "x", "slots": 0}, {"slots": 2}, {"touchpoint": "x", "slots": "3"}],
)
def test_broken_entries_are_refused(entry):
    """No id, no slots or slots that are no number: an error with a code."""
    with pytest.raises(CatalogError):
        Touchpoint.from_json(entry)
