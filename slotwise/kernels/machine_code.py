"""Machine code: numba's compiler as the kernels use it, with fixed signatures and a cache where one can be written.

Every input is read-only in its signature, so that a memory-mapped array never triggers a compilation in the middle of
a request.
"""

from collections.abc import Callable
from typing import Any

from numba import njit, types, void

from slotwise.kernels.made_of import digest

Function = Callable[..., Any]


def given(dtype: Any, ndim: int = 1) -> Any:
    """The type of an array that is read."""
    return types.Array(dtype, ndim, "C", readonly=True)


def filled(dtype: Any, ndim: int = 1) -> Any:
    """The type of an array that is written."""
    return types.Array(dtype, ndim, "C")


def compiled(*signature: Any, returns: Any = void, **options: Any) -> Callable[[Function], Function]:
    """Compile for one signature; without the on-disk cache where no directory for it can be written.

    options: numba's own, such as the error model "numpy", in which a division by zero is not asked about.
    """

    def decorate(function: Function) -> Function:
        try:
            kernel = njit(cache=True, nogil=True, **options)(function)
            # numba's own stamp is the kernel's file alone; with another stamp its files are written anew.
            kernel._cache._cache_file._source_stamp = digest(function.__module__)
        except (RuntimeError, OSError):
            kernel = njit(nogil=True, **options)(function)
        kernel.compile(returns(*signature))
        kernel.disable_compile()
        return kernel  # type: ignore[no-any-return]

    return decorate


def part(function: Function) -> Function:
    """Compile as a part of the kernels that call it."""
    return njit(nogil=True)(function)
