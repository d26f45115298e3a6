"""Ingest: whatever is sent, every event is accepted, a duplicate or rejected, and the log holds what was accepted."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.moments import to_text
from service.stores.events import Events
from slotwise.errors import EventError, StoreError

EVENT = {"event_id": "e", "type": "click", "person": {"id": "p"}}
EVENTS = st.fixed_dictionaries(
    {"event_id": st.sampled_from(["a", "b", "c", "", None]), "type": st.sampled_from(["click", "view", "buy"])},
    optional={
        "person": st.sampled_from([{"id": "p"}, {"id": "q"}, {"identities": {"openid": "o"}}, {}, None]),
        "slot": st.sampled_from([1, 2, 0, "1"]),
        "occurred_at": st.sampled_from(
            ["2026-01-01T00:00:00Z", "1969-01-01T00:00:00Z", "soon", "9999-01-01T00:00:00Z"]
        ),
        "token": st.just("forged.token"),
        "properties": st.sampled_from([{}, {"x": "y" * 40_000}, {"n": "\0"}]),
    },
)
SENT = st.lists(EVENTS | st.sampled_from([None, 1, "x", [], {}]), min_size=1, max_size=8)


@given(st.lists(SENT, min_size=1, max_size=4))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_received_is_accepted_duplicate_and_rejected(service, calls):
    """In the answers, in the metrics, in the log and in what was kept of those that were rejected."""
    before = counted(service)
    for sent in calls:
        outcomes = service.ingest.take(sent)
        assert len(outcomes) == len(sent)
        assert all((each.problem is not None) == (each.status == "rejected") for each in outcomes)
    received, accepted, duplicate, rejected = (now - then for now, then in zip(counted(service), before, strict=True))

    assert received == sum(map(len, calls)) == accepted + duplicate + rejected
    assert service.events.last() == counted(service)[1]
    assert len(service.rejected.page(limit=100_000)) == counted(service)[3]


def counted(service):
    """Received, accepted, duplicate and rejected, as the metrics have them."""
    events = [service.metrics.events.labels(name)._value.get() for name in ("accepted", "duplicate", "rejected")]
    return (service.metrics.received._value.get(), *events)


def test_one_bad_event_changes_nothing_for_the_others(service):
    """A batch that is checked at once and one that is checked event by event are stored alike."""
    good = [{**EVENT, "event_id": f"e{number}", "battery": number} for number in range(3)]
    service.ingest.take(good)
    service.ingest.take([{**each, "event_id": each["event_id"] + "x"} for each in good] + [7])
    first = service.events.since(0, 0, 10)

    assert [(each.event.type, each.event.person_id) for each in first] == [("click", "p")] * 6


def test_when_the_store_is_away_nothing_counts(service):
    """Neither the metrics nor the log say that anything came."""

    def broken(*arguments, **options):
        raise StoreError("the disk is full")

    before, service.ingest.events.add = counted(service), broken
    with pytest.raises(StoreError):
        service.ingest.take([EVENT, 7])
    service.ingest.events.add = lambda *arguments, **options: Events.add(service.events, *arguments, **options)

    assert counted(service) == before
    assert service.rejected.page() == []
    assert service.ingest.take([EVENT, 7])[0].status == "accepted"


def test_an_event_may_say_itself_when_it_was_sent(service):
    """Before what the call says: a queue of many senders has many clocks."""
    ahead = int(time.time() * 1_000) + 86_400_000
    event = {**EVENT, "occurred_at": to_text(ahead), "sent_at": to_text(ahead)}

    assert service.ingest.take([event])[0].status == "accepted"
    assert service.ingest.take([{**event, "sent_at": to_text(ahead + 9_000)}])[0].status == "duplicate"
    with pytest.raises(EventError):
        service.ingest.take([EVENT], "now")


def test_what_is_kept_says_when_it_was_sent(service):
    """So that its time can still be told when it is sent again."""
    service.ingest.take([{**EVENT, "type": "buy"}], "2026-01-01T00:00:00Z")

    assert b'"sent_at":"2026-01-01T00:00:00Z"' in service.rejected.page()[0].refusal.body


def test_a_forged_proof_spoils_its_event(service):
    """Who says that two ids are one person, and proves it with what was not signed here, is not believed at all."""
    person = {"identities": {"phone_hash": "o", "member": "m"}, "proof": "forged.proof"}
    outcomes = service.ingest.take([{**EVENT, "person": person}, EVENT | {"event_id": "f"}], trusted=False)

    assert [each.problem and each.problem["code"] for each in outcomes] == ["token_invalid", None]
    assert service.events.last() == 1
