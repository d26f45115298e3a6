"""Pages are asked for as an app asks, and filled with what the service answers."""

from dataclasses import replace

import numpy as np
import pytest

from slotwise.client import Client
from training.simulate.filling import Pages
from training.simulate.ledger import Ledger
from training.simulate.surfaces import ABSENT
from training.simulate.traffic.asking import Asking

pytestmark = pytest.mark.slow


def pages(world, count=3):
    """Home pages of the first persons, with their first touchpoint in every place that it has."""
    home = next(place for place, (_, page) in enumerate(world.surfaces.names) if page == "home")
    touchpoint = np.tile(world.surfaces.touchpoint[home], (count, 1))
    facts = {
        "data_used_ratio": np.full(count, 0.4), "roaming": np.full(count, "no", object),
        "contract_days_left": np.full(count, 90.0), "bill_ratio": np.full(count, 1.0),
        "device_new": np.full(count, "no", object), "open_process": np.full(count, None, object),
    }  # fmt: skip
    surface, now = np.full(count, home), np.full(count, world.end_ms)
    slot = np.tile(world.surfaces.slot[home], (count, 1))
    return Pages(np.arange(count), now, surface, np.full(count, 6), facts, touchpoint, slot, 0)


def ledger_of(asked):
    """A day on which nothing happened but that these pages are opened, each in a visit of its own."""
    ledger, facts = Ledger(), asked.facts
    visit = np.arange(len(asked.who))
    ledger.add(
        "pages", who=asked.who, at_ms=asked.at_ms, surface=asked.surface, scene=asked.scene, visit=visit, **facts
    )
    return ledger


def test_places_take_what_was_answered(street):
    """A content of the world's own, with its probability, remembered for the events about it."""
    asked = pages(street.lived.world)
    content, propensity = street.asking.fill(asked, ledger_of(asked), np.random.default_rng(1))

    filled = content != ABSENT
    assert filled.any()
    assert (asked.touchpoint[filled] != ABSENT).all()
    assert ((propensity[filled] > 0) & (propensity[filled] <= 1)).all()
    shown = street.asking.telling.shown
    assert len(shown) == filled.sum()
    assert all(each.token for each in shown.values())


def test_a_page_that_asks_for_nothing_is_not_asked_for(street):
    """It stays empty, and is no failure."""
    asked = pages(street.lived.world, 1)
    nothing = asked._replace(touchpoint=np.full_like(asked.touchpoint, ABSENT))
    content, _ = street.asking.fill(nothing, ledger_of(nothing), np.random.default_rng(1))

    assert (content == ABSENT).all()
    assert street.asking.unanswered == 0


def test_a_page_without_an_answer_stays_empty(street):
    """It is counted, and the others go on."""
    with Client("http://127.0.0.1:9", timeout=1.0) as nobody:
        asking = Asking(street.lived.world, nobody, replace(street.asking.telling, client=nobody))
        asked = pages(street.lived.world, 2)
        content, _ = asking.fill(asked, ledger_of(asked), np.random.default_rng(1))
        asking.close()

    assert (content == ABSENT).all()
    assert asking.unanswered == 2
