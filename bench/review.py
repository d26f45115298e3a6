"""Prints how long the review of a log takes, and its memory: `slotwise bench review`, `python -m bench.review`."""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

# Before numpy reads them.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from bench.speed.row import Row, table

PERSONS = 225_000
"""Make about ten million exposures in a week."""
SECONDS, GIGABYTES = 60.0, 4.0
_LARGE = 9_500_000
"""Exposures from which on the targets are meant."""


def main(arguments: list[str] | None = None) -> int:
    """Print the table, or JSON; status 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.review", description=__doc__)
    parser.add_argument("--persons", type=int, default=PERSONS, help="persons whose week of log is reviewed")
    parser.add_argument("--folder", type=Path, help="where the log is made, or lies from another run")
    parser.add_argument("--small", action="store_true", help="a tiny log: shows that it runs, measures nothing")
    parser.add_argument("--json", action="store_true", help="one JSON list instead of the table")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="slotwise-bench-") as made:
        folder = options.folder or Path(made) / "log"
        if not (folder / "events.parquet").exists():
            _make(folder, 300 if options.small else options.persons)
        rows = measure(folder)
    print(json.dumps([row.to_json() for row in rows]) if options.json else table(rows))
    return 0 if all(row.reached is not False for row in rows) else 1


def measure(folder: Path) -> list[Row]:
    """Review a log in a process of its own and return seconds, those of the processor, and memory at its highest."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        _review(folder, write)
    os.close(write)
    with os.fdopen(read) as pipe:
        told = json.loads(pipe.read() or "{}")
    _, status, used = os.wait4(child, 0)
    if status or not told:
        raise RuntimeError("the review ended before it was done")
    large = told["exposures"] >= _LARGE
    sense, memory = "<=" if large else "", used.ru_maxrss / 2**20
    detail = f"{told['exposures']:,} exposures, {told['verdicts']['replace']} to replace"
    return [
        Row("review", told["seconds"], "s", sense, SECONDS if large else None, detail),
        Row("processor time of it", used.ru_utime + used.ru_stime, "s", detail="where others work too, nearer to it"),
        Row("memory at its highest", memory, "GB", sense, GIGABYTES if large else None),
    ]


def _make(folder: Path, persons: int) -> None:
    # In a process of its own too: what the simulation takes is no memory of the review.
    child = os.fork()
    if child == 0:
        from training.simulate import simulate

        started = time.perf_counter()
        simulate(folder, persons, 7)
        print(f"log of {persons:,} persons: {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        raise RuntimeError("the log could not be made")


def _review(folder: Path, write: int) -> None:
    from slotwise.analysis.review import review

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    started = time.perf_counter()
    found = review(folder)
    told = {"seconds": time.perf_counter() - started, "exposures": found["exposures"], "verdicts": found["verdicts"]}
    with os.fdopen(write, "w") as pipe:
        pipe.write(json.dumps(told))
    os._exit(0)


if __name__ == "__main__":
    raise SystemExit(main())
