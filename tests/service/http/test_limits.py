"""Limits on callers."""

import pytest

from service.app import EXTENSION
from service.http.limits import address_of
from service.waiting import tell
from tests.service.asking import body, decide, refused
from tests.service.issuing import bearer, issue

SLOW = {"rate_key": 3.0, "rate_address": 2.0, "rate_burst_seconds": 1.0, "workers": 1}


def ask(app, key, **environ):
    """Ask for a decision with a key."""
    return app.test_client().post("/v1/decisions", json=body(), headers=bearer(key), environ_base=environ)


def test_a_key_has_its_rate(make_app):
    """Whatever address it comes from; the answer says how much is left and when to come again."""
    app = make_app(auth="keys", **SLOW)
    key = issue(app, "publishable").key
    answers = [ask(app, key, REMOTE_ADDR=f"10.0.0.{number}") for number in range(5)]

    assert [each.status_code for each in answers[:3]] == [200] * 3
    refused(answers[3], 429, "rate_exceeded")
    assert int(answers[3].headers["Retry-After"]) >= 1
    assert '"key";q=3;w=1' in answers[0].headers["RateLimit-Policy"]
    assert '"key";r=2;t=0' in answers[0].headers["RateLimit"]


def test_an_address_has_its_rate(make_app):
    """One caller does not use up what all have."""
    app = make_app(auth="keys", **SLOW)
    key = issue(app, "publishable").key
    answers = [ask(app, key, REMOTE_ADDR="10.0.0.1") for _ in range(3)]

    assert [each.status_code for each in answers] == [200, 200, 429]
    assert ask(app, key, REMOTE_ADDR="10.0.0.2").status_code in (200, 429)


def test_a_secret_key_has_a_rate_if_it_was_given_one(make_app):
    """Servers are trusted unless told otherwise."""
    app = make_app(auth="keys", **SLOW)
    free, slow = issue(app, "secret", "decide").key, issue(app, "secret", "decide", rate=1.0).key

    assert [ask(app, free).status_code for _ in range(10)] == [200] * 10
    assert [ask(app, slow).status_code for _ in range(2)] == [200, 429]


def test_every_worker_has_its_share(make_app):
    """Two of them let pass half each."""
    app = make_app(auth="keys", **{**SLOW, "workers": 2, "rate_key": 4.0, "rate_address": 0.0})
    key = issue(app, "publishable").key

    assert [ask(app, key).status_code for _ in range(3)] == [200, 200, 429]


def test_who_tries_keys_out_is_slowed_down(make_app):
    """A wrong key costs its address as much as a right one."""
    app = make_app(auth="keys", **SLOW)

    assert [ask(app, "nonsense").status_code for _ in range(3)] == [401, 401, 429]


def test_many_addresses_do_not_fill_the_memory(make_app):
    """The buckets of those that are gone are forgotten."""
    app = make_app(auth="keys", rate_entries=50, **SLOW)
    for number in range(120):
        ask(app, "nonsense", REMOTE_ADDR=f"10.0.{number}.1")
    held = [cell for hook in app.before_request_funcs[None] for cell in (hook.__closure__ or ())]
    limits = next(each.cell_contents for each in held if type(each.cell_contents).__name__ == "Limits")

    assert len(limits._addresses) == 50


def test_what_has_waited_too_long_is_shed(make_app):
    """It is refused with a time to come again; decisions are answered, on a lower step when there is no time."""
    app = make_app()
    tell(3.0)
    try:
        response = app.test_client().get("/v1/models")
        answer = decide(app.test_client())
    finally:
        tell(0.0)

    refused(response, 503, "overloaded")
    assert response.headers["Retry-After"]
    assert answer["touchpoints"][0]["service_level"] == "popular"


def test_events_wait_longer_before_they_are_shed(make_app):
    """Nobody looks on, and sending them again is more work; of a call that was refused nothing is stored."""
    app = make_app()

    def send(number):
        event = {"event_id": f"e{number}", "type": "click", "person": {"id": "p"}, "product_id": "p1"}
        return app.test_client().post("/v1/events", json={"events": [event]})

    try:
        tell(3.0)
        taken = send(1)
        tell(6.0)
        response = send(2)
    finally:
        tell(0.0)

    assert taken.status_code == 202
    refused(response, 503, "overloaded")
    assert response.headers["Retry-After"]
    assert app.extensions[EXTENSION].events.last() == 1


@pytest.mark.parametrize(
    ("remote", "forwarded", "proxies", "address"),
    [
        ("1.2.3.4", "", 0, "1.2.3.4"),
        ("1.2.3.4", "9.9.9.9", 0, "1.2.3.4"),
        ("1.2.3.4", "9.9.9.9", 1, "9.9.9.9"),
        ("1.2.3.4", "6.6.6.6, 9.9.9.9", 1, "9.9.9.9"),
        ("1.2.3.4", "6.6.6.6, 9.9.9.9", 2, "6.6.6.6"),
        ("1.2.3.4", "", 1, "1.2.3.4"),
        ("1.2.3.4", "nonsense", 1, "unknown"),
        ("2001:db8:1:2:3:4:5:6", "", 0, "2001:db8:1:2::/64"),
        ("::ffff:1.2.3.4", "", 0, "1.2.3.4"),
        ("", "", 0, "unknown"),
    ],
)
def test_whose_address_it_is(app, remote, forwarded, proxies, address):
    """What a caller writes into the header does not count beyond our own proxies; a network of IPv6 is one caller."""
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    with app.test_request_context("/", headers=headers, environ_base={"REMOTE_ADDR": remote}) as context:
        assert address_of(context.request, proxies) == address
