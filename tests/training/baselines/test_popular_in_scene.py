"""Popular in the scene."""

import numpy as np

from slotwise.decision import ServiceLevel
from training.baselines.popular_in_scene import PopularInSceneBaseline
from training.examine import ask


def test_it_answers_by_scene_and_segment(judged_world):
    """Persons of the two cities, who like different sides, get different orders."""
    trained, cases, _, _ = judged_world
    model, found = trained.model, {}
    first = [int(np.flatnonzero(cases.occasions.person % 2 == side)[0]) for side in (0, 1)]
    for place in first:
        question = ask(cases, place)
        slate = PopularInSceneBaseline().decide(model, question.state, question.wanted, model.start).slates[0]
        assert slate.level == ServiceLevel.POPULAR_IN_SCENE
        found[question.state.attributes["city"]] = {each.product % 2 for each in slate.placements[:3]}

    assert found == {"north": {0}, "south": {1}}
