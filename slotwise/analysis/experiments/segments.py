"""Segments: the primary metric told apart by facts that were declared before, of the unit or of its first decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise.analysis.experiments.timeline import Timeline
from slotwise.analysis.experiments.unit_source import Reach, UnitSource
from slotwise.analysis.experiments.units import TABLE
from slotwise.analysis.experiments.values import Values
from slotwise.analysis.log_source import LogSource
from slotwise.analysis.opened import OpenLog
from slotwise.analysis.query import literal
from slotwise.errors import StatisticsError
from slotwise.measures.query import Query
from slotwise.measures.spans import Span
from slotwise.statistics.comparing import Comparison, compare
from slotwise.statistics.corrections import benjamini_hochberg
from slotwise.statistics.estimating import estimate
from slotwise.statistics.moments import Moments
from slotwise.statistics.segments import differing

_MOST = 12
"""Values of a fact that are shown, the most frequent ones."""
REST = "(others)"


@dataclass(frozen=True)
class Segment:
    """The units by one fact: `code` is int (n,), a place in `names`."""

    fact: str
    names: tuple[str, ...]
    code: NDArray[np.int16]


def segment(opened: OpenLog, fact: str, time: Timeline, n: int) -> Segment:
    """Read a fact of the units of the table units.TABLE; where the log does not tell it, it is the empty text."""
    query, connection = Query(LogSource.marker), opened.connection
    source = _of_person if fact.startswith("person.") else _of_decision
    select = source(opened, query, fact, time)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE told AS {select}", query.parameters)
    counts = dict(connection.execute("SELECT value, count(*) FROM told GROUP BY value").fetchall())
    counts[""] = counts.get("", 0) + n - sum(counts.values())
    largest = sorted((each for each in counts if counts[each]), key=lambda each: (-counts[each], each))
    place = {name: number for number, name in enumerate(largest[:_MOST])}
    cases = " ".join(f"WHEN {literal(name)} THEN {number}" for name, number in place.items())
    coded = f"CASE value {cases} ELSE {_MOST} END" if cases else "0"
    found = connection.execute(f"SELECT unit, CAST({coded} AS SMALLINT) AS code FROM told").fetchnumpy()
    connection.execute("DROP TABLE told")
    code = np.full(n, place.get("", min(_MOST, len(largest))), np.int16)
    code[found["unit"]] = found["code"]
    return Segment(fact, (*place, *([REST] if len(largest) > _MOST else [])), code)


def _of_person(opened: OpenLog, query: Query, fact: str, time: Timeline) -> str:
    source = UnitSource(opened, Reach(time))
    value = source.fact(query, "events", fact, "text")
    return (
        f"SELECT r.unit, {value} AS value FROM (SELECT unit, key AS owner FROM {TABLE}) r"
        f"{source.joins(query, 'events', [fact])} WHERE {value} IS NOT NULL"
    )


def _of_decision(opened: OpenLog, query: Query, fact: str, time: Timeline) -> str:
    source = LogSource(opened)
    value = source.fact(query, "decisions", fact, "text")
    rows = source.table(query, "decisions", Span(time.began, time.cut), ())
    return (
        f"SELECT u.unit, min({value}) AS value FROM ({rows}) r JOIN {TABLE} u ON r.decision = u.decision"
        f"{source.joins(query, 'decisions', [fact])} WHERE {value} IS NOT NULL GROUP BY u.unit"
    )


def told(segments: Sequence[Segment], values: Values, adjust: bool, level: float) -> list[dict[str, Any]]:
    """Return the primary metric of every segment and variant as plain values, p values corrected over all of them."""
    found, p_values = list[dict[str, Any]](), list[float | None]()
    for each in segments:
        comparisons: dict[str, list[Comparison]] = {name: [] for name in values.units.names[1:]}
        rows = [_row(each, code, values, adjust, level, comparisons) for code in range(len(each.names))]
        p_values += [entry.get("p_value") for row in rows for entry in row["comparisons"].values()]
        differ = {name: differing([one.absolute for one in some])._asdict() for name, some in comparisons.items()}
        found.append({"segment": each.fact, "rows": rows, "differing": differ})
    corrected = iter(benjamini_hochberg(p_values))
    for each_fact in found:
        for row in each_fact["rows"]:
            for entry in row["comparisons"].values():
                entry["p_adjusted"] = next(corrected)
    return found


def _row(
    segment: Segment, code: int, values: Values, adjust: bool, level: float, comparisons: dict[str, list[Comparison]]
) -> dict[str, Any]:
    kind, step = values.reading.kind, values.time.steps - 1
    moments = {}
    for place, name in enumerate(values.units.names):
        members = values.members(place, step)
        moments[name] = Moments.of(values.rows[members][segment.code[members] == code])
    row: dict[str, Any] = {"value": segment.names[code], "variants": {}, "comparisons": {}}
    control = moments[values.units.names[0]]
    for name, each in moments.items():
        try:
            own = estimate(each, kind)
            row["variants"][name] = {"value": own.value, "units": each.n}
            if each is not control:
                found = compare(control, each, kind, adjust, level)
                comparisons[name].append(found)
                row["comparisons"][name] = entry_of(found)
        except StatisticsError as error:
            row["variants"].setdefault(name, {"value": None, "units": each.n, "why": error.detail})
    return row


def entry_of(found: Comparison) -> dict[str, Any]:
    """Return a segment's comparison as plain values."""
    relative = None if found.relative is None else found.relative.to_json()
    return {"absolute": found.absolute.to_json(), "relative": relative, "p_value": found.absolute.p_value}
