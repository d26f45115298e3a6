"""Decisions per second: the floor, the careful user's service and Slotwise under the same load, in turns."""

from __future__ import annotations

from contextlib import ExitStack

import numpy as np

from bench.speed.client import closed_loop
from bench.speed.row import Row
from bench.speed.servers import Server, gunicorn, slotwise
from bench.speed.stage import RANKED, Stage

CONNECTIONS = 8


def measure(stage: Stage) -> list[Row]:
    """The ceilings of all five servers, one worker each on the same core, A B C D E in every round."""
    generated, demo = stage.generated_requests, stage.demo_requests
    with ExitStack() as running:
        sides = {
            "floor": (running.enter_context(gunicorn("bench.speed.floor:application")), generated, b""),
            "peer": (_peer(stage, running, generated[0]), generated, RANKED),
            "generated": (running.enter_context(slotwise(stage.generated, ask=generated[0])), generated, RANKED),
            "demo": (running.enter_context(slotwise(stage.demo, ask=demo[0])), demo, RANKED),
            "plain": (running.enter_context(slotwise(stage.plain, ask=demo[0])), demo, RANKED),
        }
        for server, requests, _ in sides.values():
            closed_loop(server.port, requests, CONNECTIONS, stage.size.seconds)
        rates = np.array([[_rate(stage, *side) for side in sides.values()] for _ in range(stage.size.rounds)])
    floor, peer, ours, demo_rate, plain = rates.T
    return [
        _row(
            "decisions/s to the floor, generated bundle", ours / floor, 0.25, f"{_median(ours)} to {_median(floor)}/s"
        ),
        _row(
            "decisions/s to the floor, demo bundle", demo_rate / floor, 0.25, f"{_median(demo_rate)}/s, 3 touchpoints"
        ),
        _row("decisions/s to the floor, demo's log, plain options", plain / floor, None, f"{_median(plain)}/s"),
        _row("decisions/s to the careful user's service", ours / peer, 3.0, f"{_median(ours)} to {_median(peer)}/s"),
    ]


def _peer(stage: Stage, running: ExitStack, ask: bytes) -> Server:
    return running.enter_context(gunicorn("bench.peer_service:application", {"PEER_FOLDER": str(stage.peer)}, ask=ask))


def _rate(stage: Stage, server: Server, requests: list[bytes], must: bytes) -> float:
    load = closed_loop(server.port, requests, CONNECTIONS, stage.size.seconds, must)
    if load.wrong:
        raise RuntimeError(f"{load.wrong} of {len(load.latencies)} answers were not from the ranker")
    return load.rate


def _median(values: np.ndarray) -> str:
    return f"{np.median(values):,.0f}"


def _row(what: str, ratios: np.ndarray, target: float | None, detail: str) -> Row:
    low, middle, high = np.quantile(ratios, [0.25, 0.5, 0.75])
    return Row(what, float(middle), "x", ">=" if target else "", target, f"{detail}, quartiles {low:.2f} - {high:.2f}")
