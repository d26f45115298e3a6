"""How far everybody came: steps in their order, each by the first event that fits."""

import numpy as np
import pytest

from slotwise.analysis.journeys import journeys
from slotwise.analysis.opened import open_log
from slotwise.documents.processes import Process
from slotwise.measures.measure import Pick
from slotwise.measures.spans import Span

HOUR, MINUTE, DAY = 3_600_000, 60_000, 86_400_000
EVENTS = [
    # event, minute, person, type, session, os
    ("a1", 1, "ann", "start", "s1", "ios"),
    ("a2", 2, "ann", "step", "s1", "ios"),
    ("a3", 3, "ann", "step", "s1", "ios"),
    ("a4", 4, "ann", "convert", "s1", "ios"),
    ("a5", 70, "ann", "start", "s2", "web"),
    ("a6", 71, "ann", "step", "s2", "web"),
    ("b1", 1, "bob", "step", "s3", None),
    ("b2", 2, "bob", "start", "s3", None),
    ("b3", 3, "bob", "convert", "s3", None),
    ("c1", 5, "cid", "start", None, "ios"),
    ("d1", 1_430, "dan", "start", "s4", "ios"),
    ("d2", 1_450, "dan", "step", "s4", "ios"),
    ("d3", 1_451, "dan", "step", "s4", "ios"),
    ("d4", 9_000, "dan", "convert", "s4", "ios"),
]
STEPS = [("open", "start"), ("choose", "step"), ("confirm", "step"), ("buy", "convert")]


@pytest.fixture
def folder(write):
    """Five visits and a start without one."""
    columns = ["event_id", "occurred_at", "person_id", "type", "session", "context.os"]
    return write(events=(columns, [(each[0], each[1] * MINUTE, *each[2:]) for each in EVENTS]))


def process(**given):
    """Four steps, two of them alike."""
    steps = [{"step": name, "title": name, "type": kind} for name, kind in STEPS]
    return Process.model_validate({"process": "p", "title": "P", "steps": steps, "owner": "o"} | given)


def followed(folder, process, span=None, **given):
    """Journeys as (person, reached, os) in any order."""
    with open_log(folder) as opened:
        found = journeys(opened, process, span or Span(0, DAY), ("context.os",), **given)
    return sorted(zip(found.person.tolist(), found.reached.tolist(), found.groups["context.os"].tolist(), strict=True))


def test_each_visit_is_a_journey(folder):
    """Ann buys in her first visit and stops in her second; bob's step came before his start; without a visit, none."""
    assert followed(folder, process()) == [(0, 2, "web"), (0, 4, "ios"), (1, 1, ""), (2, 3, "ios")]


def test_one_event_is_one_step(folder):
    """Two alike steps need two events."""
    with open_log(folder) as opened:
        found = journeys(opened, process(), Span(0, DAY), ())
    ann = found.moments[found.reached == 4][0]

    assert (np.diff(ann) == MINUTE).all()


def test_persons_go_over_visits(folder):
    """From their first start on, whatever visit the rest is in; a start without a visit counts too."""
    assert followed(folder, process(per="person")) == [(0, 4, "ios"), (1, 1, ""), (2, 1, "ios"), (3, 3, "ios")]


def test_the_goal_has_its_time(folder):
    """Dan's purchase comes days later; with a longer window it belongs to the journey."""
    assert followed(folder, process(window="7d"), Span(0, DAY))[-1] == (2, 4, "ios")
    assert followed(folder, process(window="5m"), Span(0, DAY))[-1] == (2, 1, "ios")


def test_only_first_steps_have_to_be_in_the_span(folder):
    """What follows may lie behind its end."""
    assert followed(folder, process(), Span(DAY - HOUR, DAY)) == [(0, 3, "ios")]


def test_first_steps_can_be_narrowed(folder):
    """To a campaign's, for example."""
    only = Pick.model_validate({"when": 'context.os == "web"'})

    assert followed(folder, process(), only=only) == [(0, 2, "web")]


def test_nobody_is_nothing(folder):
    """A span without first steps gives no journeys and no error."""
    with open_log(folder) as opened:
        found = journeys(opened, process(), Span(5 * DAY, 6 * DAY), ("context.os",))

    assert (len(found.person), found.persons) == (0, 0)
