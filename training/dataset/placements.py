"""decisions.parquet as Impressions, each placement joined with what came of it."""

from dataclasses import replace

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from slotwise import log
from slotwise.analysis.facts import FACTS, make_facts
from slotwise.analysis.folder import File
from slotwise.impressions import Impressions
from training.dataset.codes import numbers
from training.dataset.reading import Known, Reader


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
    connection: duckdb.DuckDBPyConnection,
    file: File,
    events: File,
    known: Known,
    batch: int,
    until: int | None = None,
    exposed_only: bool = False,
    warnings: list[str] | None = None,
) -> Impressions:
    """Return placements with their outcomes, as `facts` defines them.

    With a cut `until` (ms UTC) what became known later is not used, and placements are left out of which it is not yet
    known that nothing comes of them. `exposed_only` leaves out what nobody saw: where a touchpoint's clients report
    exposures at all, placements without one. What is left out is told in `warnings`.
    """
    reader = PlacementReader(connection, file, known, batch)
    reader.read(log.DECIDED_AT, (log.PROPENSITY,))
    touchpoint = log.TOUCHPOINT if log.TOUCHPOINT in file.columns else log.DECISION
    windows = {each.touchpoint: each.attribution_window_s for each in known.catalog.touchpoints}
    make_facts(connection, file, events, windows, until)
    exposed, clicked, converted, settled = _outcomes(connection, file)
    shown = Impressions(
        decision=reader.keys((touchpoint, log.DECISION)),
        person=reader.person,
        time=reader.time,
        touchpoint=reader.touchpoint,
        slot=reader.slot,
        content=reader.content,
        product=reader.product,
        propensity=reader.propensity,
        clicked=clicked,
        converted=converted,
        facets=reader.facets,
        numbers=reader.numbers,
    )
    wanted = clicked | converted
    kept = settled | wanted
    _tell(warnings, file.rows - int(kept.sum()), "it is not known yet whether they are clicked")
    if exposed_only:
        reporting = np.append(np.zeros(len(known.catalog.touchpoints), np.bool_), False)
        reporting[np.unique(reader.touchpoint[exposed])] = True
        seen = exposed | wanted | ~reporting[reader.touchpoint]
        _tell(warnings, int((kept & ~seen).sum()), "nobody saw them")
        kept &= seen
    return _grouped(shown if kept.all() else shown.take(kept))


def _tell(warnings: list[str] | None, count: int, why: str) -> None:
    if warnings is not None and count:
        warnings.append(f"{count:,} placements are left out: {why}")


def _outcomes(connection: duckdb.DuckDBPyConnection, file: File) -> list[NDArray[np.bool_]]:
    """Return bool (n,) each: exposed, clicked, converted, settled, in the order of the placements."""
    names = ("exposed", "clicked", "converted")
    select = ", ".join(f"{name}_at IS NOT NULL AS {name}" for name in names)
    found = [np.zeros(file.rows, np.bool_) for _ in range(4)]
    for rows in connection.sql(f"SELECT place, {select}, settled FROM {FACTS}").to_arrow_reader(1_000_000):
        place = rows["place"].to_numpy()
        for column, name in zip(found, (*names, "settled"), strict=True):
            column[place] = rows[name].to_numpy(zero_copy_only=False)
    connection.execute(f"DROP TABLE {FACTS}")
    return found


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
