"""An alarm stands once for each crossing, until it ends."""

import pytest

from service.stores.probe_alarms import ProbeAlarms


@pytest.fixture
def alarms(database):
    """An empty table of alarms."""
    return ProbeAlarms(database)


def test_a_crossing_is_noted_once(alarms):
    """Fired again while it stands, it is the same alarm; ended and fired again, it is another one."""
    first = alarms.fire("clicks", 10, 0.01, 0.02, {"state": "crossed"})

    assert alarms.fire("clicks", 20, 0.005, 0.02, {}) is None
    assert alarms.fire("other", 20, 0.005, 0.02, {}) is not None
    assert alarms.end("clicks", 30).id == first
    assert alarms.end("clicks", 40) is None
    assert alarms.fire("clicks", 50, 0.01, 0.02, {}) not in (None, first)


def test_alarms_are_listed(alarms):
    """Those that stand by probe; all of them, the last one first."""
    alarms.fire("clicks", 10, 0.01, 0.02, {"state": "crossed"})
    alarms.end("clicks", 30)
    alarms.fire("orders", 20, None, None, {})

    assert list(alarms.standing()) == ["orders"]
    assert [(each.probe, each.at, each.ended_at) for each in alarms.latest(5)] == [
        ("orders", 20, None),
        ("clicks", 10, 30),
    ]
    assert alarms.latest(5)[1].body == {"state": "crossed"}
    assert len(alarms.latest(1)) == 1
