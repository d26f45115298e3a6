"""Kinds of generators: those that answer from a list retrieve the best of it, those that add up what scores above 0."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise.candidates.kinds import Listing, Ordering, Summing, Unfitted
from slotwise.moment import blank
from tests.worlds import FACETS, make_moment, make_state

PASTS = st.lists(st.integers(0, 39), max_size=8)
ALLOWED = st.none() | st.lists(st.booleans(), min_size=40, max_size=40).map(np.array)


def read(model, kind, touched):
    """Every generator of a kind with what it read of a person who touched some products."""
    moment = make_moment(model, make_state("p", [f"p{each}" for each in touched], model.as_of - 1))
    found = [each for each in model.generators.values() if isinstance(each, kind)]
    assert found
    return [(each, each.read(moment, model.start)) for each in found]


def best(codes, scores, k, allowed):
    """The k best of those that are allowed by a sort and nothing faster."""
    pairs = zip(codes.tolist(), scores.tolist(), strict=True)
    kept = [(-score, code) for code, score in pairs if allowed is None or allowed[code]]
    return [code for _, code in sorted(kept)[:k]]


@given(touched=PASTS, k=st.integers(1, 45), allowed=ALLOWED)
def test_the_best_of_the_list_are_retrieved(checkerboard, touched, k, allowed):
    """The list holds what is retrieved, and its order is that of the scores, ties by the lower code."""
    for generator, query in read(checkerboard, Listing, touched):
        listed = generator.listed(query, k, allowed)
        expected = []
        if listed is not None:
            above = listed.scores > listed.above
            own = listed.allowed if len(listed.allowed) else allowed
            expected = best(listed.codes[above], listed.scores[above], k, own)
        assert generator.retrieve(query, k, allowed).tolist() == expected, generator.name


@given(touched=PASTS, k=st.integers(1, 45), allowed=ALLOWED)
def test_what_adds_up_retrieves_all_that_scores(checkerboard, touched, k, allowed):
    """What scores above 0 is retrieved, best first; no other product is."""
    everything = np.arange(40, dtype=np.int32)
    for generator, query in read(checkerboard, Summing, touched):
        scores = generator.score(query, everything)
        expected = best(everything[scores > 0], scores[scores > 0], k, allowed)
        assert generator.retrieve(query, k, allowed).tolist() == expected, generator.name


@pytest.mark.parametrize("kind", [Listing, Summing])
def test_without_evidence_there_is_nothing(checkerboard, kind):
    """Of a person without a past all that is not made for new persons retrieves nothing and scores 0."""
    moment = blank(checkerboard.as_of, FACETS.encode({}), FACETS.measure({}))
    for generator in checkerboard.generators.values():
        if isinstance(generator, kind) and not generator.reach.new_person:
            query = generator.read(moment, checkerboard.start)
            found = generator.retrieve(query, 5, None)
            assert (found.dtype, len(found)) == (np.int32, 0), generator.name
            assert not generator.score(query, np.arange(40, dtype=np.int32)).any(), generator.name


@given(touched=PASTS)
def test_what_is_read_are_the_sums_of_the_terms(checkerboard, touched):
    """Terms are products or rows of a matrix with their weights; a product scores what they add up to."""
    moment = make_moment(checkerboard, make_state("p", [f"p{each}" for each in touched], checkerboard.as_of - 1))
    for generator, query in read(checkerboard, Summing, touched):
        codes, weights, rows = generator.terms(moment, checkerboard.start)
        expected = np.zeros(40)
        for code, weight in zip(codes.tolist(), weights.tolist(), strict=True):
            part = slice(code, code + 1) if rows is None else slice(*rows.start[code : code + 2])
            own = [code] if rows is None else rows.products[part]
            np.add.at(expected, own, weight if rows is None else weight * rows.weights[part])
        found = generator.score(query, np.arange(40, dtype=np.int32))
        assert np.allclose(found, expected, atol=1e-5), generator.name


def test_what_learns_nothing_keeps_nothing(checkerboard):
    """Its options are all that a bundle has of it."""
    found = [each for each in checkerboard.generators.values() if isinstance(each, Unfitted)]

    assert found
    assert all(type(each).restore(each.options, {}, checkerboard.catalog).options == each.options for each in found)
    assert not any(each.arrays() for each in found)


@given(touched=PASTS, k=st.integers(1, 45), allowed=ALLOWED)
def test_an_order_of_all_products_retrieves_its_best(checkerboard, touched, k, allowed):
    """Every product has a score, and the best of those allowed are retrieved."""
    everything = np.arange(40, dtype=np.int32)
    for generator, query in read(checkerboard, Ordering, touched):
        expected = best(everything, generator.score(query, everything), k, allowed)
        assert generator.retrieve(query, k, allowed).tolist() == expected, generator.name
