"""Visits led from key areas: one world shows visits under four policies, five say how they compare."""

import pytest

from training.simulate.closed_loop.key_areas import KeyAreas


@pytest.mark.slow
def test_a_world_shows_visits_under_every_policy(tmp_path):
    """A small world gives numbers for each policy, and what learned leads more visits than chance."""
    told = []
    shown = KeyAreas().show(3, 400, tmp_path, lambda what, done: told.append(done))
    assert set(shown) == {
        f"{policy} {what}"
        for policy in ("random", "rules", "popular", "slotwise")
        for what in ("visits", "conversions")
    }
    assert shown["slotwise visits"] > shown["random visits"] > 0
    assert told == sorted(told)


def test_the_worlds_together_say_whether_visits_doubled():
    """The ratio over the rules is told with its interval and held against two."""
    world = {f"{policy} conversions": 1.0 for policy in ("random", "rules", "popular", "slotwise")}
    worlds = [
        {**world, "random visits": 1.0, "rules visits": 2.0, "popular visits": 3.0, "slotwise visits": each}
        for each in (4.2, 4.4, 4.6)
    ]
    rules, *rest = KeyAreas().figures(worlds)
    assert rules.value == pytest.approx(2.2, abs=0.01)
    assert rules.low < rules.value < rules.high
    assert rules.reached
    assert not KeyAreas().figures([{**each, "rules visits": 3.0} for each in worlds])[0].reached
    assert {each.figure for each in rest} >= {"visits led, slotwise over random", "slotwise visits a person"}
