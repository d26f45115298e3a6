"""Queries made from a log."""

import numpy as np

from bench.quality.asking import distinct_targets, queries_at
from bench.quality.log import Log


def test_history_and_session_end_where_the_query_may_look(board: Log) -> None:
    """History is the person's earlier events with their times, the session its part in the running session."""
    rows = np.array([3, 17, 40])
    queries = queries_at(board, rows, rows + 1, "not in session", in_session=True)
    for i, row in enumerate(rows):
        own = np.flatnonzero(board.person[: row + 1] == board.person[row])
        assert queries.history[i].tolist() == board.product[own].tolist()
        assert queries.history_time[i].tolist() == board.time[own].tolist()
        assert queries.session[i][-1] == board.product[row]
    assert queries.context.columns == ["context.referrer_type", "context.region", "context.store"]


def test_a_target_counts_once() -> None:
    """A product that answers a query twice is one target."""
    targets = distinct_targets(np.array([1, 1, 0]), np.array([4, 4, 2]), 3)
    assert [row.tolist() for row in targets] == [[2], [4], []]
