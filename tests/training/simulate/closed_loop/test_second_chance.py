"""Second chance: one world shows conversions and coverage, five say whether the targets are reached."""

import pytest

from training.simulate.closed_loop import second_chance
from training.simulate.closed_loop.second_chance import SecondChance


@pytest.mark.slow
def test_a_world_shows_conversions_and_coverage(tmp_path, monkeypatch):
    """Even a small world shows leavers who convert several times better, and intervals that hold the true lift."""
    monkeypatch.setattr(second_chance, "RUNS", 60)
    monkeypatch.setattr(second_chance, "LIVES", 3)
    told = []
    shown = SecondChance().show(3, 800, tmp_path, lambda what, done: told.append(done))

    assert shown["second chance"] > 2.5 * shown["ordinary"] > 0
    assert shown["difference covered"] > 0.85
    assert shown["true difference"] > 0
    assert told == sorted(told)


def world(times=6.0, covered=0.95):
    """What a world may show."""
    return {
        "leavers": 100.0, "second chance": 0.01 * times, "ordinary": 0.01, "true difference": 0.04,
        "difference covered": covered, "ratio covered": covered, "refused": 0.0,
    }  # fmt: skip


def test_the_worlds_together_are_held_against_the_targets():
    """Times over the ordinary campaign, and the share of runs whose interval is right."""
    found = {each.figure: each for each in SecondChance().figures([world(), world(6.2), world(5.8)])}
    worse = {each.figure: each for each in SecondChance().figures([world(4.0, 0.9), world(4.1, 0.9)])}
    times = "conversion of treated leavers over the ordinary campaign's"

    assert found[times].value == pytest.approx(6.0, rel=0.01)
    assert found[times].reached
    assert not worse[times].reached
    assert found["runs whose interval of the ratio holds the true lift"].reached
    assert not worse["runs whose interval of the difference holds the true lift"].reached
