"""Probes are watched over the live log: they fire once, end once, and say what they saw."""

from dataclasses import dataclass, field

import pytest

from service.in_effect import InEffect
from service.probes.watching import KIND, Watching
from service.stores.database import Database
from service.stores.events import Events
from service.stores.new_events import NewEvent
from service.stores.probe_alarms import ProbeAlarms
from service.stores.results import Results
from service.stores.states import States
from slotwise.configuration import Configuration
from slotwise.events import Event

HOUR = 3_600_000
START = 20_000 * 24 * HOUR
PROBE = {
    "probe": "clicks",
    "title": "Clicks",
    "metric": "click_through",
    "window": "1h",
    "threshold": {"kind": "absolute", "below": 0.2},
    "min_sample": 20,
    "owner": "o",
}
METRIC = {
    "metric": "click_through",
    "title": "Click-through",
    "kind": "behaviour",
    "numerator": {"type": "click"},
    "denominator": {"type": "exposure"},
    "unit": "share",
    "owner": "o",
}


@dataclass
class Told:
    """Notes what was told."""

    told: list = field(default_factory=list)

    def fired(self, number, found):
        """Note a crossing."""
        self.told.append(("fired", number, found.probe.id))

    def ended(self, number, found):
        """Note an end."""
        self.told.append(("ended", number, found.probe.id))


@dataclass
class Served:
    """Models with a configuration in effect and none live."""

    in_effect: InEffect | None
    current: None = None


class Site:
    """A live log with its probes and a clock that is set by hand."""

    def __init__(self, database, folder, documents):
        self.database, self.now, self.number = database, START, 0
        self.events = Events(database, States(database))
        self.telling = Told()
        self.models = Served(InEffect(1, Configuration.load(documents)))
        alarms, results = ProbeAlarms(database), Results(database)
        self.watching = Watching(
            database, self.models, alarms, results, self.telling, folder / "probes.lock", lambda: self.now / 1_000
        )

    def hour(self, clicks, exposures=40):
        """An hour of forty persons goes by."""
        kinds = ["exposure"] * exposures + ["click"] * clicks
        rows = [Event(f"e{self.number + n}", self.now + n * 1_000, f"p{n % 40}", kind) for n, kind in enumerate(kinds)]
        self.number += len(rows)
        if rows:
            self.events.add([NewEvent(each, each.occurred_at) for each in rows])
        self.now += HOUR
        return [each.state for each in self.watching.look()]


@pytest.fixture
def site(tmp_path):
    """A site with one probe."""
    database = Database(f"sqlite:///{tmp_path / 'live.db'}")
    database.prepare()
    yield Site(database, tmp_path, {"metrics": [METRIC], "probes": [PROBE]})
    database.close()


def test_a_probe_fires_once_and_ends_once(site):
    """However often it is looked at while it stands; what is hardly below is neither; silence ends nothing."""
    states = [site.hour(clicks)[0] for clicks in (12, 1, 0, 6)] + site.hour(0, 0) + site.hour(12) + site.hour(0)

    assert states == ["within", "crossed", "crossed", "near", "too_few", "within", "crossed"]
    assert [(what, number) for what, number, _ in site.telling.told] == [("fired", 1), ("ended", 1), ("fired", 2)]


def test_the_last_look_is_kept_for_the_api(site):
    """With the value and its interval."""
    site.hour(12)
    found = site.watching.results.latest(KIND, "clicks").document()

    assert (found["state"], found["value"], found["persons"]) == ("within", 0.3, 40)


def test_two_workers_do_not_look_at_once(site, tmp_path):
    """The second one finds the lock held and leaves it."""
    import fcntl

    with (tmp_path / "probes.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert site.watching.tick() is False
    assert site.watching.tick() is True


def test_a_probe_that_is_gone_leaves_no_alarm(site):
    """Taken out of the configuration while it stands."""
    site.hour(0)
    site.models.in_effect = InEffect(2, Configuration.load({"metrics": [METRIC]}))
    site.watching.look()

    assert site.watching.alarms.standing() == {}
    assert site.watching.tick() is False


def test_before_a_configuration_there_is_nothing_to_watch(site):
    """No model, no revision."""
    site.models.in_effect = None

    assert dict(site.watching.probes()) == {}
