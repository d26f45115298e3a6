"""Who: under which id rows leave the log."""

from dataclasses import replace

from service.export.who import Who, attributes
from service.stores.log_days import LogDays
from slotwise import person


def test_everybody_has_one_id(log, merge):
    """The root's for those who were merged, nobody's for those who opted out, whoever they were merged from."""
    with log.database.write() as connection:
        log.states.put(connection, [person.empty("child"), person.empty("root"), person.empty("other")])
        log.states.put(connection, [replace(person.empty("apart"), personalize=False), person.empty("leaf")])
    merge("child", "root")
    merge("leaf", "apart")
    who = Who.read(LogDays(log.database, batch=2))

    assert [who.root(each) for each in ("child", "root", "other", "stranger")] == ["root", "root", "other", "stranger"]
    assert [who.root(each) for each in ("apart", "leaf", "", None)] == [None] * 4


def test_what_changed_names_everybody_concerned():
    """Those who were merged or parted, those who turned, and those who are the same person as these."""
    who = Who({"a": "r", "c": "t"}, {"t"})

    assert who.changed({"a": "r", "c": "t"}, {"t"}) == set()
    assert who.changed({"b": "r", "c": "t"}, {"t"}) == {"a", "b"}
    assert who.changed({"a": "r", "c": "t"}, set()) == {"t", "c"}


def test_a_damaged_state_tells_nothing(log):
    """Its person's rows belong to nobody: it may say that they opted out."""
    with log.database.write() as connection:
        log.states.put_packed(connection, [("p", b"not a state")])

    assert Who.read(LogDays(log.database)).root("p") is None
    assert [batch for batch in attributes(LogDays(log.database)) if batch] == []
