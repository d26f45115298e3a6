"""Memory that each further worker takes: its proportional share of all pages (PSS), so that shared ones count once."""

from __future__ import annotations

from pathlib import Path

from bench.speed.client import closed_loop
from bench.speed.row import Row
from bench.speed.servers import children, slotwise
from bench.speed.stage import RANKED, Stage

MORE = 3


def measure(stage: Stage) -> list[Row]:
    """One worker beside three, each having answered."""
    one, many = (_total(stage, workers) for workers in (1, MORE))
    each = (many - one) / (MORE - 1)
    detail = f"{one:,.0f} MB with 1 worker, {many:,.0f} MB with {MORE}, master included"
    return [Row("memory per extra worker", each, "MB", "<=", 60.0, detail)]


def _total(stage: Stage, workers: int) -> float:
    requests = stage.generated_requests
    with slotwise(stage.generated, workers, ask=requests[0]) as server:
        closed_loop(server.port, requests, 8 * workers, max(1.0, stage.size.seconds), RANKED)
        return sum(proportional_mb(each) for each in children(server.process))


def proportional_mb(process: int) -> float:
    """PSS of a process in MB; Linux only."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
