"""The log keeps time order, codes and pasts."""

import numpy as np
import polars as pl
import pytest

from bench.quality.log import Log, encode


def _frame(product: list[str]) -> pl.DataFrame:
    return pl.DataFrame(
        {"occurred_at": [30, 10, 20], "person_id": ["b", "a", "b"], "product_id": product, "session": ["x", "y", None]}
    )


def test_events_are_put_in_time_order() -> None:
    """The codes follow the sorted frame, and product codes are rows of the products frame."""
    log = encode(_frame(["q", "p", "p"]), pl.DataFrame({"product_id": ["p", "q"]}))
    assert log.time.tolist() == [10, 20, 30]
    assert log.product.tolist() == [0, 0, 1]
    assert log.frame["person_id"].to_list() == ["a", "b", "b"]


def test_an_unknown_product_is_an_error() -> None:
    """An event whose product is not in the catalogue stops the run instead of becoming another product."""
    with pytest.raises(ValueError, match="1 events"):
        encode(_frame(["q", "p", "p"]), pl.DataFrame({"product_id": ["p"]}))


def test_the_past_of_a_query_ends_before_it(board: Log) -> None:
    """A query sees its person's events at earlier rows, oldest first, and nothing else."""
    rng = np.random.default_rng(0)
    rows = rng.integers(0, len(board), 30)
    pasts = board.pasts(board.person, board.person[rows], rows, np.arange(len(board)))
    for row, past in zip(rows, pasts, strict=True):
        assert past.tolist() == [i for i in range(row) if board.person[i] == board.person[row]]


def test_a_part_of_the_log_keeps_its_codes(board: Log) -> None:
    """Slices, masks and row numbers select the same events in the frame and in the arrays."""
    mask = board.person == board.person[5]
    part = board.take(mask)
    assert set(part.frame["person_id"]) == {board.frame["person_id"][5]}
    assert board.take(slice(3, 6)).time.tolist() == board.time[3:6].tolist()
