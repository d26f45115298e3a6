"""Placements are grouped by decision and joined with what came of them."""

import numpy as np
import pytest

from training.dataset import DatasetOptions, load

HOUR = 3_600_000
EVENT = ["occurred_at", "person_id", "type", "product_id", "content_id", "decision_id"]


def test_placements_of_a_decision_stand_together(small):
    """In the order of time, by slot; each touchpoint of a request is a group of its own."""
    data = load(small)
    shown = data.impressions
    names = np.array([each.touchpoint for each in data.catalog.touchpoints])[shown.touchpoint]

    assert np.all(np.diff(shown.decision) >= 0)
    assert np.all(np.diff(shown.time) >= 0)
    groups = [
        (names[shown.decision == each].tolist(), shown.slot[shown.decision == each].tolist()) for each in range(3)
    ]
    assert sorted(groups[:2]) == [(["exit"], [1]), (["home", "home"], [1, 2])]
    assert groups[2] == (["home"], [1])
    assert np.isnan(shown.propensity).tolist() == [False, False, False, True]


def test_outcomes_are_joined(small):
    """bob clicked c1 by its decision, and bought its product within the window after the click."""
    shown = load(small).impressions
    clicked = shown.take(shown.clicked)

    assert shown.clicked.sum() == shown.converted.sum() == 1
    assert (clicked.content[0], clicked.slot[0], bool(clicked.converted[0])) == (0, 1, True)


CLICK = (HOUR, "a", "click", "p1", None, "d1")
"""a clicks the placement of p1 in slot 1."""


@pytest.mark.parametrize(
    ("events", "clicked", "converted"),
    [
        pytest.param([CLICK], [True, False], [False, False], id="product"),
        pytest.param([(HOUR, "a", "click", None, "c2", "d1")], [False, True], [False, False], id="content"),
        pytest.param([(HOUR, "a", "click", "p1", None, "d9")], [False, False], [False, False], id="other decision"),
        pytest.param([(HOUR, "a", "click", "p1", None, None)], [False, False], [False, False], id="no decision"),
        pytest.param([(HOUR, "a", "convert", "p1", None, "d1")], [False, False], [True, False], id="by decision"),
        pytest.param([(HOUR, "a", "convert", "p1", None, None)], [False, False], [False, False], id="without a click"),
        pytest.param(
            [CLICK, (HOUR + 1, "a", "convert", "p1", None, None)], [True, False], [True, False], id="after it"
        ),
        pytest.param(
            [CLICK, (HOUR + 1, "b", "convert", "p1", None, None)], [True, False], [False, False], id="other person"
        ),
        pytest.param(
            [CLICK, (30 * HOUR, "a", "convert", "p1", None, None)], [True, False], [False, False], id="too late"
        ),
        pytest.param(
            [(1, "a", "convert", "p1", None, None), CLICK], [True, False], [False, False], id="before the click"
        ),
    ],
)
def test_what_counts_as_an_outcome(write, events, clicked, converted):
    """A click by decision and content or product; a conversion likewise, or within a day after a click."""
    decisions = (
        ["decision_id", "decided_at", "person_id", "touchpoint", "slot", "content_id", "product_id"],
        [("d1", 10, "a", "home", 1, "c1", "p1"), ("d1", 10, "a", "home", 2, "c2", "p2")],
    )
    contents = (["content_id", "product_id"], [("c1", "p1"), ("c2", "p2")])
    shown = load(write(events=(EVENT, events), decisions=decisions, contents=contents)).impressions

    assert (shown.clicked.tolist(), shown.converted.tolist()) == (clicked, converted)


def test_decisions_without_touchpoint_or_slot_are_read(write):
    """Only what must be there is needed."""
    decisions = (["decision_id", "decided_at", "person_id", "product_id"], [("d2", 2, "a", "p"), ("d1", 1, "a", "p")])
    shown = load(write(events=(EVENT, []), decisions=decisions)).impressions

    assert (shown.time.tolist(), shown.decision.tolist()) == ([1, 2], [0, 1])
    assert (shown.slot.tolist(), shown.touchpoint.tolist()) == ([0, 0], [-1, -1])


def test_what_nobody_saw_is_no_impression(write):
    """Where exposures are reported at all; what was clicked was seen, and other touchpoints are left as they are."""
    decisions = (
        ["decision_id", "decided_at", "person_id", "touchpoint", "slot", "content_id"],
        [("d", 1, "a", "home", slot, f"c{slot}") for slot in (1, 2, 3)] + [("d", 1, "a", "bill", 1, "c4")],
    )
    events = [(2, "a", "exposure", None, "c1", "d"), (3, "a", "click", None, "c2", "d")]
    folder = write(events=(EVENT, events), decisions=decisions)
    data = load(folder, DatasetOptions(exposed_only=True))
    names = [each.touchpoint for each in data.catalog.touchpoints]
    shown = data.impressions

    assert sorted((names[place], slot) for place, slot in zip(shown.touchpoint, shown.slot, strict=True)) == [
        ("bill", 1),
        ("home", 1),
        ("home", 2),
    ]
    assert data.info["warnings"] == ["1 placements are left out: nobody saw them"]
    assert len(load(folder).impressions) == 4


def test_what_is_not_known_yet_is_no_lesson(write):
    """Before its window has passed a placement without a click is left out, one with a click is not."""
    decisions = (
        ["decision_id", "decided_at", "person_id", "touchpoint", "slot", "content_id"],
        [(name, at * HOUR, "a", "home", 1, "c1") for name, at in (("old", 1), ("new", 30), ("clicked", 31))],
    )
    events = [(32 * HOUR, "a", "click", None, "c1", "clicked")]
    folder = write(events=(EVENT, events), decisions=decisions)
    data = load(folder, DatasetOptions(labels_until=40 * HOUR))
    shown = data.impressions

    assert data.info["warnings"] == ["1 placements are left out: it is not known yet whether they are clicked"]
    assert (shown.time // HOUR).tolist() == [1, 31]
    assert shown.clicked.tolist() == [False, True]
    assert load(folder, DatasetOptions(labels_until=31 * HOUR)).impressions.clicked.tolist() == [False]
