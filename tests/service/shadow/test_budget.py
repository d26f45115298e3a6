"""Budget: whatever the work costs, its share of the core is not passed."""

from hypothesis import given
from hypothesis import strategies as st

from service.shadow.budget import Budget


@given(st.floats(0.01, 1.0), st.lists(st.floats(0.0, 2.0), min_size=20, max_size=60))
def test_the_share_is_held(share, works):
    """After each rest at most the share was used since the beginning of the window."""
    clock = [0.0, 0.0]
    budget = Budget(share, lambda: clock[0], lambda: clock[1])
    for work in works:
        clock[0] += work
        clock[1] += work
        clock[0] += budget.rest()
        assert clock[1] <= share * clock[0] + 1e-6


def test_a_pause_is_not_saved_up():
    """After an hour without work no core is taken for minutes."""
    clock = [0.0, 0.0]
    budget = Budget(0.1, lambda: clock[0], lambda: clock[1])
    clock[0] = 3_600.0
    assert budget.rest() == 0.0
    clock[0] += 1.0
    clock[1] += 1.0

    assert budget.rest() == 9.0
