"""Tests of slotwise.analysis.interleaved."""

import numpy as np
import pytest

from slotwise.analysis.interleaved import FILTER, preference
from slotwise.analysis.opened import open_log
from slotwise.documents.experiments import Experiment
from slotwise.errors import DatasetError
from slotwise.interleaving.team_draft import draft

HOUR = 3_600_000
EVENT = ["event_id", "occurred_at", "person_id", "type", "content_id", "decision_id"]
DECIDED = ["decision_id", "decided_at", "person_id", "touchpoint", "slot", "content_id", "product_id", "team"]
ASSIGNED = ["decision_id", "decided_at", "person_id", "unit", "experiment", "phase", "variant", "reason"]
PHASE = {
    "number": 1,
    "began_at": HOUR,
    "unit": "person",
    "variants": [{"variant": "old", "weight": 0.5}, {"variant": "new", "weight": 0.5}],
    "control": "old",
    "touchpoints": ["home"],
    "ramp": [],
}
EXPERIMENT = Experiment.model_validate(
    {
        "experiment": "shelf",
        "kind": "interleaving",
        "variants": PHASE["variants"],
        "control": "old",
        "primary": {"metric": "clicks"},
        "phases": [PHASE],
    }
)
SLATE = [("a", "old"), ("b", "new"), ("c", "new"), ("d", None)]


def placed(number, person, at=2 * HOUR, slate=SLATE, touchpoint="home"):
    """The placements of one decision."""
    return [
        (f"d{number}", at, person, touchpoint, slot, content, f"p_{content}", team)
        for slot, (content, team) in enumerate(slate, start=1)
    ]


def assigned(number, person, at=2 * HOUR, variant="interleaved", reason="assigned", phase=1):
    """The assignment of one decision."""
    return (f"d{number}", at, person, person, "shelf", phase, variant, reason)


def click(number, person, content, at=2 * HOUR + 1, event=""):
    """A click on a content of a decision."""
    return (f"e{number}{content}{event}", at, person, "click", content, f"d{number}")


@pytest.fixture
def found(write):
    """What the log of some rows says."""

    def run(placements, assignments, clicks, slots=4, columns=DECIDED):
        folder = write(
            events=(EVENT, clicks),
            decisions=(columns, placements),
            assignments=(ASSIGNED, assignments),
            touchpoints=f'[{{"touchpoint": "home", "slots": {slots}, "attribution_window_s": 3600}}]',
        )
        with open_log(folder) as opened:
            return preference(opened, EXPERIMENT, EXPERIMENT.phases[0])

    return run


def test_clicks_are_to_the_credit_of_teams(found):
    """Each person's clicks become one sign; a click on what nobody drafted is counted, and to nobody's credit."""
    said = found(
        [*placed(1, "ann"), *placed(2, "bob"), *placed(3, "cid")],
        [assigned(1, "ann"), assigned(2, "bob"), assigned(3, "cid")],
        [click(1, "ann", "a"), click(2, "bob", "b"), click(2, "bob", "b", event="again"), click(2, "bob", "d")],
    )

    tally = {"one": 1, "other": 1, "ties": 0, "clicks_one": 1, "clicks_other": 1}
    assert said["preference"]["tally"] == tally
    assert (said["units"], said["decisions"], said["clicks"], said["clicks_to_nobody"]) == (3, 3, 3, 1)
    assert said["touchpoints"]["home"]["tally"] == tally
    assert (said["one"], said["other"]) == ("old", "new")


def test_what_is_not_of_the_phase_counts_for_nothing(found):
    """Forced units, another phase, a click after the window, decisions before the phase, and other touchpoints."""
    said = found(
        [
            *placed(1, "ann"),
            *placed(2, "bob"),
            *placed(3, "cid"),
            *placed(4, "dan", at=0),
            *placed(3, "cid", slate=[("z", None)], touchpoint="exit"),
            *placed(5, "eve", slate=[("a", None), ("b", None)]),
        ],
        [
            assigned(1, "ann", reason="forced"),
            assigned(2, "bob", phase=2),
            assigned(3, "cid"),
            assigned(4, "dan", at=0),
            assigned(5, "eve"),
        ],
        [
            click(1, "ann", "a"),
            click(2, "bob", "b"),
            click(3, "cid", "b", at=4 * HOUR),
            click(3, "cid", "z"),
            click(4, "dan", "a", at=1),
        ],
    )

    assert said["preference"]["tally"]["one"] == said["preference"]["tally"]["other"] == 0
    assert (said["units"], said["decisions"], said["decisions_that_differ"], said["clicks"]) == (2, 2, 1, 0)
    assert said["text"] == f"Nobody has preferred one of the two yet. {FILTER}"


def test_a_lost_beginning_is_found(found):
    """Where one version begins nearly all slates, something is wrong with the log, and it is said."""
    people = [f"p{number}" for number in range(40)]
    said = found(
        [row for number, each in enumerate(people) for row in placed(number, each)],
        [assigned(number, each) for number, each in enumerate(people)],
        [click(0, "p0", "a")],
        slots=3,
    )

    checks = {each["check"]: each for each in said["health"]}
    assert not checks["fair_coin"]["ok"]
    assert checks["fair_coin"]["figures"]["one"] == 40
    assert not checks["enough_slots"]["ok"]
    assert checks["enough_slots"]["figures"] == {"touchpoints": ["home"]}


def test_drafted_slates_tell_the_better_version(found):
    """Two lists drafted by fair coins for 300 persons who like one more: it is preferred, and all is healthy."""
    chance = np.random.default_rng(5)
    placements, clicks = [], []
    for number in range(300):
        picks = draft([0, 1, 2, 3], [4, 5, 6, 7], 4, chance)
        teams = [(f"c{each.content}", None if each.team is None else ("old", "new")[each.team]) for each in picks]
        placements += placed(number, f"p{number}", slate=teams)
        clicks += [
            click(number, f"p{number}", name)
            for name, team in teams
            if chance.random() < {"old": 0.2, "new": 0.4}[team]
        ]
    said = found(placements, [assigned(number, f"p{number}") for number in range(300)], clicks)

    assert all(each["ok"] for each in said["health"])
    assert said["preference"]["always_low"] > 0.5
    assert "persons prefer new" in said["text"]
    assert said["text"].endswith(FILTER)


def test_a_log_without_teams_is_refused(found):
    """Where nothing was interleaved there is nothing to read, and it is said so."""
    with pytest.raises(DatasetError, match="tells no teams"):
        found([each[:-1] for each in placed(1, "ann")], [assigned(1, "ann")], [], columns=DECIDED[:-1])
