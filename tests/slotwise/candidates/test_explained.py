"""Explained: parts of facets, each told apart from those that go together with it."""

import numpy as np
import pytest
import scipy.sparse as sp

from slotwise.candidates.explained import Explained, explain
from tests.worlds import make_products


def test_what_goes_together_is_not_counted_twice():
    """Facets b and a agree nine times of ten and a alone has an effect: it is found at a, and nearly none at b."""
    random = np.random.default_rng(5)
    a = random.integers(0, 2, 4000)
    b = np.where(random.random(4000) < 0.9, a, 1 - a)
    lift = np.zeros((2, 8))
    lift[1, 0] = 1.0
    share = np.exp(lift[a])
    drawn = random.multinomial(20, share / share.sum(axis=1, keepdims=True)).astype(np.float32)
    found = explain(sp.csr_matrix(drawn), np.column_stack([a, b + 2]).astype(np.int32), 4, make_products(8))
    effect = found.parts[1] - found.parts[0]
    beside = found.parts[3] - found.parts[2]

    assert effect[0] - effect[1:].mean() == pytest.approx(1, abs=0.15)
    assert abs(beside[0] - beside[1:].mean()) < 0.15


def test_chances_are_those_of_the_scores():
    """Each moment's chances sum to 1 and are the scores' softmax; unknown facets tell nothing."""
    random = np.random.default_rng(1)
    found = Explained(random.normal(size=6).astype(np.float32), random.normal(size=(3, 6)).astype(np.float32))
    rows = np.array([[0, 2], [1, -1], [-1, -1]], np.int32)
    (block, chances), *_ = found.chances(rows)

    assert block == slice(0, 3)
    for row, chance in zip(rows, chances, strict=True):
        expected = np.exp(found.score(row).astype(np.float64))
        assert np.allclose(chance, expected / expected.sum(), atol=1e-6)
    assert np.allclose(found.score(rows[2]), found.own)


def test_nothing_touched_explains_nothing():
    """Without a single touch all products are alike."""
    found = explain(sp.csr_matrix((0, 5), dtype=np.float32), np.zeros((0, 2), np.int32), 3, make_products(5))

    assert not found.own.any()
    assert not found.parts.any()
