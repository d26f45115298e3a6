"""The audit of propensities: silent where a log tells the truth, loud where it does not."""

import numpy as np

from slotwise.off_policy.audit import Audit


def audited(told, real, count=3_000):
    """Draw with the real probabilities what is logged with the told ones."""
    chance, audit = np.random.default_rng(2), Audit.empty(1, len(told))
    for shown in chance.choice(len(real), count, p=real):
        audit.add(1, int(shown), np.arange(len(told)), np.array(told))
    return audit


def test_a_log_that_tells_the_truth():
    """Nothing is found, and contents are tested one by one."""
    found = audited([0.5, 0.3, 0.2], [0.5, 0.3, 0.2])

    assert found.alarms() == []
    assert len(found.findings()) == 3
    assert all(abs(each.z) < 4 for each in found.findings())


def test_a_log_that_does_not():
    """Contents that are shown more often than told are named, with how often they should have been."""
    found = audited([0.5, 0.3, 0.2], [0.4, 0.4, 0.2]).alarms()

    assert {each.content for each in found} == {0, 1}
    assert found[0].slot == 1
    assert abs(found[0].shown - found[0].expected) > 200
    assert all(each.p_value < 1e-6 for each in found)


def test_contents_that_are_hardly_shown_are_not_tested():
    """A normal approximation over a handful of placements would cry wolf."""
    assert len(audited([0.999, 0.001], [0.999, 0.001], 100).findings()) == 0
