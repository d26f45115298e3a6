"""Retention: the settings' days, whole days, one worker at a time."""

import fcntl

from service.retention import DAY, Retention, kept_days
from service.settings import Settings
from service.stores.decisions import Logged
from service.stores.pruning import Pruning


def test_settings_name_what_is_not_kept_for_ever():
    """By default everything is kept."""
    assert kept_days(Settings()) == {}
    assert kept_days(Settings(keep_events_days=7)) == {"events": 7, "exposures": 7}


def test_old_days_are_dropped_as_a_whole(service, tmp_path):
    """Of a day of which something is young enough everything stays."""
    service.decisions.add([Logged(f"d{hour}", hour * DAY // 24, "p", b"{}") for hour in range(96)])
    retention = Retention(Pruning(service.database), {"decisions": 1}, tmp_path / "lock", lambda: 3.5 * DAY / 1_000)

    assert retention.tick()
    assert service.decisions.record("d47") is None
    assert service.decisions.record("d48") is not None


def test_two_workers_do_not_do_it_both(service, tmp_path):
    """The second one leaves it to the first."""
    retention = Retention(Pruning(service.database), {"decisions": 1}, tmp_path / "lock")
    with (tmp_path / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert retention.tick() is False
    assert retention.tick() is True


def test_keeping_for_ever_is_nothing_to_do(service, tmp_path):
    """Nothing is looked at."""
    assert Retention(Pruning(service.database), {}, tmp_path / "lock").tick() is False
