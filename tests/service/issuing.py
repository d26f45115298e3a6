"""Keys for the tests of several rooms: made in the application's own store and known at once."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from service.app import EXTENSION
from service.keys_issued import Issued, Issuing
from service.keys_sealed import Sealer
from service.secret import find_secret
from service.stores.keys import Keys


def issuing(app: Flask) -> Issuing:
    """What makes keys for an application."""
    service = app.extensions[EXTENSION]
    return Issuing(Keys(service.database), Sealer(find_secret(service.settings)))


def issue(app: Flask, kind: str = "secret", *scopes: str, **options: Any) -> Issued:
    """A new key that the application knows already; a secret one may do everything unless scopes are given."""
    wanted = scopes or (("admin",) if kind == "secret" else ())
    made = issuing(app).create(kind, "test", wanted, **options)
    app.extensions[EXTENSION].keyring.refresh()
    return made


def bearer(key: str) -> dict[str, str]:
    """The header that shows a key."""
    return {"Authorization": f"Bearer {key}"}


def client_of(app: Flask, kind: str = "secret", *scopes: str, **options: Any) -> FlaskClient:
    """A client that shows a new key with everything it sends."""
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = bearer(issue(app, kind, *scopes, **options).key)["Authorization"]
    return client
