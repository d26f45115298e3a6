"""The live world takes events in as they come, just as the log's own fold would have done."""

import time
from itertools import product

import numpy as np
import pytest

from service.live_fold import LiveFold
from service.stores.events import NewEvent
from service.stores.refreshes import Refreshes
from service.world import World
from slotwise.counts import CLICKS, EXPOSURES, HALFLIVES
from slotwise.errors import StoreError
from slotwise.events import CONSENT, Consent, Event

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


def test_every_refresh_is_logged(world, service):
    """Each refresh says which events it took in, as of when, and on top of what; decisions carry its number."""
    refreshes = Refreshes(service.database)
    world.refreshes, world.limit = refreshes, 10
    service.events.add(clicks(*["p1"] * 25))
    while world.tick():
        pass
    boot, number = service.models.current.refreshed
    found = refreshes.leading_to(boot, number)

    assert [(each.number, each.after_seq, each.last_seq, each.events) for each in found] == [
        (1, 0, 10, 10),
        (2, 10, 20, 10),
        (3, 20, 25, 5),
    ]
    assert found[-1].at == service.models.current.live.at
    assert {each.world for each in found} == {1}


def test_refreshes_that_could_not_be_logged_are_logged_later(world, service):
    """While the store refuses, the counts go on, and the log has no gap afterwards."""

    class Away:
        def add(self, refreshes):
            raise StoreError("away")

    world.refreshes = Away()
    service.events.add(clicks("p1"))
    assert world.tick()
    service.events.add(clicks("p2", person="q"))
    world.refreshes = Refreshes(service.database)
    assert world.tick()

    assert [each.number for each in world.refreshes.leading_to(*service.models.current.refreshed)] == [1, 2]


def test_what_counts_nowhere_is_left_out(world, service):
    """A repeated exposure and what a person allows change nothing in the counts."""
    now = int(time.time() * 1_000)
    shown = {"content_id": "p3.banner", "product_id": "p3", "touchpoint": "home", "slot": 1, "decision_id": "d"}
    events = [Event(f"e{n}", now + n, "p", "exposure", **shown) for n in range(3)]
    service.events.add([NewEvent(each, now) for each in events])
    before = service.models.current.live.total(EXPOSURES, len(HALFLIVES) - 1)[3]
    world.tick()
    once = service.models.current.live.total(EXPOSURES, len(HALFLIVES) - 1)[3]
    fold = LiveFold(service.models.current.model)
    fold.take_in([Event("c", now + 10_000_000, "p", CONSENT, consent=Consent(personalize=False))])

    assert once - before == pytest.approx(1.0)
    assert fold.counts is service.models.current.model.counts
