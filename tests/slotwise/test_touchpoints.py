"""Touchpoints: entries of touchpoints.json."""

from dataclasses import replace

import pytest

from slotwise.errors import CatalogError
from slotwise.touchpoints import Touchpoint, merged
from tests.worlds import make_catalog


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


def test_touchpoints_keep_their_places_when_they_are_written_anew():
    """Known ones where they were, new ones behind; what is no longer written is retired and cannot be asked for."""
    before = (Touchpoint("a", 1), Touchpoint("b", 2), Touchpoint("c", 3))
    found = merged(before, [Touchpoint("d", 4), Touchpoint("b", 5)])

    assert [(each.touchpoint, each.slots, each.retired) for each in found] == [
        ("a", 1, True), ("b", 5, False), ("c", 3, True), ("d", 4, False),
    ]  # fmt: skip
    catalog = replace(make_catalog(2), touchpoints=found)
    assert [catalog.touchpoint(name) for name in "abcd"] == [-1, 1, -1, 3]
    assert merged(found, [Touchpoint("a", 1)])[0] == Touchpoint("a", 1)
