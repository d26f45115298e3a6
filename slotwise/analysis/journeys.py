"""Journeys: how far everybody came in a process, as columns: one row for each visit, or person, that began it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from slotwise.analysis.log_source import LogSource
from slotwise.analysis.opened import OpenLog
from slotwise.documents.processes import Process, Step
from slotwise.measures.measure import Pick
from slotwise.measures.query import Query
from slotwise.measures.spans import Span, milliseconds
from slotwise.measures.where import Where

Codes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Journeys:
    """n journeys of P persons through K steps."""

    person: Codes
    """int64 (n,): codes of persons, 0 to P - 1."""
    reached: Codes
    """int64 (n,): steps that were reached, 1 to K."""
    moments: npt.NDArray[np.float64]
    """float64 (n, K): when, ms UTC; NaN where a step was not reached."""
    groups: dict[str, npt.NDArray[np.object_]]
    """Facts of the first step, object (n,) of text, '' where a fact is not known."""

    @property
    def persons(self) -> int:
        """How many persons there are."""
        return int(self.person.max(initial=-1)) + 1

    def take(self, rows: npt.NDArray[Any]) -> "Journeys":
        """Return chosen journeys; persons keep their codes."""
        groups = {name: each[rows] for name, each in self.groups.items()}
        return Journeys(self.person[rows], self.reached[rows], self.moments[rows], groups)


def journeys(
    opened: OpenLog,
    process: Process,
    span: Span,
    by: Sequence[str],
    only: Pick | None = None,
    persons: Collection[str] | None = None,
) -> Journeys:
    """Follow everybody (or some `persons`) who takes the first step within a span; `only` narrows what is a first step.

    A step is taken by the first event that fits it, not before the step ahead of it and within the process' window.
    """
    source, query = LogSource(opened, persons), Query(LogSource.marker)
    text = _Writer(source, query, process, span, by, only).statement()
    columns = opened.connection.execute(text, query.parameters).fetchnumpy()
    steps = len(process.steps)
    moments = np.column_stack([_floats(columns[f"t{place}"]) for place in range(steps)])
    _, person = np.unique(np.asarray(columns["person"], dtype=object).astype(str), return_inverse=True)
    groups = {name: _texts(columns[f"g{place}"]) for place, name in enumerate(by)}
    return Journeys(person.astype(np.int64), (~np.isnan(moments)).sum(axis=1), moments, groups)


class _Writer:
    def __init__(
        self, source: LogSource, query: Query, process: Process, span: Span, by: Sequence[str], only: Pick | None
    ):
        self.source, self.query, self.process, self.span, self.by, self.only = source, query, process, span, by, only
        self.window = milliseconds(process.window)

    def statement(self) -> str:
        """Return the SQL: one query a step, each on top of the one before."""
        parts = [f"j0 AS ({self._first()})"]
        for place in range(1, len(self.process.steps)):
            parts.append(f"e{place} AS ({self._events(place)}), j{place} AS ({self._next(place)})")
        return f"WITH {', '.join(parts)} SELECT * FROM j{len(self.process.steps) - 1}"

    def _first(self) -> str:
        """The first event of each journey, with the facts that it is told apart by."""
        facts = [
            f"{self.source.fact(self.query, 'events', name, 'text')} AS g{place}" for place, name in self._groups()
        ]
        rows = self._picked(self.process.steps[0], self.span, facts, self.by, self.only)
        groups = "".join(f", arg_min(COALESCE(g{place}, ''), (moment, id)) AS g{place}" for place, _ in self._groups())
        return f"SELECT person, journey, min(moment) AS t0{groups} FROM ({rows}) GROUP BY person, journey"

    def _events(self, place: int) -> str:
        return self._picked(self.process.steps[place], self.span.wider(after=self.window), [], (), None)

    def _next(self, place: int) -> str:
        """The same journeys with the moment at which they took another step, if they took the one before."""
        last = f"j.t{place - 1}"
        known = [f"t{each}" for each in range(place)] + [f"g{each}" for each, _ in self._groups()]
        # The very same kind of event is not taken twice for two steps.
        later = ">" if _alike(self.process.steps[place - 1], self.process.steps[place]) else ">="
        return (
            f"SELECT j.person, j.journey, {', '.join(f'j.{each}' for each in known)}, min(e.moment) AS t{place} "
            f"FROM j{place - 1} j LEFT JOIN e{place} e ON e.person = j.person AND e.journey = j.journey "
            f"AND e.moment {later} {last} AND e.moment <= j.t0 + {self.window} "
            f"GROUP BY j.person, j.journey, {', '.join(f'j.{each}' for each in known)}"
        )

    def _picked(self, step: Step, span: Span, facts: list[str], by: Sequence[str], only: Pick | None) -> str:
        table = self.source.table(self.query, "events", span, step.types)
        where = Where(self.source, self.query, "events")
        conditions = [each.when for each in (step, only) if each is not None and each.when is not None]
        names = {name for each in conditions for name in each.names} | set(by)
        journey = "r.session" if self.process.per == "visit" else "''"
        wheres = ["r.person IS NOT NULL", f"{journey} IS NOT NULL", *(where.holds(each.tree) for each in conditions)]
        columns = ", ".join(["r.id", "r.moment", "r.person", f"{journey} AS journey", *facts])
        joins = self.source.joins(self.query, "events", names)
        return f"SELECT {columns} FROM ({table}) r{joins} WHERE {' AND '.join(wheres)}"

    def _groups(self) -> list[tuple[int, str]]:
        return list(enumerate(self.by))


def _alike(one: Step, other: Step) -> bool:
    return one.types == other.types and one.when == other.when


def _floats(column: Any) -> npt.NDArray[np.float64]:
    masked = np.ma.asarray(column).astype(np.float64)
    return np.asarray(np.ma.filled(masked, np.nan))


def _texts(column: Any) -> npt.NDArray[np.object_]:
    return np.array([each if isinstance(each, str) else "" for each in np.ma.asarray(column).tolist()], dtype=object)
