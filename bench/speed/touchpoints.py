"""Eight touchpoints in one call beside eight calls of one: the page that a client really asks for."""

from __future__ import annotations

import json

from bench.paired import paired
from bench.speed.client import Connection, prepared
from bench.speed.row import Row
from bench.speed.servers import slotwise
from bench.speed.stage import PATH, RANKED, Stage, generated_body

SLOTS = 3
"""Slots of each touchpoint, the median of the e-channel's 39."""
COUNT = 8


def measure(stage: Stage) -> list[Row]:
    """One connection, the same persons on both sides."""
    persons = range(min(20, stage.size.persons))
    whole = [_request(generated_body(stage.world, number, COUNT, SLOTS)) for number in persons]
    parts = [_request(generated_body(stage.world, number, 1, SLOTS)) for number in persons]
    with slotwise(stage.generated, ask=whole[0]) as server:
        connection = Connection.to(server.port)
        pair = paired(
            lambda call: _ask(connection, whole[call]),
            lambda call: [_ask(connection, parts[call]) for _ in range(COUNT)],
            2 * stage.size.rounds,
            len(persons),
        )
        connection.socket.close()
    detail = f"{pair.first_us / 1e3:.2f} to {pair.second_us / 1e3:.2f} ms, {SLOTS} slots each, over HTTP"
    return [Row("8 touchpoints in one call to 8 calls", pair.ratio, "x", "<=", 1 / 3, detail)]


def _request(body: dict[str, object]) -> bytes:
    return prepared(PATH, json.dumps(body).encode())


def _ask(connection: Connection, request: bytes) -> None:
    answer = connection.exchange(request)
    if RANKED not in answer:
        raise RuntimeError(f"not from the ranker: {answer[:500]!r}")
