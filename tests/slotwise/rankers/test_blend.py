"""The blend: convex weights that trust the better source, and scores that follow the ranks."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slotwise.errors import RankerModelError, RankingExamplesError
from slotwise.rankers.blend import BlendRanker


def lists(seed: int, quality: tuple[float, ...], n_lists: int = 300, size: int = 30) -> tuple[np.ndarray, ...]:
    """Ranks by sources of given quality (0: random, large: knows), one click in each list."""
    random = np.random.default_rng(seed)
    appeal = random.normal(size=(n_lists, size))
    ranks = []
    for knows in quality:
        order = np.argsort(-(knows * appeal + random.normal(size=appeal.shape)), axis=1)
        ranks.append(np.argsort(order, axis=1) + 1.0)
    labels = (appeal == appeal.max(axis=1, keepdims=True)).astype(np.int32).ravel()
    matrix = np.stack(ranks, axis=-1).reshape(-1, len(quality)).astype(np.float32)
    return matrix, labels, np.full(n_lists, size, dtype=np.int32)


def test_the_better_source_gets_the_weight() -> None:
    """A source that knows outweighs one that guesses, whatever column it stands in."""
    assert BlendRanker.fit(*lists(1, (3.0, 0.0))).weights[0] > 0.9
    assert BlendRanker.fit(*lists(1, (0.0, 0.0, 3.0))).weights[2] > 0.9


def test_two_sources_are_better_than_either() -> None:
    """With two sources of equal worth both vote, and the blend finds the click more often than one alone."""
    blend = BlendRanker.fit(*lists(1, (1.0, 1.0)))
    assert blend.weights.min() > 0.3
    ranks, labels, _ = lists(2, (1.0, 1.0))
    found = labels.reshape(300, 30).argmax(axis=1)

    def hits(scores: np.ndarray) -> float:
        return float((scores.reshape(300, 30).argsort(axis=1)[:, -3:] == found[:, None]).any(axis=1).mean())

    assert hits(blend.score(ranks)) > max(hits(-ranks[:, 0]), hits(-ranks[:, 1]))


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 1000), clicks=st.sampled_from(["none", "all", "some"]), holes=st.floats(0, 1))
def test_weights_are_always_convex(seed: int, clicks: str, holes: float) -> None:
    """Without clicks, with nothing but clicks, with idle sources: weights stay convex and scores between 0 and 1."""
    ranks, labels, groups = lists(seed, (1.0, 0.5, 0.0), n_lists=8, size=6)
    labels = {"none": labels * 0, "all": labels * 0 + 4, "some": labels}[clicks]
    ranks[np.random.default_rng(seed).random(ranks.shape) < holes] = np.nan
    blend = BlendRanker.fit(ranks, labels, groups)
    scores = blend.score(ranks)
    assert abs(blend.weights.sum() - 1) < 1e-9
    assert (blend.weights >= 0).all()
    assert ((scores >= 0) & (scores <= 1 + 1e-12)).all()


def test_a_better_rank_never_lowers_the_score() -> None:
    """First place counts 1, later places less, and not to be brought at all counts nothing."""
    blend = BlendRanker(np.array([1.0]))
    scores = blend.score(np.array([[1], [2], [50], [1e9], [0], [np.nan], [-3], [np.inf]], dtype=np.float32))
    assert scores[0] == 1.0
    assert (np.diff(scores[:5]) < 0).all()
    assert scores[4:].tolist() == [0.0] * 4


def test_no_lists_and_no_sources_are_refused() -> None:
    """There is nothing to fit on nothing, and weights that are not convex make no blend."""
    ranks, labels, groups = lists(1, (1.0, 1.0), n_lists=4)
    with pytest.raises(RankingExamplesError):
        BlendRanker.fit(ranks[:0], labels[:0], groups[:0])
    with pytest.raises(RankingExamplesError):
        BlendRanker.fit(ranks[:, :0], labels, groups)
    for weights in ([0.5, 0.6], [-0.5, 1.5], [], [np.nan, 1.0]):
        with pytest.raises(RankerModelError):
            BlendRanker(np.array(weights, dtype=np.float64))
