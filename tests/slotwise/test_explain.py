"""explain() tells the decision that decide() takes, and what was read on the way."""

import numpy as np

from slotwise.decision import Ask, ServiceLevel, Wanted
from slotwise.engine import decide
from slotwise.explain import explain
from slotwise.rules.already_owned import AlreadyOwned
from tests.worlds import make_model, make_state


def wanted(model, **fields):
    """Two touchpoints in a scene."""
    context = {"channel": "app", "data_used_ratio": 1.2}
    return Wanted((Ask("home", 3), Ask("bill", 2)), model.as_of, "seed", context, **fields)


def test_it_is_the_same_decision(ranked_checkerboard):
    """The explanation's decision is that of decide, placement by placement."""
    model = ranked_checkerboard
    state = make_state("p", ["p1", "p3"], model.as_of - 1)
    told, taken = explain(model, state, wanted(model)), decide(model, state, wanted(model))

    assert [each.placements for each in told.decision.slates] == [each.placements for each in taken.slates]
    assert told.facts["scene"] == "over_quota"
    assert told.history == 2


def test_values_and_effects_stand_for_every_feature(ranked_checkerboard):
    """Every placement has a value and an effect for each feature; the trees do look at some of them."""
    model = ranked_checkerboard
    told = explain(model, make_state("p", ["p1", "p3"], model.as_of - 1), wanted(model))
    readings = told.readings["home"]

    assert [each.content for each in readings] == [each.content for each in told.decision.slates[0].placements]
    assert all(len(each.values) == len(each.effects) == len(model.features.features) for each in readings)
    assert any(np.abs(each.effects).max() > 0 for each in readings)
    channel = model.features.names.index("context_channel") if "context_channel" in model.features.names else None
    assert channel is None or np.isfinite(readings[0].values[channel])


def test_without_the_ranker_there_is_nothing_to_read(ranked_checkerboard, checkerboard):
    """On a lower step no feature decided, so none is told."""
    for model, best in ((ranked_checkerboard, ServiceLevel.POPULAR), (checkerboard, ServiceLevel.RANKER)):
        told = explain(model, make_state("p", ["p1"], model.as_of - 1), wanted(model, best=best))
        assert told.readings == {"home": [], "bill": []}


def test_rules_tell_what_they_excluded(board):
    """Products that a rule excluded for this person are listed under its name."""
    model = make_model(board, names=["popular"], rules=(AlreadyOwned(),))
    state = make_state("p", ["p4", "p8"], model.as_of - 1, kind="convert")
    told = explain(model, state, wanted(model))

    assert told.excluded == {"already_owned": [4, 8]}
    assert explain(model, state, wanted(model, personalize=False)).excluded == {"already_owned": []}
