"""Telling: exports as documents, and cursors that nobody can make up."""

import pytest

from service.audiences.telling import cursor_of, export_told, place_of
from service.stores.audience_exports import Export


def test_an_export_is_told_without_what_is_internal():
    """What it was noted with stays inside; what became of it is told."""
    body = {"document": {"audience": "a"}, "goal_products": ["x"], "state": "sent", "over_limit": 0, "batches": 2}
    told = export_told(Export("ax_1", "a", 0, "anna", None, 5, 2, body))

    assert told == {
        "export_id": "ax_1", "audience": "a", "made_at": "1970-01-01T00:00:00.000Z", "author": "anna", "revision": None,
        "treated": 5, "held_out": 2, "over_limit": 0, "state": "sent", "batches": 2,
    }  # fmt: skip


@pytest.mark.parametrize("place", [["p_1"], [-0.5, "p 中"]])
def test_a_cursor_leads_back(place):
    """What was given out is read again."""
    assert place_of(cursor_of(*place), len(place)) == place


@pytest.mark.parametrize("cursor", ["", "nonsense", "e30=", "bnVsbA==", "WzFd", "中文", cursor_of("a", "b")])
def test_other_cursors_are_none(cursor):
    """Anything else is no place, and no error inside."""
    assert place_of(cursor, 1) is None
    assert place_of(cursor, 2) is None
