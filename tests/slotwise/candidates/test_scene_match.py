"""Scene match: what is done in this scene more than elsewhere."""

import numpy as np

from slotwise.candidates.scene_match import SceneMatch, SceneMatchOptions
from slotwise.moment import blank
from tests.worlds import FACETS


def read(model, match: SceneMatch, **facts):
    named = {key.replace("__", "."): value for key, value in facts.items()}
    return match.read(blank(model.as_of, FACETS.encode(named), FACETS.measure({})), model.start)


def test_the_scene_decides(checkerboard, board):
    """In over_quota the first two products come first; the person's city plays no part."""
    match = SceneMatch.fit(board.past, SceneMatchOptions(), 1)
    found = read(checkerboard, match, scene="over_quota")

    assert set(match.retrieve(found, 2, None).tolist()) == {0, 1}
    again = read(checkerboard, match, scene="over_quota", person__city="GZ")
    assert np.array_equal(found.scores, again.scores)


def test_without_a_scene_it_is_silent(checkerboard, board):
    """Unknown scenes and channels are no evidence: nothing is retrieved, scores are 0."""
    match = SceneMatch.fit(board.past, SceneMatchOptions(), 1)
    found = read(checkerboard, match, person__city="SZ")

    assert found is None
    assert match.retrieve(found, 5, None).tolist() == []
    assert match.score(found, np.arange(3, dtype=np.int32)).tolist() == [0, 0, 0]


def test_it_is_naive_bayes(checkerboard, board):
    """Log share overall to a power, plus the log lift of every facet of the scene."""
    match = SceneMatch.fit(board.past, SceneMatchOptions(popularity=0.7), 1)
    live = checkerboard.start
    expected = 0.7 * np.log(live.share()) + live.lift(2) + live.lift(1)

    found = read(checkerboard, match, scene="over_quota", context__channel="web")
    assert np.allclose(found.scores, expected, atol=1e-5)
