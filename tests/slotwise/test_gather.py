"""The pool: the union of what all generators retrieve, with every source's score and rank of every candidate."""

import numpy as np
import pytest

from slotwise.gather import gather as plainly
from slotwise.gatherer import Gatherer
from slotwise.uniting import FUSION
from tests.worlds import make_moment, make_state


def compiled(generators, moment, live, k, *more):
    """The same by a gatherer."""
    return Gatherer(generators, live.catalog, k).gather(moment, live, *more)


@pytest.fixture(params=[plainly, compiled])
def gather(request):
    """Both ways to gather."""
    return request.param


class Broken:
    """A generator that fails at one of its three tasks."""

    name = "broken"

    def __init__(self, at: str):
        self.at = at

    def __getattr__(self, task: str):
        def answer(*arguments):
            if task == self.at:
                raise ArithmeticError(f"no {task}")
            return {"retrieve": np.array([7], np.int32), "score": np.full(1, np.nan, np.float32)}.get(task)

        return answer


@pytest.fixture
def moment(checkerboard):
    """An even person in no scene."""
    return make_moment(
        checkerboard, make_state("p", ["p2", "p4", "p6"], checkerboard.as_of - 1), context__channel="app"
    )


def test_it_is_the_union(gather, checkerboard, moment):
    """Every product that a source retrieves is there with all its contents, and the ranks are the sources' own."""
    live = checkerboard.start
    pool, notes = gather(checkerboard.generators, moment, live, 7, None)
    found = {name: each.retrieve(each.read(moment, live), 7, None) for name, each in checkerboard.generators.items()}

    assert notes == []
    assert set(pool.products.tolist()) == {code for each in found.values() for code in each.tolist()}
    assert pool.products.tolist() == checkerboard.catalog.contents.product[pool.contents].tolist()
    assert len(pool) == 2 * len(set(pool.products.tolist()))
    for name, codes in found.items():
        expected = [codes.tolist().index(each) + 1 if each in codes else np.nan for each in pool.products]
        assert np.array_equal(pool.ranks[name], np.array(expected, np.float32), equal_nan=True)
        generator = checkerboard.generators[name]
        assert np.allclose(pool.scores[name], generator.score(generator.read(moment, live), pool.products), atol=1e-6)


def test_the_order_is_that_of_the_fused_ranks(gather, checkerboard, moment):
    """Best sum of 1 / (10 + rank) first, ties by the product's code: what breaks ties between scores later."""
    pool, _ = gather(checkerboard.generators, moment, checkerboard.start, 9, None)
    votes = np.nan_to_num([1 / (FUSION + each.astype(float)) for each in pool.ranks.values()]).sum(axis=0)
    order = np.lexsort((pool.contents, pool.products, -votes.round(12)))

    assert order.tolist() == list(range(len(pool)))


def test_only_what_is_allowed_and_shown(gather, checkerboard, moment):
    """Products that may not be retrieved and contents that may not be shown are not in the pool."""
    allowed, shown = np.arange(40) % 4 == 0, np.arange(80) % 2 == 0
    pool, _ = gather(checkerboard.generators, moment, checkerboard.start, 20, allowed, None, shown)

    assert (pool.products % 4 == 0).all()
    assert (pool.contents % 2 == 0).all()
    assert all(len(each) == len(pool) for each in (*pool.scores.values(), *pool.ranks.values()))


def test_extra_products_are_there_unranked(gather, checkerboard, moment):
    """What must be in the pool is, with scores from every source but without a rank."""
    extra = np.array([39, 39], np.int32)
    pool, _ = gather(checkerboard.generators, moment, checkerboard.start, 2, None, extra)
    place = pool.products.tolist().index(39)

    assert all(np.isnan(each[place]) for each in pool.ranks.values())
    assert pool.scores["popular"][place] != 0


@pytest.mark.parametrize("at", ["read", "retrieve", "score"])
def test_a_broken_generator_harms_nobody(gather, checkerboard, moment, at):
    """It contributes nothing and is noted; the others go on as if it were not there."""
    alone, _ = gather(checkerboard.generators, moment, checkerboard.start, 5, None)
    pool, notes = gather({**checkerboard.generators, "broken": Broken(at)}, moment, checkerboard.start, 5, None)

    assert [at in each for each in notes] == [True]
    assert set(alone.products.tolist()) <= set(pool.products.tolist())
    assert (pool.scores["broken"] == 0).all()
    assert np.array_equal(
        pool.take(np.flatnonzero(np.isin(pool.contents, alone.contents))).scores["als"][:3], alone.scores["als"][:3]
    )


@pytest.mark.parametrize("code", [-1, 40, 2**31 - 1])
def test_a_code_that_is_no_products(gather, checkerboard, moment, code):
    """A generator that retrieves what is not there fails, and nobody else does."""
    broken = Broken("nothing")
    broken.retrieve = lambda *arguments: np.array([7, code], np.int32)
    pool, notes = gather({**checkerboard.generators, "broken": broken}, moment, checkerboard.start, 5, None)

    assert notes == ["candidates broken: IndexError: a code is no product's"]
    assert np.isnan(pool.ranks["broken"]).all()
    assert not np.isnan(pool.ranks["als"]).all()


def test_scores_are_finite(gather, checkerboard, moment):
    """A source that returns no number counts as 0."""
    pool, notes = gather({"broken": Broken("nothing")}, moment, checkerboard.start, 5, None)

    assert notes == []
    assert pool.scores["broken"].tolist() == [0, 0]


def test_nothing_found(gather, checkerboard, moment):
    """Nothing allowed gives an empty pool with every source's empty columns."""
    pool, _ = gather(checkerboard.generators, moment, checkerboard.start, 5, np.zeros(40, bool))

    assert len(pool) == 0
    assert set(pool.ranks) == set(pool.scores) == set(checkerboard.generators)
    assert len(gather({}, moment, checkerboard.start, 5, None)[0]) == 0


def test_products_that_are_their_own_contents(gather, plain_checkerboard):
    """Without contents of their own, products and contents are the same codes."""
    moment = make_moment(plain_checkerboard, make_state("p", ["p2"], plain_checkerboard.as_of - 1))
    pool, _ = gather(plain_checkerboard.generators, moment, plain_checkerboard.start, 5, None)

    assert pool.contents.tolist() == pool.products.tolist()


def test_take_keeps_columns_together(gather, checkerboard, moment):
    """Chosen candidates keep their scores and ranks."""
    pool, _ = gather(checkerboard.generators, moment, checkerboard.start, 5, None)
    taken = pool.take(np.array([3, 1]))

    assert taken.contents.tolist() == pool.contents[[3, 1]].tolist()
    assert taken.scores["als"].tolist() == pool.scores["als"][[3, 1]].tolist()
