"""Ragged rows: many short integer arrays kept as one array and its offsets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse


@dataclass(frozen=True)
class Ragged:
    """Row i is `values[offsets[i]:offsets[i + 1]]`; values (n_values,), offsets (n_rows + 1,) int64."""

    values: np.ndarray
    offsets: np.ndarray

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, row: int) -> np.ndarray:
        return self.values[self.offsets[row] : self.offsets[row + 1]]

    def __iter__(self) -> Iterator[np.ndarray]:
        return (self[row] for row in range(len(self)))

    @property
    def lengths(self) -> np.ndarray:
        """Number of values of each row, (n_rows,) int64."""
        return np.diff(self.offsets)

    @property
    def rows(self) -> np.ndarray:
        """The row each value stands in, (n_values,) int64."""
        return np.repeat(np.arange(len(self)), self.lengths)

    def slice(self, start: int, stop: int) -> Ragged:
        """Rows start to stop; the values are a view."""
        low, high = self.offsets[start], self.offsets[stop]
        return Ragged(self.values[low:high], self.offsets[start : stop + 1] - low)

    def matrix(self, n_columns: int) -> sparse.csr_matrix:
        """How often each row holds each value, (n_rows, n_columns) float32."""
        ones = np.ones(len(self.values), np.float32)
        counted = sparse.csr_matrix((ones, self.values, self.offsets), (len(self), n_columns), copy=True)
        counted.sum_duplicates()
        return counted


def gather(values: np.ndarray, starts: np.ndarray, stops: np.ndarray) -> Ragged:
    """The pieces values[starts[i]:stops[i]], copied one after the other."""
    lengths = stops - starts
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    picked = np.arange(offsets[-1]) + np.repeat(starts - offsets[:-1], lengths)
    return Ragged(values[picked], offsets)


def from_groups(groups: np.ndarray, values: np.ndarray, n_rows: int) -> Ragged:
    """Values collected by their group number (0 to n_rows - 1), each group in the order given."""
    order = np.argsort(groups, kind="stable")
    offsets = np.concatenate([[0], np.cumsum(np.bincount(groups, minlength=n_rows))]).astype(np.int64)
    return Ragged(values[order], offsets)
