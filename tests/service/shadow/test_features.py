"""Features: missing is missing, and out of range is where the trees see no difference any more."""

import numpy as np

from service.shadow.features import FeatureHealth, ranges, read_rows
from slotwise.decision import Ask, Wanted
from slotwise.engine import decide
from tests.worlds import make_state


def answer(model):
    """A slate of the ranker for somebody with a history."""
    wanted = Wanted((Ask("home", 4),), model.as_of + 1, "seed")
    return decide(model, make_state("p", ["p2", "p4"], model.as_of - 1), wanted).slates[0]


def test_rows_are_what_the_ranker_scored(ranked_checkerboard):
    """All parts in the order of the trees' columns: they score as the slate says."""
    model = ranked_checkerboard
    slate = answer(model)
    rows = read_rows(model, model.start, slate)
    names = [
        each.name
        for theme in (("person", "scene"), ("product",), ("match",))
        for each in model.features.of_theme(*theme)
    ]

    assert rows.shape == (4, len(names))
    assert len(np.unique(rows, axis=0)) == 4


def test_only_features_that_the_trees_look_at_are_told(ranked_checkerboard, checkerboard):
    """With the share that was missing and beyond; a model without trees has none."""
    model = ranked_checkerboard
    health, slate = FeatureHealth.of(model), answer(model)
    health.add(model, model.start, slate)
    told = health.document()

    assert {each["feature"] for each in told["features"]} <= {each.name for each in ranges(model)}
    assert (told["rows"], told["looked_at"]) == (4, int(np.count_nonzero(model.trees.used)))
    assert all(0 <= each["missing"] + each["out_of_range"] <= 1 for each in told["features"])
    assert ranges(checkerboard) == []
    assert FeatureHealth.of(checkerboard).document() == {"rows": 0, "looked_at": 0, "features": []}
