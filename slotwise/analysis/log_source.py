"""Log source: the rows of an opened log folder, as the measures read them."""

from collections.abc import Collection
from typing import Any, ClassVar

from slotwise import log
from slotwise.analysis.folder import File
from slotwise.analysis.opened import OpenLog
from slotwise.analysis.query import literal, quoted
from slotwise.measures.query import Query
from slotwise.measures.source import ROW, Kind, Source
from slotwise.measures.spans import Span

_COLUMNS = {
    "id": log.EVENT_ID, "person": log.PERSON, "type": log.TYPE, "product": log.PRODUCT, "content": log.CONTENT,
    "touchpoint": log.TOUCHPOINT, "slot": log.SLOT, "decision": log.DECISION, "session": log.SESSION,
    "scene": log.SCENE,
}  # fmt: skip
_JOINED = {
    "product": (log.PRODUCTS_FILE, "p", log.PRODUCT, "product"),
    "content": (log.CONTENTS_FILE, "c", log.CONTENT, "content"),
    "person": (log.PERSONS_FILE, "w", log.PERSON, "person"),
}
"""By beginning of a fact: its table, alias, key there, and the row's column that refers to it."""
_CHOSEN = "chosen_persons"
_OF_PRODUCT = ("product_id", "title", "category", "price", "currency")
_OF_CONTENT = ("content_id", "product_id", "kind", "title")


class LogSource(Source):
    """Facts of columns that the log does not have are unknown."""

    person: ClassVar[str] = "r.person"
    """Where the row tells whose it is, as persons.parquet names them."""
    marker: ClassVar[str] = "${}"

    def __init__(self, opened: OpenLog, persons: Collection[str] | None = None):
        """`persons` are the only ones whose rows there are; None for all."""
        self._opened = opened
        self._some = persons is not None
        if persons is not None:
            _note(opened, persons)
        self._files: dict[str, File | None] = {"events": opened.events, "decisions": opened.decisions}

    def table(self, query: Query, log_: str, span: Span, types: Collection[str]) -> str:
        """Return the rows of a log in a span; a decision for nobody in particular stands for itself."""
        file = self._files[log_]
        moment = log.OCCURRED_AT if log_ == "events" else log.DECIDED_AT
        columns = [f"{_column(file, name)} AS {alias}" for alias, name in _COLUMNS.items() if alias in ROW]
        if file is None:
            return f"SELECT {', '.join(columns)}, CAST(NULL AS BIGINT) AS moment WHERE FALSE"
        if log_ == "decisions":
            columns[0] = f"{quoted(log.DECISION)} AS id"
            columns[1] = f"COALESCE({quoted(log.PERSON)}, '#' || {quoted(log.DECISION)}) AS person"
        at = quoted(moment)
        where = [f"{at} >= {query.value(span.since)}", f"{at} < {query.value(span.until)}"]
        if self._some:
            where.append(f"{quoted(log.PERSON)} IN (SELECT person FROM {_CHOSEN})")
        if types:
            where.append(f"{quoted(log.TYPE)} IN ({query.values(types)})")
        own = ", ".join(f"{quoted(name)} AS {quoted('own.' + name)}" for name in file.columns)
        return f"SELECT {', '.join(columns)}, {at} AS moment, {own} FROM {file.source} WHERE {' AND '.join(where)}"

    def fact(self, query: Query, log_: str, name: str, kind: Kind) -> str:
        """Return the column of a fact where it has the kind."""
        root, dot, rest = name.partition(".")
        if not dot or root == "context":
            return _of_kind(self._files[log_], name, f"r.{quoted('own.' + name)}", kind)
        table, alias, _, _ = _JOINED[root]
        column = _own_name(root, rest)
        return _of_kind(self._opened.file(table), column, f"{alias}.{quoted(column)}", kind)

    def joins(self, query: Query, log_: str, names: Collection[str]) -> str:
        """Return the joins with products, contents and persons, as far as they are asked about."""
        roots = {root for root, dot, _ in (name.partition(".") for name in names) if dot}
        found = ""
        for root, (table, alias, key, column) in _JOINED.items():
            file = self._opened.file(table) if root in roots else None
            if file is not None:
                of = self.person if root == "person" else f"r.{column}"
                found += f" LEFT JOIN {file.source} {alias} ON {alias}.{quoted(key)} = {of}"
        return found

    def run(self, text: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
        """Return the rows of a statement."""
        return self._opened.connection.execute(text, parameters).fetchall()


def _note(opened: OpenLog, persons: Collection[str]) -> None:
    opened.connection.execute(f"CREATE OR REPLACE TEMP TABLE {_CHOSEN} AS SELECT unnest($names) AS person",
                              {"names": sorted(persons)})  # fmt: skip


def _column(file: File | None, name: str) -> str:
    if file is None or name not in file.columns:
        return f"CAST({literal(None)} AS VARCHAR)"
    return quoted(name)


def _own_name(root: str, rest: str) -> str:
    plain = {"product": _OF_PRODUCT, "content": _OF_CONTENT, "person": ()}[root]
    return rest if rest in plain else log.ATTRIBUTE_PREFIX + rest


def _of_kind(file: File | None, column: str, written: str, kind: Kind) -> str:
    if file is None or column not in file.columns:
        return "NULL"
    is_number = column in file.numbers(column)
    if is_number != (kind == "number"):
        return "NULL"
    # NaN is a number that is not known.
    return f"NULLIF(CAST({written} AS DOUBLE), 'nan'::DOUBLE)" if is_number else f"CAST({written} AS VARCHAR)"
