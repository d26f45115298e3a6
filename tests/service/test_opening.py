"""A scene opens touchpoints by itself: when it is asked for, for whom it may, and not again while it cools down."""

import pytest

from service.configuration.edits import replaced

SCENE = {
    "scene": "over_quota", "title": "Data used up", "when": "context.data_used_ratio >= 1",
    "candidates": 'product.category == "device"', "opens": ["bill"], "cool_down_hours": 48.0, "expiry_hours": 2.0,
}  # fmt: skip


@pytest.fixture
def opening(client, service):
    """A client of an installation whose scene opens a touchpoint."""
    service.configuration.changing.apply(replaced({"scenes": [SCENE]}), "tests", "a scene that opens")
    service.configuration.following.tick()

    def ask(person="anna", used=1.2, touchpoints=(), **more):
        context = {"channel": "app", "data_used_ratio": used, **more.pop("context", {})}
        asked = {"person": {"id": person} if person else {}, "context": context, "open": True, **more}
        return client.post("/v1/decisions", json={**asked, "touchpoints": list(touchpoints)})

    return ask


def test_what_the_scene_opens_is_answered(opening):
    """Behind what was asked for, with its placements and until when they may be shown."""
    body = opening(touchpoints=[{"touchpoint": "home"}]).get_json()

    assert [each["touchpoint"] for each in body["touchpoints"]] == ["home", "bill"]
    assert [each["touchpoint"] for each in body["opened"]] == ["bill"]
    assert body["opened"][0]["expires_at"].endswith("Z")
    assert body["touchpoints"][1]["placements"]
    assert body["scene"] == "over_quota"


def test_outside_the_scene_nothing_opens(opening):
    """The list is empty, and what was asked for is answered."""
    body = opening(used=0.2, touchpoints=[{"touchpoint": "home"}]).get_json()

    assert body["opened"] == []
    assert [each["touchpoint"] for each in body["touchpoints"]] == ["home"]
    assert opening(used=0.2).get_json()["touchpoints"] == []


def test_what_was_shown_cools_down(opening, client):
    """After the exposure, and after a dismissal, it is not opened again."""
    placed = opening().get_json()["touchpoints"][0]["placements"][0]
    assert opening().get_json()["opened"] != []
    for kind in ("exposure", "dismiss"):
        event = {"event_id": kind, "type": kind, "person": {"id": "anna"}, "touchpoint": "bill"}
        client.post("/v1/events", json={"events": [{**event, "content_id": placed["content_id"]}]})
        assert opening().get_json()["opened"] == []
    assert opening(person="bert").get_json()["opened"] != []


@pytest.mark.parametrize("more", [{"person": ""}, {"personalize": False}, {"context": {"channel": "web"}}])
def test_for_whom_nothing_opens(opening, more):
    """Nobody in particular, an impersonal answer, another channel than that of the touchpoint."""
    assert opening(**more).get_json()["opened"] == []


def test_who_wants_nothing_personal_is_left_alone(opening, client):
    """A stored opt-out counts."""
    client.post("/v1/events", json={"events": [{"event_id": "1", "type": "view", "person": {"id": "anna"}}]})
    client.put("/v1/persons/anna/consent", json={"personalize": False})
    assert opening().get_json()["opened"] == []


def test_a_request_needs_something_to_answer(client):
    """No touchpoint and nothing to open is a mistake, and `opened` cannot be claimed."""
    answer = client.post("/v1/decisions", json={"touchpoints": []})
    assert (answer.status_code, answer.get_json()["errors"][0]["pointer"]) == (422, "/touchpoints")
    answer = client.post("/v1/decisions", json={"touchpoints": [], "open": True, "opened": ["bill"]})
    assert answer.status_code == 422
    answer = client.post("/v1/decisions", json={"touchpoints": [{"touchpoint": "home"}]})
    assert "opened" not in answer.get_json()


def test_why_nothing_opens_is_told_to_who_may_know(opening, client):
    """In the notes of an answer that is explained in full: the cool-down, nobody in particular, another channel."""
    placed = opening(explain="full").get_json()
    assert placed["notes"] == []
    event = {"event_id": "e", "type": "exposure", "person": {"id": "anna"}, "touchpoint": "bill"}
    content = placed["touchpoints"][0]["placements"][0]["content_id"]
    client.post("/v1/events", json={"events": [{**event, "content_id": content}]})

    (cool,) = opening(explain="full").get_json()["notes"]
    assert cool == "over_quota opens nothing now: on bill something was shown within 48 hours"
    (nobody,) = opening(person="", explain="full").get_json()["notes"]
    assert nobody.startswith("over_quota opens nothing for whom")
    (elsewhere,) = opening(person="carl", context={"channel": "web"}, explain="full").get_json()["notes"]
    assert elsewhere == "over_quota does not open bill, which is not on the channel web of the request"
    assert "notes" not in opening(person="").get_json()
