"""Runs the drills and prints what was found: `make drill`, `python -m bench.drills`."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from bench.drills.kill import Drilled, drill
from bench.drills.target import APPLICATION, Target


def main(arguments: list[str] | None = None) -> int:
    """Status 1 when an acknowledged event was lost, or one was counted twice or not at all."""
    parser = argparse.ArgumentParser(prog="python -m bench.drills", description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="SIGKILLs under load, by default 200")
    parser.add_argument("--seed", type=int, default=1, help="moments and victims follow from it")
    parser.add_argument("--database", default="", help="database URL, by default SQLite in a folder of the drill's own")
    parser.add_argument("--application", default=APPLICATION, help="another build of the service")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of the table")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="slotwise-drill-") as folder:
        settings = {"SLOTWISE_DATABASE": options.database} if options.database else {}
        target = Target(Path(folder), application=options.application, settings=settings)
        drilled = drill(target, options.kills, options.seed, _told)
    print(json.dumps(asdict(drilled)) if options.json else _table(drilled))
    return 0 if drilled.found.kept else 1


def _told(number: int) -> None:
    if number % 10 == 0:
        print(f"{number} kills", file=sys.stderr, flush=True)


def _table(drilled: Drilled) -> str:
    found = drilled.found
    lines = [
        ("kills of a worker", drilled.workers),
        ("kills of the master or of everything", drilled.masters),
        ("calls that had to be sent again", drilled.again),
        ("acknowledged events", found.acknowledged),
        ("stored events", found.stored),
        ("acknowledged and lost", found.lost),
        ("counted twice", found.twice),
        ("stored and not counted", found.uncounted),
    ]
    told = "the promise was kept" if found.kept else "THE PROMISE WAS BROKEN"
    return "\n".join(f"{name:<40}{count:>12,}" for name, count in lines) + f"\n{told}, in {drilled.seconds:.0f} s"


if __name__ == "__main__":
    raise SystemExit(main())
