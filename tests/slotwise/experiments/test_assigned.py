"""Assigned: who counts, and who is only trying things out."""

import pytest

from slotwise.experiments.assigned import Assigned, Reason


@pytest.mark.parametrize(
    ("variant", "reason", "forced", "counts"),
    [
        ("b", Reason.ASSIGNED, False, True),
        ("b", Reason.FORCED, True, False),
        ("", Reason.HOLDOUT, False, False),
        ("", Reason.NO_UNIT, False, False),
        ("", Reason.PAUSED, False, False),
    ],
)
def test_only_the_enrolled_count(variant, reason, forced, counts):
    """Whoever is forced is in a variant, and in no statistics."""
    found = Assigned("e", 1, variant, 0.5, reason, variant)

    assert (found.forced, found.counts) == (forced, counts)


def test_a_variant_that_could_not_answer_still_counts_as_itself():
    """Intention to treat: what was served instead does not matter."""
    assert Assigned("e", 1, "b", 0.5, Reason.ASSIGNED, "control").counts
