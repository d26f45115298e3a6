"""Recent states: bounded in bytes and in time."""

from service.stores.recent_states import RecentStates
from slotwise import person


class Clock:
    """A clock that is set."""

    now = 0.0

    def __call__(self):
        return self.now


def test_what_is_kept_is_found_as_it_was_last():
    """With its version; nobody else is."""
    recent = RecentStates()
    recent.keep("p", (1, 5), person.empty("p"), 10)
    recent.keep("p", (2, 6), person.empty("q"), 10)

    found = recent.get("p")
    assert (found.version, found.state) == ((2, 6), person.empty("q"))
    assert recent.get("q") is None
    recent.drop("p")
    recent.drop("p")
    assert recent.get("p") is None


def test_the_oldest_go_when_there_is_no_room():
    """So many bytes and no more; one that was kept anew is not old, and one that is too large stays nowhere."""
    recent = RecentStates(most=100)
    for name in "abcd":
        recent.keep(name, (1, 1), person.empty(name), 25)
    recent.keep("a", (2, 2), person.empty("a"), 30)

    assert [name for name in "abcd" if recent.get(name)] == ["a", "c", "d"]
    recent.keep("e", (1, 1), person.empty("e"), 101)
    assert not any(recent.get(name) for name in "abcde")


def test_nothing_is_kept_for_long():
    """What was unpacked before that goes, read or not."""
    clock = Clock()
    recent = RecentStates(seconds=60.0, clock=clock)
    recent.keep("a", (1, 1), person.empty("a"), 1)
    clock.now = 50.0
    recent.keep("b", (1, 1), person.empty("b"), 1)
    clock.now = 61.0
    recent.forget()

    assert recent.get("a") is None
    assert recent.get("b") is not None
