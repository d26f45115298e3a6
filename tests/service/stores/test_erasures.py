"""Erasures: everything in one transaction, a receipt that names nobody, and every table is accounted for."""

import orjson
import pytest
import redis
from sqlalchemy import String, Text, func, select

from service.stores import base_rows
from service.stores.audience_exports import AudienceExports
from service.stores.base_rows import BaseRow
from service.stores.copies import Copies
from service.stores.decisions import Decisions, Logged
from service.stores.erasures import TOUCHED, Erasures
from service.stores.person_rows import HELD
from service.stores.redis import PREFIX, Redis
from service.stores.rejected import Refusal, Rejected
from service.stores.tables import METADATA, TASKS
from slotwise import person
from slotwise.errors import StoreError, UnknownErasureError, UnknownPersonError
from slotwise.events import CONSENT, Consent, Event
from slotwise.person_packing import pack
from tests.service.stores.enrolling import assignment
from tests.service.stores.linking import Persons

ANNA = "anna-canary"
PHONE = "phone_hash:0077-canary"
ELSEWHERE = {
    "rejected_events": "their bodies are looked into",
    "uncopied_states": "the ids go when the copies have",
    "erasures": "the ids go when it is completed",
    "tombstones": "digests",
}
NOBODY = {
    "keys", "nonces", "refreshes", "feature_sets", "pruned", "results", "probe_alarms", "audience_exports",
    "configuration_documents", "configuration_revisions",
}  # fmt: skip
"""Tables in which nothing is about a person."""


@pytest.fixture
def persons(database):
    """Anna with something in every table, and Bert with as much."""
    made = Persons(database)
    for name, phone in ((ANNA, "0077-canary"), ("bert", "0099")):
        shown = {"content_id": "c", "decision_id": f"d-{name}", "slot": 1, "product_id": "p", "touchpoint": "home"}
        made.send(Event(f"e-{name}", 10, name, "exposure", **shown))
        made.view(name, 20)
        made.take(name, "phone_hash", phone)
        for number in range(9):
            made.take(name, "member", f"{name}-{number}")
        enrolled = (assignment(f"d-{name}", person_id=name, unit=name),)
        record = orjson.dumps({"person_id": name})
        logged = Logged(f"d-{name}", 5, name, record, f"r-{name}", b"{}", assignments=enrolled)
        Decisions(database).add([logged])
        body = orjson.dumps({"type": "view", "person": {"identities": {"phone_hash": phone}}})
        Rejected(database).add([Refusal(7, "request_invalid", {"detail": "no"}, body)])
        task = {"task_id": f"t-{name}", "staircase": "s", "person_id": name, "step": "human", "status": "open"}
        task |= {"due_at": 1, "value": 1.0, "made_at": 1, "changed_at": 1, "body": "{}"}
        with database.write() as connection:
            base_rows.put(connection, [BaseRow(name, 0, pack(person.empty(name)))])
            AudienceExports(database).add_members(connection, "ax_1", [(name, True)])
            connection.execute(TASKS.insert(), task)
    return made


@pytest.fixture
def erasures(persons):
    """Erasures on the same database."""
    return Erasures(persons.database, persons.tombstones, persons.states)


def counts(database) -> dict[str, int]:
    """Rows of every table."""
    return {
        name: database.row(select(func.count()).select_from(table), {})[0] for name, table in METADATA.tables.items()
    }


def everything(database) -> str:
    """All that stands in all tables, as one text."""
    return "\n".join(repr(tuple(row)) for table in METADATA.tables.values() for row in database.rows(select(table), {}))


def test_nothing_of_the_person_is_left(persons, erasures):
    """Not in any column of any table, under none of their ids; and what is another's is as it was."""
    bert = [row for row in everything(persons.database).splitlines() if "bert" in row]
    receipt = erasures.begin(PHONE, 100, "k")
    erasures.forget(receipt)
    left = everything(persons.database)

    assert "canary" not in left
    assert [row for row in left.splitlines() if "bert" in row] == bert
    assert persons.root("bert") == "bert"
    deleted = erasures.get(receipt).deleted
    assert all(deleted.values()), deleted
    assert set(deleted) == {*HELD, "rejected_events"}


def test_every_table_is_accounted_for():
    """A table with a column for a person is erased; any other one is known to hold nobody, or why it need not be."""
    assert {*METADATA.tables} == {*HELD, *ELSEWHERE, *NOBODY}
    for name, (table, columns) in HELD.items():
        assert name == table.name
        assert set(columns) <= set(table.columns.keys())
    for name in NOBODY:
        texts = [column.name for column in METADATA.tables[name].columns if isinstance(column.type, String | Text)]
        assert not any("person" in each or "identit" in each for each in texts)
    assert set(TOUCHED) == {*HELD, *ELSEWHERE} - {"tombstones"}


@pytest.mark.parametrize("table", [*HELD, "rejected_events"])
def test_a_build_that_forgets_a_table_is_found_out(table, persons, erasures, monkeypatch):
    """The mutant: with one table left out, the check above finds what is left."""
    if table == "rejected_events":
        monkeypatch.setattr("service.stores.erasures.remove_rejected", lambda connection, ids: 0)
    elif table == "person_states":
        monkeypatch.setattr(persons.states, "delete", lambda connection, ids: 0)
    else:
        monkeypatch.setattr(
            "service.stores.erasures.HELD", {name: each for name, each in HELD.items() if name != table}
        )
    erasures.forget(erasures.begin(ANNA, 100, None))

    assert "canary" in everything(persons.database)


def test_a_receipt_names_nobody(persons, erasures):
    """It says when, how many rows and on whose word; the ids stand in it until they are not needed any more."""
    receipt = erasures.begin(ANNA, 100, "key1")
    found = erasures.get(receipt)
    assert (found.asked_at, found.by, found.completed_at) == (100, "key1", None)
    assert {ANNA, PHONE} <= set(found.pending)
    assert erasures.open() == [receipt]
    erasures.forget(receipt)
    erasures.complete(receipt, 200)

    done = erasures.get(receipt)
    assert (done.pending, done.completed_at, erasures.open()) == ((), 200, [])
    assert persons.tombstones.receipt(PHONE) == receipt
    with pytest.raises(UnknownErasureError):
        erasures.get("er_none")


def test_of_nobody_there_is_nothing_to_erase(persons, erasures):
    """Somebody unknown is an error, and leaves neither a receipt nor a tombstone."""
    before = counts(persons.database)
    with pytest.raises(UnknownPersonError):
        erasures.begin("nobody", 100, None)

    assert counts(persons.database) == before


def test_an_erasure_that_fails_has_not_happened(persons, erasures, monkeypatch):
    """Whatever goes wrong on the way, either all of it happened or nothing."""
    before = everything(persons.database)

    def broken(*given: object) -> None:
        raise OSError("gone")

    monkeypatch.setattr(persons.tombstones, "bury", broken)
    with pytest.raises(StoreError):
        erasures.begin(ANNA, 100, None)

    assert everything(persons.database) == before


def test_copies_are_waited_for(persons, erasures):
    """As long as a store of copies has not heard of it, it is not done."""
    from service.stores.tables import UNCOPIED

    assert erasures.copied([ANNA], 0.0)
    with persons.database.write() as connection:
        connection.execute(UNCOPIED.insert(), {"person_id": ANNA, "revision": 1})
    assert not erasures.copied([ANNA, "bert"], 0.1)
    assert erasures.copied(["bert"], 0.0)


def test_an_event_of_the_erased_is_refused(persons, erasures):
    """Under any of their ids, and also when it is only one of several; nothing of it is kept."""
    erasures.begin(ANNA, 100, None)
    verdicts = [persons.view(each, 200)[0].status for each in (ANNA, PHONE, "bert")]
    event = Event("late", 200, "somebody", "view")
    (verdict,) = persons.send(event, identities={"phone_hash": "0077-canary", "device": "tv"})

    assert [*verdicts, verdict.status] == ["erased", "erased", "accepted", "erased"]


def test_redis_hears_of_consent_merges_and_erasure(database, redis_server):
    """What is read first is never what was before: not after an opt-out, a merge, its undoing or an erasure."""
    server = redis.Redis.from_url(redis_server)
    server.flushall()
    copies = Copies(database, Redis(redis_server))
    persons = Persons(database, copies=copies)
    for number, name in enumerate((ANNA, "bert")):
        persons.view(name, number)
        persons.states.get(name)
    persons.send(Event("no", 50, ANNA, CONSENT, consent=Consent(False)))
    assert not persons.states.get(ANNA).personalize
    merge_id = persons.merge("bert", ANNA)
    assert persons.states.get("bert").person_id == ANNA
    assert sum(persons.states.get(ANNA).totals) == 2
    persons.undo(merge_id)
    assert [sum(persons.states.get(name).totals) for name in (ANNA, "bert")] == [1, 1]

    erasures = Erasures(database, persons.tombstones, persons.states)
    receipt = erasures.begin(ANNA, 100, None)
    assert erasures.copied(erasures.get(receipt).pending, 10.0)
    assert not persons.states.get(ANNA).known
    assert all(b"view" not in each for each in server.hgetall(f"{PREFIX}{ANNA}").values())
    assert server.hget(f"{PREFIX}{ANNA}", "state") == b""
    assert 0 < server.ttl(f"{PREFIX}{ANNA}") <= 3_600
    copies.close()
