"""Decision: the words of an answer."""

import numpy as np
import pytest

from slotwise.decision import Ask, ByName, ServiceLevel, Wanted, never


def test_levels_stand_best_first():
    """The order of the ladder is the order of the members, and their names are a contract with callers."""
    assert list(ServiceLevel) == ["ranker", "blend", "popular_in_scene", "popular", "safety_list"]


def test_defaults_ask_for_the_best():
    """Without more said, a request has all the time, reads the person, and may use the ranker."""
    wanted = Wanted((Ask("home", 3),), now=0, seed="d")

    assert wanted.expired is never
    assert not wanted.expired()
    assert wanted.personalize
    assert wanted.best is ServiceLevel.RANKER
    assert wanted.asks[0].candidates is None


def test_rows_by_name():
    """As a dictionary of the rows would have them, in the order of the names."""
    found = ByName(("als", "popular"), np.array([[1, 2], [3, 4]], np.float32))

    assert {name: row.tolist() for name, row in found.items()} == {"als": [1, 2], "popular": [3, 4]}
    assert ("als" in found, "gone" in found, len(found)) == (True, False, 2)
    with pytest.raises(KeyError):
        found["gone"]
