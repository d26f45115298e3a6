"""Authentication: who may not call a route does not reach it."""

import pytest

from service.app import EXTENSION
from slotwise.errors import StoreError
from slotwise.signing import HEADER, sign
from tests.service.asking import body, decide, refused
from tests.service.issuing import bearer, client_of, issue, issuing

EVENT = {"event_id": "e", "type": "click", "person": {"id": "p"}, "product_id": "p1"}


@pytest.fixture
def closed(make_app):
    """An installation that asks for keys."""
    return make_app(auth="keys")


def ask(app, **headers):
    """Ask for a decision with some headers."""
    return app.test_client().post("/v1/decisions", json=body(), headers=headers)


def test_without_a_key_only_public_routes_answer(closed):
    """Health and documents are public; everything else says 401 and what is asked for."""
    client = closed.test_client()
    response = client.post("/v1/decisions", json=body())

    refused(response, 401, "key_missing")
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="slotwise"'
    assert client.get("/livez").status_code == 200


def test_an_open_installation_needs_no_key(client):
    """For tests and benchmarks."""
    assert decide(client)["touchpoints"]


def test_what_does_not_exist_is_not_found(closed):
    """A path that is no route is a 404 for everybody."""
    refused(closed.test_client().get("/nowhere"), 404, "not_found")


def test_a_key_comes_in_either_header(closed):
    """Bearer in any case, or X-Api-Key."""
    key = issue(closed, "publishable").key

    assert ask(closed, **bearer(key)).status_code == 200
    assert ask(closed, Authorization=f"bearer  {key} ").status_code == 200
    assert ask(closed, **{"X-Api-Key": key}).status_code == 200


@pytest.mark.parametrize(
    "given", ["Bearer", "Bearer ", "Bearer x", "Basic dTpw", "sk_a_b", "Bearer sk_é", "Bearer " + "sk_a" * 1_000]
)
def test_what_is_no_key_is_refused(closed, given):
    """401 in one form, whatever it is."""
    response = ask(closed, Authorization=given)

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_revoked_key_ends_without_a_restart(closed):
    """The thread that looks at the keys makes it so on every worker."""
    made = issue(closed, "secret", "decide")
    assert ask(closed, **bearer(made.key)).status_code == 200
    issuing(closed).revoke(made.stored.key_id)
    closed.extensions[EXTENSION].keyring.tick()

    refused(ask(closed, **bearer(made.key)), 401, "key_revoked")


def test_a_missing_scope_is_forbidden(closed):
    """The problem names what is missing."""
    response = client_of(closed, "secret", "events").post("/v1/decisions", json=body())

    assert "decide" in refused(response, 403, "scope_missing")["detail"]


def test_seeing_all_of_an_explanation_needs_its_scope(closed):
    """A publishable key gets reasons, and not what stands behind them."""
    public = client_of(closed, "publishable")

    assert public.post("/v1/decisions", json=body(explain="reason")).status_code == 200
    refused(public.post("/v1/decisions", json=body(explain="full")), 403, "scope_missing")
    refused(public.get("/v1/touchpoints/home/decision?explain=full"), 403, "scope_missing")
    assert (
        client_of(closed, "secret", "decide", "explain")
        .post("/v1/decisions", json=body(explain="full"))
        .get_json()["touchpoints"]
    )


def test_a_beacon_carries_a_publishable_key_in_its_address(closed):
    """For events only, and never a secret key."""
    public, secret = issue(closed, "publishable").key, issue(closed).key
    client = closed.test_client()

    assert client.post(f"/v1/events?key={public}", json={"events": [EVENT]}).status_code == 202
    refused(client.post(f"/v1/events?key={secret}", json={"events": [EVENT]}), 401, "key_missing")
    refused(client.post(f"/v1/decisions?key={public}", json=body()), 401, "key_missing")


def test_a_signed_request_is_taken_once(closed):
    """The bytes as they were sent, with the address as it was sent; on another worker too it is a replay."""
    made = issue(closed, "secret", "decide", signed_only=True)
    data = b'{"touchpoints": [{"touchpoint": "home"}]}'
    headers = {"Content-Type": "application/json", HEADER: sign(made.key, "POST", "/v1/decisions?%C3%A9=%20", data)}
    client = closed.test_client()

    assert client.post("/v1/decisions?%C3%A9=%20", data=data, headers=headers).status_code == 200
    refused(client.post("/v1/decisions?%C3%A9=%20", data=data, headers=headers), 401, "signature_replayed")
    refused(client.post("/v1/decisions", data=data, headers=headers), 401, "signature_invalid")
    refused(ask(closed, **bearer(made.key)), 401, "signature_invalid")


def test_without_its_store_a_signed_request_is_not_taken(closed, monkeypatch):
    """Whether it is a replay cannot be known, so it is a 503; a key that is shown is as good as before."""
    made = issue(closed, "secret", "decide")
    signatures = closed.extensions[EXTENSION].signatures

    def broken(*arguments):
        raise StoreError("gone")

    monkeypatch.setattr(signatures.nonces, "take", broken)
    data = b'{"touchpoints": [{"touchpoint": "home"}]}'
    headers = {"Content-Type": "application/json", HEADER: sign(made.key, "POST", "/v1/decisions", data)}

    refused(closed.test_client().post("/v1/decisions", data=data, headers=headers), 503, "store_unavailable")
    assert ask(closed, **bearer(made.key)).status_code == 200


def test_while_no_key_could_be_read_it_is_not_the_callers_fault(make_app):
    """A 503 with Retry-After instead of a 401."""
    app = make_app(auth="keys")
    key = issue(app).key
    app.extensions[EXTENSION].keyring.loaded = False
    app.extensions[EXTENSION].keyring._entries = {}

    refused(ask(app, **bearer(key)), 503, "store_unavailable")
