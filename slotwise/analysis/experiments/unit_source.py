"""Unit source: the rows of a log that are of an experiment's units, each unit in a time of its own.

A unit's time begins with its exposure and ends with the cut, its batch or its window. The measures' own writer counts
over it: `person` of a row is the unit's number, and the fact STEP is the row's step, -1 for the unit's past.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar, Literal

from slotwise.analysis.experiments.timeline import Timeline
from slotwise.analysis.experiments.units import TABLE
from slotwise.analysis.log_source import LogSource
from slotwise.analysis.opened import OpenLog
from slotwise.analysis.query import quoted
from slotwise.measures.growth import STEP
from slotwise.measures.query import Query
from slotwise.measures.source import Kind
from slotwise.measures.spans import DAY, Span


@dataclass(frozen=True)
class Reach:
    """What of a unit's time is read."""

    time: Timeline
    unit: Literal["person", "session"] = "person"
    history: int = 0
    """ms before its exposure."""
    window: int | None = None
    """ms from its exposure on; None for all."""


class UnitSource(LogSource):
    """Reads the rows of the units of the table TABLE; a span is what is added to both ends of a unit's time."""

    person: ClassVar[str] = "r.owner"

    def __init__(self, opened: OpenLog, reach: Reach):
        super().__init__(opened)
        self._reach = reach

    def table(self, query: Query, log_: str, span: Span, types: Collection[str]) -> str:
        """Return the rows in the units' times, or, with a wider span, near them."""
        reach, time = self._reach, self._reach.time
        whole = Span(time.began - reach.history + span.since, time.cut + span.until)
        rows = super().table(query, log_, whole, types)
        key = "r.person" if reach.unit == "person" else "r.session"
        ends = "u.ends" if reach.window is None else f"least(u.ends, u.exposed + {reach.window})"
        where = [f"r.moment >= u.exposed - {reach.history - span.since}", f"r.moment < {ends} + {span.until}"]
        if span == (0, 0):
            where.append(f"(r.moment < u.exposed OR {time.open('r.moment')})")
        step = f"CASE WHEN r.moment < u.exposed THEN -1 ELSE (r.moment - {time.began}) // {DAY} END"
        return (
            f"SELECT r.* REPLACE (u.unit AS person), r.person AS owner, CAST({step} AS INTEGER) AS {quoted(STEP)} "
            f"FROM ({rows}) r JOIN {TABLE} u ON {key} = u.key WHERE {' AND '.join(where)}"
        )

    def fact(self, query: Query, log_: str, name: str, kind: Kind) -> str:
        """Return a fact of a row, the step among them."""
        return f"r.{STEP}" if name == STEP else super().fact(query, log_, name, kind)
