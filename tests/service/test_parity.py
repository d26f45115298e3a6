"""Parity: what was served comes out again of the log, to the last bit; and what would break it is seen."""

import random
import time
from dataclasses import replace

import pytest

from service.app import EXTENSION
from service.parity import Comparing
from service.parity_of import comparing
from service.replayed_worlds import ReplayedWorlds
from service.stores.as_of import AsOf
from tests.service.asking import decide

HOUR = 3_600
PERSONS = [f"p{number}" for number in range(6)]
CHANNELS = ("app", "web")


def sent(client, *events):
    """Send events and have them accepted."""
    answer = client.post("/v1/events", json={"events": list(events)}).get_json()
    assert answer["accepted"] == len(events), answer


def at(hours_ago):
    """A moment some hours ago, as a client tells it."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - hours_ago * HOUR))


def live(apps, chance, steps):
    """A random session on two workers: decisions, exposures, some of them twice, clicks, late events, refreshes."""
    shown = []
    for step in range(steps):
        app = chance.choice(apps)
        client, person = app.test_client(), chance.choice(PERSONS)
        what = chance.random()
        if what < 0.4:
            touchpoints = chance.sample(
                [{"touchpoint": "home"}, {"touchpoint": "bill", "slots": 2}], chance.randint(1, 2)
            )
            if chance.random() < 0.3:
                touchpoints[0]["exclude"] = ["p1.banner", "p2.tile"]
            answer = decide(
                client,
                *touchpoints,
                person={"id": person, "attributes": {"city": chance.choice(("SZ", "GZ"))}},
                context={"channel": chance.choice(CHANNELS), "data_used_ratio": chance.random() * 1.4},
                personalize=chance.random() < 0.9,
                deadline_ms=60_000,
            )
            shown += [(person, each) for entry in answer["touchpoints"] for each in entry["placements"]]
        elif what < 0.6 and shown:
            who, placement = chance.choice(shown)
            kind = chance.choice(("exposure", "exposure", "click"))
            sent(client, {"event_id": f"s{step}", "type": kind, "person": {"id": who}, "token": placement["token"]})
        elif what < 0.9:
            event = {
                "event_id": f"e{step}",
                "type": chance.choice(("view", "click", "convert")),
                "person": {"id": person},
            }
            late = chance.random() * 30 if chance.random() < 0.5 else 0
            sent(client, {**event, "product_id": f"p{chance.randrange(40)}", "occurred_at": at(late)})
        else:
            app.extensions[EXTENSION].background.world.tick()


@pytest.fixture
def session(make_app):
    """Two workers on one log after a random session, and what compares it."""
    apps = [make_app(refresh_seconds=3_600.0) for _ in range(2)]
    for app in apps:
        app.extensions[EXTENSION].background.ensure()
    live(apps, random.Random(7), 260)
    services = [app.extensions[EXTENSION] for app in apps]
    for service in services:
        service.background.log.flush()
    return services, comparing(services[0].settings, services[0].database)


class ByTime(ReplayedWorlds):
    """A mutant: counts what had happened by then, whether it had arrived or not."""

    def _events(self, model, refresh):
        everything = [each.event for each in self.events.since(0, model.as_of, 10**9)]
        before = getattr(self, "_until", {}).get(refresh.boot, 0)
        self._until = {**getattr(self, "_until", {}), refresh.boot: refresh.at}
        found = [each for each in everything if before < each.occurred_at <= refresh.at]
        return sorted(found, key=lambda each: each.occurred_at)


class UpToNow(AsOf):
    """A mutant: knows of a person what is known today."""

    def state(self, person_id, seq):
        return super().state(person_id, 2**60)


def mutants(who: Comparing):
    """What must not pass, by name."""
    worlds = ByTime(who.worlds.shelf, who.worlds.events, who.worlds.refreshes)
    once = AsOf(who.decisions._database, lambda state, events: state)
    return {
        "ignores the order of arrival": replace(who, worlds=worlds),
        "knows the future of a person": replace(who, states=UpToNow(who.decisions._database)),
        "forgets the person": replace(who, states=once),
    }


@pytest.mark.slow
def test_a_live_session_comes_out_again(session):
    """Late events, repeated exposures and refreshes of two workers in between: every decision is the same again."""
    services, who = session
    found = who.run(who.sample(1_000))
    boots = {refresh.boot for batch in who.worlds.refreshes.between(0, 2**60) for refresh in batch}

    assert found.compared > 60
    assert found.placements > found.compared
    assert len(boots) == 2
    assert found.different == []
    assert (found.equal, dict(found.left_out)) == (found.compared, {})
    assert {service.background.log.lost for service in services} == {0}
    for name, mutant in mutants(who).items():
        broken = mutant.run(mutant.sample(1_000))
        assert broken.different, name
        assert broken.equal < broken.compared, name


def test_what_the_log_cannot_tell_any_more_is_left_out(client, service):
    """A bundle that is gone, events that were dropped: counted by reason, never taken for equal."""
    decide(client, person={"id": "p"}, deadline_ms=60_000)
    sent(client, {"event_id": "e", "type": "click", "person": {"id": "p"}, "product_id": "p3"})
    service.background.world.tick()
    decide(client, person={"id": "p"}, deadline_ms=60_000)
    service.background.log.flush()
    who = comparing(service.settings, service.database)
    assert who.run(who.sample(10)).equal == 2
    with service.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM events")
    found = comparing(service.settings, service.database).run(who.sample(10))

    assert dict(found.left_out) == {"events that were counted are not in the log any more": 1}
    assert found.compared == 1


def test_a_sample_is_drawn_evenly(client, service):
    """As many as asked for, none twice; decisions below the ranker are none to compare."""
    for _ in range(5):
        decide(client, deadline_ms=60_000)
    decide(client, deadline_ms=0)
    service.background.log.flush()
    who = comparing(service.settings, service.database)

    assert len(set(who.sample(3))) == 3
    assert len(who.sample(100)) == 5
