"""Prints how fast events come in and how soon they count: `slotwise bench ingest`, `python -m bench.ingest`."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

# Before numpy reads them.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from bench.ingest import beside, ceiling, rebuild, visible
from bench.ingest.plan import Plan
from bench.ingest.world import World
from bench.speed.row import Row, table
from bench.speed.stage import SMALL, Size, Stage

PARTS = {"ceiling": ceiling, "visible": visible, "beside": beside, "rebuild": rebuild}


def main(arguments: list[str] | None = None) -> int:
    """Print the table, or JSON; status 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.ingest", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"which, by default all: {', '.join(PARTS)}")
    parser.add_argument("--persons", type=int, default=5_000, help="persons that the events are about")
    parser.add_argument("--history", type=int, default=50, help="interactions of each person before the first event")
    parser.add_argument("--seconds", type=float, default=8.0, help="length of a turn under load")
    parser.add_argument("--small", action="store_true", help="a tiny world: shows that it runs, measures nothing")
    parser.add_argument("--json", action="store_true", help="one JSON list instead of the table")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.parts) - set(PARTS))
    if unknown:
        parser.error(f"no part {unknown[0]!r}: there are {', '.join(PARTS)}")
    with tempfile.TemporaryDirectory(prefix="slotwise-bench-") as folder:
        size, place = (SMALL, Path(folder)) if options.small else (Size(), Path(folder))
        persons, seconds, rounds = (50, 0.3, 1) if options.small else (options.persons, options.seconds, 3)
        world = World(Stage(place, size), persons, options.history)
        rows = _measure(Plan(world, place / "ingest", seconds, rounds), options.parts or list(PARTS))
    print(json.dumps([row.to_json() for row in rows]) if options.json else table(rows))
    return 0 if all(row.reached is not False for row in rows) else 1


def _measure(plan: Plan, parts: list[str]) -> list[Row]:
    rows: list[Row] = []
    for part in parts:
        began = time.perf_counter()
        rows += PARTS[part].measure(plan)  # type: ignore[attr-defined]
        print(f"{part}: {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    return rows


if __name__ == "__main__":
    raise SystemExit(main())
