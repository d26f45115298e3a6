"""Interleaving against A/B in a month whose clicks are known."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import norm

from slotwise.chance import generator
from training.simulate.closed_loop.interleaving import PAIRS, WAYS, Interleaving, lived, needed, shares_of
from training.simulate.closed_loop.rivals import Month, Rivals

LIKED = np.array([0.10, 0.09, 0.08, 0.07, 0.06, 0.05, 0.04, 0.03])


def month(decisions, per_click=0.2, conversions=4.0):
    """What a log would tell of persons who were shown so many slates each."""
    return Month([], np.asarray(decisions), per_click, conversions)


def rivals(one, other, persons=200):
    """A request of each person, who all like the same contents."""
    return [Rivals(person, len(one), one, other, LIKED) for person in range(persons)]


def test_persons_who_come_unevenly_need_more_of_an_experiment():
    """Interleaving compares within a person: where some come often and some hardly, A/B pays for it, and it less."""
    two = rivals([4, 5, 6, 7], [0, 1, 2, 3])
    even = needed(lived(two, month([10] * 200)), generator("test", "1"))
    uneven = needed(lived(two, month([1, 19] * 100)), generator("test", "1"))

    assert uneven["A/B on clicks"] > 1.2 * even["A/B on clicks"]
    assert uneven["interleaving"] / uneven["A/B on clicks"] < even["interleaving"] / even["A/B on clicks"]
    assert even["A/B on the click rate"] == pytest.approx(even["A/B on clicks"], rel=1e-9)
    assert even["A/B on conversions"] > even["A/B on clicks"]


def test_plans_reach_their_power():
    """By the textbook for two means, and by simulation for the sign test; both see the same side."""
    found = needed(lived(rivals([4, 5, 6, 7], [0, 1, 2, 3]), month([8] * 200)), generator("test", "2"))

    assert found["preference"] > 0.5
    assert found["same side"] == 1
    assert found["relative effect"] > 0.3
    assert found["power of interleaving"] == pytest.approx(0.8, abs=0.06)
    effect = found["relative effect"] * found["clicks a person"]
    both = norm.ppf(0.975) + norm.ppf(0.8)
    assert found["A/B on conversions"] == pytest.approx(2 * (both / (0.2 * effect)) ** 2 * 8.0)


def test_worlds_together_tell_the_share_of_the_persons():
    """For each pair of versions and each metric that A/B may have, held against a tenth."""
    names = (*WAYS, "relative effect", "preference", "same side")
    world = {f"{pair}: {what}": 1.0 for pair in PAIRS for what in names}
    worlds = [{**world, "scene: A/B on clicks": each} for each in (15.0, 25.0)]
    figures = Interleaving().figures(worlds)
    shares = {each.figure: each for each in figures}
    told = shares["ranker against scene: persons for interleaving over A/B on clicks"]

    assert told.value == pytest.approx(1 / np.sqrt(15 * 25))
    assert told.reached
    assert shares["ranker against blend: persons for interleaving over A/B on clicks"].reached is False
    assert len(figures) == 9 + len(world)


@pytest.mark.slow
def test_a_world_shows_what_either_way_needs(tmp_path):
    """A small world gives persons for every pair; what learned is preferred to what is popular."""
    told = []
    shown = Interleaving().show(3, 300, tmp_path, lambda what, done: told.append(done))

    assert {name.split(": ")[0] for name in shown} == set(PAIRS)
    assert all(shown[f"{pair}: {way}"] > 0 for pair in PAIRS for way in WAYS)
    assert all(one <= other for one, other in pairwise(told))


def test_signs_are_those_of_many_lives():
    """What is computed of a month without drawing is what 4,000 drawn months of three persons come to."""
    days = lived([Rivals(each % 3, 4, [0, 1, 2, 3], [1, 4, 0, 5], 5 * LIKED) for each in range(6)], month([1, 4, 9]))
    chance, won = np.random.default_rng(4), np.zeros(3)
    for _ in range(4_000):
        for person, count in enumerate(days.decisions):
            requests = chance.choice(np.flatnonzero(days.person == person), count)
            falls = chance.integers(0, 8, count)
            clicked = chance.random((count, 5)) < days.mixed[requests, falls]
            won[int(np.sign((clicked * days.credit[requests, falls]).sum())) + 1] += 1 / 12_000

    assert shares_of(days) == pytest.approx(won, abs=0.02)
