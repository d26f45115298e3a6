"""The client against the real service over real HTTP."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from slotwise.client import Busy, Client, Forbidden, Invalid, Placement
from tests.service.sdk.conftest import new_key
from tests.service.serving import serving

pytestmark = pytest.mark.slow
STATE = "import sys, slotwise.client; print([m for m in ('numpy', 'flask', 'pydantic', 'orjson') if m in sys.modules])"


def person(name):
    """A person of a test's own: the service is shared."""
    return f"{name}-{time.time_ns()}"


def test_it_needs_the_standard_library_only():
    """An app server does not want the engine's libraries."""
    found = subprocess.run([sys.executable, "-c", STATE], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "[]"


def test_a_decision_is_typed(client):
    """Placements with their tokens, reasons when asked for, and the scene found from the context."""
    answer = client.decide(
        ["home", {"touchpoint": "bill", "slots": 1}], person("p"), {"data_used_ratio": 1.2}, explain="reason"
    )

    assert answer.scene == "over_quota"
    assert [each.slot for each in answer["home"]] == list(range(1, len(answer["home"]) + 1))
    assert answer["home"][0].reason.text
    assert answer["home"][0].token
    assert len(answer["bill"]) == 1
    assert answer.slates["home"].service_level


def test_events_reach_the_log_and_the_next_decision(client):
    """What was clicked is known at once: the person is known afterwards, each event is accepted once."""
    who = person("p")
    first = client.decide(["home"], who)
    placement = first["home"][0]
    ids = [
        client.exposure(placement),
        client.click(placement),
        client.view(placement),
        client.start(placement),
        client.step(placement, "options"),
        client.leave(placement, "options", context={"channel": "app"}),
        client.convert(placement, 59.0, "CNY"),
        client.dismiss(placement),
        client.event("x.shared", person=who, product_id=placement.product_id),
    ]

    assert client.flush(10)
    assert len(set(ids)) == 9
    assert (client.counts.accepted, client.counts.refused) == (9, 0)
    assert not first.known
    assert client.decide(["home"], who).known


def test_an_answer_that_is_lost_does_not_count_twice(client, gate):
    """The batch was stored, its receipt was not read: the same ids go again and are duplicates."""
    client.event("click", person=person("p"), product_id="p1")
    gate.faults.append("stored")

    assert client.flush(10)
    assert client.counts.duplicate + client.counts.accepted == 1
    assert gate.calls[0][1] == gate.calls[1][1]


def test_a_retry_after_is_heeded(client, gate):
    """The service says when; the events wait until then."""
    gate.faults.append(503)
    gate.headers["Retry-After"] = "1"
    started = time.monotonic()
    client.event("click", person=person("p"), product_id="p1")

    assert client.flush(10)
    assert time.monotonic() - started >= 1.0
    assert (client.counts.accepted, client.counts.retries) == (1, 1)


def test_an_event_never_raises(client, gate):
    """Not for nobody, not for what is no JSON, not for what the service refuses: it is counted."""
    refused = []
    with Client(gate.url, on_refused=lambda event, problem: refused.append(problem["code"])) as quiet:
        assert quiet.event("click", product_id="p1") == ""
        assert quiet.event("click", person="p", value=float("nan")) == ""
        assert quiet.event("no such type", person="p")
        assert quiet.click(Placement("home", 1, "c", "p1", "d", token="forged", person={"id": "p"}))
        assert quiet.flush(10)

    assert (quiet.counts.given, quiet.counts.dropped, quiet.counts.refused) == (4, 2, 2)
    assert "token_invalid" in refused


def test_a_decision_that_cannot_be_had_raises(client, gate):
    """What is wrong is typed: the application shows its own contents then."""
    with pytest.raises(Invalid) as wrong:
        client.decide([], "p")
    gate.faults.append(503)
    with pytest.raises(Busy):
        client.decide(["home"])

    assert wrong.value.errors[0]["pointer"] == "/touchpoints"


def test_a_decision_sent_twice_is_the_same(client, gate):
    """A connection that was closed meanwhile costs no second decision: the request id is the client's own."""
    client.decide(["home"])
    gate.faults.append("stored")
    answer = client.decide(["home"], person("p"))
    sent = [body for path, body in gate.calls if path == "/v1/decisions"]

    assert sent[-1] == sent[-2]
    assert answer.request_id.encode() in sent[-1]


def test_a_key_is_shown(published, tmp_path):
    """With it everything works; without it, or with nobody's, the problem is typed."""
    folder = Path(shutil.copytree(published, tmp_path / "data"))
    key = new_key(folder, "secret", "--scope", "decide", "--scope", "events")
    with serving(folder, "--workers", "1", auth="keys") as (url, _):
        with Client(url, key, timeout=5.0) as allowed:
            allowed.click(allowed.decide(["home"], "p")["home"][0])
            assert allowed.flush(10)
        with Client(url, "sk_nobodys", timeout=5.0) as refused:
            refused.event("click", person="p", product_id="p1")
            with pytest.raises(Forbidden):
                refused.decide(["home"], "p")

    assert (allowed.counts.accepted, refused.counts.accepted, refused.counts.refused) == (1, 0, 1)


def test_a_process_that_ends_delivers_first(address, gate):
    """No close and no flush: the last event is delivered all the same."""
    program = "import sys; from slotwise.client import Client; Client(sys.argv[1]).event('view', person='p')"
    subprocess.run([sys.executable, "-c", program, gate.url], check=True, timeout=60)

    assert [path for path, _ in gate.calls] == ["/v1/events"]


def test_experiments_are_assigned_by_the_client(client):
    """Where none runs there is nothing; what is published is had with the very key that decides."""
    assert client.assignments("p_1", "s_1") == []
