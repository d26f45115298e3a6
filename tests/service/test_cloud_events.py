"""CloudEvents become events of our own shape; what cannot be one is refused."""

import pytest

from service.asked_events import ONE
from service.cloud_events import from_cloud_event, is_cloud_event
from slotwise.errors import EventError

CLOUD = {
    "specversion": "1.0",
    "id": "17",
    "source": "//shop.example/checkout",
    "type": "slotwise.convert",
    "time": "2026-01-01T00:00:00Z",
    "subject": "p1",
    "datacontenttype": "application/json",
    "data": {"product_id": "plan", "value": 9.5, "currency": "CNY", "properties": {"till": 3}},
}


def test_every_part_has_its_place():
    """Id, type, time and person come from the envelope, everything else from the data."""
    found = ONE.validate_python(from_cloud_event(CLOUD))

    assert (found.event_id, found.type, found.person.id) == ("//shop.example/checkout#17", "convert", "p1")
    assert (found.occurred_at, found.product_id, found.value) == ("2026-01-01T00:00:00Z", "plan", 9.5)
    assert found.properties == {"source": "//shop.example/checkout", "till": 3}


def test_the_same_id_of_another_source_is_another_event():
    """Only source and id together are unique, as the specification has it."""
    ids = {from_cloud_event({**CLOUD, "source": source})["event_id"] for source in ("a", "b", "x" * 500, "y" * 500)}

    assert len(ids) == 4
    assert max(map(len, ids)) <= 128


def test_the_person_may_stand_in_the_data():
    """Identities do not fit into a subject."""
    data = {"person": {"identities": {"openid": "o8"}}}

    assert from_cloud_event({**CLOUD, "data": data})["person"] == data["person"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("slotwise.click", "click"),
        ("click", "click"),
        ("slotwise.x.paid", "x.paid"),
        ("x.paid", "x.paid"),
        ("com.example.order.paid", "x.com.example.order.paid"),
        ("slotwise.clck", "clck"),
        ("clck", "clck"),
        (7, 7),
    ],
)
def test_types_of_others_are_custom_ones(name, kind):
    """Ours with or without a prefix; a reverse domain name is custom; a misspelt one stays and is refused."""
    assert from_cloud_event({**CLOUD, "type": name})["type"] == kind


@pytest.mark.parametrize(
    "change",
    [{"specversion": "0.3"}, {"data": []}, {"data": None}, {"data_base64": "AA=="}, {"id": 7}, {"source": None}],
)
def test_what_carries_no_object_is_refused(change):
    """Another version, another kind of data, or no id."""
    with pytest.raises(EventError):
        from_cloud_event({**CLOUD, **change})


def test_attributes_of_extensions_are_kept():
    """Trace parents, partition keys and whatever else stands in the envelope."""
    assert from_cloud_event({**CLOUD, "partitionkey": "a"})["properties"]["partitionkey"] == "a"


@pytest.mark.parametrize("event", [None, 1, "x", [], {"event_id": "e"}, {"event_id": "e", "specversion": "1.0"}])
def test_ours_are_told_apart(event):
    """Only an object with a version of CloudEvents and without our id is one."""
    assert not is_cloud_event(event)
    assert is_cloud_event(CLOUD)


def test_what_is_no_object_is_left_to_the_shape():
    """The check of the shape tells what is wrong with it."""
    assert from_cloud_event(7) == 7
