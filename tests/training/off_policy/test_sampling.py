"""Which slates are put to candidates."""

from dataclasses import replace

import numpy as np

from training.off_policy.sampling import drawn, served_by


def test_whole_slates_are_drawn_always_the_same(served):
    """At most so many, none in parts, and the same ones again."""
    found = drawn(served.decisions, 50)

    assert len(np.unique(found.shown.decision)) == 50
    assert len(found) == 150
    assert np.array_equal(found.shown.decision, drawn(served.decisions, 50).shown.decision)
    assert len(drawn(served.decisions, 10**6)) == len(served.decisions)


def test_other_versions_and_lower_steps_are_left_out(served):
    """Only what the champion's ranker answered counts; the others are told. Unnamed versions are taken as they are."""
    decisions, count = served.decisions, len(served.decisions)
    half = np.arange(count) < count // 2
    mixed = replace(decisions, version=np.where(half, "1", "2"))
    lower = replace(decisions, ranked=half)

    assert (len(served_by(mixed, "1")[0]), served_by(mixed, "1")[1]) == (count // 2, count - count // 2)
    assert len(served_by(mixed, "")[0]) == count
    assert len(served_by(replace(decisions, version=np.full(count, "")), "7")[0]) == count
    assert len(served_by(lower, "1")[0]) == count // 2
