"""Flags: what an assignment is in OpenFeature's words."""

import pytest

from service.flags import flag_told, flags_of
from slotwise.experiments.assigned import Assigned, Reason
from slotwise.experiments.life import pause, start, stop
from tests.experiments import NOW, experiment


def told(variant="", reason=Reason.ASSIGNED, served=None, probability=0.5):
    """The flag of somebody who was assigned so."""
    return flag_told(
        experiment(), Assigned("ranker", 1, variant, probability, reason, variant if served is None else served)
    )


def test_a_variant_is_a_value():
    """Drawn by a split, or matched by its id where it is forced."""
    assert told("challenger") == {
        "key": "ranker",
        "reason": "SPLIT",
        "variant": "challenger",
        "value": "challenger",
        "metadata": {"phase": 1, "enrolled": True, "why": "assigned", "probability": 0.5, "paused": False},
    }
    forced = told("challenger", Reason.FORCED, probability=1.0)
    assert (forced["reason"], forced["value"], forced["metadata"]["enrolled"]) == (
        "TARGETING_MATCH",
        "challenger",
        False,
    )


def test_a_paused_variant_shows_control():
    """And is told as the variant that it stays in."""
    found = told("challenger", served="control")

    assert (found["variant"], found["value"], found["metadata"]["paused"]) == ("challenger", "control", True)


def test_what_cannot_be_served_shows_control():
    """As decisions do, which then fall back on what everybody gets."""
    assert told("challenger", served="")["value"] == "control"


@pytest.mark.parametrize(
    ("reason", "word"),
    [
        (Reason.HOLDOUT, "STATIC"),
        (Reason.OTHER_BUCKET, "STATIC"),
        (Reason.NOT_IN_AUDIENCE, "STATIC"),
        (Reason.OPTED_OUT, "STATIC"),
        (Reason.PAUSED, "DISABLED"),
        (Reason.NOT_RUNNING, "DISABLED"),
    ],
)
def test_whoever_is_not_enrolled_gets_the_applications_own_default(reason, word):
    """There is no value, and the metadata say why."""
    found = told("", reason)

    assert (found["reason"], found["variant"], found["metadata"]["why"]) == (word, "", reason.value)
    assert "value" not in found


def test_without_an_id_it_fails():
    """Saying which one is needed."""
    assert told("", Reason.NO_UNIT)["errorCode"] == "TARGETING_KEY_MISSING"
    by_session = flag_told(experiment(unit="session"), Assigned("ranker", 1, "", 0.0, Reason.NO_UNIT, ""))
    assert "'session'" in by_session["errorDetails"]


def test_what_does_not_run_is_disabled():
    """A draft, and what was never assigned."""
    assert flag_told(experiment(), None)["reason"] == "DISABLED"


def test_all_flags_are_those_that_live():
    """Running and paused ones; drafts and what is over are nobody's business."""
    begun = start(experiment(), NOW)

    assert flags_of((experiment(), begun, pause(begun, NOW), stop(begun, NOW))) == [begun, pause(begun, NOW)]
