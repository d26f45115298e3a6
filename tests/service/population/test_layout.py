"""Layout: keys of ids are the same everywhere and for ever, or rows would not be found again."""

from hypothesis import given
from hypothesis import strategies as st

from service.population.layout import HISTORY, PERSON, SHOWN, key_of


def test_keys_are_fixed():
    """The key of an id never changes: columns outlive processes."""
    assert key_of("p_1") == 13_730_417_720_204_589_504
    assert key_of("p_1") != key_of("p_2")


@given(st.text())
def test_keys_fit(person_id):
    """Every id has a key of 64 bits."""
    assert 0 <= key_of(person_id) < 2**64


def test_names_are_told_once():
    """No column stands in two tables."""
    assert len({**PERSON, **HISTORY, **SHOWN}) == len(PERSON) + len(HISTORY) + len(SHOWN)
