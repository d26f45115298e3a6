"""A probe from end to end: events come in over HTTP, a threshold is crossed, the receiver is told, the API says so."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from service.app import EXTENSION
from service.stores.revisions import Revision
from service.webhooks import webhook_key
from slotwise.configuration import Configuration
from slotwise.signing import HEADER, parse, signature_of, text_of

SECRET = "a secret of the test's own"
METRIC = {
    "metric": "leave_rate", "title": "Left", "kind": "experience", "numerator": {"type": "leave"},
    "denominator": {"type": "start"}, "unit": "share", "owner": "o",
}  # fmt: skip


@pytest.fixture
def receiver():
    """A receiver of webhooks that is busy at first: its address and what it took."""
    took = []

    class Handler(BaseHTTPRequestHandler):
        tries = 0

        def do_POST(self):
            Handler.tries += 1
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if Handler.tries > 1:
                took.append((self.path, dict(self.headers), body))
            self.send_response(503 if Handler.tries == 1 else 200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/alarms", took
    server.shutdown()
    server.server_close()


def send(client, number, kind):
    """Forty persons do something now."""
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 5))
    events = [
        {"event_id": f"{number}-{kind}-{n}", "type": kind, "occurred_at": now, "person": {"id": f"q{n}"}}
        for n in range(40)
    ]
    assert client.post("/v1/events", json={"events": events}).status_code == 202


@pytest.mark.slow
def test_a_crossing_is_told_while_it_happens(make_app, receiver):
    """Fired once, signed, tried again; standing in the API until the value is back."""
    url, took = receiver
    app = make_app(webhooks_anywhere=True, secret=SECRET)
    service, client = app.extensions[EXTENSION], app.test_client()
    probe = {
        "probe": "left", "title": "Left", "metric": "leave_rate", "window": "1h", "min_sample": 20, "owner": "o",
        "threshold": {"kind": "absolute", "above": 0.6}, "webhook": url,
    }  # fmt: skip
    configuration = Configuration.load({"metrics": [METRIC], "probes": [probe]})
    made = Revision(1, 0, 0, "lin", "watch", None, configuration.digests)
    service.configuration.history.add(configuration, made)
    service.configuration.following.tick()
    send(client, 1, "start")
    send(client, 1, "leave")
    assert service.watching.tick()
    assert service.watching.tick()
    service.watching.telling.finish()

    (seen,) = client.get("/v1/probes").get_json()["data"]
    assert (seen["state"], seen["value"], seen["firing"]) == ("crossed", 1.0, True)
    ((path, headers, body),) = took
    told = json.loads(body)
    assert (told["event"], told["probe"], told["threshold"]) == ("fired", "left", 0.6)
    signed = parse(headers[HEADER])
    text = text_of("POST", path, body, signed.time, signed.nonce)
    assert signature_of(bytes.fromhex(webhook_key(SECRET.encode())), text) == signed.signature

    for number in (2, 3):
        send(client, number, "start")
    service.watching.tick()
    service.watching.telling.finish()
    found = client.get("/v1/probes").get_json()
    assert found["data"][0]["firing"] is False
    assert found["alarms"][0]["ended_at"] is not None
    assert json.loads(took[-1][2])["event"] == "ended"
