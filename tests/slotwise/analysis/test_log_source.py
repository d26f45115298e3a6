"""The rows of a log folder, as measures read them."""

from slotwise.analysis.log_source import LogSource
from slotwise.analysis.opened import open_log
from slotwise.measures.query import Query
from slotwise.measures.source import ROW
from slotwise.measures.spans import Span

HOUR = 3_600_000
ALL = Span(0, 10 * HOUR)


def rows(folder, log, types=(), span=ALL):
    """All rows of a log as dictionaries of the common columns."""
    with open_log(folder) as opened:
        source, query = LogSource(opened), Query(LogSource.marker)
        table = source.table(query, log, span, types)
        found = source.run(f"SELECT {', '.join(ROW)} FROM ({table}) r ORDER BY moment, id", query.parameters)
    return [dict(zip(ROW, each, strict=True)) for each in found]


def test_events_of_a_span_and_of_types(small):
    """`since` is in, `until` is not; types are all unless some are asked for."""
    assert [each["id"] for each in rows(small, "events", span=Span(2 * HOUR, 4 * HOUR))] == ["e2", "e3"]
    assert [each["id"] for each in rows(small, "events", ("view", "x.leap"))] == ["e1", "e4"]


def test_columns_that_are_not_there_are_unknown(small):
    """The small log has no slots of events and no scenes."""
    assert {each["slot"] for each in rows(small, "events")} == {None}


def test_decisions_are_placements(small):
    """One row each, of the decision's time."""
    found = rows(small, "decisions")

    assert [(each["id"], each["person"]) for each in found] == [("d1", "bob")] * 3 + [("d2", "ann")]


def test_a_log_without_decisions_has_no_rows_of_them(small):
    """Nothing is known of what was answered, and nothing fails."""
    (small / "decisions.parquet").unlink()

    assert rows(small, "decisions") == []


def test_facts_are_columns_of_their_kind(small):
    """A text is no number, and a column that the log does not have is unknown."""
    with open_log(small) as opened:
        source, query = LogSource(opened), Query(LogSource.marker)
        assert "own.context.os" in source.fact(query, "events", "context.os", "text")
        assert source.fact(query, "events", "context.os", "number") == "NULL"
        assert source.fact(query, "events", "context.weather", "text") == "NULL"
        assert '"attribute.city"' in source.fact(query, "events", "person.city", "text")
        assert source.joins(query, "events", {"person.city", "scene"}).count("JOIN") == 1
