"""The world of the benchmark: calls as clients send them, every event new and good."""

import orjson
import pytest

from bench.ingest.world import World
from bench.speed.stage import SMALL, Stage
from service.asked_events import MANY

pytest.importorskip("lightgbm", reason="LightGBM comes with the extra [train]")


@pytest.mark.slow
def test_every_event_is_new_and_good(tmp_path) -> None:
    """Two series share no event, and all of them have the shape of events."""
    world = World(Stage(tmp_path, SMALL), 20, 5, batch=10)
    calls = [*world.batches(3, "a"), *world.batches(3, "b")]
    events = [each for call in calls for each in orjson.loads(call.partition(b"\r\n\r\n")[2])["events"]]

    assert len({each["event_id"] for each in events}) == 60
    assert len(MANY.validate_python(events)) == 60
    assert world.states.stat().st_size > 0
