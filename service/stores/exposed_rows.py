"""Exposed rows: the live log of those who are in a phase of an experiment, from each one's first exposure on.

Who was seen in two variants is in neither (their identity was merged, or a clock went wrong): the report counts them.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from service.stores.database import Database
from service.stores.live_rows import OF_DECISION, OF_EVENT, ROOT, LiveRows
from slotwise.catalog import Catalog
from slotwise.experiments.assigned import Reason
from slotwise.measures.estimate import Sums
from slotwise.measures.query import Query
from slotwise.measures.source import Kind
from slotwise.measures.spans import Span

ARM = "experiment.variant"
"""The fact by which figures are told apart: the variant that the row's unit is in."""
_ROW = ("id", "moment", "product", "content", "touchpoint", "decision", "session", "context")
FALLBACK = "CASE WHEN e.service_level = 'ranker' AND e.served = e.variant THEN 0.0 ELSE 1.0 END"
"""1 where a step below the ranker answered, or another variant in the place of the unit's own: as the report has it."""
_FAILED = "CASE WHEN e.service_level IN ('ranker', 'blend') AND e.served = e.variant THEN 0.0 ELSE 1.0 END"
"""The same, but for a version that has no ranker and is not meant to have one."""
LATENCY = "e.elapsed_ms"


@dataclass(frozen=True)
class Exposure:
    """Which part of the assignments: a phase from a moment on (ms UTC), by person or by session."""

    experiment: str
    phase: int
    unit: str
    since: int


class ExposedRows(LiveRows):
    """The live log, narrowed to a phase's units; a row's person is its unit. Errors are StoreError."""

    def __init__(self, database: Database, exposure: Exposure, catalog: Catalog | None = None):
        super().__init__(database, catalog)
        self._exposure = exposure

    def table(self, query: Query, log: str, span: Span, types: Collection[str]) -> str:
        """Return the rows of a log in a span with what `fact` reads, each with its unit's variant."""
        own = [f"own_{name}" for name in (OF_EVENT if log == "events" else OF_DECISION)]
        columns = [*_ROW, *(["properties"] if log == "events" else []), *own]
        key = "person" if self._exposure.unit == "person" else "session"
        return (
            f"SELECT {', '.join(f't.{each}' for each in columns)}, x.who AS person, x.arm AS arm "
            f"FROM ({super().table(query, log, span, types)}) t "
            f"JOIN ({self._exposed(query, span.until)}) x ON x.who = t.{key} AND t.moment >= x.first"
        )

    def fact(self, query: Query, log: str, name: str, kind: Kind) -> str:
        """Return the variant beside all other facts."""
        return "r.arm" if name == ARM else super().fact(query, log, name, kind)

    @property
    def since(self) -> int:
        """From when on assignments count, ms UTC."""
        return self._exposure.since

    def units(self, until: int) -> dict[str, int]:
        """Return how many units were exposed to each variant before a moment (ms UTC)."""
        query = Query(self.marker)
        statement = f"SELECT arm, COUNT(*) FROM ({self._exposed(query, until)}) x GROUP BY arm"
        return {str(arm): int(count) for arm, count in self.run(statement, query.parameters)}

    def served(self, value: str, until: int) -> dict[str, Sums]:
        """Return sums over units of a value of their decisions (x) and of how many those were (y), by variant."""
        query = Query(self.marker)
        per_unit = (
            f"SELECT {self._who} AS who, MIN(e.variant) AS arm, SUM({value}) AS x, 1.0 * COUNT(*) AS y "
            f"{self._of(query, until)}"
        )
        statement = (
            f"SELECT arm, COUNT(*), SUM(x), SUM(y), SUM(x * x), SUM(x * y), SUM(y * y) FROM ({per_unit}) u GROUP BY arm"
        )
        rows = self.run(statement, query.parameters)
        return {str(row[0]): Sums(int(row[1]), *(float(each) for each in row[2:])) for row in rows}

    def lately(self, since: int, until: int) -> Mapping[str, tuple[int, float]]:
        """Return by variant the decisions in a span (ms UTC), and the share of them that fell back below the blend."""
        found = self._exposure
        statement = (
            f"SELECT e.variant, COUNT(*), AVG({_FAILED}) FROM assignments e WHERE e.experiment = :experiment "
            "AND e.phase = :phase AND e.reason = :reason AND e.decided_at >= :since AND e.decided_at < :until "
            "GROUP BY e.variant"
        )
        given: dict[str, Any] = {
            "experiment": found.experiment, "phase": found.phase, "reason": Reason.ASSIGNED.value,
            "since": max(since, found.since), "until": until,
        }  # fmt: skip
        return {str(row[0]): (int(row[1]), float(row[2])) for row in self.run(statement, given)}

    @property
    def _who(self) -> str:
        return "COALESCE(s.merged_into, e.person_id)" if self._exposure.unit == "person" else "e.session"

    def _exposed(self, query: Query, until: int) -> str:
        return f"SELECT {self._who} AS who, MIN(e.decided_at) AS first, MIN(e.variant) AS arm {self._of(query, until)}"

    def _of(self, query: Query, until: int) -> str:
        """The assignments of the phase by unit."""
        found = self._exposure
        return (
            f"FROM assignments e {ROOT} WHERE e.experiment = {query.value(found.experiment)} "
            f"AND e.phase = {query.value(found.phase)} AND e.reason = {query.value(Reason.ASSIGNED.value)} "
            f"AND e.decided_at >= {query.value(found.since)} AND e.decided_at < {query.value(until)} "
            f"AND {self._who} IS NOT NULL GROUP BY {self._who} HAVING MIN(e.variant) = MAX(e.variant)"
        )
