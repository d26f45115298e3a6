"""The inner product search finds the best vectors: all of them in a small catalogue, nearly all in a large one."""

import numpy as np
import pytest

from slotwise.retrieval.inner_product import InnerProductIndex
from slotwise.retrieval.lists import make_lists
from slotwise.retrieval.top import top_k
from tests.slotwise.retrieval.vectors import lists, popular_vectors

QUERIES = 40


def test_a_small_catalogue_is_searched_exactly() -> None:
    """Without lists the answer is that of a full sort, ties by the lower code."""
    vectors, query = np.repeat(popular_vectors(50), 2, axis=0), popular_vectors(1)[0]
    assert make_lists(vectors) is None
    expected = np.lexsort((np.arange(100), -(vectors @ query)))[:11]
    assert InnerProductIndex(vectors).best(query, 11).tolist() == expected.tolist()


def test_nearly_all_of_the_best_are_found() -> None:
    """Where lengths differ as popularity does, recall of the 50 best is above .95."""
    vectors = popular_vectors(6000)
    index, queries = InnerProductIndex(vectors, lists(vectors)), popular_vectors(6000)[:QUERIES]
    found = [set(index.best(each, 50)) & set(top_k(vectors @ each, 50)) for each in queries]
    assert np.mean([len(each) / 50 for each in found]) > 0.95


def test_the_order_is_that_of_the_scores_with_ties_by_the_lower_code() -> None:
    """Equal scores in different lists and parts come in the order of their codes."""
    # Small whole numbers: every product of them is exact, whichever way it is added up.
    vectors = np.round(popular_vectors(3000) * 8)
    query = np.round(popular_vectors(1)[0] * 8)
    found = InnerProductIndex(vectors, lists(vectors)).best(query, 300)
    assert np.lexsort((found, -(vectors[found] @ query))).tolist() == list(range(300))


def test_only_allowed_vectors_are_found() -> None:
    """What is not allowed never comes, and fewer than k come when fewer are reached."""
    vectors = popular_vectors(3000)
    index, allowed = InnerProductIndex(vectors, lists(vectors)), np.zeros(3000, np.bool_)
    allowed[::7] = True
    assert all(allowed[index.best(each, 100, allowed)].all() for each in vectors[:QUERIES])
    assert not len(index.best(vectors[0], 100, np.zeros(3000, np.bool_)))
    assert not len(index.best(vectors[0], 0))


def test_a_vector_that_came_after_the_lists_is_found() -> None:
    """New products are searched one by one until the lists are made again."""
    vectors = popular_vectors(3000)
    made = lists(vectors)
    grown = np.concatenate([vectors, 9 * vectors[:1]])
    assert InnerProductIndex(grown, made).best(vectors[0], 5)[0] == 3000


def test_numbers_that_are_none_never_win() -> None:
    """A query or a vector that is not finite gives no answer for it instead of a wrong order."""
    vectors = popular_vectors(3000)
    vectors[5] = np.nan
    found = InnerProductIndex(vectors, lists(np.nan_to_num(vectors))).best(vectors[0], 50)
    assert len(found) == 50
    assert not len(InnerProductIndex(vectors, lists(np.nan_to_num(vectors))).best(np.full(16, np.nan, np.float32), 5))


def test_products_with_some_vectors_are_those_of_the_rows() -> None:
    """Bit by bit the product of the rows as they stand, with and without lists, also when more vectors came later."""
    vectors, query = popular_vectors(300), popular_vectors(1)[0]
    made, codes = lists(vectors[:200]), np.array([7, 3, 199, 0, 3], np.int32)
    for index in (InnerProductIndex(vectors), InnerProductIndex(vectors[:200], made), InnerProductIndex(vectors, made)):
        assert index.of(query, codes).tobytes() == (vectors[codes] @ query).tobytes()
        assert index.of(query, codes[:0]).shape == (0,)
    later = np.array([250, 1], np.int32)
    assert InnerProductIndex(vectors, made).of(query, later).tobytes() == (vectors[later] @ query).tobytes()


def plain(index: InnerProductIndex) -> InnerProductIndex:
    """The same index, without levels in 8 bits."""
    index._coarse = False
    return index


@pytest.mark.parametrize("length", [16, 64, 70])
def test_8_bits_lead_to_the_same_best(length: int) -> None:
    """Whatever is allowed and however many are asked for, levels leave out nothing that is among the best."""
    vectors = popular_vectors(6000, length)
    made, random = lists(vectors), np.random.default_rng(1)
    index, other = InnerProductIndex(vectors, made), plain(InnerProductIndex(vectors, made))
    for query, share, k in zip(vectors[:QUERIES], [1, 0.5, 0.01, 0.0] * 10, [1, 7, 300, 5000, 300] * 8, strict=True):
        allowed = random.random(len(vectors)) < share
        assert index.best(query, k, allowed).tolist() == other.best(query, k, allowed).tolist()
        assert index.best(query, k).tolist() == other.best(query, k).tolist()


def test_8_bits_leave_little_to_compute() -> None:
    """Of all that is searched little more than what is asked for has its product computed."""
    vectors = popular_vectors(6000, 64)
    index = InnerProductIndex(vectors, lists(vectors))
    assert not index._coarse or max(len(index.listed(each, 100).codes) for each in vectors[:QUERIES]) < 150


def test_equal_scores_and_queries_that_are_nothing_or_too_large_are_answered() -> None:
    """Where no level can tell vectors apart, or there is none of the query, the answer is the same."""
    alike = np.ones((3000, 16), np.float32)
    for vectors, query in (
        (alike, alike[0]),
        (-alike, alike[0]),
        (popular_vectors(3000), np.zeros(16, np.float32)),
        (popular_vectors(3000), np.full(16, 1e20, np.float32)),
        (np.float32(1e15) * popular_vectors(3000), popular_vectors(1)[0]),
        (np.float32(1e-42) * popular_vectors(3000), popular_vectors(1)[0]),
    ):
        index, other = InnerProductIndex(vectors, lists(vectors)), plain(InnerProductIndex(vectors, lists(vectors)))
        assert index.best(query, 20).tolist() == other.best(query, 20).tolist()
