"""Experiments over HTTP: what is told of them, who may do what, and every mistake with its own problem."""

import pytest

from service.experiments import planning
from service.stores.experiment_reports import ExperimentReports
from tests.service.asking import refused
from tests.service.http.experimenting import DRAFT, WHY, act, caller, hero, with_metrics
from tests.service.issuing import client_of

__all__ = ["caller", "hero"]


def test_experiments_are_listed(caller, hero):
    """In a line each, all or those that stand so."""
    act(caller, "start")

    assert [each["experiment"] for each in caller.get("/v1/experiments").get_json()["data"]] == ["hero"]
    assert caller.get("/v1/experiments?status=draft").get_json()["data"] == []
    assert caller.get("/v1/experiments?status=running").get_json()["data"][0]["share"] == 0.05


def test_a_plan_is_told_of_what_is_written_and_of_what_is_not(caller, hero, monkeypatch):
    """The same command, with the document."""
    monkeypatch.setattr(planning, "plan", lambda data_dir, document, share: {"of": document["experiment"]})

    assert caller.get("/v1/experiments/power?experiment=hero").get_json() == {"plan": {"of": "hero"}}
    draft = {"experiment": {**DRAFT, "experiment": "next"}}
    assert caller.post("/v1/experiments/power", json=draft).get_json() == {"plan": {"of": "next"}}


def test_a_report_is_told_as_json_and_as_a_page(caller, hero, service):
    """The newest one while it runs, the frozen one afterwards; each with a tag and a policy of its own."""
    refused(caller.get("/v1/experiments/hero/report"), 404, "not_measured")
    act(caller, "start")
    reports = ExperimentReports(service.database)
    reports.put("hero", {"phase": 1, "verdict": {"code": "keep_going"}}, "<h1>hero</h1>", (0, 10), 1_000)
    told = caller.get("/v1/experiments/hero/report")
    page = caller.get("/v1/experiments/hero/report", headers={"Accept": "text/html"})

    assert told.get_json()["report"]["verdict"]["code"] == "keep_going"
    assert (
        page.get_data(as_text=True)
        == "<h1>hero</h1>"
        == caller.get("/v1/experiments/hero/report.html").get_data(as_text=True)
    )
    assert "sandbox" in page.headers["Content-Security-Policy"]
    assert caller.get("/v1/experiments").get_json()["data"][0]["verdict"] == {"code": "keep_going"}
    reports.freeze("hero", 1, {"phase": 1, "verdict": {"code": "ship"}}, "<h1>last</h1>", 2_000)
    frozen = caller.get("/v1/experiments/hero/report?phase=1").get_json()
    assert (frozen["frozen"], frozen["report"]["verdict"]["code"]) == (True, "ship")


def test_a_report_is_made_beside_the_caller(caller, hero, service, monkeypatch):
    """The answer comes at once."""
    begun = []
    monkeypatch.setattr(type(service.experiments.reporting), "begin", lambda self, name: begun.append(name))
    answer = caller.post("/v1/experiments/hero/report")

    assert (answer.status_code, answer.get_json(), begun) == (202, {"experiment": "hero", "begun": True}, ["hero"])


def test_what_a_unit_gets_is_told_with_the_reason(caller, hero):
    """Of anybody, without a decision; the same each time."""
    url = "/v1/experiments/hero/assignment"
    assert caller.post(url, json={"person": {"id": "a"}}).get_json()["reason"] == "not_running"
    act(caller, "start", share=1.0)
    told = caller.post(url, json={"person": {"id": "a"}}).get_json()

    assert (told["reason"], told["unit"], told["probability"]) == ("assigned", "a", 0.5)
    assert told == caller.post(url, json={"person": {"id": "a"}}).get_json()
    assert caller.post(url, json={}).get_json()["reason"] == "no_unit"
    forced = caller.post(url, json={"person": {"id": "a"}, "forced": "bold"}).get_json()
    assert (forced["reason"], forced["variant"]) == ("forced", "bold")


def test_who_reads_does_not_write(make_app):
    """A key for reading sees experiments and may plan; to change one it needs the other scope."""
    app = with_metrics(make_app(auth="keys"))
    reads, writes = client_of(app, "secret", "experiments"), client_of(app, "secret", "experiments:write")

    assert reads.get("/v1/experiments").status_code == 200
    refused(reads.post("/v1/experiments", json={"experiment": DRAFT, **WHY}), 403, "scope_missing")
    made = writes.post("/v1/experiments", json={"experiment": DRAFT, "reason": "to see"})
    assert made.status_code == 201
    assert reads.get("/v1/experiments/hero/history").get_json()["data"][0]["author"].startswith("key ")
    refused(writes.get("/v1/experiments"), 403, "scope_missing")


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("get", "/v1/experiments/nobody", None, 404, "experiment_unknown"),
        ("get", "/v1/experiments/nobody/report", None, 404, "experiment_unknown"),
        ("get", "/v1/experiments/nobody/history", None, 404, "experiment_unknown"),
        ("get", "/v1/experiments?status=lost", None, 422, "request_invalid"),
        ("get", "/v1/experiments/power", None, 422, "request_invalid"),
        ("get", "/v1/experiments/power?experiment=nobody", None, 404, "experiment_unknown"),
        ("post", "/v1/experiments/nobody/assignment", {}, 404, "experiment_unknown"),
    ],
)  # fmt: skip
def test_mistakes_are_told(caller, hero, method, path, body, status, code):
    """Everything that is not there or not as it should be has a problem of its own."""
    refused(getattr(caller, method)(path, **({} if body is None else {"json": body})), status, code)
