"""The proof in small: coverage, ranking and error over a few logs, and what the interaction of slots does."""

import pytest

from bench.off_policy.proof import COUNTS, prove
from bench.off_policy.slates import SlateWorld


def by_name(found):
    return {each["estimator"]: each for each in found["rows"]}


@pytest.mark.slow
def test_intervals_ranking_and_error():
    """Over fifteen logs the estimate that counts covers, ranks, and is far nearer than whole-slate IPS."""
    found = by_name(prove(SlateWorld(persons=2_000), 15))

    assert 0.86 <= found[COUNTS]["coverage"] <= 1
    assert found[COUNTS]["tau"] >= 0.8
    assert found[COUNTS]["error"] <= 0.75 * found["slate_ips"]["error"]
    assert found["direct"]["coverage"] is None


@pytest.mark.slow
def test_slots_that_depend_on_each_other():
    """Where persons leave after a click, the prefix reading covers and the item-position one does not."""
    found = by_name(prove(SlateWorld(0.7, persons=4_000), 15))

    assert found["cascade_doubly_robust"]["coverage"] >= 0.88
    assert found["doubly_robust"]["coverage"] < found["cascade_doubly_robust"]["coverage"]
