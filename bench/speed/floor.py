"""The floor: an endpoint that does nothing but take a body and answer with a little JSON."""

from __future__ import annotations

from typing import Any

from flask import Flask, jsonify, request

application = Flask(__name__)


@application.post("/v1/decisions")
def decide() -> Any:
    """Read the body, answer."""
    asked = request.get_json()
    return jsonify(person=asked["person"], touchpoints=[], ttl_seconds=60)
