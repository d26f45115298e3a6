"""Replayed worlds: the refreshes of a worker, folded anew, give its counts to the last bit."""

import random
import time

import pytest

from service.app import EXTENSION
from service.replayed_worlds import GoneError, ReplayedWorlds
from service.stores.events import NewEvent
from slotwise.events import Event

COUNTS = ("totals", "interest", "exposures", "clicks", "first")
TRAIL = ("neighbours", "times", "steps", "written")
HOUR = 3_600_000


@pytest.fixture
def worlds(service):
    """What folds the worlds of the installation anew."""
    return ReplayedWorlds(service.models.shelf, service.events, service.background.world.refreshes)


def told(service):
    """What a decision's record tells of the live world."""
    serving = service.models.current
    boot, number = serving.refreshed or (None, None)
    return serving.published, {"at": serving.live.at, "boot": boot, "number": number}


def bits(live):
    """Everything that a live world counts."""
    tables = [getattr(live.counts, name) for name in COUNTS] + [getattr(live.trail, name) for name in TRAIL]
    return [live.at, live.counts.landmark, *(each.tobytes() for each in tables)]


def happen(service, chance, count):
    """Let things happen, half of them long before they arrive."""
    now = int(time.time() * 1_000)
    for _ in range(count):
        at = now - (chance.randrange(40 * HOUR) if chance.random() < 0.5 else 0)
        product = f"p{chance.randrange(40)}"
        kind = chance.choice(("view", "click", "exposure", "convert"))
        event = Event(
            f"{chance.getrandbits(60)}", at, f"q{chance.randrange(5)}", kind, product, f"{product}.banner", "home", 1,
            context={"channel": chance.choice(("app", "web"))},
        )  # fmt: skip
        service.events.add([NewEvent(event, now)])


def test_every_refresh_of_every_worker_comes_out_again(make_app, worlds, service):
    """Of two workers that refresh at different moments each has counts of its own, and both come out again."""
    services = [service, make_app().extensions[EXTENSION]]
    chance, seen = random.Random(3), []
    for _ in range(12):
        happen(service, chance, 15)
        one = chance.choice(services)
        one.background.world.tick()
        seen.append((*told(one), bits(one.models.current.live)))
    chance.shuffle(seen)

    for published, record, expected in seen:
        model = worlds.model("checkerboard", published.version, published.folder)
        assert bits(worlds.live(model, record)) == expected
    assert len({record["boot"] for _, record, _ in seen}) == 2


def test_before_the_first_refresh_the_world_is_the_bundles_own(service, worlds):
    """As of the moment at which it was loaded."""
    published, record = told(service)
    model = worlds.model("checkerboard", published.version, published.folder)

    assert record["boot"] is None
    assert bits(worlds.live(model, record)) == bits(service.models.current.live)


def test_what_is_gone_is_told(service, worlds):
    """A bundle that was cleared away, a refresh that was not logged."""
    published, record = told(service)
    model = worlds.model("checkerboard", published.version, published.folder)

    with pytest.raises(GoneError, match="refresh"):
        worlds.live(model, {**record, "boot": "other", "number": 1})
    with pytest.raises(GoneError, match="bundle"):
        worlds.model("checkerboard", "9", "9-nothing")
