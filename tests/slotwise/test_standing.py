"""Standing: what a configuration says of a person, computed when it is read and the same wherever it is asked."""

import numpy as np
import pytest

from slotwise import person
from slotwise.documents.life_cycle import Phase
from slotwise.documents.tags import Tag
from slotwise.events import CONSENT, Consent, Event
from slotwise.standing import Known, Plan, Standing
from tests.worlds import DAY, START, make_events, make_moment

NOW = START + 40 * DAY
TAG = {"window_days": 7.0, "expiry_days": 10.0, "status": "live"}
TAGS = [
    {**TAG, "tag": "left_plan", "behaviour": "left", "category": "plan"},
    {**TAG, "tag": "left_again", "behaviour": "left", "category": "plan", "when": "state.purchases >= 1"},
    {**TAG, "tag": "not_yet", "behaviour": "left", "category": "plan", "status": "approved"},
]
PHASES = [
    {"phase": "money", "kind": "score", "fact": "state.spend", "thresholds": [5.0]},
    {"phase": "core", "kind": "tier", "from_points": 1.0},
    {"phase": "base", "kind": "tier", "from_points": 0.0},
    {"phase": "northern", "kind": "growth", "entry": 'person.city == "SZ"'},
    {"phase": "undecided", "kind": "stage", "entry": '"left_plan" in tags && state.tier == "base"'},
]
PLAN = Plan.of([Tag.model_validate(each) for each in TAGS], [Phase.model_validate(each) for each in PHASES])


def standing(model, *events, hidden=(), **given):
    """The standing of a person of these events: (kind, product, days ago, value)."""
    made = [
        Event(f"{place}", NOW - int(ago * DAY), "p", kind, product_id=product, value=value)
        for place, (kind, product, ago, value) in enumerate(events)
    ]
    if hidden:
        made.append(Event("c", NOW - 1, "p", CONSENT, consent=Consent(True, tuple(hidden))))
    moment = make_moment(model, person.fold(person.empty("p"), made), NOW)
    return Standing(PLAN, moment, model.catalog, given)


LEFT, PAID = ("leave", "p0", 2.0, None), ("convert", "p4", 3.0, 9.0)


def test_only_live_tags_count(checkerboard):
    """Those proposed or approved are read by nothing; an extra condition is asked besides."""
    assert standing(checkerboard, LEFT).tags == {"left_plan"}
    assert standing(checkerboard, LEFT, PAID).tags == {"left_plan", "left_again"}


def test_a_hidden_tag_is_read_by_nothing(checkerboard):
    """Neither by its name, nor by a stage that reads it, nor by features."""
    seen = standing(checkerboard, LEFT, hidden=["tags.left_plan"])

    assert seen.tags == frozenset()
    assert seen.facts.get("tags") == frozenset()
    assert seen.fact("state.stage") is None
    assert seen.about(checkerboard.catalog.products.category[:4]).tolist() == [0, 0, 0, 0]
    assert list(seen.evidence()) == []


def test_phases_read_each_other_in_their_order(checkerboard):
    """Points before tiers, tiers and tags before stages."""
    seen = standing(checkerboard, LEFT, **{"person.city": "SZ"})
    assert [seen.fact(f"state.{each}") for each in ("points", "tier", "stage", "growth")] == [
        0.0, "base", "undecided", "northern"
    ]  # fmt: skip
    assert standing(checkerboard, LEFT, PAID).fact("state.stage") is None


@pytest.mark.parametrize("hours", [0, 1, 23, 24, 25, 500])
def test_points_are_kept_with_the_past_until_they_change(checkerboard, hours):
    """At a threshold, beside it and before what was asked first: as many as somebody has of whom nothing is kept."""
    lately = {"phase": "lately", "kind": "score", "fact": "state.days_since_purchase", "thresholds": [4.0],
              "less_is_more": True}  # fmt: skip
    plan = Plan.of(PLAN.tags, [Phase.model_validate(each) for each in [*PHASES, lately]])
    first = standing(checkerboard, LEFT, PAID).moment
    for now in [NOW, NOW, NOW + hours * 3_600_000, NOW + 500 * 3_600_000, NOW + hours * 3_600_000]:
        again = first.with_facets(first.facets)
        again.now = now
        anew = standing(checkerboard, LEFT, PAID).moment
        anew.now = now
        found = [Standing(plan, each, checkerboard.catalog, {}).fact("state.points") for each in (again, anew)]
        assert found[0] == found[1] == (2.0 if now <= NOW + DAY else 1.0)


def test_facts_are_a_mapping(checkerboard):
    """What was told stands beside what is computed; what is unknown is missing."""
    facts = standing(checkerboard, LEFT, **{"context.channel": "app"}).facts

    assert (facts["context.channel"], facts["state.purchases"]) == ("app", 0.0)
    assert facts.get("times(leave,plan,7)") == 1.0
    assert facts.get("state.days_since_purchase", "never") == "never"
    with pytest.raises(KeyError):
        facts["context.page"]
    more = facts.also({"touchpoint": "home"})
    assert isinstance(more, Known)
    assert (more["touchpoint"], more["state.purchases"], "touchpoint" in facts) == ("home", 0.0, False)


def test_tags_about_products(checkerboard):
    """How many of the tags held are about each product, of all classes or of some."""
    seen, products = standing(checkerboard, LEFT, PAID), checkerboard.catalog.products.ids
    places = [products.index[each] for each in ("p0", "p6", "p4")]
    asked = np.array(places, np.int32)
    assert seen.about(asked).tolist() == [2, 2, 0]
    assert seen.about(asked, ("finished",)).tolist() == [0, 0, 0]
    covers, held = seen.bits(((), ("finished",)))
    assert np.bitwise_count(covers[places] & held[:, None]).sum(2).tolist() == [[2, 2, 0], [0, 0, 0]]
    assert standing(checkerboard).bits(((),)) is None


def test_nothing_is_said_without_a_plan(checkerboard):
    """No tags, no stage, and no error."""
    moment = make_moment(checkerboard, person.fold(person.empty("p"), make_events("p", ["p0"], NOW - 1)), NOW)
    seen = Standing(Plan(), moment, checkerboard.catalog, {})

    assert seen.tags == frozenset()
    assert [seen.fact(f"state.{each}") for each in ("points", "tier", "stage", "growth")] == [None] * 4
