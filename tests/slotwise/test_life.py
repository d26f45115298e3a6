"""The life cycle at work: points, tiers, growth stages and stages from facts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise.documents.life_cycle import Phase
from slotwise.life import Life, points_of

PHASES = [
    {"phase": "recency", "kind": "score", "fact": "state.days_since_purchase", "thresholds": [3.0, 10.0],
     "less_is_more": True},
    {"phase": "money", "kind": "score", "fact": "state.spend", "thresholds": [1.0, 100.0]},
    {"phase": "base", "kind": "tier", "from_points": 0.0},
    {"phase": "core", "kind": "tier", "from_points": 3.0},
    {"phase": "young", "kind": "growth", "entry": 'person.age_band == "18-24"'},
    {"phase": "second_touch", "kind": "stage", "entry": "state.purchases == 1",
     "exit": "state.days_since_purchase > 10"},
    {"phase": "one_time", "kind": "stage", "entry": "state.purchases == 1"},
]  # fmt: skip
LIFE = Life(tuple(Phase.model_validate(each) for each in PHASES))


@pytest.mark.parametrize(
    ("days", "spend", "points"),
    [(1.0, 500.0, 4.0), (3.0, 100.0, 4.0), (5.0, 99.0, 2.0), (10.1, 0.5, 0.0), (None, None, 0.0)],
)
def test_points_of_thresholds(days, spend, points):
    """A threshold counts when it is reached exactly; a missing number gives no points."""
    assert LIFE.points({"state.days_since_purchase": days, "state.spend": spend}) == points


def test_the_highest_tier_that_is_reached():
    """Whatever the order in which tiers are written."""
    assert [LIFE.tier({"state.points": points}) for points in (0.0, 2.0, 3.0, 4.0)] == ["base", "base", "core", "core"]
    assert Life().tier({}) is None


def test_the_first_stage_that_holds():
    """Entry holds and exit does not; what is unknown is no exit."""
    assert LIFE.stage({"state.purchases": 1, "state.days_since_purchase": 2}) == "second_touch"
    assert LIFE.stage({"state.purchases": 1, "state.days_since_purchase": 12}) == "one_time"
    assert LIFE.stage({"state.purchases": 0}) is None
    assert LIFE.growth({"person.age_band": "18-24"}) == "young"


@given(st.lists(st.floats(-50, 50), unique=True, max_size=5).map(sorted), st.floats(-60, 60), st.booleans())
def test_points_count_the_thresholds_reached(thresholds, value, less):
    """As many points as thresholds that the number reaches, from below or from above."""
    score = Phase.model_validate({**PHASES[1], "thresholds": thresholds, "less_is_more": less})
    assert points_of(score, value) == sum(value <= each if less else value >= each for each in thresholds)
