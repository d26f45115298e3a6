"""StringTable: many strings as two plain arrays, so that ids and titles can be memory-mapped."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray


class StringTable:
    """An immutable list of strings: `data` uint8 (bytes,), `offsets` int64 (n + 1,)."""

    def __init__(self, data: NDArray[np.uint8], offsets: NDArray[np.int64]):
        self.data = data
        self.offsets = offsets

    @classmethod
    def of(cls, strings: Iterable[str]) -> "StringTable":
        """Encode strings as UTF-8; lone surrogates are kept."""
        encoded = [text.encode("utf-8", "surrogatepass") for text in strings]
        offsets = np.zeros(len(encoded) + 1, dtype=np.int64)
        np.cumsum([len(each) for each in encoded], out=offsets[1:])
        return cls(np.frombuffer(b"".join(encoded), dtype=np.uint8), offsets)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, place: int) -> str:
        if place < 0:
            raise IndexError(f"there is no place {place}")
        start, end = self.offsets[place], self.offsets[place + 1]
        return self.data[start:end].tobytes().decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        data, bounds = self.data.tobytes(), self.offsets.tolist()
        for start, end in pairwise(bounds):
            yield data[start:end].decode("utf-8", "surrogatepass")

    @cached_property
    def index(self) -> dict[str, int]:
        """Place of every string; the last one wins where a string is repeated."""
        return {text: place for place, text in enumerate(self)}

    def find(self, text: str) -> int:
        """Return the place of a string, or -1."""
        return self.index.get(text, -1)
