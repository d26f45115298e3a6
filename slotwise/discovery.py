"""Discovery: a file in a room is found by itself, nothing has to be registered."""

import importlib
import pkgutil
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TypeVar

from slotwise.errors import ConfigError

T = TypeVar("T")


def modules(package: str) -> list[ModuleType]:
    """Import and return the modules of a package, in the order of their names."""
    room = importlib.import_module(package)
    return [importlib.import_module(f"{package}.{found.name}") for found in pkgutil.iter_modules(room.__path__)]


def members(package: str, base: type[T]) -> dict[str, type[T]]:
    """Return the concrete classes of a room by their `name`; a class without a name of its own is not a member.

    Raises ConfigError when two of them have the same name.
    """
    found: dict[str, type[T]] = {}
    for kind in _named_classes(package):
        if issubclass(kind, base):
            name: str = vars(kind)["name"]
            if name in found:
                raise ConfigError(
                    f"{package} has two members named {name}", given=[kind.__module__, found[name].__module__]
                )
            found[name] = kind
    return found


def look_also_in(package: str, folder: Path) -> None:
    """Find the files of a further folder too, as if they lay in the room: for trying one out before it moves there."""
    room = importlib.import_module(package)
    place = str(folder.resolve())
    if place not in room.__path__:
        room.__path__.append(place)
    importlib.invalidate_caches()
    _named_classes.cache_clear()


@cache
def _named_classes(package: str) -> tuple[type, ...]:
    return tuple(
        value
        for module in modules(package)
        for value in vars(module).values()
        if isinstance(value, type) and value.__module__ == module.__name__ and "name" in vars(value)
    )
