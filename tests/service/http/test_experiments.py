"""Experiments over HTTP: from a draft to its frozen report, who may do what, and every mistake with its own problem."""

import pytest

from service.configuration.edits import replaced
from service.experiments import planning
from service.stores.experiment_reports import ExperimentReports
from slotwise.errors import DatasetError
from tests.service.asking import refused
from tests.service.experiments.living import CTR
from tests.service.issuing import client_of

DRAFT = {
    "experiment": "hero", "hypothesis": "bolder is better", "control": "control", "primary": {"metric": "ctr"},
    "variants": [{"variant": "control", "weight": 0.5}, {"variant": "bold", "weight": 0.5, "model": "1"}],
    "share": 0.05, "owner": "home",
}  # fmt: skip
WHY = {"reason": "to see", "author": "lin"}


def with_metrics(app):
    """Give an application a dictionary to judge by."""
    app.extensions["slotwise"].configuration.changing.apply(replaced({"metrics": [CTR]}), "lin", "the dictionary")
    return app


@pytest.fixture
def caller(app, monkeypatch):
    """A client of an installation with a dictionary, whose power nobody can tell yet."""

    def nothing(data_dir, document, share):
        raise DatasetError("there is no log yet")

    monkeypatch.setattr(planning, "plan", nothing)
    return with_metrics(app).test_client()


@pytest.fixture
def hero(caller):
    """A draft."""
    answer = caller.post("/v1/experiments", json={"experiment": DRAFT, **WHY})
    assert answer.status_code == 201, answer.get_json()
    return answer.get_json()["experiment"]


def act(caller, name, status=200, headers=None, **fields):
    """Do something with the experiment."""
    answer = caller.post(f"/v1/experiments/hero/{name}", json={**WHY, **fields}, headers=headers)
    assert answer.status_code == status, answer.get_json()
    return answer.get_json()


def test_a_life_over_http(caller, hero):
    """Written, started, ramped, paused, resumed, given a new phase, stopped and put away; all of it is history."""
    assert (hero["status"], hero["document"]["share"]) == ("draft", 0.05)
    started = act(caller, "start")
    assert started["experiment"]["status"] == "running"
    assert started["experiment"]["variants"][1]["version"] == "1"
    assert "not known" in started["warnings"][0]
    assert act(caller, "ramp", share=0.5)["experiment"]["share"] == 0.5
    assert act(caller, "pause", variant="bold")["experiment"]["variants"][1]["paused"] == "to see"
    assert act(caller, "resume", variant="bold")["experiment"]["variants"][1]["paused"] is None
    assert act(caller, "phase", experiment={"touchpoints": ["home"]}, share=0.6)["experiment"]["phase"] == 2
    assert act(caller, "stop")["experiment"]["status"] == "stopped"
    assert act(caller, "archive")["experiment"]["status"] == "archived"
    told = caller.get("/v1/experiments/hero/history?limit=50").get_json()["data"]

    assert [each["act"] for each in told] == [
        "archive", "stop", "phase", "resume", "pause", "ramp", "start", "create",
    ]  # fmt: skip
    assert {(each["author"], each["reason"]) for each in told} == {("lin", "to see")}


def test_experiments_are_listed(caller, hero):
    """In a line each, all or those that stand so."""
    act(caller, "start")

    assert [each["experiment"] for each in caller.get("/v1/experiments").get_json()["data"]] == ["hero"]
    assert caller.get("/v1/experiments?status=draft").get_json()["data"] == []
    assert caller.get("/v1/experiments?status=running").get_json()["data"][0]["share"] == 0.05


def test_a_document_is_written_again_by_who_has_seen_it(caller, hero):
    """With the ETag of another state it is a 412; what acts wrote stays."""
    first = caller.get("/v1/experiments/hero")
    again = {"experiment": {**DRAFT, "title": "Bolder"}, **WHY}
    seen = {"If-Match": first.headers["ETag"]}
    changed = caller.put("/v1/experiments/hero", json=again, headers=seen)

    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]
    refused(caller.put("/v1/experiments/hero", json=again, headers=seen), 412, "precondition_failed")
    refused(caller.put("/v1/experiments/hero", json={**again, "parent": 1}), 409, "revision_conflict")
    assert caller.get("/v1/experiments/hero", headers={"If-None-Match": changed.headers["ETag"]}).status_code == 304
    assert caller.get("/v1/experiments/hero").get_json()["title"] == "Bolder"


def test_a_draft_is_taken_away_and_what_was_started_is_kept(caller, hero):
    """As the reason says."""
    assert caller.delete("/v1/experiments/hero?reason=mistake").get_json()["experiment"] is None
    refused(caller.get("/v1/experiments/hero"), 404, "experiment_unknown")
    caller.post("/v1/experiments", json={"experiment": DRAFT, **WHY})
    act(caller, "start")
    refused(caller.delete("/v1/experiments/hero?reason=mistake"), 422, "configuration_invalid")


@pytest.mark.parametrize("ramped", [True, False])
def test_a_start_that_cannot_show_its_effect_is_refused(caller, hero, service, monkeypatch, ramped):
    """Unless it is to be ramped far enough, or somebody says that it shall start all the same."""

    def told(data_dir, document, share):
        return {"reachable": share == 0.5, "days_needed": 90.0, "text": "it takes 90 days", "planned_units": 1_000}

    monkeypatch.setattr(planning, "plan", told)
    problem = refused(caller.post("/v1/experiments/hero/start", json=WHY), 409, "experiment_invalid")

    assert "90 days" in problem["detail"]
    if ramped:
        act(caller, "start", planned_share=0.5)
    else:
        act(caller, "start", override=True)
    assert service.experiments.starting.plans.of("hero", 1)["planned_units"] == 1_000


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
    act(caller, "start")
    act(caller, "stop")
    assert begun == ["hero", "hero"]


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
        ("post", "/v1/experiments/nobody/start", WHY, 404, "experiment_unknown"),
        ("post", "/v1/experiments/nobody/assignment", {}, 404, "experiment_unknown"),
        ("post", "/v1/experiments/hero/start", {}, 422, "request_invalid"),
        ("post", "/v1/experiments/hero/ramp", {**WHY, "share": 2}, 422, "request_invalid"),
        ("post", "/v1/experiments/hero/ramp", {**WHY, "share": 0.5}, 409, "experiment_invalid"),
        ("post", "/v1/experiments/hero/stop", WHY, 409, "experiment_invalid"),
        ("post", "/v1/experiments/hero/pause", {**WHY, "variant": "bold"}, 409, "experiment_invalid"),
        ("post", "/v1/experiments", {"experiment": DRAFT, **WHY}, 409, "revision_conflict"),
        ("post", "/v1/experiments", {"experiment": {**DRAFT, "experiment": "x", "variants": []}, **WHY}, 422,
         "configuration_invalid"),
        ("post", "/v1/experiments", {"experiment": {}, **WHY}, 422, "configuration_invalid"),
        ("put", "/v1/experiments/hero", {"experiment": {**DRAFT, "experiment": "x"}, **WHY}, 422,
         "configuration_invalid"),
    ],
)  # fmt: skip
def test_mistakes_are_told(caller, hero, method, path, body, status, code):
    """Everything that is not there or not as it should be has a problem of its own."""
    refused(getattr(caller, method)(path, **({} if body is None else {"json": body})), status, code)


def test_a_version_that_is_not_on_the_shelf_cannot_be_started(caller, hero):
    """The variant and the place are named."""
    variants = [DRAFT["variants"][0], {**DRAFT["variants"][1], "model": "77"}]
    caller.put("/v1/experiments/hero", json={"experiment": {**DRAFT, "variants": variants}, **WHY})
    problem = refused(caller.post("/v1/experiments/hero/start", json=WHY), 409, "experiment_invalid")

    assert problem["errors"][0]["pointer"] == "/variants/1/model"
    assert "bold: the shelf has no version" in problem["detail"]
