"""Makes a larger click log out of a real one by drawing whole persons again: for speed and memory, never for quality.

Every new person is a copy of a real one. Each session is moved by up to half an hour, and some clicks are replaced by
another product of a session that held the same product: popularity, rhythm and scenes stay, the matrix is new.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet

_PART = 200_000
"""Persons that are written at a time."""
_SHIFT = 1_800_000
"""Most ms by which a session is moved."""
_NEAR = 50
"""How far away in time, in clicks on the same product, a replacement comes from."""


class Resampler:
    """Reads the log of `globo/developer_sample.parquet` or one with its columns person, session, product, time_ms."""

    def __init__(self, source: Path, seed: int = 1, swap: float = 0.3):
        table = parquet.read_table(source).sort_by(
            [("person", "ascending"), ("session", "ascending"), ("time_ms", "ascending")]
        )
        self.random, self.swap = np.random.default_rng(seed), swap
        self.table = table
        self.product, self.time = (table[name].to_numpy() for name in ("product", "time_ms"))
        self.start, self.size = _runs(table["person"].to_numpy())
        self.session_start, self.session_size = _runs(_pairs(table["person"].to_numpy(), table["session"].to_numpy()))
        self.session = np.repeat(np.arange(len(self.session_start)), self.session_size)
        self.by_product = np.lexsort((self.time, self.product))
        self.first_of = np.searchsorted(self.product[self.by_product], np.arange(self.product.max() + 2))
        self.place_of = np.empty(len(self.product), np.int64)
        self.place_of[self.by_product] = np.arange(len(self.product))

    def write(self, folder: Path, clicks: int) -> int:
        """Write about so many clicks as Parquet parts and return how many."""
        folder.mkdir(parents=True, exist_ok=True)
        persons, written = round(clicks / self.size.mean()), 0
        for part, first in enumerate(range(0, persons, _PART)):
            table = self._part(first, min(_PART, persons - first))
            parquet.write_table(table, folder / f"part-{part:03d}.parquet", compression="zstd")
            written += len(table)
        return written

    def _part(self, first: int, count: int) -> pa.Table:
        donors = self.random.integers(0, len(self.start), count)
        sizes = self.size[donors]
        rows = np.repeat(self.start[donors] - np.cumsum(sizes) + sizes, sizes) + np.arange(sizes.sum())
        person = np.repeat(np.arange(first, first + count), sizes)
        session = np.cumsum(np.diff(_pairs(person, self.session[rows]), prepend=-1) != 0) - 1
        shift = self.random.integers(-_SHIFT, _SHIFT, session[-1] + 1)[session]
        columns = {name: self.table[name].take(pa.array(rows)) for name in self.table.column_names}
        columns["person"] = pa.array(person.astype(np.int32))
        columns["session"] = pa.array(session + first * len(self.session_start))
        columns["product"] = pa.array(self._swapped(rows))
        columns["time_ms"] = pa.array(self.time[rows] + shift)
        return pa.table(columns)

    def _swapped(self, rows: np.ndarray) -> np.ndarray:
        """The products of the rows, some of them replaced by a neighbour in a session with the same product."""
        product = self.product[rows].copy()
        chosen = np.flatnonzero(self.random.random(len(rows)) < self.swap)
        own = self.product[rows[chosen]]
        near = self.place_of[rows[chosen]] + self.random.integers(-_NEAR, _NEAR + 1, len(chosen))
        other = self.session[self.by_product[np.clip(near, self.first_of[own], self.first_of[own + 1] - 1)]]
        step = self.random.integers(0, 1 << 30, len(chosen)) % self.session_size[other]
        product[chosen] = self.product[self.session_start[other] + step]
        return product


def _runs(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Starts and lengths of stretches of equal values."""
    start = np.flatnonzero(np.r_[True, values[1:] != values[:-1]])
    return start, np.diff(np.r_[start, len(values)])


def _pairs(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """One number for each pair, different for neighbouring rows with different pairs."""
    return np.cumsum(np.r_[0, (first[1:] != first[:-1]) | (second[1:] != second[:-1])])
