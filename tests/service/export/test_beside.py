"""Beside the days: persons with what may be known of them, and what they said about it."""

from dataclasses import replace

import pyarrow.parquet as pq

from slotwise import person
from slotwise.events import CONSENT, Consent
from tests.service.export.conftest import DAY, FIRST


def test_hidden_attributes_are_left_out(log):
    """What a person does not want used about them is not exported, the rest is."""
    states = [
        replace(person.empty("p", {"city": "SZ", "age": 30.0}), hidden=("city",)),
        person.empty("q", {"city": "GZ"}),
    ]
    with log.database.write() as connection:
        log.states.put(connection, states)
    log.event("a", 0.5)
    log.export()

    assert pq.read_table(log.folder / "persons.parquet").to_pylist() == [
        {"person_id": "p", "attribute.age": 30.0, "attribute.city": None},
        {"person_id": "q", "attribute.age": None, "attribute.city": "GZ"},
    ]


def test_what_persons_said_is_told(log):
    """With the moment at which they said it, of everybody who has not asked to be nobody."""
    log.event("a", 0.5, "p", CONSENT, product_id=None, consent=Consent(True, ("city",)))
    log.event("b", 0.6, "q", CONSENT, product_id=None, consent=Consent(False, ()))
    log.export()

    assert pq.read_table(log.folder / "consents.parquet").to_pylist() == [
        {"person_id": "p", "occurred_at": FIRST + DAY // 2, "personalize": True, "hidden": ["city"]}
    ]
