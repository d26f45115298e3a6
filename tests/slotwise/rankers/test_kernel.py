"""The choice of the kernel, and that nothing loads a compiler before it is needed."""

import subprocess
import sys

import pytest

from slotwise import kernels
from slotwise.errors import ConfigError
from slotwise.rankers.kernel import VARIABLE, load_kernel


def test_the_environment_chooses(monkeypatch: pytest.MonkeyPatch) -> None:
    """SLOTWISE_KERNEL names the kernel; without it the compiled one is taken; a name given in code wins."""
    kernels.load.cache_clear()
    monkeypatch.setenv(VARIABLE, "numpy")
    assert load_kernel().__name__.endswith("kernel_numpy")
    assert load_kernel("numba").__name__.endswith("kernel_numba")
    monkeypatch.delenv(VARIABLE)
    kernels.load.cache_clear()
    assert load_kernel().__name__.endswith("kernel_numba")


def test_an_unknown_kernel_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A misspelt name is refused and not read as the default."""
    monkeypatch.setenv(VARIABLE, "numbra")
    kernels.load.cache_clear()
    with pytest.raises(ConfigError):
        load_kernel()


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], text=True, timeout=60, capture_output=True, check=True)
    return done.stdout.strip()


def test_importing_the_room_is_cheap() -> None:
    """Importing the rankers that serve brings neither numba nor lightgbm."""
    code = "import sys, slotwise.rankers.trees, slotwise.rankers.blend, slotwise.rankers.lambdamart;"
    assert run(code + "print([m for m in ('numba', 'llvmlite', 'lightgbm') if m in sys.modules])") == "[]"


def test_without_numba_numpy_serves() -> None:
    """Where numba cannot be imported the plain kernel is taken, and asking for numba by name says why not."""
    code = """
import sys
sys.modules["numba"] = None
from slotwise.errors import ConfigError
from slotwise.rankers.kernel import load_kernel
print(load_kernel().__name__)
try:
    load_kernel("numba")
except ConfigError as error:
    print(error.code)
"""
    assert run(code).split() == ["slotwise.rankers.kernel_numpy", "config_invalid"]
