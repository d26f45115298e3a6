"""The whole service on PostgreSQL and Redis, chosen by two URLs: the same answers, and what happens without each."""

import time

import pyarrow.parquet as pq
import pytest

from service.app import EXTENSION
from service.export.installed import exporter
from service.stores.assignments import Assignments
from service.stores.revisions import Revision
from slotwise.configuration import Configuration
from slotwise.experiments import life
from tests.proxy import proxied
from tests.service.asking import click, decide, refused
from tests.service.serving import free_port
from tests.service.variants.conftest import BEGAN, document, read

pytestmark = pytest.mark.slow
CLICK = {"event_id": "late", "type": "click", "person": {"id": "p"}, "product_id": "p1"}


@pytest.fixture
def servers(postgres_url, redis_server):
    """URLs of PostgreSQL and Redis by way of proxies, and the proxies."""
    with proxied(postgres_url) as (database, before), proxied(redis_server) as (states, beside):
        yield {"database": database, "states": states}, before, beside


def level(answer):
    """The service level of an answer's first touchpoint."""
    return answer["touchpoints"][0]["service_level"]


def soon(work, seconds=10.0):
    """Try until an assertion holds; return what comes of it."""
    until = time.monotonic() + seconds
    while True:
        try:
            return work()
        except (AssertionError, KeyError):
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def test_two_urls_change_nothing_else(servers, make_app):
    """What was clicked on is known in the next answer, and the event is in the log."""
    urls, _, _ = servers
    app = make_app(**urls)
    client, service = app.test_client(), app.extensions[EXTENSION]
    soon(lambda: click(client, "p", "p1", "p2"))
    answer = decide(client, person={"id": "p"})

    assert answer["person"]["known"]
    assert level(answer) == "ranker"
    assert [each.event.product_id for each in service.events.since(0, 0, 10)] == ["p1", "p2"]
    assert service.states.read("p").seq == 2


def test_without_the_database_events_are_refused_and_decisions_go_on(servers, make_app):
    """503 with Retry-After and nothing acknowledged; persons are still known from Redis; healed by itself."""
    urls, before, _ = servers
    client = make_app(**urls).test_client()
    soon(lambda: click(client, "p", "p1", "p2"))
    before.fault = "refuse"
    response = client.post("/v1/events", json={"events": [CLICK]})
    refused(response, 503, "store_unavailable")
    assert int(response.headers["Retry-After"]) > 0
    answer = decide(client, person={"id": "p"})
    assert answer["person"]["known"]
    assert level(answer) == "ranker"
    assert level(decide(client, person={"id": "unknown"})) == "popular"
    before.fault = ""

    def again():
        sent = client.post("/v1/events", json={"events": [CLICK]})
        assert sent.status_code == 202
        return sent.get_json()

    assert soon(again)["accepted"] == 1


def test_without_both_the_answer_says_so(servers, make_app):
    """Nothing is known of the person, so nothing pretends to be for them; the answer comes all the same, and soon."""
    urls, before, beside = servers
    client = make_app(**urls).test_client()
    soon(lambda: click(client, "p", "p1", "p2"))
    before.fault = beside.fault = "blackhole"
    decide(client, person={"id": "p"})
    started = time.monotonic()
    for _ in range(10):
        answer = decide(client, person={"id": "p"})
        assert level(answer) == "popular"
    assert time.monotonic() - started < 5.0
    before.fault = beside.fault = ""

    soon(lambda: _known(client))


def test_without_redis_the_database_answers(servers, make_app):
    """Persons stay known and events stay accepted, whatever becomes of the copies."""
    urls, _, beside = servers
    client = make_app(**urls).test_client()
    soon(lambda: click(client, "p", "p1"))
    beside.fault = "refuse"
    soon(lambda: click(client, "p", "p2", start=1))

    assert level(decide(client, person={"id": "p"})) == "ranker"


def test_it_starts_without_any_server(make_app):
    """With both closed the service is there, answers decisions, and says that it cannot take events."""
    port = free_port()
    urls = {"database": f"postgresql://postgres@127.0.0.1:{port}/none", "states": f"redis://127.0.0.1:{port}/0"}
    client = make_app(**urls).test_client()

    assert level(decide(client, person={"id": "p"})) == "popular"
    refused(client.post("/v1/events", json={"events": [CLICK]}), 503, "store_unavailable")


def _known(client):
    answer = decide(client, person={"id": "p"})
    assert answer["person"]["known"]
    assert level(answer) == "ranker"


def test_experiments_are_logged_exported_and_erased(postgres_url, make_app, tmp_path):
    """The row of the exposure log comes with its decision, leaves with the export, and goes with its person."""
    app = make_app(database=postgres_url)
    client, service = app.test_client(), app.extensions[EXTENSION]
    running = life.start(read(document({"variant": "same"})), BEGAN)
    made, history = Configuration.load({"experiments": [running.to_json()]}), service.configuration.history
    history.add(made, Revision(1, 0, BEGAN, "ann", "test", None, made.digests))
    service.configuration.following.tick()
    decisions = {who: decide(client, person={"id": who})["decision_id"] for who in ("anna", "bert")}
    service.background.log.flush()
    folder = tmp_path / "export"
    exporter(service.settings, service.database).run(folder)
    rows = [row for path in (folder / "assignments").glob("*.parquet") for row in pq.read_table(path).to_pylist()]

    assert {row["unit"]: row["decision_id"] for row in rows} == decisions
    assert {(row["experiment"], row["phase"], row["reason"]) for row in rows} == {("e", 1, "assigned")}
    assert client.delete("/v1/persons/anna").status_code in (200, 202)
    assert [row[2] for batch in Assignments(service.database).between(0, 2**60) for row in batch] == ["bert"]
