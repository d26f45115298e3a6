"""Tests of slotwise.interleaving.credit."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from slotwise.interleaving.credit import Tally
from slotwise.interleaving.team_draft import ONE, OTHER

clicks = st.lists(st.tuples(st.sampled_from(["a", "b", "张三", "4"]), st.sampled_from([ONE, OTHER, None])), max_size=30)


def test_a_person_is_one_sign() -> None:
    """Twenty clicks of one person weigh as much as a single one of another."""
    tally = Tally.from_clicks([("a", OTHER)] * 20 + [("b", ONE), ("c", ONE), ("c", OTHER), ("d", None)])
    assert tally == Tally(one=1, other=1, ties=1, clicks_one=2, clicks_other=21)


def test_nobody_clicked() -> None:
    """Without clicks there is nothing to count."""
    assert Tally.from_clicks([]) == Tally() == Tally.from_clicks([("a", None)])


@given(clicks)
def test_it_is_what_counting_by_hand_gives(rows: list[tuple[str, int | None]]) -> None:
    """Signs are those of each person's clicks by team."""
    by_person = {person: [0, 0] for person, team in rows if team is not None}
    for person, team in rows:
        if team is not None:
            by_person[person][team] += 1
    signs = [np.sign(other - one) for one, other in by_person.values()]
    tally = Tally.from_clicks(rows)
    assert (tally.one, tally.other, tally.ties) == (signs.count(-1), signs.count(1), signs.count(0))
    assert (tally.clicks_one, tally.clicks_other) == tuple(
        sum(row[team] for row in by_person.values()) for team in (0, 1)
    )


@given(clicks, clicks)
def test_groups_without_a_common_person_add_up(
    rows: list[tuple[str, int | None]], more: list[tuple[str, int | None]]
) -> None:
    """The tally of two groups is the sum of theirs."""
    others = [(f"other {person}", team) for person, team in more]
    assert Tally.from_clicks(rows + others) == Tally.from_clicks(rows) + Tally.from_clicks(others)
