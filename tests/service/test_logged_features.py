"""Logged features: the values themselves, not one computed in another way."""

import numpy as np
import orjson
import pytest

from service.logged_features import PARTS, columns, packed, told
from slotwise.decision import Ask, Wanted
from slotwise.engine import decide
from tests.worlds import make_state


def logged(model, slates, whole):
    """The matrix of each slate, as the log has it: what no tree reads is missing."""
    names = orjson.loads(columns(model, whole).named.names)
    values = np.frombuffer(packed(model, model.start, slates, whole), np.float32)
    sizes, start = [len(names[part]) for part in PARTS], 0
    for slate in slates:
        request = values[start : start + sizes[0]]
        own = values[start + sizes[0] :][: len(slate.placements) * sum(sizes[1:])].reshape(-1, sum(sizes[1:]))
        start += sizes[0] + own.size
        matrix = np.full((len(own), len(model.features.names)), np.nan, np.float32)
        order = [model.features.names.index(name) for part in PARTS for name in names[part]]
        matrix[:, order] = np.hstack([np.tile(request, (len(own), 1)), own])
        yield slate, matrix
    assert start == len(values)


@pytest.fixture
def decision(ranked_checkerboard):
    """Two touchpoints that the ranker answered."""
    model = ranked_checkerboard
    asks = (Ask("home", 4), Ask("bill", 2))
    return decide(model, make_state("p", ["p2"], model.as_of - 1), Wanted(asks, model.as_of + 1, "seed"))


@pytest.mark.parametrize("whole", [False, True])
def test_the_scores_follow_from_what_was_logged(ranked_checkerboard, decision, whole):
    """The ranker gives the logged values the very score that the placement had."""
    model = ranked_checkerboard
    for slate, matrix in logged(model, decision.slates, whole):
        assert model.trees.score_matrix(matrix).tolist() == [each.score for each in slate.placements]


def test_what_no_tree_reads_has_no_place(ranked_checkerboard, decision):
    """The names are those of the features that are read; with all of them, the others are missing in every row."""
    model = ranked_checkerboard
    read = [name for name, used in zip(model.features.names, model.trees.used, strict=True) if used]
    few, whole = columns(model).named, columns(model, whole=True).named
    assert [name for each in orjson.loads(few.names).values() for name in each] == read
    assert [name for each in orjson.loads(whole.names).values() for name in each] == model.features.names
    assert few.feature_set != whole.feature_set == model.features.fingerprint
    for (_, less), (_, more) in zip(*(logged(model, decision.slates, each) for each in (False, True)), strict=True):
        assert less.tobytes() == more.tobytes()


def test_nothing_is_packed_where_the_ranker_was_not_asked(checkerboard):
    """A model without trees reads no features."""
    decision = decide(checkerboard, make_state("p", [], 0), Wanted((Ask("home", 2),), checkerboard.as_of, "seed"))

    assert packed(checkerboard, checkerboard.start, decision.slates) is None


def test_entries_without_features_are_passed_over():
    """The values belong to the entries that say so, in their order."""
    names = {"request": ["r"], "product": ["p"], "match": ["m"]}
    document = {
        "touchpoints": [{"features": False, "placements": [{}]}, {"features": True, "placements": [{}]}],
    }
    found = told(document, np.array([1, 2, 3], "<f4").tobytes(), names)["touchpoints"]

    assert found[0]["placements"] == [{}]
    assert found[1]["placements"] == [{"features": {"r": 1.0, "p": 2.0, "m": 3.0}}]
