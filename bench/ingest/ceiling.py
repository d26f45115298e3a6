"""Events a second: two workers, batches of 100 over kept-alive connections, states folded in the same transaction."""

from __future__ import annotations

import os
from pathlib import Path

from bench.ingest.plan import Plan
from bench.ingest.stores import postgres, serving
from bench.speed.client import closed_loop
from bench.speed.row import Row

CONNECTIONS = 4
TARGETS = {
    "SQLite, process": 10_000.0,
    "SQLite, power": None,
    "PostgreSQL, process": 5_000.0,
    "PostgreSQL, power": None,
}


def measure(plan: Plan) -> list[Row]:
    """One row for each store and durability; PostgreSQL's target is half of SQLite's."""
    rows = [_row(plan, f"SQLite, {each}", {"DURABILITY": each}) for each in ("process", "power")]
    for each in ("process", "power"):
        try:
            with postgres() as url:
                rows.append(_row(plan, f"PostgreSQL, {each}", {"DURABILITY": each, "DATABASE": url}))
        except FileNotFoundError as error:
            rows.append(Row(f"PostgreSQL, {each}", 0.0, "events/s", detail=f"not measured: {error}"))
    return rows


def _row(plan: Plan, name: str, settings: dict[str, str]) -> Row:
    world, seconds = plan.world, plan.seconds
    expected = plan.most_events_a_second * seconds / world.batch
    with serving(world, plan.folder / name.replace(", ", "-"), settings) as target:
        warm = list(world.batches(int(expected), f"{name} warm"))
        closed_loop(target.port, warm, CONNECTIONS, seconds)
        rates, before, count = list[float](), cpu_seconds(target.processes()), 0
        for turn in range(plan.rounds):
            calls = list(world.batches(int(expected), f"{name} {turn}"))
            load = closed_loop(target.port, calls, CONNECTIONS, seconds, f'"accepted":{world.batch}'.encode())
            if load.wrong:
                said = load.first_wrong[:1_000].decode("utf-8", "replace")
                raise RuntimeError(f"{load.wrong} of {len(load.latencies)} calls were not taken as a whole: {said}")
            rates.append(load.rate * world.batch)
            count += len(load.latencies) * world.batch
        spent = (cpu_seconds(target.processes()) - before) / count * 1e6
    rates.sort()
    how = f"batches of {world.batch}, {world.persons:,} persons of {world.history} interactions, "
    how += f"{rates[0]:,.0f} to {rates[-1]:,.0f}, {spent:.0f} us of the workers' cores an event, "
    how += f"a call p50 {load.quantile(0.5):.0f} ms p99 {load.quantile(0.99):.0f} ms"
    return Row(name, rates[len(rates) // 2], "events/s", ">=", TARGETS[name], how)


def cpu_seconds(processes: list[int]) -> float:
    """What processes have used of their cores so far: tells more than a rate when others use them too."""
    fields = [Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split() for each in processes]
    return sum(int(each[11]) + int(each[12]) for each in fields) / os.sysconf("SC_CLK_TCK")
