"""GET /v1/shadow."""

from service.answered_shadow import ShadowAnswer
from service.shadow.process import KIND
from service.stores.results import Span
from tests.service.issuing import client_of


def test_what_was_found_is_told(client, service):
    """Nothing before there was a shadow; its newest findings afterwards."""
    assert client.get("/v1/shadow").get_json() == {"shadow": None, "found": None}
    service.results.write(KIND, {"2": {"answers": 3}}, Span(5, 5, 1_000))
    told = client.get("/v1/shadow").get_json()

    ShadowAnswer.model_validate(told)
    assert told["found"] == {"answers": 3, "made_at": "1970-01-01T00:00:01.000Z"}


def test_it_needs_the_scope_of_models(make_app):
    """As all about models does."""
    app = make_app(auth="keys")

    assert client_of(app, "secret", "decide").get("/v1/shadow").status_code == 403
    assert client_of(app, "secret", "models").get("/v1/shadow").status_code == 200
