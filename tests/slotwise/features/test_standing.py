"""Features of what the configuration says of a person."""

import numpy as np

from slotwise import person
from slotwise.documents.life_cycle import Phase
from slotwise.documents.tags import Tag
from slotwise.features import Items, Match, Request
from slotwise.features.standing import (
    finished_about,
    left_about,
    life_points,
    life_stage,
    life_tier,
    returned_about,
    tags_about,
    tags_held,
)
from slotwise.standing import Plan, Standing
from tests.worlds import DAY, START, make_events, make_moment

NOW = START + 40 * DAY
TAG = {"window_days": 7.0, "expiry_days": 10.0, "status": "live", "category": "plan"}
TAGS = [Tag.model_validate({**TAG, "tag": each, "behaviour": each}) for each in ("left", "returned", "finished")]
PHASES = [
    {"phase": "often", "kind": "score", "fact": "state.interactions", "thresholds": [1.0, 2.0]},
    {"phase": "base", "kind": "tier", "from_points": 0.0},
    {"phase": "active", "kind": "stage", "entry": "state.interactions > 0"},
]


def request(model, plan):
    """A request of somebody who left a plan."""
    state = person.fold(person.empty("p"), make_events("p", ["p0"], NOW - DAY, "leave"))
    moment = make_moment(model, state, NOW)
    if plan is not None:
        moment.standing = Standing(plan, moment, model.catalog, {})
    return Request(moment, model.start, model.facets)


def match(request):
    """p0 of the business that was left, p2 of another one."""
    products = np.array([0, 2], np.int32)
    return Match(request, Items(products, products, request.live), {}, {})


def test_what_is_held_and_what_it_is_about(checkerboard):
    """Counts of tags, points, and codes of stage and tier."""
    asked = request(checkerboard, Plan.of(TAGS, [Phase.model_validate(each) for each in PHASES]))

    assert tags_held.compute(asked) == 1.0
    assert life_points.compute(asked) == 1.0
    assert 0 <= life_stage.compute(asked) < 251
    assert life_stage.compute(asked) != life_tier.compute(asked)
    assert tags_about.compute(match(asked)).tolist() == [1, 0]
    assert left_about.compute(match(asked)).tolist() == [1, 0]
    assert returned_about.compute(match(asked)).tolist() == [0, 0]
    assert finished_about.compute(match(asked)).tolist() == [0, 0]


def test_where_nothing_is_said_they_are_missing(checkerboard):
    """NaN for somebody whom nobody asked about, and phases that a configuration does not have."""
    nobody, without = request(checkerboard, None), request(checkerboard, Plan())
    for each in (tags_held, life_points, life_stage, life_tier):
        assert np.isnan(each.compute(nobody))
    assert np.isnan(tags_about.compute(match(nobody))).all()
    assert tags_held.compute(without) == 0
    assert np.isnan(life_stage.compute(without))
