"""Operations: one declaration for Flask and for the document."""

import pytest
from flask import Flask, Response

from service.http.operations import Operation, blueprint
from service.keys import PUBLIC


def test_a_path_has_two_forms():
    """Flask's converters are not part of the document's path."""
    operation = Operation("GET", "/v1/things/<path:thing>/parts/<part>", "part", "A part.", Response, scope=PUBLIC)

    assert operation.template == "/v1/things/{thing}/parts/{part}"
    assert operation.variables == ["thing", "part"]


def test_a_declared_operation_is_a_route():
    """What is declared answers, with the method that is declared and no other."""
    app = Flask("test")
    app.register_blueprint(
        blueprint("things", [Operation("POST", "/things", "make", "Make.", lambda: Response("made"), scope=PUBLIC)])
    )
    client = app.test_client()

    assert client.post("/things").data == b"made"
    assert client.get("/things").status_code == 405


def test_every_operation_declares_its_scope():
    """One without a scope, or with one that does not exist, cannot even be made."""
    with pytest.raises(TypeError):
        Operation("GET", "/things", "things", "Things.", Response)
    with pytest.raises(ValueError, match="anything"):
        Operation("GET", "/things", "things", "Things.", Response, scope="anything")
