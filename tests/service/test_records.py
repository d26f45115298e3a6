"""Records: what the log keeps of a decision."""

import numpy as np

from slotwise.features import Items
from tests.service.asking import decide

SEEN = {"decision_id", "decided_at", "request_id", "trace_id", "person_id", "scene", "session", "context", "attributes"}


def record_of(client, service, *touchpoints, **fields):
    """The record of a decision that is made here and now."""
    answer = decide(client, *touchpoints, **fields)
    service.background.log.flush()
    return client.get(f"/v1/decisions/{answer['decision_id']}").get_json()


def test_a_record_tells_question_versions_and_answer(client, service):
    """Everything that a later analysis needs stands in the record."""
    record = record_of(
        client,
        service,
        {"touchpoint": "home", "slots": 2, "exclude": ["p1.banner"]},
        person={"id": "p", "attributes": {"city": "SZ"}},
        context={"channel": "app"},
        session="s",
        request_id="r",
    )

    assert set(record) >= SEEN
    assert (record["session"], record["context"], record["attributes"]) == ("s", {"channel": "app"}, {"city": "SZ"})
    assert record["asked"] == [{"touchpoint": "home", "slots": 2, "exclude": ["p1.banner"]}]
    assert record["policy"]["policy"] == "plackett_luce"
    assert 0 < record["elapsed_ms"] < 60_000
    assert len(record["model"]["digest"]) == 64
    assert (record["variant"], record["live"]["number"]) == ("", None)
    assert record["live"]["at"] > 0
    entry = record["touchpoints"][0]
    assert entry["service_level"] == "ranker"
    assert entry["considered"] > len(entry["candidates"]) == 20
    scores = [score for _, score in entry["candidates"]]
    assert scores == sorted(scores, reverse=True)
    assert {each["content_id"]: each["score"] for each in entry["placements"]}.items() <= dict(
        entry["candidates"]
    ).items() or entry["considered"] > 20
    assert [each["slot"] for each in entry["placements"]] == [1, 2]
    assert entry["placements"][1]["prefix_propensity"] <= entry["placements"][0]["prefix_propensity"]


def test_the_features_of_every_placement_are_logged_by_name(client, service):
    """With the product's own features as of the tick, and those alone that the ranker looks at."""
    record = record_of(
        client, service, {"touchpoint": "home", "slots": 3}, {"touchpoint": "bill", "slots": 2}, person={"id": "p"}
    )
    model, live = service.models.current.model, service.models.current.live
    used = {name for name, is_used in zip(model.features.names, model.trees.used.tolist(), strict=True) if is_used}

    for entry in record["touchpoints"]:
        for placement in entry["placements"]:
            content = model.catalog.contents.ids.find(placement["content_id"])
            product = int(model.catalog.contents.product[content])
            items = Items(np.array([content], np.int32), np.array([product], np.int32), live)
            own = dict(
                zip(
                    [each.name for each in model.features.of_theme("product")],
                    model.served.product_rows(items)[0].tolist(),
                    strict=True,
                )
            )
            found = placement["features"]
            assert found.keys() <= used
            assert {name: value for name, value in own.items() if value == value}.items() <= found.items()


def test_a_decision_below_the_ranker_has_no_features(client, service):
    """What the ranker did not read is not told."""
    record = record_of(client, service, deadline_ms=0)

    assert record["touchpoints"][0]["service_level"] != "ranker"
    assert record["touchpoints"][0]["features"] is False
    assert "features" not in record["touchpoints"][0]["placements"][0]


def test_a_dry_run_is_not_logged(client, service):
    """It leaves no record."""
    answer = decide(client, dry_run=True)
    service.background.log.flush()

    assert client.get(f"/v1/decisions/{answer['decision_id']}").status_code == 404
