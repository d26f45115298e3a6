"""Writing: entries in the order asked for, an error in the place of an unknown touchpoint."""

from tests.service.asking import decide


def test_entries_stand_in_the_order_asked_for(client):
    """Known and unknown touchpoints mixed, the same one twice: each entry is in its place."""
    names = ["bill", "nowhere", "home", "bill"]
    answer = decide(client, *[{"touchpoint": name, "slots": 1} for name in names])

    assert [each["touchpoint"] for each in answer["touchpoints"]] == names
    assert ["error" in each for each in answer["touchpoints"]] == [False, True, False, False]
    products = [each["product_id"] for entry in answer["touchpoints"] for each in entry["placements"]]
    assert len(set(products)) == 3


def test_notes_come_with_a_full_explanation_only(client):
    """What went wrong on the way is told to who asks for it."""
    assert "notes" not in decide(client, deadline_ms=0, explain="reason")
    assert isinstance(decide(client, explain="full")["notes"], list)
