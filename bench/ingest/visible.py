"""Event to visible: at half of the ceiling of decisions, each with an event of the same person just before it."""

from __future__ import annotations

from bench.ingest.pairs import Visible, open_loop
from bench.ingest.plan import Plan
from bench.ingest.stores import serving
from bench.speed.client import closed_loop
from bench.speed.row import Row
from bench.speed.stage import RANKED

LATE = 0.01
"""Share of late sends above which a run says nothing about the server."""
_CONNECTIONS = 8


def measure(plan: Plan) -> list[Row]:
    """Latency from the acknowledgement to the answer that knows the event, and from when the event was due."""
    ceiling, found = _found(plan)
    how = (
        f"{ceiling / 2:,.0f} decisions and as many events a second, ceiling {ceiling:,.0f}, {found.late:.1%} sends late"
    )
    if found.late > LATE:
        how += ": VOID, the client was too slow"
    if found.refused:
        how += f": {found.refused} pairs were not taken in time, the first {_text(found.said)!r}"
    if not found.together:
        raise RuntimeError(f"no event and decision came through: {how}")
    if found.unseen:
        raise RuntimeError(f"{found.unseen} events were not known to the next decision")
    return [
        Row("accepted to visible, p99", found.quantile("visible", 0.99), "ms", "<=", 50.0, _p50(found.visible, how)),
        Row("event due to accepted, p99", found.quantile("accepted", 0.99), "ms", detail=_p50(found.accepted, "")),
        Row("event due to visible, p99", found.quantile("together", 0.99), "ms", detail=_p50(found.together, "")),
    ]


def _found(plan: Plan) -> tuple[float, Visible]:
    """The ceiling of decisions a second, and pairs at half of it."""
    with serving(plan.world, plan.folder / "visible", {}) as target:
        decisions = plan.world.decisions()
        closed_loop(target.port, decisions, _CONNECTIONS, plan.seconds)
        load = closed_loop(target.port, decisions, _CONNECTIONS, plan.seconds, RANKED)
        if load.wrong:
            raise RuntimeError(f"{load.wrong} decisions were not answered by the ranker: {_text(load.first_wrong)}")
        rate, seconds = load.rate / 2, 2 * plan.seconds
        open_loop(target.port, plan.world.pairs(int(rate * plan.seconds), "warm"), rate, plan.seconds)
        pairs = plan.world.pairs(int(rate * seconds) + 1, "visible")
        return load.rate, open_loop(target.port, pairs, rate, seconds)


def _text(answer: bytes) -> str:
    return answer[:500].decode("utf-8", "replace")


def _p50(values: list[float], more: str) -> str:
    middle = sorted(values)[len(values) // 2]
    return f"p50 {middle:.1f} ms" + (f", {more}" if more else "")
