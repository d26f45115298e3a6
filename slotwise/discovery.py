"""Discovery: a file in a room is found by itself, nothing has to be registered."""

import importlib
import pkgutil
from functools import lru_cache
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")


def modules(package: str) -> list[ModuleType]:
    """Import and return the modules of a package, in the order of their names."""
    room = importlib.import_module(package)
    return [importlib.import_module(f"{package}.{found.name}") for found in pkgutil.iter_modules(room.__path__)]


@lru_cache
def _subclasses(package: str, base: type) -> dict[str, type]:
    found: dict[str, type] = {}
    for module in modules(package):
        for value in vars(module).values():
            local = isinstance(value, type) and issubclass(value, base) and value.__module__ == module.__name__
            if local and "name" in vars(value):
                found[value.name] = value
    return found


def members(package: str, base: type[T]) -> dict[str, type[T]]:
    """Return the concrete classes of a room by their `name`; a class without a name of its own is not a member."""
    return dict(_subclasses(package, base))
