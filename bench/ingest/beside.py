"""Decisions with the live loop on: as many events beside them, folded and counted, against a server without any."""

from __future__ import annotations

import threading

import numpy as np

from bench.ingest.plan import Plan
from bench.ingest.stores import serving
from bench.speed import client
from bench.speed.client import closed_loop
from bench.speed.row import Row
from bench.speed.stage import RANKED

_CONNECTIONS = 8
_NEVER = {"REFRESH_SECONDS": "3600"}


def measure(plan: Plan) -> list[Row]:
    """The ratio of two servers' ceilings in turns, A B A B: off has neither events nor refreshes of the counts."""
    world = plan.world
    with serving(world, plan.folder / "off", _NEVER) as off, serving(world, plan.folder / "on", {}) as on:
        decisions = world.decisions()
        for each in (off, on):
            closed_loop(each.port, decisions, _CONNECTIONS, plan.seconds)
        rates, refused = [], 0
        for turn in range(plan.rounds):
            without = closed_loop(off.port, decisions, _CONNECTIONS, plan.seconds, RANKED).rate
            beside, busy = _beside_events(plan, on.port, decisions, without, turn)
            rates.append((without, beside))
            refused += busy
    ratios = np.array([beside / without for without, beside in rates])
    low, middle, high = np.quantile(ratios, [0.25, 0.5, 0.75])
    without, beside = np.median(np.array(rates), axis=0)
    how = f"{beside:,.0f}/s with as many events beside, {without:,.0f}/s alone, quartiles {low:.2f} - {high:.2f}"
    how += f", {refused} calls with events were told to come again" if refused else ""
    return [Row("decisions with the live loop on, to off", float(middle), "x", ">=", 0.8, how)]


def _beside_events(plan: Plan, port: int, decisions: list[bytes], rate: float, turn: int) -> tuple[float, int]:
    """The ceiling of decisions while `rate` events a second come in, in calls of a tenth of a batch.

    Returns decisions a second and how many calls with events were not taken in time. The sender sleeps between two
    calls: what it would take of the cores to send to the millisecond is nothing that events cost a server.
    """
    world = plan.world
    size, world.batch = world.batch, max(world.batch // 10, 1)
    calls = list(world.batches(int(rate * plan.seconds / world.batch) + 1, f"beside {turn}"))
    each, world.batch = world.batch, size
    loads: list[client.Load] = []

    def send() -> None:
        loads.append(client.open_loop(port, calls, rate / each, plan.seconds, b'"rejected":0', 16, keen=False))

    sender = threading.Thread(target=send)
    sender.start()
    found = closed_loop(port, decisions, _CONNECTIONS, plan.seconds, RANKED)
    sender.join()
    if loads[0].wrong > loads[0].busy:
        said = loads[0].first_wrong[:1_000].decode("utf-8", "replace")
        raise RuntimeError(f"{loads[0].wrong} calls with events were not taken: {said}")
    return found.rate, loads[0].busy
