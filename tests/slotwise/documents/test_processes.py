"""Processes are steps in an order, each of them something that the log tells."""

import pytest
from pydantic import ValidationError

from slotwise.documents import World
from slotwise.documents.processes import Process

STEPS = [
    {"step": "open", "title": "Opens", "type": "start"},
    {"step": "buy", "title": "Buys", "type": "convert", "when": 'product.category == "plan"'},
]
PLAN = {"process": "plan", "title": "A plan", "steps": STEPS, "owner": "products"}


def test_a_sound_process_is_taken():
    """And written again as it was."""
    process = Process.model_validate(PLAN)

    assert list(process.check({}, World())) == []
    assert process.to_json() == PLAN


@pytest.mark.parametrize(
    ("step", "pointer", "code"),
    [
        ({"step": "x", "title": "X", "type": "step", "when": "person_of_mind == 1"}, "/steps/0/when", "field_unknown"),
        ({"step": "x", "title": "X"}, "/steps/0", "condition_missing"),
    ],
)
def test_steps_that_say_nothing_are_told(step, pointer, code):
    """A fact that no row tells, a step that every event would be."""
    process = Process.model_validate(PLAN | {"steps": [step, STEPS[1]]})

    assert [(each.pointer, each.code) for each in process.check({}, World())] == [(pointer, code)]


@pytest.mark.parametrize(
    "given",
    [
        {"steps": STEPS[:1]},
        {"steps": [STEPS[0], STEPS[0]]},
        {"window": "-1d"},
        {"per": "moon"},
        {"segments": ["tags"]},
        {"time_zone": "+8"},
    ],
)
def test_what_is_no_process_is_refused(given):
    """One step, two of one name, a window below zero, segments that rows do not tell."""
    with pytest.raises(ValidationError):
        Process.model_validate(PLAN | given)
