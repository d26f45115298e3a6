"""Features from the transitions: only for models that keep them, and the shares that their docstrings tell."""

import numpy as np
import pytest

from slotwise.candidates import generators
from slotwise.counts import HOUR
from slotwise.features import Items, Match, Request, Schema
from slotwise.features.transitions import next_after_both, next_after_either, next_before, transition_features
from slotwise.gather import gather
from slotwise.person import fold
from slotwise.trail import Trail
from slotwise.transitions import Steps, Transitions
from tests.worlds import FACETS, make_events, make_model, make_moment, make_state

NAMES = ("arrivals", "popular", "transitions")


@pytest.fixture(scope="module")
def model(board):
    return make_model(board, names=NAMES)


def match_of(model, *products: str) -> Match:
    """The moment of somebody who touched some products, in a world of four transitions."""
    rows = [(-1, 1, 2, 0, "app"), (1, 2, 3, 0, "app"), (1, 2, 4, HOUR, "web"), (9, 2, 5, 0, "web")]
    earlier, origin, target, ago = (np.array([row[part] for row in rows], np.int64) for part in range(4))
    facets = np.array([FACETS.encode({"context.channel": row[4]}) for row in rows], np.int32)
    ring = Transitions.empty(len(FACETS.fields), 100)
    codes = (each.astype(np.int32) for each in (origin, target, earlier))
    ring.add(Steps(*codes, model.as_of - ago, facets))
    live = model.live(model.counts, Trail.empty(40, ring), model.as_of)
    state = make_state("p", (), model.as_of)
    for ago, product in enumerate(reversed(products), start=1):
        state = fold(state, make_events("p", [product], model.as_of - ago, "view"))
    moment = make_moment(model, state, context__channel="app")
    pool, _ = gather(model.generators, moment, live, 40, None)
    return Match(Request(moment, live, FACETS), Items(pool.contents, pool.products, live), pool)


def value(match: Match, column: np.ndarray, product: int) -> float:
    return float(column[match.products.tolist().index(product)])


def test_other_models_have_none_of_them(board):
    """A model without the generator keeps the features, and so the fingerprint, that it had."""
    usual = [name for name, kind in generators().items() if kind.usual]

    assert transition_features.make(Schema(board.catalog, FACETS, tuple(usual))) == []
    assert transition_features.make(Schema(board.catalog, FACETS, NAMES))


def test_what_came_after_both_products(model):
    """Only transitions that came by the same way count, drawn towards what the generator says."""
    match = match_of(model, "p1", "p2")
    said = np.exp(match.pool.scores["transitions"])
    found = np.exp(next_after_both(match))
    total = 1 + 2**-0.25 + 3

    assert value(match, found, 3) == pytest.approx((1 + 3 * value(match, said, 3)) / total, rel=1e-3)
    assert value(match, found, 5) == pytest.approx(3 * value(match, said, 5) / total, rel=1e-3)


def test_what_came_two_steps_after_the_last_or_after_the_one_before(model):
    """What was two steps from the last product, and one from the product before it."""
    match = match_of(model, "p2", "p1")
    said, found = np.exp(match.pool.scores["transitions"]), np.exp(next_after_either(match))
    total = (1 + 2**-0.5) + (1 + 2**-0.5 + 1) + 3

    assert value(match, found, 3) == pytest.approx((2 + 3 * value(match, said, 3)) / total, rel=1e-3)


def test_what_led_to_the_last_product(model):
    """A share; missing where nobody came."""
    match = match_of(model, "p2")

    assert value(match, next_before(match), 1) == 1
    assert np.isnan(next_before(match_of(model, "p7"))).all()


def test_arrivals_by_product_and_facet(model):
    """Logs of how many came, how that compares with all interest, and with everybody's arrivals under each facet."""
    match = match_of(model, "p1")
    made = {each.name: each for each in transition_features.make(model.features.schema)}

    assert value(match, made["arrivals_hour"].compute(match.items), 4) == pytest.approx(np.log1p(0.5))
    assert value(match, made["arrivals_hour_share"].compute(match.items), 39) < 0
    lift = made["arrivals_lift.context.channel"].compute(match)
    assert value(match, lift, 3) > 0 > value(match, lift, 5)


def test_without_a_past_or_a_facet_nothing_is_said(model):
    """The generator's own shares, none before, and no lift."""
    match = match_of(model)
    np.testing.assert_allclose(next_after_both(match), match.pool.scores["transitions"], rtol=1e-4)
    np.testing.assert_allclose(next_after_either(match), match.pool.scores["transitions"], rtol=1e-4)
    assert np.isnan(next_before(match)).all()
