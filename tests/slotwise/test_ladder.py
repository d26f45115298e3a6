"""The ladder: each step gives way to the next, and all keep the same rules."""

from copy import copy
from dataclasses import dataclass, replace

import numpy as np
import pytest

from slotwise import person
from slotwise.decision import Ask, ServiceLevel, Wanted
from slotwise.engine import decide
from slotwise.rankers.blend import BlendRanker
from slotwise.rules import Rule
from slotwise.rules.already_owned import AlreadyOwned
from slotwise.rules.frequency_cap import FrequencyCap
from slotwise.rules.once_per_page import OncePerPage
from tests.worlds import make_events, make_state

LEVELS = list(ServiceLevel)


PAGE = (Ask("home", 5), Ask("bill", 3))


def ask(model, best=ServiceLevel.RANKER, state=None, asks=PAGE, **more):
    wanted = Wanted(asks, model.as_of + 1, "d1", {"channel": "app"}, best=best, **more)
    return decide(model, state or make_state("p", ["p2", "p4"], model.as_of - 1), wanted)


@pytest.mark.parametrize("level", LEVELS)
def test_every_step_answers(ranked_checkerboard, level):
    """From any step on the ladder answers at that step, and fills the slots if it can."""
    decision = ask(ranked_checkerboard, level)

    assert [each.level for each in decision.slates] == [level, level]
    assert decision.slates[0].placements
    assert decision.notes == ()


@pytest.mark.parametrize("level", LEVELS)
def test_the_same_rules_hold_at_every_step(ranked_checkerboard, level):
    """Owned, capped and excluded products, kinds and repeats: no step shows what another may not."""
    model = replace(ranked_checkerboard, rules=(OncePerPage(), AlreadyOwned(), FrequencyCap(most=1)))
    state = person.fold(
        make_state("p", ["p0", "p2"], model.as_of - 9, "convert"),
        make_events("p", ["p1", "p4"], model.as_of - 5, "exposure"),
    )
    state = replace(state, shown=tuple(replace_content(each) for each in state.shown))
    asks = (
        Ask("home", 4, frozenset({"p3.banner", "p6.banner"})),
        Ask("bill", 3),
        Ask("feed", 4, frozenset({"p5.tile"})),
    )
    decision = ask(model, level, state, asks)
    placed = [each for slate in decision.slates for each in slate.placements]
    names = [model.catalog.contents.ids[each.content] for each in placed]

    assert len({each.product for each in placed}) == len(placed)
    assert not {each.product for each in placed} & {0, 2, 1, 4}
    assert not {"p3.banner", "p6.banner"} & {
        model.catalog.contents.ids[each.content] for each in decision.slates[0].placements
    }
    assert "p5.tile" not in [model.catalog.contents.ids[each.content] for each in decision.slates[2].placements]
    for slate in decision.slates[:2]:
        kind = model.catalog.touchpoints[model.catalog.touchpoint(slate.touchpoint)].kinds[0]
        assert all(model.catalog.contents.ids[each.content].endswith(kind) for each in slate.placements)
    assert level is ServiceLevel.SAFETY_LIST or len(names) == 11


def replace_content(entry):
    """Exposures of the test's events name products only: give them the banner that was shown."""
    return entry._replace(content=f"{entry.product}.banner")


def test_late_is_lower(ranked_checkerboard):
    """With the time up from the start, the answer needs neither the person nor time, and says so."""
    decision = ask(ranked_checkerboard, expired=lambda: True)

    assert [each.level for each in decision.slates] == [ServiceLevel.POPULAR] * 2
    assert "ranker: no time left" in decision.notes


def test_late_halfway(ranked_checkerboard):
    """When the time is up after the first touchpoint, only the later ones are answered lower."""
    asked = []

    def expired():
        asked.append(1)
        return len(asked) > 1

    decision = ask(ranked_checkerboard, expired=expired)

    assert [each.level for each in decision.slates] == [ServiceLevel.RANKER, ServiceLevel.POPULAR]


def test_a_broken_ranker_gives_way(ranked_checkerboard):
    """Scores that are no numbers, or an error, are noted; the blend answers."""

    def damaged(row):
        raise RuntimeError("damaged")

    broken = copy(ranked_checkerboard.trees)
    broken.request_masks = damaged
    decision = ask(replace(ranked_checkerboard, trees=broken))
    assert decision.slates[0].level is ServiceLevel.BLEND
    assert decision.notes == ("ranker: RuntimeError: damaged",)

    class Odd(BlendRanker):
        name = "odd"

        def score(self, ranks):
            return np.full(len(ranks), np.nan)

    count = len(ranked_checkerboard.generators)
    decision = ask(replace(ranked_checkerboard, trees=broken, blend=Odd(np.full(count, 1 / count))))
    assert decision.slates[0].level is ServiceLevel.POPULAR_IN_SCENE
    assert "blend: ArithmeticError: a score is not finite" in decision.notes


def test_without_the_popular_generator(checkerboard):
    """A bundle without it still answers from the counts: nothing of it is fitted."""
    fewer = {name: each for name, each in checkerboard.generators.items() if name == "als"}
    model = replace(checkerboard, generators=fewer, blend=BlendRanker(np.ones(1)))

    assert ask(model, state=person.empty("n")).slates[0].level is ServiceLevel.POPULAR_IN_SCENE


def test_the_safety_list_is_the_touchpoints_own(checkerboard):
    """In its order, without what is unknown, excluded or of another kind, and each content once."""
    touchpoints = tuple(
        replace(each, fallback=("p1.banner", "gone", "p1.banner", "p1.tile", "p0.banner", "p2.banner"))
        for each in checkerboard.catalog.touchpoints
    )
    model = replace(checkerboard, catalog=replace(checkerboard.catalog, touchpoints=touchpoints))
    model = replace(model, policy=replace(model.policy, explore=0.0))
    slate = ask(model, ServiceLevel.SAFETY_LIST, asks=(Ask("home", 5, frozenset({"p0.banner"})),)).slates[0]

    assert [model.catalog.contents.ids[each.content] for each in slate.placements] == ["p1.banner", "p2.banner"]
    assert slate.short


def test_an_empty_safety_list(plain_checkerboard):
    """A touchpoint without one answers with nothing, and says that it is short."""
    slate = ask(plain_checkerboard, ServiceLevel.SAFETY_LIST, asks=(Ask("bill", 3),)).slates[0]

    assert slate.placements == ()
    assert slate.short
    assert slate.level is ServiceLevel.SAFETY_LIST


def test_candidates_given_are_the_only_ones(ranked_checkerboard):
    """At every step only contents that the caller named are placed, unknown ones left out."""
    given = ("p7.banner", "p8.banner", "p8.tile", "nowhere", "p8.banner")
    for level in LEVELS:
        slate = ask(ranked_checkerboard, level, asks=(Ask("home", 5, candidates=given),)).slates[0]
        assert {ranked_checkerboard.catalog.contents.ids[each.content] for each in slate.placements} == {
            "p7.banner",
            "p8.banner",
        }
        assert slate.level is level


@dataclass(frozen=True)
class Failing(Rule):
    """Fails where it is told to."""

    name = "failing"
    at: str = "exclude"

    def exclude(self, moment, catalog):
        """Fail, or exclude nothing."""
        if self.at == "exclude":
            raise RuntimeError("cannot say")
        return np.array([10**6], np.int32) if self.at == "codes" else super().exclude(moment, catalog)

    def allow(self, board, drawn):
        """Fail, or allow everything."""
        if self.at == "allow":
            raise RuntimeError("cannot say")


@pytest.mark.parametrize("at", ["exclude", "codes", "allow"])
@pytest.mark.parametrize("level", [ServiceLevel.RANKER, ServiceLevel.SAFETY_LIST])
def test_a_failing_rule_fails_closed(ranked_checkerboard, at, level):
    """A rule that cannot be asked might have said no: nothing is shown, at any step, and it is noted."""
    decision = ask(replace(ranked_checkerboard, rules=(OncePerPage(), Failing(at=at))), level)

    assert [each.placements for each in decision.slates] == [(), ()]
    assert any("rule failing" in each for each in decision.notes)
    assert all(each.short for each in decision.slates)
