"""What a model is shown, and when."""

from dataclasses import replace

import numpy as np
import pytest

from bench.quality.log import Log
from bench.quality.stream import blocks, play
from bench.quality.task import Queries, Task


class Recorder:
    """A model that writes down how many events it had seen at each query."""

    def __init__(self, freshness_ms: int) -> None:
        self.freshness_ms = freshness_ms
        self.seen = 0
        self.at_query: list[int] = []

    def observe(self, log: Log) -> None:
        self.seen += len(log)

    def rank(self, queries: Queries, k: int) -> np.ndarray:
        self.at_query += [self.seen] * len(queries)
        return np.full((len(queries), k), -1)


@pytest.fixture
def live(checkerboard: Task, board: Log) -> Task:
    """Every fourth event asks, having seen all events up to itself."""
    rows = np.arange(0, len(board), 4)[: len(checkerboard.queries)]
    queries = replace(checkerboard.queries.slice(0, len(rows)), time=board.time[rows])
    return replace(checkerboard, queries=queries, stream=board, seen=rows + 1)


def test_each_query_sees_exactly_its_past(live: Task) -> None:
    """With no wish for blocks, a query is asked after the events it may see and before the next one."""
    model = Recorder(0)
    play(model, live, 3)
    assert model.at_query == live.seen.tolist()


def test_blocks_never_show_the_future(live: Task) -> None:
    """A model that asks for blocks is shown fewer events, never more, and lags by less than it asked for."""
    model = Recorder(20_000)
    play(model, live, 3)
    assert all(shown <= allowed for shown, allowed in zip(model.at_query, live.seen, strict=True))
    assert max(live.seen - np.array(model.at_query)) <= 20


def test_a_model_that_does_not_observe_is_asked_once(live: Task) -> None:
    """All queries of such a model come in one call."""
    calls = []

    class Still:
        def rank(self, queries: Queries, k: int) -> np.ndarray:
            calls.append(len(queries))
            return np.full((len(queries), k), -1)

    play(Still(), live, 3)
    assert calls == [len(live.queries)]


def test_blocks_cover_all_queries_in_order() -> None:
    """Every query stands in exactly one block."""
    time, seen = np.array([0, 5, 5, 30, 31]), np.array([1, 2, 2, 7, 9])
    assert blocks(time, seen, 0) == [(0, 1), (1, 3), (3, 4), (4, 5)]
    assert blocks(time, seen, 10) == [(0, 3), (3, 5)]
