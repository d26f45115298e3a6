"""Authentication: who may not call a route does not reach it."""

import pytest

from tests.service.asking import body, decide, refused


@pytest.fixture
def closed(make_app):
    """A client of an installation that asks for keys."""
    return make_app(auth="keys").test_client()


def test_without_a_key_only_public_routes_answer(closed):
    """Health and documents are public; everything else says 401."""
    refused(closed.post("/v1/decisions", json=body()), 401, "key_missing")
    assert closed.get("/livez").status_code == 200


def test_an_open_installation_needs_no_key(client):
    """For tests and benchmarks."""
    assert decide(client)["touchpoints"]


def test_what_does_not_exist_is_not_found(closed):
    """A path that is no route is a 404 for everybody."""
    refused(closed.get("/nowhere"), 404, "not_found")
