"""decisions.parquet as Impressions, each placement joined with what came of it."""

from dataclasses import replace

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from slotwise import log
from slotwise.catalog import Catalog
from slotwise.events import KIND_CODE, EventType
from slotwise.impressions import Impressions
from slotwise.interactions import Interactions
from slotwise.touchpoints import Touchpoint
from training.dataset.codes import numbers
from training.dataset.folder import File
from training.dataset.reading import Known, Reader
from training.query import literal, parquet

CONVERT = KIND_CODE[EventType.CONVERT]


class PlacementReader(Reader):
    """Reads decisions: the common columns and the propensity."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, file: File, known: Known, batch_rows: int):
        super().__init__(connection, file, known, batch_rows)
        self.propensity = np.full(file.rows, np.nan, np.float32)

    def more(self, rows: slice, given: dict[str, pa.Array]) -> None:
        """Read the propensity."""
        if log.PROPENSITY in given:
            self.propensity[rows] = numbers(given[log.PROPENSITY])


def read_impressions(
    connection: duckdb.DuckDBPyConnection, file: File, events_file: File, events: Interactions, known: Known, batch: int
) -> Impressions:
    """Return all placements with their outcomes. A placement is clicked when a click names its decision and its content
    (or product); converted when a conversion does, or when the person converts on the product after the click and
    within the touchpoint's attribution window."""
    reader = PlacementReader(connection, file, known, batch)
    reader.read(log.DECIDED_AT, (log.PROPENSITY,))
    touchpoint = log.TOUCHPOINT if log.TOUCHPOINT in file.columns else log.DECISION
    clicked_at = _first(connection, file, events_file, EventType.CLICK)
    converted = _first(connection, file, events_file, EventType.CONVERT) >= 0
    shown = Impressions(
        decision=reader.keys((touchpoint, log.DECISION)),
        person=reader.person,
        time=reader.time,
        touchpoint=reader.touchpoint,
        slot=reader.slot,
        content=reader.content,
        product=reader.product,
        propensity=reader.propensity,
        clicked=clicked_at >= 0,
        converted=converted | _attributed(connection, reader, clicked_at, events),
        facets=reader.facets,
        numbers=reader.numbers,
    )
    return _grouped(shown)


def _first(connection: duckdb.DuckDBPyConnection, file: File, events: File, type_: str) -> NDArray[np.int64]:
    """Return int64 (n,): first time (ms UTC) at which an event of the type names the placement, -1 for never."""
    at = np.full(file.rows, -1, np.int64)
    if log.DECISION not in events.columns:
        return at
    same_content = f"e.{log.CONTENT} = d.{log.CONTENT}" if _both(file, events, log.CONTENT) else "NULL"
    same_product = f"e.{log.PRODUCT} = d.{log.PRODUCT}" if _both(file, events, log.PRODUCT) else "NULL"
    select = (
        f"SELECT d.file_row_number AS row, min(e.{log.OCCURRED_AT}) AS at "
        f"FROM {parquet(file.path, 'file_row_number = true')} d JOIN {parquet(events.path)} e USING ({log.DECISION}) "
        f"WHERE e.{log.TYPE} = {literal(str(type_))} AND coalesce({same_content}, {same_product}) GROUP BY 1"
    )
    found = connection.execute(select).fetchnumpy()
    at[np.asarray(found["row"])] = np.asarray(found["at"])
    return at


def _both(one: File, other: File, column: str) -> bool:
    return column in one.columns and column in other.columns


def _attributed(
    connection: duckdb.DuckDBPyConnection, shown: PlacementReader, clicked_at: NDArray[np.int64], events: Interactions
) -> NDArray[np.bool_]:
    """Return bool (n,): clicked placements whose person converts on the product within the attribution window."""
    rows, bought = np.flatnonzero(clicked_at >= 0), events.kind == CONVERT
    columns = (shown.person[rows], shown.product[rows], clicked_at[rows], clicked_at[rows] + _windows(shown)[rows])
    clicks = pa.table(dict(zip(("row", "person", "product", "since", "until"), (rows, *columns), strict=True)))
    converts = pa.table({name: getattr(events, name)[bought] for name in ("person", "product", "time")})
    connection.register("clicks", clicks)
    connection.register("converts", converts)
    select = (
        "SELECT DISTINCT row FROM clicks JOIN converts USING (person, product) "
        "WHERE person >= 0 AND product >= 0 AND time BETWEEN since AND until"
    )
    found = np.zeros(len(clicked_at), np.bool_)
    found[np.asarray(connection.execute(select).fetchnumpy()["row"], np.intp)] = True
    return found


def _windows(shown: PlacementReader) -> NDArray[np.int64]:
    """Return int64 (n,): attribution window of each placement's touchpoint in ms."""
    catalog: Catalog = shown.known.catalog
    seconds = [each.attribution_window_s for each in catalog.touchpoints] + [Touchpoint.attribution_window_s]
    return np.array(seconds, np.int64)[shown.touchpoint] * 1000


def _grouped(shown: Impressions) -> Impressions:
    """Bring placements into the order of time, those of one decision together and by slot."""
    if not len(shown):
        return shown
    shown = shown.take(np.argsort(shown.time, kind="stable"))
    _, first, inverse = np.unique(shown.decision, return_index=True, return_inverse=True)
    number = np.empty(len(first), np.int32)
    number[np.argsort(first)] = np.arange(len(first), dtype=np.int32)
    decision = number[inverse]
    # One decision is one moment: that of its first placement.
    shown = replace(shown, decision=decision, time=shown.time[first][inverse])
    return shown.take(np.lexsort((shown.slot, decision)))
