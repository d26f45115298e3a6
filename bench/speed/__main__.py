"""Prints the speed targets as ratios, all measured in this one run: `make bench`, `python -m bench.speed`."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

# Before numpy, implicit and LightGBM read them.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("NUMBA_NUM_THREADS", "1")

from bench.speed import (
    agreement,
    click,
    decisions,
    latency,
    memory,
    ranking,
    retrieval,
    rules,
    scale,
    start,
    touchpoints,
)
from bench.speed.row import Row, table
from bench.speed.servers import keep_apart
from bench.speed.stage import SMALL, Size, Stage

PARTS = {
    "decisions": decisions,
    "agreement": agreement,
    "kernel": ranking,
    "retrieval": retrieval,
    "click": click,
    "touchpoints": touchpoints,
    "rules": rules,
    "latency": latency,
    "memory": memory,
    "start": start,
    "scale": scale,
}


def main(arguments: list[str] | None = None) -> int:
    """Print the table, or JSON; status 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.speed", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", metavar="part", help=f"which to measure, by default all: {', '.join(PARTS)}"
    )
    parser.add_argument("--small", action="store_true", help="a tiny world: shows that it runs, measures nothing")
    parser.add_argument("--trees", type=int, help="trees of the ranker of the generated world, by default 300")
    parser.add_argument("--json", action="store_true", help="one JSON list instead of the table")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.parts) - set(PARTS))
    if unknown:
        parser.error(f"no part {unknown[0]!r}: there are {', '.join(PARTS)}")
    keep_apart()
    with tempfile.TemporaryDirectory(prefix="slotwise-bench-") as folder:
        rows = _measure(Stage(Path(folder), _size(options.small, options.trees)), options.parts or list(PARTS))
    print(json.dumps([row.to_json() for row in rows]) if options.json else table(rows))
    return 0 if all(row.reached is not False for row in rows) else 1


def _size(small: bool, trees: int | None) -> Size:
    size = SMALL if small else Size()
    return size if trees is None else replace(size, shape=replace(size.shape, trees=trees))


def _measure(stage: Stage, parts: list[str]) -> list[Row]:
    rows: list[Row] = []
    for part in parts:
        began = time.perf_counter()
        rows += PARTS[part].measure(stage)  # type: ignore[attr-defined]
        print(f"{part}: {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    return rows


if __name__ == "__main__":
    raise SystemExit(main())
