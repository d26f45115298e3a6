"""events.parquet as Interactions, with exposures taken from the decisions where the log has none of its own."""

import duckdb
import numpy as np
import pyarrow as pa

from slotwise import log
from slotwise.analysis.folder import File
from slotwise.events import KIND_CODE, KINDS, OTHER_KIND, EventType
from slotwise.impressions import Impressions
from slotwise.interactions import Interactions
from training.dataset.codes import codes, numbers
from training.dataset.reading import Known, Reader

EXPOSURE = KIND_CODE[EventType.EXPOSURE]


class EventReader(Reader):
    """Reads events: the common columns, and type and value."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, file: File, known: Known, batch_rows: int):
        super().__init__(connection, file, known, batch_rows)
        self.kind = np.full(file.rows, OTHER_KIND, np.int8)
        self.value = np.zeros(file.rows, np.float32)
        self._kinds = pa.array([str(kind) for kind in KINDS], pa.string())

    def more(self, rows: slice, given: dict[str, pa.Array]) -> None:
        """Read type and value; an event without a value counts as 0, as in the fold of a person."""
        code = codes(given[log.TYPE], self._kinds)
        self.kind[rows] = np.where(code < 0, OTHER_KIND, code)
        if log.VALUE in given:
            self.value[rows] = np.nan_to_num(numbers(given[log.VALUE]), nan=0.0)


def read_events(connection: duckdb.DuckDBPyConnection, file: File, known: Known, batch_rows: int) -> Interactions:
    """Return all events in the order of time."""
    reader = EventReader(connection, file, known, batch_rows)
    reader.read(log.OCCURRED_AT, (log.TYPE, log.VALUE))
    events = Interactions(
        person=reader.person,
        product=reader.product,
        content=reader.content,
        time=reader.time,
        kind=reader.kind,
        slot=reader.slot,
        touchpoint=reader.touchpoint,
        session=reader.keys((log.PERSON, log.SESSION)),
        value=reader.value,
        facets=reader.facets,
        numbers=reader.numbers,
    )
    in_order = bool(np.all(events.time[1:] >= events.time[:-1]))
    return events if in_order else events.take(np.argsort(events.time, kind="stable"))


def with_exposures(events: Interactions, shown: Impressions) -> Interactions:
    """Add every placement as an exposure, before what happened at the same moment, unless the log has exposures."""
    if np.any(events.kind == EXPOSURE) or not len(shown):
        return events
    n = len(shown)
    extra = Interactions(
        person=shown.person,
        product=shown.product,
        content=shown.content,
        time=shown.time,
        kind=np.full(n, EXPOSURE, np.int8),
        slot=shown.slot,
        touchpoint=shown.touchpoint,
        session=np.full(n, -1, np.int32),
        value=np.zeros(n, np.float32),
        facets=shown.facets,
        numbers=shown.numbers,
    )
    columns = {name: np.concatenate([getattr(extra, name), getattr(events, name)]) for name in vars(extra)}
    return Interactions(**columns).take(np.argsort(columns["time"], kind="stable"))
