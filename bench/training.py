"""Training beside the bare fits that it contains, and its memory on logs of many clicks: `slotwise bench training`.

The whole training is: read the data set folder, fit, make examples, fit the ranker, fit again on everything, fold the
log, write the bundle. Logs are drawn again from real clicks (bench/resample.py) and imported as any other log.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.resample import Resampler
from bench.speed.row import Row, table
from training.relay import cores

PROJECT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("SLOTWISE_DATA") or PROJECT.parent / "shared" / "data")
MILLION = 1_000_000


def main(arguments: list[str] | None = None) -> int:
    """Print the table, or JSON; status 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.training", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, help="data set folders to train on instead of the usual sets")
    parser.add_argument("--clicks", type=int, default=MILLION, help="clicks of the resampled log; 0 leaves it out")
    parser.add_argument(
        "--large", type=int, default=0, help="clicks of a large log of which only memory and time count"
    )
    parser.add_argument("--processes", type=int, default=cores(), help="processes that make the examples")
    parser.add_argument("--json", action="store_true", help="one JSON list instead of the table")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="slotwise-bench-") as work:
        rows = _rows(options, Path(work))
    print(json.dumps([row.to_json() for row in rows]) if options.json else table(rows))
    return 0 if all(row.reached is not False for row in rows) else 1


def _rows(options: argparse.Namespace, work: Path) -> list[Row]:
    if options.folders:
        return [row for folder in options.folders for row in compared(folder.name, folder, options.processes)]
    films = imported("movielens_small", DATA / "movielens_small", work / "movielens")
    rows = compared("movielens_small", films, options.processes)
    if options.clicks:
        rows += compared(f"{options.clicks:,} clicks", resampled(options.clicks, work / "clicks"), options.processes)
    if options.large:
        rows += alone(options.large, resampled(options.large, work / "large"), options.processes)
    return rows


def compared(name: str, folder: Path, processes: int) -> list[Row]:
    """The whole training of a data set folder beside its bare fits."""
    found = _run(folder, processes, "--bare")
    bare = sum(found["bare"].values())
    parts = ", ".join(f"{part} {seconds:.1f}" for part, seconds in {**found["steps"], **_named(found["bare"])}.items())
    detail = f"{found['seconds']:.1f} to {bare:.1f} s, peak {found['peak_mb']:,.0f} MB, {processes} processes; {parts}"
    return [Row(f"training to its bare fits, {name}", found["seconds"] / bare, "x", "<=", 2.0, detail)]


def alone(clicks: int, folder: Path, processes: int) -> list[Row]:
    """Memory and time of a large log."""
    found = _run(folder, processes)
    million = found["events"] / MILLION
    detail = ", ".join(f"{part} {seconds:.0f} s" for part, seconds in found["steps"].items())
    return [
        Row(f"peak memory, {clicks:,} clicks", found["peak_mb"] / 1024, "GB", "<=", 8.0, detail),
        Row("time per million", found["seconds"] / million, "s", detail=f"{found['seconds']:.0f} s in all"),
        Row("memory per million", found["peak_mb"] / million, "MB"),
    ]


def resampled(clicks: int, work: Path) -> Path:
    """A data set folder of about so many clicks."""
    start = time.perf_counter()
    written = Resampler(DATA / "globo" / "developer_sample.parquet").write(work / "raw", clicks)
    print(f"{written:,} clicks drawn in {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    return imported("globo", work / "raw", work / "dataset")


def imported(mapping: str, source: Path, folder: Path) -> Path:
    """Import as a user would."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "slotwise", "import", mapping, str(source), "--to", str(folder), "--json"]
    subprocess.run(command, cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)
    print(f"{mapping} imported in {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    return folder


def _run(folder: Path, processes: int, *flags: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.training_run", str(folder), "--processes", str(processes), *flags]
    output = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True).stdout
    return json.loads(output.splitlines()[-1])  # type: ignore[no-any-return]


def _named(bare: dict[str, float]) -> dict[str, float]:
    return {f"bare {name}": seconds for name, seconds in bare.items()}


if __name__ == "__main__":
    raise SystemExit(main())
