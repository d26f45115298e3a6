"""ExampleRows: the room for all examples of a stretch of the log, filled by one process or by several at once."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise.catalog import Catalog
from training.occasions import Occasions
from training.options import TrainOptions
from training.relay import room


class ExampleRows:
    """Rows of all occasions, one occasion after the other, and the tally of those that have their place.

    matrix float32 (most, n_features), ranks float32 (most, n_sources), labels int32 (most,); sizes int32
    (n_occasions,): how many rows each occasion has.
    """

    def __init__(self, occasions: Occasions, width: int, sources: int, most: int, processes: int):
        self.occasions = occasions
        self.matrix: NDArray[np.float32] = room((most, width), np.float32, processes)
        self.ranks: NDArray[np.float32] = room((most, sources), np.float32, processes)
        self.labels: NDArray[np.int32] = room((most,), np.int32, processes)
        self.sizes: NDArray[np.int32] = room((len(occasions),), np.int32, processes)
        self._tally: NDArray[np.uint64] = room((_PLACES,), np.uint64, processes)
        self._tally[:] = 0

    @property
    def count(self) -> int:
        """Rows that have their place."""
        return int(self._tally[_ROWS])

    @property
    def wanted(self) -> int:
        """Products that were wanted where retrieval could miss them."""
        return int(self._tally[_WANTED])

    @property
    def found(self) -> int:
        """Those of them that were retrieved."""
        return int(self._tally[_FOUND])

    def place(self, occasion: int, labels: NDArray[np.int32]) -> slice:
        """Give an occasion the next rows, as many as it has labels."""
        start, count = self.count, len(labels)
        self.sizes[occasion] = count
        self.labels[start : start + count] = labels
        self._tally[_ROWS] += np.uint64(count)
        return slice(start, start + count)

    def tell(self, wanted: int, found: int) -> None:
        """Count what was wanted of an occasion, and what of it was retrieved."""
        self._tally[_WANTED] += np.uint64(wanted)
        self._tally[_FOUND] += np.uint64(found)

    def resume(self, chance: np.random.Generator) -> None:
        """Set a generator over Philox to where the one that drew before left off, wherever that was."""
        state: Any = chance.bit_generator.state
        kept = self._tally[_STATE:]
        if not kept[-1]:
            return
        state["state"]["counter"], state["buffer"] = kept[:4].copy(), kept[4:8].copy()
        state["buffer_pos"], state["has_uint32"], state["uinteger"] = kept[8:11].tolist()
        chance.bit_generator.state = state

    def leave(self, chance: np.random.Generator) -> None:
        """Keep where a generator over Philox stands, for the next one to draw."""
        state: Any = chance.bit_generator.state
        kept = self._tally[_STATE:]
        kept[:4], kept[4:8] = state["state"]["counter"], state["buffer"]
        kept[8:] = state["buffer_pos"], state["has_uint32"], state["uinteger"], 1


_ROWS, _WANTED, _FOUND, _STATE = range(4)
_PLACES = _STATE + 12
"""Numbers in the tally: three counts, then a state of Philox (counter, buffer, three numbers) and whether it is one."""


def most_rows(occasions: Occasions, catalog: Catalog, sources: int, options: TrainOptions) -> int:
    """Return how many rows there are at most: what was shown, or what is drawn of what the sources retrieve."""
    if occasions.slots is not None:
        return len(occasions.wanted)
    each = np.ones(len(occasions.wanted), np.int64)
    if not catalog.one_to_one:
        each = catalog.contents_each(occasions.wanted)
    # All that were wanted stay, and at least one other beside them.
    wanted = np.diff(np.concatenate([[0], np.cumsum(each)])[occasions.start])
    most = np.maximum(options.rows, wanted + 1)
    if catalog.one_to_one:
        most = np.minimum(most, sources * options.retrieve)
    return int(most.sum())
