"""Notes: what is said twice is kept once, where it is asked for."""

from slotwise.notes import Notes


def test_the_same_once():
    """In the order in which it was first said."""
    notes = Notes()
    for each in ("b", "a", "b"):
        notes.once(each)
    assert notes == ["b", "a"]
