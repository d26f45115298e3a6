"""What a kernel's machine code is made of: its own module, those of its parts, theirs, and the numbers they take.

numba's cache knows a kernel by the file in which it stands. But a part is compiled into each kernel that calls it, and
so is a number that a module takes from another: who edits these would go on with what was compiled before.
"""

import hashlib
import inspect
import sys
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import Any


@cache
def digest(name: str) -> str:
    """The digest of all that is compiled into the kernels of a module, which may be imported as far as its first one.

    Raises OSError where a source cannot be read, as of what was typed in.
    """
    made = hashlib.sha256()
    for module in _parts(sys.modules[name]):
        numbers = {name: value for name, value in vars(module).items() if name[:2] != "__" and _is_constant(value)}
        made.update(b"%s\n%s\n" % (f"{module.__name__} {numbers}".encode(), _source(module)))
    return made.hexdigest()


@cache
def _source(module: ModuleType) -> bytes:
    loader: Any = module.__spec__ and module.__spec__.loader
    if loader is None or getattr(module, "__file__", None) is None:
        raise OSError(f"{module.__name__} has no source")
    source: bytes = loader.get_data(module.__file__)
    return source


def _parts(kernel: ModuleType) -> list[ModuleType]:
    """The module and all modules of its package whose functions it can call, by name."""
    found, open_ = {kernel.__name__: kernel}, [kernel]
    while open_:
        for module in _called(open_.pop()):
            if module.__name__ not in found:
                found[module.__name__] = module
                open_.append(module)
    return [found[name] for name in sorted(found)]


def _called(module: ModuleType) -> Iterator[ModuleType]:
    package = module.__name__.partition(".")[0]
    for value in vars(module).values():
        if isinstance(value, ModuleType):
            other = value
        elif callable(value) and not inspect.isclass(value):
            other = sys.modules.get(getattr(value, "__module__", None) or "", module)
        else:
            continue
        if other.__name__.startswith(f"{package}."):
            yield other


def _is_constant(value: Any) -> bool:
    """Whether it is compiled in as it stands and written the same by every process."""
    if isinstance(value, tuple):
        return all(_is_constant(each) for each in value)
    return isinstance(value, bool | int | float | str)
