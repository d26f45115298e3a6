"""The best k, against a full sort."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from slotwise.retrieval.top import HEAD, Ranking, Sparse, SparseRows, top_k

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
    """Repeated products add up, others score 0, and the best have scores above 0."""
    products = np.array([product for product, _ in entries], np.int32)
    weights = np.array([weight for _, weight in entries], np.float32)
    sums: dict[int, float] = {}
    for product, weight in entries:
        sums[product] = sums.get(product, 0.0) + float(np.float32(weight))
    found = Sparse.summed(products, weights)
    assert np.allclose(found.of(np.arange(31, dtype=np.int32)), [sums.get(each, 0.0) for each in range(31)], atol=1e-5)
    assert sorted(found.products.tolist()) == sorted(sums)
    best = found.best(k)
    scores = found.of(best)
    assert (scores > 0).all()
    assert (np.diff(scores) <= 0).all()
    assert len(best) == min(k, int((found.scores > 0).sum()))


def test_sparse_respects_what_is_allowed():
    """A closed product is passed over."""
    found = Sparse.summed(np.array([3, 5, 7], np.int32), np.array([1.0, 3.0, 2.0], np.float32))
    allowed = np.ones(1000, bool)
    allowed[5] = False

    assert found.best(2).tolist() == [5, 7]
    assert found.best(2, allowed).tolist() == [7, 3]


@given(st.lists(st.integers(0, 4), max_size=6), st.lists(st.tuples(st.integers(0, 5), st.floats(0.5, 2)), max_size=6))
def test_rows_of_a_sparse_matrix(lengths, chosen):
    """The chosen rows times their factors, added up."""
    start = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    products, weights = np.arange(start[-1], dtype=np.int32) % 7, np.arange(start[-1]).astype(np.float32)
    chosen = [(row, factor) for row, factor in chosen if row < len(lengths)]
    found = Sparse.of_rows(
        SparseRows(start, products, weights, 7),
        np.array([row for row, _ in chosen], np.int32),
        np.array([factor for _, factor in chosen], np.float32),
    )
    sums = np.zeros(7)
    for row, factor in chosen:
        np.add.at(sums, products[start[row] : start[row + 1]], weights[start[row] : start[row + 1]] * factor)

    assert np.allclose(found.of(np.arange(7, dtype=np.int32)), sums, rtol=1e-5)


def test_rows_with_few_zeros_are_kept_with_them():
    """Where the zeros take no more memory, and no product stands twice in a row."""
    start, products = np.array([0, 2, 3]), np.array([1, 0, 1], np.int32)
    weights = np.array([1, 2, 3], np.float32)
    full = SparseRows.of(start, products, weights, 2).full
    assert full is not None
    assert full.tolist() == [[2, 1], [0, 3]]
    assert SparseRows.of(start, np.array([1, 1, 1], np.int32), weights, 2).full is None
    assert SparseRows.of(start, products, weights, 4).full is None


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


def test_a_mask_that_comes_again_has_the_same_answer():
    """Kept for the one mask that was asked with last, and for nothing that merely equals or follows it."""
    scores = np.random.default_rng(2).normal(size=600).astype(np.float32)
    ranking, one, other = Ranking(scores), np.arange(600) % 2 > 0, np.arange(600) % 3 > 0
    for mask, k in ((one, 5), (one, 5), (one, 6), (other, 6), (one, 6), (None, 6), (one.copy(), 6)):
        assert ranking.best(k, mask).tolist() == top_k(scores, k, mask).tolist()
    assert ranking.best(9, other) is ranking.best(9, other)
    assert ranking.best(9, ~one).tolist() == ranking.best(9, one == 0).tolist() == top_k(scores, 9, ~one).tolist()
