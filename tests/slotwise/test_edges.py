"""Edges: until one of them a fact of the past is the same to what it is compared with, and not much longer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise.conditions import Condition
from slotwise.documents.life_cycle import Phase
from slotwise.edges import NEVER, joined, of_conditions, of_points, until
from slotwise.life import Life
from slotwise.past import Told
from tests.worlds import DAY, START, make_moment, make_state

NAME = "days_since(leave,plan)"


def told(last: float | None = None, **more) -> Told:
    """What was told of somebody whose last event of a kind was then (ms UTC)."""
    return Told([], [], {"state.spend": 5.0}, {NAME: last}, until=START + 9.0, **more)


@given(ago=st.integers(0, 5 * DAY), edges=st.sets(st.sampled_from([0.0, 0.5, 1.0, 2.0, 3.25]), max_size=4))
def test_no_number_is_passed_before(plain_checkerboard, ago, edges):
    """Days since an event lie between the same numbers from now until then, and beyond the next one soon after."""
    moment = make_moment(plain_checkerboard, make_state("p", [], START), START)
    end, now, last = until(NAME, edges, moment, told(START - ago)), START, START - ago

    def between(at: float) -> list[tuple[bool, bool]]:
        days = (at - last) / DAY
        return [(days >= each, days > each) for each in sorted(edges)]

    if end == NEVER:
        assert between(now) == between(now + 1_000 * DAY)
    elif end > now:
        assert between(now) == between(end - 1) != between(end + 4)


def test_what_was_told_lasts_as_long_as_what_was_told(plain_checkerboard):
    """What no time changes lasts, what never happened too; of others nobody knows."""
    moment = make_moment(plain_checkerboard, make_state("p", ["p1"], START - DAY), START)

    assert until("state.spend", [3.0], moment, told()) == START + 9.0
    assert until("state.purchases", [3.0], moment, told()) == NEVER
    assert until(NAME, [3.0], moment, told()) == NEVER
    assert until("state.days_since_last", [2.0], moment, told()) == pytest.approx(START + DAY, abs=5)
    assert until("state.layer", [], moment, told()) == 0.0


def test_what_conditions_and_points_are_made_of():
    """Facts of the past with what they are compared with; None where anything else is read."""
    conditions = [Condition.of(each) for each in ("state.purchases >= 2 && state.spend > 7", "state.spend < 9")]
    assert of_conditions(conditions) == {"state.purchases": {2}, "state.spend": {7, 9}}
    for other in ("context.page == 'home'", "state.spend % 2 == 1", "person.age > 3 || state.spend > 1"):
        assert of_conditions([*conditions, Condition.of(other)]) is None

    scores = [
        Phase(phase=f"a{place}", kind="score", fact="state.spend", thresholds=found)
        for place, found in enumerate([[1.0, 5.0], [5.0, 8.0]])
    ]
    assert of_points(Life(tuple(scores))) == {"state.spend": {1.0, 5.0, 8.0}}
    odd = Phase(phase="odd", kind="score", fact="state.layer_of", thresholds=[1.0])
    assert of_points(Life((*scores, odd))) is None


def test_all_numbers_of_a_fact_are_joined():
    """Of two things that read it."""
    assert joined([{"a": frozenset({1.0})}, {"a": frozenset({2.0}), "b": frozenset()}]) == {"a": {1.0, 2.0}, "b": set()}
