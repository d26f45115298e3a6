"""Exporting: the folder holds what the log holds, day by day, whatever happened between two runs."""

from dataclasses import replace
from datetime import date

import pytest

from service.export import exporting
from slotwise import person
from slotwise.errors import ConfigError
from tests.service.export.conftest import DAY, FIRST


def names(log, folder="events", key="event_id"):
    """What stands in each day's file, in its order."""
    import pyarrow.parquet as pq

    return {path.stem: pq.read_table(path)[key].to_pylist() for path in log.files(folder)}


def test_every_day_has_a_file(log):
    """Events stand in the file of the day on which they happened, in the order of time, decisions by placement."""
    for name, day in (("a", 0.9), ("b", 0.1), ("c", 1.5), ("d", 3.0)):
        log.event(name, day)
    log.decision("d1", 1.2)
    document = log.export()

    assert names(log) == {
        "day=2024-10-04": ["b", "a"],
        "day=2024-10-05": ["c"],
        "day=2024-10-07": ["d"],
    }
    assert names(log, "decisions", "slot") == {"day=2024-10-05": [1, 2]}
    assert (document["rows"]["events"], document["rows"]["decisions"], document["days_written"]) == (4, 2, 4)
    placed = log.rows("decisions")[1]
    assert (placed["content_id"], placed["propensity"], placed["version"]) == ("p2.tile", 0.5, "3")


def test_nothing_new_is_nothing_to_do(log):
    """A second run writes no day again."""
    log.event("a", 0.5)
    log.decision("d1", 1.2)
    log.export()
    before = {path: path.stat().st_mtime_ns for path in log.files("events") + log.files("decisions")}

    assert log.export()["days_written"] == 0
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_a_late_event_goes_into_its_day(log):
    """The day on which it happened is written again, the others are not."""
    log.event("a", 0.5)
    log.event("b", 1.5)
    log.export()
    log.event("late", 0.2)

    assert log.export()["days_written"] == 1
    assert names(log)["day=2024-10-04"] == ["late", "a"]


def test_a_run_that_was_ended_goes_on(log, monkeypatch):
    """What was finished is not done again, and nothing half-written is left behind."""
    for day in range(4):
        log.event(f"e{day}", day + 0.5)
    calls, write = [], exporting.write

    def dying(path, types, batches):
        calls.append(path.name)
        if len(calls) == 3:
            next(iter(batches))
            raise KeyboardInterrupt
        return write(path, types, batches)

    monkeypatch.setattr(exporting, "write", dying)
    with pytest.raises(KeyboardInterrupt):
        # Every day's first try only learns that there are no facts to learn.
        log.export()
    monkeypatch.undo()
    assert len(log.files("events")) == 2
    assert not list(log.folder.rglob(".*.parquet"))
    assert log.export()["days_written"] == 2
    assert len(log.rows("events")) == 4


def test_repeated_exposures_are_left_out(log):
    """What counts nowhere is not exported."""
    shown = {"content_id": "p1.tile", "decision_id": "d", "slot": 1}
    for name in "abc":
        log.event(name, 0.5, type_="exposure", **shown)

    assert log.export()["rows"]["events"] == 1


def test_merged_persons_leave_as_their_root(log, merge):
    """Also in days that were written before they were merged, and back again when that is undone."""
    for name, who in (("a", "root"), ("b", "child"), ("c", "other")):
        log.event(name, 0.5, who)
        log.decision(f"d{name}", 1.5, who, slots=1)
    log.export()
    merge("child", "root")

    assert log.export()["days_written"] == 2
    assert [row["person_id"] for row in log.rows("events")] == ["root", "root", "other"]
    assert [row["person_id"] for row in log.rows("decisions")] == ["root", "root", "other"]
    merge("child", None)
    log.export()
    assert [row["person_id"] for row in log.rows("events")] == ["root", "child", "other"]


def test_who_has_opted_out_leaves_as_nobody(log):
    """Their rows count, but belong to nobody; without their session and attributes, for as long as they want it."""
    log.event("a", 0.5, "p", session="s")
    log.event("b", 0.6, "q", session="t")
    log.decision("d", 0.7, "p", slots=1)
    log.export()
    with log.database.write() as connection:
        log.states.put(connection, [replace(person.empty("p", {"city": "SZ"}), personalize=False)])
    log.export()

    assert [(row["person_id"], row["session"]) for row in log.rows("events")] == [(None, None), ("q", "t")]
    assert [(row["person_id"], row["session"]) for row in log.rows("decisions")] == [(None, None)]
    assert not (log.folder / "persons.parquet").exists()
    with log.database.write() as connection:
        log.states.put(connection, [person.empty("p", {"city": "SZ"})])
    log.export()
    assert [row["person_id"] for row in log.rows("events")] == ["p", "q"]


def test_erased_rows_are_gone(log):
    """A day that has lost rows is written again, an empty one goes, and a dropped one loses the erased alone."""
    from sqlalchemy import delete

    from service.stores.tables import EVENTS

    log.event("a", 0.5, "gone")
    log.event("b", 0.6, "stays")
    log.event("c", 1.5, "gone")
    log.event("d", 4.5, "gone")
    log.event("e", 4.6, "stays")
    log.export()
    with log.database.write() as connection:
        connection.execute(delete(EVENTS).where(EVENTS.c.person_id == "gone"))
        connection.execute(delete(EVENTS).where(EVENTS.c.occurred_at < FIRST + 2 * DAY))
    log.erased = {"gone"}
    log.export(pruned={"events": FIRST + 2 * DAY})

    assert names(log) == {"day=2024-10-04": ["b"], "day=2024-10-08": ["e"]}


def test_dropped_days_stay_in_the_export(log):
    """Retention empties the log and not the files that were written of it."""
    from sqlalchemy import delete

    from service.stores.tables import EVENTS

    log.event("a", 0.5)
    log.event("b", 5.5)
    log.export()
    with log.database.write() as connection:
        connection.execute(delete(EVENTS).where(EVENTS.c.event_id == "a"))
    log.export(pruned={"events": FIRST + 2 * DAY})

    assert names(log) == {"day=2024-10-04": ["a"], "day=2024-10-09": ["b"]}


def test_only_the_days_asked_for(log):
    """--since and --until name whole days."""
    for day in range(4):
        log.event(f"e{day}", day + 0.5)
    log.export(since=date(2024, 10, 5), until=date(2024, 10, 7))

    assert list(names(log)) == ["day=2024-10-05", "day=2024-10-06"]


def test_an_impersonal_decision_belongs_to_nobody(log):
    """Nothing of the person was read for it, so nothing about them can be learned from it."""
    log.decision("d", 0.5, slots=1, personalize=False)
    log.export()

    assert (log.rows("decisions")[0]["person_id"], log.rows("decisions")[0]["personalize"]) == (None, False)


def test_a_folder_of_something_else_is_not_written_to(log):
    """Nobody's files are mixed with those of an export."""
    log.folder.mkdir()
    (log.folder / "mine.txt").write_text("mine")

    with pytest.raises(ConfigError):
        log.export()


def test_attributes_that_were_given_leave_with_the_person(log):
    """A request's attributes stand beside its placements; nobody has none."""
    log.decision("d1", 0.5, slots=1, attributes={"city": "SZ", "age": 30.0})
    log.decision("d2", 0.6, slots=1, attributes={"city": "GZ"}, personalize=False)
    log.export()
    found = [(row["attribute.city"], row["attribute.age"]) for row in log.rows("decisions")]

    assert found == [("SZ", 30.0), (None, None)]


def test_assignments_have_days_of_their_own(log, merge):
    """One file a day, written again when somebody becomes somebody else, and without those who are erased."""
    log.decision("d1", 0.5, "p", 2, "e", "f")
    log.decision("d2", 1.5, "child", 2, "e")
    log.decision("d3", 1.6, "q", 2)
    log.event("seen", 2.5, "child")
    document = log.export()

    assert document["rows"]["assignments"] == 3
    assert names(log, "assignments", "experiment") == {"day=2024-10-04": ["e", "f"], "day=2024-10-05": ["e"]}
    merge("child", "p")
    assert log.export()["days_written"] == 3
    assert [row["person_id"] for row in log.rows("assignments")] == ["p", "p", "p"]
    assert {row["phase"] for row in log.rows("assignments")} == {1}
    log.erased = {"p"}
    log.export(pruned={"assignments": FIRST + 9 * DAY})
    assert log.rows("assignments") == []
