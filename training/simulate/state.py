"""What changes in a person as time goes: needs, holdings, weariness, processes left midway, the contract."""

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from training.simulate.catalog import Catalog
from training.simulate.clock import DAY_MS, FloatArray, IntArray, half_lives

NEED_HALF_LIFE, WEAR_HALF_LIFE = 10.0, 7.0
"""Days in which a need, and the weariness of a content, fall to a half."""
NEED_EVERY = 12.0
"""Mean days between two new needs of a person."""


@dataclass
class State:
    """Columns over n persons, true at `last_at`; P products, C contents, G categories."""

    need: FloatArray
    """Strength of the current need of a category, float64[n, G]."""
    owned: npt.NDArray[np.bool_]
    """Products held, bool[n, P]."""
    wear: npt.NDArray[np.float32]
    """Decayed count of exposures of a content, float32[n, C]."""
    left_at: IntArray
    """When a process of the category was last left midway, ms UTC, int64[n, G]; 0 = never or finished since."""
    contract_end: IntArray
    """ms UTC, int64[n]."""
    device_since: IntArray
    """When the phone was first seen, ms UTC, int64[n]."""
    data_pack_at: IntArray
    """When extra data was last bought, ms UTC, int64[n]; 0 = never."""
    last_at: IntArray
    """ms UTC, int64[n]."""

    @classmethod
    def fresh(cls, n: int, catalog: Catalog, start_ms: int, rng: np.random.Generator) -> "State":
        """Return the state of n persons at the log's start, before needs and holdings are drawn."""
        groups = len(catalog.categories)
        return cls(
            need=np.zeros((n, groups)),
            owned=np.zeros((n, len(catalog.product_ids)), bool),
            wear=np.zeros((n, len(catalog.content_ids)), np.float32),
            left_at=np.zeros((n, groups), np.int64),
            contract_end=start_ms + (rng.random(n) * 300 * DAY_MS).astype(np.int64),
            device_since=start_ms + ((rng.random(n) * 250 - 220) * DAY_MS).astype(np.int64),
            data_pack_at=np.zeros(n, np.int64),
            last_at=np.full(n, start_ms, np.int64),
        )

    def rows(self, index: IntArray) -> "State":
        """Return a copy of the chosen rows."""
        return State(**{field.name: np.array(getattr(self, field.name)[index]) for field in fields(self)})

    def decay(self, who: IntArray, at_ms: IntArray) -> None:
        """Let needs and weariness of the rows `who` fade until `at_ms`, int64[len(who)]."""
        elapsed = at_ms - self.last_at[who]
        self.need[who] *= half_lives(elapsed, NEED_HALF_LIFE)[:, None]
        self.wear[who] *= half_lives(elapsed, WEAR_HALF_LIFE).astype(np.float32)[:, None]
        self.last_at[who] = at_ms


def new_needs(
    state: State, who: IntArray, elapsed_days: FloatArray, interest: FloatArray, rng: np.random.Generator
) -> None:
    """Give some rows a new need: Poisson in time, its category drawn by `interest`, float64[len(who), G]."""
    edges = np.cumsum(interest, axis=1)
    group = np.sum(rng.random((len(who), 1)) * edges[:, -1:] >= edges[:, :-1], axis=1)
    comes = rng.random(len(who)) < -np.expm1(-elapsed_days / NEED_EVERY)
    strength = rng.uniform(0.6, 1.4, len(who))
    np.maximum.at(state.need, (who[comes], group[comes]), strength[comes])


def contract_days(state: State, who: IntArray, at_ms: IntArray) -> FloatArray:
    """Return whole days until the contract ends, float64[len(who)]; an ended contract runs on for another 300 days."""
    left = (state.contract_end[who] - at_ms) // DAY_MS
    return np.where(left >= 0, left, left % 300).astype(np.float64)
