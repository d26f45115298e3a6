"""Tasks as documents, and the cursors of their pages."""

import pytest

from service.stores.tasks import Place, Task
from service.worklists.telling import cursor_of, place_of, told

TASK = Task(
    "t_1", "s", "p", "line", "human", 0, 1_000, 2.5, 0, {"left_at": 0, "note": "后天再打", "points": [{"a": 1}]}
)


def test_a_task_is_told_with_moments_and_reasons():
    """Times are RFC 3339, what is not known is null."""
    shown = told(TASK)
    assert shown["due_at"] == shown["left_at"] == "1970-01-01T00:00:00.000Z"
    assert shown["note"] == "后天再打"
    assert shown["points"] == [{"a": 1}]
    assert shown["chance"] is shown["agent"] is None


def test_a_cursor_leads_behind_its_task():
    """It holds value and id, to the last bit."""
    assert place_of(cursor_of(TASK)) == Place(2.5, "t_1")


@pytest.mark.parametrize("wrong", ["", "x", "bm9uZQ==", "W10=", "WyJhIiwxXQ==", "中", "e30="])
def test_what_was_never_a_cursor_is_none(wrong):
    """Whatever it is, it is no error of ours."""
    assert place_of(wrong) is None
