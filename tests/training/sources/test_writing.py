"""The folder holds what the mapping says besides rows."""

import json

from slotwise.log import DATASET_FILE, EVENT_COLUMNS, PRODUCT_COLUMNS, SCENES_FILE, TOUCHPOINTS_FILE
from training.digest import digest

EVENTS = '[[events]]\nfiles = ["{}"]\nperson = "who"\nproduct = "what"\ntime = "when"\ntype = {{constant = "{}"}}\n'
LOG = "who,what,when,os\na,p1,2024-01-01,ios\nb,p1,2024-01-02,web\n"


def test_sections_of_events_become_one_log(run_import):
    """Views of one file and conversions of another, with the context columns that either has."""
    mapping = EVENTS.format("a.csv", "view") + 'context = {os = "os"}\n' + EVENTS.format("b.csv", "convert")
    rows = run_import(mapping, {"a.csv": LOG, "b.csv": LOG}).rows("events")

    assert [(row["type"], row["context.os"]) for row in rows] == [
        ("view", "ios"), ("convert", None), ("view", "web"), ("convert", None),
    ]  # fmt: skip


def test_products_of_the_log_are_listed_when_there_is_no_file_of_them(run_import):
    """Each once, with the id as title."""
    rows = run_import(EVENTS.format("a.csv", "view"), {"a.csv": LOG}).rows("products")

    assert [(tuple(row), row["product_id"], row["title"]) for row in rows] == [(PRODUCT_COLUMNS, "p1", "p1")]


def test_impressions_without_outcomes_leave_an_empty_log(run_import):
    """events.parquet is there with all its columns."""
    mapping = '[[impressions]]\nfiles = ["a.csv"]\nperson = "who"\nproduct = "what"\ntime = "when"\n'
    done = run_import(mapping, {"a.csv": LOG})

    assert done.summary["files"] == {"events.parquet": 0, "decisions.parquet": 2, "products.parquet": 1}
    assert len(EVENT_COLUMNS) == 13


def test_touchpoints_scenes_and_the_description_are_written(run_import):
    """touchpoints.json and scenes.json as in the mapping; dataset.json with name, notes, digest and counts."""
    mapping = (
        'notes = ["made up"]\ntouchpoints = [{touchpoint = "home", slots = 3}]\nscenes = [{scene = "s", when = {}}]\n'
        + EVENTS.format("a.csv", "view")
    )
    done = run_import(mapping, {"a.csv": LOG})
    written = {
        name: json.loads((done.folder / name).read_text()) for name in (TOUCHPOINTS_FILE, SCENES_FILE, DATASET_FILE)
    }

    assert written[TOUCHPOINTS_FILE] == [{"touchpoint": "home", "slots": 3}]
    assert written[SCENES_FILE] == [{"scene": "s", "when": {}}]
    assert written[DATASET_FILE] == done.summary
    assert (done.summary["name"], done.summary["notes"]) == ("test", ["made up"])
    assert done.summary["digest"] == digest(done.folder)
    assert done.summary["rows"]["events"] == {"rows": 2, "accepted": 2, "rejected": 0}
