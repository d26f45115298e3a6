"""What docs/events.md tells app teams is what happens: its examples are taken, its codes are those that there are."""

import json
import re
from pathlib import Path

from service.cloud_events import BATCH
from service.problems import STATUS

TEXT = (Path(__file__).resolve().parents[3] / "docs" / "events.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```json\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)


def test_the_examples_are_taken(client):
    """Ours, and that of CloudEvents; sent again, everything is a duplicate."""
    kinds = ("application/json", BATCH)
    answers = [
        client.post("/v1/events", data=body, headers={"Content-Type": kind}).get_json()
        for body, kind in zip(EXAMPLES * 2, kinds * 2, strict=True)
    ]

    assert [each["accepted"] for each in answers] == [2, 1, 0, 0]
    assert [each["duplicate"] for each in answers] == [0, 0, 2, 1]


def test_every_field_is_explained(client):
    """The table names all fields that an event may have."""
    document = client.get("/openapi/openapi.json").get_json()
    fields = set(document["components"]["schemas"]["AskedEvent"]["properties"])

    assert {each for each in fields if f"`{each}`" not in TEXT} == set()
    assert json.loads(EXAMPLES[0])["events"][0].keys() <= fields


def test_every_code_is_explained():
    """No event is rejected for a reason that the page does not know."""
    codes = {each for each in STATUS if each.startswith(("event_", "token_", "person_erased"))}

    assert {each for each in codes if f"`{each}`" not in TEXT} == set()
