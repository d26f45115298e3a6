"""A log folder as slates with propensities, versions and rewards."""

import numpy as np
import pytest

from slotwise.errors import EvaluationError
from tests.data_sets import HOUR, write  # noqa: F401 - a fixture
from training.off_policy.decisions import read

DAY = 24 * HOUR
DECISION = ["decision_id", "decided_at", "person_id", "touchpoint", "slot", "content_id", "product_id", "propensity"]
TOUCHPOINTS = '[{"touchpoint": "home", "slots": 2, "attribution_window_s": 86400}, {"touchpoint": "exit", "slots": 1}]'


@pytest.fixture
def folder(write):  # noqa: F811
    """Three decisions; d1 has two touchpoints, d2 stands on a lower step, d3 is younger than its window."""
    level = ["version", "service_level", "team"]
    return write(
        events=(
            ["event_id", "occurred_at", "person_id", "type", "product_id", "content_id", "decision_id", "value"],
            [
                ("e1", 2 * HOUR + 5, "bob", "click", "p2", "c1", "d1", None),
                ("e2", 3 * HOUR, "bob", "convert", "p2", None, None, 9.5),
                ("e3", 2 * HOUR + 2 * DAY, "ann", "click", "p3", "c3", "d2", None),
                ("e4", 9 * DAY, "ann", "view", "p1", None, None, None),
            ],
        ),
        decisions=(
            [*DECISION, *level],
            [
                ("d3", 9 * DAY - HOUR, "ann", "home", 1, "c1", "p2", 0.5, "2", "ranker", None),
                ("d2", 2 * HOUR, "ann", "home", 1, "c3", "p3", 0.4, "1", "popular", None),
                ("d1", 2 * HOUR, "bob", "home", 2, "c3", "p3", 0.25, "2", "ranker", None),
                ("d1", 2 * HOUR, "bob", "home", 1, "c1", "p2", 0.5, "2", "ranker", None),
                ("d1", 2 * HOUR, "bob", "exit", 1, "c2", "p1", 0.1, "2", "ranker", "challenger"),
            ],
        ),
        products=(["product_id", "title"], [("p1", "a"), ("p2", "b"), ("p3", "c")]),
        contents=(["content_id", "product_id", "kind"], [("c1", "p2", "k"), ("c2", "p1", "k"), ("c3", "p3", "k")]),
        touchpoints=TOUCHPOINTS,
    )


def rows(found):
    ids = found.dataset.catalog.contents.ids
    return [
        (ids[int(content)], int(slot), float(propensity), float(reward))
        for content, slot, propensity, reward in zip(
            found.shown.content, found.shown.slot, found.propensity, found.reward, strict=True
        )
    ]


def test_slates_with_their_rewards(folder):
    """Placements by slate and slot, each with its propensity and whether it was clicked within the window."""
    found = read(folder)

    assert sorted(rows(found)) == [("c1", 1, 0.5, 1.0), ("c2", 1, 0.1, 0.0), ("c3", 1, 0.4, 0.0), ("c3", 2, 0.25, 0.0)]
    logged = found.logged(None)
    assert logged.decisions == 3
    assert sorted(logged.prefix.tolist()) == pytest.approx([0.1, 0.125, 0.4, 0.5])


def test_what_is_not_settled_is_left_out_whether_clicked_or_not(folder):
    """A decision an hour before the log's end may still be clicked: keeping it only where it was would select."""
    assert 0.5 not in read(folder).propensity[read(folder).shown.time > DAY]
    assert len(read(folder)) == 4


@pytest.mark.parametrize(("reward", "worth"), [("click", 1.0), ("convert", 1.0), ("value", 9.5)])
def test_rewards(folder, reward, worth):
    """Clicks, conversions and what they were worth, joined by decision."""
    assert read(folder, reward).reward.max() == worth


def test_who_answered(folder):
    """Versions, lower steps of the ladder and interleaved slates, and what stood together on a page."""
    found = read(folder)

    assert set(found.version.tolist()) == {"1", "2"}
    assert found.ranked.tolist().count(False) == 2
    assert len(np.unique(found.page)) == 2
    assert len(np.unique(found.shown.decision)) == 3


def test_logs_that_say_nothing_of_probabilities_are_refused(folder, write):  # noqa: F811
    """Without decisions or their propensities, and for a reward that there is not, the error says what is needed."""
    with pytest.raises(EvaluationError):
        read(folder, "smiles")
    (folder / "decisions.parquet").unlink()
    with pytest.raises(EvaluationError):
        read(folder)


def test_slates_without_a_propensity_are_left_out(write, folder):  # noqa: F811
    """A slate of which one propensity is not known says nothing of its prefix."""
    row = ("d1", 2 * HOUR, "bob", "home")
    found = read(write(decisions=(DECISION, [(*row, 1, "c1", "p2", 0.5), (*row, 2, "c3", "p3", None)])))

    assert len(found) == 0


def test_outcomes_may_count_within_less(folder):
    """Then young slates count too, and a click that came later does not."""
    found = rows(read(folder, window_s=1_800))

    assert ("c1", 1, 0.5, 0.0) in found
    assert len(found) == len(rows(read(folder))) + 1


def test_a_log_of_which_nothing_is_left_says_why(folder):
    """That all of it is too young, and what can be done."""
    with pytest.raises(EvaluationError) as refused:
        read(folder, window_s=30 * 24 * 3_600)
    assert "all 5 placements are younger" in refused.value.detail
    assert "--window" in refused.value.hint
