"""Tasks as documents, and the cursors of their pages."""

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from service.stores.tasks import Task
from service.worklists.telling import CURSOR, cursor_of, place_of, told

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


@given(st.floats(), st.from_regex(r"t_[0-9a-f]{1,64}(\.[0-9]{1,6})?", fullmatch=True))
def test_a_cursor_leads_behind_its_task(value, task_id):
    """It holds value and id, to the last bit, in the form that a caller may send."""
    cursor = cursor_of(replace(TASK, value=value, task_id=task_id))
    assert re.fullmatch(CURSOR, cursor)
    place = place_of(cursor)
    assert place.task_id == task_id
    assert place.value == value or (value != value and place.value != place.value)


@given(st.from_regex(CURSOR, fullmatch=True))
def test_every_cursor_of_that_form_is_a_place(cursor):
    """Whoever makes one up is led somewhere, and breaks nothing."""
    assert place_of(cursor).task_id.startswith("t_")
