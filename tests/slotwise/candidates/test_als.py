"""ALS: the fold-in is implicit's own, and what nobody touched is not retrieved."""

import warnings

import numpy as np
import pytest
import scipy.sparse as sp

from slotwise import person
from slotwise.candidates import Past
from slotwise.candidates.als import Als, AlsOptions, folded, strength_matrix
from tests.worlds import FACETS, make_catalog, make_events, make_log, make_moment


@pytest.mark.parametrize("alpha", [0.3, 1.0, 10.0])
def test_the_fold_in_is_that_of_implicit(checkerboard, alpha):
    """A person folded in at request time gets implicit's `recalculate_user` (cosine above 0.9999), for any weights."""
    from implicit.cpu.als import AlternatingLeastSquares

    catalog = make_catalog(60)
    past = Past(make_log(catalog, events=3000), 60, catalog, FACETS)
    options = AlsOptions(factors=16, alpha=alpha, regularization=0.1)
    als = Als.fit(past, options, 3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = AlternatingLeastSquares(factors=16, alpha=alpha, regularization=0.1, num_threads=1)
    theirs.item_factors = als.factors
    theirs._YtY = als.factors.T @ als.factors
    for seed in range(5):
        own = np.random.default_rng(seed).integers(0, 40, 12)
        state = person.fold(person.empty("p"), make_events("p", [f"p{each}" for each in own], checkerboard.as_of - 1))
        moment = make_moment(checkerboard, state)
        products, strength = folded(moment, 60, 60)
        row = sp.csr_matrix((strength, (np.zeros(len(products), int), products)), shape=(1, 60))
        expected = theirs.recalculate_user(0, row)
        found = als.read(moment, checkerboard.start)
        assert found @ expected / np.linalg.norm(found) / np.linalg.norm(expected) > 0.9999
        assert np.allclose(found, expected, rtol=1e-2, atol=1e-4)


def test_what_nobody_touched_is_not_retrieved(board, checkerboard):
    """A product without interactions has no factors and is no answer, although its score 0 beats a negative one."""
    log = board.interactions.take(board.interactions.product != 6)
    als = Als.fit(Past(log, 60, board.catalog, FACETS), AlsOptions(), 1)
    moment = make_moment(checkerboard, person.fold(person.empty("p"), make_events("p", ["p0"], checkerboard.as_of - 1)))
    found = als.retrieve(als.read(moment, checkerboard.start), 40, None)

    assert 6 not in found.tolist()
    assert len(found) == 39


def test_strengths_add_up_by_their_root(board):
    """Repeated interactions of a pair count as the root of their summed strength; exposures not at all."""
    matrix = strength_matrix(board.past)

    assert matrix.shape == (60, 40)
    assert matrix.data.min() >= 1
    who, what = matrix.nonzero()
    events = board.interactions
    pair = (events.person == who[0]) & (events.product == what[0])
    strength = np.array([0, 1, 1, 2, 2, 0, 4, 0, 0])[events.kind[pair]].sum()
    assert matrix[who[0], what[0]] == pytest.approx(np.sqrt(strength))


def test_folded_products_run_from_old_to_new(checkerboard):
    """Different products, the one touched last standing last, at most `limit` and only known ones."""
    events = make_events("p", ["p9", "p3", "p9", "p1", "p3"], checkerboard.as_of - 1)
    moment = make_moment(checkerboard, person.fold(person.empty("p"), events))

    assert folded(moment, 60, 40)[0].tolist() == [9, 1, 3]
    assert folded(moment, 60, 40)[1].tolist() == pytest.approx([np.sqrt(2), 1, np.sqrt(2)])
    assert folded(moment, 2, 40)[0].tolist() == [1, 3]
    assert folded(moment, 60, 4)[0].tolist() == [1, 3]
