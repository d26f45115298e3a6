"""Uniting: all that sources list in the order of the fused ranks, against an oracle that follows the definition."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from slotwise.uniting import FUSION, Source, united
from tests.worlds import make_moment, make_state

PASTS = st.lists(st.integers(0, 39), max_size=6)
EXTRA = st.lists(st.integers(0, 39), max_size=4).map(lambda codes: np.array(codes, np.int32))
NOTHING = np.zeros(0, np.int32)


def sources_of(model, touched, k, rows):
    """The generators of some rows, each with what it read of a person who touched some products, and its list."""
    moment = make_moment(model, make_state("p", [f"p{each}" for each in touched], model.as_of - 1))
    found = []
    for row, generator in enumerate(model.generators.values()):
        if row in rows:
            query = generator.read(moment, model.start)
            listed = generator.listed(query, k, None)
            best = generator.retrieve(query, k, None) if listed is None else None
            found.append(Source(row, generator, query, listed, best))
    return found


@given(touched=PASTS, k=st.integers(1, 45), extra=EXTRA, rows=st.sets(st.integers(0, 7)))
def test_the_union_in_its_order(checkerboard, touched, k, extra, rows):
    """All that is listed or extra, once, the best sum of 1 / (10 + rank) first, ties by the lower code."""
    sources = sources_of(checkerboard, touched, k, rows)
    lists = [each.generator.retrieve(each.query, k, None).tolist() for each in sources]
    votes = dict.fromkeys(extra.tolist(), 0.0)
    for each in lists:
        for rank, product in enumerate(each, 1):
            votes[product] = votes.get(product, 0.0) + 1 / (FUSION + rank)
    together = united(sources, len(checkerboard.generators), k, extra, 40)
    assert together.products.tolist() == sorted(votes, key=lambda product: (-votes[product], product))
    for source, own in zip(sources, lists, strict=True):
        ranks = [own.index(each) + 1 if each in own else np.nan for each in together.products.tolist()]
        assert np.array_equal(together.ranks[source.row], ranks, equal_nan=True), source.generator.name


def test_a_source_that_is_missing_leaves_its_row(checkerboard):
    """The row of a source that failed holds no ranks, and the others stand in their own."""
    count = len(checkerboard.generators)
    whole = united(sources_of(checkerboard, [2, 4], 9, range(count)), count, 9, NOTHING, 40)
    missing = united(sources_of(checkerboard, [2, 4], 9, range(1, count)), count, 9, whole.products, 40)
    assert whole.ranks.shape == missing.ranks.shape == (count, len(whole.products))
    assert np.isnan(missing.ranks[0]).all()
    order, other = np.argsort(whole.products), np.argsort(missing.products)
    assert np.array_equal(whole.ranks[1:, order], missing.ranks[1:, other], equal_nan=True)


def test_without_sources_only_the_extra_are_left():
    """Extra products stand once each, by their codes; without any there is nothing."""
    extra = np.array([7, 3, 7], np.int32)
    for rows in (0, 3):
        together = united([], rows, 5, extra, 40)
        assert together.products.tolist() == [3, 7]
        assert together.ranks.shape == (rows, 2)
        assert np.isnan(together.ranks).all()
        assert united([], rows, 5, NOTHING, 40).ranks.shape == (rows, 0)
