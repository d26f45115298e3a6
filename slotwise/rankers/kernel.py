"""Chooses the kernel that walks the compiled trees: numba's machine code, or plain numpy."""

from types import ModuleType

from slotwise import kernels
from slotwise.kernels import VARIABLE

__all__ = ["VARIABLE", "load_kernel"]


def load_kernel(name: str | None = None) -> ModuleType:
    """The module with find_rows, and_rows and score, as in kernels.load; both forms give the same bits."""
    return kernels.load("slotwise.rankers.kernel", name)
