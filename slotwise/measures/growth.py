"""Growth: by how much a measure of every person grows in every step of time, so that all steps up to one add up to it.

`sums.py` counts a measure over one span; here the span is cut into steps and the parts are additive even where the
measure is not: a person counts in the step of their first row, a visit in its first, a repeat when it happens. Steps
below 0 are the person's past, which is counted for itself.
"""

from typing import Any

from slotwise.measures.measure import Measure
from slotwise.measures.query import Query
from slotwise.measures.source import Source
from slotwise.measures.spans import Offsets, Span
from slotwise.measures.sums import Asked, Writer

STEP = "step"
"""The fact of a row that the source tells beside its own: the number of its step."""
_ALL = Span(0, 0)
"""Sources of persons who each have a time of their own read a span as what is added to both of its ends."""
_FIRST = {
    "persons": "person, g0 < 0",
    "visits": "person, g0 < 0, session",
    "answers": "person, g0 < 0, decision, COALESCE(touchpoint, '')",
}
_KNOWN = {"visits": "session", "answers": "decision"}
_ADDED = {"count": "COUNT(*)", "sum": "SUM(amount)", "seconds": "SUM(amount)"}


def growth(source: Source, measure: Measure) -> tuple[str, dict[str, Any]]:
    """Return SQL and its parameters: person, step (int) and n (float), one row for every step in which there was any.

    `source` knows the fact STEP of every row, and whose time is when.
    """
    query = Query(source.marker)
    asked = Asked(measure, None, _ALL, Offsets((0,), ()), (STEP,))
    rows = Writer(source, query, asked).rows(measure)
    return f"SELECT person, step, CAST(n AS DOUBLE PRECISION) AS n FROM ({_counted(measure, rows, query)}) t", (
        query.parameters
    )


def _counted(measure: Measure, rows: str, query: Query) -> str:
    if measure.of in _ADDED:
        return f"SELECT person, g0 AS step, {_ADDED[measure.of]} AS n FROM ({rows}) r GROUP BY person, g0"
    if measure.of == "repeats":
        times = "ROW_NUMBER() OVER (PARTITION BY person, g0 < 0, content ORDER BY moment)"
        inner = f"SELECT person, g0 AS step, {times} AS k FROM ({rows}) r"
        beyond = query.value(measure.beyond)
        return f"SELECT person, step, COUNT(*) AS n FROM ({inner}) k WHERE k > {beyond} GROUP BY person, step"
    known = f" WHERE {_KNOWN[measure.of]} IS NOT NULL" if measure.of in _KNOWN else ""
    inner = f"SELECT person, MIN(g0) AS step FROM ({rows}) r{known} GROUP BY {_FIRST[measure.of]}"
    return f"SELECT person, step, COUNT(*) AS n FROM ({inner}) f GROUP BY person, step"
