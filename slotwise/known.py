"""Known: the facts that conditions read of one moment: those that were told, and those computed when they are read."""

from collections.abc import Mapping
from typing import Any, Protocol


class Computes(Protocol):
    """What computes facts (`slotwise.standing.Standing`)."""

    def fact(self, name: str) -> Any:
        """Return a fact by its full name, None where it is unknown."""


_UNTOLD = object()
_get = dict[str, Any].get


class Known(dict[str, Any]):
    """Facts by full name: those that were told, and, when they are asked for, those that a standing computes."""

    def __init__(self, given: Mapping[str, Any], standing: Computes):
        super().__init__(given)
        self.told = given
        """What was told of context and person."""
        self._standing = standing

    def get(self, name: str, default: Any = None) -> Any:
        """Return a fact, `default` where it is unknown."""
        told = _get(self, name, _UNTOLD)
        if told is not _UNTOLD:
            return told
        found = self._standing.fact(name)
        return default if found is None else found

    def __missing__(self, name: str) -> Any:
        found = self._standing.fact(name)
        if found is None:
            raise KeyError(name)
        return found

    def also(self, more: Mapping[str, Any]) -> "Known":
        """Return the same facts and some more, such as the touchpoint that is asked about."""
        return Known({**self, **more}, self._standing)
