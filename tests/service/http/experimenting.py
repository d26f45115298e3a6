"""Experiments over HTTP for tests: a document, an installation that can judge it, and acts on it."""

import pytest

from service.configuration.edits import replaced
from service.experiments import planning
from slotwise.errors import DatasetError
from tests.service.experiments.living import CTR

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
