"""Kept: what was made once for a set of rules; the same sets come again, but without number."""

from collections.abc import Callable
from typing import Any, TypeVar

_BYTES = 8_000_000
T = TypeVar("T")


class Kept:
    """What was made for sets of rules; with a few megabytes kept it begins again."""

    def __init__(self) -> None:
        self._kept: dict[Any, Any] = {}
        self._bytes = 0

    def find(self, key: Any) -> Any:
        """Return what is kept under a key, or None."""
        return self._kept.get(key)

    def get(self, key: Any, make: Callable[[], T], size: Callable[[T], int]) -> T:
        """Return what is kept under a key, made when it is not; `size` tells its bytes."""
        found: T | None = self._kept.get(key)
        if found is None:
            found = make()
            bytes_more = size(found)
            if self._bytes + bytes_more > _BYTES:
                self._kept, self._bytes = {}, 0
            self._kept[key] = found
            self._bytes += bytes_more
        return found
