"""Requests as callers send them, for the tests of several rooms."""

from typing import Any

from flask.testing import FlaskClient

from service.answered import DecisionAnswer, ProblemAnswer

HOME = {"touchpoint": "home"}


def body(*touchpoints: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A decision's body: the touchpoints, by default home, and any other fields."""
    return {"touchpoints": list(touchpoints) or [HOME], **fields}


def decide(client: FlaskClient, *touchpoints: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Ask for a decision, hold the answer against its shape, and return it."""
    response = client.post("/v1/decisions", json=body(*touchpoints, **fields))
    assert response.status_code == 200, response.get_data(as_text=True)
    found: dict[str, Any] = response.get_json()
    DecisionAnswer.model_validate(found)
    return found


def refused(response: Any, status: int, code: str) -> dict[str, Any]:
    """Hold a problem document against its shape, status and code, and return it."""
    assert response.status_code == status, response.get_data(as_text=True)
    assert response.mimetype == "application/problem+json"
    found: dict[str, Any] = response.get_json()
    ProblemAnswer.model_validate(found)
    assert (found["status"], found["code"]) == (status, code)
    return found


def contents(entry: dict[str, Any]) -> list[str]:
    """Content ids of a touchpoint's answer, slot by slot."""
    return [each["content_id"] for each in entry["placements"]]


def click(client: FlaskClient, person: str, *products: str, start: int = 0) -> None:
    """Send a click on each product."""
    events = [
        {
            "event_id": f"{person[:100]}-{start + place}-{product}",
            "type": "click",
            "person": {"id": person},
            "product_id": product,
        }
        for place, product in enumerate(products)
    ]
    response = client.post("/v1/events", json={"events": events})
    assert response.get_json()["accepted"] == len(products)
