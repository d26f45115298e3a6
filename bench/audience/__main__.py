"""Prints how long questions about everybody take: `slotwise bench audience`, `python -m bench.audience`."""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

# Before numpy reads them.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from bench.audience.world import NOW, everybody, fill, seed_catalog
from bench.speed.row import Row, table
from service.audiences.choosing import Choosing
from service.audiences.questions import Questions
from service.population.building import Builder
from service.population.columns import Asking
from service.population.store import Population
from service.stores.database import Database
from slotwise.conditions import Condition
from slotwise.configuration import seeded
from slotwise.configured import plan_of

LIMIT = 5.0
"""Seconds that the size of an audience over a million persons may take."""
CONDITIONS = {
    "behaviour": 'times("leave", "broadband", 7) > 0 && times("convert", "broadband", 7) == 0',
    "tag": '"left_broadband" in tags && person.age < 40',
    "life cycle": 'state.stage == "sleeping" && state.tier == "core"',
}


def main(arguments: list[str] | None = None) -> int:
    """Print the table, or JSON; status 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.audience", description=__doc__)
    parser.add_argument("--persons", type=int, default=1_000_000, help="persons in the database")
    parser.add_argument("--interactions", type=int, default=20, help="interactions of each, on average")
    parser.add_argument("--folder", type=Path, help="where the database is made, or lies from another run")
    parser.add_argument("--small", action="store_true", help="a tiny world: shows that it runs, measures nothing")
    parser.add_argument("--json", action="store_true", help="one JSON list instead of the table")
    options = parser.parse_args(arguments)
    persons = 2_000 if options.small else options.persons
    with tempfile.TemporaryDirectory(prefix="slotwise-bench-") as made:
        rows = measure(options.folder or Path(made), persons, options.interactions)
    print(json.dumps([row.to_json() for row in rows]) if options.json else table(rows))
    return 0 if all(row.reached is not False for row in rows) else 1


def measure(place: Path, persons: int, interactions: int) -> list[Row]:
    """Make the database unless it lies there, build the population, and ask."""
    place.mkdir(parents=True, exist_ok=True)
    there = (place / "slotwise.db").exists()
    database, catalog = Database(f"sqlite:///{place / 'slotwise.db'}"), seed_catalog()
    database.prepare()
    if not there:
        seconds, _ = timed(lambda: fill(database, catalog, persons, interactions))
        print(f"database of {persons:,} persons: {seconds:.0f} s", file=sys.stderr, flush=True)
    builder = Builder(place / "population", everybody(database))
    rows = _built(builder, persons)
    plan = plan_of(seeded("echannel"))

    def questions() -> Questions:
        return Questions(Population.open(builder.folder), Asking(catalog, NOW, plan))

    rows += _asked(questions, persons)
    database.close()
    return rows


def _built(builder: Builder, persons: int) -> list[Row]:
    seconds, _ = timed(lambda: builder.refresh(anew=True))
    size = sum(path.stat().st_size for path in builder.folder.rglob("*.npy")) / 2**20
    rows = [Row("columns made anew", seconds, "s", detail=f"{persons:,} persons, {size:,.0f} MB")]
    seconds, told = timed(builder.refresh)
    return [*rows, Row("brought up to date", seconds, "s", detail=f"{told['changed']:,} changed")]


def _asked(questions: Callable[[], Questions], persons: int) -> list[Row]:
    limit = LIMIT if persons >= 1_000_000 else None
    sense = "<=" if limit else ""
    rows = []
    for name, text in CONDITIONS.items():
        condition = Condition.of(text)
        seconds, size = timed(lambda condition=condition: questions().size_of(condition))
        rows.append(Row(f"size by {name}", seconds, "s", sense, limit, f"{size.members:,} members"))
    seconds, size = timed(lambda: questions().size("broadband_leavers"))
    rows.append(Row("size with a holdout", seconds, "s", sense, limit, f"{size.members:,}, {size.held_out:,} held out"))
    seconds, counts = timed(lambda: questions().tags())
    rows.append(Row(f"counts of {len(counts)} tags", seconds, "s", sense, limit, f"{sum(counts.values()):,} held"))
    seconds, found = timed(lambda: questions().overlap([*counts]))
    detail = f"{found.shape[0] ** 2:,} pairs"
    rows.append(Row("overlaps of all tags", seconds, "s", sense, limit, detail))
    seconds, chosen = timed(lambda: Choosing(lambda *_: ()).choose(questions(), "broadband_leavers"))
    rows.append(Row("members chosen", seconds, "s", detail=f"{chosen.treated:,} treated"))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [*rows, Row("memory at its highest", memory, "MB")]


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the seconds that some work took, and what it gave; the processor's own time is told on the way.

    Where others work on the same cores the two are far apart.
    """
    began, used = time.perf_counter(), time.process_time()
    found = work()
    seconds = time.perf_counter() - began
    print(f"{seconds:8.2f} s, {time.process_time() - used:.2f} s of the processor", file=sys.stderr, flush=True)
    return seconds, found


if __name__ == "__main__":
    raise SystemExit(main())
