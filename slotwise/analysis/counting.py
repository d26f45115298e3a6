"""Counting: what came of exposures, by touchpoint, slot, content and day, by segment, and by how often they were seen.

DuckDB reads the log once and gives back as many rows as there are combinations, not as there are exposures.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise import log
from slotwise.analysis.folder import File
from slotwise.analysis.opened import OpenLog
from slotwise.analysis.query import quoted
from slotwise.errors import ConfigError

DAY_MS = 86_400_000
PERSON_PREFIX = "person."
"""A segment by an attribute of persons.parquet: `person.tier`. Other segments are columns of the decisions."""
NONE = ""
"""Value of a segment that nothing is known of."""
NTH = (1, 2, 3, 5, 9, 17)
"""First exposure number of every class of repeats: the first, the second, the third and fourth, ..."""
GROUPS = 40
"""Groups of persons, by chance, whose differences tell how sure a mean over persons is."""

Counts = Mapping[str, NDArray[Any]]
_SUMS = (
    "count(*) AS n, sum(clicked::INT)::BIGINT AS clicks, sum(started::INT)::BIGINT AS starts, "
    "sum(steps)::BIGINT AS steps, sum(leaves::INT)::BIGINT AS leaves, sum(converted::INT)::BIGINT AS conversions, "
    "coalesce(sum(value), 0)::DOUBLE AS value"
)
_WEIGHTS = (
    "coalesce(sum(1 / propensity), 0)::DOUBLE AS weight, "
    "coalesce(sum(1 / propensity) FILTER (clicked), 0)::DOUBLE AS weighted_clicks, "
    "coalesce(sum(1 / propensity / propensity), 0)::DOUBLE AS squares, count(propensity) AS known, "
    "coalesce(sum(score / propensity), 0)::DOUBLE AS scores, "
    "coalesce(sum(1 / propensity) FILTER (score IS NOT NULL), 0)::DOUBLE AS scored"
)


@dataclass(frozen=True)
class Counted:
    """Tables of counts; every table has `touchpoint` and `content` as codes into the names."""

    touchpoints: tuple[str, ...]
    contents: tuple[str, ...]
    days: NDArray[np.int64]
    """Days of the log since 1970 (UTC), all of them from the first to the last."""
    cells: Counts
    """By touchpoint, slot, content, day (code): n, clicks, starts, steps, leaves, conversions, value; sums of inverse
    propensities (weight, weighted_clicks, squares; known: how many), and of logged scores by them (scores, scored)."""
    segments: Mapping[str, tuple[tuple[str, ...], Counts]]
    """By segment: its values, and counts by touchpoint, slot, content and value (code)."""
    groups: Mapping[str, Counts]
    """By segment, and "" for all: counts by touchpoint, value (code) and group of persons."""
    repeats: Counts
    """By touchpoint, slot, content and class of NTH: n, clicks."""
    since: int
    until: int
    """First and last moment of the exposures, ms UTC; 0 without any."""


def count(opened: OpenLog, segments: Iterable[str] = (), since: int = 0) -> Counted:
    """Count the exposures of a log from `since` on (ms UTC); raises ConfigError for a segment that is no column of it.

    Where a touchpoint's clients report exposures at all, placements without one are not counted; nor are those of which
    it is not known yet whether they are clicked.
    """
    names = tuple(dict.fromkeys(segments))
    _impressions(opened, names, since)
    by = ("touchpoint", "slot", "content")
    cells = _fetch(opened, (*by, "day"), f"{_SUMS}, {_WEIGHTS}")
    touchpoints, contents = _names(cells["touchpoint"]), _names(cells["content"])
    coded = _Coded(touchpoints, contents)
    first, last = _span(opened)
    days = np.arange(first // DAY_MS, last // DAY_MS + 1) if len(cells["n"]) else np.zeros(0, np.int64)
    found, groups = {}, {"": coded.of(_fetch(opened, ("touchpoint", "fold"), _SUMS), {"value_code": None})}
    for place, name in enumerate(names):
        table = _fetch(opened, (*by, f"segment_{place}"), _SUMS)
        values = _names(table[f"segment_{place}"])
        found[name] = values, coded.of(table, {f"segment_{place}": values})
        table = _fetch(opened, ("touchpoint", f"segment_{place}", "fold"), _SUMS)
        groups[name] = coded.of(table, {f"segment_{place}": values})
    repeats = coded.of(_fetch(opened, (*by, "class"), "count(*) AS n, sum(clicked::INT)::BIGINT AS clicks", _REPEATS))
    opened.connection.execute("DROP TABLE impressions")
    return Counted(
        touchpoints, contents, days, _dated(coded.of(cells), days), found, groups, repeats, first, last
    )  # fmt: skip


def known_segments(opened: OpenLog, wanted: Iterable[str]) -> tuple[str, ...]:
    """Return those of some segments that the log has."""
    return tuple(name for name in wanted if _column(opened, name) is not None)


_CLASS = " + ".join(f"(nth >= {first})::INT" for first in NTH[1:])
_REPEATS = (
    f"SELECT touchpoint, slot, content, clicked, {_CLASS} AS class FROM (SELECT touchpoint, slot, content, clicked, "
    "row_number() OVER (PARTITION BY hash(person, content) ORDER BY seen_at) AS nth FROM impressions "
    "WHERE person IS NOT NULL)"
)


def _impressions(opened: OpenLog, segments: tuple[str, ...], since: int) -> None:
    placements, connection = opened.placements, opened.connection
    facts = opened.facts()
    join, columns = "", [_column_or_refuse(opened, name) for name in segments]
    if any(name.startswith(PERSON_PREFIX) for name in segments):
        persons = opened.file(log.PERSONS_FILE)
        assert persons is not None
        join = f"LEFT JOIN {persons.source} a USING ({log.PERSON})"
    named = "".join(f", coalesce(CAST({sql} AS VARCHAR), '') AS segment_{place}" for place, sql in enumerate(columns))
    optional = {name: _or_null(placements, name, type_) for name, type_ in _OPTIONAL.items()}
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE impressions AS
        SELECT coalesce(f.touchpoint, '') AS touchpoint, {optional[log.SLOT]} AS slot,
               coalesce({optional[log.CONTENT]}, {optional[log.PRODUCT]}) AS content,
               (coalesce(exposed_at, f.decided_at) // {DAY_MS})::INTEGER AS day,
               coalesce(exposed_at, f.decided_at) AS seen_at,
               CASE WHEN d.{log.PERSON} <> '' THEN hash(d.{log.PERSON}) END AS person,
               coalesce(hash(d.{log.PERSON}) % {GROUPS}, 0)::UTINYINT AS fold,
               nullif({optional[log.PROPENSITY]}, 0) AS propensity, {optional[log.SCORE]} AS score,
               clicked_at IS NOT NULL AS clicked, started_at IS NOT NULL AS started, steps::SMALLINT AS steps,
               left_at IS NOT NULL AS leaves, converted_at IS NOT NULL AS converted, f.value::FLOAT AS value{named}
        FROM {placements.numbered} d JOIN {facts} f USING (place) {join}
        WHERE (settled OR clicked_at IS NOT NULL) AND (exposed_at IS NOT NULL OR clicked_at IS NOT NULL
               OR f.touchpoint NOT IN (SELECT DISTINCT touchpoint FROM {facts} WHERE exposed_at IS NOT NULL
                                       AND touchpoint IS NOT NULL))
    """)
    connection.execute(f"DROP TABLE {facts}")
    connection.execute(f"DELETE FROM impressions WHERE content IS NULL OR seen_at < {since}")


_OPTIONAL = {
    log.SLOT: "SMALLINT", log.CONTENT: "VARCHAR", log.PRODUCT: "VARCHAR", log.PROPENSITY: "FLOAT", log.SCORE: "FLOAT",
}  # fmt: skip


def _or_null(file: File, name: str, type_: str) -> str:
    return f"CAST(d.{quoted(name)} AS {type_})" if name in file.columns else f"CAST(NULL AS {type_})"


def _column(opened: OpenLog, name: str) -> str | None:
    """Return a segment as SQL, None when the log does not have it."""
    if name.startswith(PERSON_PREFIX):
        persons = opened.file(log.PERSONS_FILE)
        column = log.ATTRIBUTE_PREFIX + name.removeprefix(PERSON_PREFIX)
        return f"a.{quoted(column)}" if persons is not None and column in persons.columns else None
    return f"d.{quoted(name)}" if name in opened.placements.columns else None


def _column_or_refuse(opened: OpenLog, name: str) -> str:
    column = _column(opened, name)
    if column is None:
        known = [each for each in opened.placements.columns if each == log.SCENE or "." in each]
        persons = opened.file(log.PERSONS_FILE)
        known += [each.replace(log.ATTRIBUTE_PREFIX, PERSON_PREFIX, 1) for each in persons.columns] if persons else []
        raise ConfigError(f"the log has no segment {name!r}", expected=sorted(known), given=name, pointer="/segments")
    return column


def _fetch(opened: OpenLog, by: tuple[str, ...], sums: str, source: str = "SELECT * FROM impressions") -> Counts:
    keys = ", ".join(by)
    found = opened.connection.execute(f"SELECT {keys}, {sums} FROM ({source}) GROUP BY {keys} ORDER BY {keys}")
    return {name: np.ma.filled(values, 0) for name, values in found.fetchnumpy().items()}


def _span(opened: OpenLog) -> tuple[int, int]:
    row = opened.connection.execute("SELECT min(seen_at), max(seen_at) FROM impressions").fetchall()[0]
    return int(row[0] or 0), int(row[1] or 0)


def _names(column: NDArray[Any]) -> tuple[str, ...]:
    return tuple(sorted({str(each) for each in column}))


def _dated(cells: Counts, days: NDArray[np.int64]) -> Counts:
    return {**cells, "day": cells["day"] - days[0]} if len(days) else cells


class _Coded:
    """Names in tables become codes."""

    def __init__(self, touchpoints: tuple[str, ...], contents: tuple[str, ...]):
        self._codes = {"touchpoint": touchpoints, "content": contents}

    def of(self, table: Counts, values: Mapping[str, tuple[str, ...] | None] | None = None) -> Counts:
        """Return the table with codes for names; a column of `values` is called `segment`, 0 where there is none."""
        found = {}
        for name, column in table.items():
            names = self._codes.get(name) or (values or {}).get(name)
            if names is None:
                found[name] = column
            else:
                codes = {each: code for code, each in enumerate(names)}
                found["segment" if name.startswith("segment_") else name] = np.array(
                    [codes[str(each)] for each in column], np.int64
                )
        if values is not None and "segment" not in found:
            found["segment"] = np.zeros(len(table["n"]), np.int64)
        return found
