"""The live world takes events in as they come, just as the log's own fold would have done."""

import time
from itertools import product

import numpy as np
import pytest

from service.interactions import interactions
from service.stores.events import NewEvent
from service.world import World, new_pairs
from slotwise.counts import CLICKS, HALFLIVES
from slotwise.events import Event
from slotwise.trail import Trail, pairs

HOUR = 3_600_000


@pytest.fixture
def world(service):
    """The refresher of an application's model, not in a thread."""
    return World(service.models, service.events, service.metrics, limit=1_000, idle_seconds=300.0)


def clicks(*products, person="p", at=None, first=0):
    """Clicks one minute apart, up to now."""
    end = int(time.time() * 1_000) if at is None else at
    return [
        NewEvent(
            Event(f"{person}{first + n}", end - 60_000 * (len(products) - n), person, "click", product_id=each), end
        )
        for n, each in enumerate(products)
    ]


def test_without_events_nothing_is_done(world, service):
    """In a still world a tick does not change anything, however often."""
    world.tick()
    before = service.models.current

    assert world.tick() is False
    assert service.models.current is before


def test_new_events_are_counted(world, service):
    """Clicks reach the counts, the trail and the time of the world; the old live world stays as it was."""
    before = service.models.current
    service.events.add(clicks("p3", "p3", "p9"))

    assert world.tick()
    after = service.models.current
    forever = len(HALFLIVES) - 1
    gained = after.live.total(CLICKS, forever) - before.live.total(CLICKS, forever)
    assert gained[[3, 9]].tolist() == [2.0, 1.0]
    assert after.live.trail.written.sum() == before.live.trail.written.sum() + 2 * 2
    assert not after.still
    assert before.still
    assert world.tick() is False


def test_what_is_popular_now_changes_the_answer(world, service):
    """A product that everybody clicks since a minute is what an unknown visitor gets."""
    from slotwise import person
    from slotwise.decision import Ask, ServiceLevel, Wanted
    from slotwise.engine import decide

    for number in range(20):
        service.events.add(clicks(*["p31"] * 5, person=f"q{number}"))
    world.tick()
    serving = service.models.current
    wanted = Wanted((Ask("home", 1),), serving.live.at, "seed", best=ServiceLevel.POPULAR)
    counts = [decide(serving.model, person.empty(""), wanted, serving.live).slates[0].scores.argmax() for _ in range(1)]
    considered = decide(serving.model, person.empty(""), wanted, serving.live).slates[0].considered

    assert serving.model.catalog.contents.product[considered[counts[0]]] == 31


def test_many_ticks_give_what_one_gives(world, service):
    """Counts and trail do not depend on where the log was cut into ticks."""
    whole = World(service.models, service.events, service.metrics, limit=1_000, idle_seconds=300.0)
    events = clicks(*[f"p{n % 7}" for n in range(60)])
    start = service.models.current
    for n in range(0, 60, 7):
        service.events.add(events[n : n + 7])
        world.tick()
    by_parts = service.models.current.live
    service.models.current = start
    whole.tick()
    at_once = service.models.current.live

    at_once.at = by_parts.at
    for channel, place in product(range(4), range(len(HALFLIVES))):
        assert np.allclose(by_parts.total(channel, place), at_once.total(channel, place))
    assert (np.sort(by_parts.trail.neighbours) == np.sort(at_once.trail.neighbours)).all()


def test_a_new_model_folds_the_events_again(world, service, other_folder):
    """A model whose log ended earlier gets the events that came after it."""
    from slotwise import shelf

    service.events.add(clicks("p3"))
    world.tick()
    shelf.publish(service.models.shelf, "checkerboard", "2", other_folder)
    service.models.check()
    before = service.models.current.live.total(CLICKS, len(HALFLIVES) - 1)[3]
    world.tick()

    assert service.models.current.live.total(CLICKS, len(HALFLIVES) - 1)[3] == before + 1


def test_a_refresh_takes_a_bounded_number(service):
    """What is left over comes with the next ticks."""
    world = World(service.models, service.events, service.metrics, limit=10, idle_seconds=300.0)
    service.events.add(clicks(*["p1"] * 25))
    ticks = 0
    while world.tick():
        ticks += 1

    assert ticks == 3


def test_the_world_ages_without_events(service):
    """Once in a while the counts age even though nothing has happened."""
    clock = [time.time()]
    world = World(service.models, service.events, service.metrics, 1_000, 300.0, clock=lambda: clock[0])
    service.events.add(clicks("p1"))
    assert world.tick()
    clock[0] += 200
    assert not world.tick()
    clock[0] += 101
    assert world.tick()


def test_pairs_are_found_across_the_border(checkerboard):
    """An event is paired with those before it, seen in an earlier tick; what was paired then is not paired again."""
    events = [each.event for each in clicks("p1", "p2", "p3", "p3", "p4")]
    batch = interactions(events, checkerboard)
    fresh = np.arange(5) >= 2
    found = new_pairs(batch, fresh)
    everything, before = pairs(batch), pairs(batch.take(slice(0, 2)))

    assert len(found.seed) == len(everything.seed) - len(before.seed)
    trail, whole = Trail.empty(40), Trail.empty(40)
    trail.add(before)
    trail.add(found)
    whole.add(everything)
    assert (np.sort(trail.neighbours) == np.sort(whole.neighbours)).all()
