"""Start: from the command to the first decision by the ranker."""

from __future__ import annotations

import shutil

import numpy as np

from bench.speed.row import Row
from bench.speed.servers import slotwise
from bench.speed.stage import Stage


def measure(stage: Stage) -> list[Row]:
    """The first start proves the bundle in a child process; later ones remember that it was proven."""
    ask = stage.generated_requests[0]
    shutil.rmtree(stage.generated / "service", ignore_errors=True)
    with slotwise(stage.generated, ask=ask) as server:
        first = server.seconds
    again = []
    for _ in range(min(3, stage.size.rounds)):
        with slotwise(stage.generated, ask=ask) as server:
            again.append(server.seconds)
    products = len(stage.world.model.catalog.products)
    detail = f"{products:,} products, proven before; {first:.1f} s with states imported and the bundle to be proven"
    return [Row("start to first decision", float(np.median(again)), "s", "<=", 3.0, detail)]
