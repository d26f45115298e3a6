"""Rows tell every content of a touchpoint by slot, segment and day, and each way adds up."""

import json

import orjson

from tests.exposures import CONTENTS, WEAK


def test_every_way_of_telling_a_content_adds_up(reviewed):
    """By slot, by segment and by day."""
    for touchpoint in reviewed["touchpoints"]:
        for row in touchpoint["contents"]:
            parts = [row["slots"], row["segments"]["scene"], row["segments"]["person.tier"]]
            assert {sum(each["clicks"] for each in part) for part in parts} == {row["clicks"]}
            assert sum(row["days"]["exposures"]) == row["exposures"]


def test_rows_are_plain_values(reviewed):
    """Ready for JSON, all contents there, what to replace first."""
    rows = reviewed["touchpoints"][0]["contents"]

    assert json.loads(json.dumps(rows)) == orjson.loads(orjson.dumps(rows)) == rows
    assert {row["content_id"] for row in rows} == set(CONTENTS)
    assert rows[0]["content_id"] == WEAK
    assert abs(sum(row["share"] for row in rows) - 1) < 1e-9


def test_segments_have_their_names(reviewed):
    """Beside what was bought in them."""
    row = reviewed["touchpoints"][0]["contents"][0]

    assert {each["segment"] for each in row["segments"]["scene"]} == {"", "abroad", "late"}
    assert sum(each["value"] for each in row["segments"]["person.tier"]) == row["value"]


def test_what_was_due_is_known_in_every_segment(reviewed):
    """Segments of a content that is like the others have about as many clicks as were due."""
    rows = reviewed["touchpoints"][0]["contents"]
    due = sum(each["due"] for row in rows for each in row["segments"]["scene"])
    clicks = sum(each["clicks"] for row in rows for each in row["segments"]["scene"])

    assert 0.75 < clicks / due < 1.35
