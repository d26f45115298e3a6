"""Rows: records become placements."""

import orjson

from service.export.facts import Facts
from service.export.rows import assignment_columns, decision_columns, event_columns
from service.export.who import Who
from service.stores.decisions import Kept
from service.stores.log_days import EVENT_ROW
from slotwise import log
from tests.service.stores.enrolling import assignment


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


def test_placements_tell_their_experiments():
    """Each touchpoint by itself: which experiments, which variants, which model, and whose choice a content was."""
    placement = {"slot": 1, "content_id": "c", "product_id": "p", "score": 0.0, "propensity": None, "team": "b"}
    entry = {"touchpoint": "a", "service_level": "blend", "considered": 1, "placements": [placement]}
    told = {"model": {"name": "m", "version": "9"}, "experiments": ["e"], "variant": "e:interleaved"}
    record = {"scene": None, "session": None, "policy": {}, "context": {}, "model": {"name": "m", "version": "8"}}
    kept = Kept("d", 5, "p", orjson.dumps(record | {"touchpoints": [entry | told, entry]}))
    columns = decision_columns([kept], Who(), Facts({}), Facts({}))

    assert (columns["version"], columns["variant"]) == (["9", "8"], ["e:interleaved", None])
    assert (columns["experiments"], columns["team"], columns["propensity"]) == ([["e"], None], ["b"] * 2, [None] * 2)


def test_placements_tell_the_policy_of_their_touchpoint():
    """Where a touchpoint has its own way of drawing it stands beside its placements, else the decision's."""
    placement = {"slot": 1, "content_id": "c", "product_id": "p", "score": 0.0, "propensity": 0.5}
    entry = {"touchpoint": "a", "service_level": "ranker", "considered": 1, "placements": [placement]}
    record = {"scene": None, "session": None, "policy": {"policy": "greedy"}, "context": {}, "model": None}
    kept = Kept("d", 5, "p", orjson.dumps(record | {"touchpoints": [entry | {"policy": {"policy": "b"}}, entry]}))

    assert decision_columns([kept], Who(), Facts({}), Facts({}))["policy"] == ["b", "greedy"]


def test_a_unit_goes_where_its_person_goes():
    """Who has opted out leaves neither the id that was hashed nor a session behind; merged persons leave as one."""
    rows = [
        tuple(assignment(person_id=who, unit=who)[name] for name in log.ASSIGNMENT_COLUMNS)
        for who in ("p", "child", "apart")
    ]
    columns = assignment_columns(rows, Who({"child": "root"}, {"apart"}))

    assert columns["person_id"] == ["p", "root", None]
    assert columns["unit"] == ["p", "child", None]
    assert columns["session"] == ["s", "s", None]
