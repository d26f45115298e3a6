"""Prints what off-policy evaluation comes to on worlds whose truth is known: `slotwise bench off_policy --logs 100`."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory

# Before numpy reads them.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from bench.off_policy.proof import prove
from bench.off_policy.simulated import SimulatedWorld
from bench.off_policy.slates import SlateWorld
from bench.off_policy.table import told

WORLDS = ("simulated", "slates", "leaving")
LEAVING = 0.7
"""How many leave after a click in the world where slots depend on each other."""


def main(arguments: list[str] | None = None) -> int:
    """Print a table for each world, or JSON; status 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="slotwise bench off_policy", description=__doc__)
    parser.add_argument("worlds", nargs="*", default=WORLDS, help=f"which of {', '.join(WORLDS)}; default: all")
    parser.add_argument("--logs", type=int, default=100, help="logs of each world")
    parser.add_argument("--folder", type=Path, help="where the simulated channels are kept between runs")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of tables")
    options = parser.parse_args(arguments)
    found = []
    with TemporaryDirectory() as place:
        for name in options.worlds:
            world = _world(name, options.folder or Path(place, "log"))
            found.append({"world": name, "truth": world.truth, **prove(world, options.logs)})
    print(json.dumps(found, indent=1) if options.json else "\n\n".join(told(each) for each in found))
    return 0 if all(each["reached"] for each in found) else 1


def _world(name: str, folder: Path) -> SimulatedWorld | SlateWorld:
    if name == "simulated":
        return SimulatedWorld(folder)
    return SlateWorld(LEAVING if name == "leaving" else 0.0)


if __name__ == "__main__":
    raise SystemExit(main())
