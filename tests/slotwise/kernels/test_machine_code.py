"""Compiled functions have one signature, read what is mapped, and work where no cache can be written."""

from typing import Any

import numpy as np
import pytest
from numba import float64, int64

from slotwise.kernels import machine_code
from slotwise.kernels.machine_code import compiled, filled, given


def double(values: Any, out: Any) -> None:
    """Twice each value."""
    for j in range(len(values)):
        out[j] = 2 * values[j]


def test_what_is_read_may_be_read_only() -> None:
    """An array that cannot be written, as a mapped one, needs no compilation of its own; nor does a writable one."""
    function = compiled(given(float64), filled(float64))(double)
    values, out = np.arange(3.0), np.zeros(3)
    for writeable in (True, False):
        values.flags.writeable = writeable
        function(values, out)
    assert out.tolist() == [0.0, 2.0, 4.0]
    assert len(function.signatures) == 1


def test_another_kind_of_input_is_an_error() -> None:
    """Nothing is compiled in the middle of a request: input of another type is refused."""
    function = compiled(given(float64), filled(float64))(double)
    with pytest.raises(TypeError):
        function(np.arange(3), np.zeros(3))


def test_without_a_place_for_the_cache_it_is_compiled_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where numba finds no folder that it can write to, the function is compiled in memory."""
    tried = []
    real = machine_code.njit

    def njit(*arguments: Any, cache: bool = False, **options: Any) -> Any:
        tried.append(cache)
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return real(*arguments, **options)

    monkeypatch.setattr(machine_code, "njit", njit)
    function = compiled(int64, returns=int64)(lambda number: number + 1)
    assert function(41) == 42
    assert tried == [True, False]
