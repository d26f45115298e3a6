"""The command `slotwise probes`."""

from service.settings import settings_of
from service.stores.opening import opened
from service.stores.probe_alarms import ProbeAlarms
from tests.june import june, run

__all__ = ["june"]


def test_probes_over_a_folder(june, tmp_path):
    """Every probe with its state at the log's end, or at another moment."""
    options = ("--log", str(june), "--data-dir", str(tmp_path))
    found = {each["probe"]: each for each in run("probes", *options)["data"]}
    earlier = {each["probe"]: each for each in run("probes", "--at", "2026-06-20T12:00:00", *options)["data"]}

    assert found["home_click_through"]["at"] == "2026-06-28T16:00:00Z"
    assert earlier["home_click_through"]["at"] == "2026-06-20T12:00:00Z"
    assert found["lower_levels"]["state"] == "too_few"


def test_probes_over_a_live_log(tmp_path):
    """An installation without events: too few of everything, and no alarms."""
    found = run("probes", "--data-dir", str(tmp_path))

    assert {each["state"] for each in found["data"]} <= {"too_few", "nothing_to_compare"}
    assert found["alarms"] == []


def test_alarms_tell_their_moments(tmp_path):
    """When one began and ended stands there as everywhere else."""
    with opened(settings_of(tmp_path)) as database:
        ProbeAlarms(database).fire("clicks", 1_000, 0.01, 0.02, {"state": "crossed"})
        ProbeAlarms(database).end("clicks", 2_000)
    (alarm,) = run("probes", "--data-dir", str(tmp_path))["alarms"]

    assert (alarm["at"], alarm["ended_at"]) == ("1970-01-01T00:00:01.000Z", "1970-01-01T00:00:02.000Z")
