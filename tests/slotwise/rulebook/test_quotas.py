"""Quotas in one request: which are full, what guarantees pull, and what cannot be counted."""

import numpy as np
import pytest

from slotwise.rulebook.quotas import Quotas
from tests.worlds import DAY, HOUR, START

NOON = START + 20 * DAY + 12 * HOUR
ONLY = {"products": 'product.product_id == "p0"', "touchpoints": ["home"]}


@pytest.fixture
def world(ruled, shown_so_far):
    """A quota that is used up at noon and not a second later, one that never is, and a guarantee that lags behind."""
    model = ruled(
        {"rule": "even", "kind": "quota", "parameters": {"exposures": 12}, **ONLY},
        {"rule": "wide", "kind": "quota", "parameters": {"exposures": 99, "even": False}, **ONLY},
        {"rule": "more", "kind": "guarantee", "parameters": {"share": 0.9}, **ONLY},
    )
    live = model.live(model.counts, model.trail, NOON)
    live.exposed = shown_so_far(NOON - HOUR, {(0, 0): 6, (0, 4): 4})
    return model.rulebook, live


def test_what_is_full_now(world):
    """Also where it changes within the minute."""
    book, live = world

    assert Quotas(book, live, NOON, {}, print).full((0, 1)) == (0,)
    assert Quotas(book, live, NOON + 1_000, {}, print).full((0, 1)) == ()
    assert Quotas(book, live, NOON - 90_000, {}, print).full((1, 0)) == (0,)


def test_what_lasts_is_counted_once_a_minute(world, monkeypatch):
    """What changes within the minute is counted for each moment."""
    book, live = world
    lasting: dict[int, bool] = {}
    before = Quotas(book, live, NOON - 90_000, lasting, print).full((0, 1))
    assert lasting == {0: True, 1: False}
    monkeypatch.setattr("slotwise.rulebook.quotas.used_up_for", lambda *given: pytest.fail("it is known"))

    assert Quotas(book, live, NOON - 80_000, lasting, print).full((0, 1)) == before
    monkeypatch.undo()
    changing: dict[int, bool] = {}
    assert Quotas(book, live, NOON, changing, print).full((0, 1)) == (0,)
    assert changing == {1: False}


def test_guarantees_pull(world):
    """Those that lag behind."""
    book, live = world
    ((lift, strength),) = Quotas(book, live, NOON, {}, print).pulls((2,))

    assert strength > 0
    assert np.flatnonzero(lift.mask).tolist() == [0, 1]


def test_what_cannot_be_counted_is_full_and_pulls_nothing(world):
    """And is told once a request."""
    book, live = world
    live.exposed = None
    notes = []
    quotas = Quotas(book, live, NOON, {}, notes.append)

    assert quotas.full((0, 1)) == quotas.full((0, 1)) == (0, 1)
    assert quotas.pulls((2,)) == ()
    assert [each.partition(":")[0] for each in notes] == ["rule even", "rule wide", "rule more"]
