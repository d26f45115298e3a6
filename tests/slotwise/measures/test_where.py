"""A condition over the log means what it means of facts: the same rows hold in SQL and in the condition itself."""

import pytest

from slotwise.analysis.log_source import LogSource
from slotwise.analysis.opened import open_log
from slotwise.conditions import Condition
from slotwise.measures.query import Query
from slotwise.measures.spans import Span
from slotwise.measures.where import Where, unreadable

ROWS = {
    "e1": {"type": "view", "product.category": "food", "context.os": "ios", "session": "s1", "context.load": 0.5},
    "e2": {"type": "click", "context.os": "web", "touchpoint": "home", "session": "s1", "context.load": 1.5,
           "content.kind": "banner", "decision_id": "d1", "person.city": "Lyon", "person.age": 40},
    "e3": {"type": "convert", "product.category": "drink", "product.price": 1.5, "value": 9.5, "context.os": "web",
           "session": "s1", "person.city": "Lyon", "person.age": 40},
    "e4": {"type": "x.leap"},
}  # fmt: skip
CONDITIONS = [
    'context.os == "web"', 'context.os != "web"', 'context.os == 3', 'context.os != 3', "context.os > 3",
    "context.load > 1", "1 < context.load", 'context.load == "1.5"', "context.load != 2", "context.load in [1.5, 2]",
    'context.os in ["ios", "android", 7]', 'context.os in [7]', '!(context.os in ["ios"])', "has(touchpoint)",
    "!has(touchpoint)", 'touchpoint == "home" || value > 9', 'touchpoint == "home" && value > 9',
    '!(touchpoint == "home" && value > 9)', 'touchpoint.startsWith("ho")', 'touchpoint.endsWith("me")',
    'touchpoint.endsWith("a long text at home")', 'touchpoint.contains("om")', 'product.category == "food"',
    "product.price * 2 > 2", "value / 0 > 1", "value / 2 - 1 > 3.5", "-value < 0", 'content.kind == "banner"',
    'person.city == "Lyon" && person.age >= 40', "context.nowhere == 1", "!(context.nowhere == 1)", "true", "false",
    "value != null", "value == null", 'has(value) ? value > 9 : context.os == "ios"', 'type == "x.leap"',
    "context.os == touchpoint", "context.load < value",
]  # fmt: skip


@pytest.mark.parametrize("text", CONDITIONS)
def test_rows_hold_as_facts_do(small, text):
    """Known, unknown and of another kind: SQL and the condition agree on every row."""
    condition = Condition.of(text)
    with open_log(small) as opened:
        source, query = LogSource(opened), Query("${}")
        rows = source.table(query, "events", Span(0, 10**9), ())
        names = {*condition.names}
        where = Where(source, query, "events").holds(condition.tree)
        found = source.run(
            f"SELECT r.id FROM ({rows}) r{source.joins(query, 'events', names)} WHERE {where}", query.parameters
        )

    assert {each for (each,) in found} == {name for name, facts in ROWS.items() if condition.holds(facts)}


@pytest.mark.parametrize(
    "text",
    ['"vip" in tags', 'times("leave", "", 7) > 1', "value % 2 == 1", "size(touchpoint) > 3", "state.tier == 1"],
)
def test_what_no_row_tells_is_named(text):
    """Facts of persons as they are now, and what the databases do not compute alike."""
    assert [detail for _, detail in unreadable(Condition.of(text).tree)] != []


def test_what_rows_tell_is_taken():
    """Every condition of the list above."""
    assert [text for text in CONDITIONS if list(unreadable(Condition.of(text).tree))] == []
