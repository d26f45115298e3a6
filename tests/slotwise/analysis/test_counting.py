"""Counts are those of the log: by every place and segment they add up, and what nobody saw is not counted."""

import numpy as np
import pytest

from slotwise.analysis.counting import count, known_segments
from slotwise.analysis.opened import open_log
from slotwise.errors import ConfigError
from tests.exposures import START, write_log


def test_every_table_adds_up_to_the_log(found):
    """Exposures and clicks are the same by day, by segment, by group of persons and by repeats."""
    counted = found.counted
    tables = [
        counted.cells,
        counted.repeats,
        *(table for _, table in counted.segments.values()),
        *counted.groups.values(),
    ]

    assert {int(np.sum(each["n"])) for each in tables} == {40_000}
    assert len({int(np.sum(each["clicks"])) for each in tables}) == 1
    assert counted.segments["person.tier"][0] == ("basic", "gold")
    assert len(counted.days) in (7, 8)


def test_what_a_click_led_to_is_counted_with_it(found):
    """Starts, leaves, conversions and value stand where the click stands."""
    cells = found.counted.cells

    assert np.sum(cells["starts"]) == np.sum(cells["clicks"])
    assert abs(np.sum(cells["leaves"]) * 2 - np.sum(cells["clicks"])) <= 1
    assert np.sum(cells["value"]) == 10 * np.sum(cells["conversions"]) > 0


def test_placements_that_nobody_saw_are_no_exposures(write):
    """Where a touchpoint reports exposures; where none does, every placement counts."""
    placed = (
        ["decision_id", "decided_at", "person_id", "touchpoint", "slot", "content_id", "product_id"],
        [("d", START, "a", name, slot, f"c{slot}", f"p{slot}") for name in ("told", "silent") for slot in (1, 2)],
    )
    seen = (
        ["occurred_at", "person_id", "type", "content_id", "touchpoint", "decision_id"],
        [(START, "a", "exposure", "c1", "told", "d")],
    )
    # One decision over two touchpoints names c1 in both.
    folder = write(events=seen, decisions=placed)
    with open_log(folder) as opened:
        counted = count(opened)

    shown = dict(zip(counted.touchpoints, np.bincount(counted.cells["touchpoint"], counted.cells["n"]), strict=True))
    assert shown == {"silent": 1, "told": 1}


def test_repeats_are_told_apart(tmp_path):
    """The first exposure of a content to a person is the first however many others they saw."""
    with open_log(write_log(tmp_path / "log", 4_000)) as opened:
        counted = count(opened)
        pairs = opened.rows(
            f"SELECT count(DISTINCT (person_id, content_id)) AS n FROM {opened.placements.source}"
        )[0]["n"]  # fmt: skip
    first = np.asarray(counted.repeats["class"]) == 0

    assert int(np.asarray(counted.repeats["n"])[first].sum()) == pairs


def test_only_days_that_are_asked_for_are_counted(exposures):
    """From a moment on."""
    with open_log(exposures) as opened:
        counted = count(opened, since=START + 3 * 86_400_000)

    assert counted.since >= START + 3 * 86_400_000
    assert 0 < int(np.sum(counted.cells["n"])) < 40_000


def test_segments_are_columns_of_the_log(exposures):
    """Of what there is not, the known ones are named; of usual ones only those that there are are taken."""
    with open_log(exposures) as opened:
        assert known_segments(opened, ("scene", "person.tier", "person.shoe_size")) == ("scene", "person.tier")
        with pytest.raises(ConfigError) as caught:
            count(opened, ["person.shoe_size"])

    assert "person.tier" in caught.value.expected
