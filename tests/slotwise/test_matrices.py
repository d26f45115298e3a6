"""Matrices: one request's features, adjusted for each touchpoint."""

import numpy as np
import pytest

from slotwise.features import Items, Match, Request
from slotwise.gather import gather
from slotwise.matrices import Matrices, Taking
from tests.worlds import make_moment, make_state


@pytest.fixture
def matrices(checkerboard):
    """The matrices of an even person."""
    moment = make_moment(checkerboard, make_state("p", ["p2", "p4"], checkerboard.as_of - 1), context__channel="app")
    pool, _ = gather(checkerboard.generators, moment, checkerboard.start, 10, None)
    return Matrices(checkerboard.features, checkerboard.facets, moment, checkerboard.start, pool)


def test_a_touchpoint_is_as_if_asked_alone(checkerboard, matrices):
    """After any other touchpoint the blocks are those of a moment that named this one from the beginning."""
    matrices.at("home")
    row, block = matrices.at("bill")
    facets = checkerboard.facets.with_touchpoint(matrices.moment.facets, "bill")
    moment = make_moment(checkerboard, make_state("p", ["p2", "p4"], checkerboard.as_of - 1), context__channel="app")
    moment.facets = facets
    request = Request(moment, checkerboard.start, checkerboard.facets)
    items = Items(matrices.pool.contents, matrices.pool.products, checkerboard.start)
    match = Match(request, items, matrices.pool)

    features = checkerboard.features
    alone = np.array([each.compute(request) for each in features.of_theme("person", "scene")], np.float32)
    candidates = np.stack([each.compute(match) for each in features.of_theme("match")], axis=1)

    assert np.array_equal(row, alone, equal_nan=True)
    assert np.array_equal(block, candidates.astype(np.float32), equal_nan=True)


def test_the_full_matrix_is_the_three_blocks(matrices):
    """Training sees the request's row, the product's block and the match block side by side."""
    row, block = (each.copy() for each in matrices.at("home"))
    full = matrices.full("home")

    expected = np.hstack([np.tile(row, (len(block), 1)), matrices.product_block(), block])
    assert np.array_equal(full, expected, equal_nan=True)
    assert full.dtype == np.float32


def test_all_candidates_are_taken_as_they_stand(matrices):
    """What one touchpoint takes alone is what it takes beside others, and the shared columns stay as they were."""
    all_ = np.arange(len(matrices.pool))
    alone, beside = (
        matrices.take(["home"], Taking.of([all_])),
        matrices.take(["home", "bill"], Taking.of([all_, all_[:0]])),
    )

    assert alone.pool.contents.tolist() == beside.pool.contents.tolist()
    assert np.array_equal(alone.rows[0], beside.rows[0], equal_nan=True)
    assert np.array_equal(alone.block, beside.block, equal_nan=True)
    alone.block[:] = 7
    assert np.array_equal(matrices.take(["home"], Taking.of([all_])).block, beside.block, equal_nan=True)


def test_shared_candidates_are_as_if_taken_alone(matrices):
    """Where touchpoints take more than there is, each still has the blocks that it has alone."""
    all_, some = np.arange(len(matrices.pool)), np.arange(0, len(matrices.pool), 2)
    together = matrices.take(["home", "bill", "nowhere"], Taking.of([all_, some, all_]))

    for place, (touchpoint, taken) in enumerate(zip(["home", "bill", "nowhere"], [all_, some, all_], strict=True)):
        alone = matrices.take([touchpoint], Taking.of([taken]))
        part = slice(*together.ends[place : place + 2])
        assert np.array_equal(together.rows[place], alone.rows[0], equal_nan=True)
        assert together.block[part].tobytes() == alone.block.tobytes()
        assert (together.asked[part] == place).all()


def test_the_moment_stays_as_it_was(matrices):
    """Asking for touchpoints does not write into the person's moment."""
    before = matrices.moment.facets.copy()
    matrices.at("home")
    matrices.at("bill")

    assert matrices.moment.facets.tolist() == before.tolist()
