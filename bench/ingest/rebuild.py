"""Rebuild: every person's state folded anew from a log, by `slotwise person rebuild` itself, on one core."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time

import orjson

from bench.ingest.plan import Plan
from bench.ingest.world import SECRET
from bench.speed.row import Row
from bench.speed.servers import ONE_THREAD, PROJECT
from service.settings import read_settings
from service.wiring import wire

EVENTS_A_SECOND = 1_000_000 / 60
"""The target: a million events a minute and core."""


def measure(plan: Plan) -> list[Row]:
    """Events a second of one core's time, the command's start included; every state must come out as it is."""
    folder = plan.folder / "rebuild"
    folder.mkdir(parents=True)
    events = _fill(plan, str(folder))
    command = [sys.executable, "-m", "slotwise", "person", "rebuild", "--data-dir", str(folder), "--json"]
    began, before = time.perf_counter(), _spent()
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, env=_environment(), check=True)
    seconds, spent = time.perf_counter() - began, _spent() - before
    told = json.loads(done.stdout)
    if told["differing"] or told["events"] != events:
        raise RuntimeError(f"the states were not the fold of the log: {told}")
    how = f"{events:,} events of {told['persons']:,} persons in {seconds:.1f} s, all states equal"
    return [Row("rebuild, of one core", events / spent, "events/s", ">=", EVENTS_A_SECOND, how)]


def _fill(plan: Plan, folder: str) -> int:
    """Store events as the service does; return how many count: a repeated exposure does not."""
    settings = {"DATA_DIR": folder, "LOG_LEVEL": "error", "SECRET": SECRET}
    service = wire(read_settings({f"SLOTWISE_{name}": value for name, value in settings.items()}))
    service.database.prepare()
    calls = int(plan.seconds * EVENTS_A_SECOND / plan.world.batch)
    for request in plan.world.batches(calls, "rebuild"):
        outcomes = service.ingest.take(orjson.loads(request.partition(b"\r\n\r\n")[2])["events"])
        assert all(each.problem is None for each in outcomes)
    service.database.close()
    return calls * plan.world.batch


def _spent() -> float:
    """Seconds of a core that commands of this process have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _environment() -> dict[str, str]:
    return {**os.environ, **ONE_THREAD, "SLOTWISE_LOG_LEVEL": "error"}
