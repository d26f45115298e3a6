"""Events on their way: checked at once where all are right, one by one where not, and named if they can be."""

import pytest

from service.taken import Taken, take

EVENT = {"event_id": "e", "type": "click", "person": {"id": "p"}}
CLOUD = {"specversion": "1.0", "id": "1", "source": "s", "type": "click", "subject": "p"}


def test_each_has_its_shape_or_its_problem():
    """Whatever stands beside it."""
    taken = take([EVENT, {**EVENT, "slot": 0}, 7, CLOUD, {**EVENT, "x": "y" * 300}], 200)

    assert [each.asked is None for each in taken] == [False, True, True, False, True]
    assert [each.problem and each.problem["code"] for each in taken] == [
        None, "request_invalid", "request_invalid", None, "event_too_large",
    ]  # fmt: skip


def test_a_cloud_event_goes_on_in_our_shape():
    """Its canonical body is that of our own fields."""
    assert take([CLOUD], 1_000)[0].sent["event_id"] == "s#1"


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ({"event_id": "e"}, "e"), ({"event_id": "事"}, "事"), ({"event_id": ""}, None), ({"event_id": "x" * 129}, None),
        ({"event_id": 7}, None), ({"event_id": "\ud800"}, None), ({"event_id": "\0"}, None), ({}, None), (7, None),
    ],
)  # fmt: skip
def test_an_event_is_named_if_it_can_be(sent, name):
    """Only by an id that could be stored."""
    assert Taken(sent).event_id == name
