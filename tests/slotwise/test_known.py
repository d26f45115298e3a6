"""Known: told facts stand beside computed ones."""

import pytest

from slotwise.known import Known


class Computes:
    """Computes one fact, and counts how often."""

    asked = 0

    def fact(self, name):
        self.asked += 1
        return {"state.spend": 3.0}.get(name)


def test_what_was_told_is_not_computed():
    """What was not told is; what nobody knows is missing, or what stands in for it."""
    computes = Computes()
    known = Known({"person.city": "SZ"}, computes)

    assert (known.get("person.city"), known["person.city"], computes.asked) == ("SZ", "SZ", 0)
    assert (known.get("state.spend"), known["state.spend"], computes.asked) == (3.0, 3.0, 2)
    assert (known.get("person.age"), known.get("person.age", 7)) == (None, 7)
    with pytest.raises(KeyError):
        known["person.age"]


def test_more_facts_leave_the_first_as_they_were():
    """Only what was told is theirs."""
    known = Known({"person.city": "SZ"}, Computes())
    more = known.also({"touchpoint": "home"})

    assert (more["touchpoint"], more["state.spend"], "touchpoint" in known) == ("home", 3.0, False)
    assert known.told == {"person.city": "SZ"}
