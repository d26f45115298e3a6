"""The files of a data set."""

import json

import polars as pl

from slotwise import log
from training.simulate.ids import person_name


def test_folder_holds_the_files_of_a_data_set(data_set):
    """The data set is complete, and nothing else lies in its folder."""
    names = {log.EVENTS_FILE, log.DECISIONS_FILE, log.PRODUCTS_FILE, log.CONTENTS_FILE, log.PERSONS_FILE,
             log.TOUCHPOINTS_FILE, log.SCENES_FILE, log.DATASET_FILE,
             "tags.json", "life_cycle.json", "processes.json"}  # fmt: skip
    assert {path.name for path in data_set.iterdir()} == names


def test_document_counts_the_rows(data_set):
    """dataset.json counts what the files hold."""
    document = json.loads((data_set / log.DATASET_FILE).read_text())
    for name, rows in document["rows"].items():
        assert pl.read_parquet(data_set / f"{name}.parquet").height == rows
    assert document["rejects"] == 0
    assert len(document["digest"]) == 64


def test_log_is_sorted_and_consistent(data_set):
    """Events and decisions are sorted by time, event ids are unique, and every id refers to a row."""
    events = pl.read_parquet(data_set / log.EVENTS_FILE)
    decisions = pl.read_parquet(data_set / log.DECISIONS_FILE)
    contents = pl.read_parquet(data_set / log.CONTENTS_FILE)

    assert events[log.OCCURRED_AT].is_sorted()
    assert decisions[log.DECIDED_AT].is_sorted()
    assert events[log.EVENT_ID].n_unique() == events.height
    assert set(events[log.DECISION].drop_nulls()) == set(decisions[log.DECISION])
    assert set(decisions[log.CONTENT]) <= set(contents[log.CONTENT])
    assert set(events[log.PERSON]) == {person_name(number) for number in range(400)}


def test_propensities_are_chances(data_set):
    """Every placement has a propensity above 0 and at most 1."""
    propensity = pl.read_parquet(data_set / log.DECISIONS_FILE)[log.PROPENSITY]

    assert propensity.null_count() == 0
    assert 0 < propensity.min() <= propensity.max() <= 1
