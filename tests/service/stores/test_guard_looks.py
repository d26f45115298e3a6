"""Looks at guardrails: the newest of every experiment."""

from service.stores.guard_looks import GuardLooks


def test_the_newest_look_is_told(database):
    """One for each experiment, over the look before."""
    looks = GuardLooks(database)
    assert (looks.all(), looks.of("one")) == ({}, None)
    looks.put("one", {"n": 1}, 0, 10)
    looks.put("other", {"n": 2}, 0, 10)
    looks.put("one", {"n": 3}, 0, 20)

    assert looks.of("one") == {"n": 3}
    assert looks.all() == {"one": {"n": 3}, "other": {"n": 2}}
