"""What changes in a person."""

import numpy as np

from training.simulate.clock import DAY_MS, START_MS
from training.simulate.state import NEED_HALF_LIFE, State, contract_days, new_needs


def test_needs_and_wear_fade(bare_world, rng):
    """After one half-life a need is half as strong; others' rows are left alone."""
    state = State.fresh(2, bare_world.catalog, START_MS, rng)
    state.need[:, 0] = 1.0
    state.wear[:, 5] = 1.0
    state.decay(np.array([1]), np.array([START_MS + int(NEED_HALF_LIFE * DAY_MS)]))

    assert state.need[:, 0].tolist() == [1.0, 0.5]
    assert state.wear[0, 5] == 1.0 > state.wear[1, 5]


def test_needs_come_in_time_and_by_interest(bare_world, rng):
    """No time brings no need; long time brings nearly everyone one, of a category they are interested in."""
    state = State.fresh(300, bare_world.catalog, START_MS, rng)
    interest = np.zeros((300, len(bare_world.catalog.categories)))
    interest[:, 4] = 1.0
    everyone = np.arange(300)
    new_needs(state, everyone, np.zeros(300), interest, rng)
    assert not state.need.any()

    new_needs(state, everyone, np.full(300, 100.0), interest, rng)
    assert (state.need[:, 4] > 0).mean() > 0.98
    assert not np.delete(state.need, 4, axis=1).any()


def test_rows_do_not_share_memory(bare_world, rng):
    """A copy of rows can age without the original."""
    state = State.fresh(3, bare_world.catalog, START_MS, rng)
    copy = state.rows(np.array([2]))
    copy.owned[:] = True

    assert not state.owned.any()


def test_contract_runs_on(bare_world, rng):
    """Days left fall to 0 and start again when the contract has ended."""
    state = State.fresh(1, bare_world.catalog, START_MS, rng)
    state.contract_end[:] = START_MS + 2 * DAY_MS
    days = [contract_days(state, np.array([0]), np.array([START_MS + day * DAY_MS]))[0] for day in (0, 2, 3)]

    assert days == [2.0, 0.0, 299.0]
