"""Kernels: inner loops over small arrays, as numba's machine code or in plain numpy, with the same bits either way.

A kernel is two modules of the same functions, `<name>_numba` and `<name>_numpy`: the plain one is the
reference that the compiled one is compared with in the tests, and what serves where numba cannot be imported.
All arguments are arrays and numbers; the last one is filled.
"""

import os
from functools import cache
from importlib import import_module
from types import ModuleType

from slotwise.errors import ConfigError

VARIABLE = "SLOTWISE_KERNEL"
"""Environment variable: "numba" or "numpy"; unset means numba where it can be imported, else numpy."""


@cache
def load(kernel: str, form: str | None = None) -> ModuleType:
    """The module of a kernel, given by its full name without the form, such as "slotwise.kernels.beside".

    ``form`` overrides the environment, which is read once a process. The first call for numba takes 0.5 s (2 s when
    its cache is empty): make it at start-up. Raises ConfigError for another form, and when numba is asked for by name
    but cannot be imported.
    """
    form = form or os.environ.get(VARIABLE) or "any"
    if form not in ("numba", "numpy", "any"):
        raise ConfigError("there is no such kernel", expected="numba or numpy", given=form, hint=f"set {VARIABLE}")
    if form != "numpy":
        try:
            return import_module(f"{kernel}_numba")
        except (ImportError, OSError) as error:  # OSError: numba is there, its LLVM library is not
            if form == "numba":
                raise ConfigError(f"the numba kernel cannot be loaded: {error}", hint=f"{VARIABLE}=numpy") from error
    return import_module(f"{kernel}_numpy")


@cache
def compiled() -> bool:
    """Whether the kernels of this process are machine code."""
    return load("slotwise.kernels.beside").__name__.endswith("_numba")
