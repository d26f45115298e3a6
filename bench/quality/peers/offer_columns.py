"""Columns of offers as numbers, for models that need matrices."""

from __future__ import annotations

import numpy as np
import polars as pl


class Columns:
    """Codes of the columns as seen in training; a value never seen, or missing, becomes -1."""

    def __init__(self, rows: pl.DataFrame) -> None:
        self.names = sorted(set(rows.columns) - {"person_id", "accepted"})
        self.levels = {name: rows[name].drop_nulls().unique().sort() for name in self.names}

    def codes(self, rows: pl.DataFrame) -> np.ndarray:
        """(n_rows, n_columns) float32, numbers in the order of the values."""
        coded = [
            rows[name].replace_strict(levels, pl.int_range(len(levels), eager=True), default=-1, return_dtype=pl.Int32)
            for name, levels in self.levels.items()
        ]
        return np.stack([column.fill_null(-1).to_numpy() for column in coded], axis=1).astype(np.float32)
