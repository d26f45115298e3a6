"""The log of a benchmark: events in time order, as a frame and as integer codes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from bench.quality.ragged import Ragged, gather


@dataclass(frozen=True)
class Log:
    """Events in time order.

    `frame` has the columns event_id, occurred_at (int64 ms UTC), person_id, type, product_id, session, value and
    context.<name>; the arrays, all (n,), say the same in numbers: `person`, `product` (row of the products frame)
    and `session` int32, `time` int64 ms UTC. Codes are shared by all slices of one log.
    """

    frame: pl.DataFrame
    person: np.ndarray
    product: np.ndarray
    session: np.ndarray
    time: np.ndarray
    n_products: int

    def __len__(self) -> int:
        return len(self.time)

    def take(self, rows: np.ndarray | slice) -> Log:
        """The events at these rows; an array of bool, an array of row numbers or a slice."""
        if isinstance(rows, slice):
            start, stop, _ = rows.indices(len(self))
            frame = self.frame.slice(start, stop - start)
        else:
            frame = self.frame[np.flatnonzero(rows) if rows.dtype == bool else rows]
        return Log(frame, self.person[rows], self.product[rows], self.session[rows], self.time[rows], self.n_products)

    def pasts(self, keys: np.ndarray, key_of_query: np.ndarray, before: np.ndarray, values: np.ndarray) -> Ragged:
        """For each query the `values` (n,) of the earlier events with its key, oldest first.

        `keys` (n,) is `person` or `session`; a query sees the events at row numbers below `before` (n_queries,).
        """
        n = len(self)
        order = np.argsort(keys, kind="stable")
        position = keys[order].astype(np.int64) * n + order
        starts = np.searchsorted(position, key_of_query.astype(np.int64) * n)
        stops = np.searchsorted(position, key_of_query.astype(np.int64) * n + before)
        return gather(values[order], starts, stops)


def encode(frame: pl.DataFrame, products: pl.DataFrame) -> Log:
    """A log from an events frame in any order; equal times keep the order of the frame.

    Raises ValueError when an event names a product that `products` does not hold.
    """
    frame = frame.sort("occurred_at", maintain_order=True)
    frame = frame.with_columns(event_id=pl.format("e_{}", pl.int_range(pl.len())))
    rows = products.select("product_id").with_row_index("row")
    product = frame.select("product_id").join(rows, on="product_id", how="left", maintain_order="left")["row"]
    if product.null_count():
        raise ValueError(f"{product.null_count()} events name products that the catalogue does not hold")
    return Log(
        frame,
        _codes(frame["person_id"]),
        product.to_numpy().astype(np.int32),
        _codes(frame["session"]),
        frame["occurred_at"].to_numpy(),
        len(products),
    )


def _codes(column: pl.Series) -> np.ndarray:
    """Dense integer codes of a column of ids, (n,) int32."""
    return (column.rank("dense").cast(pl.Int32).fill_null(0)).to_numpy()
