"""Prints how long the report on a large experiment takes, and its memory: `python -m bench.experiments.analysis`."""

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

from bench.experiments.analysis_world import EFFECT, configuration, write_log
from bench.speed.row import Row, table

RUNS = 1_000_000
"""Persons; each is shown something twenty times on average."""
SHOWN = 20
SECONDS, GIGABYTES = 60.0, 4.0


def main(arguments: list[str] | None = None) -> int:
    """Print the table, or JSON; status 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.experiments.analysis", description=__doc__)
    parser.add_argument("--persons", type=int, default=RUNS, help="persons of the experiment")
    parser.add_argument("--folder", type=Path, help="where the log is made, or lies from another run")
    parser.add_argument("--json", action="store_true", help="one JSON list instead of the table")
    options = parser.parse_args(arguments)
    rows = measure(options.persons, 7, options.folder)
    print(json.dumps([row.to_json() for row in rows]) if options.json else table(rows))
    return 0 if all(row.reached is not False for row in rows) else 1


def measure(runs: int, seed: int, folder: Path | None = None) -> list[Row]:
    """Report on an experiment of `runs` persons in a process of its own: seconds, memory at its highest, the lift."""
    with tempfile.TemporaryDirectory(prefix="slotwise-bench-") as made:
        log = folder or Path(made) / "log"
        if not (log / "dataset.json").exists():
            started = time.perf_counter()
            _apart(lambda: write_log(log, runs, SHOWN * runs, seed))
            print(f"log of {runs:,} persons: {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
        told, used = _report(log)
    large = told["units"] >= 0.99 * RUNS
    sense, units = ("<=", f"{told['units']:,} persons") if large else ("", f"{told['units']:,} persons")
    return [
        Row("report on an experiment", told["seconds"], "s", sense, SECONDS if large else None, units),
        Row("processor time of it", used.ru_utime + used.ru_stime, "s", detail="where others work too, nearer to it"),
        Row("memory at its highest", used.ru_maxrss / 2**20, "GB", sense, GIGABYTES if large else None),
        Row("lift that was planted", 100 * EFFECT, "%"),
        Row("lift that is reported", 100 * told["value"], "%", detail="{low:+.2%} to {high:+.2%}".format(**told)),
    ]


def _apart(work: object) -> None:
    # What making the log takes is no memory of the report.
    child = os.fork()
    if child == 0:
        assert callable(work)
        work()
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        raise RuntimeError("the log could not be made")


def _report(log: Path) -> tuple[dict[str, float], resource.struct_rusage]:
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        _child(log, write)
    os.close(write)
    with os.fdopen(read) as pipe:
        told = json.loads(pipe.read() or "{}")
    _, status, used = os.wait4(child, 0)
    if status or not told:
        raise RuntimeError("the report ended before it was done")
    return told, used


def _child(log: Path, write: int) -> None:
    from slotwise.analysis.experiments.reporting import report
    from slotwise.analysis.opened import open_log
    from slotwise.configuration import Configuration
    from slotwise.documents.experiments import Experiment

    documents = Configuration.load(configuration())
    experiment = documents.get(Experiment, "large")
    assert experiment is not None
    started = time.perf_counter()
    with open_log(log) as opened:
        found = report(opened, experiment, documents)
    seconds = time.perf_counter() - started
    lift = found["metrics"][0]["comparisons"]["challenger"]["relative"]
    told = {name: lift[name] for name in ("value", "low", "high")}
    with os.fdopen(write, "w") as pipe:
        pipe.write(json.dumps({"seconds": seconds, "units": sum(found["units"].values()), **told}))
    os._exit(0)


if __name__ == "__main__":
    raise SystemExit(main())
