"""Rows: records become placements."""

import orjson

from service.export.facts import Facts
from service.export.rows import decision_columns
from service.export.who import Who
from service.stores.decisions import Kept


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
