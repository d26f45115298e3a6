"""Numbers and moments as people read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise.figures import chance, figure, moment, number, share, signed


@given(st.floats(-1e15, 1e15))
def test_large_numbers_are_never_told_in_powers_of_ten(value):
    """And what is read is what was meant, to four digits."""
    read = number(value)

    assert "e+" not in read
    assert float(read.replace(",", "")) == pytest.approx(value, rel=5e-4)
    assert signed(value).lstrip("+") == read


@given(st.floats(1e-12, 1))
def test_what_is_not_nothing_is_not_told_as_nothing(value):
    """Neither a share nor a probability."""
    assert float(share(value).removesuffix(" %")) > 0
    assert float(chance(value)) > 0


def test_values_have_their_unit():
    """Shares are percent; nothing is a dash."""
    values = [figure(0.0512, "share"), figure(104_512.3, "CNY"), figure(0.0, "share"), figure(None, "s")]

    assert values == ["5.12 %", "104,512 CNY", "0.00 %", "-"]
    assert [number(None), share(None), number(0.123456), number(-1234.5)] == ["-", "-", "0.1235", "-1,234"]
    assert [share(0.00001234), chance(0.9976), chance(0.0034)] == ["0.0012 %", "1.00", "0.003"]


def test_moments_are_in_utc():
    """To the minute."""
    assert moment("2026-06-01T08:30:11.000Z") == "2026-06-01 08:30 UTC"
    assert moment(None) == "-"
