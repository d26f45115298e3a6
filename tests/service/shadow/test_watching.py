"""Watching: the real process, from the command that starts a shadow to what it found and the command that ends it."""

import time

import pytest

from service.settings import read_settings
from service.shadow.watching import environment
from slotwise import shelf
from tests.service.asking import decide
from tests.service.conftest import NAME


def test_the_process_gets_the_same_settings(service):
    """Everything that is not a default goes along, secrets too."""
    found = environment(service.settings)

    assert read_settings(found) == service.settings


@pytest.mark.slow
def test_a_version_scores_live_requests_unseen(client, service, acts, other_folder):
    """Its findings are told over HTTP; answers are the champion's; the process ends with the shadow."""
    shelf.publish(service.models.shelf, NAME, "2", other_folder, "challenger")
    acts.start("challenger", 1.0, "ann", "why")
    service.configuration.following.tick()
    service.shadow.tick()
    child = service.shadow._child
    until = time.monotonic() + 120
    try:
        while time.monotonic() < until:
            answer = decide(client, person={"id": "p1"}, deadline_ms=60_000)
            assert answer["touchpoints"][0]["model"]["version"] == "1"
            told = client.get("/v1/shadow").get_json()
            if told["found"] and told["found"]["answers"] >= 5:
                break
            time.sleep(0.2)
        assert told["shadow"]["version"] == "2"
        assert told["found"]["model"] == {"name": NAME, "version": "2"}
        assert told["found"]["touchpoints"]["home"]["levels"]["shadow"].keys() == {"blend"}
        acts.stop("ann", "seen enough")
        service.configuration.following.tick()
        service.shadow.tick()
        assert child.poll() is not None
        assert client.get("/v1/shadow").get_json()["shadow"] is None
        assert client.get("/v1/shadow").get_json()["found"]["answers"] >= 5
    finally:
        service.shadow.stop()
