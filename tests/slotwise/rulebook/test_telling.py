"""Telling: rules in words, with the facts that decided."""

import pytest

from slotwise import person
from slotwise.begun import begin
from slotwise.decision import Ask, Wanted
from slotwise.rulebook import telling

P0 = {"products": 'product.product_id == "p0"'}


def told(model, state=None, content: int = 0, **more):
    wanted = Wanted((Ask("home", 3),), model.as_of + 1, "s", **more)
    begun = begin(model, state or person.empty("n"), wanted, model.start)
    ruling, verdict = begun.ladder.eligible.ruling, begun.ladder.eligible.verdict(wanted.asks[0])
    return list(telling.closing(ruling, 0, verdict, content)), list(telling.slotwise(ruling, verdict, content))


def test_every_closing_rule_is_told(ruled):
    """Those that apply, and of those the ones that close this content."""
    rules = [
        {"rule": "a", "kind": "block", **P0, "owner": "shop"},
        {"rule": "b", "kind": "allow_only", "products": 'product.product_id == "p1"'},
        {"rule": "c", "kind": "block", **P0, "when": 'context.channel == "web"'},
        {"rule": "d", "kind": "quota", "parameters": {"exposures": 0}, **P0},
    ]
    closing, _ = told(ruled(*rules))

    assert [(each.rule, each.code) for each in closing] == [("a", "rule"), ("b", "rule"), ("d", "quota")]
    assert closing[0].owner == "shop"
    assert [each.rule for each in told(ruled(*rules), content=2)[0]] == []


@pytest.mark.parametrize(("content", "detail"), [(0, "it waits for slot 2"), (4, "keeps slot 2 for others")])
def test_pins_are_told(ruled, content, detail):
    """For what is pinned and for what is not; limits too."""
    _, slots = told(ruled({"rule": "p", "kind": "pin", "parameters": {"slot": 2}, **P0}), content=content)

    assert detail in slots[0].detail
    assert not slots[0].blocks
    _, limits = told(ruled({"rule": "l", "kind": "diversity"}), content=content)
    assert [each.code for each in limits] == ["diversity"]


def test_a_condition_that_could_not_be_asked_is_told(ruled, monkeypatch):
    """Such a rule is taken to hold."""
    monkeypatch.setattr("slotwise.begun.situation", lambda *all_: 1 / 0)
    closing, _ = told(ruled({"rule": "a", "kind": "block", **P0, "when": "person.age > 3"}))

    assert "could not be asked" in closing[0].detail
    assert closing[0].facts["person.age"] is None
