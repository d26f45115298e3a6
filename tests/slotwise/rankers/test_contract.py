"""Every ranker of the room is held to the room's contract; a new one is found by itself and fails until it is here."""

import inspect

import numpy as np
import pytest

from slotwise.discovery import members
from slotwise.errors import RankerModelError, RankingExamplesError
from slotwise.rankers import Ranker
from slotwise.rankers.blend import BlendRanker
from slotwise.rankers.compile import compile_tables
from slotwise.rankers.layout import Layout
from slotwise.rankers.model_text import Tree, TreeModel
from slotwise.rankers.splits import Split
from slotwise.rankers.trees import CompiledTrees

WIDTH = 3


def stump(feature: int, threshold: float) -> Tree:
    return Tree((Split(feature, threshold, "nan"),), (-1,), (-2,), np.array([0.1 * feature, 1.0 / 3.0]))


def make_trees() -> Ranker:
    trees = tuple(stump(feature, threshold) for feature in range(WIDTH) for threshold in (-0.3, 0.4, 2.0))
    return CompiledTrees(compile_tables(TreeModel(("a", "b", "c"), trees)), Layout(1, 1, 1))


def make_blend() -> Ranker:
    return BlendRanker(np.array([0.2, 0.3, 0.5]))


MAKERS = {"trees": make_trees, "blend": make_blend}
RANKERS = members("slotwise.rankers", Ranker)


def matrix(rows: int = 50) -> np.ndarray:
    values = np.random.default_rng(3).normal(size=(rows, WIDTH)).astype(np.float32) * 10
    values[::7, 0], values[::5, 1], values[::11, 2], values[3::11, 2] = np.nan, np.inf, -np.inf, 0.0
    return values


def test_every_ranker_is_here() -> None:
    """The room and this table name the same rankers."""
    assert set(RANKERS) == set(MAKERS)
    assert not any(inspect.isabstract(ranker) for ranker in RANKERS.values())


@pytest.mark.parametrize("name", sorted(MAKERS))
def test_scores_are_finite_and_belong_to_rows(name: str) -> None:
    """Finite float64 for any values; shuffling, repeating or splitting the rows changes no bit of any score."""
    ranker, values = MAKERS[name](), matrix()
    scores = ranker.score_matrix(values)
    assert scores.dtype == np.float64
    assert np.isfinite(scores).all()
    order = np.random.default_rng(1).integers(0, len(values), 80)
    assert np.array_equal(ranker.score_matrix(values[order]), scores[order])
    alone = [ranker.score_matrix(values[row : row + 1])[0] for row in range(len(values))]
    assert np.array_equal(alone, scores)
    assert ranker.score_matrix(values[:0]).shape == (0,)


@pytest.mark.parametrize("name", sorted(MAKERS))
def test_arrays_bring_it_back(name: str) -> None:
    """to_arrays and from_arrays give the same bits, from read-only arrays too, and hold no objects."""
    ranker = MAKERS[name]()
    arrays = ranker.to_arrays()
    for array in arrays.values():
        assert not array.dtype.hasobject
        array.flags.writeable = False
    again = type(ranker).from_arrays(arrays)
    assert again.score_matrix(matrix()).tobytes() == ranker.score_matrix(matrix()).tobytes()


@pytest.mark.parametrize("name", sorted(MAKERS))
def test_what_does_not_fit_is_refused(name: str) -> None:
    """Missing arrays, another width and another type are errors with a code."""
    with pytest.raises(RankerModelError):
        RANKERS[name].from_arrays({})
    for values in (matrix()[:, :2], matrix().astype(np.float64)):
        with pytest.raises(RankingExamplesError):
            MAKERS[name]().score_matrix(values)
