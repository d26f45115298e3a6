"""A bake ends by itself: with a roll-back where a guardrail broke, quietly where none did."""

from dataclasses import replace

import pytest

from service.baking import Baking
from service.stores.database import Database
from service.stores.events import Events
from service.stores.live_rows import LiveRows
from service.stores.new_events import NewEvent
from service.stores.states import States
from slotwise import baking, bundle, moves, shelf
from slotwise.baking import Bake, Guard
from slotwise.documents.metrics import Metric
from slotwise.events import Event
from slotwise.metering import Metering

HOUR = 3_600_000
SINCE = 20_000 * 24 * HOUR
METRIC = Metric.model_validate({
    "metric": "ctr", "title": "t", "kind": "behaviour", "owner": "o", "unit": "share",
    "numerator": {"type": "click"}, "denominator": {"type": "exposure"},
})  # fmt: skip


class Kitchen:
    """A shelf with a champion that bakes over a live log, and a clock that is set by hand."""

    def __init__(self, folder, database):
        self.now, self.place, self.number = SINCE, folder / "shelf", 0
        self.events = Events(database, States(database))
        for version in ("1", "2"):
            bundle.write(folder / version, {"model": {"text": version}}, {}, {})
            self.champion = shelf.publish(self.place, "board", version, folder / version)
        metering = Metering(LiveRows(database, None), {"ctr": METRIC})
        self.baking = Baking(self.place, lambda: metering, folder / "bake.lock", lambda: self.now / 1_000)
        self.bake = Bake(self.champion.folder, "2", SINCE, SINCE + 4 * HOUR, (Guard("ctr", 0.1),))
        baking.begin(self.place / "board", self.bake)

    def happen(self, start, clicks, persons=200, each=5):
        """Within an hour everybody is shown some contents, and clicks on so many of them."""
        kinds = ["exposure"] * each + ["click"] * clicks
        for person in range(persons):
            at = start + person * 1_000
            made = [Event(f"e{self.number + n}", at + n, f"p{person}", kind) for n, kind in enumerate(kinds)]
            self.number += len(made)
            self.events.add([NewEvent(each, at) for each in made])

    @property
    def version(self):
        """The version that is served."""
        return shelf.aliases(self.place, "board")[shelf.CHAMPION].version


@pytest.fixture
def kitchen(tmp_path):
    """A champion whose predecessor was clicked on two times in five."""
    database = Database(f"sqlite:///{tmp_path / 'slotwise.db'}", "process")
    database.prepare()
    made = Kitchen(tmp_path, database)
    made.happen(SINCE - HOUR, 2)
    for person in range(0, 200, 3):  # not everybody is alike, or nothing could be said of chance
        made.events.add([NewEvent(Event(f"x{person}", SINCE - HOUR + person, f"p{person}", "click"), SINCE)])
    yield made
    database.close()


def test_a_champion_that_breaks_a_guardrail_goes(kitchen):
    """The one before serves again, the trail tells why, and nothing bakes any longer."""
    kitchen.happen(SINCE, 1)
    kitchen.events.add([NewEvent(Event("y", SINCE, "p1", "click"), SINCE)])
    kitchen.now = SINCE + HOUR
    assert kitchen.baking.tick()

    assert kitchen.version == "1"
    last = moves.moves(kitchen.place, "board")[-1]
    assert (last.by, last.before, last.version) == ("the bake", "2", "1")
    assert "ctr" in last.why
    assert "worse by" in last.why
    assert not kitchen.baking.tick()


def test_a_good_champion_stays_and_the_bake_ends_in_time(kitchen):
    """Looked at again and again it goes on serving; after the hours nothing is watched."""
    kitchen.happen(SINCE, 2)
    for person in range(0, 200, 3):
        kitchen.events.add([NewEvent(Event(f"z{person}", SINCE + person, f"p{person}", "click"), SINCE)])
    for hours in (1, 2, 3):
        kitchen.now = SINCE + hours * HOUR
        assert kitchen.baking.tick()
        assert kitchen.version == "2"
    kitchen.now = kitchen.bake.until
    kitchen.baking.tick()
    assert kitchen.version == "2"
    assert baking.under_way(kitchen.place / "board") is None


def test_a_champion_moved_by_hand_is_not_moved_again(kitchen):
    """Whoever rolled back or promoted since then has decided; the bake of another bundle is over."""
    kitchen.happen(SINCE, 0)
    shelf.roll_back(kitchen.place, "board")
    kitchen.now = SINCE + HOUR
    kitchen.baking.tick()

    assert kitchen.version == "1"
    assert baking.under_way(kitchen.place / "board") is None


@pytest.mark.slow
def test_a_registry_that_is_down_keeps_nobody(kitchen):
    """The shelf moves first; that the registry could not be told is logged."""
    baking.begin(kitchen.place / "board", replace(kitchen.bake, tracking="http://127.0.0.1:9"))
    test_a_champion_that_breaks_a_guardrail_goes(kitchen)
