"""Filling: the policy of the log asked page by page is the policy itself."""

import numpy as np

from slotwise.chance import generator
from training.simulate import World
from training.simulate.clock import DAY_MS
from training.simulate.filling import Logged, Pages
from training.simulate.ledger import Ledger
from training.simulate.surfaces import ABSENT


def test_the_policy_of_the_log_draws_by_day_and_kind(bare_world: World):
    """Places that are not asked for stay empty; the others get what the policy draws with the same chance."""
    catalog, start = bare_world.catalog, bare_world.start_ms
    touchpoint = np.array([[0, 0, ABSENT], [1, ABSENT, 2]])
    day = np.array([0, 1])
    pages = Pages(day, start + day * DAY_MS, day, day, {}, touchpoint, np.ones_like(touchpoint), 0)
    content, propensity = Logged(bare_world.policy, catalog, start).fill(pages, Ledger(), generator("t"))
    pool = np.where(touchpoint == ABSENT, ABSENT, catalog.pool_of[touchpoint])
    expected, chances = bare_world.policy.draw(day, pool, generator("t"))
    assert (content == expected).all()
    np.testing.assert_array_equal(propensity, chances)
    assert ((content == ABSENT) == (touchpoint == ABSENT)).all()
