"""Rulings in the whole engine: every kind of rule acts inside the draw, so that a constant reward is estimated as 1."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slotwise import person
from slotwise.conditions import Condition
from slotwise.configuration import Configuration
from slotwise.decision import Ask, ServiceLevel, Wanted
from slotwise.engine import decide
from slotwise.events import Event
from slotwise.policies import Fixed
from slotwise.policies.thompson import Thompson
from slotwise.rulebook.columns import ContentColumns
from slotwise.rules.once_per_page import OncePerPage
from tests.worlds import HOUR

SIX = tuple(f"p{each}.banner" for each in range(6))
P0 = 'content.content_id == "p0.banner"'
EVEN = 'product.product_id in ["p0", "p2", "p4"]'

KINDS = {
    "nothing": [],
    "block": [{"rule": "r", "kind": "block", "contents": P0}],
    "allow_only": [{"rule": "r", "kind": "allow_only", "products": EVEN}],
    "pin": [{"rule": "r", "kind": "pin", "parameters": {"slot": 2}, "contents": P0}],
    "pin one of": [{"rule": "r", "kind": "pin", "parameters": {"slot": 1}, "products": EVEN}],
    "boost": [{"rule": "r", "kind": "boost", "parameters": {"strength": 2.0}, "contents": P0}],
    "lower": [{"rule": "r", "kind": "boost", "parameters": {"strength": -2.0}, "contents": P0}],
    "quota": [{"rule": "r", "kind": "quota", "parameters": {"exposures": 3, "even": False}, "contents": P0}],
    "guarantee": [{"rule": "r", "kind": "guarantee", "parameters": {"share": 0.6}, "contents": P0}],
    "frequency_cap": [{"rule": "r", "kind": "frequency_cap", "parameters": {"most": 1, "hours": 24}}],
    "diversity": [{"rule": "r", "kind": "diversity", "parameters": {"most": 1}}],
    "all together": [
        {"rule": "a", "kind": "block", "contents": 'content.content_id == "p5.banner"'},
        {"rule": "b", "kind": "pin", "parameters": {"slot": 2}, "products": EVEN},
        {"rule": "c", "kind": "boost", "parameters": {"strength": 1.5}, "contents": P0},
        {
            "rule": "d",
            "kind": "guarantee",
            "parameters": {"share": 0.6},
            "contents": 'content.content_id == "p3.banner"',
        },
        {"rule": "e", "kind": "diversity", "parameters": {"most": 1}},
    ],
}


def someone(model) -> person.PersonState:
    """Somebody who was shown one of the six an hour ago."""
    shown = Event("e", model.as_of - HOUR, "p", "exposure", product_id="p4", content_id="p4.banner", touchpoint="home")
    return person.fold(person.empty("p"), [shown])


def asked(model, seed: str, ask: Ask = Ask("home", 2, candidates=SIX), **more) -> Wanted:  # noqa: B008
    return Wanted((ask,), model.as_of + 1_000, seed, **more)


@pytest.mark.parametrize(
    ("kind", "level"), [*((kind, ServiceLevel.BLEND) for kind in KINDS), ("all together", ServiceLevel.POPULAR)]
)
def test_a_constant_reward_is_estimated_as_one(kind, level, ruled, shown_so_far):
    """The probabilities of all slates that come are told exactly: they add up to one, and so does every estimate."""
    model = ruled(*KINDS[kind])
    live = model.live(model.counts, model.trail, model.as_of)
    live.exposed = shown_so_far(model.as_of, {(0, 0): 4, (0, 2): 10})
    state, rounds = someone(model), 400
    slates: dict[tuple[int, ...], float] = {}
    first: dict[int, float] = {}
    drawn: Counter[tuple[int, ...]] = Counter()
    for each in range(rounds):
        placed = decide(model, state, asked(model, str(each), best=level), live).slates[0].placements
        slate = tuple(one.content for one in placed)
        assert slates.setdefault(slate, placed[-1].prefix) == pytest.approx(placed[-1].prefix)
        first[slate[0]] = placed[0].propensity
        drawn[slate] += 1

    # A slate that is rare enough may not come.
    assert sum(first.values()) == pytest.approx(1, abs=0.02)
    assert sum(slates.values()) == pytest.approx(1, abs=0.04)
    often = [each for each in slates if slates[each] > 0.01]
    estimate = sum(drawn[each] / (rounds * slates[each]) for each in often) / len(often)
    assert estimate == pytest.approx(1, abs=0.3)
    for slate, chance in slates.items():
        assert abs(drawn[slate] / rounds - chance) < 5 * np.sqrt(chance * (1 - chance) / rounds) + 1e-9


def test_what_each_kind_does(ruled, shown_so_far):
    """Blocked never comes, only the allowed do, a pin is in its slot, caps and quotas close, one of a category."""

    def slates(kind: str, exposed=None) -> list[list[int]]:
        model = ruled(*KINDS[kind])
        live = model.live(model.counts, model.trail, model.as_of)
        live.exposed = exposed or live.exposed
        found = [decide(model, someone(model), asked(model, str(each)), live).slates[0] for each in range(40)]
        return [[one.product for one in slate.placements] for slate in found]

    assert all(0 not in each for each in slates("block"))
    assert {one for each in slates("allow_only") for one in each} == {0, 2, 4}
    assert all(each[1] == 0 for each in slates("pin"))
    assert all(each[0] in (0, 2, 4) for each in slates("pin one of"))
    often = [sum(each[0] == 0 for each in slates(kind)) for kind in ("lower", "nothing", "boost")]
    assert often == sorted(often)
    assert often[0] < often[2]
    assert any(0 in each for each in slates("quota"))
    assert all(0 not in each for each in slates("quota", shown_so_far(0 + ruled().as_of, {(0, 0): 3})))
    assert all(4 not in each for each in slates("frequency_cap"))
    assert all({each[0] // 2 % 3} != {each[1] // 2 % 3} for each in slates("diversity"))


def test_a_guarantee_pulls_the_harder_the_further_it_lags(ruled, shown_so_far):
    """Ahead of its share it does nothing; behind, its content comes more and more often."""
    model = ruled(*KINDS["guarantee"])
    live = model.live(model.counts, model.trail, model.as_of)
    chances = []
    for mine in (95, 60, 55, 40, 0):
        live.exposed = shown_so_far(model.as_of, {(0, 0): mine, (0, 2): 100 - mine})
        found = [decide(model, someone(model), asked(model, str(each)), live).slates[0] for each in range(60)]
        chances.append(max(slate.placements[0].propensity for slate in found if slate.placements[0].product == 0))

    assert chances == sorted(chances)
    assert chances[0] == pytest.approx(1 / 6, abs=0.1)
    assert chances[-1] > 0.8


def test_a_pinned_content_is_a_candidate_though_no_source_finds_it(ruled):
    """At every step of the ladder, and with the touchpoint's own list."""
    rule = {"rule": "r", "kind": "pin", "parameters": {"slot": 3}, "contents": 'content.content_id == "p39.banner"'}
    model = replace(ruled(rule), retrieve=5)
    for level in (ServiceLevel.BLEND, ServiceLevel.POPULAR, ServiceLevel.SAFETY_LIST):
        placed = decide(model, person.empty("n"), asked(model, "s", Ask("home", 4), best=level)).slates[0].placements
        assert placed[2].product == 39, level


def test_once_per_page_is_kept_beside_pins(ruled):
    """What stands on another touchpoint is not pinned again."""
    rule = {"rule": "r", "kind": "pin", "parameters": {"slot": 1}, "products": 'product.product_id == "p7"'}
    model = replace(ruled(rule), rules=(OncePerPage(),))
    wanted = Wanted((Ask("home", 2), Ask("bill", 2)), model.as_of + 1_000, "s")
    decision = decide(model, person.empty("n"), wanted)
    placed = [[each.product for each in slate.placements] for slate in decision.slates]

    assert placed[0][0] == 7
    assert 7 not in placed[1]
    assert len(placed[1]) == 2


def test_pins_of_later_slots_wait(ruled):
    """What is pinned to slot 2 does not come before; where nothing else is left it comes all the same."""
    rule = {"rule": "r", "kind": "pin", "parameters": {"slot": 2}, "contents": P0}
    model = ruled(rule)
    both = [
        [one.product for one in decide(model, person.empty("n"), asked(model, str(each), ask)).slates[0].placements]
        for ask in (Ask("home", 2, candidates=SIX), Ask("home", 1, candidates=SIX))
        for each in range(30)
    ]
    alone = decide(model, person.empty("n"), asked(model, "s", Ask("home", 2, candidates=SIX[:1]))).slates[0]

    assert all(each[1] == 0 for each in both[:30])
    assert any(each[0] == 0 for each in both[30:])  # only one slot is asked for: the pin has no say
    assert [each.product for each in alone.placements] == [0]


def test_rules_that_leave_nothing_give_way_to_the_own_list(ruled):
    """The touchpoint's safety list answers and the answer names the rules; strict rules, quotas and caps still hold."""
    everything = {"rule": "all", "kind": "block"}
    slate = decide(ruled(everything), person.empty("n"), asked(ruled(), "s", Ask("home", 3))).slates[0]

    assert slate.level is ServiceLevel.SAFETY_LIST
    assert slate.aside == ("all",)
    assert {each.product for each in slate.placements} == {0, 1, 2}
    assert slate.dropped["all"] == 40

    kept = {"rule": "law", "kind": "block", "strict": True, "contents": P0}
    model = ruled(everything, kept)
    slate = decide(model, person.empty("n"), asked(model, "s", Ask("home", 3))).slates[0]
    assert {each.product for each in slate.placements} == {1, 2}

    used = {"rule": "quota", "kind": "quota", "parameters": {"exposures": 0}}
    model = ruled(everything, used)
    slate = decide(model, person.empty("n"), asked(model, "s", Ask("home", 3))).slates[0]
    assert (slate.placements, slate.aside) == ((), ())


def test_a_touchpoint_that_is_not_open_answers_with_nothing_and_why(ruled):
    """Its condition or its schedule does not hold; the others of the page are answered."""
    model = ruled(home={"when": 'context.channel == "app"'}, bill={"schedule": {"until": "2020-01-01"}})
    wanted = Wanted((Ask("home", 2), Ask("bill", 2), Ask("feed", 2)), model.as_of, "s", {"channel": "web"})
    home, bill, feed = decide(model, person.empty("n"), wanted).slates

    assert (home.placements, bill.placements) == ((), ())
    assert "condition does not hold" in home.short
    assert 'context.channel == "app"' in home.short
    assert "schedule" in bill.short
    assert feed.placements
    opened = decide(model, person.empty("n"), replace(wanted, context={"channel": "app"})).slates[0]
    assert len(opened.placements) == 2


def test_conditions_choose_for_whom_a_rule_applies(ruled):
    """Person, scene, context and touchpoint; what is unknown does not hold."""
    rules = [
        {"rule": "person", "kind": "block", "contents": P0, "when": 'person.city == "SZ"'},
        {"rule": "place", "kind": "block", "products": 'product.product_id == "p2"', "when": 'touchpoint == "bill"'},
        {"rule": "elsewhere", "kind": "block", "products": 'product.product_id == "p3"', "touchpoints": ["bill"]},
    ]
    model = ruled(*rules)

    def dropped(state, *asks: Ask) -> list[dict[str, int]]:
        decision = decide(model, state, Wanted(asks, model.as_of, "s"))
        return [{name: each.dropped[name] for name in each.dropped if name != "closed"} for each in decision.slates]

    home, bill = Ask("home", 2), Ask("bill", 2)
    found = dropped(person.empty("n"), home, bill)
    assert [set(each) & {"person", "place", "elsewhere"} for each in found] == [set(), {"place", "elsewhere"}]
    found = dropped(person.empty("n", {"city": "SZ"}), bill, home)
    assert [set(each) & {"person", "place", "elsewhere"} for each in found] == [
        {"person", "place", "elsewhere"},
        {"person"},
    ]


class Broken(dict):
    """Facts of which one cannot be told."""

    def get(self, name, default=None):
        raise RuntimeError(name)


def test_a_rule_that_cannot_be_asked_fails_closed(ruled, monkeypatch):
    """What it might close is closed, what it wishes for is not granted, and the decision says what went wrong."""
    model = ruled(
        {"rule": "block", "kind": "block", "contents": P0, "when": 'context.channel == "web"'},
        {
            "rule": "pin",
            "kind": "pin",
            "contents": 'content.content_id == "p1.banner"',
            "when": 'context.channel == "x"',
        },
    )
    monkeypatch.setattr("slotwise.begun.situation", lambda *all_: 1 / 0)
    decision = decide(model, person.empty("n"), asked(model, "s", context={"channel": "app"}))
    found = [decide(model, person.empty("n"), asked(model, str(each))).slates[0] for each in range(30)]

    assert any("ZeroDivisionError" in note for note in decision.notes)
    assert all(one.product != 0 for slate in found for one in slate.placements)
    assert any(slate.placements[0].product != 1 for slate in found)


def test_a_rule_that_does_not_fit_the_catalogue_fails_closed(ruled):
    """A cap or quota on what cannot be found closes everything, so the own list answers; a diversity is left out."""
    model = ruled({"rule": "d", "kind": "diversity", "parameters": {"by": "shape"}})
    decision = decide(model, person.empty("n"), asked(model, "s"))

    assert len(decision.slates[0].placements) == 2
    assert any("rule d" in note and "shape" in note for note in decision.notes)


def test_exploration_of_a_touchpoint(ruled):
    """Its own share of drawn slates: none is greedy, with propensity 1; the model's own way elsewhere."""
    model = ruled(home={"explore": 0.0})
    wanted = Wanted((Ask("home", 2), Ask("bill", 2)), model.as_of, "s")
    home, bill = decide(model, person.empty("n"), wanted).slates

    assert [each.propensity for each in home.placements] == [1.0, 1.0]
    assert all(each.propensity < 1 for each in bill.placements)


def test_a_bandit_on_a_touchpoint(ruled):
    """It draws from what was counted of late, and what it logs is what its own policy says of such a slate."""
    model = ruled(home={"policy": {"policy": "thompson", "spread": 0.0, "floor": 0.0}})
    slate = decide(model, person.empty("n"), asked(model, "s")).slates[0]
    policy = Thompson(spread=0.0, floor=0.0).as_of(model.start, model.catalog.contents.product[slate.considered])
    places = [slate.considered.tolist().index(each.content) for each in slate.placements]
    open_ = Fixed(np.ones(len(slate.considered), np.bool_))

    first = policy.chances(slate.scores, np.zeros(len(slate.scores), np.bool_), places[:1], open_)[0]
    assert slate.placements[0].propensity == first.propensity
    assert 0 < first.propensity < 1
    assert slate.policy == policy.to_json()


def test_caps_of_a_touchpoint(ruled):
    """Two a day on it, whatever was shown: the third time it answers with nothing, and others go on."""
    model = ruled(home={"caps": [{"most": 2, "hours": 24, "per": "touchpoint"}]})
    events = [
        Event(f"e{each}", model.as_of - HOUR + each, "p", "exposure", None, f"p{each}.banner", "home")
        for each in range(2)
    ]
    decisions = [
        decide(
            model,
            person.fold(person.empty("p"), events[:count]),
            Wanted((Ask("home", 2), Ask("bill", 1)), model.as_of, "s"),
        )
        for count in (1, 2)
    ]

    assert [[len(slate.placements) for slate in each.slates] for each in decisions] == [[2, 1], [0, 1]]
    assert decisions[1].slates[0].dropped["home#cap-1"] > 0
    assert decisions[1].slates[0].short


CONDITIONS = st.sampled_from(
    [None, 'person.city == "SZ"', 'scene == "over_quota"', "state.spend > 1", 'touchpoint == "home"']
)
ABOUT = st.sampled_from([None, EVEN, 'product.category == "plan"', "product.price > 20", 'content.kind == "tile"'])
PARAMETERS = {
    "block": {}, "allow_only": {}, "pin": {"slot": 2}, "boost": {"strength": -3.0}, "diversity": {"most": 1},
    "quota": {"share": 0.3}, "guarantee": {"exposures": 50}, "frequency_cap": {"most": 1, "per": "category"},
}  # fmt: skip
RULES = st.lists(
    st.tuples(st.sampled_from(sorted(PARAMETERS)), CONDITIONS, ABOUT, st.booleans()), max_size=6
)  # fmt: skip


@settings(max_examples=40)
@given(written=RULES, city=st.sampled_from(["SZ", "GZ", None]), ratio=st.floats(0, 2))
def test_no_rules_make_a_decision_fail(written, city, ratio, checkerboard):
    """Whatever they are: no error, nothing that is strictly blocked, no content twice, propensities above nothing."""
    documents = [
        {"rule": f"r{place}", "kind": kind, "parameters": PARAMETERS[kind], "strict": strict,
         **({"when": when} if when else {}), **({"products": about} if about else {})}
        for place, (kind, when, about, strict) in enumerate(written)
    ]  # fmt: skip
    model = checkerboard.configured(Configuration.load({"rules": documents}))
    state = person.empty("n", {"city": city} if city else {})
    asks = (Ask("home", 3), Ask("feed", 3), Ask("bill", 2))
    wanted = Wanted(asks, model.as_of + 1_000, "s", {"data_used_ratio": ratio})
    decision = decide(model, state, wanted)
    placed = [each for slate in decision.slates for each in slate.placements]

    assert not [each for each in decision.notes if each.startswith(("rule", "condition", "fact", "frequency"))]
    assert len({each.content for each in placed}) == len(placed)
    assert all(0 < each.propensity <= 1 for each in placed)
    banned = [
        about
        for kind, when, about, strict in written
        if kind == "block" and when is None and strict and about is not None
    ]
    columns = ContentColumns(model.catalog)
    for about in banned:
        closed = Condition.of(about).over(columns)
        assert not any(closed[each.content] for each in placed)
