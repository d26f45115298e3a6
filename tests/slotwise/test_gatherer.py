"""The gatherer: the very pools of the plain way, in memory that is used again."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise import kernels
from slotwise.candidates.kinds import Summing, Terms
from slotwise.gather import gather
from slotwise.gatherer import Gatherer
from slotwise.retrieval.top import Sparse
from tests.worlds import make_moment, make_state

PASTS = st.lists(st.integers(0, 39), max_size=8)
SCENES = st.sampled_from([{}, {"scene": "over_quota"}, {"context__channel": "app", "person__city": "SZ"}])


class Own(Summing):
    """A generator of somebody's own that adds up: by terms, or by a `read` of its own."""

    name = "own"

    def terms(self, moment, live):
        return Terms(np.array([3, 5, 3, 9], np.int32), np.array([1.0, 2.0, 1.0, -1.0], np.float32))

    def __getattr__(self, name):
        raise AttributeError(name)

    fit = restore = None


class Reads(Own):
    """The same, but what is read is something else."""

    def read(self, moment, live):
        return Sparse(np.array([11], np.int32), np.array([1.0], np.float32))


class Beyond(Own):
    """The same, with a product that is none."""

    def terms(self, moment, live):
        return Terms(np.array([3, 40], np.int32), np.ones(2, np.float32))


for kind in (Own, Reads, Beyond):
    kind.__abstractmethods__ = frozenset()


def make(model, touched, facts):
    """The moment of a person who touched some products, in a scene."""
    return make_moment(model, make_state("p", [f"p{each}" for each in touched], model.as_of - 1), **facts)


def same(one, other):
    """Two pools and their notes are the same, bit by bit."""
    (pool, notes), (expected, told) = one, other
    assert notes == told
    assert pool.sources == expected.sources
    for name in ("products", "contents", "scored", "ranked"):
        found, wanted = getattr(pool, name), getattr(expected, name)
        assert (found.dtype, found.shape, found.tobytes()) == (wanted.dtype, wanted.shape, wanted.tobytes()), name


@given(
    touched=PASTS,
    facts=SCENES,
    k=st.integers(0, 45),
    extra=st.none() | st.lists(st.integers(0, 39), max_size=5).map(lambda codes: np.array(codes, np.int32)),
    allowed=st.none() | st.lists(st.booleans(), min_size=40, max_size=40).map(np.array),
    shown=st.none() | st.lists(st.booleans(), min_size=80, max_size=80).map(np.array),
    plain=st.booleans(),
)
def test_the_same_pool(checkerboard, plain_checkerboard, touched, facts, k, extra, allowed, shown, plain):
    """Whatever is asked, of contents that are the products themselves too, and again in the same memory."""
    model = plain_checkerboard if plain else checkerboard
    shown = None if shown is None else shown[: len(model.catalog.contents)]
    gatherer, moment = Gatherer(model.generators, model.catalog, k), make(model, touched, facts)
    expected = gather(model.generators, moment, model.start, k, allowed, extra, shown)
    for _ in range(2):
        same(gatherer.gather(moment, model.start, allowed, extra, shown), expected)


@pytest.mark.parametrize("kind", [Own, Reads, Beyond])
def test_a_generator_of_ones_own(checkerboard, kind):
    """It stands among the others, by its terms or by what it reads; with a wrong code it fails alone, and is noted."""
    generators, moment = {**checkerboard.generators, "own": kind()}, make(checkerboard, [2, 4], {})
    pool, notes = gatherer = Gatherer(generators, checkerboard.catalog, 9).gather(moment, checkerboard.start, None)
    found = dict(zip(pool.products.tolist(), pool.scores["own"].tolist(), strict=True))
    others, _ = Gatherer(checkerboard.generators, checkerboard.catalog, 9).gather(moment, checkerboard.start, None)

    if kind is Beyond:
        assert notes == ["candidates own: IndexError: a code is no product's"]
        assert not pool.scores["own"].any()
        assert pool.products.tolist() == others.products.tolist()
    else:
        same(gatherer, gather(generators, moment, checkerboard.start, 9, None))
        assert {code: score for code, score in found.items() if score > 0} == (
            {3: 2.0, 5: 2.0} if kind is Own else {11: 1.0}
        )


def test_pools_share_no_memory(checkerboard):
    """A pool stays what it is when the next one is gathered."""
    gatherer = checkerboard.gatherer
    pool, _ = gatherer.gather(make(checkerboard, [2, 4], {}), checkerboard.start, None)
    before = [getattr(pool, name).tobytes() for name in ("products", "contents", "scored", "ranked")]
    other, _ = gatherer.gather(make(checkerboard, [1, 3, 5], {}), checkerboard.start, None)

    assert [getattr(pool, name).tobytes() for name in ("products", "contents", "scored", "ranked")] == before
    assert not np.shares_memory(pool.scored, other.scored)


def test_threads_do_not_meet(checkerboard):
    """Requests at the same time have memory of their own."""
    gatherer = Gatherer(checkerboard.generators, checkerboard.catalog, 9)
    moments = [make(checkerboard, [code, code + 2], {}) for code in range(30)]
    expected = [gather(checkerboard.generators, each, checkerboard.start, 9, None) for each in moments]
    with ThreadPoolExecutor(4) as threads:
        for _ in range(5):
            for one, other in zip(
                threads.map(lambda each: gatherer.gather(each, checkerboard.start, None), moments),
                expected,
                strict=True,
            ):
                same(one, other)


def test_another_catalogue(checkerboard, plain_checkerboard):
    """A world of another catalogue than the gatherer's is gathered in the plain way."""
    moment = make(plain_checkerboard, [2], {})
    found = Gatherer(checkerboard.generators, checkerboard.catalog, 5).gather(moment, plain_checkerboard.start, None)
    same(found, gather(checkerboard.generators, moment, plain_checkerboard.start, 5, None))


def test_without_machine_code(checkerboard, monkeypatch):
    """Where there is none the plain way serves."""
    monkeypatch.setattr(kernels, "compiled", lambda: False)
    gatherer, moment = Gatherer(checkerboard.generators, checkerboard.catalog, 5), make(checkerboard, [2], {})
    same(
        gatherer.gather(moment, checkerboard.start, None),
        gather(checkerboard.generators, moment, checkerboard.start, 5, None),
    )
