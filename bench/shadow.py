"""Whether a shadow can be felt: the same open-loop load with and without one, in turns, on one server.

    python -m bench.shadow [--rate 60] [--seconds 8] [--turns 6] [--budget 0.1]

Turns alternate, so that whatever else the machine does meets both alike. Latency counts from the moment at which each
request was to be sent. Prints the quantiles of all turns together, what the shadow answered and what it used of a core.
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

import numpy as np

from bench.speed.client import open_loop, prepared
from bench.speed.servers import ONE_THREAD, keep_apart, slotwise
from slotwise import packing, shelf
from tests.worlds import make_model, make_world

TOUCHPOINTS = [{"touchpoint": "home"}, {"touchpoint": "bill"}]
TAKEN_UP = 30.0
"""Seconds in which a shadow is loaded and proven, or ended, before a turn is measured."""


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    for name, usual in (("rate", 60.0), ("seconds", 8.0), ("turns", 6), ("budget", 0.1)):
        asked.add_argument(f"--{name}", type=type(usual), default=usual)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        packing.save(make_model(make_world(), trees=True), folder / "bundle")
        shelf.publish(folder / "shelf", "world", "1", folder / "bundle")
        keep_apart()
        with slotwise(folder) as server:
            found = _turns(folder, server.port, given)
            told = json.loads(_command(folder, "status", "--json"))["found"]
    for name, latencies in found.items():
        quantiles = ", ".join(f"p{q:g} {np.quantile(latencies, q / 100):.2f}" for q in (50, 90, 99))
        print(f"{name:8s} {len(latencies)} requests, ms: {quantiles}")
    print(f"the shadow answered {told['answers']}, and used {told['cpu_share']:.1%} of a core of {given.budget:.0%}")


def _turns(folder: Path, port: int, given: argparse.Namespace) -> dict[str, list[float]]:
    requests = [
        prepared(
            "/v1/decisions",
            json.dumps({"person": {"id": f"p{n}"}, "touchpoints": TOUCHPOINTS}).encode(),
        )
        for n in range(200)
    ]
    found: dict[str, list[float]] = {"without": [], "with": []}
    open_loop(port, requests, given.rate, 3.0)
    for turn in range(given.turns):
        name = "with" if turn % 2 else "without"
        if name == "with":
            _command(folder, "start", "1", "--budget", str(given.budget))
        else:
            _command(folder, "stop")
        time.sleep(TAKEN_UP)
        load = open_loop(port, requests, given.rate, given.seconds)
        if load.wrong:
            raise SystemExit(f"{load.wrong} wrong answers: {load.first_wrong[:300]!r}")
        found[name] += load.latencies
        told = f"p50 {load.quantile(0.5):.2f} ms, the client late {load.late:.1%}"
        print(f"turn {turn + 1}, {name}: {told}", file=sys.stderr)
    return found


def _command(folder: Path, *words: str) -> str:
    place = {"SLOTWISE_SHELF": str(folder / "shelf"), "SLOTWISE_DATA_DIR": str(folder / "service")}
    done = subprocess.run(
        [sys.executable, "-m", "slotwise", "shadow", *words],
        env={**os.environ, **ONE_THREAD, **place},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


if __name__ == "__main__":
    main()
