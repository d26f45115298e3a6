"""Columns of behaviour from a log folder: what each person did, as conditions ask for it."""

import pyarrow.parquet as pq
import pytest

from slotwise.conditions import Condition
from training.simulate import simulate
from training.simulate.closed_loop.log_columns import LogColumns
from training.simulate.ids import person_name

DAY = 86_400_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A small log."""
    out = tmp_path_factory.mktemp("log") / "data"
    simulate(out, 60, days=7, seed=3)
    return out


def test_behaviour_is_that_of_the_log(folder):
    """Who left a process of a category lately is who has such an event in the log."""
    events = pq.read_table(folder / "events.parquet").to_pylist()
    category = {each["product_id"]: each["category"] for each in pq.read_table(folder / "products.parquet").to_pylist()}
    now = max(each["occurred_at"] for each in events) + 1
    columns = LogColumns(folder, now)
    found = Condition.of('times("leave", "plan", 5) > 0').over(columns)
    left = {
        each["person_id"]: each["product_id"]
        for each in events
        if each["type"] == "leave" and category[each["product_id"]] == "plan" and each["occurred_at"] > now - 5 * DAY
    }

    assert {person_name(row) for row in found.nonzero()[0].tolist()} == set(left)
    assert columns.last_left(found.nonzero()[0], "plan") == [left[person_name(r)] for r in found.nonzero()[0].tolist()]
    assert columns.column("person.city") is None
