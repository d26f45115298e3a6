"""Rows of the log as integer columns, collected while a chunk of persons is simulated."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

NONE = -1
Columns = dict[str, npt.NDArray[Any]]

COLUMNS: dict[str, dict[str, type]] = {
    "pages": {"who": np.int64, "at_ms": np.int64, "surface": np.int64, "scene": np.int64, "visit": np.int64,
              "data_used_ratio": np.float64, "roaming": object, "contract_days_left": np.float64,
              "bill_ratio": np.float64, "device_new": object, "open_process": object},
    "placements": {"page": np.int64, "touchpoint": np.int64, "slot": np.int64, "content": np.int64,
                   "propensity": np.float64},
    "events": {"at_ms": np.int64, "who": np.int64, "type": np.int64, "product": np.int64, "content": np.int64,
               "touchpoint": np.int64, "slot": np.int64, "page": np.int64, "value": np.float64},
}  # fmt: skip
"""Tables that refer to each other by row number; `who` is a person of the chunk, `type` a code of EventType."""


@dataclass
class Ledger:
    """Three growing tables: pages with the facts of the request, placements and events on pages. NONE = absent."""

    tables: dict[str, list[Columns]] = field(default_factory=lambda: {name: [] for name in COLUMNS})
    sizes: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COLUMNS, 0))

    def add(self, table: str, **columns: Any) -> int:
        """Append rows given as columns, scalars repeated; returns the number of the first new row."""
        arrays = np.broadcast_arrays(*columns.values())
        first = self.sizes[table]
        self.tables[table].append(dict(zip(columns, arrays, strict=True)))
        self.sizes[table] += len(arrays[0])
        return first

    def event(
        self, kind: int, *, at_ms: Any, who: Any, product: Any = NONE, content: Any = NONE, touchpoint: Any = NONE,
        slot: Any = NONE, page: Any = NONE, value: Any = np.nan,
    ) -> None:  # fmt: skip
        """Append events of one type."""
        self.add("events", at_ms=at_ms, who=who, type=kind, product=product, content=content, touchpoint=touchpoint,
                 slot=slot, page=page, value=value)  # fmt: skip

    def table(self, name: str) -> Columns:
        """Return the rows of a table as one array a column."""
        empty: Columns = {column: np.empty(0, kind) for column, kind in COLUMNS[name].items()}
        return {
            column: np.concatenate([part[column] for part in self.tables[name]] or [none])
            for column, none in empty.items()
        }
