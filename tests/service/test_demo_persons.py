"""The demo's persons like different things, and are known well."""

import gzip

from service.demo_persons import NAMES, demo_persons
from slotwise.person_packing import pack
from tests.worlds import make_state

CATEGORIES = {"a1": "plan", "a2": "plan", "b1": "games", "c1": "music"}


def written(path, *states):
    """A file of states."""
    with gzip.open(path, "wb") as file:
        for state in states:
            file.write(pack(state) + b"\n")
    return path


def test_each_likes_something_else(tmp_path):
    """Of those who like plans most only the one with the longest history, and so on; the longest first."""
    states = written(
        tmp_path / "states.gz",
        make_state("short", ["a1"], 10**12),
        make_state("long", ["a1", "a2", "b1"], 10**12),
        make_state("gamer", ["b1", "b1"], 10**12),
        make_state("nobody", [], 10**12),
        make_state("other", ["unknown"], 10**12),
    )
    found = demo_persons(states, CATEGORIES)

    assert [(each["id"], each["likes"]) for each in found] == [("long", ["plan", "games"]), ("gamer", ["games"])]
    assert [each["interactions"] for each in found] == [3, 2]
    assert [each["name"] for each in found] == list(NAMES[:2])


def test_strong_interest_counts_more(tmp_path):
    """One order is worth more than a look at something else."""
    states = written(tmp_path / "states.gz", make_state("p", ["a1", "a2"], 10**12), make_state("q", ["c1"], 10**12))
    found = demo_persons(states, {**CATEGORIES, "a2": "games"})

    assert found[0]["likes"] == ["games", "plan"]
    assert found[1]["likes"] == ["music"]
