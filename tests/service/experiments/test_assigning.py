"""What a unit gets is told in words, for every reason that there is."""

import pytest

from service.experiments.assigning import assignment_told
from slotwise.conditions import Condition
from slotwise.documents.experiments import Pause, Step
from slotwise.documents.holdouts import Holdout
from tests.service.experiments.living import START, experiment

NOW = START + 1_000


def told(found=None, person="a", holdouts=(), inside=True, **more):
    """What a person gets."""
    units = {"person": person, "session": None}
    return assignment_told(found or experiment(), tuple(holdouts), units, lambda condition: inside, NOW, **more)


def with_phase(**fields):
    """The experiment with another phase."""
    return experiment(phases=[experiment().phase.model_copy(update=fields)])


def test_a_unit_is_in_a_variant():
    """With the probability that it had; ids are read as they are hashed."""
    found = told()

    assert (found["reason"], found["probability"], found["unit"]) == ("assigned", 0.5, "a")
    assert found["text"] == f"person 'a' is in {found['variant']} (probability 0.5)"
    assert told(person=" 'a' ") == found


def test_a_variant_that_rests_is_told():
    """The unit stays where it is, and is answered as control's."""
    resting = with_phase(pauses=[Pause(variant="bold", at=START)])
    found = next(each for each in (told(resting, f"p{n}") for n in range(50)) if each["variant"] == "bold")

    assert found["served"] == "control"
    assert "answered as control while bold is paused" in found["text"]


@pytest.mark.parametrize(
    ("given", "reason", "words"),
    [
        ({"person": None}, "no_unit", "a caller without a person"),
        ({"found": with_phase(ramp=[Step(at=START, share=0.0001, buckets=[(0, 1)])])}, "other_bucket", "it owns 1 of"),
        ({"found": with_phase(when=Condition.of('person.city == "SZ"')), "inside": False}, "not_in_audience", "not in"),
        ({"holdouts": [Holdout(holdout="all", share=0.5)], "person": "a"}, None, ""),
        ({"found": experiment(status="draft", phases=[])}, "not_running", "does not run"),
        ({"found": with_phase(ended_at=START + 1)}, "not_running", "does not run"),
        ({"forced": "bold"}, "forced", "it is a tester"),
    ],
)
def test_every_reason_has_words(given, reason, words):
    """So that whoever asks why need not read code."""
    found = told(**given)

    assert reason is None or found["reason"] == reason
    assert words in found["text"]


def test_whoever_is_held_out_is_told_so():
    """Half of all are."""
    reasons = {told(person=f"p{n}", holdouts=[Holdout(holdout="all", share=0.5)])["reason"] for n in range(40)}

    assert reasons == {"holdout", "assigned"}
