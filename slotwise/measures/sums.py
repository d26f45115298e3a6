"""Sums: the statement that counts a metric's two measures by person and group, and sums them over persons."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from slotwise.measures.estimate import Sums
from slotwise.measures.measure import Measure, Other, Pick
from slotwise.measures.query import Query
from slotwise.measures.source import Source
from slotwise.measures.spans import Offsets, Span, milliseconds
from slotwise.measures.where import Where

DAY_OF = "day"
"""The group of the local day; every other group is a fact by its name."""
NOBODY = ""
"""Group of the rows of which a fact is not known."""
_SAME = {
    "person": None,
    "visit": "session",
    "product": "product",
    "content": "content",
    "category": "category",
}
_KEPT = ("id", "moment", "person", "content", "session", "decision", "touchpoint")
_NO_AMOUNT, _NO_MOMENT = "CAST(NULL AS DOUBLE PRECISION)", "CAST(NULL AS BIGINT)"
_COUNTED = {
    "count": "COUNT(*)",
    "persons": "1",
    "visits": "COUNT(DISTINCT session)",
    "answers": "COUNT(DISTINCT decision || '|' || COALESCE(touchpoint, ''))",
    "sum": "SUM(amount)",
    "seconds": "SUM(amount)",
}


@dataclass(frozen=True)
class Asked:
    """What is to be summed: the measures of one metric in a span, by groups; days are those of `offsets`."""

    numerator: Measure
    denominator: Measure | None
    span: Span
    offsets: Offsets
    by: tuple[str, ...] = ()
    only: Pick | None = None
    """Narrows both measures: its types of events are not read, its condition is."""


def sums(source: Source, asked: Asked) -> dict[tuple[str | int, ...], Sums]:
    """Return the sums of every group that has any, by the values of `by`; a day is ms since 1970 by its own clock."""
    text, parameters = statement(source, asked)
    groups = len(asked.by)
    return {
        tuple(NOBODY if each is None else each for each in row[:groups]): Sums(
            int(row[groups]), *(float(each or 0.0) for each in row[groups + 1 :])
        )
        for row in source.run(text, parameters)
    }


def statement(source: Source, asked: Asked) -> tuple[str, dict[str, Any]]:
    """Return the SQL of `sums` and its parameters."""
    query = Query(source.marker)
    groups = [f"g{place}" for place in range(len(asked.by))]
    names = "".join(f", {each}" for each in groups)
    writer = Writer(source, query, asked)
    parts = [f"SELECT person{names}, 1.0 * n AS x, 0.0 AS y FROM ({writer.counted(asked.numerator)}) a"]
    if asked.denominator is not None:
        parts.append(f"SELECT person{names}, 0.0 AS x, 1.0 * n AS y FROM ({writer.counted(asked.denominator)}) b")
    both = " UNION ALL ".join(parts)
    each = f"SELECT person{names}, SUM(x) AS x, SUM(y) AS y FROM ({both}) c GROUP BY person{names}"
    first = "".join(f"{each}, " for each in groups)
    group = f" GROUP BY {', '.join(groups)}" if groups else ""
    return (
        f"SELECT {first}COUNT(*), SUM(x), SUM(y), SUM(x * x), SUM(x * y), SUM(y * y) FROM ({each}) d{group}",
        query.parameters,
    )


class Writer:
    """Writes the parts of a statement: the rows of a measure, and what is counted of them."""

    def __init__(self, source: Source, query: Query, asked: Asked):
        self.source, self.query, self.asked = source, query, asked

    def counted(self, measure: Measure) -> str:
        """Return person, groups and n of a measure."""
        groups = "".join(f", g{place}" for place in range(len(self.asked.by)))
        rows = self.rows(measure)
        if measure.of == "repeats":
            inner = f"SELECT person{groups}, content, COUNT(*) AS k FROM ({rows}) r GROUP BY person{groups}, content"
            beyond = self.query.value(measure.beyond)
            return (
                f"SELECT person{groups}, SUM(CASE WHEN k > {beyond} THEN k - {beyond} ELSE 0 END) AS n "
                f"FROM ({inner}) k GROUP BY person{groups}"
            )
        counted = _COUNTED[measure.of]
        return f"SELECT person{groups}, {counted} AS n FROM ({rows}) r GROUP BY person{groups}"

    def rows(self, measure: Measure) -> str:
        """Return the rows of a measure that have the other events which it asks for before and after them."""
        amount = measure.field if measure.of == "sum" else None
        rows = self._picked(measure, self.asked.span, self.asked.by, amount, self._same(measure))
        for other, before in ((measure.after, True), (measure.before, False)):
            if other is not None:
                rows = self._beside(measure, rows, other, before)
        return rows

    def _beside(self, measure: Measure, rows: str, other: Other, before: bool) -> str:
        """Return the rows that have another event within reach: one pass over both in the order of time."""
        most, least = milliseconds(other.within), milliseconds(other.apart) if other.apart else 1
        span = self.asked.span
        wider = span.wider(before=most) if before else span.wider(after=most)
        others = self._picked(other, wider, (), None, (other.same,))
        columns = [*_KEPT, *self._keys(measure), *(f"g{place}" for place in range(len(self.asked.by)))]
        key = _SAME[other.same]
        own = {"moment", "person", key}
        theirs = ", ".join(each if each in own else f"NULL AS {each}" for each in columns)
        known = "" if key is None else f" WHERE {key} IS NOT NULL"
        both = (
            f"SELECT {', '.join(columns)}, amount, {_NO_MOMENT} AS other FROM ({rows}) r{known} UNION ALL "
            f"SELECT {theirs}, {_NO_AMOUNT} AS amount, moment AS other FROM ({others}) o{known}"
        )
        nearest, frame = ("MAX", f"{most} PRECEDING AND {least} PRECEDING") if before else (
            "MIN", f"{least} FOLLOWING AND {most} FOLLOWING")  # fmt: skip
        window = f"PARTITION BY person{'' if key is None else ', ' + key} ORDER BY moment RANGE BETWEEN {frame}"
        found = f"SELECT u.*, {nearest}(other) OVER ({window}) AS near FROM ({both}) u"
        amount = "(moment - near) / 1000.0" if measure.of == "seconds" and before else "amount"
        return (
            f"SELECT {', '.join(columns)}, {amount} AS amount FROM ({found}) f "
            "WHERE id IS NOT NULL AND near IS NOT NULL"
        )

    def _keys(self, measure: Measure) -> list[str]:
        """Columns beside those of every row by which other events are found."""
        found = [_SAME[name] for name in self._same(measure)]
        return [each for each in dict.fromkeys(found) if each is not None and each not in _KEPT]

    def _same(self, measure: Measure) -> tuple[str, ...]:
        return tuple(other.same for other in (measure.after, measure.before) if other is not None)

    def _picked(self, pick: Pick, span: Span, by: Sequence[str], amount: str | None, same: Sequence[str]) -> str:
        log, source, query = pick.log, self.source, self.query
        table = source.table(query, log, span, pick.types)
        names = set(by) - {DAY_OF} | ({amount} if amount else set())
        columns = [f"r.{each}" for each in _KEPT]
        columns += ["r.product"] if "product" in same else []
        if "category" in same:
            names.add("product.category")
            columns.append(f"{source.fact(query, log, 'product.category', 'text')} AS category")
        columns += [f"{self._group(log, each)} AS g{place}" for place, each in enumerate(by)]
        columns.append(f"{source.fact(query, log, amount, 'number') if amount else _NO_AMOUNT} AS amount")
        wheres, read = self._wheres(pick)
        where = f" WHERE {' AND '.join(wheres)}" if wheres else ""
        return f"SELECT {', '.join(columns)} FROM ({table}) r{source.joins(query, log, names | read)}{where}"

    def _wheres(self, pick: Pick) -> tuple[list[str], set[str]]:
        where, narrowed = Where(self.source, self.query, pick.log), self.asked.only
        conditions = [each.when for each in (pick, narrowed) if each is not None and each.when is not None]
        return [where.holds(each.tree) for each in conditions], {name for each in conditions for name in each.names}

    def _group(self, log: str, name: str) -> str:
        if name != DAY_OF:
            return self.source.fact(self.query, log, name, "text")
        ahead, changes = self.asked.offsets
        local = f"r.moment + {ahead[-1]}"
        for offset, change in reversed(list(zip(ahead, changes, strict=False))):
            local = f"CASE WHEN r.moment < {change} THEN r.moment + {offset} ELSE {local} END"
        return f"(({local}) - ({local}) % 86400000)"
