"""Rows: what is kept of a packed state is what reading the state properly would give."""

import orjson
import pytest

from service.population.rows import NOBODY, row_of
from slotwise.errors import StateError
from slotwise.events import Consent, Event
from slotwise.person import empty, fold, readable
from slotwise.person_packing import pack, unpack
from tests.service.population.conftest import NOW, person_of


@pytest.mark.parametrize("number", range(8))
def test_a_row_is_the_state(number):
    """History, what was shown, counters, moments and attributes are those of the state."""
    state = readable(person_of(number))
    row = row_of(pack(state))

    assert list(zip(*row.history, strict=True)) == [tuple(each) for each in state.history]
    assert list(zip(*row.shown, strict=True)) == [tuple(each) for each in state.shown]
    assert tuple(row.totals) == state.totals
    assert (row.first_at, row.last_at, row.attributes) == (state.first_at, state.last_at, state.attributes)
    assert tuple(row.conversions) == state.conversions


def test_hidden_is_not_kept():
    """A hidden attribute is not kept, a hidden tag is kept as such, and of the opted out there is nothing."""
    said = Event("c", NOW, "p", "consent", consent=Consent(True, ("city", "tags.left")))
    row = row_of(pack(fold(empty("p", {"city": "SZ", "age": 3.0}), [said])))
    gone = row_of(pack(fold(empty("p", {"city": "SZ"}), [Event("c", NOW, "p", "consent", consent=Consent(False))])))

    assert row.attributes == {"age": 3.0}
    assert list(row.hidden) == ["tags.left"]
    assert gone == NOBODY


def test_the_format_before_is_read():
    """A state of the format before has its columns too."""
    document = orjson.loads(pack(person_of(4)))
    old = orjson.dumps([1, *document[1:9]])

    assert row_of(old).history == row_of(pack(unpack(old))).history
    assert row_of(old).conversions


@pytest.mark.parametrize("blob", [b"broken", b"[]", b"[9]", b"{}", b'[2,"p"]', b"null"])
def test_damage_is_told(blob):
    """What is no state is an error, whatever it is."""
    with pytest.raises(StateError):
        row_of(blob)


def test_uneven_columns_are_damage():
    """Columns of different lengths would shift everybody after them."""
    document = orjson.loads(pack(person_of(4)))
    document[7][0].append(5)

    with pytest.raises(StateError):
        row_of(orjson.dumps(document))
