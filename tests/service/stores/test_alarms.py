"""Alarms: one row for what is over a cap, however often it is tried."""

from dataclasses import replace

from service.stores.alarms import Alarm, Alarms


def test_the_same_alarm_is_counted_on(database):
    """First and last time, how often, and for whom last; the latest alarm is listed first."""
    alarms = Alarms(database)
    alarm = Alarm("per_identifier", "phone_hash:0", "phone_hash", 3, "p1")
    with database.write() as connection:
        alarms.raise_(connection, alarm, 10)
        alarms.raise_(connection, replace(alarm, person_id="p2"), 20)
        alarms.raise_(connection, Alarm("per_person", "p9", "member", 3, "p9"), 15)

    first, second = alarms.latest(5)
    assert (first.times, first.first_at, first.last_at, first.person_id) == (2, 10, 20, "p2")
    assert (second.subject, second.times) == ("p9", 1)
    assert len(alarms.latest(1)) == 1
