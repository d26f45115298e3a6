"""Simulated persons live before a real service: what it shows is what they answer to, and it learns of all of it."""

import pytest

from training.simulate.traffic.living import live

pytestmark = pytest.mark.slow


def test_days_go_by_until_there_are_pages_enough(street):
    """Whole days, every page answered, every event accepted; another seed is another day."""
    found = live(street.lived.world, street.asking, 60)

    assert found.days >= 1
    assert found.pages >= 60
    assert found.unanswered == 0
    assert found.events["exposure"] > found.events.get("click", 0) >= 0
    assert street.client.flush()
    counts = street.client.counts
    assert counts.accepted == sum(found.events.values())
    assert (counts.refused, counts.dropped) == (0, 0)
    other = live(street.lived.world, street.asking, found.pages + 1, seed=1)
    assert other.visits != found.visits
