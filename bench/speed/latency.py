"""Latency of one worker: one request at a time, and open loop at half of what the worker can do."""

from __future__ import annotations

from bench.speed.client import Load, closed_loop, open_loop
from bench.speed.row import Row
from bench.speed.servers import slotwise
from bench.speed.stage import RANKED, Stage

LATE = 0.01
"""Share of late sends above which a run says nothing about the server."""


def measure(stage: Stage) -> list[Row]:
    """p50 and p99 of the generated bundle."""
    requests, seconds = stage.generated_requests, 2 * stage.size.seconds
    with slotwise(stage.generated, ask=requests[0]) as server:
        closed_loop(server.port, requests, 8, stage.size.seconds)
        ceiling = closed_loop(server.port, requests, 8, stage.size.seconds, RANKED).rate
        alone = closed_loop(server.port, requests, 1, seconds, RANKED)
        half = open_loop(server.port, requests, ceiling / 2, seconds, RANKED)
    how = f"{ceiling / 2:,.0f}/s, {half.late:.1%} of the sends late"
    if half.late > LATE:
        how += ": VOID, the client was too slow"
    return [
        Row("p99 at concurrency 1", alone.quantile(0.99), "ms", detail=_p50(alone)),
        Row("p99 open loop at half of the ceiling", half.quantile(0.99), "ms", detail=f"{_p50(half)}, {how}"),
    ]


def _p50(load: Load) -> str:
    return f"p50 {load.quantile(0.5):.2f} ms" + (f", {load.wrong} not from the ranker" if load.wrong else "")
