"""The kernels of a page never compile twice; what they give is held to the plain way in `test_page`."""

import pytest

from slotwise.kernels import page_numba


@pytest.mark.parametrize("name", ["draw", "finish"])
def test_no_array_makes_it_compile_again(name: str) -> None:
    """Each function has one compiled form, so a mapped array cannot stall a request with a compilation."""
    assert len(getattr(page_numba, name).signatures) == 1
