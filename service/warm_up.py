"""Warm-up: what requests share is computed, and every step of the ladder run once, before a model goes live."""

import numpy as np

from slotwise import person
from slotwise.decision import Ask, ServiceLevel, Wanted
from slotwise.engine import decide
from slotwise.events import Event
from slotwise.live import Live
from slotwise.model import Model
from slotwise.person import PersonState

_AT_ONCE = 8
"""Touchpoints in one decision."""
_ALL_MASKS = 20_000
"""Contents up to which every one's part of the trees is computed beforehand."""


def warm_up(model: Model, live: Live) -> None:
    """Decide for nobody and for somebody, on every touchpoint and every step; before the fork, for all workers."""
    model.prepare(live)
    count = len(model.catalog.contents)
    if model.trees is not None and count <= _ALL_MASKS:
        model.product_masks(live).of(np.arange(count, dtype=np.int32))
    for state in (person.empty("nobody"), _somebody(model, live)):
        for asks in _asks(model):
            decide(model, state, Wanted(asks, live.at, "warm-up"), live)
    for level in ServiceLevel:
        for asks in _asks(model)[:1]:
            decide(model, person.empty("nobody"), Wanted(asks, live.at, "warm-up", best=level), live)


def refresh(model: Model, live: Live) -> None:
    """Compute what the next requests share of a live world that has just been brought up to date."""
    model.prepare(live)
    for asks in _asks(model)[:1]:
        decide(model, _somebody(model, live), Wanted(asks, live.at, "warm-up"), live)


def _asks(model: Model) -> list[tuple[Ask, ...]]:
    asks = [Ask(each.touchpoint, each.slots) for each in model.catalog.touchpoints]
    return [tuple(asks[start : start + _AT_ONCE]) for start in range(0, len(asks), _AT_ONCE)]


def _somebody(model: Model, live: Live) -> PersonState:
    ids = model.catalog.products.ids
    places = np.unique(np.linspace(0, max(len(ids) - 1, 0), min(20, len(ids))).astype(int)).tolist()
    clicks = [
        Event(str(place), live.at - 60_000 * (number + 1), "somebody", "click", product_id=ids[place])
        for number, place in enumerate(places)
    ]
    return person.fold(person.empty("somebody"), clicks)
