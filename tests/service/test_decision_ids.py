"""Decision ids are unique, sorted by time and safe in a URL; seeds belong to them."""

import re

from service.decision_ids import Seeds, new_id


def test_ids_are_unique_and_safe():
    """d_ and 26 characters that need no escaping, no two alike."""
    ids = [new_id(1_800_000_000_000) for _ in range(5_000)]

    assert len(set(ids)) == 5_000
    assert all(re.fullmatch(r"d_[0-9a-z]{26}", each) for each in ids)


def test_ids_sort_by_time():
    """A later decision has a larger id."""
    ids = [new_id(moment) for moment in (0, 1, 31, 32, 1_767_225_600_000, 1_767_225_600_001, 2**47)]

    assert ids == sorted(ids)


def test_a_seed_belongs_to_its_decision_and_its_secret():
    """The same decision is drawn again from its id by who knows the secret, and foreseen by nobody else."""
    assert Seeds(b"s").of("d_1") == Seeds(b"s").of("d_1")
    assert len({Seeds(b"s").of("d_1"), Seeds(b"s").of("d_2"), Seeds(b"t").of("d_1")}) == 3
