"""Kinds: a column is of one type in all files of an export."""

from service.export.facts import MOST


def test_facts_keep_their_kind(log):
    """A number stays a number and a category a category, whatever comes later and in whichever day."""
    log.event("a", 0.5, context={"ratio": 1.5, "channel": "app"})
    log.event("b", 0.6, context={"city": 440300.0, "channel": 7.0})
    log.event("c", 1.5, context={"ratio": "high", "channel": "web"})
    document = log.export()

    first, second = [row for row in log.rows("events") if row["event_id"] in "ab"]
    assert (first["context.ratio"], first["context.channel"]) == (1.5, "app")
    assert (second["context.city"], second["context.channel"]) == (440300.0, "7")
    assert log.rows("events")[2]["context.ratio"] is None
    assert document["left_out"] == {"ratio": 1}
    assert document["facts"] == {"categories": ["channel"], "numbers": ["city", "ratio"]}


def test_facts_without_end_do_not_become_columns_without_end(log):
    """Whoever makes up names makes no columns beyond a limit."""
    log.event("a", 0.5, context={f"fact{number}": 1.0 for number in range(MOST + 50)})
    log.export()

    assert sum(name.startswith("context.") for name in log.rows("events")[0]) == MOST
