"""Phases of the life cycle: each kind has its own fields, and none may read what is made from it."""

import pytest
from pydantic import ValidationError

from slotwise.configuration import seeded
from slotwise.documents import World
from slotwise.documents.life_cycle import Phase

NEW = {"phase": "new", "kind": "stage", "entry": "state.purchases == 0", "exit": "state.purchases >= 1"}
MONEY = {"phase": "money", "kind": "score", "fact": "state.spend", "thresholds": [1.0, 100.0]}
CORE = {"phase": "core", "kind": "tier", "from_points": 8.0}


@pytest.mark.parametrize("phase", [NEW, MONEY, CORE])
def test_sound_phases_are_taken(phase):
    """And written again as they were."""
    assert list(Phase.model_validate(phase).check({}, World())) == []
    assert Phase.model_validate(phase).to_json() == phase


@pytest.mark.parametrize(
    "wrong",
    [
        {"phase": "x", "kind": "stage"},
        {"phase": "x", "kind": "tier"},
        {**MONEY, "thresholds": [2.0, 1.0]},
        {**MONEY, "entry": "state.spend > 1"},
        {**CORE, "exit": "state.purchases > 1"},
        {**NEW, "kind": "season"},
    ],
)
def test_fields_of_another_kind_are_refused(wrong):
    """A stage needs its entry, a tier its points, thresholds rise."""
    with pytest.raises(ValidationError):
        Phase.model_validate(wrong)


@pytest.mark.parametrize(
    ("phase", "pointer"),
    [
        ({**NEW, "entry": 'state.stage == "new"'}, "/entry"),
        ({**MONEY, "fact": "state.points"}, "/fact"),
        ({"phase": "x", "kind": "growth", "entry": '"left_plan" in tags'}, "/entry"),
    ],
)
def test_a_phase_cannot_depend_on_itself(phase, pointer):
    """A stage by the stage, points by points, growth by tags that may read it."""
    found = Phase.model_validate(phase).check({}, World())
    assert ("reference_circular", pointer) in [(each.code, each.pointer) for each in found]


def test_references_of_actions_must_lead_somewhere():
    """A rule or an audience that there is not."""
    action = {"note": "wake up", "rule": "wake", "audience": "sleepers"}
    found = Phase.model_validate({**NEW, "action": action}).check({}, World())
    assert [each.pointer for each in found] == ["/action/rule", "/action/audience"]


def test_contradicting_stages_are_warned_of():
    """Of two stages that hold at once the first wins, and the other one is never reached."""
    twins = {name: Phase.model_validate({**NEW, "phase": name}) for name in ("new", "fresh")}
    (found,) = Phase.check_all({"life_cycle": twins}, World())
    assert (found.code, found.pointer, found.warning) == ("phases_contradict", "/life_cycle/1", True)


def test_the_seeds_life_cycle():
    """Seven stages, four tiers, five growth stages and three scores, with an action where something is to be done."""
    phases = seeded("echannel").of(Phase)
    kinds = [each.kind for each in phases]

    assert [kinds.count(each) for each in ("stage", "tier", "growth", "score")] == [7, 4, 5, 3]
    assert all(each.action is not None and each.action.note for each in phases if each.kind == "stage")
