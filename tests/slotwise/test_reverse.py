"""Reverse ranking: who likes a product's kind comes first, by the same rules as a decision."""

import numpy as np
import pytest

from slotwise.configuration import Configuration
from slotwise.decision import Ask, Wanted
from slotwise.engine import decide
from slotwise.errors import AudienceError, UnknownProductError, UnknownTouchpointError
from slotwise.events import Event
from slotwise.person import empty, fold
from slotwise.reverse import Reverse


def person(name, model, products, kind="click"):
    """A person who touched these products, one after the other, shortly before the model was made."""
    ids = model.catalog.products.ids
    return fold(
        empty(name),
        [
            Event(f"{name}{n}", model.as_of - 10_000 * (n + 1), name, kind, product_id=ids[p])
            for n, p in enumerate(products)
        ],
    )


@pytest.fixture
def model(ranked_checkerboard):
    """The checkerboard with a ranker: persons like the products of their own colour."""
    return ranked_checkerboard


def reverse(model, product=0, **given):
    """The reverse ranking of a product at the end of the log."""
    return Reverse.of(model, model.start, model.catalog.products.ids[product], model.as_of, **given)


def test_it_agrees_with_what_a_decision_scores(model):
    """Of two persons the one for whom a decision puts the product higher among the same contents suits it better."""
    found = reverse(model)
    ask = found._ask
    suits, places = [], []
    for number in range(12):
        state = person(f"p_{number}", model, [(number * 5 + step) % len(model.catalog.products) for step in range(3)])
        one = found.suits(state)
        wanted = Wanted((Ask(ask.touchpoint, 3, candidates=ask.candidates),), model.as_of, "x", found._context)
        slate = decide(model, state, wanted, model.start).slates[0]
        mine = model.catalog.contents.product[slate.considered] == 0
        if one is None or not mine.any():
            continue
        suits.append(one.preference)
        places.append(float(np.mean(slate.scores[mine].max() > slate.scores[~mine])))

    assert len(suits) > 5
    assert np.corrcoef(suits, places)[0, 1] > 0.7


def test_the_same_person_always_suits_the_same(model):
    """There is no chance in it."""
    state = person("p", model, [1, 2, 3])

    assert reverse(model).suits(state) == reverse(model).suits(state)


def test_owners_are_left_out(model):
    """Who has bought the product is not offered it."""
    assert reverse(model).suits(person("p", model, [0], kind="convert")) is None
    assert reverse(model).suits(person("p", model, [1], kind="convert")) is not None


def test_the_rules_hold(model):
    """A product that a rule closes suits nobody, and a held-out person suits no campaign."""
    product = model.catalog.products.ids[0]
    audience = {"audience": "all", "when": 'times("click", "", 30) > 0', "holdout": 1.0, "products": [product]}
    closed = model.configured(Configuration.read({"audiences": [audience]}))
    state = person("p", model, [1, 2])

    assert reverse(model).suits(state) is not None
    assert Reverse.of(closed, closed.start, product, closed.as_of).suits(state) is None


def test_strangers_have_an_answer_too(model):
    """Somebody of whom nothing is known suits the product as far as anybody does."""
    found = reverse(model).suits(empty("nobody"))

    assert found is not None
    assert 0 < found.preference < 1


def test_a_touchpoint_can_be_named(model):
    """The product is put where it is asked for; what does not exist is an error with its own code."""
    names = [each.touchpoint for each in model.catalog.touchpoints]
    found = reverse(model, touchpoint=names[-1])

    assert model.catalog.touchpoints[found.touchpoint].touchpoint == names[-1]
    with pytest.raises(UnknownTouchpointError):
        reverse(model, touchpoint="nowhere")
    with pytest.raises(UnknownProductError):
        Reverse.of(model, model.start, "nothing", model.as_of)


def test_a_product_that_nothing_shows_is_told(model, monkeypatch):
    """Where no content of the product may be shown, the answer says so."""
    nothing = np.zeros(len(model.catalog.contents), np.bool_)
    monkeypatch.setattr(type(model), "open_contents", lambda *_: nothing)

    with pytest.raises(AudienceError, match="no content"):
        reverse(model)
