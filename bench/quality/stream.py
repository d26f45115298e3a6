"""Asking a fitted model: all questions at once, or one after the other while the world goes on."""

from __future__ import annotations

from typing import Any

import numpy as np

from bench.quality.task import Task


def play(model: Any, task: Task, k: int) -> np.ndarray:
    """The model's ranked products for each query, (n_queries, k) int32.

    A model with `observe` is shown the events of the stream in time order, and each query after exactly the events
    it may see. A model's `freshness_ms` above 0 lets it work in blocks: queries that were asked within that time
    are put together and see only the events that the first of them may see, so that freshness can only be lost.
    The history and session of a query are always complete.
    """
    if task.stream is None or not hasattr(model, "observe"):
        return np.asarray(model.rank(task.queries, k), np.int32)
    assert task.seen is not None
    ranked = np.full((len(task.queries), k), -1, np.int32)
    shown = 0
    for start, stop in blocks(task.queries.time, task.seen, getattr(model, "freshness_ms", 0)):
        if task.seen[start] > shown:
            model.observe(task.stream.take(slice(shown, int(task.seen[start]))))
            shown = int(task.seen[start])
        ranked[start:stop] = model.rank(task.queries.slice(start, stop), k)
    return ranked


def blocks(time: np.ndarray, seen: np.ndarray, freshness_ms: int) -> list[tuple[int, int]]:
    """Where the queries, in time order, are cut: (start, stop) of each block.

    A block ends when a query is `freshness_ms` or more after the block's first one; with 0 it ends when a query may
    see more than the one before.
    """
    if freshness_ms <= 0:
        starts = np.flatnonzero(np.diff(seen, prepend=-1) > 0)
        return list(zip(starts.tolist(), [*starts[1:].tolist(), len(seen)], strict=True))
    cuts, start = [], 0
    while start < len(time):
        stop = max(int(np.searchsorted(time, time[start] + freshness_ms)), start + 1)
        cuts.append((start, stop))
        start = stop
    return cuts
