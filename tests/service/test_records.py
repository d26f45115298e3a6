"""Records: what the log keeps of a decision."""

from tests.service.asking import decide

SEEN = {"decision_id", "decided_at", "request_id", "trace_id", "person_id", "scene", "session", "context", "attributes"}


def test_a_record_tells_question_versions_and_answer(client, service):
    """Everything that a later analysis needs stands in the record."""
    answer = decide(
        client,
        {"touchpoint": "home", "slots": 2},
        person={"id": "p", "attributes": {"city": "SZ"}},
        context={"channel": "app"},
        session="s",
        request_id="r",
    )
    service.background.stop()
    record = client.get(f"/v1/decisions/{answer['decision_id']}").get_json()

    assert set(record) >= SEEN
    assert (record["session"], record["context"], record["attributes"]) == ("s", {"channel": "app"}, {"city": "SZ"})
    assert record["policy"]["policy"] == "plackett_luce"
    assert len(record["model"]["digest"]) == 64
    entry = record["touchpoints"][0]
    assert entry["considered"] > 0
    assert [each["slot"] for each in entry["placements"]] == [1, 2]
    assert entry["placements"][1]["prefix_propensity"] <= entry["placements"][0]["prefix_propensity"]
