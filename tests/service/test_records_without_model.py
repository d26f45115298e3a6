"""Records of answers without a model tell what was asked and what the safety lists gave."""

from service.app import EXTENSION
from tests.service.asking import decide


def test_the_safety_list_is_logged(make_app, tmp_path):
    """What nobody ranked is a decision too."""
    app = make_app(data_dir=tmp_path / "empty")
    client, service = app.test_client(), app.extensions[EXTENSION]
    answer = decide(client)
    service.background.log.flush()
    record = client.get(f"/v1/decisions/{answer['decision_id']}").get_json()

    assert record["model"] is None
    assert record["touchpoints"][0]["service_level"] == "safety_list"
    assert record["touchpoints"][0]["considered"] == 0
    assert record["notes"] == ["no model is live"]
