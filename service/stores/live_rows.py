"""Live rows: the log of the database itself, as measures read it: what happened until now, in plain SQL."""

import hashlib
from collections.abc import Collection
from typing import Any, ClassVar

import numpy as np
import orjson
from sqlalchemy import text

from service.stores.database import Database
from service.stores.json_sql import JsonSql, PostgresJson, SqliteJson
from slotwise.catalog import Catalog
from slotwise.events import CONSENT
from slotwise.measures.query import Query
from slotwise.measures.source import NUMBERS, TEXTS, Kind, Source
from slotwise.measures.spans import Span

OF_EVENT = (
    "type", "touchpoint", "scene", "session", "decision_id", "product_id", "content_id", "currency", "slot", "value",
)  # fmt: skip
_OF_RECORD = ("scene", "elapsed_ms", "variant")
_OF_ENTRY = ("touchpoint", "service_level", "short")
_OF_PLACEMENT = ("slot", "content_id", "product_id", "propensity", "score")
OF_DECISION = (*_OF_RECORD, *_OF_ENTRY, *_OF_PLACEMENT, "session", "decision_id")
ROOT = (
    "LEFT JOIN (SELECT person_id AS child, merged_into FROM person_states WHERE merged_into IS NOT NULL) s "
    "ON s.child = e.person_id"
)
"""Who was merged into somebody is that person, as in the log's export."""


class LiveRows(Source):
    """Facts of products are the catalogue's; contents and persons are not told here. Errors are StoreError."""

    marker: ClassVar[str] = ":{}"

    def __init__(self, database: Database, catalog: Catalog | None = None):
        self._database = database
        self._catalog = catalog
        self._json: JsonSql = SqliteJson() if database.sqlite else PostgresJson()

    def table(self, query: Query, log: str, span: Span, types: Collection[str]) -> str:
        """Return the rows of a log in a span; what was shown twice counts once, consents are no behaviour."""
        if log == "decisions":
            return self._decisions(query, span)
        where = ["e.repeated = 0", f"e.type <> {query.value(CONSENT)}", *_within(query, span, "e.occurred_at")]
        if types:
            where.append(f"e.type IN ({query.values(types)})")
        own = ", ".join(f"e.{name} AS own_{name}" for name in OF_EVENT)
        return (
            "SELECT e.event_id AS id, e.occurred_at AS moment, COALESCE(s.merged_into, e.person_id) AS person, "
            "e.product_id AS product, e.content_id AS content, e.touchpoint AS touchpoint, e.decision_id AS decision, "
            f"e.session AS session, e.context AS context, e.properties AS properties, {own} "
            f"FROM events e {ROOT} WHERE {' AND '.join(where)}"
        )

    def fact(self, query: Query, log: str, name: str, kind: Kind) -> str:
        """Return the fact of a row where it has the kind; NULL for what is not known live."""
        root, dot, rest = name.partition(".")
        if root == "context" and dot:
            return self._json.told("r.context", query.value(self._json.path(rest)), kind)
        if name == "step" and log == "events":
            return self._json.told("r.properties", query.value(self._json.path(name)), kind)
        if root == "product" and dot:
            column = self._column(rest)
            return f"p.{column}" if column and column.startswith("n_") == (kind == "number") else "NULL"
        known = OF_EVENT if log == "events" else OF_DECISION
        return f"r.own_{name}" if name in known and name in (TEXTS if kind == "text" else NUMBERS) else "NULL"

    def joins(self, query: Query, log: str, names: Collection[str]) -> str:
        """Return the join with the catalogue's products, as far as their facts are asked for."""
        wanted = sorted({name.partition(".")[2] for name in names if name.startswith("product.")})
        columns = {name: column for name in wanted if (column := self._column(name))}
        if not columns or self._catalog is None:
            return ""
        values = [product_values(self._catalog, name) for name in columns]
        rows = [list(each) for each in zip(self._catalog.products.ids, *values, strict=True)]
        table = self._json.rows(query.value(orjson.dumps(rows).decode()), ["product_id", *columns.values()])
        return f" LEFT JOIN ({table}) p ON p.product_id = r.product"

    def run(self, statement: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
        """Return the rows of a statement; raise StoreError."""
        return [tuple(row) for row in self._database.rows(text(statement), parameters)]

    def _column(self, name: str) -> str:
        """Return a column of the join for a fact of products, `n_...` for numbers; empty for an unknown one."""
        values = None if self._catalog is None else product_values(self._catalog, name)
        if values is None:
            return ""
        is_number = any(isinstance(each, float) for each in values)
        return ("n_" if is_number else "t_") + hashlib.sha256(name.encode()).hexdigest()[:16]

    def _decisions(self, query: Query, span: Span) -> str:
        json, where = self._json, _within(query, span, "e.decided_at")
        own = [
            f"{json.number(document, name) if name in NUMBERS else json.text(document, name)} AS own_{name}"
            for document, names in ((json.record, _OF_RECORD), ("t.value", _OF_ENTRY), ("q.value", _OF_PLACEMENT))
            for name in names
        ]
        # A decision that was not to be personal, or is for nobody, stands for itself.
        personal = f"({json.truth(json.record, 'personalize')} AND e.person_id IS NOT NULL)"
        person = f"CASE WHEN {personal} THEN COALESCE(s.merged_into, e.person_id) ELSE '#' || e.decision_id END"
        session = f"CASE WHEN {personal} THEN {json.text(json.record, 'session')} END"
        return (
            f"SELECT e.decision_id AS id, e.decided_at AS moment, {person} AS person, "
            f"{json.text('q.value', 'product_id')} AS product, {json.text('q.value', 'content_id')} AS content, "
            f"{json.text('t.value', 'touchpoint')} AS touchpoint, e.decision_id AS decision, {session} AS session, "
            f"{session} AS own_session, e.decision_id AS own_decision_id, "
            f"{json.part(json.record, 'context')} AS context, {', '.join(own)} "
            f"FROM decisions e {ROOT} {json.unfolded()} WHERE {' AND '.join(where)}"
        )


def product_values(catalog: Catalog, name: str) -> list[str | float | None] | None:
    """Return a fact of every product in the catalogue's order, None where it is not known; None for an unknown fact."""
    products = catalog.products
    if name == "product_id":
        return list(products.ids)
    if name == "title":
        return list(products.titles)
    if name == "category":
        return [products.categories[code] if code >= 0 else None for code in products.category.tolist()]
    if name == "price":
        return _numbers(products.price)
    column = products.attributes.get(name)
    if column is None:
        return None
    if column.categorical:
        return [column.values[code] if code >= 0 else None for code in column.data.tolist()]
    return _numbers(column.data)


def _numbers(values: Any) -> list[str | float | None]:
    return [None if np.isnan(each) else float(each) for each in values.tolist()]


def _within(query: Query, span: Span, at: str) -> list[str]:
    return [f"{at} >= {query.value(span.since)}", f"{at} < {query.value(span.until)}"]
