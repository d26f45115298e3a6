"""Acts on experiments over HTTP: from a draft to what is put away, by whom, and of which state they were made."""

import pytest

from service.experiments import planning
from tests.service.asking import refused
from tests.service.http.experimenting import DRAFT, WHY, act, caller, hero, with_metrics
from tests.service.issuing import bearer, client_of, issue

__all__ = ["caller", "hero"]


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


def test_a_version_that_is_not_on_the_shelf_cannot_be_started(caller, hero):
    """The variant and the place are named."""
    variants = [DRAFT["variants"][0], {**DRAFT["variants"][1], "model": "77"}]
    caller.put("/v1/experiments/hero", json={"experiment": {**DRAFT, "variants": variants}, **WHY})
    problem = refused(caller.post("/v1/experiments/hero/start", json=WHY), 409, "experiment_invalid")

    assert problem["errors"][0]["pointer"] == "/variants/1/model"
    assert "bold: the shelf has no version" in problem["detail"]


def test_a_stop_has_the_last_report_made_beside_the_caller(caller, hero, service, monkeypatch):
    """The answer comes at once; a stop that is refused begins nothing."""
    begun = []
    monkeypatch.setattr(type(service.experiments.reporting), "begin", lambda self, name: begun.append(name))
    act(caller, "stop", status=409)
    assert begun == []
    act(caller, "start")
    assert begun == []
    act(caller, "stop")
    assert begun == ["hero"]


@pytest.mark.parametrize("tag", ["stale", '"stale"', 'W/"stale"'])
def test_an_act_on_another_state_than_the_one_seen_is_refused(caller, hero, tag):
    """As any act is, however the tag is written; the experiment is what it was."""
    seen = caller.get("/v1/experiments/hero").headers["ETag"]
    refused(caller.post("/v1/experiments/hero/start", json=WHY, headers={"If-Match": tag}), 412, "precondition_failed")

    assert caller.get("/v1/experiments/hero").headers["ETag"] == seen


@pytest.mark.parametrize("form", ["{}", '"{}"', 'W/"{}"', "*", ""])
def test_an_act_on_the_state_that_was_seen_is_done(caller, hero, form):
    """And on any state where the caller says so, or says nothing; the answer has the tag of the next act."""
    answer = caller.post("/v1/experiments/hero/start", json=WHY, headers={"If-Match": form.format(hero["tag"])})
    assert answer.status_code == 200, answer.get_json()
    told = answer.get_json()["experiment"]

    assert answer.headers["ETag"].strip('"') == told["tag"] != hero["tag"]
    assert answer.headers["ETag"] == caller.get("/v1/experiments/hero").headers["ETag"]
    act(caller, "ramp", share=0.5, headers={"If-Match": answer.headers["ETag"]})


def test_an_act_made_of_another_revision_is_refused(caller, hero):
    """With a tag beside it as a precondition that failed, without one as a conflict; the right one is taken."""
    newest = caller.get("/v1/configuration").headers["ETag"].strip('"')
    old = {**WHY, "parent": int(newest) - 1}
    refused(caller.post("/v1/experiments/hero/start", json=old), 409, "revision_conflict")
    refused(caller.post("/v1/experiments/hero/start", json=old, headers={"If-Match": "*"}), 412, "precondition_failed")

    assert act(caller, "start", parent=int(newest))["revision"] == int(newest) + 1


def test_an_act_is_in_effect_when_it_is_answered(caller, hero):
    """On the worker that took it: whoever asks next is told what the act made."""
    revision = act(caller, "start", share=1.0)["revision"]

    assert caller.get("/readyz").get_json()["checks"]["configuration"] == {"ok": True, "revision": revision}
    told = caller.post("/v1/experiments/hero/assignment", json={"person": {"id": "a"}}).get_json()
    assert told["reason"] == "assigned"


def test_the_same_document_again_is_no_revision(caller, hero):
    """Nothing has changed, so nothing stands in the history."""
    again = caller.put("/v1/experiments/hero", json={"experiment": DRAFT, **WHY}).get_json()

    assert (again["revision"], again["experiment"]["tag"]) == (None, hero["tag"])
    assert len(caller.get("/v1/experiments/hero/history").get_json()["data"]) == 1


def test_what_acts_wrote_stays_when_the_document_is_written_again(caller, hero):
    """Whoever keeps experiments in files need not know of phases."""
    act(caller, "start")
    again = {"experiment": {**DRAFT, "title": "Bolder"}, **WHY}
    told = caller.put("/v1/experiments/hero", json=again).get_json()["experiment"]

    assert (told["title"], told["status"], told["phase"]) == ("Bolder", "running", 1)


def test_a_new_experiment_is_answered_with_its_warnings_and_its_tag(caller):
    """201, and the tag of the draft; a variant that nobody gets is told."""
    variants = [{**DRAFT["variants"][0], "weight": 1.0}, {**DRAFT["variants"][1], "weight": 0.0}]
    answer = caller.post("/v1/experiments", json={"experiment": {**DRAFT, "variants": variants}, **WHY})

    assert answer.status_code == 201
    assert answer.get_json()["warnings"] == ["nobody gets 'bold'"]
    assert answer.headers["ETag"] == caller.get("/v1/experiments/hero").headers["ETag"]


def test_what_is_taken_away_has_no_tag(caller, hero):
    """But a revision, with who took it away and why."""
    answer = caller.delete("/v1/experiments/hero?reason=mistake&author=wu")
    assert "ETag" not in answer.headers
    made = caller.get(f"/v1/configuration/revisions/{answer.get_json()['revision']}").get_json()["made"]

    assert (made["author"], made["reason"]) == ("wu", "mistake")


def test_an_experiment_pauses_as_a_whole_too(caller, hero):
    """Every variant rests until the pause ends; one that does not rest cannot be resumed."""
    act(caller, "start")
    paused = act(caller, "pause")["experiment"]
    assert (paused["status"], [each["paused"] for each in paused["variants"]]) == ("paused", ["to see", "to see"])
    resumed = act(caller, "resume")["experiment"]
    assert (resumed["status"], [each["paused"] for each in resumed["variants"]]) == ("running", [None, None])
    act(caller, "resume", variant="bold", status=409)


def test_who_names_nobody_is_told_by_their_key(make_app):
    """An act has an author also when the caller names none; a name that is given goes before it."""
    app = with_metrics(make_app(auth="keys"))
    issued = issue(app, "secret", "experiments", "experiments:write")
    writes, headers = app.test_client(), bearer(issued.key)
    writes.post("/v1/experiments", json={"experiment": DRAFT, "reason": "to see"}, headers=headers)
    writes.post("/v1/experiments/hero/archive", json=WHY, headers=headers)
    told = writes.get("/v1/experiments/hero/history", headers=headers).get_json()["data"]

    assert [each["author"] for each in told] == ["lin", f"key {issued.stored.key_id}"]


def test_every_act_needs_the_scope_of_acting(make_app):
    """A key that only reads is refused each of them, and nothing is written."""
    app = with_metrics(make_app(auth="keys"))
    reads, writes = client_of(app, "secret", "experiments"), client_of(app, "secret", "experiments:write")
    writes.post("/v1/experiments", json={"experiment": DRAFT, **WHY})
    tag = reads.get("/v1/experiments/hero").headers["ETag"]
    for name in ("start", "ramp", "pause", "resume", "stop", "archive", "phase"):
        refused(reads.post(f"/v1/experiments/hero/{name}", json={**WHY, "share": 0.5}), 403, "scope_missing")
    refused(reads.put("/v1/experiments/hero", json={"experiment": DRAFT, **WHY}), 403, "scope_missing")
    refused(reads.delete("/v1/experiments/hero?reason=mistake"), 403, "scope_missing")

    assert reads.get("/v1/experiments/hero").headers["ETag"] == tag


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("post", "/v1/experiments/nobody/start", WHY, 404, "experiment_unknown"),
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
        ("post", "/v1/experiments/hero/resume", WHY, 409, "experiment_invalid"),
        ("post", "/v1/experiments/hero/phase", {**WHY, "experiment": {"unit": "session"}}, 409, "experiment_invalid"),
        ("post", "/v1/experiments/hero/pause", {**WHY, "variant": ""}, 422, "request_invalid"),
        ("post", "/v1/experiments/hero/start", {**WHY, "unknown": 1}, 422, "request_invalid"),
        ("post", "/v1/experiments/nobody/archive", WHY, 404, "experiment_unknown"),
        ("delete", "/v1/experiments/hero", None, 422, "request_invalid"),
    ],
)  # fmt: skip
def test_mistakes_are_told(caller, hero, method, path, body, status, code):
    """An act that cannot be, or is not asked for as it should be, has a problem of its own."""
    refused(getattr(caller, method)(path, **({} if body is None else {"json": body})), status, code)
