"""GET /v1/tags: what is said of persons by their behaviour, and of how many."""

import pytest

from service.configuration.edits import replaced

TAG = {"behaviour": "left", "category": "plan", "window_days": 14.0, "expiry_days": 14.0, "owner": "plans"}
TAGS = [
    {**TAG, "tag": "left_plan", "title": "Left a plan", "status": "live"},
    {**TAG, "tag": "looks", "behaviour": "browsed", "status": "proposed"},
    {**TAG, "tag": "old", "status": "approved"},
]


@pytest.fixture
def tagged(client, service):
    """An installation with three tags, of whose two persons one left a plan."""
    service.configuration.changing.apply(replaced({"tags": TAGS}), "tests", "tags")
    service.configuration.following.tick()
    events = [
        {"event_id": "1", "type": "leave", "person": {"id": "anna"}, "product_id": "p0"},
        {"event_id": "2", "type": "view", "person": {"id": "bert"}, "product_id": "p0"},
    ]
    assert client.post("/v1/events", json={"events": events}).status_code == 202
    return client


def test_tags_are_listed(tagged):
    """With owner and status; nothing is counted unless that is asked for."""
    body = tagged.get("/v1/tags").get_json()

    assert [(each["tag"], each["status"], each["held_by"]) for each in body["data"]] == [
        ("left_plan", "live", None), ("looks", "proposed", None), ("old", "approved", None)
    ]  # fmt: skip
    assert body["persons"] is None
    assert [each["tag"] for each in tagged.get("/v1/tags?status=proposed").get_json()["data"]] == ["looks"]


def test_holders_are_counted(tagged, service):
    """Over all persons, those of proposed tags too, so that these can be judged."""
    before = tagged.get("/v1/tags?counts=true").get_json()
    assert (before["persons"], before["data"][0]["held_by"]) == (None, None)
    assert tagged.get("/v1/tags/left_plan").get_json()["all_persons"] is None
    service.audiences.renewing.run()
    body = tagged.get("/v1/tags?counts=true").get_json()

    assert body["persons"] == 2
    assert {each["tag"]: each["held_by"] for each in body["data"]} == {"left_plan": 1, "looks": 1, "old": 1}
    shown = tagged.get("/v1/tags/left_plan").get_json()
    assert (shown["held_by"], shown["all_persons"], shown["title"]) == (1, 2, "Left a plan")
    assert shown["shares_most_with"] == [{"tag": "old", "persons": 1}]


@pytest.mark.parametrize(
    ("path", "status"),
    [("/v1/tags?status=dead", 422), ("/v1/tags?odd=1", 422), ("/v1/tags?counts=maybe", 422), ("/v1/tags/none", 404)],
)
def test_what_is_asked_wrongly_is_told(tagged, path, status):
    """An unknown status, an unknown parameter, an unknown tag."""
    answer = tagged.get(path)
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"


def test_a_person_sees_and_switches_off_tags(tagged):
    """With evidence and until when; a hidden one is told, and used no longer."""
    (held,) = tagged.get("/v1/persons/anna").get_json()["tags"]
    assert (held["tag"], held["used"], held["evidence"]["events"]) == ("left_plan", True, 1)
    assert held["evidence"]["products"] == ["p0"]
    assert held["expires_at"] > held["evidence"]["last_at"]
    tagged.put("/v1/persons/anna/consent", json={"hidden": ["tags.left_plan"]})
    (held,) = tagged.get("/v1/persons/anna").get_json()["tags"]
    assert held["used"] is False


def test_a_hidden_tag_does_not_grow_back(tagged, service):
    """Not when the person leaves again, and not when all states are folded anew from the log."""
    from service.rebuilding import rebuilding

    scene = {"scene": "open", "when": '"left_plan" in tags'}
    service.configuration.changing.apply(replaced({"scenes": [scene]}), "tests", "a scene of a tag")
    service.configuration.following.tick()
    asked = {"person": {"id": "anna"}, "touchpoints": [{"touchpoint": "home"}]}
    assert tagged.post("/v1/decisions", json=asked).get_json()["scene"] == "open"
    tagged.put("/v1/persons/anna/consent", json={"hidden": ["tags.left_plan"]})
    assert tagged.post("/v1/decisions", json=asked).get_json()["scene"] is None
    again = {"event_id": "3", "type": "leave", "person": {"id": "anna"}, "product_id": "p0"}
    tagged.post("/v1/events", json={"events": [again]})
    with rebuilding(service.settings.data_dir) as rebuild:
        rebuild.run()
    assert tagged.post("/v1/decisions", json=asked).get_json()["scene"] is None
    assert tagged.get("/v1/persons/anna").get_json()["consent"]["hidden"] == ["tags.left_plan"]
