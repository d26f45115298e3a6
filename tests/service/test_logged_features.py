"""Logged features: the values themselves, not one computed in another way."""

import numpy as np
import orjson

from service.logged_features import PARTS, fill, named, packed, told
from slotwise.decision import Ask, Wanted
from slotwise.engine import decide
from tests.worlds import make_state


def test_the_scores_follow_from_what_was_logged(ranked_checkerboard):
    """The ranker gives the logged values the very score that the placement had."""
    model = ranked_checkerboard
    asks = (Ask("home", 4), Ask("bill", 2))
    decision = decide(model, make_state("p", ["p2"], model.as_of - 1), Wanted(asks, model.as_of + 1, "seed"))
    fill(model, model.start, decision.slates)
    names = orjson.loads(named(model).names)
    values = np.frombuffer(packed(model.start, decision.slates), np.float32)
    sizes = [len(names[part]) for part in PARTS]
    start = 0
    for slate in decision.slates:
        request = values[start : start + sizes[0]]
        own = values[start + sizes[0] :][: len(slate.placements) * sum(sizes[1:])].reshape(-1, sum(sizes[1:]))
        start += sizes[0] + own.size
        matrix = np.hstack([np.tile(request, (len(own), 1)), own])
        assert model.trees.score_matrix(matrix).tolist() == [each.score for each in slate.placements]
    assert start == len(values)
    assert [name for part in PARTS for name in names[part]] == model.features.names


def test_nothing_is_packed_where_the_ranker_was_not_asked(checkerboard):
    """A model without trees reads no features."""
    decision = decide(checkerboard, make_state("p", [], 0), Wanted((Ask("home", 2),), checkerboard.as_of, "seed"))
    fill(checkerboard, checkerboard.start, decision.slates)

    assert packed(checkerboard.start, decision.slates) is None


def test_entries_without_features_are_passed_over():
    """The values belong to the entries that say so, in their order."""
    names = {"request": ["r"], "product": ["p"], "match": ["m"]}
    document = {
        "touchpoints": [{"features": False, "placements": [{}]}, {"features": True, "placements": [{}]}],
    }
    found = told(document, np.array([1, 2, 3], "<f4").tobytes(), names)["touchpoints"]

    assert found[0]["placements"] == [{}]
    assert found[1]["placements"] == [{"features": {"r": 1.0, "p": 2.0, "m": 3.0}}]
