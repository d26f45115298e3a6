"""Rows: records become placements."""

import orjson

from service.export.facts import Facts
from service.export.rows import decision_columns, event_columns
from service.export.who import Who
from service.stores.decisions import Kept
from service.stores.log_days import EVENT_ROW


def test_a_decision_without_placements_has_no_rows():
    """A row is a placement; a decision of the safety lists has no model."""
    entries = [
        {"touchpoint": "a", "service_level": "safety_list", "considered": 0, "placements": []},
        {
            "touchpoint": "b",
            "service_level": "safety_list",
            "considered": 0,
            "placements": [{"slot": 1, "content_id": "c", "product_id": "p", "score": 0.0, "propensity": 1.0}],
        },
    ]
    record = {"scene": "s", "session": None, "policy": {"policy": "safety_list"}, "context": {}, "touchpoints": entries}
    kept = Kept("d", 5, "p", orjson.dumps({**record, "model": None}))
    columns = decision_columns([kept], Who(), Facts({}), Facts({}))

    assert (columns["touchpoint"], columns["content_id"], columns["model"]) == (["b"], ["c"], [None])
    assert (columns["decided_at"], columns["scene"], columns["personalize"]) == ([5], ["s"], [True])


def test_what_an_answer_took_and_why_it_is_short():
    """Stands beside every placement of it; records from before have neither."""
    placement = {"slot": 1, "content_id": "c", "product_id": "p", "score": 0.0, "propensity": 1.0}
    entry = {"touchpoint": "a", "service_level": "blend", "considered": 1, "placements": [placement]}
    record = {"scene": None, "session": None, "policy": {}, "context": {}, "model": None}
    new = record | {"touchpoints": [entry | {"short": "no_candidates"}], "elapsed_ms": 4.5}
    kept = [
        Kept(name, 5, "p", orjson.dumps(each)) for name, each in (("n", new), ("o", record | {"touchpoints": [entry]}))
    ]
    columns = decision_columns(kept, Who(), Facts({}), Facts({}))

    assert (columns["short"], columns["elapsed_ms"]) == (["no_candidates", None], [4.5, None])


def test_events_name_their_step():
    """Where a client told one in the properties; anything else there stays in the log."""
    rows = [
        tuple({"person_id": "p", "properties": text, "context": "{}"}.get(name) for name in EVENT_ROW)
        for text in ('{"step":"confirm"}', "{}", '{"step":3}', '{"color":"red"}')
    ]

    assert event_columns(rows, Who(), Facts({}))["step"] == ["confirm", None, None, None]
