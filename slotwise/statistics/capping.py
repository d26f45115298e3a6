"""Capping: a person's value above the cap counts as the cap, and the report says how many that were."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from slotwise.errors import StatisticsError


class Capped(NamedTuple):
    """Values after the cap, the cap itself, and what it took: share of the persons and share of the sum."""

    values: NDArray[np.float64]
    cap: float
    share_of_persons: float
    share_of_sum: float

    def to_json(self) -> dict[str, Any]:
        """Return what a report states about the cap."""
        return {name: it for name, it in self._asdict().items() if name != "values"}


def capped(values: ArrayLike, cap: float) -> Capped:
    """Cap persons' values, (n,); the cap is stated before the experiment, never read off its result.

    Raises StatisticsError for a cap that is not above 0.
    """
    if not cap > 0:
        raise StatisticsError("a cap is above 0", given=cap)
    table = np.asarray(values, np.float64)
    found = np.minimum(table, cap)
    over = float((table > cap).mean()) if len(table) else 0.0
    total = float(table.sum())
    return Capped(found, cap, over, float(table.sum() - found.sum()) / total if total else 0.0)
