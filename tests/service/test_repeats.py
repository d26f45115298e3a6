"""Repeats: bounded in time and number, personal, and useful without a store."""

import pytest

from service.repeats import Repeats
from service.stores.decisions import Answered
from slotwise.errors import RepeatError, StoreError


class Nothing:
    """A store that knows nothing, or cannot be read."""

    def __init__(self, error=None):
        self.error = error

    def answered(self, request_id):
        if self.error:
            raise self.error


def given(person="p", at=1_000):
    """An answer."""
    return Answered(person, at, "d", b"{}")


def test_an_answer_is_kept_for_its_time():
    """Until the time is over, and not longer."""
    repeats = Repeats(Nothing(), seconds=10, entries=5)
    repeats.keep("r", given())

    assert repeats.find("r", "p", 11_000) == given()
    assert repeats.find("r", "p", 11_001) is None
    assert repeats.find("other", "p", 1_000) is None


def test_the_oldest_give_way():
    """The memory has a most."""
    repeats = Repeats(Nothing(), seconds=10, entries=2)
    for name in ("a", "b", "c"):
        repeats.keep(name, given())

    assert [repeats.find(name, "p", 1_000) is None for name in ("a", "b", "c")] == [True, False, False]


def test_an_answer_is_personal():
    """The id of another person's request is refused."""
    repeats = Repeats(Nothing(), seconds=10, entries=2)
    repeats.keep("r", given("p"))
    with pytest.raises(RepeatError):
        repeats.find("r", "q", 1_000)


def test_a_store_that_does_not_answer_is_no_obstacle():
    """A repeat that gets a new answer is better than none."""
    assert Repeats(Nothing(StoreError("gone")), 10, 2).find("r", "p", 0) is None
