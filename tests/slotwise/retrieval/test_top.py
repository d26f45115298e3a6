"""The best k, against a full sort."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from slotwise.retrieval.top import HEAD, Ranking, Sparse, rows, top_k

FLOATS = st.one_of(st.sampled_from([0.0, -0.0, 1.0, 2.0, np.nan, np.inf, -np.inf]), st.floats(-10, 10, width=32))
SCORES = arrays(np.float32, st.integers(0, 12), elements=FLOATS)


@given(SCORES, st.integers(0, 15), st.randoms(use_true_random=False))
def test_top_k_equals_a_full_sort(scores, k, random):
    """Best first, ties by the lower code, whatever is no finite number or not allowed left out."""
    allowed = np.array([random.random() < 0.7 for _ in scores], bool)
    for mask in (None, allowed):
        open_ = [place for place in range(len(scores)) if np.isfinite(scores[place]) and (mask is None or mask[place])]
        expected = sorted(open_, key=lambda place: (-scores[place], place))[:k]
        assert top_k(scores, k, mask).tolist() == expected


@given(st.lists(st.tuples(st.integers(0, 30), st.floats(-3, 3, width=32)), max_size=20), st.integers(0, 8))
def test_sparse_sums_like_a_dictionary(entries, k):
    """Repeated products add up, others score 0, and the best have scores above 0: dense and sparse forms agree."""
    products = np.array([product for product, _ in entries], np.int32)
    weights = np.array([weight for _, weight in entries], np.float32)
    sums: dict[int, float] = {}
    for product, weight in entries:
        sums[product] = sums.get(product, 0.0) + float(np.float32(weight))
    for size in (31, 100_000):
        found = Sparse.summed(products, weights, size)
        assert np.allclose(
            found.of(np.arange(31, dtype=np.int32)), [sums.get(each, 0.0) for each in range(31)], atol=1e-5
        )
        assert (np.diff(found.products) > 0).all()
        best = found.best(k)
        scores = found.of(best)
        assert (scores > 0).all()
        assert (np.diff(scores) <= 0).all()
        assert len(best) == min(k, int((found.scores > 0).sum()))


def test_sparse_respects_what_is_allowed():
    """A closed product is passed over."""
    found = Sparse.summed(np.array([3, 5, 7]), np.array([1.0, 3.0, 2.0], np.float32), 1000)
    allowed = np.ones(1000, bool)
    allowed[5] = False

    assert found.best(2).tolist() == [5, 7]
    assert found.best(2, allowed).tolist() == [7, 3]


@given(st.lists(st.integers(0, 4), max_size=6), st.lists(st.integers(0, 5), max_size=6))
def test_rows_of_a_sparse_matrix(lengths, chosen):
    """The entries of the chosen rows one after the other, with how many each row has."""
    start = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    chosen = [each for each in chosen if each < len(lengths)]
    entries, counts = rows(start, np.array(chosen, np.int32))

    assert entries.tolist() == [entry for row in chosen for entry in range(start[row], start[row + 1])]
    assert counts.tolist() == [lengths[row] for row in chosen]


@pytest.mark.parametrize("share", [1.0, 0.5, 0.01, 0.0])
@pytest.mark.parametrize("count", [0, 3, HEAD, 5 * HEAD])
def test_a_ranking_finds_what_a_search_finds(count: int, share: float) -> None:
    """With any share allowed, also when its head is not enough; ties and what is not finite included."""
    random = np.random.default_rng(count)
    scores = random.integers(0, count // 3 + 1, count).astype(np.float32)
    scores[random.random(count) < 0.1] = -np.inf
    allowed = random.random(count) < share
    ranking = Ranking(scores)
    for k in (0, 1, 70, count):
        assert ranking.best(k, allowed).tolist() == top_k(scores, k, allowed).tolist()
        assert ranking.best(k).tolist() == top_k(scores, k).tolist()
