"""A simulated month that a policy lived through, as a data set folder: its decisions, and all events until its end."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from slotwise import log
from training.simulate.closed_loop.month import Month
from training.simulate.ledger import Columns, Ledger
from training.simulate.spool import Spool
from training.simulate.tables import Numbering, decision_table, event_table

BEHIND = 10**9
"""Numbers of the month's pages, visits and events begin behind those of the log before it."""


def write_month(month: Month, tables: Mapping[str, Columns], before: Path, policy: str, out: Path) -> Path:
    """Write what happened in a month to a new folder, and return it.

    `before` is the data set folder of the world's log, of which the events go along, so that persons have their past;
    `policy` is the name of the one that made the decisions.
    """
    shutil.copytree(before, out, ignore=shutil.ignore_patterns(log.EVENTS_FILE, log.DECISIONS_FILE))
    events, decisions = out / log.EVENTS_FOLDER, out / log.DECISIONS_FOLDER
    events.mkdir()
    decisions.mkdir()
    shutil.copyfile(before / log.EVENTS_FILE, events / "day=0-before.parquet")
    world, numbers, ledger = month.world, Numbering(), Ledger()
    numbers.page = numbers.visit = numbers.event = BEHIND
    for name, columns in tables.items():
        ledger.add(name, **columns)
    parts = (ledger, world.catalog, world.surfaces, numbers)
    made = decision_table(*parts)
    column = made.column_names.index(log.POLICY)
    made = made.set_column(column, log.POLICY, pa.array([policy] * len(made)).dictionary_encode())
    for name, time, table, folder in (
        ("events", log.OCCURRED_AT, event_table(*parts), events),
        ("decisions", log.DECIDED_AT, made, decisions),
    ):
        spool = Spool(out, name, time, world.end_ms, month.days)
        spool.add(table)
        spool.merge(folder / "day=1-month.parquet")
    return out
