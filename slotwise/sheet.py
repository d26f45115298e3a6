"""Sheet: the memory in which one request's sources are brought together, used again by the next one."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T", bound=np.generic)


class Sheet:
    """Buffers for one request at a time, over a catalogue of `products` and `contents`; the kernels say what they hold.

    keys uint64, of which `at` are there; spans int64 (rows, 2): where a row's entries begin and end in codes int32 and
    values float32, of which `entries` are there; between calls place int32 (products,) is -1 and sums float64 is 0.
    """

    def __init__(self, products: int, contents: int, rows: int):
        self.at = self.entries = 0
        self.keys = np.empty(4096, np.uint64)
        self.spans = np.zeros((rows, 2), np.int64)
        self.codes, self.values = np.empty(4096, np.int32), np.empty(4096, np.float32)
        self.place, self.sums = np.full(products, -1, np.int32), np.zeros(products)
        self.contents = np.empty((2, contents), np.int32)
        self.hold(1024)

    def begin(self) -> None:
        """Forget the request before."""
        self.at = self.entries = 0
        self.spans.fill(0)

    def widen(self, more: int) -> None:
        """Make room for so many keys and entries more."""
        self.keys = _longer(self.keys, self.at, more)
        self.codes, self.values = _longer(self.codes, self.entries, more), _longer(self.values, self.entries, more)

    def hold(self, union: int) -> None:
        """Make room for a union of so many products."""
        rows = len(self.spans)
        self.found, self.unordered = np.empty(union, np.int32), np.empty((2, union), np.int32)
        self.votes = np.empty(union)
        self.ranks, self.scores = np.empty(rows * union, np.float32), np.empty(rows * union, np.float32)


def _longer(buffer: NDArray[T], used: int, more: int) -> NDArray[T]:
    if used + more <= len(buffer):
        return buffer
    longer = np.empty(2 * (used + more), buffer.dtype)
    longer[:used] = buffer[:used]
    return longer
