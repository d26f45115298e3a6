"""POST /v1/explain: the same body, answered with every stage."""

from service.answered import Explained
from tests.service.asking import body, click, refused


def test_every_stage_is_told(client):
    """Person, facts, scene, rules, candidates with their sources, and the features behind each placement."""
    click(client, "odd", "p1", "p5", "p7")
    asked = body(
        {"touchpoint": "home", "slots": 2}, person={"id": "odd"}, context={"data_used_ratio": 1.1, "channel": "app"}
    )
    told = client.post("/v1/explain", json=asked).get_json()
    Explained.model_validate(told)

    assert told["person"] == {"id": "odd", "known": True, "personalized": True, "history": 3}
    assert told["facts"]["context.data_used_ratio"] == 1.1
    assert told["scene"] == "over_quota"
    assert [each["rule"] for each in told["rules"]] == ["once_per_page"]
    home = told["touchpoints"][0]
    assert home["considered"] == 80 or home["considered"] == 40
    assert home["candidates"][0]["ranks"]
    features = home["placements"][0]["features"]
    assert {"feature", "theme", "unit", "value", "effect"} == set(features[0])
    assert abs(features[0]["effect"]) >= abs(features[-1]["effect"])


def test_an_explanation_is_checked_like_a_decision(client):
    """The same limits and the same problem documents."""
    refused(client.post("/v1/explain", json=body({"touchpoint": "home", "slots": 0})), 422, "request_invalid")
    refused(client.post("/v1/explain", json=body({"touchpoint": "home", "slots": 1_000})), 422, "request_invalid")


def test_without_a_model_there_is_nothing_to_explain(make_app, tmp_path):
    """No model: 503, and what to do."""
    refused(make_app(shelf=tmp_path / "empty").test_client().post("/v1/explain", json=body()), 503, "model_missing")
