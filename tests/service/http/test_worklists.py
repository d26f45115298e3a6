"""Worklists over HTTP: what an agent's desk asks for, and what it may not."""

import pytest

from service.app import EXTENSION
from slotwise.configuration import Configuration
from slotwise.documents.staircases import Staircase
from tests.service.worklists.conftest import DAY, STAIRCASE, Hall


@pytest.fixture
def desk(app, client):
    """A client of an installation in whose list two persons wait, most valuable first."""
    service = app.extensions[EXTENSION]
    current = service.models.current
    entry = Staircase.model_validate(STAIRCASE)
    model = current.model.configured(Configuration({"staircases": {"long": entry}}))
    service.models.current = current.__class__(**{**vars(current), "model": model})
    hall = Hall(service, current.model.as_of + 10 * DAY)
    for part in (service.ingest, service.desk, service.building, service.staircase_report):
        object.__setattr__(part, "wall", hall.wall)
    hall.left("p_a")
    hall.left("p_b", product="p6")
    assert service.building.build() == {"long": 2}
    return client


def test_an_agent_works_through_a_list(desk):
    """Show, take, record with a follow-up, report: as documents."""
    shown = desk.get("/v1/worklists/long").get_json()
    assert len(shown["data"]) == 2
    assert shown["next_cursor"] is None
    taken = desk.post("/v1/worklists/long/take", json={"agent": "lin"}).get_json()["data"]
    assert [each["task_id"] for each in taken] == [shown["data"][0]["task_id"]]
    body = {"agent": "lin", "result": "later", "note": "在开会", "follow_up_at": "2030-01-01T00:00:00Z"}
    done = desk.post(f"/v1/tasks/{taken[0]['task_id']}/result", json=body).get_json()
    assert done["task"]["result"] == "later"
    assert done["follow_up"]["due_at"] == "2030-01-01T00:00:00.000Z"
    report = desk.get("/v1/worklists?days=1").get_json()
    assert sum(each["tasks"] for each in report["steps"]) == 3


def test_pages_follow_each_other(desk):
    """One task a page, each once."""
    first = desk.get("/v1/worklists/long?limit=1").get_json()
    second = desk.get(f"/v1/worklists/long?limit=1&cursor={first['next_cursor']}").get_json()
    assert second["next_cursor"] is None
    assert first["data"][0]["task_id"] != second["data"][0]["task_id"]


def test_a_task_is_given_back(desk):
    """And stands in the list again."""
    task = desk.post("/v1/worklists/long/take", json={"agent": "lin"}).get_json()["data"][0]["task_id"]
    assert desk.post(f"/v1/tasks/{task}/release", json={"agent": "lin"}).get_json()["status"] == "open"
    assert len(desk.get("/v1/worklists/long").get_json()["data"]) == 2


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("get", "/v1/worklists/short", None, 404, "staircase_unknown"),
        ("get", "/v1/worklists/long?limit=0", None, 422, "request_invalid"),
        ("get", "/v1/worklists/long?cursor=nonsense", None, 422, "request_invalid"),
        ("get", "/v1/worklists?days=-1", None, 422, "request_invalid"),
        ("post", "/v1/worklists/long/take", {}, 422, "request_invalid"),
        ("post", "/v1/worklists/long/take", {"agent": "a", "count": 101}, 422, "request_invalid"),
        ("post", "/v1/worklists/short/take", {"agent": "a"}, 404, "staircase_unknown"),
        ("post", "/v1/tasks/t_none/result", {"agent": "a", "result": "sold"}, 404, "task_unknown"),
        ("post", "/v1/tasks/t_none/release", {"agent": "a"}, 404, "task_unknown"),
        ("post", "/v1/tasks/t_none/result", {"agent": "a"}, 422, "request_invalid"),
        (
            "post",
            "/v1/tasks/t_none/result",
            {"agent": "a", "result": "sold", "follow_up_at": "tomorrow"},
            422,
            "request_invalid",
        ),
    ],
)
def test_what_is_wrong_is_told(desk, method, path, body, status, code):
    """With a stable code, and nothing changes."""
    answer = getattr(desk, method)(path, **({"json": body} if body is not None else {}))
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert len(desk.get("/v1/worklists/long").get_json()["data"]) == 2


def test_a_task_of_somebody_else_is_not_changed(desk):
    """409 for the wrong agent, 422 for a result that the staircase does not know."""
    task = desk.post("/v1/worklists/long/take", json={"agent": "lin"}).get_json()["data"][0]["task_id"]
    other = desk.post(f"/v1/tasks/{task}/result", json={"agent": "wu", "result": "sold"})
    assert (other.status_code, other.get_json()["code"]) == (409, "task_held")
    wrong = desk.post(f"/v1/tasks/{task}/result", json={"agent": "lin", "result": "bought a car"})
    assert (wrong.status_code, wrong.get_json()["code"]) == (422, "task_result_invalid")
