"""Events a second: two workers, batches of 100 over kept-alive connections, states folded in the same transaction."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from bench.ingest.plan import Plan
from bench.ingest.postgres import postgres
from bench.ingest.stores import serving
from bench.speed.client import Load, closed_loop
from bench.speed.row import Row
from bench.speed.servers import children

CONNECTIONS = 4
TARGETS = {
    "SQLite, process": 10_000.0,
    "SQLite, power": None,
    "PostgreSQL, process": 5_000.0,
    "PostgreSQL, power": None,
}
_SPARE = 3.0
"""So many times as many calls are prepared for a turn as were taken in the best one before."""


def measure(plan: Plan) -> list[Row]:
    """One row for each store and durability; PostgreSQL's target is half of SQLite's."""
    rows = [_row(plan, f"SQLite, {each}", {"DURABILITY": each}) for each in ("process", "power")]
    for each in ("process", "power"):
        try:
            with postgres() as server:
                settings = {"DURABILITY": each, "DATABASE": server.url}
                rows.append(_row(plan, f"PostgreSQL, {each}", settings, server.process))
        except FileNotFoundError as error:
            rows.append(Row(f"PostgreSQL, {each}", 0.0, "events/s", detail=f"not measured: {error}"))
    return rows


def _row(plan: Plan, name: str, settings: dict[str, str], database: int | None = None) -> Row:
    with serving(plan.world, plan.folder / name.replace(", ", "-"), settings) as target:
        best = _turn(plan, target.port, f"{name} warm", plan.most_events_a_second)[0]
        before, of_database = cpu_seconds(target.processes()), _server_seconds(database)
        rates, loads = list[float](), list[Load]()
        for turn in range(plan.rounds):
            rate, load = _turn(plan, target.port, f"{name} {turn}", _SPARE * max(best, *rates, 0.0))
            rates.append(rate)
            loads.append(load)
        spent, of_database = cpu_seconds(target.processes()) - before, _server_seconds(database) - of_database
    count = plan.world.batch * sum(len(each.latencies) for each in loads)
    shares = f"{spent / count * 1e6:.0f} us of the workers' cores an event, "
    shares += f"{of_database / count * 1e6:.0f} us of the server's, " if database else ""
    return Row(name, float(np.median(rates)), "events/s", ">=", TARGETS[name], _how(plan, rates, loads, shares))


def _turn(plan: Plan, port: int, name: str, most: float) -> tuple[float, Load]:
    """One turn of calls that were prepared for a rate: events a second, and what the client saw."""
    world = plan.world
    calls = list(world.batches(int(most * plan.seconds / world.batch) + CONNECTIONS, name))
    load = closed_loop(port, calls, CONNECTIONS, plan.seconds, f'"accepted":{world.batch}'.encode())
    if load.wrong > load.busy:
        said = load.first_wrong[:1_000].decode("utf-8", "replace")
        raise RuntimeError(f"{load.wrong} of {len(load.latencies)} calls were not taken as a whole: {said}")
    return load.rate * world.batch, load


def _how(plan: Plan, rates: list[float], loads: list[Load], shares: str) -> str:
    latencies = np.concatenate([each.latencies for each in loads])
    how = f"batches of {plan.world.batch}, {plan.world.persons:,} persons of {plan.world.history} interactions, "
    how += f"{min(rates):,.0f} to {max(rates):,.0f}, {shares}"
    how += f"a call p50 {np.quantile(latencies, 0.5):.0f} ms p99 {np.quantile(latencies, 0.99):.0f} ms"
    busy = sum(each.busy for each in loads)
    return how + (f", {busy} calls told to come again" if busy else "")


def cpu_seconds(processes: list[int]) -> float:
    """What processes have used of their cores so far: tells more than a rate when others use them too."""
    return sum(sum(_ticks(each)[:2]) for each in processes) / os.sysconf("SC_CLK_TCK")


def _server_seconds(process: int | None) -> float:
    """The same of a server with all that it has started, those that have ended included; 0 without one."""
    found = children(process) if process else []
    return sum(sum(_ticks(each)) for each in found) / os.sysconf("SC_CLK_TCK")


def _ticks(process: int) -> list[int]:
    """Ticks of a process in user and system mode, then of its children that have ended."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return [0, 0, 0, 0]
    return [int(each) for each in stat.rpartition(")")[2].split()[11:15]]
