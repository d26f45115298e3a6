"""Why not: every reason that keeps a content from a person, with the facts, or how it ranks."""

from dataclasses import replace

import pytest

from slotwise import person
from slotwise.configuration import Configuration
from slotwise.decision import Ask, Wanted
from slotwise.events import Event
from slotwise.exposed import Exposed
from slotwise.policies.greedy import Greedy
from slotwise.rules.already_owned import AlreadyOwned
from slotwise.rules.once_per_page import OncePerPage
from slotwise.why_not import why_not
from tests.worlds import HOUR, make_state

P0 = 'product.product_id == "p0"'


@pytest.fixture
def asked(checkerboard):
    """Ask about a content for a person under rules (documents); the reasons."""

    def ask(*rules, content="p0.banner", touchpoint="home", state=None, touchpoints=(), exposed=None, **wanted):
        documents = {"rules": [{"rule": f"r{place}", "kind": "block", **each} for place, each in enumerate(rules)]}
        if touchpoints:
            documents["touchpoints"] = list(touchpoints)
        base = replace(checkerboard, policy=Greedy(), rules=(OncePerPage(), AlreadyOwned()))
        model = base.configured(Configuration.load(documents))
        live = model.live(model.counts, model.trail, model.as_of, exposed)
        given = {"asks": (Ask("home", 3),), "now": model.as_of + 1_000, "seed": "s", **wanted}
        return why_not(model, state or person.empty("n"), Wanted(**given), touchpoint, content, live)

    return ask


def codes(reasons) -> list[str]:
    return [each.code for each in reasons]


def test_what_does_not_exist(asked):
    """Touchpoint or content."""
    assert codes(asked(touchpoint="nowhere")) == ["touchpoint_unknown"]
    assert codes(asked(content="c99")) == ["content_unknown"]


def test_a_rule_with_the_facts_that_decided(asked):
    """Its id, title, owner, its condition and what the person is; every rule that blocks, not just the first."""
    first = {"products": P0, "when": 'person.city == "SZ" && !("x" in tags)', "title": "No p0", "owner": "shop"}
    reasons = asked(first, {"contents": 'content.kind == "banner"'}, state=person.empty("n", {"city": "SZ"}))
    told = reasons[0]

    assert codes(reasons)[:2] == ["rule", "rule"]
    assert (told.rule, told.title, told.kind, told.owner, told.blocks) == ("r0", "No p0", "block", "shop", True)
    assert told.facts["person.city"] == "SZ"
    assert told.facts["tags"] == []
    assert told.facts["products"] == P0
    assert "city" in told.facts["when"]
    assert codes(asked(first, state=person.empty("n", {"city": "GZ"})))[0] in ("placed", "ranked", "not_retrieved")


def test_other_contents_only(asked):
    """An exclusive rule says so."""
    reasons = asked({"kind": "allow_only", "products": 'product.product_id == "p4"'})
    assert "other contents only" in reasons[0].detail


def test_kinds_and_dates(asked, checkerboard):
    """A tile on a touchpoint for banners."""
    told = asked(content="p0.tile")[0]
    assert (told.code, told.facts) == ("kind_not_taken", {"content.kind": "tile", "kinds": ["banner"]})


def test_a_touchpoint_that_is_not_open(asked):
    """Its condition with what is known, or its schedule with the clock on the wall."""
    closed = asked(touchpoints=[{"touchpoint": "home", "when": "context.age > 3"}])
    assert (codes(closed), closed[0].facts) == (["touchpoint_closed"], {"context.age": None})
    night = {"touchpoint": "home", "schedule": {"until": "2020-01-01", "zone": "Asia/Shanghai"}}
    told = asked(touchpoints=[night])[0]
    assert told.facts["schedule"] == night["schedule"]
    assert told.facts["now"].endswith("+08:00")


def test_a_cap_with_its_counts(asked, checkerboard):
    """How often, in which time, and how long a rest lasts."""
    cap = {"kind": "frequency_cap", "parameters": {"most": 1, "hours": 24.0, "rest_hours": 48.0}}

    def happened(kind):
        event = Event("e", checkerboard.as_of - HOUR, "p", kind, "p0", "p0.banner", "home")
        return asked(cap, state=person.fold(person.empty("p"), [event]))[0]

    shown, dismissed = happened("exposure"), happened("dismiss")
    assert (shown.code, shown.facts["counted"], shown.facts["most"]) == ("frequency_cap", 1, 1)
    assert dismissed.facts["dismissed_hours_ago"] == pytest.approx(1.0, abs=0.01)
    assert "rests for 48 hours" in dismissed.detail


def test_a_quota_with_its_counts(asked, checkerboard, shown):
    """What was shown of it, of everything, and what is due."""
    rule = {"kind": "quota", "parameters": {"exposures": 2, "even": False}, "products": P0}
    told = asked(rule, exposed=shown(checkerboard.as_of))[0]

    assert (told.code, told.facts["exposures"], told.facts["exposures_of_all"], told.facts["due"]) == (
        "quota",
        2,
        3,
        2.0,
    )


@pytest.fixture
def shown():
    """Two exposures of p0 and one of p2 on home."""
    import numpy as np

    return lambda at: Exposed().counted(np.full(3, at), np.zeros(3, np.int64), np.array([0, 0, 4]))


def test_what_the_model_itself_excludes(asked, checkerboard):
    """Owned already."""
    told = asked(state=make_state("p", ["p0"], checkerboard.as_of - HOUR, "convert"))[0]

    assert (told.code, told.facts["product_id"]) == ("already_owned", "p0")
    assert told.facts["last_touched_at"] == checkerboard.as_of - HOUR


def test_what_the_caller_leaves_out(asked):
    """Excluded, or not among the candidates given."""
    assert codes(asked(asks=(Ask("home", 3, frozenset({"p0.banner"})),))) == ["excluded"]
    assert codes(asked(asks=(Ask("home", 3, candidates=("p1.banner",)),))) == ["not_a_candidate"]


def test_not_blocked(asked, checkerboard):
    """Placed, on another touchpoint of the page, or ranked so and so of so many; with what slots are kept for."""
    state = make_state("p", ["p2", "p4"], checkerboard.as_of - HOUR)
    placed = asked(asks=(Ask("home", 20),), state=state)[0]
    assert (placed.code, placed.blocks) == ("placed", False)
    ranked = asked({"kind": "pin", "products": 'product.product_id == "p9"'}, content="p39.banner", state=state)
    assert codes(ranked)[-1] == "pin"
    told = next(each for each in ranked if each.code in ("ranked", "not_retrieved"))
    assert not told.blocks
    asks = (Ask("home", 1, candidates=("p0.banner", "p1.banner", "p2.banner")),)
    found = [asked(asks=asks, content=f"p{each}.banner")[0] for each in range(3)]
    assert sorted(each.facts.get("rank", 1) for each in found) == [1, 2, 3]
    assert any("ranked 2nd of 3" in each.detail for each in found)
    elsewhere = asked(asks=(Ask("feed", 1, candidates=("p0.banner",)), Ask("home", 2)))
    assert codes(elsewhere) == ["on_page"]


def test_shown_all_the_same(asked):
    """Rules that leave nothing give way to the touchpoint's own list."""
    reasons = asked({"kind": "block"})

    assert codes(reasons) == ["rule", "placed"]
    assert reasons[1].facts == {"rules_set_aside": ["r0"]}
