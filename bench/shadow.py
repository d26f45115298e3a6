"""Whether a shadow can be felt: the same open-loop load while it works and while it stands still, in short turns.

    python -m bench.shadow [--rate 40] [--seconds 2] [--turns 30] [--budget 0.1] [--settle 30]

The shadow's process is stopped and continued by signals, so that turns alternate within seconds and whatever else the
machine does meets both alike. Latency counts from the moment at which each request was to be sent. Prints the quantiles
of all turns together, how late the client itself was, what the shadow answered and what it used of a core.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from bench.speed.client import open_loop, prepared
from bench.speed.servers import ONE_THREAD, children, keep_apart, slotwise
from slotwise import packing, shelf
from tests.worlds import make_model, make_world

TOUCHPOINTS = [{"touchpoint": "home"}, {"touchpoint": "bill"}]


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    for name, usual in (("rate", 40.0), ("seconds", 2.0), ("turns", 30), ("budget", 0.1), ("settle", 30.0)):
        asked.add_argument(f"--{name}", type=type(usual), default=usual)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        packing.save(make_model(make_world(), trees=True), folder / "bundle")
        shelf.publish(folder / "shelf", "world", "1", folder / "bundle")
        keep_apart()
        with slotwise(folder) as server:
            _command(folder, "start", "1", "--budget", str(given.budget))
            # The shadow is loaded before anything is measured.
            time.sleep(given.settle)
            found, late = _turns(server.port, _shadow_of(server.process), given)
            time.sleep(given.settle / 3)
            told = json.loads(_command(folder, "status", "--json"))["found"]
    print(f"{late:.1%} of the sends were late: more than 1 % say more of the machine than of the shadow")
    for name, latencies in found.items():
        quantiles = ", ".join(f"p{q:g} {np.quantile(latencies, q / 100):.2f}" for q in (50, 90, 99))
        print(f"{name:8s} {len(latencies)} requests, ms: {quantiles}")
    print(f"the shadow answered {told['answers']}, and used {told['cpu_share']:.1%} of a core of {given.budget:.0%}")


def _turns(port: int, shadow: int, given: argparse.Namespace) -> tuple[dict[str, list[float]], float]:
    bodies = (json.dumps({"person": {"id": f"p{n}"}, "touchpoints": TOUCHPOINTS}).encode() for n in range(200))
    requests = [prepared("/v1/decisions", body) for body in bodies]
    found: dict[str, list[float]] = {"without": [], "with": []}
    late = []
    open_loop(port, requests, given.rate, 3.0)
    for turn in range(given.turns):
        name = ("without", "with")[turn % 2]
        os.kill(shadow, signal.SIGCONT if name == "with" else signal.SIGSTOP)
        load = open_loop(port, requests, given.rate, given.seconds)
        if load.wrong:
            raise SystemExit(f"{load.wrong} wrong answers: {load.first_wrong[:300]!r}")
        found[name] += load.latencies
        late.append(load.late)
    os.kill(shadow, signal.SIGCONT)
    return found, float(np.mean(late))


def _shadow_of(server: int) -> int:
    """Return the process id of the shadow among a server's children."""
    for process in children(server):
        if b"service.shadow.process" in Path(f"/proc/{process}/cmdline").read_bytes():
            return process
    raise SystemExit("the shadow has not begun")


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
