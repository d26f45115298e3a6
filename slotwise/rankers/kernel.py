"""Chooses the kernel that walks the compiled trees: numba's machine code, or plain numpy."""

import os
from functools import cache
from types import ModuleType

from slotwise.errors import ConfigError

VARIABLE = "SLOTWISE_KERNEL"
"""Environment variable: "numba" or "numpy"; unset means numba where it can be imported, else numpy."""


def load_kernel(name: str | None = None) -> ModuleType:
    """The module with find_rows, and_rows and sum_leaves; both kernels give the same bits.

    ``name`` overrides the environment. The first call for numba takes 0.5 s (2 s when its cache is empty): make it at
    start-up. Raises ConfigError for another name, and when numba is asked for by name but cannot be imported.
    """
    return _load(name or os.environ.get(VARIABLE) or "any")


@cache
def _load(name: str) -> ModuleType:
    if name not in ("numba", "numpy", "any"):
        raise ConfigError("there is no such kernel", expected="numba or numpy", given=name, hint=f"set {VARIABLE}")
    if name != "numpy":
        try:
            from slotwise.rankers import kernel_numba

            return kernel_numba
        except (ImportError, OSError) as error:  # OSError: numba is there, its LLVM library is not
            if name == "numba":
                raise ConfigError(f"the numba kernel cannot be loaded: {error}", hint=f"{VARIABLE}=numpy") from error
    from slotwise.rankers import kernel_numpy

    return kernel_numpy
