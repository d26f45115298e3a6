"""GET /v1/experiments/assignments: what a client needs, told anew only when it changed, to whoever may decide."""

import pytest

from service.configuration.edits import replaced
from slotwise.client.assignment import assign
from slotwise.experiments.life import pause, start
from tests.experiments import NOW, experiment
from tests.service.issuing import client_of

PATH = "/v1/experiments/assignments"


@pytest.fixture
def put(service):
    """Puts experiments and holdouts into effect."""

    def run(*experiments, holdouts=()):
        documents = {"experiments": [each.to_json() for each in experiments], "holdouts": list(holdouts)}
        service.configuration.changing.apply(replaced(documents), "tests", "experiments")
        service.configuration.following.tick()

    return run


def test_without_experiments_there_is_nothing_to_assign(client):
    """The form is the same."""
    assert client.get(PATH).get_json() == {"version": 1, "experiments": [], "holdouts": []}


def test_what_runs_is_enough_to_assign(client, put):
    """By the Python client, with the very document that came over HTTP; testers are not in it."""
    put(start(experiment(forced={"tester": "challenger"}), NOW), holdouts=[{"holdout": "g", "share": 0.01}])
    response = client.get(PATH)

    (found,) = assign(response.get_json(), "p_1")
    assert (found.experiment, found.reason) == ("ranker", "assigned")
    assert "tester" not in response.get_data(as_text=True)


def test_it_is_sent_again_only_when_it_changed(client, put):
    """By its tag: not modified, until an act changes what clients do."""
    begun = start(experiment(), NOW)
    put(begun)
    tag = client.get(PATH).headers["ETag"]

    assert client.get(PATH, headers={"If-None-Match": tag}).status_code == 304
    put(pause(begun, NOW, "challenger"))
    again = client.get(PATH, headers={"If-None-Match": tag})
    assert (again.status_code, again.get_json()["experiments"][0]["paused_variants"]) == (200, ["challenger"])
    assert again.headers["Cache-Control"].startswith("private")


def test_a_publishable_key_is_enough(make_app):
    """It is what an app shows; who has no key is refused."""
    app = make_app(auth="keys")

    assert client_of(app, "publishable").get(PATH).status_code == 200
    assert app.test_client().get(PATH).status_code == 401
