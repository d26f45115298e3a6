"""Whether Slotwise and the careful user's service give the same answers: the share of the same products in the top."""

from __future__ import annotations

import json
from contextlib import ExitStack

import numpy as np

from bench.speed.client import Connection
from bench.speed.row import Row
from bench.speed.servers import Server, gunicorn, slotwise
from bench.speed.stage import Stage


def measure(stage: Stage) -> list[Row]:
    """Ask both for the same persons and compare."""
    asked = stage.generated_requests[:50]
    with ExitStack() as running:
        environment = {"PEER_FOLDER": str(stage.peer)}
        peer = running.enter_context(gunicorn("bench.peer_service:application", environment, ask=asked[0]))
        ours = running.enter_context(slotwise(stage.generated, ask=asked[0]))
        answers = [(_answer(peer, each), _answer(ours, each)) for each in asked]
    shares = [len(set(_products(a)) & set(_products(b))) / len(_products(a)) for a, b in answers]
    sizes = [np.median([len(side) for side in sides]) for sides in zip(*answers, strict=True)]
    detail = (
        f"answers of {sizes[1]:,.0f} bytes, the peer's {sizes[0]:,.0f}; requests of {len(asked[0])} with their head"
    )
    return [
        Row("same products in the top as the careful user's service", float(np.mean(shares)), "", ">=", 0.95, detail)
    ]


def _answer(server: Server, request: bytes) -> bytes:
    connection = Connection.to(server.port)
    answer = connection.exchange(request)
    connection.socket.close()
    return answer.partition(b"\r\n\r\n")[2]


def _products(answer: bytes) -> list[str]:
    return [each["product_id"] for each in json.loads(answer)["touchpoints"][0]["placements"]]
