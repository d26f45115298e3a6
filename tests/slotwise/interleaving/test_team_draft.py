"""Tests of slotwise.interleaving.team_draft."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from slotwise.interleaving.team_draft import ONE, OTHER, Pick, draft

lists = st.lists(st.integers(0, 11), max_size=8, unique=True)
pins = st.dictionaries(st.integers(1, 6), st.integers(20, 25), max_size=2).filter(
    lambda pinned: len(set(pinned.values())) == len(pinned)
)


class Coins:
    """Chance that falls as it is told."""

    def __init__(self, falls: tuple[int, ...]):
        self._falls = iter(falls)

    def random(self) -> float:
        """Return a number that makes the next team begin."""
        return (0.25, 0.75)[next(self._falls)]


def one_a_kind(placed: list[int], content: int) -> bool:
    """Let at most one content of each remainder by 5 stand in the slate, the pinned ones aside."""
    return all(each % 5 != content % 5 for each in placed if each < 20)


def every(one: list[int], other: list[int], slots: int = 6, **rules: object) -> Iterator[list[Pick]]:
    """Yield the slate of every fall of the coins, each as likely as the others."""
    for falls in product((ONE, OTHER), repeat=slots):
        yield draft(one, other, slots, Coins(falls), **rules)  # type: ignore[arg-type]


def test_the_teams_take_turns_and_the_coin_says_who_begins() -> None:
    """Each round holds one content of each team, in the order of the coin."""
    picks = draft([1, 2, 3], [4, 5, 6], 6, Coins((ONE, OTHER, ONE)))
    assert [(each.content, each.team) for each in picks] == [(1, 0), (4, 1), (5, 1), (2, 0), (3, 0), (6, 1)]


def test_a_content_of_both_belongs_to_whoever_came_first() -> None:
    """The other team goes on to its next one."""
    picks = draft([1, 2, 3], [2, 4, 5], 4, Coins((ONE, OTHER)))
    assert [(each.content, each.team) for each in picks] == [(1, ONE), (2, OTHER), (4, OTHER), (3, ONE)]


def test_what_stands_there_in_any_case_is_to_nobodys_credit() -> None:
    """Both begin with the same content: clicks on it say nothing, those on the next slot do."""
    picks = draft([1, 2], [1, 3], 2, Coins((OTHER,)))
    assert [(each.content, each.team) for each in picks] == [(1, None), (2, ONE)]


def test_one_list_twice_is_that_list() -> None:
    """Two versions that agree show what both would show, whatever the coins."""
    for picks in every([5, 3, 8, 1], [5, 3, 8, 1], 4):
        assert [each.content for each in picks] == [5, 3, 8, 1]
        assert [each.prefix for each in picks] == [1.0] * 4
        assert [each.team for each in picks] == [None] * 4


def test_what_only_the_longer_list_has_is_to_nobodys_credit() -> None:
    """Once one team has nothing left, the other fills the slots, and clicks there say nothing."""
    picks = draft([1], [4, 5, 6, 7], 4, Coins((ONE, ONE, ONE)))
    assert [(each.content, each.team) for each in picks] == [(1, ONE), (4, OTHER), (5, None), (6, None)]


def test_without_lists_there_is_no_slate() -> None:
    """Nothing to place is an empty slate, and with pins it is the pins that come first."""
    assert draft([], [], 4, Coins((ONE,))) == []
    assert [each.content for each in draft([], [], 4, Coins((ONE, ONE)), pinned={1: 9})] == [9]


def test_the_generators_coin_is_fair_and_repeats_with_the_seed() -> None:
    """Half of the slates begin with either team, and the same seed gives the same slate."""
    begun = [draft([1], [2], 2, np.random.default_rng(seed))[0].content for seed in range(2_000)]
    assert 900 < begun.count(1) < 1_100
    assert draft([1, 2], [3, 4], 4, np.random.default_rng(7)) == draft([1, 2], [3, 4], 4, np.random.default_rng(7))


@given(lists, lists, pins)
def test_pins_keep_their_slots_and_no_content_stands_twice(
    one: list[int], other: list[int], pinned: dict[int, int]
) -> None:
    """A pinned content stands where it is pinned in every slate that is long enough, to nobody's credit."""
    for picks in every(one, other, 6, pinned=pinned):
        contents = [each.content for each in picks]
        assert len(set(contents)) == len(contents)
        for slot, content in pinned.items():
            if slot <= len(picks):
                assert (picks[slot - 1].content, picks[slot - 1].team) == (content, None)


@given(lists, lists, pins)
def test_the_merged_slate_keeps_the_rules(one: list[int], other: list[int], pinned: dict[int, int]) -> None:
    """What the mask forbids after what is placed never comes next."""
    for picks in every(one, other, 6, pinned=pinned, fits=one_a_kind):
        drafted = [each.content % 5 for each in picks if each.content < 20]
        assert len(set(drafted)) == len(drafted)


@given(lists, lists, pins, st.booleans())
def test_clicks_that_only_see_slots_favour_nobody(
    one: list[int], other: list[int], pinned: dict[int, int], ruled: bool
) -> None:
    """Over all coins both teams earn each slot equally often, whatever the lists, their lengths, pins and rules."""
    rules = {"pinned": pinned, **({"fits": one_a_kind} if ruled else {})}
    earned = np.zeros((6, 2))
    for picks in every(one, other, 6, **rules):
        for slot, each in enumerate(picks):
            if each.team is not None:
                earned[slot, each.team] += 1
    assert (earned[:, ONE] == earned[:, OTHER]).all()


@given(lists, lists, pins, st.booleans())
def test_propensities_are_those_of_all_coins(
    one: list[int], other: list[int], pinned: dict[int, int], ruled: bool
) -> None:
    """The prefix of every slot is the share of the coins that give the slate up to there."""
    slates = list(every(one, other, 6, pinned=pinned, **({"fits": one_a_kind} if ruled else {})))
    for picks in slates:
        before = 1.0
        for slot, each in enumerate(picks, 1):
            begins = [o.content for o in picks[:slot]]
            alike = sum([o.content for o in others[:slot]] == begins for others in slates)
            assert Fraction(each.prefix) == Fraction(alike, len(slates))
            assert each.prefix == before * each.propensity
            before = each.prefix
