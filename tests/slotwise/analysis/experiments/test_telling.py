"""Telling: a report is plain, says what it is about, and never holds a number that JSON has not."""

import json

from tests.experiment_logs import BEGAN, DAY, A, B, assigned, document, event


def test_a_report_says_what_it_is_about(reported):
    """What was asked, who was compared, what happened to it."""
    phase = {"pauses": [{"variant": None, "at": BEGAN + DAY, "until": BEGAN + 2 * DAY, "why": "a fire drill"}]}
    found = reported(document(phase, hypothesis="more is more", owner="ann"), assignments=[assigned("p", A, 0)])

    assert (found["experiment"], found["phase"], found["control"], found["hypothesis"]) == ("e", 1, A, "more is more")
    assert (found["began_at"], found["as_of"]) == ("2026-05-31T16:00:00.000Z", "2026-06-14T16:00:00.000Z")
    assert [each["variant"] for each in found["variants"]] == [A, B]
    assert found["ramp"] == [{"at": found["began_at"], "share": 1.0}]
    assert found["pauses"][0]["why"] == "a fire drill"
    assert found["plan"]["days"] == 14


def test_a_comparison_tells_every_method(reported):
    """At a fixed horizon and at every look, absolute and relative, with the p value as it may be read."""
    rows = [assigned(f"{side}{each}", side, 0) for side in (A, B) for each in range(150)]
    events = [event(row["person_id"], "click", 1 + n) for at, row in enumerate(rows) for n in range(1 + at % 3)]
    found = reported(document(), assignments=rows, events=events)["metrics"][0]
    told = found["comparisons"][B]

    assert told["fixed"] == {"absolute": told["absolute"], "relative": told["relative"]}
    assert told["always"]["relative"]["low"] < told["relative"]["low"]
    assert told["decides"]["method"] == "always_valid"
    assert told["p_value"] == told["decides"]["absolute"]["p_value"]
    assert told["not_adjusted"]
    assert found["days"][-1]["comparisons"][B]["low"] == told["always"]["relative"]["low"]


def test_a_p_value_is_never_zero(reported):
    """However far apart the variants are."""
    rows = [assigned(f"{side}{each}", side, 0) for side in (A, B) for each in range(300)]
    events = [event(row["person_id"], "click", 1 + n) for at, row in enumerate(rows)
              for n in range(1 + at % 2 + 30 * (row["variant"] == B))]  # fmt: skip
    told = reported(document(), assignments=rows, events=events)["metrics"][0]["comparisons"][B]

    assert told["absolute"]["p_text"] not in ("0", "0.0")
    assert told["absolute"]["log10_p"] < -300


def test_a_report_is_json_through_and_through(reported):
    """Bounds that are infinite are null."""
    found = reported(document(), assignments=[assigned("p", A, 0), assigned("q", B, 0)])

    assert json.loads(json.dumps(found, allow_nan=False)) == found
