"""Touchpoints ranked together get the scores that each gets alone."""

import numpy as np
import pytest

from slotwise.gather import gather
from slotwise.matrices import Matrices, Taking
from slotwise.ranked import ranked
from tests.worlds import make_moment, make_state

TOUCHPOINTS = ["home", "bill", "nowhere"]


@pytest.fixture
def matrices(ranked_checkerboard) -> Matrices:
    """Candidates of somebody in a scene."""
    model = ranked_checkerboard
    state = make_state("p", ["p0", "p2", "p4", "p2"], model.as_of - 1)
    moment = make_moment(model, state, scene="over_quota", person__city="SZ")
    pool, _ = gather(model.generators, moment, model.start, 20, None)
    return Matrices(model.served, model.facets, moment, model.start, pool)


def test_together_is_as_alone(ranked_checkerboard, matrices):
    """The same candidates, scores and readings, bit by bit, whatever each touchpoint takes and however they overlap."""
    model, size = ranked_checkerboard, len(matrices.pool)
    places = [np.arange(size), np.arange(0, size, 3), np.zeros(0, np.intp)]
    together = ranked(model, model.start, matrices, TOUCHPOINTS, Taking.of(places))
    for number, (touchpoint, taken) in enumerate(zip(TOUCHPOINTS, places, strict=True)):
        found = together.part(number)
        alone = ranked(model, model.start, matrices, [touchpoint], Taking.of([taken])).part(0)
        assert found.pool.contents.tolist() == matrices.pool.contents[taken].tolist()
        assert found.scores.tobytes() == alone.scores.tobytes()
        for one, other in zip(found.blocks, alone.blocks, strict=True):
            assert one.tobytes() == other.tobytes()
        for name, ranks in found.pool.ranks.items():
            assert np.array_equal(ranks, matrices.pool.ranks[name][taken], equal_nan=True)
    assert together.part(0).scores.tobytes() != together.part(1).scores.tobytes()


def test_scores_are_those_of_the_whole_matrix(ranked_checkerboard, matrices):
    """What the ranker says of all columns side by side, as it was trained."""
    model = ranked_checkerboard
    found = ranked(model, model.start, matrices, ["home"], Taking.of([np.arange(len(matrices.pool))]))
    assert found.scores.tobytes() == model.trees.score_matrix(matrices.full("home")).tobytes()


def test_without_a_ranker(checkerboard, matrices):
    """A bundle without trees says so."""
    with pytest.raises(LookupError):
        ranked(checkerboard, checkerboard.start, matrices, ["home"], Taking.of([np.arange(3)]))
